"""The same raw tables on PostgreSQL give the same marts, to the last digit of counts and money."""

import json
from decimal import Decimal

import duckdb
import pytest
from conftest import Warehouse, connect_postgres
from extracts import raw as raw_rows
from test_functions import QUESTION, ROWS, right

pytestmark = pytest.mark.postgres

MARTS = [
    "advertiser_metrics_daily", "campaign_metrics", "campaign_metrics_daily", "campaign_pacing",
    "conversion_metrics_daily", "creative_metrics_daily", "delivery_anomalies", "delivery_daily",
    "dim_advertisers", "dim_campaigns", "dim_creatives", "dim_dates", "dim_hours", "dim_placements",
    "fct_delivery",
    "placement_metrics_daily", "platform_metrics_daily", "provisional_delivery", "reach_metrics_daily",
    "reconciliation", "rejected_rows", "revenue_discrepancies",
]  # fmt: skip

# Every kind of spend, as types that loaders make: the contract with all its columns, in millionths, with bad
# rows; floats without a currency; raw tables of two platforms; ECB's rates.
SPEND = """
create schema spend;
create table spend.marketing_spend as
select * from (values
    (date '2026-10-22', 'x_ads', 'a1', 'c1', 'g1', 'ad1', 'DE', 'USD', bigint '1234567', 701, 13, 2.333333,
        null, null, 41.37, 350),
    (date '2026-10-22', 'x_ads', 'a1', 'c1', 'g1', 'ad1', 'DE', 'USD', bigint '1234567', 701, 13, 2.333333,
        null, null, 41.37, 350),
    (date '2026-10-22', 'x_ads', 'a1', 'c1', 'g1', 'ad2', 'AT', 'USD', bigint '70000000', 10007, 3, null,
        null, null, null, null),
    (date '2026-10-23', 'x_ads', 'a1', 'c1', 'g1', null, null, 'PLN', bigint '3333333', 0, 0, 0.5, null,
        null, 1.01, null),
    (date '2026-10-23', 'x_ads', 'a1', 'c1', 'g1', null, null, 'PLN', null, null, null, 0.25, 'lead', '7d',
        0.51, null),
    (date '2026-10-25', 'x_ads', 'a1', 'c2', null, null, null, 'EUR', bigint '5000001', null, 7, null,
        null, null, null, null),
    (date '2026-10-25', 'x_ads', 'a1', 'c2', null, null, null, 'EURO', bigint '1', 1, 1, null, null, null,
        null, null),
    (date '2026-10-25', 'x_ads', 'a1', 'c3', null, null, null, 'EUR', bigint '1', -1, 1, null, null, null,
        null, null)
) as spend (
    date, platform, account_id, campaign_id, ad_group_id, ad_id, country, currency, investment_micros,
    impressions, clicks,
    conversions, conversion_type, attribution_window, conversion_value, reach
);
create table spend.ad_reporting__campaign_report as
select * from (values
    (date '2026-10-22', 'reddit_ads', '77', 'Acme', 'r1', 'Spring', 5, 997,
        cast(3.8899999999999997 as double precision)),
    (date '2026-10-23', 'reddit_ads', null, null, 'r1', 'Summer', 0, 3, cast(null as double precision))
) as spend (date_day, platform, account_id, account_name, campaign_id, campaign_name, clicks, impressions,
    spend);
create table spend.google_ads_campaign_stats as
select * from (values
    (bigint '1112223334', date '2026-10-22', 'MOBILE=', bigint '9900000001', bigint '36150001',
        bigint '1660', bigint '49', 2.5e0, 131.75e0),
    (bigint '1112223334', date '2026-10-22', 'DESKTOP=', bigint '9900000001', bigint '9410000',
        bigint '302', bigint '12', 0.333333e0, 20e0)
) as stats (customer_id, date, _fivetran_id, id, cost_micros, impressions, clicks, conversions,
    conversions_value);
create table spend.google_ads_campaign_history as
select bigint '9900000001' as id, timestamp '2024-01-25 20:21:09' as updated_at, 'Brand' as name;
create table spend.google_ads_account_history as
select bigint '1112223334' as id, timestamp '2024-01-25 20:21:09' as updated_at,
'Acme US' as descriptive_name, 'USD' as currency_code;
create table spend.eurofxref_hist as
select * from (values
    (date '2026-10-22', '1.1279', '4.2561', 'N/A'), (date '2026-10-23', '1.1311', '4.2507', 'N/A')
) as rates (date, usd, pln, cyp);
"""


