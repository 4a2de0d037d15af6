"""
What judging every row costs, against plain DuckDB reading and casting the same file.

Usage: python benchmarks/boundary.py [ROWS] [ROUNDS]

Writes ROWS hourly rows (10 million) as Parquet and as CSV, then reads each ROUNDS times (5) in turn: by
plain DuckDB, which casts the columns that the project reads, and by the query that dbt makes of
base_revive__data_summary_ad_hourly. Prints medians, their ratio, and the peak memory of each as the
operating system counts it.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).parents[1]
HOURLY = "data_summary_ad_hourly"

# Banners and zones deliver in every hour; numbers do not repeat from row to row.
ROWS = """
select
    i + 1 as data_summary_ad_hourly_id,
    timestamp '2020-01-01' + to_hours(cast(i // 2084 as int)) as date_time,
    (i % 2084) % 400 + 1 as ad_id,
    0 as creative_id,
    (i % 2084) // 400 as zone_id,
    0 as requests,
    hash(i) % 997 as impressions,
    hash(i + 7) % 5 as clicks,
    0 as conversions,
    cast(0 as decimal(10, 4)) as total_basket_value,
    0 as total_num_items,
    cast(hash(i) % 997 * 0.0025 as decimal(10, 4)) as total_revenue,
    timestamp '2020-01-01 01:05:01' + to_hours(cast(i // 2084 as int)) as updated
from range({rows}) as numbers (i)
"""
PLAIN = """
select
    cast(data_summary_ad_hourly_id as varchar) as delivery_id, cast(date_time as timestamp) as hour_at,
    cast(ad_id as varchar) as creative_id, cast(zone_id as varchar) as placement_id,
    cast(requests as bigint) as requests, cast(impressions as bigint) as impressions,
    cast(clicks as bigint) as clicks, cast(conversions as bigint) as booked_conversions,
    cast(total_basket_value as decimal(28, 9)) as conversion_value, cast(total_num_items as bigint) as items,
    cast(total_revenue as decimal(28, 9)) as booked_revenue, cast(updated as timestamp) as updated_at
from {file}
"""
# Run apart, so that each starts with no memory of the other; prints seconds and bytes.
RUN = """
import os, resource, sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute("set enable_progress_bar = false")
started = time.perf_counter()
connection.execute("create table answer as " + open(sys.argv[2]).read())
os.unlink(sys.argv[1])
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def new_extract() -> Path:
    """A folder with the bundled extract, but for the hourly rows."""
    folder = Path(tempfile.mkdtemp(prefix="ad_metrics_benchmark_"))
    for file in (PROJECT / "seeds/demo/revive").glob("rv_*.csv"):
        shutil.copy(file, folder / file.name.removeprefix("rv_"))
    (folder / f"{HOURLY}.csv").unlink()
    return folder


def dbt(folder: Path, *arguments: str):
    """Run dbt on the extract in a folder, with a warehouse in that folder."""
    environment = {
        **os.environ,
        "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "AD_METRICS_WAREHOUSE": str(folder),
    }
    command = [Path(sys.executable).with_name("dbt"), "--quiet", *arguments]
    command += ["--vars", repr({"revive_path": str(folder)})]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def main():
    """Run both kinds of file and print the table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    table = Table(title=f"{rows:,} rows, medians of {rounds} interleaved runs, {os.cpu_count()} cores")
    for heading in ("File", "Plain DuckDB", "Judged", "Ratio", "Peak memory, plain", "Peak memory, judged"):
        table.add_column(heading, justify="right")
    for kind in ("parquet", "csv"):
        folder = new_extract()
        file = folder / f"{HOURLY}.{kind}"
        duckdb.execute(f"copy ({ROWS.format(rows=rows)}) to '{file}' (format {kind})")
        read = f"read_csv('{file}', header = true, all_varchar = true)" if kind == "csv" else f"'{file}'"
        (folder / "plain.sql").write_text(PLAIN.format(file=read))
        model = f"base_revive__{HOURLY}"
        dbt(folder, "compile", "--select", model)
        query = folder / f"target/compiled/ad_metrics/models/staging/revive/base/{model}.sql"
        (folder / "judged.sql").write_text(query.read_text())
        seconds, memory = {"plain": [], "judged": []}, {"plain": 0, "judged": 0}
        for _ in range(rounds):
            for query in seconds:
                command = [
                    sys.executable,
                    "-c",
                    RUN,
                    str(folder / "answer.duckdb"),
                    str(folder / f"{query}.sql"),
                ]
                took, peak = map(float, subprocess.check_output(command, text=True).split())
                seconds[query].append(took)
                memory[query] = max(memory[query], peak)
        plain, judged = (statistics.median(seconds[query]) for query in ("plain", "judged"))
        sizes = (f"{memory[query] / 2**30:.1f} GB" for query in ("plain", "judged"))
        table.add_row(kind, f"{plain:.1f} s", f"{judged:.1f} s", f"{judged / plain:.2f}", *sizes)
        shutil.rmtree(folder)
    Console().print(table)


if __name__ == "__main__":
    main()
