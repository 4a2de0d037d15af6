"""Whatever order rows come, change and go in, the facts are those of one refresh, and of what was deleted."""

import copy
import csv
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest
from conftest import Warehouse
from extracts import TABLES, extract, raw
from hypothesis import event, given
from hypothesis import strategies as st
from sequences import changes_of, sequences
from spend_rows import NO_TESTS, NO_UNIT_TESTS

HOURLY, CONVERSIONS = "data_summary_ad_hourly", "data_intermediate_ad_connection"
HEADERS = {table: list(raw(table)[0]) for table in TABLES if raw(table)}
SELECTED = ("+fct_delivery", "+reconciliation")
# Of another warehouse: what only the history of rates can tell, and how the rows came to be there.
HISTORY = (
    "rate", "pricing_model", "earned_revenue", "native_earned_revenue", "is_deleted_at_source",
    "campaign_key", "advertiser_key", "website_key",
)  # fmt: skip


@dataclass
class Server:
    """A small ad server whose tables change as Revive's do, and what our warehouse must know of it."""

    tables: dict = field(default_factory=dict)
    # The usable rows of the last build, by table and key; and those of them that the server then deleted.
    seen: dict = field(default_factory=dict)
    deleted: dict = field(default_factory=lambda: {"banners": [], "campaigns": [], "zones": [], HOURLY: []})
    condensed_since_build: bool = False
    # The hours of the days that were condensed, as a backup has them.
    backup: dict = field(default_factory=dict)
    days: int = 0
    next_id: int = 1

    KEYS = {"banners": "bannerid", "campaigns": "campaignid", "zones": "zoneid", HOURLY: HEADERS[HOURLY][0]}

    def __post_init__(self):
        """Three campaigns, three zones and three days."""
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

    def move_a_zone(self, a: int, b: int):
        self.pick("zones", a)["affiliateid"] = str(1 + b % 2)

    def move_a_campaign(self, a: int, b: int):
        self.pick("campaigns", a)["clientid"] = str(1 + b % 2)

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
        self.tables[HOURLY] = [row for row in self.tables[HOURLY] if row[column] != entity[key]]
        # Rows corrected away since the last build count as deleted: it cannot tell which came first.
        for number, row in list(self.seen.get(HOURLY, {}).items()):
            if row[column] == entity[key]:
                self.deleted[HOURLY].append(self.seen[HOURLY].pop(number))

    def delete_a_campaign(self, a: int, b: int):
        campaign = self.pick("campaigns", a)
        if not self.condensed_since_build and any(
            row["campaignid"] != campaign["campaignid"] for row in self.tables["banners"]
        ):
            self.delete("campaigns", campaign)

    def delete_a_zone(self, a: int, b: int):
        if not self.condensed_since_build and len(self.tables["zones"]) > 1:
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
        # Nor of the newest day, after which nothing was written before it.
        if day == max(row["date_time"] for row in self.tables[HOURLY])[:10]:
            return
        self.condensed_since_build = True
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
        self.backup[day] = (rows, copy.deepcopy(list(condensed.values())))

    def restore_a_condensed_day(self, a: int, b: int):
        """A backup has its hours; nothing was deleted or edited since."""
        for day, (hours, condensed) in self.backup.items():
            if [row for row in self.tables[HOURLY] if row["date_time"].startswith(day)] == condensed:
                kept = [row for row in self.tables[HOURLY] if row not in condensed]
                self.tables[HOURLY] = kept + hours
                return

    def built(self):
        """Remember what a build has seen: rows that it could use, as they are now."""
        self.condensed_since_build = False
        for table, key in self.KEYS.items():
            rows = self.tables[table]
            contents = {
                row[key]: {tuple(other.items()) for other in rows if other[key] == row[key]} for row in rows
            }
            self.seen[table] = {
                row[key]: dict(row)
                for row in rows
                if len(contents[row[key]]) == 1 and (table != HOURLY or row["clicks"] != "-1")
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


# What may happen to a server: every method that two numbers steer.
CHANGES = changes_of(Server)
NUMBERS = st.integers(0, 97)
STEP = st.tuples(
    st.lists(st.tuples(st.sampled_from(CHANGES), NUMBERS, NUMBERS), min_size=1, max_size=3),
    st.one_of(st.none(), st.floats(0.1, 2.0)),
)


def facts(warehouse: Warehouse, without: tuple = ()) -> list[tuple]:
    columns = [name for name, *_ in warehouse.rows("describe fct_delivery") if name not in without]
    return sorted(warehouse.rows(f"select {', '.join(columns)} from fct_delivery"), key=str)


def build(warehouse: Warehouse, extract: Path, *arguments: str, kill_after: float | None = None):
    """Build without tests; a build that is killed is no failure."""
    quick = ("--exclude-resource-type", "test", "unit_test")
    arguments += ("--vars", repr({"revive_path": str(extract)}))
    warehouse.dbt(
        "build", "--select", *SELECTED, *quick, *arguments, check=kill_after is None, kill_after=kill_after
    )


@pytest.fixture(scope="module")
def server_built_once(tmp_path_factory) -> Warehouse:
    """A warehouse built on a server as it is at first, whose extract lies beside it, to copy."""
    folder = tmp_path_factory.mktemp("server")
    warehouse = Warehouse(folder / "warehouse")
    build(warehouse, Server().write(folder / "extract"))
    return warehouse


@sequences(4)
@given(steps=st.lists(STEP, min_size=2, max_size=5))
def test_any_sequence_of_loads_equals_one_full_refresh(server_built_once, tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("sequence")
    server, warehouse = Server(), server_built_once.copy(folder / "warehouse")
    server.built()
    for number, (changes, kill_after) in enumerate(steps):
        for change, a, b in changes:
            event(change)
            getattr(server, change)(a, b)
        before = delivered_for(warehouse)
        # Each extract has a folder of its own, as dated ones have.
        extract = server.write(folder / f"extract_{number}")
        if kill_after is not None:
            build(warehouse, extract, kill_after=kill_after)
        build(warehouse, extract)
        server.built()
        # Whom a build has seen something delivered for, it was delivered for.
        after = delivered_for(warehouse)
        assert {key: after[key] for key in before if key in after} == {
            key: whom for key, whom in before.items() if key in after
        }

    once = Warehouse(folder / "once")
    build(once, server.write(folder / "whole", with_deleted=True))
    assert facts(warehouse, HISTORY) == facts(once, HISTORY)
    assert warehouse.rows("select * from reconciliation where not is_reconciled") == []
    marked = (
        "select hour_at::varchar, creative_key, placement_key from fct_delivery where is_deleted_at_source"
    )
    assert set(warehouse.rows(marked)) == {
        (row["date_time"], f"revive:{row['ad_id']}", f"revive:{row['zone_id']}")
        for row in server.deleted[HOURLY]
    }
    # With its own history, a full refresh changes nothing at all.
    refreshed = Warehouse(folder / "refreshed")
    shutil.copytree(warehouse.folder, refreshed.folder)
    build(refreshed, extract, "--full-refresh")
    assert facts(warehouse) == facts(refreshed)


def delivered_for(warehouse: Warehouse) -> dict[tuple, tuple]:
    """By period, creative and placement, the campaign, advertiser and website, as far as they are known."""
    return {
        row[:4]: row[4:]
        for row in warehouse.rows(
            "select hour_at, period_grain, creative_key, placement_key, campaign_key, advertiser_key, "
            "website_key from fct_delivery where campaign_key <> 'revive:unknown'"
        )
    }


TOTALS = "select sum(impressions), sum(clicks), sum(conversions), sum(booked_revenue) from fct_delivery"


def restated(warehouse: Warehouse) -> dict[str, str]:
    """The days that the last build wrote anew, with the reason."""
    return dict(
        warehouse.rows("select utc_day::varchar, reason from main_intermediate.int_restated_days order by 1")
    )


@pytest.fixture(scope="module")
def built_once(tmp_path_factory) -> Warehouse:
    """A warehouse built on the bundled extract, which lies beside it, to copy."""
    folder = tmp_path_factory.mktemp("built")
    warehouse = Warehouse(folder / "warehouse")
    warehouse.dbt("seed", "--select", "known_outages")
    warehouse.build(*NO_TESTS, revive_path=str(extract(folder / "extract")))
    return warehouse


@pytest.fixture
def built(built_once, tmp_path):
    """A warehouse built on the bundled extract, and how to build it on a changed one in the same place."""
    warehouse = built_once.copy(tmp_path / "warehouse")

    def build(*arguments, check=True, tests=False, variables=None, **changes):
        arguments += NO_UNIT_TESTS if tests else NO_TESTS
        folder = extract(built_once.folder.parent / "extract", **changes)
        return warehouse.build(*arguments, check=check, revive_path=str(folder), **(variables or {}))

    warehouse.rebuild = build
    return warehouse


RECENT = {day: "recent" for day in ("2026-10-30", "2026-10-31", "2026-11-01")}


def test_only_days_that_changed_and_recent_ones_are_written_anew(built):
    built.rebuild()
    assert restated(built) == RECENT
    built.rebuild(variables={"restatement_window_days": 1})
    assert restated(built) == {"2026-11-01": "recent"}
    # A conversion three weeks late, an edit without a new date, and a banner that changed campaigns.
    built.rebuild(
        data_intermediate_ad_connection="""
            select * replace (case data_intermediate_ad_connection_id
                when '2' then '4' else connection_status end as connection_status)
            from data_intermediate_ad_connection
        """,
        data_summary_ad_hourly="""
            select * replace (case when data_summary_ad_hourly_id = '2500' then '11' else impressions end
                as impressions)
            from data_summary_ad_hourly
        """,
    )
    changed = {day for day, reason in restated(built).items() if reason == "changed"}
    [(day,)] = built.rows(
        "select distinct cast(hour_at as date)::varchar "
        "from main_staging.base_revive__data_summary_ad_hourly where delivery_id = '2500'"
    )
    assert changed == {"2026-10-22", day}
    assert built.value("select sum(conversions) from fct_delivery") == 170


def test_settings_and_campaigns_restate_the_days_that_they_are_about(built):
    built.rebuild(variables={"revenue_basis": "earned"})
    assert set(restated(built).values()) == {"changed"}
    assert built.value("select sum(revenue) from fct_delivery where campaign_key = 'revive:7'") == 1172
    # A banner that moves takes nothing with it that was delivered before.
    built.rebuild(
        variables={"revenue_basis": "earned"},
        banners="""
            select * replace (case campaignid when '11' then '12' else campaignid end as campaignid)
            from banners
        """,
    )
    assert restated(built) == RECENT
    assert (
        built.value("select sum(impressions) from fct_delivery where campaign_key = 'revive:11'") == 2_000_000
    )
    assert built.rows(
        "select hour_at::varchar, campaign_key from delivery_anomalies where reason = 'banner moved'"
    ) == [("2026-11-02 00:00:00", "revive:12")]
    # A rate that is edited restates what was delivered from then on.
    built.rebuild(
        variables={"revenue_basis": "earned"},
        campaigns="""
            select * replace (
                case campaignid when '7' then '0.9' else revenue end as revenue,
                case campaignid when '7' then '2026-10-30 12:10:00' else updated end as updated)
            from campaigns
        """,
    )
    assert restated(built) == RECENT | {day: "changed" for day in ("2026-10-30", "2026-10-31", "2026-11-01")}


WITHOUT_CAMPAIGN_3 = {
    "campaigns": "select * from campaigns where campaignid <> '3'",
    "banners": "select * from banners where campaignid <> '3'",
    "data_summary_ad_hourly": """
        select * from data_summary_ad_hourly
        where ad_id not in (select bannerid from banners where campaignid = '3')
    """,
}


def test_what_the_server_deleted_stays_and_is_marked(built, demo):
    built.rebuild(**WITHOUT_CAMPAIGN_3)
    for _ in range(2):
        assert built.rows(TOTALS) == demo.rows(TOTALS)
        assert built.rows(
            "select impressions, conversions, booked_revenue, earned_revenue, ecpm, is_deleted_at_source "
            "from campaign_metrics where campaign_key = 'revive:3'"
        ) == [(246_371, 53, 1590, 1590, 1000 * 1590.0 / 246_371, True)]
        assert built.rows(
            "select sum(impressions) from fct_delivery where is_deleted_at_source"
            " union all select deleted_total from reconciliation"
            " where raw_table = 'data_summary_ad_hourly' and measure = 'impressions'"
        ) == [(246_371,), (246_371,)]
        assert built.value("select count(*) from reconciliation where not is_reconciled") == 0
        assert built.rows(
            "select campaign_key from dim_campaigns where is_deleted_at_source union all "
            "select campaign_key from dim_creatives where is_deleted_at_source"
        ) == 2 * [("revive:3",)]
        # Not even a full refresh loses it.
        built.rebuild("--full-refresh", **WITHOUT_CAMPAIGN_3)
    # The server's backup came back.
    built.rebuild()
    assert built.rows("select * from campaign_metrics order by 1") == demo.rows(
        "select * from campaign_metrics order by 1"
    )


def test_rows_corrected_away_are_gone_and_emptied_days_are_empty(built):
    built.rebuild(
        data_summary_ad_hourly="select * from data_summary_ad_hourly where date_time < '2026-11-01'",
        data_intermediate_ad_connection="""
            select * from data_intermediate_ad_connection where tracker_date_time < '2026-11-01'
        """,
    )
    assert restated(built)["2026-11-01"] == "without delivery now"
    assert built.value("select max(hour_at)::varchar from fct_delivery") == "2026-10-31 23:00:00"
    assert built.value("select count(*) from fct_delivery where is_deleted_at_source") == 0


def test_what_is_older_than_an_extract_stays(built, demo):
    built.rebuild(
        data_summary_ad_hourly="""
            select * from data_summary_ad_hourly where date_time >= '2026-10-29 05:00:00'
        """,
        data_intermediate_ad_connection="""
            select * from data_intermediate_ad_connection where tracker_date_time >= '2026-10-29 05:00:00'
        """,
    )
    assert built.rows(TOTALS) == demo.rows(TOTALS)
    assert (
        built.value("select max(hour_at)::varchar from fct_delivery where is_deleted_at_source")
        == "2026-10-29 04:00:00"
    )
    assert built.value("select count(*) from reconciliation where not is_reconciled") == 0


def test_a_source_that_lost_all_its_rows_stops_every_build_until_that_is_accepted(built, demo):
    nothing = {"data_intermediate_ad_connection": "select * from data_intermediate_ad_connection limit 0"}
    for _ in range(2):
        result = built.rebuild(check=False, **nothing)
        assert result.returncode != 0
        printed = " ".join(result.stdout.split())
        assert "data_intermediate_ad_connection.csv is empty; the last build read 186 rows from it" in printed
        assert built.rows(TOTALS) == demo.rows(TOTALS)
    built.rebuild("--full-refresh", **nothing)
    assert built.value("select sum(conversions) from fct_delivery") == 0
    built.rebuild(**nothing)


def test_a_hole_in_the_hours_stops_the_build_until_the_outage_is_known(built, demo):
    hole = {
        "data_summary_ad_hourly": """
            select * from data_summary_ad_hourly
            where date_time not between '2026-10-25 03:00:00' and '2026-10-25 06:00:00'
                and date_time <> '2026-10-27 00:00:00'
        """
    }
    result = built.rebuild(check=False, tests=True, **hole)
    assert result.returncode != 0
    printed = " ".join(result.stdout.split())
    assert (
        "data_summary_ad_hourly has no row from 2026-10-25 03:00:00 to 2026-10-25 07:00:00; "
        "from 2026-10-27 00:00:00 to 2026-10-27 01:00:00." in printed
    )
    assert built.rows(TOTALS) == demo.rows(TOTALS)
    outages = duckdb.connect(str(built.file))
    outages.execute(
        "insert into main_reference.known_outages values "
        "('revive', '2026-10-25 03:00:00', '2026-10-25 05:00:00', 'move to a new server, first part'), "
        "('revive', '2026-10-25 05:00:00', '2026-10-25 07:00:00', 'and second part'), "
        "('revive', '2026-10-26 23:00:00', '2026-10-27 01:00:00', 'maintenance'), "
        "('revive', '2020-01-01 00:00:00', '2020-01-02 00:00:00', 'long ago')"
    )
    outages.close()
    built.rebuild(tests=True, **hole)
    assert built.value("select sum(impressions) from fct_delivery") < demo.value(
        "select sum(impressions) from fct_delivery"
    )


def test_facts_cannot_be_made_anew_without_the_days_that_they_are_made_from(built, built_once, demo):
    built.rebuild()
    variables = repr({"revive_path": str(built_once.folder.parent / "extract")})
    result = built.dbt("run", "--full-refresh", "--select", "fct_delivery", "--vars", variables, check=False)
    assert result.returncode != 0
    assert "8 days would be missing" in result.stdout
    assert built.rows(TOTALS) == demo.rows(TOTALS)
