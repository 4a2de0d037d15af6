"""The project works as a dbt package in a project of a user's own, on its own raw schema."""

import json
import re
import shutil
from decimal import Decimal

import pytest
from conftest import PROJECT, Warehouse, connect_postgres
from event_rows import event, write_events

PACKAGE = PROJECT / "tests" / "package"
EXPECTED = [("Morning paper", 1360, 1000 * 3.70 / 1360)]
# Of a source that the user brings: spring is 2.375 for a thousand of 2,751 impressions, autumn 0.31 for each
# of 12 clicks.
OF_MY_SERVER = [
    ("autumn", "cpc", 690, 12, Decimal("3.720000000"), 1000 * 3.72 / 690),
    ("spring", "cpm", 2751, 11, Decimal("6.533625000"), 2.375),
]


@pytest.fixture
def consumer(tmp_path):
    project = tmp_path / "consumer"
    shutil.copytree(PACKAGE, project)
    return Warehouse(
        tmp_path / "warehouse",
        project=project,
        environment={
            "DBT_PROFILES_DIR": str(project),
            "AD_METRICS_PROJECT": str(PROJECT),
        },
        without="",
    )


@pytest.fixture
def seeded(consumer):
    consumer.dbt("deps")
    consumer.dbt("seed")
    return consumer


def test_a_consumer_builds_and_uses_the_metrics_in_a_model_of_its_own(seeded):
    built = seeded.build()
    assert "warn" not in built.stdout.lower().replace("warn=0", "").replace("0 warnings", "")
    marts = "main_ad_metrics"
    websites = f"select * from {marts}.website_ecpm where website_name = 'Morning paper'"
    assert seeded.rows(websites) == EXPECTED
    # Beside a model of the user's that has the name of one of ours.
    assert seeded.value("select count(*) from main.dim_dates") == 1
    assert seeded.value(f"select count(*) from {marts}.dim_dates") == 365
    # Our dashboards are not theirs, and dbt 1 cannot have metrics in a package.
    manifest = json.loads((seeded.folder / "target" / "manifest.json").read_text())
    assert manifest["exposures"] == manifest["metrics"] == {}
    # Nor are the unit tests of our macros: those that ran are of the consumer's own models.
    assert {test["package_name"] for test in manifest["unit_tests"].values()} == {"consumer"}
    published = seeded.ad_metrics("build")
    rate = (
        f"select {marts}.ecpm(revenue, impressions) = 1000 * sum(revenue) / sum(impressions) "
        f"from {marts}.fct_delivery"
    )
    assert seeded.rows(rate, published=True) == [(True,)]
    assert "Morning paper" not in published.stdout and "USD" in published.stdout
    assert seeded.rows(websites, published=True) == EXPECTED
    assert seeded.rows("select reason from main_reference.known_outages") == [("a line of our own",)]
    # The clocks go forward at 07:00 UTC; the two hours lie on either side of a midnight at UTC-5.
    assert seeded.rows(
        "select cast(date_day as varchar), impressions, conversions, currency "
        f"from {marts}.campaign_metrics_daily where source = 'revive' order by 1"
    ) == [("2027-03-13", 701, 0, "USD"), ("2027-03-14", 659, 1, "USD")]
    hours = f"select hours_in_day from {marts}.dim_dates where date_day = '2027-03-14'"
    assert seeded.value(hours) == 23


def test_a_source_of_the_users_own_is_priced_and_reconciled(seeded):
    """What it tells is in every mart, and what it does not tell is null; its bad row is told."""
    variables = {"more_sources": [{"my_server": ["rejected"]}], "revive_path": None}
    seeded.build("--exclude-resource-type", "unit_test", "--vars", json.dumps(variables))
    of_mine = "from main_ad_metrics.{} where source = 'my_server'"
    assert seeded.rows(
        "select campaign_id, pricing_model, impressions, clicks, revenue, ecpm "
        + of_mine.format("campaign_metrics") + " order by 1"
    ) == OF_MY_SERVER  # fmt: skip
    assert seeded.rows(
        "select raw_table, measure, raw_total, staged_total, rejected_total, fct_delivery_total, "
        "is_reconciled "
        + of_mine.format("reconciliation") + " order by 1, 2"
    ) == [
        ("campaigns", "rows", 2, 2, 0, None, True),
        ("report", "clicks", 23, 23, 0, 23, True),
        ("report", "impressions", 3441, 3441, 0, 3441, True),
        ("report", "rows", 10, 9, 1, None, True),
    ]  # fmt: skip
    assert seeded.rows("select raw_key, rejected_because " + of_mine.format("rejected_rows")) == [
        (
            "2027-03-14 12:00:00|autumn|a2|sport",
            "impressions is not a whole number of 0 or more (correct it at the source)",
        )
    ]
    assert seeded.rows(
        "select distinct side, requests, conversions, booked_revenue " + of_mine.format("fct_delivery")
    ) == [("sold", None, None, None)]
    assert seeded.rows("select advertiser_name " + of_mine.format("dim_advertisers")) == [("Cobalt Coffee",)]
    # Nothing of a source that is off.
    assert (
        seeded.value("select count(*) from information_schema.tables where table_name like '%revive%'") == 0
    )


