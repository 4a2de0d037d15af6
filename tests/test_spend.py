"""Marketing spend counts once, to the last digit, however it is laid out."""

import csv
import math
import shutil
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from conftest import SHARED, Warehouse
from spend_rows import MARTS, NO_TESTS, NO_UNIT_TESTS, contents, fill, judged, nine, refusal, spend, write

REAL = SHARED / "spend"
needs_real_spend = pytest.mark.skipif(not REAL.exists(), reason="the real exports are not here")


def read(file: Path) -> list[dict]:
    with open(file, newline="") as handle:
        return list(csv.DictReader(handle))


def rate(numerator, denominator, scale=1) -> float | None:
    """The rate of exact sums; null where there is nothing to divide or to divide by."""
    if numerator is None or not denominator:
        return None
    return float(Fraction(numerator) * scale / Fraction(denominator))


def same(found: float | None, wanted: float | None) -> bool:
    """Whether a rate is the exact one but for its last bits: rounded numbers were divided."""
    if wanted is None or found is None:
        return wanted is found
    return abs(found - wanted) <= 2 * math.ulp(wanted)


# Real exports.


@pytest.fixture(scope="module")
def fivetran(empty, tmp_path_factory) -> Warehouse:
    """Fivetran's report, copied as it is, with one var."""
    folder = tmp_path_factory.mktemp("fivetran")
    shutil.copytree(REAL, folder / "spend", ignore=shutil.ignore_patterns("facebook*", "README*"))
    warehouse = empty.copy(folder / "warehouse")
    warehouse.build(*NO_TESTS, spend_path=str(folder / "spend"))
    return warehouse


@pytest.fixture(scope="module")
def real(fivetran, tmp_path_factory) -> Warehouse:
    """The same with what is known of accounts, and a real export from Meta in our layout beside it."""
    folder = tmp_path_factory.mktemp("real")
    warehouse = fivetran.copy(folder / "warehouse")
    rows = []
    for row in read(REAL / "facebook_ads_1143.csv"):
        day, month, year = row["Date"].split("-")
        rows.append(
            {
                "date": f"{year}-{month}-{day}", "platform": "facebook_ads", "account_id": "1143",
                "campaign_id": row["xyz_campaign_id"], "ad_group_id": row["fb_campaign_id"],
                "ad_id": row["ad_id"], "currency": "USD", "investment": row["Spent"],
                "impressions": row["Impressions"], "clicks": row["Clicks"],
                "conversions": row["Total_Conversion"],
            }
        )  # fmt: skip
    shutil.copytree(fivetran.folder.parent / "spend", folder / "spend")
    write(folder / "spend" / "facebook_1143.csv", rows)
    # Two accounts of Microsoft and Google are one advertiser's on days that they share.
    fill(
        warehouse,
        advertiser_accounts=[
            ("linkedin_ads", "507515057", "Acme", "USD"),
            ("facebook_ads", "1700252260223815", "Acme", "USD"),
            ("microsoft_ads", "150175881", "Borealis", "GBP"),
            ("google_ads", "2121450128", "Borealis", "GBP"),
        ],
    )
    warehouse.build(*NO_UNIT_TESTS, spend_path=str(folder / "spend"))
    return warehouse


RATES = {
    "cpt": ("cpm_exact", "cost", "impressions", 1000),
    "cost_per_impression": (None, "cost", "impressions", 1),
    "cpc": (None, "cost", "clicks", 1),
    "cpa": (None, "cost", "conversions", 1),
    "ctr": ("ctr_exact", "clicks", "impressions", 1),
}


