"""Rows that say the same count once: copies, later exports, totals beside their parts; parts add up."""

import gzip
from decimal import Decimal

import pytest
from conftest import Warehouse
from spend_rows import COLUMNS, judged, refusal, spend, write

SHOWN = "verdict, load_name, date_day::varchar, campaign_id, investment"


def counted(warehouse: Warehouse, path) -> tuple[dict, Decimal]:
    """How many rows came to each verdict, and what the usable ones cost."""
    rows = judged(warehouse, path, "verdict, count(*), sum(investment)", group="verdict")
    sums = {verdict: (number, amount) for verdict, number, amount in rows}
    return {verdict: number for verdict, (number, _) in sums.items()}, sums["staged"][1]


def test_one_row_in_two_spellings_is_a_copy(new_warehouse, tmp_path):
    """A date and a midnight, 70 and 70.00, blanks, Google Ads and google_ads: the values are the same."""
    write(
        tmp_path / "spend.csv",
        [
            spend("2026-10-01", platform="Google Ads", account_id="503", investment="50.25"),
            spend("2026-10-01 00:00:00", platform="google ads ", account_id=" 503.0", investment="50.250"),
            spend("2026-10-02T00:00:00", campaign_id="77", investment="70.5", impressions="1000.0"),
            spend("2026-10-02", campaign_id=" 77 ", investment="70.50", currency="eur"),
            spend("2026-10-03", campaign_id="77", investment="7.75"),
            spend("2026-10-03", campaign_id="78", investment="7.75"),
        ],
    )
    assert counted(new_warehouse, tmp_path) == ({"staged": 4, "duplicate": 2}, Decimal("136.25"))


def test_one_export_in_two_formats_counts_once(new_warehouse, tmp_path):
    """A timestamp of Parquet, a date, and a text of CSV are one day; the later name counts."""
    write(
        tmp_path / "a.parquet",
        [spend("2026-10-01 00:00:00", investment=50.25, impressions=1000)],
        kind="parquet", date="timestamp", investment="double", impressions="bigint",
    )  # fmt: skip
    write(tmp_path / "b.csv", [spend("2026-10-01", investment="50.25")])
    write(
        tmp_path / "c.parquet",
        [spend("2026-10-01", account_id="a2", investment=9.5)],
        kind="parquet", date="date", investment="decimal(10, 2)",
    )  # fmt: skip
    assert judged(new_warehouse, tmp_path, "verdict, load_name, account_id, investment") == [
        ("replaced", "a", "a1", Decimal("50.25")),
        ("staged", "b", "a1", Decimal("50.25")),
        ("staged", "c", "a2", Decimal("9.5")),
    ]


def test_rows_that_a_column_tells_apart_are_no_copies(new_warehouse, tmp_path):
    parts = [
        spend("2026-10-01", investment="1.13", device=device)
        for device in ("MOBILE", "DESKTOP", "TABLET")
    ]  # fmt: skip
    write(tmp_path / "spend.csv", parts)
    assert counted(new_warehouse, tmp_path) == ({"staged": 3}, Decimal("3.39"))
    # One that nobody reads is named, and the table is refused.
    write(
        tmp_path / "spend.csv",
        [dict(row, network=row["device"], device="") for row in parts],
    )
    printed = refusal(new_warehouse, spend_path=str(tmp_path))
    assert "3 of 3 rows are rejected: 3 because date, platform, account_id, campaign_id" in printed
    assert "stands in several rows that differ in network [a column that is not read] (keep" in printed


EXPORTS = {
    "export_2026-10-02": [("2026-10-01", "c1", "10.25"), ("2026-10-02", "c1", "20.25")],
    "export_2026-10-03": [("2026-10-02", "c1", "22.75"), ("2026-10-03", "c1", "30.5")],
}


def export(folder, name, rows, kind="csv", **values):
    write(
        folder / f"{name}.{kind}",
        [spend(day, campaign_id=campaign, investment=amount, **values) for day, campaign, amount in rows],
        kind=kind,
    )


