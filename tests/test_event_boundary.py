"""The boundary of event logs: credits, codes, ids, copies that differ, and what a log is known by."""

import hashlib
import os
import shutil
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest
from conftest import Warehouse, connect_postgres
from event_rows import event, write_events
from spend_rows import NO_SEEDS, NO_TESTS, spend, write
from test_events import reconciled

ANOMALIES = "+delivery_anomalies +reconciliation +rejected_rows +invalid_traffic_daily"


@pytest.fixture
def warehouse(empty, tmp_path) -> Warehouse:
    return empty.copy(tmp_path / "warehouse")


def build(warehouse, folder, *arguments, select, **variables):
    variables = {"events_path": str(folder), "restatement_window_days": 0} | variables
    return warehouse.dbt(
        "build", "--select", *select.split(), *NO_SEEDS, *NO_TESTS, *arguments, "--vars", repr(variables)
    )


def test_credits_count_and_what_cannot_be_read_is_left_empty_and_told(warehouse, tmp_path):
    impressions = [
        event(price_micros="7000003", is_invalid="false", event_id="a"),
        event(price_micros=" -2000001 ", is_invalid="0", event_id="b"),
        event(price_micros="+5.0", is_invalid="maybe", event_id="c"),
        event(price_micros="", is_invalid="perhaps", event_id="d"),
        event(price_micros="9", is_invalid="1", event_id="e"),
    ]
    about = {"price_micros": None, "is_invalid": None}
    conversions = [
        event(value_micros=41370001, items=5, attribution="click", event_id="f", **about),
        event(value_micros=-20000003, items=-2, attribution="mail", event_id="g", **about),
        event(
            value_micros=0, items=None, attribution="VIEW", event_id="h",
            attributed_at="2026-10-22 10:00:01", **about,
        ),
    ]  # fmt: skip
    types = {"price_micros": "varchar", "is_invalid": "varchar"}
    write_events(tmp_path / "log" / "impressions", "a", impressions[:3], **types)
    write_events(tmp_path / "log" / "impressions", "b", impressions[3:], **types)
    write_events(tmp_path / "log" / "conversions", "a", conversions)
    build(warehouse, tmp_path / "log", select=ANOMALIES)
    # 7.000003 less 2.000001, and 0.000005; 41.370001 less 20.000003.
    assert warehouse.rows(
        "select sum(impressions), sum(native_booked_revenue), sum(conversions), sum(click_conversions), "
        "sum(impression_conversions), sum(items), sum(native_conversion_value) from fct_delivery"
    ) == [(4, Decimal("5.000007"), 3, 1, 1, 3, Decimal("21.369998"))]
    assert reconciled(warehouse) == {"impressions": (5, 4, 0, 0, 1, 0), "conversions": (3, 3, 0, 0, 0, 0)}
    assert warehouse.rows(
        "select raw_table, load_name, read_from from reconciliation where source = 'ad_events' "
        "and measure = 'rows' and raw_table <> 'campaigns' order by 1"
    ) == [
        ("conversions", "conversions", f"file {tmp_path}/log/conversions/a.parquet"),
        ("impressions", "impressions", f"2 files such as {tmp_path}/log/impressions/b.parquet"),
    ]
    assert warehouse.rows("select * from rejected_rows") == []
    told = warehouse.rows(
        "select source, reason, what_to_do, impressions from delivery_anomalies where campaign_key is null "
        "order by what_to_do"
    )
    assert [row[:2] + row[3:] for row in told] == [("ad_events", "left empty", None)] * 3
    attributed, attribution, invalid = (row[2] for row in told)
    assert attributed.startswith("conversions: attributed_at is after event_at (correct it at the source)")
    assert attributed.endswith("In 1 rows that count otherwise, for instance h (2026-10-22 10:00:01).")
    assert attribution.startswith("conversions: attribution is not one of the known codes click, view (")
    assert attribution.endswith("so it is left empty In 1 rows that count otherwise, for instance g (mail).")
    assert invalid.startswith("impressions: is_invalid is not one of the known codes 0, 1, false, true (")
    assert invalid.endswith("In 2 rows that count otherwise, for instance c (maybe).")