@needs_real_spend
def test_a_real_export_from_meta_comes_to_its_exact_reference(real):
    measures = "impressions, clicks, conversions, investment"
    found = real.rows(
        f"select platform_campaign_id, {measures}, {', '.join(RATES)} from campaign_metrics "
        "join dim_campaigns using (campaign_key) where account_id = '1143'"
    )
    total = ", ".join(f"sum({name})" for name in measures.split(", "))
    [sums] = real.rows(f"select {total} from fct_delivery where advertiser_key like '%:1143'")
    found.append(("__TOTAL__", *sums, *len(RATES) * [None]))
    reference = {row["xyz_campaign_id"]: row for row in read(REAL / "facebook_ads_1143_reference.csv")}
    assert {row[0] for row in found} == set(reference)
    for campaign, impressions, clicks, conversions, investment, *rates in found:
        row = reference[campaign]
        assert (impressions, clicks) == (int(row["impressions"]), int(row["clicks"]))
        assert conversions == Decimal(row["conversions"])
        assert investment == Decimal(row["cost"])
        for (name, (exact, numerator, denominator, scale)), value in zip(RATES.items(), rates, strict=True):
            wanted = Fraction(row[numerator]) * scale / Fraction(row[denominator])
            assert exact is None or wanted == Fraction(row[exact])
            assert campaign == "__TOTAL__" or same(value, float(wanted)), (campaign, name)
    [(cpt, ctr)] = real.rows(
        "select 1000 * sum(investment)::double / sum(impressions), sum(clicks)::double / sum(impressions) "
        "from campaign_metrics_daily where advertiser_key like '%:1143'"
    )
    assert same(cpt, float(Fraction(reference["__TOTAL__"]["cpm_exact"])))
    assert same(ctr, float(Fraction(reference["__TOTAL__"]["ctr_exact"])))


def sums(rows: list[dict], *measures: str) -> dict[str, Decimal | None]:
    """The sum of each column's numbers, each rounded at nine decimals; null where it has none."""
    return {
        name: sum(nine(row[name]) for row in rows if row[name]) if any(row[name] for row in rows) else None
        for name in measures
    }


def fivetran_campaigns() -> dict[str, list[dict]]:
    campaigns = defaultdict(list)
    for row in read(REAL / "fivetran_ad_reporting__campaign_report.csv"):
        campaigns[
            f"{row['platform']}:{row['account_id'] or 'unknown'}:{row['campaign_id'] or 'unknown'}"
        ].append(row)
    return campaigns


@needs_real_spend
def test_fivetrans_report_needs_one_var(fivetran):
    found = {
        row[0]: row[1:]
        for row in fivetran.rows(
            "select campaign_id, impressions, clicks, investment, conversions, conversion_value, cpt, cpc, "
            "ctr, currency, revenue from campaign_metrics"
        )
    }
    campaigns = fivetran_campaigns()
    assert len(campaigns) == 24
    assert set(found) == set(campaigns)
    for campaign, rows in campaigns.items():
        total = sums(rows, "impressions", "clicks", "spend", "conversions", "conversions_value")
        impressions, clicks, spent = total["impressions"], total["clicks"], total["spend"]
        assert found[campaign][:5] == tuple(total.values()), campaign
        for value, wanted in zip(
            found[campaign][5:8],
            [rate(spent, impressions, 1000), rate(spent, clicks), rate(clicks, impressions)],
            strict=True,
        ):
            assert same(value, wanted), campaign
        assert found[campaign][8:] == ("XXX", None)


@needs_real_spend
def test_what_a_platform_does_not_tell_stays_null(fivetran):
    null = "select count(*) from fct_delivery where platform = 'linkedin_ads' and "
    told = [
        row
        for row in read(REAL / "fivetran_ad_reporting__campaign_report.csv")
        if row["platform"] == "linkedin_ads"
    ]
    for column, name in {"investment": "spend", "clicks": "clicks", "conversions": "conversions"}.items():
        assert fivetran.value(f"{null} {column} is null") == sum(not row[name] for row in told)
    for column in ("reach", "requests", "revenue", "booked_revenue", "earned_revenue", "items", "margin"):
        if column in [name for name, *_ in fivetran.rows("describe campaign_metrics")]:
            assert fivetran.value(f"select count({column}) from campaign_metrics") == 0, column


