"""Marketing spend counts once, in its own currency, to the last digit; what cannot be used is said."""

import csv
import inspect
import json
import math
import os
import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
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
NO_SEEDS = ("--exclude-resource-type", "seed")
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
    row = dict(zip(COLUMNS, (date, "x_ads", "a1", "c1", "EUR", "1000", "10", "1.50"), strict=True))
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
                connection.execute(
                    f"insert into rows values ({', '.join('?' * len(names))})",
                    [row.get(name) for name in names],
                )
            connection.execute(f"copy rows to '{file}' (format parquet)")
        return file
    with open(file, "w", newline="") as handle:
        writer = csv.DictWriter(handle, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {name: r"\N" if row.get(name, "") is None else row.get(name, "") for name in names}
            for row in rows
        )
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
                connection.execute(
                    f"insert into main_reference.{table} values ({', '.join('?' * len(row))})", row
                )


def rate(numerator, denominator, scale=1) -> float | None:
    """The rate of exact sums; null where there is nothing to divide or to divide by."""
    if numerator is None or not denominator:
        return None
    return float(Fraction(numerator) * scale / Fraction(denominator))


def nine(number) -> Decimal:
    """A number of 0 or more, rounded half up at nine decimals."""
    return Decimal(math.floor(Fraction(number) * 10**9 + Fraction(1, 2))).scaleb(-9)


def same(found: float | None, wanted: float | None) -> bool:
    """Whether a rate is the exact one but for its last bits: rounded numbers were divided."""
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
    warehouse.build(*NO_TESTS, spend_path=str(folder / "spend"))
    return warehouse


