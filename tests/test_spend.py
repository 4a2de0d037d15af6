"""Marketing spend: every file of it counts once, in its own currency, to the last digit; what cannot be used is said."""

import csv
import json
import math
import os
import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from conftest import SHARED, Warehouse
from extracts import extract
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

REAL = SHARED / "spend"
needs_real_spend = pytest.mark.skipif(not REAL.exists(), reason="the real exports are not here")

NO_TESTS = ("--exclude-resource-type", "test", "unit_test")
# What an advertiser's own table has at least.
COLUMNS = (
    "date", "platform", "account_id", "campaign_id", "currency", "impressions", "clicks", "investment",
)  # fmt: skip
MARTS = (
    "fct_delivery", "campaign_metrics", "campaign_metrics_daily", "creative_metrics_daily",
    "placement_metrics_daily", "platform_metrics_daily", "advertiser_metrics_daily",
)  # fmt: skip


def spend(date="2026-10-22", **values) -> dict:
    """A row in the package's own layout."""
    row = dict(
        zip(COLUMNS, (date, "x_ads", "a1", "c1", "EUR", "1000", "10", "1.50"), strict=True)
    )
    return row | values


def write(file: Path, rows: list[dict], columns: list[str] | None = None, kind: str = "csv", **types) -> Path:
    r"""Write rows as CSV (None is \N) or, with these types (else text), as Parquet."""
    file.parent.mkdir(parents=True, exist_ok=True)
    names = columns or list(dict.fromkeys(name for row in rows for name in row))
    if kind == "parquet":
        with duckdb.connect() as connection:
            typed = ", ".join(f"{name} {types.get(name, 'varchar')}" for name in names)
            connection.execute(f"create table rows ({typed})")
            for row in rows:
                connection.execute(f"insert into rows values ({', '.join('?' * len(names))})", [row.get(name) for name in names])
            connection.execute(f"copy rows to '{file}' (format parquet)")
        return file
    with open(file, "w", newline="") as handle:
        writer = csv.DictWriter(handle, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: r"\N" if row.get(name, "") is None else row.get(name, "") for name in names} for row in rows)
    return file


def read(file: Path) -> list[dict]:
    with open(file, newline="") as handle:
        return list(csv.DictReader(handle))


def seeded(folder: Path, **tables: list[tuple]) -> Warehouse:
    """A warehouse with the reference seeds, empty but for these rows."""
    warehouse = Warehouse(folder)
    warehouse.dbt("seed", "--select", "path:seeds/reference")
    fill(warehouse, **tables)
    return warehouse


def fill(warehouse: Warehouse, **tables: list[tuple]):
    """Put rows into seeded tables, as a user does who fills in the seed."""
    with duckdb.connect(str(warehouse.file)) as connection:
        for table, rows in tables.items():
            connection.execute(f"delete from main_reference.{table}")
            for row in rows:
                connection.execute(f"insert into main_reference.{table} values ({', '.join('?' * len(row))})", row)


def rate(numerator, denominator, scale=1) -> float | None:
    """The rate of exact sums; null where there is nothing to divide or to divide by."""
    if numerator is None or not denominator:
        return None
    return float(Fraction(numerator) * scale / Fraction(denominator))


def nine(number) -> Decimal:
    """A number of 0 or more, rounded half up at nine decimals."""
    return Decimal(math.floor(Fraction(number) * 10**9 + Fraction(1, 2))).scaleb(-9)


def same(found: float | None, wanted: float | None) -> bool:
    """Whether a rate is the exact one but for its last bits: two floats were divided, once they were rounded."""
    if wanted is None or found is None:
        return wanted is found
    return abs(found - wanted) <= 2 * math.ulp(wanted)


# 1, 2. Real exports.


@pytest.fixture(scope="module")
def fivetran(tmp_path_factory) -> Warehouse:
    """Fivetran's report, copied as it is, with one var."""
    folder = tmp_path_factory.mktemp("fivetran")
    shutil.copytree(REAL, folder / "spend", ignore=shutil.ignore_patterns("facebook*", "README*"))
    warehouse = seeded(folder / "warehouse")
    warehouse.build(spend_path=str(folder / "spend"))
    return warehouse