@needs_real_spend
def test_the_seed_tells_advertisers_and_currencies(real):
    assert set(real.rows("select distinct platform, currency from fct_delivery where currency <> 'XXX'")) == {
        ("linkedin_ads", "USD"), ("facebook_ads", "USD"), ("microsoft_ads", "GBP"), ("google_ads", "GBP"),
    }  # fmt: skip
    rows = [
        row
        for row in read(REAL / "fivetran_ad_reporting__campaign_report.csv")
        if row["platform"] in ("microsoft_ads", "google_ads")
    ]
    days = defaultdict(list)
    for row in rows:
        days[row["date_day"]].append(row)
    found = real.rows(
        "select date_day::varchar, impressions, clicks, investment, cpt, ctr from advertiser_metrics_daily "
        "where advertiser_name = 'Borealis' and currency = 'GBP'"
    )
    assert len(found) == len(days)
    for day, impressions, clicks, investment, cpt, ctr in found:
        total = sums(days[day], "impressions", "clicks", "spend")
        assert (impressions, clicks, investment) == tuple(total.values())
        assert same(cpt, rate(total["spend"], impressions, 1000))
        assert same(ctr, rate(clicks, impressions))
    assert (
        real.value("select count(*) from dim_advertisers where advertiser_name in ('Acme', 'Borealis')") == 2
    )
    # An account that the seed does not have is an advertiser of its own.
    assert (
        real.value(
            "select count(*) from dim_advertisers where advertiser_key = 'marketing_spend:reddit_ads:1234'"
        )
        == 1
    )


# Platforms as Fivetran's connectors land them.

CONNECTORS = {
    "google_ads_campaign_stats": [
        # Campaign 11: two networks and two devices a day; conversions that clicks share.
        ("101", "2026-10-22", "s1", "11", "SEARCH", "MOBILE", 1_234_567, 1000, 10, "0.333333", "1.1"),
        ("101", "2026-10-22", "s2", "11", "SEARCH", "DESKTOP", 1, 500, 5, "0.333333", "0"),
        ("101", "2026-10-22", "s3", "11", "CONTENT", "MOBILE", 2_000_000, 7, 0, "0.333334", "2.2"),
        ("101", "2026-10-23", "s1", "11", "SEARCH", "MOBILE", 0, 0, 0, "0", "0"),
        # The same segment of another campaign and account.
        ("102", "2026-10-22", "s4", "12", "SEARCH", "MOBILE", 999_999_999_999, 3, 1, "1", "7"),
        # A campaign and an account of which no history tells.
        ("103", "2026-10-22", "s5", "13", "SEARCH", "MOBILE", 500_000, 3, 1, "0", "0"),
    ],
    "google_ads_campaign_history": [
        ("11", "2026-01-01 00:00:00", "Old name"), ("11", "2026-09-30 23:59:59.5", "New name"),
        ("11", "2026-09-30 23:59:59", "Name in between"), ("12", "2026-01-01 00:00:00", "Twelve"),
    ],
    "google_ads_account_history": [
        ("101", "2026-01-01 00:00:00", "Acme", "EUR"), ("102", "2025-01-01 00:00:00", "Zen", "USD"),
        ("102", "2026-01-01 00:00:00", "Zen KK", "JPY"),
    ],
    "facebook_ads_basic_campaign": [
        ("201", "21", "2026-10-22", "1.429999948", 7350, 12, 5000),
        ("201", "21", "2026-10-23", "0.07", 100, None, 90),
        ("201", "22", "2026-10-22", "3", 10, 0, None),
    ],
    "facebook_ads_campaign_history": [
        ("21", "2026-02-01 00:00:00", "Second"), ("21", "2026-01-01 00:00:00", "First"),
        ("22", "2026-01-01 00:00:00", "Other"),
    ],
    "facebook_ads_account_history": [("201", "2026-01-01 00:00:00", "Acme on Meta", "GBP")],
}  # fmt: skip
CONNECTOR_COLUMNS = {
    "campaign_stats": {
        "customer_id": "bigint", "date": "date", "_fivetran_id": "varchar", "id": "bigint",
        "ad_network_type": "varchar", "device": "varchar", "cost_micros": "bigint", "impressions": "bigint",
        "clicks": "bigint", "conversions": "double", "conversions_value": "double",
    },
    "google_ads_campaign_history": {"id": "bigint", "updated_at": "timestamp", "name": "varchar"},
    "google_ads_account_history": {
        "id": "bigint", "updated_at": "timestamptz", "descriptive_name": "varchar",
        "currency_code": "varchar",
    },
    "basic_campaign": {
        "account_id": "bigint", "campaign_id": "bigint", "date": "date", "spend": "double",
        "impressions": "bigint", "inline_link_clicks": "bigint", "reach": "bigint",
    },
    "facebook_ads_campaign_history": {"id": "bigint", "updated_time": "timestamptz", "name": "varchar"},
    "facebook_ads_account_history": {
        "id": "bigint", "_fivetran_synced": "timestamp", "name": "varchar", "currency": "varchar",
    },
}  # fmt: skip


