"""Rows and files of spend that are not what they should be are refused, with what is wrong with them."""

import gzip
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from conftest import Warehouse
from spend_rows import COLUMNS, judged, refusal, spend, write


@dataclass
class Fault:
    """A raw row with these values, and what must become of it: a reason, or values in staging."""

    values: dict
    reason: str = ""
    staged: dict = field(default_factory=dict)

    def __str__(self):
        return " ".join(f"{name} {value!r}" for name, value in self.values.items())


def faults(column: str, *values) -> list[Fault]:
    return [Fault({column: value}, f"{column} is ") for value in values]


def day(written: str, meant: str) -> Fault:
    return Fault({"date": written}, staged={"date_day": date.fromisoformat(meant)})


UNITS = [
    *faults(
        "impressions", "abc", "300.6", "1e3", "NaN", "-5", "1,000", "0x10", "1_000", "٣", "9" * 16,
    ),
    *faults("clicks", "-1", "1.5", "Infinity", "--"),
    *faults("conversions", "x", "nan", "0,5", "1" * 16, "1e16"),
    *faults(
        "investment", "x", "NaN", "inf", "12,50", "1,234.50", "$5", "5 EUR", ".", "1e", "1e15", "1e99",
        "9" * 16,
    ),
    *faults("conversion_value", "1 000"),
    *faults("reach", "1.5", "-1"),
    *faults(
        "date", "2026-02-30", "2026-02-29", "2026-13-01", "22/10/2026", "10/22/2026", "22-10-2026",
        "20261022", "2026-1-2", "0000-00-00", "1970-01-01", "2100-01-01",
        "2026-10-22junk",
        "2026-10-22T24:00:00", "2026-10-22T10:00:00+99:00", "2026-10-22T10:00:00 CET", "Oct 22, 2026",
        "46317", "Total", "", None,
    ),
    *faults("currency", "XYZ", "US", "€", "EURO", "XAU", "", None, "   "),
    *faults("platform", "", None, "   "),
    *faults("account_id", "", None, "   ", "1.20215E+17", "1E+17", "1.20215e+017"),
    *faults("campaign_id", "", None, "   ", "1.2e+20"),
    *faults("ad_group_id", "1.20215E+17"),
    Fault({"impressions": "x", "currency": "usdd"}, "currency is not an ISO 4217 code"),
    Fault({"currency": "usd "}, staged={"currency": "USD"}),
    *[
        Fault({"platform": written}, staged={"platform": "google_ads"})
        for written in ("Google Ads", "google ads ", "GOOGLE-ADS", " Google  Ads", "google_ads")
    ],
    *[
        Fault({"account_id": written}, staged={"account_id": meant})
        for written, meant in {
            "503.0": "503", "503.": "503.", " 77 ": "77", "77\u00a0": "77", "120215000000000123456": None,
            "act_12E5": None, "12E5": None, "1.5": None, "0503": None,
        }.items()
        for meant in [meant or written]
    ],
    Fault({"impressions": "1000.0", "clicks": " 10 "}, staged={"impressions": 1000, "clicks": 10}),
    *[
        Fault({"investment": written}, staged={"investment": Decimal(meant)})
        for written, meant in {
            "3.8899999999999997": "3.89", "1e-05": "0.00001", ".5": "0.5", "+5": "5", "007.50": "7.5",
            "5.": "5", "1.1e1": "11", "-1500.00": "-1500", " 2.5": "2.5", "9.99e14": "999000000000000",
            "-2.5e-9": "-0.000000003",
        }.items()
    ],
    *[
        Fault({"conversions": written}, staged={"conversions": Decimal(meant)})
        for written, meant in {
            "0.3333333333333333": "0.333333333", "1E0": "1", "1.": "1", "-1": "-1", "-0.5": "-0.5",
            "0.6666666666666667": "0.666666667",
        }.items()
    ],
    Fault({"conversion_value": "-1"}, staged={"conversion_value": Decimal(-1)}),
    day(" 2026-10-22", "2026-10-22"),
    day("2026-10-22 ", "2026-10-22"),
    day("2026-10-22", "2026-10-22"),
    day("2024-02-29", "2024-02-29"),
    day("2026-10-22 23:59:59", "2026-10-22"),
    day("2026-10-22T00:00", "2026-10-22"),
    day("2026-10-22T23:30:00-05:00", "2026-10-23"),
    day("2026-10-22 23:30:00.123456 -0500", "2026-10-23"),
    day("2026-10-22T16:59:59-05", "2026-10-22"),
    day("2026-10-22T21:59:59Z", "2026-10-22"),
    day("2026-10-22T22:00Z", "2026-10-23"),
    day("2026-10-22 22:00:00 UTC", "2026-10-23"),
    day("2026-10-22T00:30:00+09:00", "2026-10-21"),
    day("2026-10-22T00:00:00+05:30", "2026-10-21"),
    day("2026-12-31T23:00:00+00:00", "2027-01-01"),
    # Before and after the clocks change.
    day("2026-03-28T22:59:59Z", "2026-03-28"),
    day("2026-03-29T22:00:00Z", "2026-03-30"),
    day("2026-10-24T22:00:00Z", "2026-10-25"),
    day("2026-10-25T22:59:59Z", "2026-10-25"),
    Fault({"impressions": "", "clicks": None}, staged={"impressions": None, "clicks": None}),
    Fault({"investment": ""}, staged={"investment": None}),
    Fault({"investment": "0"}, staged={"investment": Decimal(0)}),
    Fault({"investment": "1.4299999484999"}, staged={"investment": Decimal("1.429999948")}),
    Fault({"investment": "1.4299999485"}, staged={"investment": Decimal("1.429999949")}),
    Fault(
        {"investment": "123456789012345.0000000005"},
        staged={"investment": Decimal("123456789012345.000000001")},
    ),
    Fault({"investment": "007.10"}, staged={"investment": Decimal("7.1")}),
    Fault({"conversions": "0.3333333335"}, staged={"conversions": Decimal("0.333333334")}),
    Fault({"currency": "BGN"}, staged={"currency": "BGN"}),
    Fault({"clicks": "2000"}, staged={"clicks": 2000}),
    *[
        Fault({"campaign_name": name}, staged={"campaign_name": name or None})
        for name in (
            "=cmd|' /C calc'!A0", "'; drop table x; --", "{{ 1 }}", "a \"q\", b", "two\nlines", "🎯",
            "Cafe\u0301", "NULL", "N/A", "", None,
        )
    ],
]  # fmt: skip
MICROS = [
    *faults("investment_micros", "1.5", "0.000001", "1e6", "NaN", "1,000", "9" * 18),
    Fault({"investment_micros": "1999999"}, staged={"investment_from_micros": Decimal("1.999999")}),
    Fault({"investment_micros": "1000000.0"}, staged={"investment_from_micros": Decimal(1)}),
    Fault({"investment_micros": "-1500000"}, staged={"investment_from_micros": Decimal("-1.5")}),
    Fault({"investment_micros": "9" * 17}, staged={"investment_from_micros": Decimal("99999999999.999999")}),
    Fault({"investment_micros": ""}, staged={"investment_from_micros": None}),
]
OPTIONAL = {
    "conversions": "0",
    "conversion_value": "0",
    "reach": "1",
    "campaign_name": "n",
    "ad_group_id": "",
    "ad_name": "",
}


