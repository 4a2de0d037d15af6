"""The plan of an event log is tables, with a unit test for each rule; a killed build changes no number."""

from datetime import date

import duckdb
import pytest
from conftest import Warehouse, connect_postgres
from event_rows import event, write_events
from spend_rows import NO_SEEDS, NO_TESTS

PLAN = ("build", "--select", "+base_ad_events", *NO_SEEDS)
DAYS_TO_COUNT = (
    "select cast(utc_day as varchar), reason from main_intermediate.int_ad_events__windows order by 1"
)


@pytest.fixture
def warehouse(empty, tmp_path) -> Warehouse:
    return empty.copy(tmp_path / "warehouse")


def test_every_rule_holds_and_the_plan_can_be_looked_at(warehouse, tmp_path):
    """Unit tests run where the tables that they have rows of are there: they are built with them."""
    warehouse.without = ""
    log = tmp_path / "log"
    for day in (20, 22, 23):
        write_events(log / "impressions", f"day {day}", [event(f"2026-10-{day} 10:00:00")])
    result = warehouse.dbt(*PLAN, "--vars", repr({"events_path": str(log)}))
    assert result.stdout.count("START unit_test") == result.stdout.count("PASS int_ad_events__") > 20
    assert warehouse.rows(DAYS_TO_COUNT) == [(f"2026-10-{day}", "new") for day in (20, 22, 23)]
    write_events(log / "impressions", "day 22", [event("2026-10-22 11:00:00")] * 2)
    (log / "impressions" / "day 20.parquet").unlink()
    warehouse.without = "unit_test"
    warehouse.dbt(*PLAN, "--vars", repr({"events_path": str(log)}))
    assert warehouse.rows(DAYS_TO_COUNT) == [
        ("2026-10-22", "changed"), ("2026-10-23", "follows a day that is counted anew"),
    ]  # fmt: skip
    assert warehouse.rows("select * from main_intermediate.int_ad_events__pruned_days") == [
        (date(2026, 10, 20),)
    ]
    # Files whose state is the same are not looked at again; what was found of them is kept.
    warehouse.dbt(*PLAN, "--vars", repr({"events_path": str(log)}))
    assert warehouse.rows(DAYS_TO_COUNT) == []
    assert warehouse.rows(
        "select load_name, utc_day, raw_rows from main_intermediate.int_ad_events__loads order by 1"
    ) == [
        ("impressions/day 22.parquet", date(2026, 10, 22), 2),
        ("impressions/day 23.parquet", date(2026, 10, 23), 1),
    ]


def test_a_build_that_is_killed_between_two_days_changes_no_number(warehouse, tmp_path):
    """The later day has a copy of an event that comes for the last hour of the day before."""
    folder = tmp_path / "log" / "impressions"
    folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        for number, day in enumerate((22, 23)):
            # Too many for one window.
            connection.execute(
                f"copy (select 'e' || (i * 2 + {number}) as event_id, 'c1' as campaign_id, "
                f"timestamp '2026-10-{day} 00:10:00' + to_milliseconds(i * 100) as event_at "
                f"from range(500001) as numbers (i)) to '{folder}/{day}.parquet' (format parquet)"
            )
    variables = ("--vars", repr({"events_path": str(tmp_path / "log")}))
    warehouse.dbt(*PLAN, *NO_TESTS, *variables)
    late = [event("2026-10-22 23:30:00", event_id="e1"), event("2026-10-22 23:40:00", event_id="e3")]
    write_events(folder, "late", late)
    for seconds in (0.9, 2.2):
        warehouse.dbt(*PLAN, *NO_TESTS, *variables, check=False, kill_after=seconds,
                      kill_from="START sql judged_events")  # fmt: skip
    warehouse.dbt(*PLAN, *NO_TESTS, *variables)
    counted = (
        "select raw_day, verdict, sum(events)::int from main_staging.base_ad_events "
        "where verdict <> 'differing' group by all order by all"
    )
    found = warehouse.rows(counted)
    assert found == [
        (date(2026, 10, 22), "staged", 500003),
        (date(2026, 10, 23), "duplicate", 2),
        (date(2026, 10, 23), "staged", 499999),
    ]
    warehouse.dbt(*PLAN, *NO_TESTS, "--full-refresh", *variables)
    assert warehouse.rows(counted) == found


@pytest.mark.postgres
def test_every_rule_holds_on_postgresql(postgres, tmp_path):
    environment = {**postgres, "AD_METRICS_POSTGRES_SCHEMA": "plan"}
    warehouse = Warehouse(tmp_path / "warehouse", environment=environment, without="")
    connection = connect_postgres(postgres, "plan")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("""
            create schema plan_events;
            create table plan_events.impressions (event_id text, event_at timestamp, campaign_id text);
            insert into plan_events.impressions values ('a', '2026-10-22 10:00', 'c1');
        """)
        result = warehouse.dbt(
            *PLAN, "--target", "postgres", "--vars", repr({"events_path": "schema:plan_events"})
        )
        cursor.execute("select load_name, raw_rows, is_file from plan_intermediate.int_ad_events__loads")
        assert cursor.fetchall() == [("impressions", 1, False)]
    connection.close()
    assert result.stdout.count("START unit_test") == result.stdout.count("PASS int_ad_events__") > 20