def connector_tables():
    for table, rows in CONNECTORS.items():
        [types] = [types for name, types in CONNECTOR_COLUMNS.items() if table.endswith(name)]
        yield table, types, rows


@pytest.fixture(scope="module")
def connectors(empty, tmp_path_factory) -> Warehouse:
    """Two platforms' tables as files in one folder."""
    folder = tmp_path_factory.mktemp("connectors")
    for table, types, rows in connector_tables():
        write(folder / "spend" / f"{table}.csv", [dict(zip(types, row, strict=True)) for row in rows])
    warehouse = empty.copy(folder / "warehouse")
    warehouse.build(*NO_TESTS, spend_path=str(folder / "spend"))
    return warehouse


def test_connector_files_come_to_their_sums(connectors):
    assert connectors.rows(
        "select campaign_id, campaign_name, advertiser_name, currency, impressions, clicks, conversions, "
        "investment, conversion_value from campaign_metrics order by 1"
    ) == [
        ("facebook_ads:201:21", "Second", "Acme on Meta", "GBP", 7450, 12, None,
         Decimal("1.499999948"), None),
        ("facebook_ads:201:22", "Other", "Acme on Meta", "GBP", 10, 0, None, Decimal(3), None),
        ("google_ads:101:11", "New name", "Acme", "EUR", 1507, 15, Decimal(1),
         Decimal("3.234568"), Decimal("3.3")),
        ("google_ads:102:12", "Twelve", "Zen KK", "JPY", 3, 1, Decimal(1),
         Decimal("999999.999999"), Decimal(7)),
        ("google_ads:103:13", "13", "103", "XXX", 3, 1, Decimal(0), Decimal("0.5"), Decimal(0)),
    ]  # fmt: skip
    assert connectors.rows(
        "select count(*), sum(source_rows) from fct_delivery union all "
        "select count(*), count(distinct currency) from fct_delivery"
    ) == [(7, 9), (7, 4)]
    assert (
        connectors.value(
            "select conversions from campaign_metrics_daily "
            "where campaign_id = 'google_ads:101:11' and clicks > 0"
        )
        == 1
    )


def test_reach_is_shown_as_given_and_never_added_up(connectors):
    assert connectors.rows(
        "select date_day::varchar, campaign_name, impressions, reach, frequency from reach_metrics_daily "
        "order by 1, 2"
    ) == [("2026-10-22", "Second", 7350, 5000, 7350 / 5000), ("2026-10-23", "Second", 100, 90, 100 / 90)]
    holding = connectors.rows(
        "select distinct table_name from information_schema.columns where table_schema = 'main' "
        "and (column_name like '%reach%' or column_name like '%frequency%')"
    )
    assert holding == [("reach_metrics_daily",)]


def test_typed_connector_tables_in_a_schema_give_the_same_marts(connectors, new_warehouse):
    new_warehouse.folder.mkdir()
    with duckdb.connect(str(new_warehouse.file)) as connection:
        connection.execute("create schema raw_spend")
        for table, types, rows in connector_tables():
            typed = ", ".join(f"{name} {type}" for name, type in types.items())
            connection.execute(f"create table raw_spend.{table} ({typed})")
            for row in rows:
                connection.execute(f"insert into raw_spend.{table} values ({', '.join('?' * len(row))})", row)
        connection.execute("create table raw_spend.something_else (id integer)")
    new_warehouse.build(*NO_TESTS, spend_path="schema:raw_spend")
    marts = [
        *MARTS,
        "reach_metrics_daily",
        "dim_campaigns",
        "dim_advertisers",
        "dim_creatives",
        "dim_placements",
    ]
    assert contents(new_warehouse, *marts) == contents(connectors, *marts)
    assert new_warehouse.value("select count(*) from reconciliation where not is_reconciled") == 0


