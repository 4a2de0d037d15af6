"""What a person is told: descriptions where the tables are, what is at stake, and errors with a remedy."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, Warehouse
from dbt.artifacts.schemas.manifest import WritableManifest

from ad_metrics import words
from ad_metrics.duckdb_warehouse import DuckDBWarehouse
from ad_metrics.outcome import Failure, failure_lines


def copied(folder: Path) -> Path:
    """This project in another folder, where a test may change it."""
    kept = shutil.ignore_patterns(".venv*", ".git", "target", "warehouse", "logs", "benchmarks")
    return shutil.copytree(PROJECT, folder, ignore=kept)


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Warehouse:
    """The demo, published."""
    # A process of its own leaves what it compiled beside the warehouse.
    warehouse = Warehouse(tmp_path_factory.mktemp("said"), apart=True)
    warehouse.ad_metrics("build")
    return warehouse


def test_everything_in_the_published_file_has_its_description(published):
    without = published.rows(
        """
        select table_name from duckdb_tables() where trim(coalesce(comment, '')) = ''
        union all
        select view_name from duckdb_views()
        where not internal and trim(coalesce(comment, '')) = ''
        union all
        select table_name || '.' || column_name from duckdb_columns()
        where schema_name = 'main' and not internal and trim(coalesce(comment, '')) = ''
        union all
        select function_name || '()' from duckdb_functions()
        where schema_name = 'main' and not internal and trim(coalesce(comment, '')) = ''
        """,
        published=True,
    )
    assert without == []
    described = dict(
        published.rows("select table_name, comment from duckdb_tables()", published=True)
    )
    # Two that dbt builds as views, one as a table.
    assert described["delivery_daily"].startswith("One row per ")
    assert described["dim_hours"].startswith("One row per ")
    assert described["campaign_metrics"].startswith("One row per campaign")
    functions = dict(
        published.rows(
            "select function_name, comment from duckdb_functions() "
            "where schema_name = 'main' and not internal",
            published=True,
        )
    )
    assert functions["ecpm"] == functions["erpm"] == (
        "What a thousand impressions earn, whatever the campaign is priced by. "
        "Formula: revenue / impressions * 1000. Unit: currency per 1000 impressions. "
        "Null: where impressions is 0 or any part is unknown, never 0 instead."
    )
    assert len(set(functions)) >= 20


def test_every_data_test_says_in_words_what_is_wrong_and_what_to_do(artefacts):
    manifest = WritableManifest.read_and_check_versions(str(artefacts / "manifest.json"))
    tests = [node for node in manifest.nodes.values() if node.resource_type == "test"]
    assert len(tests) > 200
    for test in tests:
        problem, remedy = words.words(test, manifest)
        assert test.description or words.kind_of(test) in words.KINDS, test.name
        assert "{" not in problem and "ref(" not in problem, problem
        # Its name in dbt is for whoever knows dbt.
        assert test.name not in problem and test.unique_id not in problem
        assert len(problem.split()) >= 5, problem
        assert remedy.endswith(".") and len(remedy.split()) >= 8, remedy


def test_the_words_name_the_place_the_columns_and_the_condition(artefacts):
    manifest = WritableManifest.read_and_check_versions(str(artefacts / "manifest.json"))

    def said(name: str) -> tuple[str, str]:
        [test] = [node for node in manifest.nodes.values() if node.name == name]
        return words.words(test, manifest)

    assert said("a_budget_has_a_currency") == (
        "In the seed campaign_targets currency is empty, where budget is not null",
        "Correct these lines of the seed campaign_targets (the file campaign_targets.csv in your seeds "
        "folder), then build again.",
    )
    problem, remedy = said("campaign_metrics_has_one_row_per_campaign_and_currency")
    assert problem == (
        "In the mart campaign_metrics several rows agree in all of campaign_key, currency, which should "
        "tell them apart"
    )
    assert remedy.startswith("Look these rows up in the raw tables and correct what is wrong there.")
    assert said("relationships_campaign_metrics_campaign_key__campaign_key__ref_dim_campaigns_")[0] == (
        "In the mart campaign_metrics campaign_key has values that campaign_key of dim_campaigns does "
        "not have"
    )
    problem, remedy = said("everything_is_reconciled")
    assert problem.startswith("What was read is not what was staged") and "full-refresh" in remedy


def test_a_failing_test_shows_its_rows_in_words(published, tmp_path):
    """Targets that the tests refuse: what a person reads names the seed, the rows and the remedy."""
    project = copied(tmp_path / "project")
    (project / "seeds" / "reference" / "campaign_targets.csv").write_text(
        "campaign_key,booked_impressions,budget,currency,starts_on,ends_on\n"
        "revive:7,250000,1000.5,,2026-10-21,2026-10-31\n"
        "revive:8,,,EUR,2026-10-21,2026-10-31\n"
        "revive:9,70,,,2026-10-31,2026-10-21\n"
    )
    warehouse = Warehouse(tmp_path / "warehouse", project, apart=True)
    done = warehouse.ad_metrics("build", check=False)
    assert done.returncode == 4, done.stderr
    printed = done.stderr[done.stderr.index("The raw tables were refused.") :].splitlines()
    at = printed.index("  In the seed campaign_targets currency is empty, where budget is not null: 1 row.")
    assert printed[at + 1].startswith("    for instance ") and "campaign_key: revive:7" in printed[at + 1]
    assert "budget: 1000.500000000" in printed[at + 1] and "currency: (empty)" in printed[at + 1]
    assert printed[at + 2] == (
        "    what to do: Correct these lines of the seed campaign_targets (the file campaign_targets.csv "
        "in your seeds folder), then build again."
    )
    assert printed[at + 3].startswith("    query: ")
    assert printed[at + 4] == "    name in dbt: a_budget_has_a_currency"
    text = "\n".join(printed)
    assert "booked_impressions is empty, where budget is null: 1 row." in text
    assert "ends_on is before starts_on, or one of them is empty: 1 row." in text
    assert "Traceback" not in done.stderr
    # The monitor's answer has the same, as data.
    failed = json.loads(warehouse.ad_metrics("status", "--json", check=False).stdout)["last_failed"]
    by_name = {failure["node"]: failure for failure in failed["failures"]}
    [row] = by_name["a_budget_has_a_currency"]["examples"]
    assert (row["campaign_key"], row["currency"]) == ("revive:7", None)


@pytest.mark.parametrize(
    ("change", "problem", "instance"),
    [
        (
            "update campaign_metrics set campaign_key = 'revive:777' where campaign_key = 'revive:3'",
            "In the mart campaign_metrics campaign_key has values that campaign_key of dim_campaigns does "
            "not have: 1 row.",
            "for instance campaign_key: revive:777",
        ),
        (
            "update campaign_metrics set campaign_key = null where campaign_key = 'revive:3'",
            "In the mart campaign_metrics campaign_key is empty: 1 row.",
            "for instance campaign_key: (empty), ",
        ),
        (
            "insert into dim_campaigns from dim_campaigns where campaign_key = 'revive:3'",
            "In the mart dim_campaigns campaign_key has one value in several rows: 1 row.",
            "for instance campaign_key: revive:3, rows: 2",
        ),
        (
            "update campaign_metrics set impressions = impressions + 13 where campaign_key = 'revive:3'",
            "A mart's totals are not those of the facts, so delivery was lost or counted twice on the way",
            "campaign_metrics",
        ),
    ],
)
def test_what_a_failed_test_of_a_mart_finds_is_shown(
    published, tmp_path, change, problem, instance
):
    """A mart that somebody changed by hand: each of its tests, as dbt compiled it, is put in words."""
    file = tmp_path / published.file.name
    shutil.copy(published.file, file)
    with duckdb.connect(str(file)) as connection:
        connection.execute(change)
    manifest = WritableManifest.read_and_check_versions(str(published.folder / "target/manifest.json"))
    place = DuckDBWarehouse(file)
    told = []
    for test in manifest.nodes.values():
        compiled = Path(test.compiled_path) if getattr(test, "compiled_path", None) else None
        if test.resource_type != "test" or ("marts" not in test.fqn and words.kind_of(test)):
            continue
        test.compiled_code = compiled.read_text()
        if found := words.examples(test, place.ask_built):
            said = words.words(test, manifest)[0]
            told += [Failure(test.name, f"{said}: {len(found)} row.", examples=found).__dict__]
    text = "\n".join(failure_lines(told))
    assert problem in text and instance in text, text
