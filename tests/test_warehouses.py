"""The project compiles for warehouses that are not here, to SQL that has nothing which they lack."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT
from environments import environment
from same_numbers import on_duckdb as on_duckdb

FOLDER = PROJECT / "tests" / "warehouses"
sys.path.insert(0, str(FOLDER))
from lint import lacking  # noqa: E402

pytestmark = pytest.mark.warehouses

WAREHOUSES = ["bigquery", "databricks", "redshift", "snowflake", "trino"]
# Every source is on, so that the SQL of each is looked at.
VARIABLES = (
    "{revive_path: 'schema:raw', events_path: 'schema:raw', spend_path: 'schema:raw', "
    "reporting_currency: EUR}"
)


@pytest.fixture(scope="session")
def compiled(on_duckdb, tmp_path_factory) -> dict[str, Path]:
    """The folder with the SQL for each warehouse."""
    programs = environment("warehouses", PROJECT / "requirements-warehouses.lock")
    folder = tmp_path_factory.mktemp("warehouses")
    (folder / "tables.json").write_text(json.dumps(tables(on_duckdb[0].file)))

    def compile_for(warehouse: str) -> Path:
        command = [programs / "python", FOLDER / "compile.py", warehouse, folder / "tables.json"]
        done = subprocess.run(
            [*command, folder / warehouse, "--vars", VARIABLES],
            cwd=PROJECT,
            env={**os.environ, "DBT_PROFILES_DIR": str(FOLDER), "DBT_LOG_PATH": str(folder / warehouse)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{warehouse}: {done.stdout}\n{done.stderr}"
        return folder / warehouse

    with ThreadPoolExecutor(2) as threads:
        return dict(zip(WAREHOUSES, threads.map(compile_for, WAREHOUSES), strict=True))


def tables(file: Path) -> dict:
    """The columns of every table of a first build and of its raw tables, and which are raw tables."""
    with duckdb.connect(str(file), read_only=True) as connection:
        columns = {}
        for name, column, kind in connection.execute(
            "select table_name, column_name, data_type from duckdb_columns() where not internal"
        ).fetchall():
            columns.setdefault(name, {})[column] = kind
        raw = "select table_name from duckdb_tables() where schema_name in ('spend', 'raw')"
        return {"raw": [name for (name,) in connection.execute(raw).fetchall()], "columns": columns}


@pytest.mark.parametrize("warehouse", WAREHOUSES)
def test_no_sql_has_what_the_warehouse_lacks(warehouse, compiled):
    # Most are the same in both builds.
    statements = {}
    for mode in ("full", "incremental"):
        folder = compiled[warehouse] / mode
        models = list(folder.glob("compiled/ad_metrics/models/**/*.sql"))
        assert len([file for file in models if not file.parent.name.endswith(".yml")]) >= 90
        # Analyses are questions to the demo, on DuckDB and PostgreSQL.
        for file in models + list(folder.glob("compiled/ad_metrics/tests/**/*.sql")):
            statements[file.read_text()] = str(file.relative_to(folder))
        for query in json.loads((folder / "queries.json").read_text()):
            if not query.strip().lower().startswith("show "):
                statements[query] = query
    found = {lack: name for sql, name in statements.items() for lack in lacking(sql, warehouse)}
    assert found == {}


@pytest.mark.parametrize("warehouse", WAREHOUSES)
def test_what_is_compiled_is_of_both_builds(warehouse, compiled):
    facts = "compiled/ad_metrics/models/daily_sums/int_campaign_days.sql"
    first, later = ((compiled[warehouse] / mode / facts).read_text() for mode in ("full", "incremental"))
    assert "Days that the facts no longer have" in later and "Days that the facts no longer have" not in first
    assert json.loads((compiled[warehouse] / "incremental" / "queries.json").read_text())


@pytest.mark.parametrize(
    "sql, lacking_in",
    [
        ("select a::date from b", "bigquery trino"),
        ("select a from b qualify row_number() over (order by a) = 1", "trino"),
        ("select a, count(*) from b group by all", "bigquery databricks redshift snowflake trino"),
        ("select * exclude (a) from b", "bigquery databricks redshift snowflake trino"),
        ("select sum(a) filter (where a > 1) from b", "bigquery redshift snowflake"),
        ("select a ~ 'x' from b", "bigquery databricks snowflake trino"),
        ("select hashtextextended(a, 0) from b", "bigquery databricks redshift snowflake trino"),
        ("select json_build_object('a', a) from b", "bigquery databricks redshift snowflake trino"),
        ("select a at time zone 'UTC' from b", "bigquery databricks snowflake"),
        ("select cast(a as decimal(28, 9)) from b", "bigquery"),
        ("select cast(a as double precision) from b", "bigquery databricks"),
        ("select cast(a as varchar) from b", "bigquery databricks redshift"),
        ("select a from (values (1)) as b (a)", "bigquery redshift"),
        ("select a from generate_series(1, 2) as b (a)", "bigquery databricks redshift snowflake trino"),
        ("select a from b where (a, c) in (select a, c from d)", "bigquery trino"),
        ("select 1 as a where false", "bigquery"),
        ("select a from b union select a from c", "bigquery"),
        ("select a % 7 from b", "bigquery"),
        ("select 'it''s' as a from b", "bigquery databricks"),
        ("select a is distinct from c from b", "redshift"),
        ("with b (a) as (select 1) select a from b", "bigquery"),
    ],
)
def test_the_lint_sees(sql, lacking_in):
    assert [name for name in WAREHOUSES if sees(sql, name)] == lacking_in.split()


def sees(sql: str, warehouse: str) -> bool:
    """Whether a statement is refused, be it that it cannot even be parsed."""
    try:
        return bool(list(lacking(sql, warehouse)))
    except Exception:
        return True
