"""What every engine must make of the same raw tables: every column of every mart, compared with DuckDB's."""

import json
from datetime import date
from decimal import Decimal

import duckdb
import pytest
import yaml
from conftest import Warehouse, built_once
from extracts import SEEDS

MARTS = [
    "advertiser_metrics_daily", "campaign_metrics", "campaign_metrics_daily", "campaign_pacing",
    "conversion_metrics_daily", "creative_metrics_daily", "delivery_anomalies", "delivery_daily",
    "dim_advertisers", "dim_campaigns", "dim_creatives", "dim_dates", "dim_hours", "dim_placements",
    "fct_delivery", "invalid_traffic_daily",
    "placement_metrics_daily", "platform_metrics_daily", "provisional_delivery", "reach_metrics",
    "reach_metrics_daily", "reconciliation", "rejected_rows", "revenue_discrepancies",
]  # fmt: skip

# Every kind of spend, as types that loaders make: the contract with all its columns, in millionths, with bad
# rows; floats without a currency; raw tables of two platforms; ECB's rates.
SPEND = """
create schema spend;
create table spend.marketing_spend as
select * from (values
    (date '2026-10-22', 'x_ads', 'a1', 'c1', 'g1', 'ad1', 'DE', 'USD', 1234567, 701, 13, 2.333333,
        null, null, 41.37, 350),
    (date '2026-10-22', 'x_ads', 'a1', 'c1', 'g1', 'ad1', 'DE', 'USD', 1234567, 701, 13, 2.333333,
        null, null, 41.37, 350),
    (date '2026-10-22', 'x_ads', 'a1', 'c1', 'g1', 'ad2', 'AT', 'USD', 70000000, 10007, 3, null,
        null, null, null, null),
    (date '2026-10-23', 'x_ads', 'a1', 'c1', 'g1', null, null, 'PLN', 3333333, 0, 0, 0.5, null,
        null, 1.01, null),
    (date '2026-10-23', 'x_ads', 'a1', 'c1', 'g1', null, null, 'PLN', null, null, null, 0.25, 'lead', '7d',
        0.51, null),
    (date '2026-10-25', 'x_ads', 'a1', 'c2', null, null, null, 'EUR', 5000001, null, 7, null,
        null, null, null, null),
    (date '2026-10-25', 'x_ads', 'a1', 'c2', null, null, null, 'EURO', 1, 1, 1, null, null, null,
        null, null),
    (date '2026-10-25', 'x_ads', 'a1', 'c3', null, null, null, 'EUR', 1, -1, 1, null, null, null,
        null, null)
) as spend (
    date, platform, account_id, campaign_id, ad_group_id, ad_id, country, currency, investment_micros,
    impressions, clicks,
    conversions, conversion_type, attribution_window, conversion_value, reach
);
create table spend.ad_reporting__campaign_report as
select * from (values
    (date '2026-10-22', 'reddit_ads', '77', 'Acme', 'r1', 'Spring', 5, 997,
        3.8899999999999997e0),
    (date '2026-10-23', 'reddit_ads', null, null, 'r1', 'Summer', 0, 3, null)
) as spend (date_day, platform, account_id, account_name, campaign_id, campaign_name, clicks, impressions,
    spend);
create table spend.google_ads_campaign_stats as
select * from (values
    (1112223334, date '2026-10-22', 'MOBILE=', 9900000001, 36150001,
        1660, 49, 2.5e0, 131.75e0),
    (1112223334, date '2026-10-22', 'DESKTOP=', 9900000001, 9410000,
        302, 12, 0.333333e0, 20e0)
) as stats (customer_id, date, _fivetran_id, id, cost_micros, impressions, clicks, conversions,
    conversions_value);
create table spend.google_ads_campaign_history as
select 9900000001 as id, timestamp '2024-01-25 20:21:09' as updated_at, 'Brand' as name;
create table spend.google_ads_account_history as
select 1112223334 as id, timestamp '2024-01-25 20:21:09' as updated_at,
'Acme US' as descriptive_name, 'USD' as currency_code;
create table spend.eurofxref_hist as
select * from (values
    (date '2026-10-22', '1.1279', '4.2561', 'N/A'), (date '2026-10-23', '1.1311', '4.2507', 'N/A')
) as rates (date, usd, pln, cyp);
"""

