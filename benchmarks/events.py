"""
What an event log costs up to fct_delivery, against plain DuckDB's sums of the same files and against polars.

Usage: python benchmarks/events.py [EVENTS] [DAYS] [ROUNDS] [--log FOLDER] [--memory 1GB] [--skip NAME ...]
       python benchmarks/events.py --new-day [DAYS ...]

The first writes a log (100 million impressions over 30 days, by event_log.py; or takes the one in FOLDER)
and, ROUNDS times (3) in turn, each in a process of its own, with the same limit of memory and storage format:

one       plain DuckDB: the impressions of all files, summed by hour and all that tells delivery apart
days      the same, a statement a day
proof     the same day by day, with the same proof: no id counted twice, every value as permitted
polars    the same sums by polars' streaming engine, in an environment that is made for it once
dbt       everything up to fct_delivery in a new warehouse (snapshots and views included, no tests)
copy      plain DuckDB: the finished fct_delivery written once more, to say what its columns alone cost
mf        a question to MetricFlow on that warehouse: eCPM and CTR by campaign

The second builds histories (of 30 and of 1,000 days, 100,000 events a day), adds a day to each and builds
again.

Prints medians of seconds (of dbt the sum of all nodes' times by its own account, and of the whole process)
and of seconds of processor time, the ratios to `one` and `days`, and the peak memory of each process as the
operating system counts it. More days of the same size say how time and memory grow: 10000000 3,
100000000 30, 1000000000 300 (16 GB). --models lists the slowest nodes.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from boundary import PROJECT
from event_log import write
from rich.console import Console
from rich.table import Table

from ad_metrics.duckdb_warehouse import STORAGE_VERSION

KEYS = "campaign_id, creative_id, placement_id, country, device, currency"
SUMS = (
    f"select date_trunc('hour', event_at) as hour_at, {KEYS},"
    " count(*) as impressions, sum(price_micros) as price_micros"
    " from read_parquet({files}) where not coalesce(is_invalid, false) group by all"
)
# The ids of the last hour of the day before are looked at too, as a copy may follow its event past midnight.
PROOF = f"""
with events as (
    select * from read_parquet({{files}}, union_by_name = true)
    where
        event_at >= timestamp '{{day}}' - interval 1 hour
        and event_at < timestamp '{{day}}' + interval 1 day
),
repeated as (select event_id as repeated_id from events group by event_id having count(*) > 1)
select date_trunc('hour', event_at) as hour_at, {KEYS}, coalesce(is_invalid, false) as is_invalid,
    count(*) as impressions, sum(price_micros) as price_micros
from events left join repeated on event_id = repeated_id
where
    repeated_id is null and event_at >= timestamp '{{day}}'
    and event_id is not null and campaign_id is not null
    and coalesce(price_micros >= 0 and (price_micros = 0 or currency is not null), true)
group by all
"""
DUCKDB = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], config={"storage_compatibility_version": sys.argv[4]})
connection.execute("set enable_progress_bar = false; set threads = 2")
connection.execute("set memory_limit = '" + sys.argv[2] + "'")
for statement in open(sys.argv[3]).read().split(";"):
    connection.execute(statement)
connection.close()
"""
POLARS = """
import sys, polars
(
    polars.scan_parquet(sys.argv[1] + "/impressions/**/*.parquet", hive_partitioning=False)
    .filter(~polars.col("is_invalid").fill_null(False))
    .group_by(
        polars.col("event_at").dt.truncate("1h").alias("hour_at"),
        "campaign_id", "creative_id", "placement_id", "country", "device", "currency",
    )
    .agg(polars.len().alias("impressions"), polars.col("price_micros").sum())
    .sink_parquet(sys.argv[2], engine="streaming")
)
"""
# Starts a command and prints the seconds, the seconds of processor time and the bytes that it took.
MEASURE = (
    "import resource, subprocess, sys, time\n"
    "started = time.perf_counter()\n"
    "done = subprocess.run(sys.argv[1:])\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)\n"
    "sys.exit(done.returncode)"
)


def measure(command: list, **options) -> list[float]:
    """Seconds, seconds of processor time and bytes of memory of a command."""
    command = [sys.executable, "-c", MEASURE, *map(str, command)]
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return [float(number) for number in done.stdout.split()[-3:]]


def files_by_day(log: Path) -> dict[str, list[str]]:
    """The files of the impressions of each day."""
    return {
        folder.name.removeprefix("day="): sorted(map(str, folder.glob("*.parquet")))
        for folder in sorted((log / "impressions").iterdir())
    }


