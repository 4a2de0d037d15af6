"""
Write bi/metrics.json: every measure and rate with its words, formula, unit and SQL on each engine.

Usage: python bi/metrics.py

dbt says what the metrics are (macro metric_catalogue); sqlglot turns their SQL into that of other engines.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import sqlglot

PROJECT = Path(__file__).resolve().parent.parent
ENGINES = ("postgres", "spark", "databricks", "bigquery", "snowflake", "redshift", "trino")
FILE = PROJECT / "bi" / "metrics.json"


def printed() -> list[dict]:
    """The metrics as dbt prints them."""
    done = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "--quiet", "--no-partial-parse", "run-operation",
         "print_metric_catalogue"],
        cwd=PROJECT, env={"DBT_PROFILES_DIR": str(PROJECT / "profiles"), **os.environ},
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return json.loads(done.stdout)


def by_engine(metrics: list[dict]) -> list[dict]:
    """The same with `sql` by engine, and without what only this warehouse needs."""
    answer = []
    for metric in metrics:
        portable = metric.pop("portable_sql")
        del metric["function_sql"]
        others = {engine: sqlglot.transpile(portable, read="duckdb", write=engine)[0] for engine in ENGINES}
        answer.append({**metric, "sql": {"duckdb": metric["sql"], **others}})
    return answer


def main():
    """Write the file."""
    FILE.write_text(json.dumps(by_engine(printed()), indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
