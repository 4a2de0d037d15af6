"""
Compiles the project for a warehouse that is not there: compile.py TARGET TABLES FOLDER.

What dbt would ask the warehouse is answered here: TABLES is a JSON file that says which tables are raw, and
each table's columns; the answer to a query is one row with a value for each column. The queries and the SQL
of all models and tests are left in FOLDER, as a first build (full) or a later one (incremental) runs them.
"""

import gc
import importlib
import json
import os
import sys
from pathlib import Path

import agate
import sqlglot
from dbt.adapters.contracts.connection import AdapterResponse
from dbt.cli.main import dbtRunner

# What the macros ask of a warehouse while dbt compiles, by the name of the column that answers.
VALUES = {
    "raw_day": "2026-10-22",
    "utc_day": "2026-10-22",
    "date_day": "2026-10-22",
    "first_time": "2026-10-22 00:00:00",
    "verdict": "day",
    "had": "0",
    "schema": "raw",
    "zone": "UTC",
}

target, tables, folder = sys.argv[1], json.loads(Path(sys.argv[2]).read_text()), Path(sys.argv[3])
module = importlib.import_module(f"dbt.adapters.{target}")
Adapter = module.Plugin.adapter
# Where a column for each currency cannot be read, the rates are those of the seed.
raw = [name for name in tables["raw"] if name != "eurofxref_hist" or target not in ("redshift", "snowflake")]
is_there = False
queries = []


def execute(self, sql, *arguments, **options):
    queries.append(sql)
    if sql.strip().lower().startswith("show"):
        names, rows = ["tableName"], [[name] for name in raw]
    else:
        names = [name.lower() for name in sqlglot.parse_one(sql, dialect=target).named_selects]
        rows = [[name if column == "name" else VALUES.get(column, "1") for column in names] for name in raw]
    if names == ["one"]:
        rows = []
    elif not {"name", "tableName"} & set(names):
        rows = rows[:1]
    return AdapterResponse("OK"), agate.Table(rows, names, [agate.Text()] * len(names))


def get_relation(self, database, schema, identifier):
    if is_there:
        return self.Relation.create(database=database, schema=schema, identifier=identifier, type="table")


def get_columns_in_relation(self, relation):
    columns = tables["columns"][relation.identifier.lower()]
    return [self.Column.create(name, kind) for name, kind in columns.items()]


def compare_dbr_version(self, major, minor):
    return 0


Adapter.execute = execute
Adapter.get_relation = get_relation
Adapter.get_columns_in_relation = get_columns_in_relation
# Which version a cluster of Databricks is of: this one and newer.
Adapter.compare_dbr_version = compare_dbr_version


def dbt(command, *options, manifest=None):
    done = dbtRunner(manifest).invoke(["--quiet", command, "--target", target, *options, *sys.argv[4:]])
    if not done.success:
        sys.exit(str(done.exception or [result.message for result in done.result if result.message]))
    return done.result


# The search for garbage takes a seventh of the time.
gc.disable()
os.environ["DBT_TARGET_PATH"] = str(folder)
manifest = dbt("parse", "--no-partial-parse")
for mode in ("full", "incremental"):
    is_there = mode == "incremental"
    queries.clear()
    os.environ["DBT_TARGET_PATH"] = str(folder / mode)
    # Tests are the same in both.
    only_models = ["--select", "resource_type:model"] if is_there else []
    dbt("compile", "--no-introspect", "--no-populate-cache", *only_models, manifest=manifest)
    (folder / mode / "queries.json").write_text(json.dumps(queries))