def test_ids_and_names_are_known_by_what_they_are_and_not_by_how_they_are_written(warehouse, tmp_path):
    log = tmp_path / "log"
    write_events(log / "impressions", "a", [
        event(event_id="e1", campaign_id="503", country="DE", user_id="u1"),
        event("2026-10-22 10:00:01", event_id=" e1\t", campaign_id="503"),
        event(event_id="17", campaign_id=" 503.0 ", country=" DE", user_id="u1 "),
        event("2026-10-22 10:00:01", event_id="17.0", campaign_id="503"),
        event(event_id="1.20215E+17", campaign_id="503"),
        event(event_id="e3", campaign_id="1.20215E+17"),
    ])  # fmt: skip
    write_events(log / "clicks", "a", [event(event_id="e1", campaign_id=503.0)], campaign_id="double")
    build(warehouse, log, select=ANOMALIES + " +reach_metrics", rejected_share_limit=1)
    assert warehouse.rows("select campaign_key, country, impressions, clicks from fct_delivery") == [
        ("ad_events:503", "DE", 2, 1)
    ]
    assert reconciled(warehouse) == {"impressions": (6, 2, 2, 2, 0, 0), "clicks": (1, 1, 0, 0, 0, 0)}
    rejected = warehouse.rows("select raw_key, rejected_because from rejected_rows order by 1")
    assert [row[0] for row in rejected] == ["1.20215E+17", "e3"]
    assert rejected[0][1].startswith("event_id is not a whole id, as it has lost digits")
    assert rejected[1][1].startswith("campaign_id is not a whole id, as it has lost digits")
    assert warehouse.rows("select reach from reach_metrics") == [(1,)]


def test_copies_that_say_something_else_are_told(warehouse, tmp_path):
    one, two, three = (event(event_id=name, line_item="x") for name in ("one", "two", "three"))
    write_events(tmp_path / "log" / "impressions", "a", [
        one, dict(one),
        two, two | {"price_micros": 9, "campaign_id": "c2"}, two | {"price_micros": 5, "campaign_id": "c3"},
        three, three | {"line_item": "y"},
    ])  # fmt: skip
    build(warehouse, tmp_path / "log", select=ANOMALIES)
    assert reconciled(warehouse) == {"impressions": (7, 3, 0, 4, 0, 0)}
    told = warehouse.rows(
        "select what_to_do from delivery_anomalies where reason = 'one id, several contents' order by 1"
    )
    said = "impressions: one event_id stands for events that differ in "
    counts = " (the earliest counts, the others are copies of it; give each event an id of its own)"
    assert told == [
        (f"{said}a column that is not read: line_item{counts} In 1 rows, for instance three.",),
        (f"{said}campaign_id, price_micros{counts} In 2 rows, for instance two.",),
    ]


BASE = "+base_ad_events"


def kept(warehouse) -> list[tuple]:
    """What is counted of each day, and whether the day is closed."""
    return warehouse.rows(
        "select cast(raw_day as varchar), sum(impressions)::int, sum(coalesce(clicks, 0))::int, "
        "sum(price_micros)::bigint, raw_day in (select utc_day from "
        "main_staging.base_ad_events__closed_days) from main_staging.base_ad_events__hours "
        "group by raw_day order by 1"
    )


def rejected(warehouse) -> list[tuple]:
    return warehouse.rows(
        "select raw_key from main_staging.base_ad_events where verdict = 'rejected' order by 1"
    )


def log_of_three_days(folder, name="{day}/part-0") -> dict:
    rows = {}
    for number, day in enumerate(("2026-10-20", "2026-10-22", "2026-10-24")):
        rows[day] = [
            event(f"{day} 1{hour}:00:00", event_id=f"{day} {hour}", price_micros=1000003 + hour)
            for hour in range(number + 3)
        ]
        write_events(folder / "impressions", name.format(day=day), rows[day])
        write_events(folder / "clicks", name.format(day=day), rows[day][:1])
    return rows