def run_duckdb(folder: Path, log: Path, name: str, memory: str) -> list[float]:
    """What plain DuckDB took for one of the ways of summing."""
    days = files_by_day(log)
    files = [file for several in days.values() for file in several]
    if name == "one":
        statements = ["create table sums as " + SUMS.format(files=files)]
    elif name == "copy":
        statements = [
            f"attach '{folder}/warehouse/ad_metrics.duckdb' as built (read_only)",
            "create table facts as select * from built.main.fct_delivery",
        ]
    else:
        statements, before = [], []
        for day, several in days.items():
            query = (
                SUMS.format(files=several)
                if name == "days"
                else PROOF.format(files=before + several, day=day)
            )
            statements.append(("insert into sums " if statements else "create table sums as ") + query)
            before = several
    (folder / "plain.sql").write_text(";".join([*statements, "checkpoint"]))
    arguments = [folder / "plain.duckdb", memory, folder / "plain.sql", STORAGE_VERSION]
    taken = measure([sys.executable, "-c", DUCKDB, *arguments])
    (folder / "plain.duckdb").unlink()
    return taken


def polars_python(folder: Path) -> Path | None:
    """A Python with polars, or none where it can not be installed."""
    subprocess.run([sys.executable, "-m", "venv", folder / "polars"], check=True)
    python = folder / "polars/bin/python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "polars"],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        print("polars is left out:", done.stderr.strip().splitlines()[-1])
        return None
    return python


def environment(folder: Path, memory: str) -> dict:
    """What dbt needs for a warehouse in a folder: the project's profile with a limit of memory."""
    profiles = yaml.safe_load((PROJECT / "profiles/profiles.yml").read_text())
    target = profiles["ad_metrics"]["outputs"]["duckdb"]
    target["settings"] = {**target.get("settings", {}), "memory_limit": memory}
    profiles["ad_metrics"]["outputs"] = {"duckdb": target}
    (folder / "profiles.yml").write_text(yaml.safe_dump(profiles))
    return {
        **os.environ,
        "DBT_PROFILES_DIR": str(folder),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "AD_METRICS_WAREHOUSE": str(folder),
    }


def run_dbt(folder: Path, log: Path, memory: str) -> tuple[list[float], dict[str, float]]:
    """What dbt's process took, and the seconds of each node."""
    options = {"cwd": PROJECT, "env": environment(folder, memory)}
    variables = ["--vars", json.dumps({"events_path": str(log)})]
    dbt = [Path(sys.executable).with_name("dbt"), "--quiet"]
    subprocess.run([*dbt, "seed", *variables], check=True, **options)
    build = ["build", "--select", "+fct_delivery", "--exclude-resource-type", "test", "unit_test", "seed"]
    taken = measure([*dbt, *build, *variables], **options)
    results = json.loads((folder / "target/run_results.json").read_text())["results"]
    return taken, {result["unique_id"].split(".")[-1]: result["execution_time"] for result in results}