def test_the_later_export_counts_for_the_days_of_its_account(new_warehouse, tmp_path):
    for name, rows in EXPORTS.items():
        export(tmp_path, name, rows)
    # A campaign that the later export has no more of that day gives way, too; another account does not.
    export(tmp_path, "export_2026-10-02b", [("2026-10-02", "c2", "5.125")], account_id="a2")
    assert judged(new_warehouse, tmp_path, SHOWN) == [
        ("replaced", "export_2026-10-02", "2026-10-02", "c1", Decimal("20.25")),
        ("staged", "export_2026-10-02", "2026-10-01", "c1", Decimal("10.25")),
        ("staged", "export_2026-10-02b", "2026-10-02", "c2", Decimal("5.125")),
        ("staged", "export_2026-10-03", "2026-10-02", "c1", Decimal("22.75")),
        ("staged", "export_2026-10-03", "2026-10-03", "c1", Decimal("30.5")),
    ]
    # The earlier one goes on longer than the later one now, so it is the later export, of all its days.
    export(tmp_path, "export_2026-10-02", [*EXPORTS["export_2026-10-02"], ("2026-10-04", "c1", "1")])
    assert judged(new_warehouse, tmp_path, SHOWN) == [
        ("replaced", "export_2026-10-03", "2026-10-02", "c1", Decimal("22.75")),
        ("staged", "export_2026-10-02", "2026-10-01", "c1", Decimal("10.25")),
        ("staged", "export_2026-10-02", "2026-10-02", "c1", Decimal("20.25")),
        ("staged", "export_2026-10-02", "2026-10-04", "c1", Decimal(1)),
        ("staged", "export_2026-10-02b", "2026-10-02", "c2", Decimal("5.125")),
        ("staged", "export_2026-10-03", "2026-10-03", "c1", Decimal("30.5")),
    ]


def test_exports_that_share_no_campaign_are_parts(new_warehouse, tmp_path):
    export(tmp_path, "brand_9", [("2026-10-01", "c1", "1.5"), ("2026-10-01", "c2", "2.25")])
    export(tmp_path, "brand_10", [("2026-10-01", "c1", "1.75")])
    export(tmp_path, "generic", [("2026-10-01", "c3", "4.125")])
    # 10 comes after 9; of the account, brand_10 replaces all that brand_9 has.
    assert judged(new_warehouse, tmp_path, SHOWN) == [
        ("replaced", "brand_9", "2026-10-01", "c1", Decimal("1.5")),
        ("replaced", "brand_9", "2026-10-01", "c2", Decimal("2.25")),
        ("staged", "brand_10", "2026-10-01", "c1", Decimal("1.75")),
        ("staged", "generic", "2026-10-01", "c3", Decimal("4.125")),
    ]


def test_one_account_by_two_connectors_counts_once(new_warehouse, tmp_path):
    rows = [
        {
            "source_relation": connector, "date_day": day, "platform": "linkedin_ads", "account_id": "L1",
            "account_name": "Li", "campaign_id": "1", "campaign_name": "Camp", "clicks": "5",
            "impressions": "500", "spend": amount,
        }
        for connector, day, amount in [
            ("conn_a", "2026-10-01", "50.25"), ("conn_b", "2026-10-01", "50.25"),
            ("conn_a", "2026-10-02", "7.5"),
        ]
    ]  # fmt: skip
    write(tmp_path / "ad_reporting__campaign_report.csv", rows)
    new_warehouse.dbt(
        "run", "--select", "base_ad_reporting__campaign_report",
        "--vars", repr({"spend_path": str(tmp_path)}),
    )  # fmt: skip
    assert new_warehouse.rows(
        "select verdict, source_relation, investment from main_staging.base_ad_reporting__campaign_report "
        "where verdict <> 'day' order by all"
    ) == [
        ("replaced", "conn_a", Decimal("50.25")),
        ("staged", "conn_a", Decimal("7.5")),
        ("staged", "conn_b", Decimal("50.25")),
    ]


def part(campaign, investment, impressions, clicks, **values):
    return spend(
        "2026-10-01", campaign_id=campaign, investment=investment, impressions=str(impressions),
        clicks=str(clicks), **values,
    )  # fmt: skip


def ad(campaign, group, name, *figures, **values):
    return part(campaign, *figures, ad_group_id=group, ad_id=name, **values)