# Every kind of event: copies, one of them across midnight; bad and invalid ones; prices and rates in several
# currencies; more users than a sketch holds.
EVENTS = """
create schema logs;
create table logs.digits as
select * from (values ('0'), ('1'), ('2'), ('3'), ('4'), ('5'), ('6'), ('7'), ('8'), ('9')) as digits (digit);
create table logs.impressions as
select * from (values
    ('e1', timestamp '2026-10-22 10:00:00', 'c1', 'k1', 'p1', 'DE', 'mobile', 'u1', 1234567, 'EUR', false),
    ('e1', timestamp '2026-10-22 10:00:01', 'c1', 'k1', 'p1', 'DE', 'mobile', 'u1', 1234567, 'EUR', false),
    ('e2', timestamp '2026-10-22 10:59:59', 'c1', null, null, null, null, null, 3, 'USD', false),
    ('e3', timestamp '2026-10-22 23:30:00', 'c2', 'k2', 'p1', 'DE', 'mobile', 'u2', null, null, null),
    ('e3', timestamp '2026-10-23 00:00:01', 'c2', 'k2', 'p1', 'DE', 'mobile', 'u2', null, null, null),
    ('e4', timestamp '2026-10-23 07:00:00', 'c2', 'k2', 'p1', 'DE', 'mobile', 'u3', null, null, true),
    ('e5', timestamp '2026-10-23 07:00:00', 'c2', 'k2', 'p1', 'DE', 'mobile', 'u3', -1, 'EUR', false),
    (null, null, 'c2', 'k2', 'p1', 'DE', 'mobile', 'u3', 1, 'EURO', false)
) as events (
    event_id, event_at, campaign_id, creative_id, placement_id, country, device, user_id, price_micros,
    currency, is_invalid
)
union all
select concat('m', a.digit, b.digit, c.digit, d.digit), timestamp '2026-10-22 12:00:00', 'c3', 'k3', 'p2',
    'FR', 'tv', concat('user ', a.digit, b.digit, c.digit, d.digit), null, null, false
from logs.digits as a cross join logs.digits as b cross join logs.digits as c cross join logs.digits as d
where a.digit in ('0', '1', '2');
create table logs.clicks as
select concat('c', event_id) as event_id, event_at, campaign_id from logs.impressions
where event_id in ('e2', 'e4');
create table logs.conversions as
select concat('s', event_id) as event_id, event_at, campaign_id, 41370001 as value_micros, 'EUR' as currency,
    2 as items, 'click' as attribution, event_at as attributed_at
from logs.impressions where event_id = 'e4';
create table logs.campaigns as
select * from (values
    ('c1', 'Spring', 'a1', 'Acme', 'cpm', 2.345678, 'EUR'),
    ('c2', 'Summer', 'a1', 'Acme', 'cpa', 30.7, 'EUR'),
    ('c3', 'Autumn', 'a2', 'Zen', 'tenancy', 744.1, 'EUR')
) as campaigns (campaign_id, campaign_name, advertiser_id, advertiser_name, pricing_model, rate, currency);
"""

# All of it at once, and as it is later.
VARIABLES = {
    "revive_path": "schema:raw",
    "spend_path": "schema:spend",
    "events_path": "schema:logs",
    "reporting_currency": "EUR",
    "rejected_share_limit": 1,
}
COLUMNS = {
    seed["name"]: seed["config"]["column_types"]
    for seed in yaml.safe_load((SEEDS / "_revive_demo__seeds.yml").read_text())["seeds"]
}
HOURS = COLUMNS["rv_data_summary_ad_hourly"]


def hours(**values: str) -> str:
    """The columns of the hourly table, some of them as something else."""
    return ", ".join(
        f"cast({values[name]} as {kind}) as {name}" if name in values else name
        for name, kind in HOURS.items()
    )


