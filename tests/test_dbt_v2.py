"""dbt 2, as far as it can be installed, reads the project without an error and builds the same marts."""

import hashlib
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, Warehouse
from environments import environment
from test_package import EXPECTED

pytestmark = pytest.mark.dbt_v2

# This dbt brings no DuckDB and loads one from its maker's servers; npm has the same library.
DRIVER = "@duckdb/node-bindings-linux-x64@1.5.6-r.1"
DRIVER_SHA256 = "1b9f82478539bb9a1d1df44bd103121a12ae52142c07158dc52b97d2ec1d69ff"
MANIFEST = """manifest_version = 1
name = "DuckDB"

[Driver]
entrypoint = "duckdb_adbc_init"
shared = {{linux_amd64 = "{library}"}}
"""

SPEND = "{spend_path: examples/spend, reporting_currency: EUR}"
# What is said of every project with metrics on a machine without an account at dbt's maker.
NO_ACCOUNT = "DBT_ENGINE_NO_WARN_SEMANTIC_MANIFEST_VALIDATION"


def driver(folder: Path) -> Path:
    """The folder that tells dbt where DuckDB is."""
    if not (folder / "duckdb.toml").exists():
        folder.mkdir(exist_ok=True)
        subprocess.run(["npm", "pack", DRIVER], cwd=folder, check=True, capture_output=True, text=True)
        [archive] = folder.glob("*.tgz")
        assert hashlib.sha256(archive.read_bytes()).hexdigest() == DRIVER_SHA256, f"{archive} is another file"
        with tarfile.open(archive) as files:
            files.extract("package/libduckdb.so", folder)
        archive.unlink()
        library = folder / "package" / "libduckdb.so"
        (folder / "duckdb.toml").write_text(MANIFEST.format(library=library))
    return folder


@pytest.fixture(scope="session")
def dbt_2():
    """Runs dbt 2 in a project, on a warehouse in a folder."""
    try:
        programs = environment("dbt_v2", PROJECT / "requirements-v2.lock")
        drivers = driver(programs.parent / "driver")
    except (OSError, subprocess.CalledProcessError) as error:
        why = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1]
        pytest.skip(f"dbt 2 or its DuckDB cannot be installed here: {why}")

    def run(warehouse: Path, *arguments: str, project: Path = PROJECT, profiles: Path = PROJECT / "profiles"):
        variables = {
            "ADBC_DRIVER_PATH": str(drivers),
            "AD_METRICS_PROJECT": str(PROJECT),
            "AD_METRICS_WAREHOUSE": str(warehouse),
            "DBT_PROFILES_DIR": str(profiles),
            "DBT_TARGET_PATH": str(warehouse / "target"),
            "DBT_LOG_PATH": str(warehouse / "logs"),
            NO_ACCOUNT: "1",
        }
        warehouse.mkdir(exist_ok=True)
        done = subprocess.run(
            [programs / "dbt", *arguments],
            cwd=project, env={**os.environ, **variables}, capture_output=True, text=True,
        )  # fmt: skip
        printed = done.stdout + done.stderr
        assert done.returncode == 0, printed
        assert "[error]" not in printed and "[warning]" not in printed, printed
        return printed

    return run


def test_the_project_parses_without_an_error_or_a_warning(dbt_2, tmp_path):
    assert "dbt-fusion 2." in dbt_2(tmp_path / "warehouse", "parse")


@pytest.mark.parametrize("variables", [None, SPEND], ids=["demo", "spend"])
def test_every_mart_is_the_same_as_by_dbt_1(variables, dbt_2, tmp_path):
    options = ["--vars", variables] if variables else []
    by_dbt_1 = Warehouse(tmp_path / "by_dbt_1")
    by_dbt_1.dbt("seed", *options)
    by_dbt_1.build(*options)
    by_dbt_2 = tmp_path / "by_dbt_2"
    dbt_2(by_dbt_2, "seed", *options)
    expected = marts(by_dbt_1.file)
    assert len(expected) >= 20 and expected["fct_delivery"][1]
    # Incremental models make their tables the first time, and restate days after that.
    for _ in range(2):
        dbt_2(by_dbt_2, "build", "--exclude", "resource_type:seed", *options)
        found = marts(by_dbt_2 / "ad_metrics.duckdb")
        assert found.keys() == expected.keys()
        for mart in expected:
            assert found[mart] == expected[mart], mart


def test_a_consumer_builds_and_uses_the_metrics_in_a_model_of_its_own(dbt_2, tmp_path):
    project, warehouse = tmp_path / "consumer", tmp_path / "warehouse"
    shutil.copytree(PROJECT / "tests" / "package", project)
    # This dbt finds what it installed from there, but not under a name that a variable gives.
    (project / "packages.yml").write_text(f"packages:\n  - local: {PROJECT}\n")
    for command in (["deps"], ["seed"], ["build", "--exclude", "resource_type:seed"]):
        dbt_2(warehouse, *command, project=project, profiles=project)
    with duckdb.connect(str(warehouse / "ad_metrics.duckdb"), read_only=True) as connection:
        websites = "select * from main_ad_metrics.website_ecpm where website_name = 'Morning paper'"
        assert connection.execute(websites).fetchall() == EXPECTED


def marts(file: Path) -> dict:
    """Every table and view that readers see: its columns with their types, and its rows."""
    answer = {}
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'main'"
        )
        for (table,) in tables.fetchall():
            answer[table] = [
                sorted(connection.execute(query).fetchall(), key=repr)
                for query in (f"describe {table}", f"select * from {table}")
            ]
    return answer
