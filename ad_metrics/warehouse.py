"""What every engine's warehouse has in common: where its runs are, and that one builds at a time."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ad_metrics.outcome import ExitCode, Stop
from ad_metrics.runs import Run, Runs

# What a run's record, and the table published_runs, say of the data that the run holds.
COVERS = """
    min(hour_at) as first_hour_at, max(hour_at) as last_hour_at,
    max(last_written_at) as source_written_at, count(*) as fact_rows
"""
PUBLISHED_RUNS = "One row per published run; is_published marks the one that these marts show."
PUBLISHED_RUNS_COLUMNS = {
    "run_id": "The number of the run; ad-metrics rollback takes it.",
    "is_published": "Whether these marts show this run.",
    "started_at": "When the build began, in UTC.",
    "published_at": "When readers first saw the run, in UTC.",
    "first_hour_at": "The first hour with delivery, in UTC.",
    "last_hour_at": "The last hour with delivery, in UTC.",
    "source_written_at": "When a source last wrote a row of delivery, in UTC; null where none says.",
    "fact_rows": "How many rows fct_delivery has.",
}
RATE_FUNCTIONS = "select function_sql from metrics where function_sql is not null"


@dataclass(frozen=True)
class Mart:
    """A table that is published: where dbt built it, and the columns of its contract, if it has one."""

    schema: str
    name: str
    relation: str
    columns: frozenset[str] | None


class Warehouse(ABC):
    """A place that dbt builds in, and another that readers look at."""

    def __init__(self, folder: Path, name: str):
        self.folder = folder
        self.runs = Runs(folder / "runs" / name)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to build. The operating system frees it when the process ends, however it ends."""
        self.runs.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.runs.folder / ".lock", timeout=0):
                yield
        except Timeout:
            building = next((run for run in self.runs.all() if run.record["state"] == "building"), None)
            which = f"run {building.id}, process {building.record['process']}" if building else "just started"
            raise Stop(ExitCode.LOCKED, f"Another build is running: {which}.") from None

    def is_building(self) -> bool:
        """Whether a process holds the lock now."""
        try:
            with FileLock(self.runs.folder / ".lock", timeout=0):
                return False
        except Timeout:
            return True
        except OSError:
            return False

    def start(self) -> Run:
        """A new run, its number above any that is known here or to readers. Call it under the lock."""
        known = [run.id for run in self.history()] + [run["run_id"] for run in self.published_runs()]
        return self.runs.start(max(known, default=0) + 1)

    def history(self) -> list[Run]:
        """
        Every run, newest first, with what became of it.

        A record cannot say that its process was killed, nor, if that was right after publishing, that
        readers see the run.
        """
        runs = self.runs.all()
        if any(run.record["state"] == "building" for run in runs) and not self.is_building():
            published = {run["run_id"] for run in self.published_runs()}
            for run in runs:
                if run.record["state"] == "building":
                    run.record["state"] = "published" if run.id in published else "killed"
        return runs

    def published(self) -> dict | None:
        """The run that readers see, as published_runs has it; none before the first."""
        return next((run for run in self.published_runs() if run["is_published"]), None)

    @property
    @abstractmethod
    def build_place(self) -> str:
        """Where dbt builds, in words."""

    @property
    @abstractmethod
    def published_place(self) -> str:
        """Where readers look, in words."""

    def space_needed(self) -> int:
        """Bytes that a build may need in the warehouse's folder, at a guess."""
        # Only records; the tables are a server's.
        return 10_000_000

    @abstractmethod
    def published_runs(self) -> list[dict]:
        """The rows of published_runs as readers see them, newest first; empty before the first."""

    @abstractmethod
    def publish(self, run: Run, marts: list[Mart], checks: list[str]) -> dict:
        """
        Show readers what dbt has built, all of it in one step, and return the run's row of published_runs.

        `checks` are queries over the marts that answer no row if the marts agree. Raises Stop if
        anything differs from what was built, or if the step cannot be taken; readers then see what
        they saw before.
        """

    def rollback(self, run_id: int):
        """Show readers an earlier run; raises Stop if it is not kept."""
        if run_id not in self.kept_runs():
            raise Stop(ExitCode.USAGE, f"Run {run_id} is not kept. {self.kept_in_words()}")
        self.show_again(run_id)

    def kept_in_words(self) -> str:
        """Which runs rollback takes, in a sentence."""
        kept = self.kept_runs()
        if not kept:
            return f"No run is kept for {self.published_place}. Run ad-metrics build."
        runs = ", ".join(map(str, kept))
        return f"Kept {'is run' if len(kept) == 1 else 'are the runs'} {runs}; name one of them."

    def records(self, query: str) -> list[dict]:
        """The rows that a query over the published marts answers, each by the names of its columns."""
        columns, rows = self.ask(query)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    @abstractmethod
    def show_again(self, run_id: int):
        """Show readers a run that is kept."""

    @abstractmethod
    def kept_runs(self) -> list[int]:
        """The runs that rollback can bring back, newest first."""

    @abstractmethod
    def prune(self, keep: int):
        """Delete what is kept of all but the newest `keep` published runs and the one that readers see."""

    @abstractmethod
    def ask_built(self, query: str) -> tuple[list[str], list[tuple]]:
        """Columns and rows that a query over what dbt built answers, which no reader may see yet."""

    @abstractmethod
    def ask(self, query: str) -> tuple[list[str], list[tuple]]:
        """Columns and rows that a query over the published marts answers."""