@pytest.fixture(scope="module")
def real(fivetran, tmp_path_factory) -> Warehouse:
    """The same with what is known of accounts, and a real export from Meta in our layout beside it."""
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
def connectors(tmp_path_factory) -> Warehouse:
    """Two platforms' tables as files in one folder."""
    folder = tmp_path_factory.mktemp("connectors")
    for table, types, rows in connector_tables():
        write(folder / "spend" / f"{table}.csv", [dict(zip(types, row, strict=True)) for row in rows])
    warehouse = seeded(folder / "warehouse")
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
            rows.append(
                spend(
                    day, currency=currency, investment=amount, campaign_id=f"c{number}", account_id=currency
                )
            )
            totals[currency] += 2 * Decimal(amount)
    write(folder / "units.csv", rows)
    write(folder / "units_again.csv", rows[:10])
    micros = [
        {**spend(THURSDAY, platform="y_ads", campaign_id=f"m{number}", country=country),
         "conversions": "0.333333",
         "investment_micros": "1999999", "campaign_name": "Café, \"quoted\"\nand broken", "ad_group_id": "g",
         "conversion_value_micros": "10"}
        for number, country in enumerate(("DE", "FR", None))
    ]  # fmt: skip
    for row in micros:
        del row["investment"]
    write(folder / "micros.csv", micros)
    totals["EUR"] += 3 * Decimal("1.999999")
    typed = [
        spend(
            f"{THURSDAY} {hour:02}:00:00",
            platform="z_ads",
            currency="USD",
            investment="0.1",
            conversion_value="5.5",
        )
        for hour in range(24)
    ]
    write(
        folder / "hours.parquet", typed, kind="parquet", date="timestamp", impressions="integer",
        clicks="bigint",        investment="double", conversion_value="decimal(18, 2)",
    )  # fmt: skip
    totals["USD"] += 24 * Decimal("0.1")
    write(folder / "one_says.csv", [spend(MONDAY, platform="w_ads", investment="1")])
    write(folder / "other_says.csv", [spend(MONDAY, platform="w_ads", investment="2")])
    write(
        folder / "bad.csv",
        [
            spend(MONDAY, platform="v_ads", impressions="300.6"),
            spend(MONDAY, platform="v_ads", account_id="a2"),
        ]
        + [
            spend("31-12-2026", platform="v_ads", currency="usd"),
            spend(MONDAY, platform="x_ads", currency="EURO"),
        ],
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
    assert mixed.value("select count(*) from campaign_metrics where campaign_id = 'x_ads:a1:c1'") == len(
        CURRENCIES
    )
    assert mixed.rows(
        "select count(*), sum(impressions), sum(clicks), sum(conversions), sum(conversion_value) "
        "from fct_delivery"
    ) == [(48 + 3 + 1 + 1, 76_000, 760, Decimal("0.999999"), Decimal("132.00003"))]
    assert mixed.rows(
        "select investment, source_rows, period_grain from fct_delivery where platform = 'z_ads'"
    ) == [(Decimal("2.4"), 24, "day")]
    assert mixed.rows("select distinct campaign_name from campaign_metrics where platform = 'y_ads'") == [
        ('Café, "quoted"\nand broken',)
    ]
    assert sorted(mixed.rows("select country from fct_delivery where platform = 'y_ads'"), key=str) == [
        ("DE",),
        ("FR",),
        (None,),
    ]


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
    for source, load_name, because, raw_row in mixed.rows(
        "select source, load_name, rejected_because, raw_row from rejected_rows"
    ):
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
    for measure in (
        "revenue",
        "booked_revenue",
        "earned_revenue",
        "media_cost",
        "margin",
        "ecpm",
        "requests",
        "fill_rate",
    ):
        assert mixed.value(f"select count({measure}) from campaign_metrics") == 0, measure


def as_of(rates: list[tuple], day: str, currency: str, reporting: str, max_age: int = 7) -> Fraction | None:
    """The rate that holds on a day, by the words of the documentation."""
    oldest = (date.fromisoformat(day) - timedelta(days=max_age)).isoformat()
    both_ways = [(at, one, other, Fraction(rate), 0) for at, one, other, rate in rates]
    both_ways += [(at, other, one, 1 / Fraction(rate), 1) for at, one, other, rate in rates]

    def last(one, other):
        known = [
            (leg[0], -leg[4], leg[3])
            for leg in both_ways
            if leg[1:3] == (one, other) and oldest <= leg[0] <= day
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
        f"select date_day::varchar, currency, native_currency, {', '.join((*AMOUNTS, *native))} "
        "from fct_delivery"
    )
    assert {row[1] for row in facts} == {reporting}
    for day, _, currency, *amounts in facts:
        rate = as_of(rates, day, currency, reporting)
        for amount, own in zip(amounts[: len(AMOUNTS)], amounts[len(AMOUNTS) :], strict=True):
            assert amount == (None if own is None else nine(Fraction(own) * rate)), (day, currency, own)
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
    assert (
        converted.value("select count(*) from reconciliation where is_reconciled is distinct from true") == 0
    )
    # On Saturday the rate of Friday, on Monday Monday's, of Swedish crowns Thursday's.
    assert converted.rows(
        "select date_day::varchar, currency, rate_day::varchar from main_intermediate.int_exchange_rates "
        "where currency in ('USD', 'SEK') order by 1, 2"
    ) == [
        (THURSDAY, "SEK", THURSDAY), (THURSDAY, "USD", THURSDAY), (SATURDAY, "SEK", THURSDAY),
        (SATURDAY, "USD", "2026-10-23"), (MONDAY, "SEK", THURSDAY), (MONDAY, "USD", MONDAY),
    ]  # fmt: skip


# 5. Rows and files that are not what they should be.


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
        "impressions", "abc", "300.6", "1e3", "NaN", "-5", "+5", "1,000", " 7", "0x10", "1_000", "٣",
        "9" * 16,
    ),
    *faults("clicks", "-1", "1.5", "Infinity", "--"),
    *faults("conversions", "x", "-0.5", "1e2", "nan", "0,5", "1" * 12),
    *faults(
        "investment", "x", "-0.01", "1e3", "NaN", "inf", "12,50", "1,234.50", "$5", "5 EUR", ".5", "5.",
        "9" * 16,
    ),
    *faults("conversion_value", "-1", "1 000"),
    *faults("reach", "1.5", "-1"),
    *faults(
        "date", "2026-02-30", "2026-02-29", "2026-13-01", "22/10/2026", "10/22/2026", "22-10-2026",
        "20261022", "2026-1-2", "0000-00-00", "1970-01-01", "2100-01-01", "2026-10-22 ", " 2026-10-22",
        "2026-10-22junk",
        "2026-10-22T24:00:00", "2026-10-22T10:00:00+99:00", "2026-10-22T10:00:00 CET", "Oct 22, 2026",
        "46317", "Total", "", None,
    ),
    *faults("currency", "usd", "Usd", "XYZ", "US", "USD ", "€", "EURO", "XAU", "", None, "   "),
    *faults("platform", "", None, "   "),
    *faults("account_id", "", None, "   "),
    *faults("campaign_id", "", None, "   "),
    Fault({"impressions": "x", "currency": "usd"}, "currency is not an ISO 4217 code"),
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
    Fault({"conversions": "0.3333335"}, staged={"conversions": Decimal("0.333334")}),
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
    *faults("investment_micros", "1.5", "0.000001", "-1", "1e6", "NaN", "1,000", "9" * 18),
    Fault({"investment_micros": "1999999"}, staged={"investment_from_micros": Decimal("1.999999")}),
    Fault({"investment_micros": "1000000.0"}, staged={"investment_from_micros": Decimal(1)}),
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
        compiled = warehouse.folder / "target/compiled/ad_metrics/models/staging/marketing_spend/base"
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


