"""The same raw tables on PostgreSQL give the same marts, to the last digit of counts and money."""

from decimal import Decimal

import pytest
from conftest import Warehouse, connect_postgres
from extracts import raw as raw_rows

pytestmark = pytest.mark.postgres

MARTS = [
    "campaign_metrics", "campaign_metrics_daily", "creative_metrics_daily", "dim_advertisers",
    "delivery_anomalies", "dim_campaigns", "dim_creatives", "dim_dates", "dim_placements",
    "fct_delivery", "placement_metrics_daily", "provisional_delivery", "reconciliation",
    "rejected_rows", "revenue_discrepancies",
]  # fmt: skip


@pytest.fixture(scope="session")
def on_postgres(postgres, tmp_path_factory):
    warehouse = Warehouse(tmp_path_factory.mktemp("on_postgres"), environment=postgres)
    warehouse.dbt("seed", "--target", "postgres")
    warehouse.build("--target", "postgres")
    connection = connect_postgres(postgres, "ad_metrics")
    yield connection
    connection.close()


def sorted_rows(rows):
    return sorted(rows, key=lambda row: tuple((value is None, str(value)) for value in row))


@pytest.mark.parametrize("mart", MARTS)
def test_mart_is_the_same_as_on_duckdb(mart, demo, on_postgres):
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
            if isinstance(wanted, float) and value is not None:
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
