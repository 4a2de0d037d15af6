"""
What Spark takes for the work of benchmarks/events.py, by one core and by two (make spark-env first).

Usage: python benchmarks/spark_log.py LOG [ROUNDS] [--memory 6g] [--only sums|models]

LOG is a folder that event_log.py has written. ROUNDS times (1), in turn, a Spark 4.3 of its own with one
core and one with two, set up for large data, does

sums      the sums that events.py asks plain DuckDB for; nothing is kept but their total
models    everything up to fct_delivery, by dbt into tables of Parquet files (no tests)

Prints medians of seconds (of dbt the sum of all nodes' times by its own account, and of the whole process),
of seconds of Spark's processor time, and Spark's peak memory as the operating system counts it.
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from boundary import PROJECT
from events import SUMS
from rich.console import Console
from rich.table import Table

sys.path.append(str(PROJECT / "spark"))
import server  # noqa: E402


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def ask(port: int, *statements: str):
    """Have Spark do these."""
    from pyhive import hive

    with hive.connect("127.0.0.1", port) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            if statement.startswith("select"):
                cursor.fetchall()


def sums(log: Path, port: int, place: Path) -> dict[str, float]:
    """Seconds of the sums of the impressions of all days."""
    query = SUMS.replace("read_parquet({files})", f"parquet.`{log}/impressions`")
    started = time.perf_counter()
    ask(port, f"select count(*), sum(impressions), sum(price_micros) from ({query})")
    return {"sums": time.perf_counter() - started}


def models(log: Path, port: int, place: Path) -> dict[str, float]:
    """Seconds of all nodes up to fct_delivery, and of dbt's process."""
    ask(port, "create schema log")
    for table in ("impressions", "clicks", "conversions"):
        ask(
            port,
            f"create table log.{table} using parquet location '{log}/{table}'",
            f"msck repair table log.{table}",
        )
    ask(port, f"create table log.campaigns using csv options (header 'true', path '{log}/campaigns.csv')")
    environment = {
        **os.environ,
        "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
        "DBT_TARGET_PATH": str(place / "target"),
        "DBT_LOG_PATH": str(place / "logs"),
        "AD_METRICS_WAREHOUSE": str(place),
        "AD_METRICS_SPARK_HOST": "127.0.0.1",
        "AD_METRICS_SPARK_PORT": str(port),
    }
    dbt = [Path(sys.executable).with_name("dbt"), "--quiet"]
    options = ["--target", "spark", "--vars", '{"events_path": "schema:log"}']
    build = ["build", "--select", "+fct_delivery", "--exclude-resource-type", "test", "unit_test", "seed"]
    subprocess.run([*dbt, "seed", *options], check=True, cwd=PROJECT, env=environment)
    started = time.perf_counter()
    subprocess.run([*dbt, *build, *options], check=True, cwd=PROJECT, env=environment)
    process = time.perf_counter() - started
    results = json.loads((place / "target/run_results.json").read_text())["results"]
    slowest = sorted((result["execution_time"], result["unique_id"].split(".")[-1]) for result in results)
    print(*(f"{seconds:8.1f} s  {node}" for seconds, node in slowest[:-6:-1]), sep="\n")
    return {"models": sum(seconds for seconds, _ in slowest), "dbt's process": process}


def main():
    """Take turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("log", type=Path)
    parser.add_argument("rounds", type=int, nargs="?", default=1)
    parser.add_argument("--memory", default="6g")
    parser.add_argument("--only", choices=["sums", "models"])
    arguments = parser.parse_args()
    works = [work for work in (sums, models) if arguments.only in (None, work.__name__)]
    taken: dict[tuple[str, int], list] = {}
    for _ in range(arguments.rounds):
        for work in works:
            for cores in (1, 2):
                place, port = Path(tempfile.mkdtemp(prefix="ad_metrics_benchmark_")), free_port()
                tuning = {
                    "spark.master": f"local[{cores}]",
                    "spark.driver.memory": arguments.memory,
                    "spark.sql.shuffle.partitions": "8",
                }
                process = server.start("4.3", place / "server", port, tuning)
                try:
                    before = server.cpu_seconds(process.pid)
                    seconds = work(arguments.log.resolve(), port, place)
                    processor = server.cpu_seconds(process.pid) - before
                    status = Path(f"/proc/{process.pid}/status").read_text()
                    memory = int(status.split("VmHWM:")[1].split()[0]) * 1024
                finally:
                    server.stop(process.pid)
                    shutil.rmtree(place)
                for name, clock in seconds.items():
                    taken.setdefault((name, cores), []).append((clock, processor, memory))
    table = Table(title=f"Spark 4.3, medians of {arguments.rounds} rounds, {os.cpu_count()} cores")
    for heading in ("", "Cores", "Seconds", "Processor", "Peak memory", "Times as fast"):
        table.add_column(heading, justify="right")
    for (name, cores), runs in taken.items():
        clock, processor = (statistics.median(run[part] for run in runs) for part in (0, 1))
        alone = statistics.median(run[0] for run in taken[name, 1])
        memory = max(run[2] for run in runs) / 1e6
        faster = f"{alone / clock:.2f}" if cores > 1 else ""
        table.add_row(name, str(cores), f"{clock:.1f} s", f"{processor:.1f} s", f"{memory:,.0f} MB", faster)
    Console().print(table)


if __name__ == "__main__":
    main()