def judged(
    warehouse: Warehouse, path, columns: str = "platform, investment, verdict", **variables
) -> list[tuple]:
    """What base_marketing_spend makes of this path, without its accounts of days."""
    warehouse.dbt(
        "run", "--select", "base_marketing_spend", "--vars", repr({"spend_path": str(path), **variables})
    )
    return warehouse.rows(
        f"select {columns} from main_staging.base_marketing_spend where verdict <> 'day' order by all"
    )


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
    assert [row[2] for row in judged(new_warehouse, folder / "**/a.csv")] == ["rejected", "rejected"]


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
    assert [row[2] for row in judged(new_warehouse, tmp_path / "spend")] == 3 * ["duplicate"] + ["staged"]


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
        ("wrong", None, None, None, "rejected"),
    ]
    assert judged(new_warehouse, tmp_path / "spend", columns) == expected
    write(tmp_path / "spend" / "text.csv", [spend(platform="a")])
    assert judged(new_warehouse, tmp_path / "spend", columns)[1:] == expected


def refusal(warehouse: Warehouse, select: str = "base_marketing_spend", excluded=(), **variables) -> str:
    """What dbt prints when the build is refused, in one line."""
    result = warehouse.dbt(
        "build", "--select", select, *NO_SEEDS, *excluded, "--vars", repr(variables), check=False
    )
    assert result.returncode != 0
    return " ".join(result.stdout.split())


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
    printed = refusal(new_warehouse, spend_schema="nowhere")
    assert (
        "the schema 'nowhere' has none of the tables marketing_spend, ad_reporting__campaign_report"
        in printed
    )
    assert "Load one there, or name its schema in the var spend_schema" in printed
    for value in ("eur", "XXX"):
        assert "The var 'reporting_currency' is" in refusal(
            new_warehouse, "int_exchange_rates", spend_path=str(folder), reporting_currency=value
        )


# 4, 6. Files and rates that come, change and go.

DAYS = [f"2026-10-{number}" for number in range(20, 27)]


@dataclass
class Exports:
    """A folder of exports and rates, and a list of accounts, that change as people change them."""

    files: dict = field(default_factory=dict)
    rates: dict = field(default_factory=dict)
    accounts: dict = field(default_factory=dict)
    made: int = 0

    def __post_init__(self):
        for at in ("2026-10-19", "2026-10-23"):
            self.rates[at, "USD", "EUR"] = "0.8611"
        self.rates["2026-10-19", "EUR", "GBP"] = "0.870000003"
        self.add_a_file(1, 2)
        self.add_a_file(4, 3)

    def file(self, number: int) -> list[dict]:
        return self.files[sorted(self.files)[number % len(self.files)]]

    def row(self, a: int, b: int) -> dict:
        rows = self.file(a)
        return rows[b % len(rows)]

    def add_a_file(self, a: int, b: int):
        """A file of an account, in a layout of its own."""
        self.made += 1
        name = f"export_{self.made}.{'csv' if (a + b) % 3 else 'parquet'}"
        self.files[name] = [
            spend(
                DAYS[(a + number) % 7], platform=f"p{b % 2}", account_id=f"a{self.made}",
                campaign_id=f"c{number % 2}", impressions=str(number + a), investment=f"{a}.{b}7",
                currency=("EUR", "USD", "GBP")[(a + b + number) % 3],
                **({"ad_group_id": ""} if a % 2 else {}),
            )
            for number in range(1 + b % 4)
        ]  # fmt: skip

    def remove_a_file(self, a: int, b: int):
        if len(self.files) > 1:
            del self.files[sorted(self.files)[a % len(self.files)]]

    def export_a_file_again(self, a: int, b: int):
        self.made += 1
        self.files[f"again_{self.made}.csv"] = [dict(row) for row in self.file(a)][: 1 + b % 3]

    def edit_a_row(self, a: int, b: int):
        self.row(a, b)["investment"] = f"{b}.{a}"

    def move_a_row(self, a: int, b: int):
        self.row(a, b)["date"] = DAYS[(a + b) % 7]

    def break_a_row(self, a: int, b: int):
        self.row(a, b)["impressions"] = "300.6" if b % 2 else "301"

    def charge_a_row_in_another_currency(self, a: int, b: int):
        self.row(a, b)["currency"] = ("GBP", "EUR", "usd")[b % 3]

    def correct_a_rate(self, a: int, b: int):
        self.rates[sorted(self.rates)[a % len(self.rates)]] = f"1.{b:02}3"

    def add_a_rate(self, a: int, b: int):
        self.rates[DAYS[a % 7], "USD" if b % 2 else "GBP", "EUR"] = f"0.{b + 1}"

    def assign_an_account(self, a: int, b: int):
        row = self.row(a, b)
        self.accounts[row["platform"], row["account_id"]] = ("Acme", "Zen")[b % 2]

    def write(self, folder: Path) -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        for name, rows in self.files.items():
            write(folder / name, rows, kind=name.rsplit(".")[-1])
        write(folder / "exchange_rates.csv", [
            {"date": at, "from_currency": one, "to_currency": other, "rate": rate}
            for (at, one, other), rate in self.rates.items()
        ])  # fmt: skip
        return folder

    def build(self, warehouse: Warehouse, folder: Path):
        fill(
            warehouse, advertiser_accounts=[(*account, name, None) for account, name in self.accounts.items()]
        )
        variables = {
            "spend_path": str(self.write(folder)), "reporting_currency": "EUR", "restatement_window_days": 0,
        }  # fmt: skip
        warehouse.dbt(
            "build", "--select", "+campaign_metrics_daily", *NO_TESTS, "seed", "--vars", repr(variables)
        )