def test_a_total_beside_its_parts_gives_way(new_warehouse, tmp_path):
    """A campaign and its ads; three levels; countries; an account's totals. What does not match stays."""
    rows = [
        part("pmax", "100.25", 10007, 103),
        ad("pmax", "g1", "a1", "60.125", 6004, 61),
        ad("pmax", "g1", "a2", "40.125", 4003, 42),
        part("three", "9.75", 907, 13),
        ad("three", "g1", "", "9.75", 907, 13),
        ad("three", "g1", "a1", "5.5", 500, 6),
        ad("three", "g1", "a2", "4.25", 407, 7),
        part("lands", "3.5", 301, 5, country=""),
        part("lands", "1.25", 100, 2, country="DE"),
        part("lands", "2.25", 201, 3, country="FR"),
        # A figure that differs is no total, but an anomaly.
        part("other", "8.25", 800, 9),
        ad("other", "g1", "a1", "8", 800, 9),
        # Two campaigns that are alike by chance are two.
        part("twin 1", "1.125", 90, 1, account_id="a2"),
        part("twin 2", "1.125", 90, 1, account_id="a2"),
        part("Brand", "10.75", 900, 11, account_id="a3"),
        part("Other", "0.5", 30, 1, account_id="a3"),
        part(" --", "11.25", 930, 12, account_id="a3"),
        part("Total: Account", "11.25", 930, 12, account_id="a3"),
        part("Total: Search", "10.75", 900, 11, account_id="a3"),
    ]
    write(tmp_path / "spend.csv", rows, columns=[*COLUMNS, "ad_group_id", "ad_id", "country"])
    assert judged(
        new_warehouse, tmp_path, "campaign_id, ad_group_id, country, investment, verdict"
    ) == sorted(
        [
            ("pmax", None, None, Decimal("100.25"), "replaced"),
            ("pmax", "g1", None, Decimal("60.125"), "staged"),
            ("pmax", "g1", None, Decimal("40.125"), "staged"),
            ("three", None, None, Decimal("9.75"), "replaced"),
            ("three", "g1", None, Decimal("9.75"), "replaced"),
            ("three", "g1", None, Decimal("5.5"), "staged"),
            ("three", "g1", None, Decimal("4.25"), "staged"),
            ("lands", None, None, Decimal("3.5"), "replaced"),
            ("lands", None, "DE", Decimal("1.25"), "staged"),
            ("lands", None, "FR", Decimal("2.25"), "staged"),
            ("other", None, None, Decimal("8.25"), "staged"),
            ("other", "g1", None, Decimal("8"), "staged"),
            ("twin 1", None, None, Decimal("1.125"), "staged"),
            ("twin 2", None, None, Decimal("1.125"), "staged"),
            ("Brand", None, None, Decimal("10.75"), "staged"),
            ("Other", None, None, Decimal("0.5"), "staged"),
            ("--", None, None, Decimal("11.25"), "replaced"),
            ("Total: Account", None, None, Decimal("11.25"), "replaced"),
            ("Total: Search", None, None, Decimal("10.75"), "staged"),
        ],
        key=lambda row: tuple((value is None, value) for value in row),
    )


@pytest.mark.parametrize("packed", [False, True])
def test_a_rejected_row_tells_its_line(packed, new_warehouse, tmp_path):
    names = [*COLUMNS, "campaign_name"]
    good = "2026-10-01,x_ads,a1,{},EUR,1000,10,1.50,{}"
    lines = [
        ",".join(names),
        good.format("c1", '"two\nlines, and a ""quote"""'),
        "",
        good.format("c2", "x").replace("1000", "many"),
        good.format("c3", "x"),
        good.format("c4", '"three\n\nlines"').replace("1.50", "1.5.0"),
    ]
    (tmp_path / "a.csv").write_text("\n".join([",".join(names), good.format("c9", "y"), ""]))
    file = tmp_path / "b.csv"
    file.write_text("\n".join([*lines, ""]))
    if packed:
        (tmp_path / "b.csv.gz").write_bytes(gzip.compress(file.read_bytes()))
        file.unlink()
        file = tmp_path / "b.csv.gz"
    # Lines as an editor counts them: the name of c1 takes two, and one is blank.
    assert judged(new_warehouse, tmp_path, "campaign_id, verdict, raw_line, raw_place") == [
        ("c1", "staged", None, None),
        ("c2", "rejected", 5, f"file {file}"),
        ("c3", "staged", None, None),
        ("c4", "rejected", 7, f"file {file}"),
        ("c9", "staged", None, None),
    ]