@pytest.fixture(scope="session")
def on_postgres(postgres, tmp_path_factory):
    warehouse = Warehouse(tmp_path_factory.mktemp("on_postgres"), environment=postgres, without="")
    warehouse.dbt("seed", "--target", "postgres")
    warehouse.build("--target", "postgres")
    connection = connect_postgres(postgres, "ad_metrics")
    yield connection
    connection.close()


def sorted_rows(rows):
    return sorted(rows, key=lambda row: tuple((value is None, str(value)) for value in row))


@pytest.mark.parametrize("mart", MARTS)
def test_mart_is_the_same_as_on_duckdb(mart, demo, on_postgres):
    assert_same(mart, demo, on_postgres)


@pytest.fixture(scope="session")
def spend_on_both(postgres, tmp_path_factory):
    variables = {"spend_schema": "spend", "reporting_currency": "EUR", "rejected_share_limit": 1}
    on_duckdb = Warehouse(tmp_path_factory.mktemp("spend_on_duckdb"))
    on_duckdb.dbt("seed", "--vars", repr(variables))
    with duckdb.connect(str(on_duckdb.file)) as connection:
        connection.execute(SPEND)
    on_duckdb.build(**variables)
    environment = {**postgres, "AD_METRICS_POSTGRES_SCHEMA": "of_spend"}
    on_postgres = Warehouse(tmp_path_factory.mktemp("spend_on_postgres"), environment=environment)
    on_postgres.dbt("seed", "--target", "postgres", "--vars", repr(variables))
    connection = connect_postgres(postgres, "of_spend")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(SPEND)
    on_postgres.build("--target", "postgres", **variables)
    yield on_duckdb, connection
    connection.close()


@pytest.mark.parametrize("mart", MARTS)
def test_mart_of_spend_is_the_same_as_on_duckdb(mart, spend_on_both):
    assert_same(mart, *spend_on_both)


def test_spend_is_converted_on_both(spend_on_both):
    # 1.234567 + 70 USD at 1.1279 for a euro, 3.333333 PLN at 4.2507; each row rounded by itself.
    query = "select sum(investment) from campaign_metrics where campaign_id = 'x_ads:a1:c1'"
    expected = Decimal("1.094571327") + Decimal("62.062239560") + Decimal("0.784184487")
    on_duckdb, on_postgres = spend_on_both
    assert on_duckdb.value(query) == expected
    with on_postgres.cursor() as cursor:
        cursor.execute(query)
        assert cursor.fetchone() == (expected,)


def assert_same(mart, demo, on_postgres):
    columns = [
        name
        for (name,) in demo.rows(
            "select column_name from information_schema.columns "
            # Where a table was read from is named differently by each engine.
            "where table_schema = 'main' and table_name = ? and column_name <> 'load_name' "
            "order by data_type = 'DOUBLE', column_name",
            mart,
        )
    ]
    query = f"select {', '.join(columns)} from {mart}"
    expected = sorted_rows(demo.rows(query))
    with on_postgres.cursor() as cursor:
        cursor.execute(query)
        found = sorted_rows(cursor.fetchall())
    assert len(found) == len(expected)
    for found_row, expected_row in zip(found, expected, strict=True):
        for column, value, wanted in zip(columns, found_row, expected_row, strict=True):
            if column == "raw_row":
                assert json.loads(value) == json.loads(wanted), (mart, expected_row)
            elif isinstance(wanted, float) and value is not None:
                assert value == pytest.approx(wanted, rel=1e-12), (mart, column, expected_row)
            else:
                assert type(value) in (type(wanted), Decimal), (mart, column, expected_row)
                assert value == wanted, (mart, column, expected_row)