def check_same(warehouse: Warehouse, fresh: Warehouse):
    with duckdb.connect(str(warehouse.file), read_only=True) as connection:
        connection.execute(f"attach '{fresh.file}' as fresh (read_only)")
        for mart in ("fct_delivery", "campaign_metrics_daily"):
            one, other = f"select * from {warehouse.file.stem}.{mart}", f"select * from fresh.{mart}"
            assert connection.execute(f"{one} except all {other}").fetchall() == [], mart
            assert connection.execute(f"{other} except all {one}").fetchall() == [], mart


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Warehouse:
    """A warehouse with empty reference seeds, to copy."""
    return seeded(tmp_path_factory.mktemp("empty") / "warehouse")


def copied(warehouse: Warehouse, folder: Path) -> Warehouse:
    shutil.copytree(warehouse.folder, folder)
    return Warehouse(folder)


# What may happen to exports: every method that two numbers steer.
CHANGES = sorted(
    name
    for name, value in vars(Exports).items()
    if callable(value) and list(inspect.signature(value).parameters) == ["self", "a", "b"] and name != "row"
)
NUMBERS = st.integers(0, 11)


@settings(
    phases=[Phase.explicit, Phase.generate],
    max_examples=int(os.environ.get("AD_METRICS_EXAMPLES", "2")),
    derandomize="AD_METRICS_EXAMPLES" not in os.environ,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=True,
)
@given(
    steps=st.lists(
        st.lists(st.tuples(st.sampled_from(CHANGES), NUMBERS, NUMBERS), min_size=3, max_size=6),
        min_size=2,
        max_size=2,
    )
)
def test_any_sequence_of_exports_equals_a_fresh_warehouse(tmp_path_factory, empty, steps):
    folder = tmp_path_factory.mktemp("sequence")
    exports, warehouse = Exports(), copied(empty, folder / "warehouse")
    exports.build(warehouse, folder / "spend")
    for changes in steps:
        for change, a, b in changes:
            event(change)
            getattr(exports, change)(a, b)
        exports.build(warehouse, folder / "spend")
    fresh = copied(empty, folder / "fresh")
    exports.build(fresh, folder / "elsewhere")
    check_same(warehouse, fresh)


