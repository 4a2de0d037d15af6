"""
What readers see of builds that are killed and of builds that go on beside them, at full size.

Usage: python benchmarks/reliability.py [KILLS] [BUILDS] [SEED]

Runs the tests of publishing with KILLS kills (200 on DuckDB, in first builds, incremental builds and
publishes, and as many in publishes on PostgreSQL) at other random moments for each SEED (7), and with
readers during BUILDS builds (20). Prints what each counted. It takes about an hour.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).parents[1]


def main():
    """Run the tests and print what they recorded."""
    kills, builds, seed = [*sys.argv[1:], *("200", "20", "7")[len(sys.argv) - 1 :]]
    report = Path(tempfile.mkdtemp(prefix="ad_metrics_benchmark_")) / "report.xml"
    code = subprocess.call(
        [sys.executable, "-m", "pytest", "-q", "-k", "killed or readers_see",
         "-o", "junit_family=xunit1", f"--junitxml={report}",
         "tests/test_publishing.py", "tests/test_publishing_postgres.py"],
        cwd=PROJECT,
        env={**os.environ, "AD_METRICS_KILLS": kills, "AD_METRICS_BUILDS": builds, "AD_METRICS_SEED": seed},
    )  # fmt: skip
    result = "NOT ALL" if code else "all"
    table = Table(title=f"{kills} kills, {builds} builds, seed {seed}: {result} as it should be")
    for heading in ("Test", "Counted", "Seconds"):
        table.add_column(heading)
    for case in ElementTree.parse(report).iter("testcase"):
        counted = ", ".join(f"{fact.get('name')}: {fact.get('value')}" for fact in case.iter("property"))
        table.add_row(
            f"{case.get('classname').split('.')[-1]}: {case.get('name')}", counted, case.get("time")
        )
    Console(width=160).print(table)
    sys.exit(code)


if __name__ == "__main__":
    main()