@pytest.fixture(scope="module")
def real(fivetran, tmp_path_factory) -> Warehouse:
    """The same, with the accounts' advertisers and currencies, and a real export from Meta in our layout beside it."""
    folder = tmp_path_factory.mktemp("real")
    warehouse = Warehouse(folder / "warehouse")
    shutil.copytree(fivetran.folder, warehouse.folder)
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
    warehouse.build(spend_path=str(folder / "spend"))
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
        campaigns[f"{row['platform']}:{row['account_id'] or 'unknown'}:{row['campaign_id'] or 'unknown'}"].append(row)
    return campaigns


@needs_real_spend
def test_fivetrans_report_needs_one_var(fivetran):
    found = {
        row[0]: row[1:]
        for row in fivetran.rows(
            "select campaign_id, impressions, clicks, investment, conversions, conversion_value, cpt, cpc, ctr, "
            "currency, revenue from campaign_metrics"
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
    told = [row for row in read(REAL / "fivetran_ad_reporting__campaign_report.csv") if row["platform"] == "linkedin_ads"]
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
    rows = [row for row in read(REAL / "fivetran_ad_reporting__campaign_report.csv") if row["platform"] in ("microsoft_ads", "google_ads")]
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
    assert real.value("select count(*) from dim_advertisers where advertiser_name in ('Acme', 'Borealis')") == 2
    # An account that the seed does not have is an advertiser of its own.
    assert real.value("select count(*) from dim_advertisers where advertiser_key = 'marketing_spend:reddit_ads:1234'") == 1


# 3. Platforms as Fivetran's connectors land them.

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
        "id": "bigint", "updated_at": "timestamptz", "descriptive_name": "varchar", "currency_code": "varchar",
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
def connectors(tmp_path_factory) -> Warehouse:
    """Two platforms' tables as files in one folder."""
    folder = tmp_path_factory.mktemp("connectors")
    for table, types, rows in connector_tables():
        write(folder / "spend" / f"{table}.csv", [dict(zip(types, row, strict=True)) for row in rows])
    warehouse = seeded(folder / "warehouse")
    warehouse.build(spend_path=str(folder / "spend"))
    return warehouse


def test_connector_files_come_to_their_sums(connectors):
    assert connectors.rows(
        "select campaign_key, campaign_name, advertiser_name, currency, impressions, clicks, conversions, investment, "
        "conversion_value from campaign_metrics order by 1"
    ) == [
        ("marketing_spend:facebook_ads:201:21", "Second", "Acme on Meta", "GBP", 7450, 12, None, Decimal("1.499999948"), None),
        ("marketing_spend:facebook_ads:201:22", "Other", "Acme on Meta", "GBP", 10, 0, None, Decimal(3), None),
        ("marketing_spend:google_ads:101:11", "New name", "Acme", "EUR", 1507, 15, Decimal(1), Decimal("3.234568"), Decimal("3.3")),
        ("marketing_spend:google_ads:102:12", "Twelve", "Zen KK", "JPY", 3, 1, Decimal(1), Decimal("999999.999999"), Decimal(7)),
        ("marketing_spend:google_ads:103:13", "13", "103", "XXX", 3, 1, Decimal(0), Decimal("0.5"), Decimal(0)),
    ]  # fmt: skip
    assert connectors.rows(
        "select count(*), sum(source_rows) from fct_delivery union all "
        "select count(*), count(distinct currency) from fct_delivery"
    ) == [(7, 9), (7, 4)]
    assert connectors.value("select conversions from campaign_metrics_daily where campaign_id = 'google_ads:101:11' and clicks > 0") == 1


def test_reach_is_shown_as_given_and_never_added_up(connectors):
    assert connectors.rows(
        "select date_day::varchar, campaign_name, impressions, reach, frequency from reach_metrics_daily order by 1, 2"
    ) == [("2026-10-22", "Second", 7350, 5000, 7350 / 5000), ("2026-10-23", "Second", 100, 90, 100 / 90)]
    holding = connectors.rows(
        "select distinct table_name from information_schema.columns where table_schema = 'main' "
        "and (column_name like '%reach%' or column_name like '%frequency%')"
    )
    assert holding == [("reach_metrics_daily",)]


def contents(warehouse: Warehouse, *tables: str) -> dict[str, list[tuple]]:
    return {table: sorted(warehouse.rows(f"select * from {table}"), key=str) for table in tables}


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
    new_warehouse.build(*NO_TESTS, spend_schema="raw_spend")
    marts = [*MARTS, "reach_metrics_daily", "dim_campaigns", "dim_advertisers", "dim_creatives", "dim_placements"]
    assert contents(new_warehouse, *marts) == contents(connectors, *marts)
    assert new_warehouse.value("select count(*) from reconciliation where not is_reconciled") == 0


# 4, 6. Many files, many currencies.

CURRENCIES = {
    "EUR": "123456789012.123456789", "USD": "123456789012.123456789", "GBP": "0.000000001", "JPY": "161.55",
    "CHF": "999999.999999999", "PLN": "7", "SEK": "0.333333333", "BGN": "12.000000005",
}  # fmt: skip
THURSDAY, SATURDAY, SUNDAY, MONDAY = "2026-10-22", "2026-10-24", "2026-10-25", "2026-10-26"


def mixed_spend(folder: Path) -> dict[str, Decimal]:
    """Files of every kind; returns what the good rows come to in each currency."""
    totals = defaultdict(Decimal)
    rows = []
    for number, (currency, amount) in enumerate(CURRENCIES.items()):
        for day in (THURSDAY, SATURDAY, MONDAY):
            # One campaign is charged in all of them.
            rows.append(spend(day, currency=currency, investment=amount))
            rows.append(spend(day, currency=currency, investment=amount, campaign_id=f"c{number}", account_id=currency))
            totals[currency] += 2 * Decimal(amount)
    write(folder / "units.csv", rows)
    write(folder / "units_again.csv", rows[:10])
    micros = [
        {**spend(THURSDAY, platform="y_ads", campaign_id=f"m{number}", country=country), "conversions": "0.333333",
         "investment_micros": "1999999", "campaign_name": "Café, \"quoted\"\nand broken", "ad_group_id": "g",
         "conversion_value_micros": "10"}
        for number, country in enumerate(("DE", "FR", None))
    ]  # fmt: skip
    for row in micros:
        del row["investment"]
    write(folder / "micros.csv", micros)
    totals["EUR"] += 3 * Decimal("1.999999")
    typed = [
        spend(f"{THURSDAY} {hour:02}:00:00", platform="z_ads", currency="USD", investment="0.1", conversion_value="5.5")
        for hour in range(24)
    ]
    write(
        folder / "hours.parquet", typed, kind="parquet", date="timestamp", impressions="integer", clicks="bigint",
        investment="double", conversion_value="decimal(18, 2)",
    )  # fmt: skip
    totals["USD"] += 24 * Decimal("0.1")
    write(folder / "one_says.csv", [spend(MONDAY, platform="w_ads", investment="1")])
    write(folder / "other_says.csv", [spend(MONDAY, platform="w_ads", investment="2")])
    write(
        folder / "bad.csv",
        [spend(MONDAY, platform="v_ads", impressions="300.6"), spend(MONDAY, platform="v_ads", account_id="a2")]
        + [spend("31-12-2026", platform="v_ads", currency="usd"), spend(MONDAY, platform="x_ads", currency="EURO")],
    )
    totals["EUR"] += Decimal("1.50")
    return dict(totals)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory) -> Warehouse:
    folder = tmp_path_factory.mktemp("mixed")
    warehouse = seeded(folder / "warehouse")
    warehouse.totals = mixed_spend(folder / "spend")
    warehouse.build(spend_path=str(folder / "spend"), rejected_share_limit=0.9)
    return warehouse


def test_every_file_counts_once_and_every_mart_has_each_currency_by_itself(mixed):
    for mart in MARTS:
        found = dict(mixed.rows(f"select currency, sum(investment) from {mart} group by 1"))
        assert found == mixed.totals, mart
        assert mixed.value(f"select count(*) from {mart} where currency is null") == 0
    assert mixed.value("select count(*) from campaign_metrics where campaign_id = 'x_ads:a1:c1'") == len(CURRENCIES)
    assert mixed.rows(
        "select count(*), sum(impressions), sum(clicks), sum(conversions), sum(conversion_value) from fct_delivery"
    ) == [(48 + 3 + 1 + 1, 76_000, 760, Decimal("0.999999"), Decimal("132.00003"))]
    assert mixed.rows("select investment, source_rows, period_grain from fct_delivery where platform = 'z_ads'") == [
        (Decimal("2.4"), 24, "day")
    ]
    assert mixed.rows("select distinct campaign_name from campaign_metrics where platform = 'y_ads'") == [
        ("Café, \"quoted\"\nand broken",)
    ]
    assert sorted(mixed.rows("select country from fct_delivery where platform = 'y_ads'"), key=str) == [("DE",), ("FR",), (None,)]


def test_raw_rows_are_staged_rejected_or_copies(mixed):
    folder = mixed.folder.parent / "spend"
    found = {
        load_name.removeprefix(f"file {folder}/"): totals
        for load_name, *totals in mixed.rows(
            "select load_name, raw_total, staged_total, rejected_total, duplicate_total from reconciliation "
            "where measure = 'rows' and raw_table = 'marketing_spend'"
        )
    }
    of_units = [a + b for a, b in zip(found.pop("units.csv"), found.pop("units_again.csv"), strict=True)]
    assert of_units == [58, 48, 0, 10]
    assert found == {
        "micros.csv": [3, 3, 0, 0], "hours.parquet": [24, 24, 0, 0], "one_says.csv": [1, 0, 1, 0],
        "other_says.csv": [1, 0, 1, 0], "bad.csv": [4, 1, 3, 0],
    }  # fmt: skip
    assert mixed.value("select count(*) from reconciliation where is_reconciled is distinct from true") == 0
    rejected = {}
    for source, load_name, because, raw_row in mixed.rows("select source, load_name, rejected_because, raw_row from rejected_rows"):
        raw = json.loads(raw_row)
        assert source == "marketing_spend"
        rejected[load_name.rsplit("/")[-1], raw["investment"], raw["currency"], raw["date"]] = because
    assert len(rejected) == 5
    assert "stands in several rows that differ" in rejected["one_says.csv", "1", "EUR", MONDAY]
    assert "stands in several rows that differ" in rejected["other_says.csv", "2", "EUR", MONDAY]
    assert "impressions is not a whole number" in rejected["bad.csv", "1.50", "EUR", MONDAY]
    both = rejected["bad.csv", "1.50", "usd", "31-12-2026"]
    assert "date is not a day" in both
    assert "currency is not an ISO 4217 code" in both


def test_a_warehouse_of_spend_has_nothing_of_an_ad_server(mixed):
    for table in (*MARTS, "dim_advertisers", "dim_campaigns", "dim_creatives", "dim_placements"):
        assert mixed.rows(f"select distinct source from {table}") == [("marketing_spend",)], table
    for table in ("provisional_delivery", "revenue_discrepancies", "delivery_anomalies"):
        assert mixed.value(f"select count(*) from {table}") == 0, table
    for measure in ("revenue", "booked_revenue", "earned_revenue", "media_cost", "margin", "ecpm", "requests", "fill_rate"):
        assert mixed.value(f"select count({measure}) from campaign_metrics") == 0, measure


def as_of(rates: list[tuple], day: str, currency: str, reporting: str, max_age: int = 7) -> Fraction | None:
    """The rate that holds on a day, by the words of the documentation."""
    oldest = (date.fromisoformat(day) - timedelta(days=max_age)).isoformat()
    both_ways = [(at, one, other, Fraction(rate), 0) for at, one, other, rate in rates]
    both_ways += [(at, other, one, 1 / Fraction(rate), 1) for at, one, other, rate in rates]

    def last(one, other):
        known = [
            (leg[0], -leg[4], leg[3]) for leg in both_ways if leg[1:3] == (one, other) and oldest <= leg[0] <= day
        ]
        return max(known)[::2] if known else None

    if currency == reporting:
        return Fraction(1)
    if last(currency, reporting):
        return last(currency, reporting)[1]
    ways = []
    for via in sorted({leg[2] for leg in both_ways}, reverse=True):
        first, second = last(currency, via), last(via, reporting)
        if first and second:
            ways.append((min(first[0], second[0]), first[1] * second[1]))
    return max(ways, key=lambda way: way[0])[1] if ways else None


AMOUNTS = ("investment", "conversion_value", "revenue", "booked_revenue", "earned_revenue")


def check_conversion(warehouse: Warehouse, rates: list[tuple], reporting: str):
    """Every amount of the facts is its native one at the rate of its day, rounded once."""
    native = [f"native_{name}" for name in AMOUNTS]
    facts = warehouse.rows(
        f"select date_day::varchar, currency, native_currency, {', '.join((*AMOUNTS, *native))} from fct_delivery"
    )
    assert {row[1] for row in facts} == {reporting}
    for day, _, currency, *amounts in facts:
        rate = as_of(rates, day, currency, reporting)
        for amount, given in zip(amounts[: len(AMOUNTS)], amounts[len(AMOUNTS) :], strict=True):
            assert amount == (None if given is None else nine(Fraction(given) * rate)), (day, currency, given)
    for mart in MARTS[1:]:
        assert warehouse.rows(f"select currency, sum(investment) from {mart} group by 1") == warehouse.rows(
            "select currency, sum(investment) from fct_delivery group by 1"
        )
    return facts


ECB = [
    ("2026-10-26", "1.1629", "161.550000001", "1.9558", "N/A", "0.87023"),
    # No rate at the weekend.
    ("2026-10-23", "1.1612", "177.13", "1.9558", "N/A", "0.8701"),
    ("2026-10-22", "1.1588", "176.92", "1.9558", "10.9315", "0.86903"),
    ("2026-10-21", "9", "9", "9", "9", "9"),
]  # fmt: skip
ECB_CURRENCIES = ("USD", "JPY", "BGN", "SEK", "GBP")


def write_ecb(folder: Path, more: str = "0.9253,4.2315") -> list[tuple]:
    """ECB's own layout, with a comma too many at the end of each line; returns the rates."""
    lines = [",".join(("Date", *ECB_CURRENCIES, "CHF", "PLN", ""))]
    lines += [",".join((*row, more, "")) for row in ECB]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "eurofxref-hist.csv").write_text("\n".join(lines) + "\n")
    return [
        (day, "EUR", currency, rate)
        for day, *values in ECB
        for currency, rate in zip((*ECB_CURRENCIES, "CHF", "PLN"), (*values, *more.split(",")), strict=True)
        if rate != "N/A"
    ]