def test_only_what_changed_is_restated(tmp_path, empty):
    exports, warehouse = Exports(), copied(empty, tmp_path / "warehouse")
    exports.files = {
        "a.csv": [spend(at, currency="USD", investment="1.1") for at in DAYS],
        "b.csv": [spend(at, account_id="b", investment="1.1") for at in DAYS[1:3]],
    }

    def restated():
        exports.build(warehouse, tmp_path / "spend")
        return [
            (at[-2:], why)
            for at, why in warehouse.rows(
                "select utc_day::varchar, reason from main_intermediate.int_restated_days order by 1"
            )
        ]

    assert restated() == [(at[-2:], "new") for at in DAYS]
    # The corrected rate of Friday holds until Sunday's new one.
    exports.rates["2026-10-23", "USD", "EUR"] = "0.9"
    exports.rates["2026-10-26", "EUR", "USD"] = "1.123456789"
    exports.files["a.csv"][0]["clicks"] = "11"
    assert restated() == [(at, "changed") for at in ("20", "23", "24", "25", "26")]
    # An account's advertiser, a row that is gone, a rate that only Monday has.
    exports.accounts["x_ads", "b"] = "Zen"
    exports.rates["2026-10-26", "EUR", "USD"] = "1.2"
    del exports.files["a.csv"][3]
    assert restated() == [
        ("21", "changed"), ("22", "changed"), ("23", "without delivery now"), ("26", "changed"),
    ]  # fmt: skip
    # A file is gone, another is new.
    exports.files["c.csv"] = [spend(DAYS[3], account_id="b", investment="7")]
    del exports.files["b.csv"]
    assert restated() == [("21", "changed"), ("22", "changed"), ("23", "new")]


# 6, 7. Rates that are missing; spend beside an ad server; vars that are left out.


def test_rates_in_a_table_of_pairs_convert_directly_turned_round_and_by_way_of_another(empty, tmp_path):
    warehouse = copied(empty, tmp_path / "warehouse")
    rates = [
        (THURSDAY, "USD", "EUR", "0.891234567"),
        # The pair as it stands before the pair turned round, on the same day only.
        (THURSDAY, "EUR", "USD", "7"), (SATURDAY, "EUR", "USD", "1.123456789"),
        (THURSDAY, "EUR", "JPY", "161.550000001"), (THURSDAY, "CHF", "USD", "1.0797"),
        (THURSDAY, "GBP", "CHF", "1.13"), (SUNDAY, "GBP", "USD", "1.3345"),
        (THURSDAY, "PLN", "EUR", "0.000000001"),
        (THURSDAY, "EUR", "SEK", "999999999.999999999"), (THURSDAY, "EUR", "EUR", "2"),
    ]  # fmt: skip
    rows = [
        spend(at, currency=currency, investment=amount)
        for currency, amount in CURRENCIES.items() if currency != "BGN" for at in (THURSDAY, SATURDAY, MONDAY)
        if currency != "GBP" or at == MONDAY
    ]  # fmt: skip
    rows += [
        spend(MONDAY, currency="USD", campaign_id=f"d{number}", investment=f"{number}.{number:09}5")
        for number in range(99)
    ]
    write(tmp_path / "spend" / "rows.csv", rows)
    write(tmp_path / "spend" / "exchange_rates.csv", [
        dict(zip(("date", "from_currency", "to_currency", "rate"), rate, strict=True)) for rate in rates
    ])  # fmt: skip
    variables = {"spend_path": str(tmp_path / "spend"), "reporting_currency": "EUR"}
    warehouse.build(*NO_TESTS, **variables)
    assert len(check_conversion(warehouse, rates, "EUR")) == len(rows)
    assert warehouse.rows(
        "select distinct via_currency, currency from main_intermediate.int_exchange_rates order by 2"
    ) == [
        ("USD", "CHF"), ("USD", "GBP"), (None, "JPY"), (None, "PLN"), (None, "SEK"), (None, "USD"),
    ]  # fmt: skip


RATES_ONLY = "base_exchange_rates int_exchange_rates"


@pytest.fixture(scope="module")
def foreign(empty, tmp_path_factory) -> tuple[Warehouse, dict]:
    """Spend in several currencies before any rate is known, and the vars that it was read with."""
    folder = tmp_path_factory.mktemp("foreign")
    days = {"USD": ["28"], "GBP": ["29", "30", "31"], "BGN": ["20"], "EUR": ["20"]}
    rows = [spend(f"2026-10-{number}", currency=currency) for currency, of in days.items() for number in of]
    write(folder / "spend" / "rows.csv", rows)
    warehouse = copied(empty, folder / "warehouse")
    variables = {"spend_path": str(folder / "spend"), "reporting_currency": "EUR"}
    warehouse.dbt("run", "--select", "+int_exchange_rates", "--vars", repr(variables))
    return warehouse, variables


