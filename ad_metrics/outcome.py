"""How a command ends: its exit code, and what a person or a scheduler is told."""

from dataclasses import asdict, dataclass, field
from enum import IntEnum

import click


class ExitCode(IntEnum):
    """The exit codes of `ad-metrics`; README and examples/README.md say what to do at each."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    TESTS_FAILED = 3
    RAW_REFUSED = 4
    LOCKED = 5
    NOT_PUBLISHED = 6
    STALE = 7


@dataclass
class Failure:
    """A model or test that stopped a run: what is wrong, with which rows, and what to do."""

    node: str
    message: str
    rows: int | None = None
    # Of a test, the first of these rows, by column.
    examples: list[dict] = field(default_factory=list)
    what_to_do: str | None = None
    query: str | None = None
    # How many more failed for the same reason.
    others: int = 0


class Stop(click.ClickException):
    """Ends the command with an exit code and a reason in words; nothing was published."""

    def __init__(self, exit_code: ExitCode, message: str, failures: list[Failure] | None = None):
        super().__init__(message)
        self.exit_code = exit_code
        self.failures = failures or []

    def record(self) -> dict:
        """What is remembered of it with the run."""
        return {
            "exit_code": int(self.exit_code),
            "reason": self.message,
            "failures": [asdict(failure) for failure in self.failures],
        }

    def format_message(self) -> str:
        """The reason, and a few lines for each model or test that failed."""
        return "\n".join([self.message, *failure_lines(self.record()["failures"])])


def failure_lines(failures: list[dict]) -> list[str]:
    """What failed, in words: first what is wrong and what to do, last dbt's name for it."""
    lines = []
    for failure in failures:
        lines.append(f"  {failure['message']}")
        for row in failure.get("examples", []):
            values = (f"{column}: {'(empty)' if value is None else value}" for column, value in row.items())
            lines.append(f"    for instance {', '.join(values)}")
        if failure.get("what_to_do"):
            lines.append(f"    what to do: {failure['what_to_do']}")
        if failure.get("query"):
            lines.append(f"    query: {failure['query']}")
        others = f" and {failure['others']} more" if failure.get("others") else ""
        lines.append(f"    name in dbt: {failure['node']}{others}")
    return lines


def disk_error(error: OSError, warehouse) -> Stop:
    """What a full disk, or a warehouse's folder that cannot be used, is to the user."""
    if no_space(error):
        return Stop(ExitCode.FAILED, f"{error}. Free space under {warehouse.folder}.")
    return Stop(
        ExitCode.USAGE,
        f"The warehouse's folder {warehouse.folder} cannot be used: {error}. Correct AD_METRICS_WAREHOUSE, "
        "or the rights of that folder.",
    )


def no_space(error: object) -> bool:
    """Whether an error, of Python or of an engine, says that a disk is full."""
    text = str(error).lower()
    return any(sign in text for sign in ("no space left", "disk quota exceeded", "disk full"))