class Judge:
    """The compiled query of base_marketing_spend, and a file that it reads."""

    def __init__(self, folder: Path, good: dict):
        self.file = folder / "spend.csv"
        self.good = [
            good | {"ad_name": f"good {number}", "campaign_id": f"good {number}"} for number in range(5)
        ]
        write(self.file, self.good)
        warehouse = Warehouse(folder / "warehouse")
        warehouse.dbt(
            "compile", "--select", "base_marketing_spend", "--vars", repr({"spend_path": str(self.file)})
        )
        compiled = warehouse.folder / "target/compiled/ad_metrics/models/staging/marketing_spend/adapters"
        self.query = (compiled / "base_marketing_spend.sql").read_text()

    def judge(self, rows: list[dict]) -> dict[str, dict]:
        """The judged rows by the name that their ad was given."""
        write(self.file, rows)
        with duckdb.connect() as connection:
            answer = connection.execute(self.query)
            names = [column[0] for column in answer.description]
            found = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        found = {row["ad_name"]: row for row in found if row["verdict"] != "day"}
        assert len(found) == len(rows)
        return found

    def check(self, fault: Fault, name: str, row: dict):
        if not fault.reason:
            assert (row["verdict"], row["rejected_because"]) == ("staged", None)
            assert {name: row[name] for name in fault.staged} == fault.staged
            return
        assert row["verdict"] == "rejected"
        assert fault.reason in row["rejected_because"]
        assert "(" in row["rejected_because"], "no remedy"
        kept = json.loads(row["raw_row"])
        assert {name: kept[name] or "" for name in fault.values} == {
            name: value or "" for name, value in fault.values.items()
        }

    def faulty(self, fault: Fault, name: str) -> dict:
        return self.good[0] | {"campaign_id": name, "ad_name": name} | fault.values