def test_a_log_that_moves_is_the_same_log(warehouse, tmp_path):
    first, second, archive = (tmp_path / name for name in ("first", "second", "archive"))
    rows = log_of_three_days(first)
    # Two days are pruned one after the other, each seen from a folder of another date.
    days = [
        ("2026-10-20", 3, 1, 3 * 1000003 + 3 + 1000003, True),
        ("2026-10-22", 4, 1, 4 * 1000003 + 6 + 1000003, True),
        ("2026-10-24", 5, 1, 5 * 1000003 + 10 + 1000003, False),
    ]
    build(warehouse, first, select=BASE)
    assert [row[:4] for row in kept(warehouse)] == [row[:4] for row in days]
    shutil.copytree(first, second)
    for kind in ("impressions", "clicks"):
        shutil.rmtree(second / kind / "2026-10-20")
    build(warehouse, f"{second}/", select=BASE)
    assert kept(warehouse) == [days[0], days[1][:4] + (False,), days[2]]
    third = shutil.copytree(second, tmp_path / "2026-11-30" / "events")
    for kind in ("impressions", "clicks"):
        shutil.rmtree(third / kind / "2026-10-22")
    for arguments in ((), ("--full-refresh",)):
        build(warehouse, third, *arguments, select=BASE)
        assert kept(warehouse) == days and rejected(warehouse) == []
    # All of it comes back from an archive, in files of other names and times, cut in another way.
    log_of_three_days(archive, name="all/{day}")
    write_events(archive / "impressions", "all/2026-10-22", rows["2026-10-22"][:2])
    write_events(archive / "impressions", "rest", rows["2026-10-22"][2:])
    for path in (archive, first, f"file://{third}"):
        build(warehouse, path, select=BASE)
        assert kept(warehouse) == days and rejected(warehouse) == [], path
    # And from tables.
    with duckdb.connect(str(warehouse.file)) as connection:
        connection.execute("create schema web_logs")
        for kind in ("impressions", "clicks"):
            connection.execute(
                f"create table web_logs.{kind} as from read_parquet('{first}/{kind}/*/*.parquet')"
            )
    for arguments in ((), ("--full-refresh",)):
        build(warehouse, "schema:web_logs", *arguments, select=BASE)
        assert kept(warehouse) == days and rejected(warehouse) == []
    # What is new of a closed day is told, by its file.
    write_events(third / "impressions", "late", [event("2026-10-20 12:00:00", event_id="late")])
    write_events(third / "impressions", "newest", [event("2026-10-25 12:00:00", event_id="newest")])
    build(warehouse, third, select=BASE)
    assert kept(warehouse)[:3] == days and rejected(warehouse) == [("late",)]
    assert warehouse.rows(
        "select raw_place, load_name from main_staging.base_ad_events where verdict = 'rejected'"
    ) == [(f"file {third}/impressions/late.parquet", "impressions/late.parquet")]


def test_a_day_that_is_half_pruned_stands_as_it_was_counted(warehouse, tmp_path):
    log = tmp_path / "log"
    rows = [event(f"2026-10-20 {hour}:00:00", event_id=f"e{hour}") for hour in range(10, 15)]
    for row in rows:
        write_events(log / "impressions", row["event_id"], [row])
    write_events(log / "impressions", "next", [event("2026-10-21 10:00:00")])
    build(warehouse, log, select=BASE)
    moved = shutil.copytree(log, tmp_path / "moved")
    for name in ("e10", "e11"):
        (moved / "impressions" / f"{name}.parquet").unlink()
    for file in (moved / "impressions").iterdir():
        os.utime(file, (0, 1_650_000_000))
    for arguments in ((), ("--full-refresh",)):
        build(warehouse, moved, *arguments, select=BASE)
        assert [row[:2] for row in kept(warehouse)] == [("2026-10-20", 5), ("2026-10-21", 1)]


