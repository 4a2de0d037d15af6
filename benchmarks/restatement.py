"""
What restating one late day costs in a long history, against the same in a short one.

Usage: python benchmarks/restatement.py [DAYS] [ROUNDS]

Builds the facts of DAYS (1,000) and of 10 days with 50,000 rows each, from Parquet. Then, ROUNDS times (5)
in turn, one row of an old day changes and a build of fct_delivery, with all that it is made from but
without tests, brings it up to date. Prints medians, their ratio, and the peak memory of dbt as the
operating system counts it.
"""

import os
import resource
import shutil
import statistics
import sys
import time
from pathlib import Path

import duckdb
from boundary import HOURLY, ROWS, dbt, new_extract
from rich.console import Console
from rich.table import Table

ROWS_A_DAY = 24 * 2084
LATE = f"case when data_summary_ad_hourly_id = {3 * ROWS_A_DAY} then impressions + {{}} else impressions end"


def restate(folder: Path) -> float:
    """Seconds that dbt takes to bring the facts of an extract up to date."""
    started = time.perf_counter()
    dbt(folder, "build", "--exclude-resource-type", "test", "unit_test", "--select", "+fct_delivery")
    return time.perf_counter() - started


def main():
    """Build both histories, restate them in turn and print the table."""
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    folders, first = {}, {}
    for length in (10, days):
        folder = folders[length] = new_extract()
        rows = ROWS.format(rows=length * ROWS_A_DAY)
        for version in (0, 1):
            late = f"select * replace ({LATE.format(version)} as impressions) from ({rows})"
            duckdb.execute(f"copy ({late}) to '{folder}/version_{version}' (format parquet)")
        os.link(folder / "version_0", folder / f"{HOURLY}.parquet")
        first[length] = restate(folder)
    seconds = {length: [] for length in folders}
    for number in range(rounds):
        for length, folder in folders.items():
            (folder / f"{HOURLY}.parquet").unlink()
            os.link(folder / f"version_{(number + 1) % 2}", folder / f"{HOURLY}.parquet")
            seconds[length].append(restate(folder))
            with duckdb.connect(str(folder / "ad_metrics.duckdb"), read_only=True) as connection:
                [(changed,)] = connection.execute(
                    "select count(*) from main_intermediate.int_restated_days where reason = 'changed'"
                ).fetchall()
                assert changed == 1, changed
    table = Table(title=f"One late day, medians of {rounds} interleaved runs, {os.cpu_count()} cores")
    for heading in ("History", "Rows", "First build", "Restating one day", "Ratio to 10 days"):
        table.add_column(heading, justify="right")
    medians = {length: statistics.median(times) for length, times in seconds.items()}
    for length, median in medians.items():
        cells = (f"{first[length]:.1f} s", f"{median:.1f} s", f"{median / medians[10]:.2f}")
        table.add_row(f"{length:,} days", f"{length * ROWS_A_DAY:,}", *cells)
    Console().print(table)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    print(f"Peak memory of a dbt process: {peak:.1f} GB")
    for folder in folders.values():
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