@pytest.fixture(scope="module")
def units(tmp_path_factory) -> Judge:
    return Judge(tmp_path_factory.mktemp("units"), spend(**OPTIONAL))


@pytest.fixture(scope="module")
def micros(tmp_path_factory) -> Judge:
    good = spend(**OPTIONAL, investment_micros="1")
    del good["investment"]
    return Judge(tmp_path_factory.mktemp("micros"), good)


@pytest.mark.parametrize(("kind", "fault"), [
    *[pytest.param("units", fault, id=str(fault)) for fault in UNITS],
    *[pytest.param("micros", fault, id=str(fault)) for fault in MICROS],
])  # fmt: skip
def test_a_faulty_row_of_spend_is_rejected_with_its_reason(kind, fault, request):
    judge = request.getfixturevalue(kind)
    found = judge.judge([*judge.good[:2], judge.faulty(fault, "it"), *judge.good[2:]])
    judge.check(fault, "it", found.pop("it"))
    assert {row["verdict"] for row in found.values()} == {"staged"}


@pytest.mark.parametrize(("kind", "all_faults"), [("units", UNITS), ("micros", MICROS)])
def test_all_faulty_rows_of_spend_together(kind, all_faults, request):
    judge = request.getfixturevalue(kind)
    rows = [judge.faulty(fault, f"it {number}") for number, fault in enumerate(all_faults)]
    found = judge.judge([*judge.good, *rows])
    for number, fault in enumerate(all_faults):
        judge.check(fault, f"it {number}", found.pop(f"it {number}"))
    assert {row["verdict"] for row in found.values()} == {"staged"}


def test_what_is_missing_is_named_with_the_remedy(new_warehouse, tmp_path):
    folder = tmp_path / "spend"
    printed = refusal(new_warehouse, spend_path=str(folder))
    assert f"'{folder}' does not exist, or has no CSV or Parquet file. Point the var spend_path to" in printed
    folder.mkdir()
    (folder / "notes.txt").write_text("not a table")
    assert "does not exist, or has no CSV or Parquet file" in refusal(new_warehouse, spend_path=str(folder))
    write(folder / "good.csv", [spend()])
    write(
        folder / "bad.csv",
        [spend()],
        columns=[name for name in COLUMNS if name not in ("currency", "clicks")],
    )
    printed = refusal(new_warehouse, spend_path=str(folder))
    assert f"the file {folder}/bad.csv has no column currency, clicks. It has date, platform" in printed
    write(folder / "bad.csv", [spend(investment_micros="1500000")])
    printed = refusal(new_warehouse, spend_path=str(folder))
    assert f"the file {folder}/bad.csv has both investment and investment_micros" in printed
    printed = refusal(new_warehouse, spend_path="schema:nowhere")
    assert (
        "the schema 'nowhere' has none of the tables marketing_spend, ad_reporting__campaign_report"
        in printed
    )
    assert "Load one there, or name its schema in the var spend_path" in printed
    for value in ("eur", "XXX"):
        assert "The var 'reporting_currency' is" in refusal(
            new_warehouse, "int_exchange_rates", spend_path=str(folder), reporting_currency=value
        )


ROW = "2026-10-22,x_ads,a1,c1,EUR,1000,10,1.50"