def test_the_oldest_day_of_a_table_that_is_pruned_by_the_hour_stands(warehouse):
    def change(*statements: str):
        with duckdb.connect(str(warehouse.file)) as connection:
            for statement in statements:
                connection.execute(statement)

    def counted(*arguments: str) -> list[tuple]:
        build(warehouse, "schema:pruned_logs", *arguments, select=BASE)
        return [(row[0], row[1], row[4]) for row in kept(warehouse)]

    # Seven events on each of three days: at 0:00, 3:25, 6:50, 10:15, 13:40, 17:05 and 20:30.
    change(
        "create schema pruned_logs",
        "create table pruned_logs.impressions as select 'e' || i as event_id, 'c1' as campaign_id, "
        "timestamp '2026-10-20' + to_days(i // 7) + to_minutes(i % 7 * 205) as event_at "
        "from range(21) as numbers (i)",
    )
    before = "delete from pruned_logs.impressions where event_at < timestamp "
    assert counted() == [("2026-10-20", 7, False), ("2026-10-21", 7, False), ("2026-10-22", 7, False)]
    # A correction in the middle of the oldest day is no retention.
    change("delete from pruned_logs.impressions where event_id in ('e3', 'e4')")
    assert counted()[0] == ("2026-10-20", 5, False)
    # Nothing else is gone yet but the first hours of the first day.
    change(f"{before} '2026-10-20 05:00'")
    for arguments in ((), ("--full-refresh",)):
        assert counted(*arguments)[0] == ("2026-10-20", 5, False)
    # The first day is gone, and of the second one within its first hour only.
    change(f"{before} '2026-10-21 00:30'")
    assert counted()[:2] == [("2026-10-20", 5, True), ("2026-10-21", 7, False)]
    # What comes for it now is counted, with what is there.
    change("insert into pruned_logs.impressions values ('late', 'c1', '2026-10-21 05:00')")
    change("insert into pruned_logs.impressions values ('later', 'c1', '2026-10-21 06:00')")
    assert counted()[1] == ("2026-10-21", 8, False)
    change(f"{before} '2026-10-22 12:00'")
    assert counted() == [("2026-10-20", 5, True), ("2026-10-21", 8, True), ("2026-10-22", 7, False)]


def test_a_warehouse_of_an_earlier_version_neither_doubles_nor_loses(warehouse, tmp_path):
    first = tmp_path / "first"
    log_of_three_days(first)
    build(warehouse, first, select=BASE)
    shutil.rmtree(first / "impressions" / "2026-10-20")
    shutil.rmtree(first / "clicks" / "2026-10-20")
    build(warehouse, first, select=BASE)
    before = kept(warehouse)
    assert [row[4] for row in before] == [True, False, False]
    # As it was written then: all in one table, loads by their paths, and nothing that tells ids.
    with duckdb.connect(str(warehouse.file)) as connection:
        table = "main_staging.base_ad_events"
        for column in ("raw_rows_read bigint", "day_fingerprint varchar"):
            connection.execute(f"alter table {table} add column {column}")
        connection.execute(
            f"insert into {table} (verdict, raw_table, load_name, raw_day, raw_rows_read, day_fingerprint, "
            f"judged_in) select 'day', raw_table, '{first}/' || load_name, raw_day, raw_rows_read, "
            f"fingerprint, judged_in from {table}__read"
        )
        connection.execute(
            f"insert into {table} (verdict, raw_day, judged_in) "
            f"select 'closed', utc_day, judged_in from {table}__closed_days"
        )
        for column in ("raw_place", "noted_because"):
            connection.execute(f"alter table {table} drop column {column}")
        for made_since in ("read", "closed_days"):
            connection.execute(f"drop table {table}__{made_since}")
    moved = first.rename(tmp_path / "moved")
    for arguments in (("--full-refresh",), ()):
        build(warehouse, moved, *arguments, select=BASE)
        assert kept(warehouse) == before and rejected(warehouse) == []
    # The pruned day under its old name again is no late one.
    log_of_three_days(tmp_path / "again")
    build(warehouse, tmp_path / "again", select=BASE)
    assert kept(warehouse) == before and rejected(warehouse) == []


