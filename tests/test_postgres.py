"""The same raw tables on PostgreSQL give the same marts, to the last digit of counts and money."""

from decimal import Decimal

import psycopg2
import pytest
from conftest import Warehouse

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
    connection = psycopg2.connect(
        host=postgres["AD_METRICS_POSTGRES_HOST"],
        port=postgres["AD_METRICS_POSTGRES_PORT"],
        user="ad_metrics",
        dbname="ad_metrics",
        options="-c search_path=ad_metrics",
    )
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