@pytest.mark.parametrize(("text", "says"), [
    (
        f"{ROW}\n" * 2 + f"{','.join(COLUMNS)},conversions\n" + f"{ROW},3\n" * 30,
        "line 4: has 9 values, its header has 8",
    ),
    (f"{ROW},50\n", "line 2: has 9 values, its header has 8 columns: 2026-10-22,x_ads"),
    (f"# 2 rows, 3.00 in all\n{ROW}\n{ROW}\n", "line 2: has 2 values, its header has 8 columns: # 2 rows"),
    (f"{ROW}\n2026-10-22,x_ads,a1\n", "line 3: has 3 values, its header has 8 columns: 2026-10-22,x_ads,a1 "),
    (
        f"{ROW}\n2026-10-22,Agência,a1,c1,EUR,1000,10,1.50\n".encode("latin-1"),
        "is not in UTF-8. Save it as CSV in UTF-8.",
    ),
    (f"{ROW}\r\n{ROW}\n", "may not be closed, or its lines do not all end alike, by LF"),
])  # fmt: skip
def test_a_csv_file_is_read_whole_or_refused_with_its_line(new_warehouse, tmp_path, text, says):
    file = tmp_path / "spend" / "spend.csv"
    file.parent.mkdir()
    text = text if isinstance(text, bytes) else text.encode()
    file.write_bytes(",".join(COLUMNS).encode() + b"\n" + text)
    new_warehouse.dbt("seed", "--select", "path:seeds/reference")
    done = new_warehouse.ad_metrics("build", "--vars", repr({"spend_path": str(file.parent)}), check=False)
    assert done.returncode == 4 and f"The file {file}" in done.stderr and says in done.stderr, done.stderr
    assert "null_padding" not in done.stderr


def test_no_line_of_a_csv_file_is_passed_over(new_warehouse, tmp_path):
    rows = [f"{name},2026-10-22,a1,c1,EUR,1000,10,1.50," for name in ("#x", "x_ads", '"y, z"')]
    lines = [' platform ,"date",account_id,campaign_id,currency,impressions,clicks,investment,', *rows, ""]
    (tmp_path / "spend.csv").write_bytes(("\ufeff" + "\r\n".join(lines)).encode())
    assert judged(new_warehouse, tmp_path) == [
        ("#x", Decimal("1.5"), "staged"),
        ("x_ads", Decimal("1.5"), "staged"),
        ("y,_z", Decimal("1.5"), "staged"),
    ]


def test_a_column_that_is_there_twice_is_not_guessed(new_warehouse, tmp_path):
    (tmp_path / "spend.csv").write_text(f"{','.join(COLUMNS)},Clicks\n{ROW},11\n")
    printed = refusal(new_warehouse, spend_path=str(tmp_path))
    assert f"the file {tmp_path}/spend.csv has the column clicks more than once. Keep the one" in printed
    # What nobody reads may stand there twice.
    (tmp_path / "spend.csv").write_text(f"{','.join(COLUMNS)},note,note,Note,,\n{ROW},11,12,13,,\n")
    assert judged(new_warehouse, tmp_path, "verdict") == [("staged",)]


def test_a_file_with_a_header_alone_shows_no_campaigns(new_warehouse, tmp_path):
    (tmp_path / "spend.csv").write_text(",".join(COLUMNS) + "\n")
    new_warehouse.dbt("seed", "--select", "path:seeds/reference")
    printed = new_warehouse.ad_metrics("build", "--vars", repr({"spend_path": str(tmp_path)})).stdout
    assert (
        "There is no campaign to show: the raw tables have no row that could be used, and 0 that" in printed
    )
    assert "unknown" not in printed


def test_compressed_files_and_columns_in_another_order_are_read_by_their_headers(new_warehouse, tmp_path):
    write(tmp_path / "a.csv", [spend(platform="plain", investment="2.75")])
    write(tmp_path / "b.csv", [spend(platform="turned", investment="3.25")], columns=COLUMNS[::-1])
    packed = write(tmp_path / "c.csv", [spend(platform="packed")])
    with gzip.open(tmp_path / "c.csv.gz", "wb") as file:
        file.write(packed.read_bytes())
    packed.unlink()
    assert judged(new_warehouse, tmp_path, "platform, investment, impressions") == [
        ("packed", Decimal("1.5"), 1000),
        ("plain", Decimal("2.75"), 1000),
        ("turned", Decimal("3.25"), 1000),
    ]
