"""Warehouses of which readers see a run, and ways to see whether it is a whole one."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from conftest import Warehouse, built_once
from extracts import extract

TOTALS = ("impressions", "clicks", "conversions", "booked_revenue", "earned_revenue")
MARTS = ("campaign_metrics", "campaign_metrics_daily", "creative_metrics_daily", "placement_metrics_daily")
# In one statement: the run, and the totals of the facts and of each mart, which must be the same.
ONE_STATEMENT = "select (select run_id from published_runs where is_published)" + "".join(
    f", (select row({', '.join(f'sum({measure})' for measure in TOTALS)}) from {mart})"
    for mart in ("fct_delivery", *MARTS)
)
# Publishing is the same without dbt's tests, which take almost half of a build's time.
UNTESTED = "unit_test test"


def version(folder: Path, number: int) -> Path:
    """The bundled extract as it is after `number` edits of the row with key 1."""
    return extract(
        folder,
        data_summary_ad_hourly=f"""
            select * replace (case data_summary_ad_hourly_id when '1'
                then cast(cast(impressions as int) + {number} as varchar) else impressions end as impressions)
            from data_summary_ad_hourly
        """,
    )


def use(path: Path) -> tuple[str, str]:
    return "--vars", repr({"revive_path": str(path)})


def content(file: Path) -> dict[str, tuple]:
    """Rows and a hash of them, of every mart in a file; what a snapshot dates by the clock is left out."""
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'main'"
        ).fetchall()
        return {
            table: connection.execute(
                f"select count(*), bit_xor(hash(r)), sum(cast(hash(r) as hugeint)) from main.{table} as r"
            ).fetchone()
            for (table,) in tables
            if table != "published_runs"
        }


@pytest.fixture(scope="session")
def versions(tmp_path_factory) -> list[Path]:
    """Three states of one server."""
    folder = tmp_path_factory.mktemp("versions")
    return [version(folder / str(number), number) for number in range(3)]


@pytest.fixture(scope="session")
def template(tmp_path_factory, versions) -> Path:
    """A warehouse with two published runs, to be copied."""

    def build(folder: Path):
        warehouse = Warehouse(folder)
        for path in versions[:2]:
            warehouse.ad_metrics("build", *use(path))

    return built_once(tmp_path_factory, "published_runs", build)


@pytest.fixture
def warehouse(template, tmp_path) -> Warehouse:
    """A warehouse of which readers see run 2."""
    shutil.copytree(template, tmp_path / "warehouse", copy_function=shutil.copy2)
    return Warehouse(tmp_path / "warehouse", without=UNTESTED)


def seen(warehouse: Warehouse) -> int:
    """The run that readers see; fails if it is not whole."""
    [(run, facts, *marts)] = warehouse.rows(ONE_STATEMENT, published=True)
    assert marts == [facts] * len(MARTS)
    return run


def record(warehouse: Warehouse, run: int) -> dict:
    return json.loads((warehouse.folder / "runs" / "ad_metrics" / str(run) / "run.json").read_text())
