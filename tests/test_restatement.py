"""
Whatever order rows come, change and go in, the facts are those of one full refresh over the final state, plus what the
server deleted.
"""

import copy
import csv
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import Warehouse
from dbt_server import FINISHED, DbtServer
from extracts import TABLES, raw
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

HOURLY, CONVERSIONS = "data_summary_ad_hourly", "data_intermediate_ad_connection"
HEADERS = {table: list(raw(table)[0]) for table in TABLES if raw(table)}
SELECTED = ("+fct_delivery", "+campaign_metrics", "+reconciliation")
# Of another warehouse: what only the history of rates can tell, and how the rows came to be there.
HISTORY = ("rate", "pricing_model", "earned_revenue", "is_deleted_at_source", "day_fingerprint")


@dataclass
class Server:
    """A small ad server whose tables change as Revive's do, and what our warehouse must know of it."""

    tables: dict = field(default_factory=dict)
    # The rows of the last build, by table and key, as they were; and those of them that the server then deleted.
    seen: dict = field(default_factory=dict)
    deleted: dict = field(default_factory=lambda: {"banners": [], "campaigns": [], "zones": [], HOURLY: []})
    days: int = 0
    next_id: int = 1

    KEYS = {"banners": "bannerid", "campaigns": "campaignid", "zones": "zoneid", HOURLY: HEADERS[HOURLY][0]}

    def __post_init__(self):
        self.tables = {table: raw(table)[:1] for table in TABLES}
        self.tables["clients"] = raw("clients")
        self.tables["campaigns"] = [row for row in raw("campaigns") if row["campaignid"] in ("1", "2", "4")]
        self.tables["banners"] = [row for row in raw("banners") if row["campaignid"] in ("1", "2", "4")]
        self.tables["zones"] = raw("zones")[:3]
        self.tables[HOURLY] = []
        self.tables[CONVERSIONS] = raw(CONVERSIONS)[:1]
        for _ in range(3):
            self.load_a_day(7, 3)

    def pick(self, table: str, number: int) -> dict:
        return self.tables[table][number % len(self.tables[table])]

    def new_row(self, day: int, hour: int, banner: str, zone: str, number: int) -> dict:
        self.next_id += 1
        at = f"2026-10-{22 + day:02}" if day < 10 else f"2026-11-{day - 9:02}"
        return raw(HOURLY)[0] | {
            self.KEYS[HOURLY]: str(self.next_id),
            "date_time": f"{at} {hour:02}:00:00",
            "ad_id": banner,
            "zone_id": zone,
            "impressions": str(100 + number * 7 % 89),
            "clicks": str(number % 5),
            "total_revenue": f"{number % 11}.{number % 7}013",
            "updated": f"{at} {hour:02}:59:59",
        }

    def load_a_day(self, a: int, b: int):
        for hour in (0, 13):
            for number, banner in enumerate(self.tables["banners"]):
                zone = self.pick("zones", a + number)["zoneid"]
                self.tables[HOURLY].append(
                    self.new_row(self.days, hour, banner["bannerid"], zone, a + b * number)
                )
        self.days += 1

    def load_a_late_row(self, a: int, b: int):
        banner, zone = self.pick("banners", a)["bannerid"], self.pick("zones", b)["zoneid"]
        self.tables[HOURLY].append(self.new_row(a % self.days, 1 + b % 23, banner, zone, a + b))

    def load_rows_again(self, a: int, b: int):
        rows = self.tables[HOURLY]
        rows.extend(copy.deepcopy(rows[a % len(rows) :][: b % 5]))

    def load_another_row_of_a_key(self, a: int, b: int):
        row = dict(self.pick(HOURLY, a), impressions=str(500 + b % 17))
        if b % 2:  # The conflict reaches over two days.
            row["date_time"] = self.pick(HOURLY, b)["date_time"]
        self.tables[HOURLY].append(row)

    def keep_one_row_of_each_key(self, a: int, b: int):
        rows = self.tables[HOURLY]
        self.tables[HOURLY] = list(
            {row[self.KEYS[HOURLY]]: row for row in rows[:: 1 if a % 2 else -1]}.values()
        )

    def reorder(self, a: int, b: int):
        rows = self.tables[HOURLY]
        rows[:] = sorted(rows, key=lambda row: (int(row["impressions"] + "7") * (a + 3)) % 1009)

    def edit_a_row(self, a: int, b: int):
        self.pick(HOURLY, a)["impressions"] = str(300 + b % 53)

    def break_a_row(self, a: int, b: int):
        self.pick(HOURLY, a)["clicks"] = "-1" if b % 2 else "0"

    def correct_a_row_away(self, a: int, b: int):
        row = self.pick(HOURLY, a)
        there = {"ad_id": "banners", "zone_id": "zones"}
        first = min(row["date_time"] for row in self.tables[HOURLY])
        if row["date_time"] > first and all(
            row[column] in {entity[self.KEYS[table]] for entity in self.tables[table]}
            for column, table in there.items()
        ):
            self.tables[HOURLY].remove(row)

    def empty_a_day(self, a: int, b: int):
        for row in list(self.tables[HOURLY]):
            if row["date_time"][:10] == self.pick(HOURLY, a)["date_time"][:10]:
                self.correct_a_row_away(self.tables[HOURLY].index(row), 0)

    def move_a_banner(self, a: int, b: int):
        self.pick("banners", a)["campaignid"] = self.pick("campaigns", b)["campaignid"]

    def edit_a_rate(self, a: int, b: int):
        self.pick("campaigns", a)["revenue"] = f"{1 + b % 9}.3701"

    def convert_late(self, a: int, b: int):
        row = self.pick(HOURLY, a)
        self.next_id += 1
        self.tables[CONVERSIONS].append(
            raw(CONVERSIONS)[0]
            | {
                "data_intermediate_ad_connection_id": str(10_000 + self.next_id),
                "tracker_date_time": row["date_time"][:14] + f"{b % 60:02}:30",
                "ad_id": row["ad_id"],
                "zone_id": row["zone_id"],
                "connection_status": "24"[b % 2],
            }
        )

    def edit_a_status(self, a: int, b: int):
        self.pick(CONVERSIONS, a)["connection_status"] = "245"[b % 3]

    def delete(self, table: str, entity: dict):
        """Delete it and its statistics, as Revive does; the warehouse keeps what it has seen of them."""
        key = self.KEYS[table]
        self.tables[table].remove(entity)
        if entity[key] in self.seen.get(table, {}):
            self.deleted[table].append(self.seen[table][entity[key]])
        if table == "campaigns":
            for banner in [row for row in self.tables["banners"] if row[key] == entity[key]]:
                self.delete("banners", banner)
            return
        column = {"banners": "ad_id", "zones": "zone_id"}[table]
        for row in [row for row in self.tables[HOURLY] if row[column] == entity[key]]:
            self.tables[HOURLY].remove(row)
            known = self.seen.get(HOURLY, {}).pop(row[self.KEYS[HOURLY]], None)
            if known:
                self.deleted[HOURLY].append(known)

    def delete_a_campaign(self, a: int, b: int):
        campaign = self.pick("campaigns", a)
        if any(row["campaignid"] != campaign["campaignid"] for row in self.tables["banners"]):
            self.delete("campaigns", campaign)

    def delete_a_zone(self, a: int, b: int):
        if len(self.tables["zones"]) > 1:
            self.delete("zones", self.pick("zones", a))

    def deliver_for_a_deleted_banner(self, a: int, b: int):
        if self.deleted["banners"]:
            banner = self.deleted["banners"][a % len(self.deleted["banners"])]["bannerid"]
            zone = self.pick("zones", b)["zoneid"]
            # In an hour of its own, as what it delivered before is deleted.
            row = self.new_row(a % self.days, 23, banner, zone, b)
            taken = {(row["date_time"], row["ad_id"], row["zone_id"]) for row in self.deleted[HOURLY]}
            if (row["date_time"], banner, zone) not in taken:
                self.tables[HOURLY].append(row | {"total_revenue": ""})

    def condense_a_day(self, a: int, b: int):
        day = self.pick(HOURLY, a)["date_time"][:10]
        rows = [row for row in self.tables[HOURLY] if row["date_time"].startswith(day)]
        keys = [row[self.KEYS[HOURLY]] for row in self.tables[HOURLY]]
        clean = all(row["clicks"] != "-1" and keys.count(row[self.KEYS[HOURLY]]) == 1 for row in rows)
        # One refresh over hours and days together could not tell that the day is condensed; a unit test does.
        if not clean or any(row["date_time"].startswith(day) for row in self.deleted[HOURLY]):
            return
        condensed = {}
        for row in rows:
            key = (row["ad_id"], row["zone_id"])
            if key not in condensed:
                condensed[key] = self.new_row(0, 0, *key, 0) | {
                    "date_time": f"{day} 00:00:00", "updated": "2026-12-24 04:00:00", "clicks": "0",
                    "impressions": "0", "total_revenue": "0",
                }  # fmt: skip
            total = condensed[key]
            for column in ("impressions", "clicks"):
                total[column] = str(int(total[column]) + int(row[column]))
            total["total_revenue"] = f"{float(total['total_revenue']) + float(row['total_revenue'] or 0):.4f}"
        kept = [row for row in self.tables[HOURLY] if row not in rows]
        self.tables[HOURLY] = kept + list(condensed.values())

    def built(self):
        """Remember what a build has seen: rows that it could use, as they are now."""
        for table, key in self.KEYS.items():
            rows = self.tables[table]
            keys = [row[key] for row in rows]
            contents = {
                row[key]: {tuple(other.items()) for other in rows if other[key] == row[key]} for row in rows
            }
            self.seen[table] = {
                row[key]: dict(row)
                for row in rows
                if keys and row.get("clicks") != "-1" or table != HOURLY
                if len(contents[row[key]]) == 1
            }

    def write(self, folder: Path, with_deleted: bool = False) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for table, rows in self.tables.items():
            if with_deleted:
                rows = rows + self.deleted.get(table, [])
            with open(folder / f"{table}.csv", "w", newline="") as file:
                writer = csv.DictWriter(file, HEADERS[table])
                writer.writeheader()
                writer.writerows(
                    {name: r"\N" if value == "" else value for name, value in row.items()} for row in rows
                )
        return folder