def test_a_path_is_a_file_a_folder_or_a_pattern(new_warehouse, tmp_path):
    write(tmp_path / "spend" / "a.csv", [spend(platform="a")])
    write(tmp_path / "spend" / "b.csv", [spend(platform="b", investment="2")])
    write(tmp_path / "spend" / "c.parquet", [spend(platform="c")], kind="parquet")
    write(tmp_path / "spend" / "2025" / "a.csv", [spend(platform="a", investment="3")])
    (tmp_path / "spend" / "notes.txt").write_text("not a table")
    one, two, both = Decimal("1.5"), Decimal(2), "staged"
    folder = tmp_path / "spend"
    for path, found in {
        folder / "b.csv": [("b", two, both)],
        folder: [("a", one, both), ("b", two, both), ("c", one, both)],
        f"{folder}/": [("a", one, both), ("b", two, both), ("c", one, both)],
        folder / "*.csv": [("a", one, both), ("b", two, both)],
    }.items():
        assert judged(new_warehouse, path) == found
    # Two exports of one account and day: the one whose name comes last counts.
    assert judged(new_warehouse, folder / "**/a.csv") == [
        ("a", one, "staged"), ("a", Decimal(3), "replaced"),
    ]  # fmt: skip


def test_the_same_row_from_files_with_and_without_a_column_counts_once(new_warehouse, tmp_path):
    row = spend()
    with_columns = row | {"ad_group_id": "", "country": "", "conversions": ""}
    write(tmp_path / "spend" / "without.csv", [row])
    write(tmp_path / "spend" / "with.csv", [with_columns])
    write(tmp_path / "spend" / "with_null.csv", [row | {"ad_id": None, "conversion_type": "  "}])
    write(
        tmp_path / "spend" / "typed.parquet",
        [row | {"country": None}],
        kind="parquet",
        date="date",
        clicks="integer",
    )
    assert [row[2] for row in judged(new_warehouse, tmp_path / "spend")] == 3 * ["replaced"] + ["staged"]


def test_numbers_of_parquet_mean_the_same_beside_a_csv_file(new_warehouse, tmp_path):
    types = {"impressions": "double", "clicks": "double", "investment": "double", "date": "timestamp"}
    rows = [
        spend(platform="tiny", impressions=1000.0, clicks=None, investment=0.00001),
        spend(platform="large", impressions=123456789.0, clicks=7.0, investment=123456789012.12),
        spend(platform="float", impressions=1.0, clicks=0.0, investment=1.429999948),
        spend(platform="wrong", impressions=0.5, clicks=float("nan"), investment=-1.5),
    ]
    write(tmp_path / "spend" / "typed.parquet", rows, kind="parquet", **types)
    columns = "platform, impressions, clicks, investment, verdict"
    expected = [
        ("float", 1, 0, Decimal("1.429999948"), "staged"),
        ("large", 123456789, 7, Decimal("123456789012.12"), "staged"),
        ("tiny", 1000, None, Decimal("0.00001"), "staged"),
        ("wrong", None, None, Decimal("-1.5"), "rejected"),
    ]
    assert judged(new_warehouse, tmp_path / "spend", columns) == expected
    write(tmp_path / "spend" / "text.csv", [spend(platform="a")])
    assert judged(new_warehouse, tmp_path / "spend", columns)[1:] == expected


def report(day: str, account: str, campaign: str) -> dict:
    """A row of Fivetran's report."""
    return {
        "source_relation": "", "date_day": day, "platform": "google_ads", "account_id": account,
        "account_name": "", "campaign_id": campaign, "campaign_name": "", "clicks": "1",
        "impressions": "2", "spend": "3",
    }  # fmt: skip