def test_reach_is_never_above_impressions(warehouse, tmp_path):
    # Of these 2,000 users, each seen once, the sketch makes more than 2,000.
    users = [f"person {number}" for number in range(2000)]
    hashes = sorted(int(hashlib.md5(user.encode()).hexdigest()[:15], 16) for user in users)
    assert int(1023 * 2.0**60 / hashes[1023] + 0.5) > 2000
    write_events(tmp_path / "log" / "impressions", "a", [
        event(event_id=f"e{number}", user_id=user) for number, user in enumerate(users)
    ])  # fmt: skip
    write(tmp_path / "spend.csv", [
        spend(campaign_id="c1", impressions="40", reach="41"),
        spend(campaign_id="c2", impressions="7", reach="5"),
        spend(campaign_id="c3", impressions="", reach="5"),
    ])  # fmt: skip
    build(
        warehouse, tmp_path / "log", select="+reach_metrics +reach_metrics_daily +delivery_anomalies",
        spend_path=str(tmp_path / "spend.csv"),
    )  # fmt: skip
    assert warehouse.rows("select impressions, reach, frequency, is_exact from reach_metrics") == [
        (2000, 2000, 1.0, False)
    ]
    assert warehouse.rows(
        "select campaign_name, impressions, reach from reach_metrics_daily where platform = 'x_ads' "
        "order by 1"
    ) == [("c1", 40, 40), ("c2", 7, 5), ("c3", None, 5)]
    [(platform, said)] = warehouse.rows(
        "select platform, what_to_do from delivery_anomalies where reason = 'reach above impressions'"
    )
    assert platform == "x_ads" and said.endswith("In 1 rows, for instance of campaign c1.")


def test_two_currencies_of_a_campaign_and_an_event_of_long_ago_are_published(warehouse, tmp_path):
    write_events(tmp_path / "log" / "impressions", "a", [
        event("2026-04-01 10:00:00", price_micros=1000000, currency="EUR"),
        event("2026-04-01 10:00:00", price_micros=1000000, currency="USD"),
        event("1998-06-01 23:00:00", price_micros=1000000, currency="USD", campaign_id="c9"),
    ])  # fmt: skip
    warehouse.build(events_path=str(tmp_path / "log"), reporting_timezone="Pacific/Kiritimati")
    assert warehouse.rows(
        "select date_day, currency, booked_revenue, earned_revenue from revenue_discrepancies "
        "where campaign_name = 'c1' order by currency"
    ) == [(date(2026, 4, 2), "EUR", 1, None), (date(2026, 4, 2), "USD", 1, None)]
    assert warehouse.rows(
        "select campaign_name, currency, booked_revenue from campaign_metrics order by all"
    ) == [("c1", "EUR", 1), ("c1", "USD", 1), ("c9", "USD", 1)]
    # Whole years without a gap: 29 of them, seven with a leap day.
    assert warehouse.rows("select min(date_day), max(date_day), count(*) from dim_dates") == [
        (date(1998, 1, 1), date(2026, 12, 31), 29 * 365 + 7)
    ]
    assert warehouse.rows(
        "select hour_at, campaign_name from delivery_anomalies where reason = 'far from all other delivery'"
    ) == [(datetime(1998, 6, 1, 23), "c9")]


