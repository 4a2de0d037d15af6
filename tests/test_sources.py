"""A source is a plug: nothing outside its folders names it, and one that is off leaves nothing."""

import re
from pathlib import Path

import pytest
from conftest import PROJECT, Warehouse, connect_postgres
from extracts import extract
from spend_rows import spend, write

SOURCES = ("revive", "ad_events", "marketing_spend", "exchange_rates")
# What is a source's own, and the list of sources.
OWN = [f"models/staging/{source}/" for source in SOURCES] + [
    f"macros/sources/{source}/" for source in SOURCES
] + ["macros/sources/known_sources.sql"]  # fmt: skip
# Where nothing may name a source: models, macros, snapshots, analyses, tests that run in users' projects, the
# Python command and the dashboards.
FOLDERS = ("models", "macros", "snapshots", "analyses", "tests/generic", "ad_metrics", "bi")
KINDS = (".sql", ".yml", ".yaml", ".py")


def files() -> list[Path]:
    found = [file for folder in FOLDERS for file in (PROJECT / folder).rglob("*") if file.suffix in KINDS]
    return [*found, *(PROJECT / "tests").glob("*.sql")]


def test_nothing_outside_its_folders_names_a_source():
    names = "|".join(SOURCES[:3])
    model = rf"(base|stg|int)_({names})(__\w+)?|({names})__\w+"
    literal = re.compile(rf"""['"]({names})['"]|ref\((['"]ad_metrics['"], )?['"]({model})['"]\)""")
    unit_tests = re.compile(r"^unit_tests:.*", re.DOTALL | re.MULTILINE)
    for file in files():
        name = str(file.relative_to(PROJECT))
        if name.startswith(tuple(OWN)):
            continue
        # Unit tests run in this project only, and have rows of some source or other.
        text = unit_tests.sub("", file.read_text())
        assert not literal.search(text), (name, literal.search(text))


@pytest.fixture
def both(empty, tmp_path):
    """A warehouse with an ad server's delivery and a platform's spend, and what brings them."""
    warehouse = empty.copy(tmp_path / "warehouse")
    write(tmp_path / "spend" / "spend.csv", [spend("2026-10-22", investment="17.31", impressions="1009")])
    variables = {"revive_path": str(extract(tmp_path / "revive")), "spend_path": str(tmp_path / "spend")}
    warehouse.build("--exclude-resource-type", "test", "unit_test", **variables)
    return warehouse, variables


FACTS = "select source, count(*), sum(impressions) from fct_delivery group by 1 order by 1"
REVIVE = ("revive", 8581, 7160250)
SPEND = ("marketing_spend", 1, 1009)


def test_a_source_that_is_off_stops_the_build_until_its_delivery_is_let_go(both):
    warehouse, variables = both
    assert warehouse.rows(FACTS) == [SPEND, REVIVE]
    only = ("--exclude-resource-type", "test", "unit_test")
    for refresh in ((), ("--full-refresh",)):
        refused = warehouse.build(*only, *refresh, check=False, spend_path=variables["spend_path"])
        said = " ".join(refused.stdout.split())
        assert refused.returncode != 0
        assert (
            "The source revive is off, and this warehouse has delivery of it: 11 days from 2026-10-22 to "
            "2026-11-01, read from the file "
        ) in said
        assert "Nothing was changed. Put it back: set the var revive_path." in said
        assert "dbt run-operation forget --args '{source: revive}'" in said
        assert warehouse.rows(FACTS) == [SPEND, REVIVE]
    # Nobody lets go of a source that is on, or that is not there, by accident.
    for source, reason in (("revive", "is on, so the next build would"), ("nowhere", "has no delivery of a")):
        kept = warehouse.dbt(
            "run-operation", "forget", "--args", repr({"source": source}), "--vars", repr(variables),
            check=False,
        )  # fmt: skip
        assert kept.returncode != 0 and reason in " ".join(kept.stdout.split())
    spend_only = {"spend_path": variables["spend_path"]}
    warehouse.dbt("run-operation", "forget", "--args", "{source: revive}", "--vars", repr(spend_only))
    warehouse.build("--exclude-resource-type", "unit_test", **spend_only)
    assert warehouse.rows(FACTS) == [SPEND]
    assert warehouse.rows("select distinct source from campaign_metrics_daily") == [("marketing_spend",)]
    # It comes back whole.
    warehouse.build("--exclude-resource-type", "unit_test", **variables)
    assert warehouse.rows(FACTS) == [SPEND, REVIVE]


def test_a_mart_that_no_source_tells_anything_of_is_not_there(demo):
    marts = {name for (name,) in demo.rows("select table_name from information_schema.tables")}
    assert "provisional_delivery" in marts
    assert not marts & {
        "reach_metrics", "reach_metrics_daily", "invalid_traffic_daily", "conversion_metrics_daily"
    }  # fmt: skip
    assert not [name for name in marts if "event" in name or "spend" in name or "google" in name]


@pytest.mark.parametrize("source", ["revive", "spend"])
def test_the_former_vars_are_refused_with_the_new_form(source, new_warehouse):
    variables = {f"{source}_schema": "raw_ads"}
    refused = new_warehouse.dbt("parse", "--no-partial-parse", "--vars", repr(variables), check=False)
    assert refused.returncode != 0
    assert (
        f"The var {source}_schema is gone. Write {source}_path: 'schema:raw_ads' instead of "
        f"{source}_schema: raw_ads."
    ) in " ".join(refused.stdout.split())


@pytest.mark.postgres
def test_a_source_is_let_go_on_postgres(postgres, tmp_path):
    warehouse = Warehouse(tmp_path, environment={**postgres, "AD_METRICS_POSTGRES_SCHEMA": "let_go"})
    to_postgres = ("--target", "postgres")
    warehouse.dbt("seed", *to_postgres)
    warehouse.dbt("build", *to_postgres, "--select", "+fct_delivery", "--exclude-resource-type", "test")
    # Nothing of it is on any more: a log of events is.
    forget = ("run-operation", "forget", *to_postgres, "--vars", "{events_path: 'schema:nowhere'}")
    warehouse.dbt(*forget, "--args", "{source: revive}")
    with connect_postgres(postgres, "let_go") as connection, connection.cursor() as cursor:
        cursor.execute(
            "select (select count(*) from fct_delivery), count(*) from let_go_intermediate.fact_days"
        )
        assert cursor.fetchone() == (0, 0)
    connection.close()
    again = warehouse.dbt(*forget, "--args", "{source: revive}", check=False)
    assert again.returncode != 0 and "This warehouse has no delivery of a source revive" in again.stdout