def test_an_account_in_two_tables_stops_the_build(connectors, empty, tmp_path):
    warehouse, folder = empty.copy(tmp_path / "warehouse"), tmp_path / "spend"
    shutil.copytree(connectors.folder.parent / "spend", folder)
    select = ("--select", "+spend_counts_once", "--exclude-resource-type", "seed", "unit_test")
    select += ("--indirect-selection", "cautious")
    others = [
        # Another account, campaign, day or platform.
        report("2026-10-22", "999", "11"), report("2026-10-22", "101", "19"),
        report("2026-10-25", "101", "11"),
        report("2026-10-22", "201", "21"),
    ]  # fmt: skip
    write(folder / "ad_reporting__campaign_report.csv", others)
    warehouse.dbt("build", *select, "--vars", repr({"spend_path": str(folder)}))
    both = [report(day, "101", "11") for day in ("2026-10-22", "2026-10-23")]
    write(folder / "ad_reporting__campaign_report.csv", others + both)
    printed = refusal(warehouse, "+spend_counts_once", ["unit_test"], spend_path=str(folder))
    assert (
        "Account 101 of google_ads is in two tables of spend, with the same campaigns from 2026-10-22 to "
        "2026-10-23 (2 days), in ad_reporting__campaign_report, google_ads__campaign_stats: keep one of "
        "them, and take the account out of the other" in printed
    )
    assert "999" not in printed
    # Our own layout beside Fivetran's, in other spellings of platform, account, campaign and day.
    write(folder / "ad_reporting__campaign_report.csv", others)
    write(
        folder / "own.csv",
        [
            spend("2026-10-22T00:00:00", platform="Google", account_id=" 101.0", campaign_id="11.0 "),
            spend("2026-10-23", platform="META Ads", account_id="act_201", campaign_id="21"),
        ],
    )
    printed = refusal(warehouse, "+spend_counts_once", ["unit_test"], spend_path=str(folder))
    for account, platforms, day, table in (
        ("101", "google, google_ads", "2026-10-22", "google_ads__campaign_stats"),
        ("201", "facebook_ads, meta_ads", "2026-10-23", "facebook_ads__basic_campaign"),
    ):
        names = ", ".join(sorted([table, "marketing_spend"]))
        assert (
            f"Account {account} of {platforms} is in two tables of spend, with the same campaigns from "
            f"{day} to {day} (1 day), in {names}: keep one of them" in printed
        )
    # Two names of one platform in one table.
    write(folder / "own.csv", [spend(platform=name) for name in ("bing", "Microsoft Ads")])
    printed = refusal(warehouse, "+spend_counts_once", ["unit_test"], spend_path=str(folder))
    assert (
        "Account a1 of bing, microsoft_ads is in one table under two names of its platform, with the same "
        "campaigns from 2026-10-22 to 2026-10-22 (1 day), in marketing_spend" in printed
    )


def test_other_tables_of_a_connector_are_passed_over_and_strays_are_not(connectors, new_warehouse, tmp_path):
    folder = tmp_path / "spend"
    shutil.copytree(connectors.folder.parent / "spend", folder)
    for name in ("facebook_ads_ad_history", "facebook_ads_basic_ad", "google_ads_ad_stats"):
        write(folder / f"{name}.csv", [{"id": "1", "updated_time": "2026-10-22"}])
    assert judged(new_warehouse, folder) == []
    write(folder / "own.csv", [spend()])
    assert judged(new_warehouse, folder) == [("x_ads", Decimal("1.5"), "staged")]
    write(folder / "ad_history.csv", [{"id": "1", "updated_time": "2026-10-22"}])
    printed = refusal(new_warehouse, spend_path=str(folder))
    assert f"the file {folder}/ad_history.csv has no column date, platform" in printed


# Conversions of several types; ids of every kind.

UNKNOWN = {"investment": "", "impressions": "", "clicks": "", "ad_group_id": "g"}