def test_a_missing_or_too_old_rate_stops_the_build(foreign):
    warehouse, variables = foreign
    # The last rates are Thursday's; of Bulgaria's currency there is one of the day after only.
    rates = [
        ("2026-10-21", "EUR", "BGN", "1.9558"),
        (THURSDAY, "EUR", "USD", "1.15"),
        (THURSDAY, "EUR", "GBP", "0.87"),
    ]
    fill(warehouse, exchange_rates=rates)
    printed = refusal(warehouse, RATES_ONLY, **variables)
    assert "BGN to EUR: no rate on or at most 7 days before 1 days from 2026-10-20 to 2026-10-20" in printed
    assert "GBP to EUR: no rate on or at most 7 days before 2 days from 2026-10-30 to 2026-10-31" in printed
    assert "USD to EUR" not in printed
    assert "Add the rates to the seed exchange_rates" in printed
    fill(warehouse, exchange_rates=[*rates, ("2026-10-19", "BGN", "EUR", "0.5113")])
    printed = refusal(warehouse, RATES_ONLY, exchange_rate_max_age_days=8, **variables)
    assert "2026-10-31 to 2026-10-31" in printed
    assert "BGN" not in printed
    enough = variables | {"exchange_rate_max_age_days": 9}
    warehouse.dbt("build", "--select", RATES_ONLY, *NO_SEEDS, "--vars", repr(enough))
    folder = Path(variables["spend_path"])
    write_ecb(folder)
    assert "Exchange rates are there 2 times" in refusal(warehouse, "base_exchange_rates", **variables)
    (folder / "eurofxref-hist.csv").unlink()


def test_rates_with_too_many_digits_to_be_exact_stop_the_build(foreign):
    warehouse, variables = foreign
    rates = [
        ("2026-10-28", "USD", "EUR", "0.891234567"),
        ("2026-10-28", "EUR", "IDR", "17890.123456789"),
    ]
    fill(warehouse, exchange_rates=rates)
    printed = refusal(warehouse, RATES_ONLY, **variables | {"reporting_currency": "IDR"})
    assert "USD to IDR by way of EUR: the rates have too many digits together" in printed


def test_spend_and_an_ad_server_report_in_one_currency(empty, tmp_path):
    warehouse = copied(empty, tmp_path / "warehouse")
    revive = extract(tmp_path / "revive")
    days = [f"2026-10-{number}" for number in range(22, 32)] + ["2026-11-01"]
    write(
        tmp_path / "spend" / "rows.csv",
        [spend(at, currency=currency) for at in days for currency in ("USD", "EUR", "JPY")],
    )
    rates = [
        (at, "EUR", currency, rate)
        for at in ("2026-10-22", "2026-10-26")
        for currency, rate in (("USD", "1.1588"), ("JPY", "177.13"))
    ]
    rates += [("2026-10-29", "USD", "EUR", "0.861234567")]
    fill(warehouse, exchange_rates=rates)
    ours = {"revive_path": str(revive), "revive_currency": "USD"}
    both = ours | {"spend_path": str(tmp_path / "spend")}
    warehouse.build(**both, reporting_currency="EUR")
    facts = check_conversion(warehouse, rates, "EUR")
    assert len(facts) > 8000
    assert warehouse.rows("select source, sum(native_revenue) from fct_delivery group by 1 order by 1") == [
        ("marketing_spend", None), ("revive", Decimal("13965.7812")),
    ]  # fmt: skip
    for mart in MARTS:
        assert warehouse.rows(f"select distinct currency from {mart}") == [("EUR",)], mart
        assert warehouse.rows(f"select distinct source from {mart} order by 1") == [
            ("marketing_spend",),
            ("revive",),
        ], mart
    # Leaving the spend out afterwards does not lose it.
    printed = refusal(warehouse, "+fct_delivery", ("test", "unit_test"), **ours, reporting_currency="EUR")
    assert (
        "no marketing_spend is there any more, or no var says where; the last build read 33 rows" in printed
    )
    assert "Bring it back, pass the vars of the last build, or, if it is to be empty, accept that" in printed
    assert warehouse.value("select count(*) from fct_delivery") == len(facts)


def test_spend_and_the_demo_never_meet(empty, tmp_path, demo):
    warehouse = copied(empty, tmp_path / "warehouse")
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
    with_demo = copied(demo, tmp_path / "demo")
    assert "This warehouse holds the demo" in refusal(
        with_demo, "+fct_delivery", spend_path=str(tmp_path / "spend")
    )