# A campaign is deleted with its delivery, a row corrected away, one edited without a new date, one twice, one
# late; a rate is edited; a day of spend is taken back.
REVISED = {
    "raw.rv_data_summary_ad_hourly": f"""
        select {hours(impressions="case data_summary_ad_hourly_id when 2574 then 11 else impressions end")}
        from raw.rv_data_summary_ad_hourly
        where
            data_summary_ad_hourly_id <> 2500
            and ad_id not in (select bannerid from raw.rv_banners where campaignid = 3)
        union all
        select * from raw.rv_data_summary_ad_hourly where data_summary_ad_hourly_id = 2700
        union all
        select {hours(data_summary_ad_hourly_id="90001", date_time="'2026-10-29 07:00:00'")}
        from raw.rv_data_summary_ad_hourly where data_summary_ad_hourly_id = 2821
    """,
    "raw.rv_banners": "select * from raw.rv_banners where campaignid <> 3",
    "raw.rv_campaigns": "select {} from raw.rv_campaigns where campaignid <> 3".format(
        ", ".join(
            f"cast(case campaignid when 1 then 9 else revenue end as {kind}) as revenue"
            if name == "revenue"
            else name
            for name, kind in COLUMNS["rv_campaigns"].items()
        )
    ),
    "spend.marketing_spend": "select * from spend.marketing_spend where date <> date '2026-10-25'",
    # An event comes late, one is taken back, and the oldest day is pruned at the source.
    "logs.impressions": """
        select * from logs.impressions where event_at >= timestamp '2026-10-23 00:00:00'
        union all
        select 'late', event_at, campaign_id, 'k9', placement_id, country, device, user_id,
            price_micros, currency, is_invalid
        from logs.impressions where event_id = 'e4'
    """,
}


def revised(table: str) -> str:
    return table.replace(".", ".revised_")


def build_on(warehouse: Warehouse, *arguments: str, without=()):
    warehouse.dbt("seed", "--select", "path:seeds/reference", *arguments, "--vars", repr(VARIABLES))
    warehouse.build(*arguments, *without, **VARIABLES)


def load_duckdb(connection):
    connection.execute("create schema raw")
    for table, types in COLUMNS.items():
        columns = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in types.items())
        connection.execute(
            f"create table raw.{table} as select {columns} "
            f"from read_csv('{SEEDS}/{table}.csv', all_varchar = true)"
        )
    connection.execute(SPEND + EVENTS)


@pytest.fixture(scope="session")
def on_duckdb(tmp_path_factory):
    """What DuckDB makes of the raw tables, and of them revised."""

    def build(folder):
        first = Warehouse(folder / "first")
        first.folder.mkdir()
        with duckdb.connect(str(first.file)) as connection:
            load_duckdb(connection)
        build_on(first)
        second = first.copy(folder / "second")
        with duckdb.connect(str(second.file)) as connection:
            for table, query in REVISED.items():
                connection.execute(f"create table {revised(table)} as {query}")
                connection.execute(f"create or replace table {table} as select * from {revised(table)}")
                connection.execute(f"drop table {revised(table)}")
        second.build(**VARIABLES)

    folder = built_once(tmp_path_factory, "on_duckdb", build)
    return Warehouse(folder / "first"), Warehouse(folder / "second")


def sorted_rows(rows):
    return sorted(rows, key=lambda row: tuple((value is None, str(value)) for value in row))


def as_wanted(value, wanted):
    """A value as Python has it; Spark's client has days as text."""
    return date.fromisoformat(value) if type(wanted) is date and isinstance(value, str) else value


def assert_same(mart: str, expected: Warehouse, ask):
    """Every value of a mart is DuckDB's: counts and amounts exactly, rates to 1e-12."""
    columns = [
        name
        for (name,) in expected.rows(
            "select column_name from information_schema.columns "
            # Where a table was read from is named differently by each engine.
            "where table_schema = 'main' and table_name = ? "
            "and column_name not in ('load_name', 'read_from') "
            "order by data_type = 'DOUBLE', column_name",
            mart,
        )
    ]
    if not columns:
        # No source that is on tells anything of it.
        return
    query = f"select {', '.join(columns)} from {mart}"
    wanted_rows = sorted_rows(expected.rows(query))
    found_rows = sorted_rows(ask(query))
    assert len(found_rows) == len(wanted_rows)
    for found_row, wanted_row in zip(found_rows, wanted_rows, strict=True):
        for column, value, wanted in zip(columns, found_row, wanted_row, strict=True):
            value = as_wanted(value, wanted)
            if column == "raw_row":
                assert json.loads(value) == json.loads(wanted), (mart, wanted_row)
            elif isinstance(wanted, float) and value is not None:
                assert value == pytest.approx(wanted, rel=1e-12), (mart, column, wanted_row)
            else:
                assert type(value) in (type(wanted), Decimal), (mart, column, wanted_row)
                assert value == wanted, (mart, column, wanted_row)