@pytest.mark.postgres
def test_the_boundary_is_the_same_on_postgresql(postgres, tmp_path):
    environment = {**postgres, "AD_METRICS_POSTGRES_SCHEMA": "boundary"}
    warehouse = Warehouse(tmp_path / "warehouse", environment=environment)
    connection = connect_postgres(postgres, "boundary")
    connection.autocommit = True
    cursor = connection.cursor()

    def rows(query):
        cursor.execute(query)
        return cursor.fetchall()

    def build_of(schema, *arguments):
        warehouse.build("--target", "postgres", *arguments, events_path=f"schema:{schema}", **variables)

    variables = {
        "spend_path": "schema:boundary_spend", "reporting_currency": "EUR", "exchange_rate_max_age_days": 999,
        "reporting_timezone": "Etc/GMT+12",
    }  # fmt: skip
    cursor.execute(
        "create schema boundary_events; create schema boundary_moved; create schema boundary_spend"
    )
    cursor.execute("""
        create table boundary_events.impressions (
            event_id text, event_at timestamp, campaign_id text, price_micros text, currency text,
            is_invalid text, line_item text
        );
        insert into boundary_events.impressions values
            ('a', '1990-01-01 00:30', 'c1', '7000003', 'EUR', 'false', 'x'),
            (' a ', '1990-01-01 00:40', 'c1', '7000003', 'EUR', 'no idea', 'y'),
            ('b', '2026-10-22 23:30', '503', '-2000001', 'USD', 'maybe', 'x'),
            ('c', '2026-10-23 10:00', '503.0', '+5.0', 'USD', '0', 'x'),
            ('d', '2026-10-23 11:00', '1.2E+17', '5', 'USD', '0', 'x');
        create table boundary_spend.marketing_spend (
            date date, platform text, account_id text, campaign_id text, currency text,
            impressions bigint, clicks bigint, investment numeric, reach bigint
        );
        insert into boundary_spend.marketing_spend values
            ('2026-10-22', 'x_ads', 'a1', 'c1', 'USD', 3, 1, -10.000000001, 4),
            ('2026-10-22', 'x_ads', 'a1', 'c2', 'USD', 999999999999999, 1, 999999999999999.999999999, 4);
        create table boundary_spend.exchange_rates (
            date date, from_currency text, to_currency text, rate text
        );
        insert into boundary_spend.exchange_rates values
            ('1990-01-01', 'USD', 'EUR', '0.7'), ('2026-10-21', 'USD', 'EUR', '0.5');
    """)
    warehouse.dbt("seed", "--target", "postgres", "--select", "path:seeds/reference")
    build_of("boundary_events")
    days = rows("select utc_day, sum(impressions), sum(booked_revenue) from fct_delivery "
                "where source = 'ad_events' group by 1 order by 1")  # fmt: skip
    # 2.000001 dollars less at 0.5 are 1.0000005 euros less; five millionths are 0.0000025.
    assert days == [
        (date(1990, 1, 1), 1, Decimal("7.000003")),
        (date(2026, 10, 22), 1, Decimal("-1.0000005")),
        (date(2026, 10, 23), 1, Decimal("0.0000025")),
    ]
    # A half of a billionth is rounded away from zero, below it as above.
    assert rows("select sum(investment) from fct_delivery where campaign_key like '%:c1' and "
                "source = 'marketing_spend'") == [(Decimal("-5.000000001"),)]  # fmt: skip
    assert rows("select min(date_day), max(date_day) from dim_dates") == [
        (date(1989, 1, 1), date(2026, 12, 31))
    ]
    told = dict(rows("select reason, what_to_do from delivery_anomalies where campaign_key is null"))
    assert set(told) == {"left empty", "one id, several contents", "reach above impressions"}
    assert "is_invalid is not one of the known codes" in told["left empty"]
    assert "for instance b (maybe)." in told["left empty"]
    assert "differ in event_at, a column that is not read: line_item (" in (told["one id, several contents"])
    assert rows("select raw_key, left(rejected_because, 33) from rejected_rows") == [
        ("d", "campaign_id is not a whole id, as")
    ]
    # Retention takes the first day; the log moves to another schema, where that day is there again.
    cursor.execute("delete from boundary_events.impressions where event_at < '2000-01-01'")
    build_of("boundary_events")
    cursor.execute("""
        create table boundary_moved.impressions as select * from boundary_events.impressions;
        insert into boundary_moved.impressions values
            ('a', '1990-01-01 00:30', 'c1', '7000003', 'EUR', 'false', 'x'),
            ('a', '1990-01-01 00:40', 'c1', '7000003', 'EUR', 'no idea', 'y')
    """)
    for arguments in ((), ("--full-refresh",)):
        build_of("boundary_moved", *arguments)
        assert rows("select utc_day, sum(impressions), sum(booked_revenue) from fct_delivery "
                    "where source = 'ad_events' group by 1 order by 1") == days  # fmt: skip
        assert rows("select raw_key from rejected_rows") == [("d",)]
    connection.close()