def test_days_are_restated_and_deleted_campaigns_kept(postgres, tmp_path):
    warehouse = Warehouse(tmp_path, environment={**postgres, "AD_METRICS_POSTGRES_SCHEMA": "restated"})
    build = ("--target", "postgres", "--exclude-resource-type", "unit_test")
    warehouse.dbt("seed", "--target", "postgres")
    warehouse.build(*build)
    raw = connect_postgres(postgres, "restated_revive_demo")
    raw.autocommit = True
    with raw.cursor() as cursor:
        cursor.execute(
            "delete from rv_data_summary_ad_hourly where ad_id in "
            "(select bannerid from rv_banners where campaignid = 3);"
            "delete from rv_banners where campaignid = 3; delete from rv_campaigns where campaignid = 3;"
            # A correction, an edit without a new date, a row twice, and a late one.
            "delete from rv_data_summary_ad_hourly where data_summary_ad_hourly_id = 2500;"
            "update rv_data_summary_ad_hourly set impressions = 11 where data_summary_ad_hourly_id = 2574;"
            "insert into rv_data_summary_ad_hourly select * from rv_data_summary_ad_hourly"
            " where data_summary_ad_hourly_id = 2700;"
            "create temporary table late as select * from rv_data_summary_ad_hourly"
            " where data_summary_ad_hourly_id = 2821;"
            "update late set data_summary_ad_hourly_id = 90001, date_time = '2026-10-29 07:00:00';"
            "insert into rv_data_summary_ad_hourly select * from late;"
            "select impressions from rv_data_summary_ad_hourly where data_summary_ad_hourly_id = 2821"
        )
        [(late,)] = cursor.fetchall()
    warehouse.build(*build)
    facts = "select {} from fct_delivery order by hour_at, period_grain, creative_key, placement_key"
    marts = connect_postgres(postgres, "restated")
    marts.autocommit = True
    with marts.cursor() as cursor:
        cursor.execute(
            "select reason, count(*) from restated_intermediate.int_restated_days group by 1 order by 1"
        )
        assert cursor.fetchall() == [("changed", 11)]
        cursor.execute(
            "select impressions, conversions, revenue, is_deleted_at_source from campaign_metrics "
            "where campaign_key = 'revive:3'"
        )
        assert cursor.fetchall() == [(246_371, 53, 1590, True)]
        changed = {"2500": None, "2574": "11"}
        before = sum(
            int(changed.get(row["data_summary_ad_hourly_id"], row["impressions"]) or 0)
            for row in raw_rows("data_summary_ad_hourly")
        )
        cursor.execute("select sum(impressions) from fct_delivery")
        assert cursor.fetchone()[0] == before + late
        cursor.execute(facts.format("*"))
        incremental = cursor.fetchall()
    warehouse.build(*build, "--full-refresh")
    with marts.cursor() as cursor:
        cursor.execute(facts.format("*"))
        assert cursor.fetchall() == incremental


def test_postgresqls_functions_take_the_currency_and_divide_the_sums(on_postgres):
    with on_postgres.cursor() as cursor:
        cursor.execute(ROWS.replace("create table", "create temporary table"))
        cursor.execute(QUESTION.format(ecpm="erpm", currency=", currency"))
        assert right(cursor.fetchall())
        cursor.execute("select margin(3.5, 1.25, 'EUR'), roi(17, 5, 'EUR')")
        assert [float(value) for value in cursor.fetchone()] == [2.25, 2.4]
    on_postgres.rollback()
