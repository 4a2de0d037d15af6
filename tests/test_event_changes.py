"""Whatever files of events come, change and go, and in whatever order, marts are a fresh warehouse's."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from conftest import Warehouse
from event_rows import counted, event, hours, write_events
from hypothesis import given
from hypothesis import strategies as st
from sequences import changes_of, sequences
from spend_rows import NO_TESTS

MARTS = ("fct_delivery", "invalid_traffic_daily", "reach_metrics_daily", "reach_metrics", "reconciliation")
WHOLE = " ".join(f"+{mart}" for mart in MARTS)
TIMES = ("00:00:01", "09:59:59", "22:59:59", "23:00:00", "23:59:59")


@dataclass
class Log:
    """Files of three days, each of which keeps one, while the others change as those of logs do."""

    files: dict = field(default_factory=dict)
    made: int = 0

    def __post_init__(self):
        for day in (20, 21, 22):
            self.files["impressions", f"day {day}"] = [self.event(day, number) for number in range(3)]

    def event(self, a: int, b: int) -> dict:
        """Few ids and users, so that they come again; some bad, invalid, credits or in another currency."""
        return event(
            f"2026-10-{20 + a % 3} {TIMES[b % 5]}.{a * 100 + b:06}", event_id=f"id {(a * 7 + b) % 11}",
            campaign_id=f"c{b % 2}", creative_id="k" if a % 3 else None, user_id=f"u{(a + b) % 4}",
            price_micros=b - a * 1000003 if (a + b) % 4 == 3 else a * 1000003 + b if b % 3 else None,
            currency="?" if (a + b) % 7 == 6 else ("EUR", "USD")[a % 2], is_invalid=(a * b) % 5 == 4,
        )  # fmt: skip

    def kind(self, a: int) -> str:
        return ("impressions", "clicks", "conversions")[a % 3]

    def name(self, a: int) -> tuple:
        """A file that is not the one that every day keeps."""
        names = sorted(name for name in self.files if not name[1].startswith("day"))
        return names[a % len(names)] if names else None

    def a_file_comes(self, a: int, b: int):
        self.made += 1
        self.files[self.kind(a), f"file {self.made}"] = [
            self.event(a + number, b + number) for number in range(b)
        ]

    def a_file_comes_twice(self, a: int, b: int):
        if name := self.name(a):
            self.made += 1
            self.files[name[0], f"file {self.made}"] = list(self.files[name])

    def a_file_is_taken_back(self, a: int, b: int):
        if name := self.name(a):
            del self.files[name]

    def a_file_is_written_anew(self, a: int, b: int):
        if name := self.name(a):
            self.files[name] = [self.event(a + number, b * number) for number in range(4)]

    def a_file_moves(self, a: int, b: int):
        if name := self.name(a):
            self.made += 1
            self.files[name[0], f"moved/file {self.made}"] = self.files.pop(name)

    def an_event_comes_late(self, a: int, b: int):
        self.files["impressions", f"day {20 + b % 3}"].append(self.event(a, b))

    def write(self, folder: Path) -> Path:
        for kind in ("impressions", "clicks", "conversions"):
            shutil.rmtree(folder / kind, ignore_errors=True)
        for (kind, name), rows in self.files.items():
            if rows:
                write_events(folder / kind, name, rows)
        return folder

    def build(self, warehouse: Warehouse, folder: Path):
        variables = {
            "events_path": str(self.write(folder)), "restatement_window_days": 0, "rejected_share_limit": 1,
            "reporting_timezone": "America/New_York",
        }  # fmt: skip
        warehouse.dbt("build", "--select", *WHOLE.split(), *NO_TESTS, "seed", "--vars", repr(variables))


CHANGES = changes_of(Log)
NUMBERS = st.integers(0, 11)


def contents(warehouse: Warehouse) -> dict:
    """The rows of the marts."""
    return {mart: sorted(warehouse.rows(f"select * from {mart}"), key=str) for mart in MARTS}


@sequences(1)
@given(
    steps=st.lists(
        st.lists(st.tuples(st.sampled_from(CHANGES), NUMBERS, NUMBERS), min_size=3, max_size=6),
        min_size=2,
        max_size=2,
    )
)
def test_any_sequence_of_files_equals_a_fresh_warehouse(tmp_path_factory, empty, steps):
    folder = tmp_path_factory.mktemp("sequence")
    log, warehouse = Log(), empty.copy(folder / "warehouse")
    log.build(warehouse, folder / "log")
    for changes in steps:
        for change, a, b in changes:
            getattr(log, change)(a, b)
        log.build(warehouse, folder / "log")
    fresh = empty.copy(folder / "fresh")
    log.build(fresh, folder / "log")
    assert contents(warehouse) == contents(fresh)
    good = {
        kind: [row for name, rows in log.files.items() if name[0] == kind for row in rows
               if row["currency"] != "?"]
        for kind in ("impressions", "clicks", "conversions")
    }  # fmt: skip
    expected = hours(*good.values())
    found = counted(warehouse)
    assert sum(row[0] for row in expected.values()) == sum(row[0] for row in found.values())
    assert sum(row[3] or 0 for row in expected.values()) == sum(row[3] or 0 for row in found.values())
