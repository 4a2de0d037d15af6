"""The same raw tables on PostgreSQL give the same marts, to the last digit of counts and money."""

from decimal import Decimal

import pytest
from conftest import Warehouse, connect_postgres
from extracts import SEEDS
from extracts import raw as raw_rows
from same_numbers import COLUMNS, EVENTS, MARTS, REVISED, SPEND, VARIABLES, assert_same, build_on, revised
from same_numbers import on_duckdb as on_duckdb
from test_functions import QUESTION, ROWS, right

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="session")
def on_postgres(postgres, tmp_path_factory):
    warehouse = Warehouse(tmp_path_factory.mktemp("on_postgres"), environment=postgres, without="")
    warehouse.dbt("seed", "--target", "postgres")
    warehouse.build("--target", "postgres")
    connection = connect_postgres(postgres, "ad_metrics")
    yield connection
    connection.close()


def ask(connection):
    def rows(query):
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    return rows


@pytest.mark.parametrize("mart", MARTS)
def test_mart_is_the_same_as_on_duckdb(mart, demo, on_postgres):
    assert_same(mart, demo, ask(on_postgres))


@pytest.fixture(scope="module")
def everything(postgres, tmp_path_factory):
    """Revive's tables, spend and events in one warehouse."""
    environment = {**postgres, "AD_METRICS_POSTGRES_SCHEMA": "of_all"}
    warehouse = Warehouse(tmp_path_factory.mktemp("of_all"), environment=environment)
    connection = connect_postgres(postgres, "of_all")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("create schema raw")
        for table, types in COLUMNS.items():
            cursor.execute(f"create table raw.{table} ({', '.join(f'{n} {t}' for n, t in types.items())})")
            with (SEEDS / f"{table}.csv").open() as file:
                cursor.copy_expert(f"copy raw.{table} from stdin (format csv, header)", file)
        cursor.execute(SPEND + EVENTS)
    build_on(warehouse, "--target", "postgres")
    yield warehouse, connection
    connection.close()


@pytest.fixture(scope="module")
def everything_revised(everything):
    warehouse, connection = everything
    with connection.cursor() as cursor:
        for table, query in REVISED.items():
            cursor.execute(f"create table {revised(table)} as {query}; drop table {table}")
            cursor.execute(f"alter table {revised(table)} rename to {table.split('.')[1]}")
    warehouse.build("--target", "postgres", **VARIABLES)
    return connection


@pytest.mark.parametrize("mart", MARTS)
def test_mart_of_everything_is_the_same_as_on_duckdb(mart, everything, on_duckdb):
    assert_same(mart, on_duckdb[0], ask(everything[1]))


def test_spend_is_converted_on_both(everything, on_duckdb):
    # 1.234567 + 70 USD at 1.1279 for a euro, 3.333333 PLN at 4.2507; each row rounded by itself.
    query = "select sum(investment) from campaign_metrics where campaign_id = 'x_ads:a1:c1'"
    expected = Decimal("1.094571327") + Decimal("62.062239560") + Decimal("0.784184487")
    assert on_duckdb[0].value(query) == expected
    assert ask(everything[1])(query) == [(expected,)]


@pytest.mark.parametrize("mart", MARTS)
def test_mart_of_everything_revised_is_the_same_as_on_duckdb(mart, everything_revised, on_duckdb):
    assert_same(mart, on_duckdb[1], ask(everything_revised))


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


def test_postgresqls_functions_take_currency_and_side_and_divide_the_sums(on_postgres):
    with on_postgres.cursor() as cursor:
        cursor.execute(ROWS.replace("create table", "create temporary table"))
        cursor.execute(QUESTION.format(ecpm="erpm", currency=", currency", side=", side"))
        assert right(cursor.fetchall())
        cursor.execute("select margin(3.5, 1.25, 'EUR'), roi(17, 5, 'EUR', 'sold')")
        assert [float(value) for value in cursor.fetchone()] == [2.25, 2.4]
    on_postgres.rollback()
