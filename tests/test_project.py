"""The project itself: no deprecation, everything described, nothing that belongs to one machine."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace

import duckdb
import pytest
import yaml
from conftest import PROJECT
from extracts import extract

from ad_metrics.duckdb_warehouse import STORAGE_VERSION

# dbt checks YAML against its schemas for a few warehouses only; dbt v2 does for all.
STRICT = """
import sys
from decimal import Decimal
from pathlib import Path
from dbt.cli.main import dbtRunner
from dbt.jsonschemas import jsonschemas

jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS.add("duckdb")
seen = []
runner = dbtRunner(callbacks=[lambda event: seen.append((event.info.name, event.info.msg))])
result = runner.invoke([
    "--no-partial-parse", "--show-all-deprecations", "parse", "--project-dir", sys.argv[1]
])
problems = [message for name, message in seen if "Deprecat" in name or "Warn" in name]
print("\\n".join(problems))
sys.exit(bool(problems) or not result.success)
"""


def strict_parse(project, target):

    return subprocess.run(
        [sys.executable, "-c", STRICT, str(project)],
        cwd=project,
        env={
            **os.environ,
            "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
            "DBT_TARGET_PATH": str(target),
            "DBT_LOG_PATH": str(target),
        },
        capture_output=True,
        text=True,
    )


def test_nothing_is_deprecated_under_dbts_own_schema_checks(tmp_path):
    jsonschemas = pytest.importorskip("dbt.jsonschemas.jsonschemas")
    assert "snowflake" in jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS, "dbt has moved its switch"
    result = strict_parse(PROJECT, tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_strict_check_sees_a_deprecation(tmp_path):
    project = tmp_path / "project"
    (project / "models").mkdir(parents=True)
    (project / "dbt_project.yml").write_text("name: bad\nprofile: ad_metrics\nconfig-version: 2\n")
    (project / "models" / "one.sql").write_text("select 1 as id")
    (project / "models" / "one.yml").write_text("models:\n  - name: one\n    meta: {owner: me}\n")
    assert strict_parse(project, tmp_path / "target").returncode == 1


def test_a_build_prints_no_warning(demo):
    # dbt 1 describes the metrics in a file of its own too, whose format has no words for sums over time;
    # dbt_project.yml cannot silence that, as dbt 2 stops at a warning's name that it does not know.
    known = '{"silence": ["MFConverterIssue"]}'
    options = ("--exclude", "resource_type:seed", "--no-partial-parse", "--warn-error-options", known)
    # Some warnings are given once a process.
    printed = replace(demo, apart=True).dbt("build", *options).stdout
    assert "WARN=0 ERROR=0 SKIP=0" in printed
    assert not re.search(r"\[WARNING\]|deprecat", printed, re.IGNORECASE)


def test_dbt_builds_in_the_storage_format_that_is_published():
    profiles = yaml.safe_load((PROJECT / "profiles" / "profiles.yml").read_text())
    targets = profiles["ad_metrics"]["outputs"].values()
    formats = [target["config_options"] for target in targets if target["type"] == "duckdb"]
    assert formats == [{"storage_compatibility_version": STORAGE_VERSION}] * 3


@pytest.fixture(scope="module")
def manifest(artefacts):
    return json.loads((artefacts / "manifest.json").read_text())


def marts(manifest):
    return [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1:-1] == ["marts"]
    ]


def test_every_mart_has_a_contract_a_grain_and_every_column_described(manifest, demo):
    assert len(marts(manifest)) >= 20
    for mart in marts(manifest):
        assert mart["contract"]["enforced"], mart["name"]
        assert mart["description"].startswith("One row per "), mart["name"]
        built = {
            name
            for (name,) in demo.rows(
                "select column_name from information_schema.columns "
                "where table_schema = 'main' and table_name = ?",
                mart["name"],
            )
        }
        described = {name for name, column in mart["columns"].items() if column["description"]}
        assert described == built, mart["name"]


def test_every_model_and_source_is_described(manifest):
    for node in [*manifest["nodes"].values(), *manifest["sources"].values()]:
        if node["package_name"] == "ad_metrics" and node["resource_type"] in ("model", "source", "snapshot"):
            assert node["description"].strip(), node["unique_id"]


def test_every_macro_is_described_with_its_arguments(manifest):
    for macro in manifest["macros"].values():
        if macro["package_name"] != "ad_metrics" or "__" in macro["name"] or macro["name"][0] == "_":
            continue
        if macro["name"].startswith("test_"):
            continue
        assert macro["description"], macro["name"]
        for argument in macro["arguments"]:
            # dbt 1 gives it every materialization; dbt 2 warns of its description.
            if argument["name"] == "supported_languages":
                continue
            assert argument["type"], (macro["name"], argument["name"])
            assert argument["description"], (macro["name"], argument["name"])


def test_every_metric_is_a_macro_of_its_own_with_a_docs_block(manifest):
    files = {path.stem for path in (PROJECT / "macros" / "metrics").glob("*.sql")}
    metrics = files - {"measures", "rates"}
    assert len(metrics) == 32
    for metric in metrics:
        assert f"macro.ad_metrics.{metric}" in manifest["macros"]
        block = manifest["docs"][f"doc.ad_metrics.{metric}"]["block_contents"]
        for heading in ("- Formula:", "- Unit:", "- Null:", "- Aggregation:", "- Source:"):
            assert heading in block, (metric, heading)


def test_models_read_vars_through_the_checking_macro_only():
    for folder in ("models", "macros", "tests", "analyses", "snapshots"):
        for path in (PROJECT / folder).rglob("*.sql"):
            if path.name != "setting.sql" and "tests/package" not in str(path):
                assert not re.search(r"\b(env_)?var\(", path.read_text()), path


# What another project may write anew is dispatched, too. Files of events are still a helper.
DISPATCHED = {"macros/sources/ad_events/is_invalid_traffic.sql", "macros/helpers/event_files.sql"}


def test_engine_specific_sql_is_in_the_engine_folder_only():
    for folder in ("models", "macros", "tests/generic"):
        for path in (PROJECT / folder).rglob("*.sql"):
            name = str(path.relative_to(PROJECT))
            if not name.startswith("macros/engine/") and name not in DISPATCHED:
                text = path.read_text()
                assert "adapter.dispatch" not in text, path
                assert not re.search(r"read_csv|read_parquet|at time zone|qualify|try_cast|::", text), path


def test_the_engine_folder_calls_nothing_above_it(manifest):
    of_engine = {
        unique_id
        for unique_id, macro in manifest["macros"].items()
        if macro["package_name"] == "ad_metrics" and macro["path"].startswith("macros/engine/")
    }
    assert len(of_engine) > 150
    for unique_id in of_engine:
        macro = manifest["macros"][unique_id]
        sql = macro["macro_sql"]
        assert not re.search(r"ref\('(ad_metrics', ')?\w+'\)", sql), unique_id
        called = {f"macro.ad_metrics.{name}" for name in re.findall(r"ad_metrics\.(\w+)", sql)}
        assert called <= of_engine, (unique_id, called - of_engine)


def test_macros_that_begin_with_an_underscore_are_called_in_their_folder_only():
    folders = {}
    calls = []
    for path in (PROJECT / "macros").rglob("*.sql"):
        text, folder = path.read_text(), path.relative_to(PROJECT / "macros").parts[0]
        folders.update(dict.fromkeys(re.findall(r"macro (_\w+)\(", text), folder))
        # How files of events are asked for their days.
        if path.name not in ("event_files.sql", "event_file_days.sql"):
            calls += [(str(path), folder, name) for name in re.findall(r"ad_metrics\.(_\w+)", text)]
    for path in (PROJECT / "models").rglob("*.sql"):
        calls += [(str(path), "models", name) for name in re.findall(r"ad_metrics\.(_\w+)", path.read_text())]
    assert len(calls) > 150
    assert [call for call in calls if folders.get(call[2]) != call[1]] == []


def test_the_lock_names_no_index_and_hashes_everything():
    lock = (PROJECT / "requirements.lock").read_text()
    servers = (PROJECT / "requirements-servers.lock").read_text()
    assert not re.search(r"https?:|file:|--index|--find", lock + servers)
    assert re.findall(r"^[a-z-]+==1\.5\.5 \\\n    --hash=sha256:", servers, re.MULTILINE) == [
        f"{name}==1.5.5 \\\n    --hash=sha256:"
        for name in ("duckdb-extension-mysql", "duckdb-extension-postgres", "duckdb-extensions")
    ]
    assert "dbt-core-experimental-parser" not in lock
    packages = re.findall(r"^[a-z0-9-]+==", lock, re.MULTILINE)
    assert len(packages) > 50
    assert all("--hash=sha256:" in block for block in re.split(r"^(?=[a-z0-9-]+==)", lock, flags=re.M)[1:])
    for pin in ("dbt-core==1.12.6", "dbt-duckdb==1.11.1", "duckdb==1.5.5"):
        assert pin in lock


def test_make_says_in_one_line_which_python_it_needs():
    result = subprocess.run(
        ["make", "env", "PYTHON=/bin/false", "BIN=/nowhere"],
        cwd=PROJECT, capture_output=True, text=True,
        # A make that runs the tests would tell this one what to do.
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
    )  # fmt: skip
    assert result.returncode != 0
    assert result.stderr.splitlines()[0].startswith("ad_metrics needs Python 3.11 or newer")


def test_readme_lists_every_var():
    readme = (PROJECT / "README.md").read_text()
    names = re.findall(r"^        '(\w+)': ", (PROJECT / "macros/helpers/setting.sql").read_text(), re.M)
    assert len(set(names)) >= 5
    for name in names:
        assert f"`{name}`" in readme, name


PRIVATE = [
    "server_raw_ip", "viewer_id", "viewer_session_id", "tracker_ip_address", "connection_ip_address",
    "tracker_host_name", "tracker_user_agent", "tracker_query", "tracker_referer", "comments",
]  # fmt: skip


def test_nothing_about_a_viewer_leaves_the_raw_table(new_warehouse, tmp_path):
    canaries = ", ".join(f"'canary-{name}' as {name}" for name in PRIVATE)
    folder = extract(
        tmp_path / "extract",
        data_intermediate_ad_connection=f"""
            select {canaries}, * replace (
                case data_intermediate_ad_connection_id when '7' then 'x' else tracker_id end
                    as tracker_id)
            from data_intermediate_ad_connection
        """,
    )
    new_warehouse.build("--exclude-resource-type", "test", "unit_test", revive_path=str(folder))
    assert new_warehouse.rows("select raw_key from rejected_rows") == [("7",)]
    for schema, table in new_warehouse.rows("select table_schema, table_name from information_schema.tables"):
        found = f"select count(*) from {schema}.{table} as row where cast(row as varchar) like '%canary-%'"
        assert new_warehouse.value(found) == 0, (schema, table)


def test_a_view_takes_the_place_of_what_was_there_only_if_it_can_be_made(empty, tmp_path):
    warehouse = empty.copy(tmp_path / "warehouse")
    place = "main_intermediate.int_campaign_rates"
    with duckdb.connect(str(warehouse.file)) as connection:
        connection.execute("create schema main_history; create schema main_intermediate")
        connection.execute(f"create table {place} as select 7 as old")
        connection.execute(
            "create table main_history.campaign_rates (campaign_key varchar, pricing_model varchar,"
            " source_updated_at timestamp, dbt_valid_from timestamp, dbt_valid_to timestamp)"
        )
    run = ("run", "--select", "int_campaign_rates")
    there = (
        "select table_name, table_type from information_schema.tables "
        "where table_schema = 'main_intermediate'"
    )
    assert "rate" in warehouse.dbt(*run, check=False).stdout
    assert warehouse.rows(there) == [("int_campaign_rates", "BASE TABLE")]
    assert warehouse.rows(f"from {place}") == [(7,)]
    with duckdb.connect(str(warehouse.file)) as connection:
        connection.execute("alter table main_history.campaign_rates add column rate decimal(18, 6)")
    for _ in range(2):
        warehouse.dbt(*run)
        assert warehouse.rows(there) == [("int_campaign_rates", "VIEW")]
        assert warehouse.rows(f"from {place}") == []
