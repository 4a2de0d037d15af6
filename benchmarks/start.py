"""
What `make build` of the demo costs on a warm machine, with dbt's own start apart.

Usage: python benchmarks/start.py [ROUNDS]

ROUNDS times (5) in turn, each a process of its own: importing dbt; dbt's start, which is to import it, read
the project and build nothing; `make build` into a new warehouse; and again into the same one. Before that
each runs once, so that Python's and dbt's own caches are there. Prints medians of the time and of the
processors' time, which says more where others use the machine too, and the peak memory as the operating
system counts it.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from boundary import PROJECT
from rich.console import Console
from rich.table import Table

DBT = [str(Path(sys.executable).with_name("dbt")), "--quiet"]
# The warehouse is a new one where the command says so.
COMMANDS = {
    "importing dbt": [sys.executable, "-c", "import dbt.cli.main"],
    "dbt's start": [*DBT, "build", "--select", "nothing"],
    "make build, first": ["make", "build"],
    "make build, again": ["make", "build"],
}
MEASURED = """
import resource, subprocess, sys, time
began = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
seconds = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 2**10)
sys.exit(code)
"""


def measure(command: list[str], folder: Path) -> list[float]:
    """Seconds, seconds of processors, and megabytes of memory at most."""
    environment = {
        **os.environ,
        "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "AD_METRICS_WAREHOUSE": str(folder / "warehouse"),
    }
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command],
        cwd=PROJECT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed. {done.stderr}")
    return [float(number) for number in done.stdout.split()]


def main():
    """Run all in turn and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    folder = Path(tempfile.mkdtemp(prefix="ad_metrics_benchmark_"))
    figures = {name: [] for name in COMMANDS}
    for number in range(rounds + 1):
        shutil.rmtree(folder / "warehouse", ignore_errors=True)
        (folder / "warehouse").mkdir()
        for name, command in COMMANDS.items():
            measured = measure(command, folder)
            if number:
                figures[name].append(measured)
    shutil.rmtree(folder)
    table = Table(title=f"The demo, medians of {rounds} interleaved runs, {os.cpu_count()} cores")
    for heading in ("", "Time", "Without dbt's start", "Processors' time", "Peak memory"):
        table.add_column(heading, justify="right")
    start = statistics.median(seconds for seconds, _, _ in figures["dbt's start"])
    for name, measured in figures.items():
        seconds, processors = (statistics.median(run[which] for run in measured) for which in (0, 1))
        beyond = f"{seconds - start:.1f} s" if name.startswith("make") else ""
        memory = max(megabytes for _, _, megabytes in measured)
        table.add_row(name, f"{seconds:.1f} s", beyond, f"{processors:.1f} s", f"{memory:.0f} MB")
    Console().print(table)


if __name__ == "__main__":
    main()