def compare(arguments):
    """Take turns and print the table."""
    folder = Path(tempfile.mkdtemp(prefix="ad_metrics_benchmark_", dir=arguments.work))
    log = arguments.log
    if not log:
        log = folder / "log"
        write(log, arguments.events, arguments.days)
    size = sum(file.stat().st_size for file in log.rglob("*.parquet"))
    names = ("one", "days", "proof", "polars", "dbt", "copy", "mf")
    names = [name for name in names if name not in arguments.skip]
    python = polars_python(folder) if "polars" in names else None
    taken: dict[str, list] = {name: [] for name in names if name != "polars" or python}
    models, slowest = [], {}
    for _ in range(arguments.rounds):
        for name in taken:
            if name in ("one", "days", "proof", "copy"):
                taken[name].append(run_duckdb(folder, log, name, arguments.memory))
            elif name == "polars":
                taken[name].append(measure([python, "-c", POLARS, log, folder / "polars.parquet"]))
            elif name == "dbt":
                shutil.rmtree(folder / "warehouse", ignore_errors=True)
                (folder / "warehouse").mkdir()
                whole, nodes = run_dbt(folder / "warehouse", log, arguments.memory)
                taken[name].append(whole)
                models.append(sum(nodes.values()))
                for node, seconds in nodes.items():
                    slowest.setdefault(node, []).append(seconds)
            else:
                # MetricFlow looks for what dbt has parsed beside a project's file.
                place = folder / "warehouse"
                (place / "dbt_project.yml").symlink_to(PROJECT / "dbt_project.yml")
                options = {"cwd": place, "env": environment(place, arguments.memory)}
                mf = [Path(sys.executable).with_name("mf"), "query", "--metrics", "ecpm,ctr"]
                taken[name].append(measure([*mf, "--group-by", "campaign__campaign_name"], **options))
    title = (
        f"{arguments.events:,} events, {size / 1e9:.2f} GB, medians of {arguments.rounds} interleaved runs"
    )
    table = Table(title=f"{title}, {os.cpu_count()} cores, memory_limit {arguments.memory}")
    for heading in ("", "Seconds", "Processor", "to one", "to days", "Peak memory"):
        table.add_column(heading, justify="right")

    def row(label, seconds, runs):
        ratios = [
            f"{seconds / statistics.median(run[0] for run in taken[base]):.2f}" if taken.get(base) else ""
            for base in ("one", "days")
        ]
        processor = f"{statistics.median(run[1] for run in runs):.1f} s"
        table.add_row(
            label, f"{seconds:.1f} s", processor, *ratios, f"{max(run[2] for run in runs) / 1e6:.0f} MB"
        )

    for name, runs in taken.items():
        if name == "dbt":
            row("dbt: models", statistics.median(models), runs)
        row(name, statistics.median(run[0] for run in runs), runs)
    Console().print(table)
    if arguments.models:
        medians = sorted(((statistics.median(times), node) for node, times in slowest.items()), reverse=True)
        print(*(f"{seconds:8.2f} s  {node}" for seconds, node in medians[:12]), sep="\n")
    shutil.rmtree(folder)


def new_day(arguments):
    """Add a day to histories of several lengths and print the table."""
    folder = Path(tempfile.mkdtemp(prefix="ad_metrics_benchmark_", dir=arguments.work))
    table = Table(
        title=f"One new day of 100,000 events, {os.cpu_count()} cores, memory_limit {arguments.memory}"
    )
    for heading in (
        "History",
        "First: nodes",
        "process",
        "Memory",
        "New day: nodes",
        "process",
        "Processor",
        "Memory",
    ):
        table.add_column(heading, justify="right")
    histories = {}
    for days in arguments.new_day or (30, 1000):
        place = folder / str(days)
        (place / "warehouse").mkdir(parents=True)
        write(place / "log", 100_000 * days, days)
        histories[days] = [run_dbt(place / "warehouse", place / "log", arguments.memory)]
    for number in range(1, arguments.rounds + 1):
        for days, runs in histories.items():
            place = folder / str(days)
            write(place / "log", 100_000 * (days + number), days + number, skip_days=days + number - 1)
            # What was written a moment ago may be written again: the build looks at such files once more.
            time.sleep(3)
            runs.append(run_dbt(place / "warehouse", place / "log", arguments.memory))
    for days, (first, *again) in histories.items():
        table.add_row(
            f"{days:,} days",
            f"{sum(first[1].values()):.1f} s", f"{first[0][0]:.1f} s", f"{first[0][2] / 1e6:.0f} MB",
            f"{statistics.median(sum(run[1].values()) for run in again):.1f} s",
            *(f"{statistics.median(run[0][number] for run in again):.1f} s" for number in (0, 1)),
            f"{max(run[0][2] for run in again) / 1e6:.0f} MB",
        )  # fmt: skip
    Console().print(table)
    if arguments.models:
        for days, runs in histories.items():
            slowest = sorted(((seconds, node) for node, seconds in runs[-1][1].items()), reverse=True)
            print(days, [(round(seconds, 2), node) for seconds, node in slowest[:10]])
    shutil.rmtree(folder)


def main():
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("events", type=int, nargs="?", default=100_000_000)
    parser.add_argument("days", type=int, nargs="?", default=30)
    parser.add_argument("rounds", type=int, nargs="?", default=3)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--memory", default="1GB")
    parser.add_argument("--skip", nargs="*", default=[])
    parser.add_argument("--new-day", type=int, nargs="*")
    parser.add_argument("--models", action="store_true")
    parser.add_argument(
        "--work", type=Path, help="where to put what is written; the temporary folder by default"
    )
    arguments = parser.parse_args()
    new_day(arguments) if arguments.new_day is not None else compare(arguments)


if __name__ == "__main__":
    main()
