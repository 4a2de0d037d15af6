"""The project works as a dbt package in a project of a user's own, on its own raw schema."""

import json
import shutil

import pytest
from conftest import PROJECT, Warehouse, connect_postgres

EXPECTED = ("Morning paper", 1360, 1000 * 3.70 / 1360)


@pytest.fixture
def consumer(tmp_path):
    project = tmp_path / "consumer"
    shutil.copytree(PROJECT / "tests" / "package", project)
    return Warehouse(
        tmp_path / "warehouse",
        project=project,
        environment={
            "DBT_PROFILES_DIR": str(project),
            "AD_METRICS_PROJECT": str(PROJECT),
        },
        without="",
    )


def test_a_consumer_builds_and_uses_the_metrics_in_a_model_of_its_own(consumer):
    consumer.dbt("deps")
    consumer.dbt("seed")
    built = consumer.build()
    assert "warn" not in built.stdout.lower().replace("warn=0", "").replace("0 warnings", "")
    assert consumer.rows("select * from website_ecpm") == [EXPECTED]
    assert consumer.rows("select table_name from duckdb_tables() where comment = 'ours' order by 1") == [
        ("base_ad_events",),
        ("int_ad_events__reach_days",),
    ]
    # Our dashboards are not theirs, and dbt 1 cannot have metrics in a package.
    manifest = json.loads((consumer.folder / "target" / "manifest.json").read_text())
    assert manifest["exposures"] == manifest["metrics"] == {}
    # Nor are the unit tests of our macros: those that ran are of the consumer's own models.
    assert {test["package_name"] for test in manifest["unit_tests"].values()} == {"consumer"}
    published = consumer.ad_metrics("build")
    rate = "select ecpm(revenue, impressions) = 1000 * sum(revenue) / sum(impressions) from fct_delivery"
    assert consumer.rows(rate, published=True) == [(True,)]
    assert "Morning paper" not in published.stdout and "USD" in published.stdout
    assert consumer.rows("select * from website_ecpm", published=True) == [EXPECTED]
    assert consumer.rows("select reason from main_staging.stg_reference__known_outages") == [
        ("a line of our own",)
    ]
    # The clocks go forward at 07:00 UTC; the two hours lie on either side of a midnight at UTC-5.
    assert consumer.rows(
        "select cast(date_day as varchar), impressions, conversions, currency "
        "from campaign_metrics_daily order by 1"
    ) == [("2027-03-13", 701, 0, "USD"), ("2027-03-14", 659, 1, "USD")]
    assert consumer.value("select hours_in_day from dim_dates where date_day = '2027-03-14'") == 23


@pytest.mark.postgres
def test_a_consumer_builds_on_postgres(consumer, postgres):
    consumer.environment |= postgres
    consumer.dbt("deps")
    consumer.dbt("seed", "--target", "postgres")
    consumer.build("--target", "postgres", revive_schema="consumer_openx")
    with (
        connect_postgres(postgres) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("select * from consumer.website_ecpm")
        assert cursor.fetchall() == [EXPECTED]
        cursor.execute("select relname from pg_class where obj_description(oid) = 'ours' order by 1")
        assert cursor.fetchall() == [("base_ad_events",), ("int_ad_events__reach_days",)]