@pytest.fixture(scope="module")
def typed(empty, tmp_path_factory) -> Warehouse:
    """Conversions told apart, and ids with colons, in two currencies."""
    folder = tmp_path_factory.mktemp("typed")
    write(folder / "spend" / "typed.csv", [
        spend(f"2026-10-{day}", platform="all_typed", conversion_type="purchase",
              attribution_window="7d_click", conversions="2.5", conversion_value="9.99")
        for day in (22, 23)
    ])  # fmt: skip
    whole = spend(
        platform="broken_down", currency="USD", ad_group_id="g", conversions="5", conversion_value="20"
    )
    write(folder / "spend" / "parts.csv", [
        whole,
        whole | UNKNOWN | {"conversion_type": "purchase", "conversions": "3", "conversion_value": "12.5"},
        whole | UNKNOWN | {"conversion_type": "lead", "conversions": "2", "conversion_value": ""},
        whole | UNKNOWN | {"attribution_window": "1d_view", "conversions": "1", "conversion_value": "4"},
        # On a day with nothing else.
        whole | UNKNOWN | {"date": "2026-10-24", "conversion_type": "lead", "conversions": "7"},
    ])  # fmt: skip
    write(folder / "spend" / "ids.csv", [
        spend(platform="ids", account_id=account, campaign_id=campaign, ad_group_id=group, ad_id=ad)
        for account, campaign, group, ad in COLONS
    ])  # fmt: skip
    rate = {"date": "2026-10-22", "from_currency": "USD", "to_currency": "EUR", "rate": "0.891234567"}
    write(folder / "spend" / "exchange_rates.csv", [rate])
    warehouse = empty.copy(folder / "warehouse")
    warehouse.build(*NO_TESTS, spend_path=str(folder / "spend"), reporting_currency="EUR")
    return warehouse


# Account, campaign, ad group and ad.
COLONS = [
    ("urn:li:1", "urn:li:2", "", ""), ("a:b", "c", "", ""), ("a", "b:c", "", ""), ("a%3Ab", "c", "", ""),
    ("a", "b", "c", ""), ("a", "b", "g:1", "x"), ("a", "b", "g", "1:x"), ("a", "b", "", "g:1"),
]  # fmt: skip


def test_conversions_told_apart_count_once(typed):
    measures = "investment, impressions, clicks, conversions, conversion_value"
    rate = Decimal("0.891234567")
    expected = [
        ("all_typed", Decimal("3.00"), 2000, 20, Decimal(5), Decimal("19.98")),
        ("broken_down", nine(Fraction(rate) * Fraction(3, 2)), 1000, 10, Decimal(5), 20 * rate),
    ]
    for mart in MARTS:
        if mart == "advertiser_metrics_daily":
            continue
        total = ", ".join(f"sum({name})" for name in measures.split(", "))
        platform = "split_part(campaign_id, ':', 1)" if "campaign" in mart else "platform"
        assert (
            typed.rows(
                f"select {platform}, {total} from {mart} where {platform} <> 'ids' group by 1 order by 1"
            )
            == expected
        ), mart
    value = nine(Fraction(rate) * Fraction(25, 2))
    assert typed.rows(
        "select date_day::varchar, conversion_type, attribution_window, conversions, conversion_value, "
        "currency, creative_key from conversion_metrics_daily where platform = 'broken_down' order by 1, 4"
    ) == [
        (day, kind, window, Decimal(conversions), amount, "EUR", "marketing_spend:broken_down:a1:c1:g")
        for day, kind, window, conversions, amount in [
            ("2026-10-22", None, "1d_view", 1, 4 * rate), ("2026-10-22", "lead", None, 2, None),
            ("2026-10-22", "purchase", None, 3, value), ("2026-10-24", "lead", None, 7, 20 * rate),
        ]
    ]  # fmt: skip
    assert typed.rows(
        "select conversion_type, attribution_window, conversions, conversion_value "
        "from conversion_metrics_daily where platform = 'all_typed'"
    ) == 2 * [("purchase", "7d_click", Decimal("2.5"), Decimal("9.99"))]


