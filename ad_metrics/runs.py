"""What is remembered of each run: a folder with its record, dbt's results and, while kept, its database."""

import json
import os
import shutil
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

# Records are small, and old ones tell how builds grew; a run an hour is remembered for a week.
RECORDS = 200


def now() -> datetime:
    """This moment, in whole seconds of UTC."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass
class Run:
    """
    One run. Its `record` is what `run.json` holds.

    Its state is building, published, failed, or killed for one that never got to say how it ended.
    """

    folder: Path
    record: dict = field(default_factory=dict)
    # The clock may be set back while a run goes on.
    started: float = field(default_factory=time.monotonic)

    @property
    def id(self) -> int:
        """The run's number; numbers grow whatever the clock does."""
        return int(self.folder.name)

    def note(self, **facts):
        """Add to the record and write it; a reader finds the old record or the new one."""
        self.record.update(facts)
        written = self.folder / ".run.json"
        written.write_text(json.dumps(self.record, indent=1, default=str) + "\n")
        os.replace(written, self.folder / "run.json")

    def end(self, state: str, **facts):
        """Note how the run ended, when, and after how many seconds."""
        seconds = round(time.monotonic() - self.started, 1)
        self.note(state=state, ended_at=now().isoformat(), seconds=seconds, **facts)


class Runs:
    """All runs of one target."""

    def __init__(self, folder: Path):
        self.folder = folder

    def all(self) -> list[Run]:
        """Every run, newest first."""
        numbers = (entry.name for entry in self.folder.glob("*") if entry.name.isdigit())
        runs = []
        for number in sorted(map(int, numbers), reverse=True):
            run = Run(self.folder / str(number))
            try:
                run.record = json.loads((run.folder / "run.json").read_text())
            except (OSError, ValueError):
                # A full disk can leave a folder without a record; its number stays taken.
                run.record = {"run_id": number, "state": "killed"}
            runs.append(run)
        return runs

    def start(self, run_id: int) -> Run:
        """A new run of this number."""
        run = Run(self.folder / str(run_id))
        run.folder.mkdir(parents=True)
        run.note(run_id=run_id, state="building", started_at=now().isoformat(), process=os.getpid())
        return run

    def forget_old(self):
        """Delete the records beyond the newest RECORDS, but for those whose database is kept."""
        for run in self.all()[RECORDS:]:
            if not list(run.folder.glob("*.duckdb")):
                shutil.rmtree(run.folder)