CHANGES = sorted(
    name
    for name, value in vars(Server).items()
    if callable(value) and name.split("_")[0] in (
        "load", "keep", "reorder", "edit", "break", "correct", "empty", "move", "convert", "delete", "deliver",
        "condense",
    ) and name != "delete"
)  # fmt: skip
NUMBERS = st.integers(0, 97)
STEP = st.tuples(
    st.lists(st.tuples(st.sampled_from(CHANGES), NUMBERS, NUMBERS), min_size=1, max_size=3),
    st.one_of(st.none(), st.floats(0.1, 2.0)),
)


def facts(warehouse: Path, without: tuple = ("day_fingerprint",)) -> list[tuple]:
    duckdb = Warehouse(warehouse)
    columns = [name for name, *_ in duckdb.rows("describe fct_delivery") if name not in without]
    return sorted(duckdb.rows(f"select {', '.join(columns)} from fct_delivery"), key=str)


@pytest.fixture(scope="module")
def dbt(tmp_path_factory):
    with DbtServer(tmp_path_factory.mktemp("dbt_server")) as server:
        yield server


def run(dbt, warehouse: Path, extract: Path, *arguments: str, kill_after: float | None = None) -> int:
    variables = repr({"revive_path": str(extract)})
    quick = ("--exclude-resource-type", "test", "unit_test")
    arguments = ("build", "--select", *SELECTED, *quick, "--vars", variables, *arguments)
    return dbt.run(warehouse, *arguments, kill_after=kill_after)