def test_two_rows_of_one_ad_that_both_carry_investment_stop_the_build(new_warehouse, tmp_path):
    row = spend(conversions="1", ad_id="x", conversion_type="purchase")
    for other in (
        {"conversion_type": "lead"}, {"conversion_type": ""}, {"attribution_window": "1d_view"},
    ):  # fmt: skip
        write(tmp_path / "spend.csv", [row | {"attribution_window": ""}, {**row, **other}])
        printed = refusal(
            new_warehouse, "+spend_counts_once", ["unit_test"], spend_path=str(tmp_path / "spend.csv")
        )
        assert (
            "Campaign c1 of x_ads on 2026-10-22 has investment, impressions or clicks in several rows of "
            "different conversion types or windows: leave them empty in all rows but one" in printed
        )


def test_ids_with_colons_stay_apart(typed):
    campaigns = typed.rows(
        "select account_id, platform_campaign_id, campaign_key, campaign_id from dim_campaigns "
        "where campaign_key like '%:ids:%'"
    )
    assert {row[:2] for row in campaigns} == {row[:2] for row in COLONS}
    assert len({row[2] for row in campaigns}) == len({row[3] for row in campaigns}) == len(campaigns)
    creatives = typed.rows(
        "select creative_key, sum(clicks) from fct_delivery where platform = 'ids' group by 1"
    )
    assert [clicks for _, clicks in creatives] == len(COLONS) * [10]
    assert {key for key, _ in creatives} == {
        key
        for (key,) in typed.rows("select creative_key from dim_creatives where creative_key like '%:ids:%'")
    }


# The command.


def test_ad_metrics_builds_and_prints_the_example(tmp_path):
    # Its own process: which seeds there are depends on the vars.
    warehouse = Warehouse(tmp_path / "warehouse", environment={"NO_COLOR": "1"})
    example = warehouse.project / "examples" / "spend"
    variables = repr({"spend_path": str(example), "reporting_currency": "EUR"})
    printed = warehouse.ad_metrics("build", "--vars", variables).stdout
    spent = [("311.07", "1.1279"), ("298.50", "1.1311"), ("305.11", "1.1311")]
    total = sum(nine(Fraction(amount) / Fraction(rate)) for amount, rate in spent)
    [line] = [line for line in printed.splitlines() if "Acme US" in line]
    assert f"{total:.2f}" == "809.44"
    assert f"{1000 * total / (90712 + 88121 + 91345):.4f}" == "2.9960"
    assert "Spring" in line
    assert {"270,178", "809.44", "2.9960"} <= set(line.split())
    # A currency without a rate is no fault of a column, but of the build.
    shutil.copytree(example, tmp_path / "spend")
    write(tmp_path / "spend" / "more.csv", [spend(f"2026-10-{day}", currency="JPY") for day in (21, 22)])
    variables = repr({"spend_path": str(tmp_path / "spend"), "reporting_currency": "EUR"})
    warehouse.ad_metrics("check", "--vars", variables)
    result = warehouse.ad_metrics("build", "--vars", variables, check=False)
    assert result.returncode == 4
    printed = " ".join((result.stdout + result.stderr).split())
    assert "The raw tables were refused" in printed
    assert "JPY to EUR: no rate on or at most 7 days before 2 days from 2026-10-21 to 2026-10-22" in printed


def test_spend_and_the_demo_never_meet(empty, tmp_path, demo):
    warehouse = empty.copy(tmp_path / "warehouse")
    write(tmp_path / "spend" / "rows.csv", [spend()])
    warehouse.dbt("seed", "--select", "path:seeds/demo")
    variables = ("--vars", repr({"spend_path": str(tmp_path / "spend")}))
    warehouse.dbt("build", "--select", "+fct_delivery", *NO_TESTS, "seed", *variables)
    for arguments in ((), ("--full-refresh",)):
        result = warehouse.dbt(
            "build", "--select", "+fct_delivery", *NO_TESTS, "seed", *arguments, check=False
        )
        assert result.returncode != 0
        assert "No var says where the raw tables are" in " ".join(result.stdout.split())
    warehouse.dbt("build", "--select", "+fct_delivery", *NO_TESTS, "seed", *variables)
    assert warehouse.rows("select source, impressions from fct_delivery") == [("marketing_spend", 1000)]
    with_demo = demo.copy(tmp_path / "demo")
    assert "This warehouse holds the demo" in refusal(
        with_demo, "+fct_delivery", spend_path=str(tmp_path / "spend")
    )
