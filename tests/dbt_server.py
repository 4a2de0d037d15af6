"""
A process that runs dbt many times, each in a fork of itself.

Starting dbt and parsing the project takes three seconds; a fork of a process that has done both takes one build's
time, gives the warehouse free when it ends, and can be killed at any moment like a build of its own.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from conftest import PROJECT

FINISHED = 0


class DbtServer:
    """Runs dbt commands on any warehouse folder; use as a context manager."""

    def __init__(self, folder: Path):
        self.log = folder / "dbt_server.log"
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            cwd=PROJECT,
            env={
                **os.environ,
                "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
                "AD_METRICS_WAREHOUSE": str(folder),
                "DBT_TARGET_PATH": str(folder / "target"),
                "DBT_LOG_PATH": str(folder / "logs"),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=open(self.log, "w"),
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def run(self, warehouse: Path, *arguments: str, kill_after: float | None = None) -> int:
        """Run a command; answers its exit code, or minus the signal if it was killed after so many seconds."""
        warehouse.mkdir(parents=True, exist_ok=True)
        job = {"warehouse": str(warehouse), "arguments": arguments, "kill_after": kill_after}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def serve():
    from dbt.cli.main import dbtRunner

    answers = os.fdopen(os.dup(1), "w")
    # dbt prints to the log, which says why a build failed.
    os.dup2(2, 1)
    manifest = dbtRunner().invoke(["--quiet", "parse", "--no-partial-parse"]).result
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            os.environ["AD_METRICS_WAREHOUSE"] = job["warehouse"]
            result = dbtRunner(manifest=manifest).invoke(["--no-use-colors", *job["arguments"]])
            sys.stdout.flush()
            os._exit(FINISHED if result.success else 1)
        timer = threading.Timer(job["kill_after"] or 0, os.kill, (child, signal.SIGKILL))
        if job["kill_after"] is not None:
            timer.start()
        _, status = os.waitpid(child, 0)
        timer.cancel()
        answers.write(json.dumps(os.waitstatus_to_exitcode(status)) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve()