@settings(
    # A failing sequence is short enough to be read as it is; each try at a shorter one takes seconds.
    phases=[Phase.explicit, Phase.generate],
    max_examples=int(os.environ.get("AD_METRICS_EXAMPLES", "8")),
    derandomize="AD_METRICS_EXAMPLES" not in os.environ,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=True,
)
@given(steps=st.lists(STEP, min_size=2, max_size=5))
def test_any_sequence_of_loads_equals_one_full_refresh(dbt, tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("sequence")
    server, warehouse = Server(), folder / "warehouse"
    assert run(dbt, warehouse, server.write(folder / "extract")) == FINISHED
    server.built()
    for changes, kill_after in steps:
        for change, a, b in changes:
            event(change)
            getattr(server, change)(a, b)
        server.write(folder / "extract")
        if kill_after is not None:
            run(dbt, warehouse, folder / "extract", kill_after=kill_after)
        assert run(dbt, warehouse, folder / "extract") == FINISHED, dbt.log.read_text()[-3000:]
        server.built()

    once = folder / "once"
    assert run(dbt, once, server.write(folder / "whole", with_deleted=True)) == FINISHED
    assert facts(warehouse, HISTORY) == facts(once, HISTORY)
    duckdb = Warehouse(warehouse)
    assert duckdb.rows("select * from reconciliation where not is_reconciled") == []
    assert {
        key: marked
        for *key, marked in duckdb.rows("select hour_at::varchar, creative_key, placement_key, is_deleted_at_source from fct_delivery")
        for key in [tuple(key)]
        if marked
    }.keys() == {
        (row["date_time"], f"revive:{row['ad_id']}", f"revive:{row['zone_id']}") for row in server.deleted[HOURLY]
    }  # fmt: skip
    # With its own history, a full refresh changes nothing at all.
    refreshed = folder / "refreshed"
    shutil.copytree(warehouse, refreshed)
    assert run(dbt, refreshed, folder / "extract", "--full-refresh") == FINISHED
    assert facts(warehouse) == facts(refreshed)