def test_a_changed_row_of_the_users_source_restates_its_day(seeded):
    variables = ("--exclude-resource-type", "unit_test", "--vars", json.dumps({"revive_path": None}))
    seeded.build(*variables)
    report = seeded.project / "seeds" / "my_server" / "report.csv"
    report.write_text(report.read_text().replace("sport,997,5", "sport,1997,5"))
    seeded.dbt("seed")
    seeded.build(*variables)
    assert seeded.rows(
        "select cast(utc_day as varchar), reason from main_intermediate.int_restated_days order by 1"
    ) == [("2027-03-13", "recent"), ("2027-03-14", "changed")]
    assert seeded.value(
        "select revenue from main_ad_metrics.campaign_metrics where campaign_key = 'my_server:spring'"
    ) == Decimal("8.908625000")


@pytest.mark.parametrize(
    ("more_sources", "said"),
    [
        ("my_server", "It must be a list of names such as my_server"),
        (["revive"], "is none of this package's own: revive, ad_events, marketing_spend"),
        (["My server"], "A name has small letters, digits and underscores"),
        ([{"my_server": ["clicks"]}], "There is no output 'clicks'"),
    ],
)
def test_a_source_that_cannot_be_is_refused(more_sources, said, new_warehouse):
    variables = repr({"more_sources": more_sources})
    refused = new_warehouse.dbt("parse", "--no-partial-parse", "--vars", variables, check=False)
    assert refused.returncode != 0 and said in " ".join(refused.stdout.split())


@pytest.mark.parametrize("source", ["revive", "spend"])
def test_a_consumer_has_nothing_but_what_its_source_needs(source, seeded):
    """At most 60 tables and views, and 150 nodes of dbt, of this package."""
    path = {"revive": "schema:main_openx", "spend": str(PROJECT / "examples" / "spend")}
    variables = {"revive_path": None, "more_sources": [], f"{source}_path": path[source]}
    arguments = ("--vars", json.dumps(variables))
    seeded.dbt("seed", "--select", "package:ad_metrics", *arguments)
    seeded.build("--select", "package:ad_metrics", "dim_dates", *arguments)
    relations = seeded.value(
        "select count(*) from information_schema.tables "
        "where table_schema not in ('main', 'main_openx', 'main_my_server')"
    )
    manifest = json.loads((seeded.folder / "target" / "manifest.json").read_text())
    nodes = [
        node["resource_type"] for node in manifest["nodes"].values()
        if node["package_name"] == "ad_metrics" and node["config"].get("enabled", True)
        and node["resource_type"] in ("model", "test", "seed", "snapshot")
    ]  # fmt: skip
    assert relations <= 60 and len(nodes) <= 150, (relations, len(nodes))


def test_tables_made_in_a_way_of_the_packages_own_run_hooks(seeded, tmp_path):
    log = tmp_path / "log"
    write_events(log / "impressions", "day", [event(), event("2026-10-23 11:00:00")])
    seeded.build("--exclude-resource-type", "unit_test", "--vars", json.dumps({"events_path": str(log)}))
    assert seeded.rows("select table_name from duckdb_tables() where comment = 'ours' order by 1") == [
        ("base_ad_events",),
        ("int_ad_events__reach_days",),
    ]


def test_the_page_shows_the_source_that_is_tested():
    """Every file that "Add an ad server" has one write is, word for word, the one that is built here."""
    page = PROJECT / "docs" / "add_an_ad_server.md"
    shown = re.findall(r"`(models/my_server/\S+)`:?\n\n```\w+\n(.*?)```", page.read_text(), re.DOTALL)
    assert {name for name, _ in shown} == {
        str(file.relative_to(PACKAGE)) for file in (PACKAGE / "models" / "my_server").iterdir()
    }
    for name, text in shown:
        assert text == (PACKAGE / name).read_text(), name


@pytest.mark.postgres
def test_a_consumer_builds_on_postgres(consumer, postgres):
    consumer.environment |= postgres
    consumer.dbt("deps")
    consumer.dbt("seed", "--target", "postgres")
    consumer.build("--target", "postgres", revive_path="schema:consumer_openx")
    with (
        connect_postgres(postgres) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("select * from consumer_ad_metrics.website_ecpm where website_name = 'Morning paper'")
        assert cursor.fetchall() == EXPECTED
        cursor.execute(
            "select campaign_id, pricing_model, impressions, clicks, revenue, ecpm "
            "from consumer_ad_metrics.campaign_metrics where source = 'my_server' order by 1"
        )
        assert cursor.fetchall() == OF_MY_SERVER