@pytest.fixture(scope="module")
def converted(mixed, tmp_path_factory) -> Warehouse:
    """The same spend in pounds; ECB's rates lead to them by way of the euro only."""
    folder = tmp_path_factory.mktemp("converted")
    warehouse = Warehouse(folder / "warehouse")
    shutil.copytree(mixed.folder, warehouse.folder)
    shutil.copytree(mixed.folder.parent / "spend", folder / "spend")
    warehouse.rates = write_ecb(folder / "spend")
    warehouse.build(spend_path=str(folder / "spend"), rejected_share_limit=0.9, reporting_currency="GBP")
    return warehouse


def test_amounts_are_converted_once_and_kept_as_they_were(converted, mixed):
    facts = check_conversion(converted, converted.rates, "GBP")
    assert len({row[2] for row in facts}) == 8
    natives = "select native_currency, sum(native_investment) from fct_delivery group by 1 order by 1"
    assert converted.rows(natives) == mixed.rows(natives)
    assert converted.value("select count(*) from campaign_metrics where campaign_id = 'x_ads:a1:c1'") == 1
    assert converted.value("select count(*) from reconciliation where is_reconciled is distinct from true") == 0
    # On Saturday the rate of Friday, on Monday Monday's, of Swedish crowns Thursday's.
    assert converted.rows(
        "select date_day::varchar, currency, rate_day::varchar from main_intermediate.int_exchange_rates "
        "where currency in ('USD', 'SEK') order by 1, 2"
    ) == [
        (THURSDAY, "SEK", THURSDAY), (THURSDAY, "USD", THURSDAY), (SATURDAY, "SEK", THURSDAY),
        (SATURDAY, "USD", "2026-10-23"), (MONDAY, "SEK", THURSDAY), (MONDAY, "USD", MONDAY),
    ]  # fmt: skip
