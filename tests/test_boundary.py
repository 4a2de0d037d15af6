"""Every fault, alone and among all others: where its row goes, why, and that nothing else changes."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import duckdb
import pytest
from conftest import Warehouse, connect_postgres
from extracts import extract, raw

HOURLY = "data_summary_ad_hourly"
MEASURES = ("impressions", "clicks", "booked_revenue")


@dataclass
class Fault:
    """A raw row with these values, and what must become of it."""

    name: str
    values: dict
    table: str = HOURLY
    verdict: str = "rejected"
    reason: str = ""
    note: str = ""
    staged: dict = field(default_factory=dict)


def numbers(column: str, values: list) -> list[Fault]:
    return [Fault(f"{column} {value!r}", {column: value}, reason=column) for value in values]


def harmless(name: str, values: dict, table: str = HOURLY) -> Fault:
    return Fault(name, values, table, "staged")


def read_as(column: str, values: dict, name: str | None = None) -> list[Fault]:
    """Spellings of a value, each with what it is in staging."""
    return [
        Fault(f"{column} {value!r}", {column: value}, verdict="staged", staged={name or column: typed})
        for value, typed in values.items()
    ]


def left_empty(name: str, values: dict, note: str) -> Fault:
    """A campaign that counts, with cells that are left empty, and told."""
    return Fault(name, values, "campaigns", "staged", note=note)


FAULTS = [
    *numbers(
        "impressions",
        [
            "abc", "300.6", "1e3", "0x10", "1_000", "1,000", "NaN", "Infinity", "-5", "--", "null",
            "1000000000000000000", "100000000000000000000", "", None, "٣", "1 000", "1.0.0", ".0",
        ],
    ),
    *numbers("clicks", ["-1", None]),
    *numbers("requests", ["x", None]),
    *numbers("conversions", ["0.5"]),
    *numbers("total_num_items", ["1.5"]),
    *numbers(
        "total_revenue",
        [
            "x", "1.2.3", "1e2", "nan", "inf", "0.0000000001", "12,50", "€5", "9" * 20, ".", "--5",
            "5-", "(5.00)",
        ],
    ),
    *numbers("total_basket_value", ["1 000"]),
    *numbers("ad_id", [None, "", "1.5", "12345678901234567890", "abc", "-1", "05", "1.2E+17"]),
    *numbers("zone_id", [None, "top", "-1"]),
    *numbers(
        "date_time",
        [
            "0000-00-00 00:00:00", "1970-01-01 00:00:00", "9999-12-31 23:00:00", "22/10/2026 13:00:00",
            "2026-10-22T13:00:00", "2026-10-22 13:00:00+02:00", "2026-02-30 00:00:00",
            "2026-13-01 00:00:00", "2026-02-29 10:00:00", "2100-02-29 10:00:00", "2026-10-22",
            "2026-10-22 24:00:00", "", None, "yesterday",
        ],
    ),
    *numbers("data_summary_ad_hourly_id", [None, "", "a1"]),
    Fault("a footer", {"data_summary_ad_hourly_id": "Total", "impressions": "500300"}, reason="_id"),
    Fault("two faults", {"impressions": "x", "clicks": "-1"}, reason="clicks is not"),
    harmless("clicks above impressions", {"impressions": "1", "clicks": "9"}),
    harmless("nothing booked", {"total_revenue": None}),
    harmless("an empty amount", {"total_revenue": ""}),
    harmless("a zero date where none is needed", {"updated": "0000-00-00 00:00:00"}),
    harmless("29 February of a leap year", {"date_time": "2024-02-29 10:00:00"}),
    harmless("the local hour that comes twice", {"date_time": "2026-10-25 01:00:00"}),
    harmless("the local hour that is skipped", {"date_time": "2026-03-29 01:00:00"}),
    harmless("an hour in the future", {"date_time": "2099-01-01 00:00:00"}),
    harmless("a banner that never existed", {"ad_id": "99999"}),
    *read_as("impressions", {
        " 7": 7, "7 ": 7, "7\n": 7, "\u00a07\t": 7, "1.0": 1, "1000.00": 1000, "7.": 7, "+5": 5, "007": 7,
    }),
    *read_as("clicks", {"1000.0": 1000}),
    *read_as("total_num_items", {"-1": -1, "-1.0": -1}, name="items"),
    *read_as("ad_id", {" 5": "5", "503.0": "503", "5\u00a0": "5"}, name="creative_id"),
    *read_as("date_time", {" 2026-10-22 13:00:00 ": datetime(2026, 10, 22, 13)}, name="hour_at"),
    *read_as("total_revenue", {
        "-0.01": Decimal("-0.01"), "5.": Decimal(5), ".5": Decimal("0.5"), "+1.25": Decimal("1.25"),
        " 1.5 ": Decimal("1.5"), "007.50": Decimal("7.5"), "-.5": Decimal("-0.5"),
    }, name="booked_revenue"),
    *read_as("total_basket_value", {"-20": Decimal(-20)}, name="conversion_value"),
    left_empty("unknown pricing model", {"revenue_type": "9"}, "revenue_type is 9, not one of"),
    left_empty("a pricing model in words", {"revenue_type": "CPM"}, "revenue_type is CPM, not"),
    left_empty("unknown status", {"status": "7"}, "status is 7, not one of the known codes 0, 1"),
    left_empty("no status", {"status": ""}, "status is empty (fill it in"),
    left_empty("a negative rate", {"revenue": "-0.5"}, "revenue is -0.5, not a rate of 0 or more"),
    left_empty("a rate of seven decimals", {"revenue": "0.1234567"}, "revenue is 0.1234567, not"),
    left_empty("a number of views in words", {"views": "many"}, "views is many, not a whole number"),
    left_empty("an impossible end", {"expire_time": "2026-02-30 00:00:00"}, "expire_time is 2026-02-30"),
    left_empty(
        "two cells", {"priority": "x", "revenue_type": "0"}, "priority is x, not a whole number"
    ),
    harmless("a rate of six decimals", {"revenue": "0.123456"}, "campaigns"),
    harmless("a code as pandas writes it", {"revenue_type": "1.0", "status": " 0"}, "campaigns"),
    *[
        harmless(f"the name {name!r}", {"campaignname": name}, "campaigns")
        for name in (
            "=cmd|' /C calc'!A0",
            "'; drop table campaigns; --", "{{ env_var('HOME') }}", "a \"quoted\", name",
            "two\nlines", "🎯 emoji", "Café", "Cafe\u0301", "", "Total", " blanks around\u00a0",
        )
    ],
]  # fmt: skip

GOOD = {
    HOURLY: {row["data_summary_ad_hourly_id"]: row for row in raw(HOURLY)[:40]},
    "campaigns": {row["campaignid"]: row for row in raw("campaigns")},
}
KEYS = {HOURLY: "data_summary_ad_hourly_id", "campaigns": "campaignid"}


def faulty_row(fault: Fault, number: int) -> dict:
    """The table's first good row under a key of its own, with the fault's values."""
    row = dict(next(iter(GOOD[fault.table].values())))
    row[KEYS[fault.table]] = str(900_000 + number)
    return row | fault.values


class Judge:
    """The compiled query of a base model, and a way to put rows where it reads them."""

    def __init__(self, kind: str, folder, postgres=None):
        self.kind, self.folder, self.postgres = kind, folder, postgres
        source = extract(folder / "extract", kind="parquet" if kind == "parquet" else "csv")
        self.source = source
        # A schema that has no rows of an earlier build, as other tests have.
        own_schema = {**postgres, "AD_METRICS_POSTGRES_SCHEMA": "judged"} if postgres else {}
        warehouse = Warehouse(folder / "warehouse", environment=own_schema)
        models = "base_revive__data_summary_ad_hourly base_revive__campaigns"
        target = []
        variables = {"revive_path": str(source)}
        if kind in ("table", "postgres"):
            variables = {"revive_path": "schema:faults"}
        if kind == "postgres":
            target = ["--target", "postgres"]
            self.connection = connect_postgres(postgres)
            self.connection.autocommit = True
            self.execute("drop schema if exists faults cascade; create schema faults")
        elif kind == "table":
            warehouse.folder.mkdir()
            self.connection = duckdb.connect(str(warehouse.file))
            self.execute("create schema faults")
        else:
            self.connection = duckdb.connect()
        for table in GOOD:
            self.write(table, list(GOOD[table].values()))
        if kind == "table":
            self.connection.close()
        warehouse.dbt("compile", "--select", models, "--vars", repr(variables), *target)
        if kind == "table":
            self.connection = duckdb.connect(str(warehouse.file))
        compiled = warehouse.folder / "target/compiled/ad_metrics/models/staging/revive/base"
        self.queries = {table: (compiled / f"base_revive__{table}.sql").read_text() for table in GOOD}

    def execute(self, sql, parameters=None):
        if self.kind != "postgres":
            return self.connection.execute(sql, parameters or [])
        cursor = self.connection.cursor()
        cursor.execute(sql.replace("?", "%s") if parameters else sql, parameters)
        return cursor

    def write(self, table: str, rows: list[dict]):
        """Replace the raw table by these rows; a value of None is NULL."""
        columns = ", ".join(f"{column} varchar" for column in rows[0])
        place = f"faults.{table}" if self.kind in ("table", "postgres") else "staged_rows"
        self.execute(f"drop table if exists {place}")
        self.execute(f"create table {place} ({columns})")
        # An empty cell of the bundled seeds is NULL.
        good = set(map(id, GOOD[table].values()))
        values = [
            None if value == "" and id(row) in good else value for row in rows for value in row.values()
        ]
        # In one statement, as there are many rows and many tests.
        row = f"({', '.join('?' * len(rows[0]))})"
        self.execute(f"insert into {place} values {', '.join([row] * len(rows))}", values)
        if self.kind == "csv":
            self.execute(
                f"copy {place} to '{self.source}/{table}.csv' (header, nullstr '\\N', force_quote *)"
            )
        elif self.kind == "parquet":
            self.execute(f"copy {place} to '{self.source}/{table}.parquet' (format parquet)")

    def judge(self, table: str, rows: list[dict]) -> dict[str, dict]:
        """The judged rows by raw key."""
        self.write(table, rows)
        answer = self.execute(self.queries[table])
        names = [column[0] for column in answer.description]
        found = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        found = [row for row in found if row["verdict"] != "day"]
        for row in found:
            # Of a usable row the typed key says the same.
            if row["verdict"] == "staged":
                row["raw_key"] = row[{HOURLY: "delivery_id", "campaigns": "campaign_id"}[table]]
        assert len(found) == len(rows)
        return found


@pytest.fixture(
    scope="module", params=["csv", "parquet", "table", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def judge(request, tmp_path_factory):
    postgres = request.getfixturevalue("postgres") if request.param == "postgres" else None
    judge = Judge(request.param, tmp_path_factory.mktemp("judge"), postgres)
    yield judge
    judge.connection.close()


def check(fault: Fault, row: dict, found: list[dict]):
    key = row[KEYS[fault.table]]
    [judged] = [judged for judged in found if judged["raw_key"] == key]
    assert judged["verdict"] == fault.verdict, judged["rejected_because"]
    if fault.verdict == "rejected":
        assert fault.reason in judged["rejected_because"]
        assert judged["rejected_because"].count("(") >= 1, "no remedy"
        kept = json.loads(judged["raw_row"])
        assert all(kept.get(name, value) == value for name, value in row.items() if name in fault.values)
    else:
        assert judged["rejected_because"] is None
        assert {name: judged[name] for name in fault.staged} == fault.staged
        assert fault.note in (judged["noted_because"] or "")
        assert (judged["noted_because"] is None) == (fault.note == "")
        if "campaignname" in fault.values:
            assert judged["campaign_name"] == fault.values["campaignname"].strip()
        if fault.note:
            assert (judged["campaign_name"], judged["advertiser_id"]) == (
                row["campaignname"], row["clientid"],
            )  # fmt: skip
            empty = {"revenue_type": "pricing_model", "revenue": "rate", "views": "booked_impressions"}
            assert all(judged[empty.get(name, name)] is None for name in fault.values if name in empty)


def totals(found: list[dict]) -> dict:
    return {
        measure: sum(row[measure] or 0 for row in found if int(row["raw_key"] or 0) < 900_000)
        for measure in MEASURES
    }


def expected_totals() -> dict:
    rows = GOOD[HOURLY].values()
    return {
        "impressions": sum(int(row["impressions"]) for row in rows),
        "clicks": sum(int(row["clicks"]) for row in rows),
        "booked_revenue": sum(Decimal(row["total_revenue"] or 0) for row in rows),
    }


def test_there_are_at_least_sixty_faults():
    assert len([fault for fault in FAULTS if fault.verdict == "rejected"]) >= 60


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_alone_goes_where_it_belongs(fault, judge):
    row = faulty_row(fault, 1)
    good = list(GOOD[fault.table].values())
    found = judge.judge(fault.table, [*good[:7], row, *good[7:]])
    check(fault, row, found)
    others = [judged for judged in found if judged["raw_key"] != row[KEYS[fault.table]]]
    assert len(others) == len(good)
    assert {judged["verdict"] for judged in others} == {"staged"}
    if fault.table == HOURLY:
        numbered = [judged for judged in others if (judged["raw_key"] or "").isdigit()]
        assert totals(numbered) == expected_totals()


def test_all_faults_together_go_where_they_belong(judge):
    for table in GOOD:
        faults = [fault for fault in FAULTS if fault.table == table]
        rows = [faulty_row(fault, number) for number, fault in enumerate(faults)]
        found = judge.judge(table, [*GOOD[table].values(), *rows])
        keys = [row[KEYS[table]] for row in rows]
        for fault, row in zip(faults, rows, strict=True):
            if keys.count(row[KEYS[table]]) == 1:
                check(fault, row, found)
        good = [judged for judged in found if judged["raw_key"] in GOOD[table]]
        assert {judged["verdict"] for judged in good} == {"staged"}
        if table == HOURLY:
            assert totals(good) == expected_totals()


def test_an_exact_copy_counts_once_and_is_counted(judge):
    good = list(GOOD[HOURLY].values())
    found = judge.judge(
        HOURLY, [*good, dict(good[3], total_revenue="1.0000"), dict(good[3], total_revenue="1")]
    )
    # The copies differ from the good row of their key, so that key is in doubt altogether.
    in_doubt = [row for row in found if row["raw_key"] == good[3]["data_summary_ad_hourly_id"]]
    assert sorted(row["verdict"] for row in in_doubt) == ["duplicate", "rejected", "rejected"]
    assert all(
        "stands in several rows that differ in total_revenue (" in row["rejected_because"] for row in in_doubt
    )
    # What nobody reads tells rows apart, too, and is named.
    found = judge.judge(HOURLY, [*good, dict(good[3], creative_id="7")])
    in_doubt = [row for row in found if row["raw_key"] == good[3]["data_summary_ad_hourly_id"]]
    assert [row["verdict"] for row in in_doubt] == ["rejected", "rejected"]
    assert all(
        "differ in creative_id [a column that is not read] (" in row["rejected_because"] for row in in_doubt
    )
    values = {key: (None if value == "" else value) for key, value in good[3].items()}
    values |= {"impressions": f" {values['impressions']}.0", "total_revenue": values["total_revenue"] + "0"}
    found = judge.judge(HOURLY, [*good, values, dict(values)])
    copies = [row["verdict"] for row in found if row["raw_key"] == good[3]["data_summary_ad_hourly_id"]]
    assert sorted(copies) == ["duplicate", "duplicate", "staged"]
    assert (
        sum(row["impressions"] for row in found if row["verdict"] == "staged")
        == expected_totals()["impressions"]
    )
