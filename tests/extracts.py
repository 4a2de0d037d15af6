"""Extracts of an ad server for tests: the bundled one as files, with changes."""

import csv
from pathlib import Path

import duckdb
from conftest import PROJECT

SEEDS = PROJECT / "seeds" / "demo" / "revive"
TABLES = sorted(path.stem.removeprefix("rv_") for path in SEEDS.glob("rv_*.csv"))


def extract(folder: Path, prefix: str = "", kind: str = "csv", **changes: str) -> Path:
    r"""
    Write the bundled extract into a folder, each table by a query over itself.

    `changes` names a table and gives the query that replaces it; in it every seed is a table of text
    columns named as in Revive. NULL is written as \N, as MySQL's own export does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    for table in TABLES:
        connection.execute(
            f"create view {table} as select * from read_csv('{SEEDS}/rv_{table}.csv', all_varchar = true)"
        )
    for table in TABLES:
        query = changes.get(table, f"select * from {table}")
        options = "format parquet" if kind == "parquet" else r"header, nullstr '\N'"
        connection.execute(f"copy ({query}) to '{folder}/{prefix}{table}.{kind}' ({options})")
    return folder


def raw(table: str) -> list[dict[str, str]]:
    """The rows of a bundled table, as text; an empty text is NULL."""
    with open(SEEDS / f"rv_{table}.csv", newline="") as file:
        return list(csv.DictReader(file))
