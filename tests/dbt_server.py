"""
A process that runs dbt many times, each in a fork of itself.

Starting dbt and parsing the project takes three seconds; a fork of a process that has done both
takes one build's time, frees the warehouse when it ends, and can be killed like a build of its own.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path


class DbtServer:
    """Runs dbt commands of one project, until the process that made it ends."""

    def __init__(self, project: Path, environment: dict[str, str]):
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            cwd=project,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, arguments: tuple[str, ...], environment: dict[str, str], kill_after: float | None = None
    ) -> tuple[int, str]:
        """Run a command, killed after so many seconds; answers exit code (or minus the signal) and output."""
        job = {"arguments": arguments, "environment": environment, "kill_after": kill_after}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        code, output = json.loads(self.process.stdout.readline())
        return code, output


def serve():
    from dbt.cli.main import dbtRunner

    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    manifest = dbtRunner().invoke(["--quiet", "parse", "--no-partial-parse"]).result
    for line in sys.stdin:
        job = json.loads(line)
        output = Path(job["environment"]["DBT_LOG_PATH"]) / "output"
        output.parent.mkdir(parents=True, exist_ok=True)
        child = os.fork()
        if child == 0:
            os.environ.update(job["environment"])
            file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(file, 1)
            result = dbtRunner(manifest=manifest).invoke(["--no-use-colors", *job["arguments"]])
            print(result.exception or "")
            sys.stdout.flush()
            os._exit(0 if result.success else 1)
        timer = threading.Timer(job["kill_after"] or 0, os.kill, (child, signal.SIGKILL))
        if job["kill_after"] is not None:
            timer.start()
        _, status = os.waitpid(child, 0)
        timer.cancel()
        answers.write(json.dumps([os.waitstatus_to_exitcode(status), output.read_text()]) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve()
