"""What is seen of a running build: a bar on a terminal, a line for each model in a log."""

import sys
from datetime import datetime

import rich.progress
from rich.console import Console


class Progress:
    """
    Shows dbt's events as they come, on standard error; results go to standard output.

    An instance is a callback of dbtRunner and, around the build, a context manager.
    """

    def __init__(self):
        self.bar = None
        if sys.stderr.isatty():
            self.bar = rich.progress.Progress(
                rich.progress.SpinnerColumn(),
                rich.progress.BarColumn(),
                rich.progress.MofNCompleteColumn(),
                rich.progress.TimeElapsedColumn(),
                rich.progress.TextColumn("{task.description}"),
                console=Console(stderr=True),
                transient=True,
            )
            self.task = self.bar.add_task("reading the project", total=None)

    def __enter__(self):
        if self.bar:
            self.bar.start()
        return self

    def __exit__(self, *_):
        if self.bar:
            self.bar.stop()

    def step(self, what: str):
        """Say that a step begins that is not dbt's."""
        if self.bar:
            self.bar.update(self.task, description=what)
        else:
            self._line(what)

    def __call__(self, event):
        """Take one of dbt's events."""
        if event.info.name == "LogStartLine" and self.bar:
            self.bar.update(self.task, total=event.data.total)
            if event.data.index == 1:
                self.bar.reset(self.task, total=event.data.total)
        elif event.info.name == "NodeFinished":
            self._finished(event.data.node_info, event.data.run_result)

    def _finished(self, node, result):
        failed = node.node_status not in ("success", "pass", "skipped", "no-op")
        if self.bar:
            self.bar.update(self.task, advance=1, description=node.node_name[:60])
        made = node.node_status == "success" and node.resource_type in ("model", "snapshot")
        if failed or (made and not self.bar):
            self._line(f"{node.node_status:8} {node.node_name} {result.execution_time:.1f} s")

    def _line(self, text: str):
        line = f"{datetime.now():%H:%M:%S} {text}"
        if self.bar:
            self.bar.console.print(line, markup=False, highlight=False)
        else:
            # In one piece, as dbt's threads may write at the same time.
            sys.stderr.write(line + "\n")
            sys.stderr.flush()
