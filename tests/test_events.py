"""Event logs: read by changed days, judged event by event, counted once, never lost."""

import shutil
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest
from conftest import Warehouse
from event_rows import counted, event, hours, write_events
from spend_rows import NO_SEEDS, NO_TESTS, write

JUDGED = "+rejected_rows +reconciliation +invalid_traffic_daily +reach_metrics +reach_metrics_daily"


def build(warehouse: Warehouse, folder, *arguments, select=JUDGED, **variables):
    """Build what events come to, with its tests."""
    variables = {"events_path": str(folder), "restatement_window_days": 0} | variables
    excluded = ("--exclude-resource-type", "test", "unit_test", "seed")
    return warehouse.dbt(
        "build", "--select", *select.split(), *excluded, *arguments, "--vars", repr(variables)
    )


def refusal(warehouse, folder, *arguments, **variables) -> str:
    """What dbt prints when the build is refused, in one line."""
    variables = {"events_path": str(folder)} | variables
    result = warehouse.dbt(
        "build", "--select", "+base_ad_events", *arguments, "--vars", repr(variables), check=False
    )
    assert result.returncode != 0
    return " ".join(result.stdout.split())


def reconciled(warehouse) -> dict:
    """Raw, staged, rejected, duplicate, invalid and deleted events of each kind."""
    rows = warehouse.rows(
        "select raw_table, raw_total, staged_total, rejected_total, duplicate_total, "
        "invalid_total, deleted_total, is_reconciled "
        "from reconciliation where source = 'ad_events' and measure = 'rows'"
    )
    assert all(row[-1] for row in rows), rows
    return {row[0]: tuple(int(number) for number in row[1:-1]) for row in rows if row[0] != "campaigns"}


@pytest.fixture
def warehouse(empty, tmp_path) -> Warehouse:
    return empty.copy(tmp_path / "warehouse")


@pytest.fixture(scope="module")
def log(empty, tmp_path_factory):
    """A log with every kind of event, and campaigns with rates; and the warehouse built from it."""
    folder = tmp_path_factory.mktemp("events")
    impressions = [
        event(f"2026-10-22 {hour:02}:59:59.999", user_id=f"u{hour % 5}", price_micros=1000001)
        for hour in range(7)
    ]
    impressions += [
        event(
            "2026-10-22 21:30:00",
            campaign_id="c2",
            price_micros=None,
            creative_id=None,
            placement_id=None,
            user_id="u1",
            currency=None,
        )
        for _ in range(13)
    ]
    # Berlin's 23rd begins at 22:00 UTC; two users come back, one is not known.
    impressions += [
        event("2026-10-22 22:10:00", campaign_id="c2", price_micros=None, user_id=user)
        for user in ("u1", "u2", None)
    ]
    impressions += [
        event("2026-10-23 09:00:00", campaign_id="c2", price_micros=None, user_id="u1", device="desktop"),
        event("2026-10-23 09:00:00", campaign_id="c1", user_id="u9", is_invalid=True),
    ]
    clicks = [event("2026-10-22 21:45:00", campaign_id="c2", price_micros=None) for _ in range(3)]
    conversions = [
        event(
            "2026-10-23 09:10:00",
            campaign_id="c3",
            price_micros=None,
            value_micros=41370001,
            items=2,
            attribution="click",
            attributed_at="2026-10-22 21:45:00",
        ),
        event(
            "2026-10-23 09:20:00",
            campaign_id="c3",
            price_micros=None,
            value_micros=None,
            items=None,
            attribution="view",
            attributed_at="2026-10-22 21:30:00",
        ),
    ]
    write_events(folder / "impressions" / "day=2026-10-22", "part-0", impressions[:10])
    write_events(folder / "impressions" / "day=2026-10-22", "part-1", impressions[10:23])
    write_events(folder / "impressions" / "day=2026-10-23", "part-0", impressions[23:])
    write_events(folder / "clicks" / "day=2026-10-22", "part-0", clicks)
    write_events(folder / "conversions" / "day=2026-10-23", "part-0", conversions)
    write(folder / "campaigns.csv", [
        {"campaign_id": "c1", "campaign_name": "Spring", "advertiser_id": "a1", "advertiser_name": "Acme",
         "pricing_model": "cpm", "rate": "2.345678", "currency": "EUR"},
        {"campaign_id": "c2", "campaign_name": "Summer", "advertiser_id": "a1", "advertiser_name": "Acme",
         "pricing_model": "cpc", "rate": "0.333333", "currency": "EUR"},
        {"campaign_id": "c3", "campaign_name": "Autumn", "advertiser_id": "a2", "advertiser_name": "Zen",
         "pricing_model": "cpa", "rate": "30.7", "currency": "USD"},
    ])  # fmt: skip
    warehouse = empty.copy(tmp_path_factory.mktemp("log") / "warehouse")
    warehouse.build(events_path=str(folder), reporting_timezone="Europe/Berlin")
    return folder, warehouse


def test_prices_are_booked_and_rates_earn(log):
    rows = log[1].rows(
        "select campaign_name, advertiser_name, impressions, clicks, conversions, "
        "booked_revenue, earned_revenue, revenue, "
        "investment, currency from campaign_metrics order by campaign_name, currency"
    )
    assert rows == [
        # A rate in dollars says nothing of conversions in euros.
        ("Autumn", "Zen", 0, 0, 2, None, None, None, None, "EUR"),
        ("Spring", "Acme", 7, 0, 0, Decimal("7.000007"), Decimal("0.016419746"), Decimal("7.000007"),
         Decimal("7.000007"), "EUR"),
        ("Summer", "Acme", 17, 3, 0, None, *[Decimal("0.999999")] * 3, "EUR"),
    ]  # fmt: skip


def test_revenue_earned_is_that_of_the_rate(log, warehouse):
    build(warehouse, log[0], select="+campaign_metrics", revenue_basis="earned")
    assert warehouse.value("select revenue from campaign_metrics where campaign_name = 'Spring'") == Decimal(
        "0.016419746"
    )


def test_hours_creatives_and_devices_are_told_apart(log):
    rows = log[1].rows(
        "select hour_at, date_day, hour_of_day, creative_key, "
        "device, impressions, clicks "
        "from fct_delivery where campaign_key = 'ad_events:c2' order by hour_at, creative_key, device"
    )
    assert rows == [
        (datetime(2026, 10, 22, 21), date(2026, 10, 22), 23, "ad_events:c2:k1", "mobile", 0, 3),
        (datetime(2026, 10, 22, 21), date(2026, 10, 22), 23, "ad_events:c2:unknown", "mobile", 13, 0),
        (datetime(2026, 10, 22, 22), date(2026, 10, 23), 0, "ad_events:c2:k1", "mobile", 3, 0),
        (datetime(2026, 10, 23, 9), date(2026, 10, 23), 11, "ad_events:c2:k1", "desktop", 1, 0),
    ]  # fmt: skip


def test_conversions_tell_their_value_and_attribution(log):
    assert log[1].rows(
        "select sum(conversions), sum(click_conversions), sum(impression_conversions), "
        "sum(items), sum(conversion_value), "
        "sum(pending_conversions), sum(requests) from fct_delivery"
    ) == [(2, 1, 1, 2, Decimal("41.370001"), None, None)]


def test_invalid_traffic_is_shown_gross_and_net(log):
    assert log[1].rows(
        "select date_day, campaign_name, gross_impressions, invalid_impressions, impressions "
        "from invalid_traffic_daily "
        "where campaign_name = 'Spring' order by 1"
    ) == [(date(2026, 10, 22), "Spring", 7, 0, 7), (date(2026, 10, 23), "Spring", 1, 1, 0)]
    assert reconciled(log[1])["impressions"] == (25, 24, 0, 0, 1, 0)


def test_reach_is_of_local_days_and_of_the_lifetime(log):
    assert log[1].rows(
        "select date_day, campaign_name, impressions, reach from reach_metrics_daily order by 1, 2"
    ) == [
        (date(2026, 10, 22), "Spring", 7, 5),
        (date(2026, 10, 22), "Summer", 13, 1),
        (date(2026, 10, 23), "Summer", 3, 2),
    ]
    assert log[1].rows(
        "select campaign_name, first_day, last_day, impressions, impressions_without_user, "
        "reach, frequency, is_exact, "
        "relative_standard_error from reach_metrics order by 1"
    ) == [
        ("Spring", date(2026, 10, 22), date(2026, 10, 22), 7, 0, 5, 1.4, True, 0.0),
        ("Summer", date(2026, 10, 22), date(2026, 10, 23), 16, 1, 2, 8.0, True, 0.0),
    ]


def test_large_reach_is_estimated_with_its_error(warehouse, tmp_path):
    days = [f"2026-10-{day}" for day in (22, 23, 24)]
    for number, day in enumerate(days):
        # 5,000 users a day, half of whom come back: 10,000 in all.
        write_events(tmp_path / "log" / "impressions", day, [
            event(f"{day} 10:00:00", user_id=str(user)) for user in range(number * 2500, number * 2500 + 5000)
        ])  # fmt: skip
    build(warehouse, tmp_path / "log")
    assert {reach for (reach,) in warehouse.rows("select reach from reach_metrics_daily")} == {5000}
    [(reach, is_exact, error)] = warehouse.rows(
        "select reach, is_exact, relative_standard_error from reach_metrics"
    )
    assert not is_exact and error == pytest.approx(1 / 1022**0.5, rel=1e-12)
    assert abs(reach - 10_000) < 3 * error * 10_000
    # What the sketch must hold is fixed by MD5, so the estimate is the same everywhere.
    import hashlib

    smallest = sorted(int(hashlib.md5(str(user).encode()).hexdigest()[:15], 16) for user in range(10_000))[
        :1024
    ]
    assert reach == int(1023 * 2.0**60 / smallest[-1] + 0.5)


BAD = {
    "event_id is empty": {"event_id": None},
    "event_at is empty": {"event_at": None},
    "event_at is not a time from 1990 to 2099": {"event_at": "1970-01-01 00:00:00"},
    "campaign_id is empty": {"campaign_id": " "},
    "price_micros is not a whole number": {"price_micros": 10**15},
    "price_micros has no currency": {"currency": None},
    "currency is not an ISO 4217 code": {"currency": "EURO"},
}


@pytest.mark.parametrize("good_rows", [0, 9])
def test_bad_events_are_rejected_with_their_reasons(good_rows, warehouse, tmp_path):
    good = [event(f"2026-10-22 {hour:02}:00:00") for hour in range(good_rows + 1)]
    bad = [event(**fault) for fault in BAD.values()]
    conversions = [
        event(value_micros=5, currency=None, price_micros=None),
        event(value_micros=-5, currency=None, price_micros=None),
        event(items=-(10**15)),
        event(value_micros=10**15),
        event(items=3),
    ]
    write_events(tmp_path / "log" / "impressions", "a", good + bad[:3])
    write_events(tmp_path / "log" / "impressions", "b", bad[3:])
    write_events(tmp_path / "log" / "conversions", "a", conversions)
    build(warehouse, tmp_path / "log", rejected_share_limit=1)
    rejected = warehouse.rows(
        "select raw_table, raw_key, rejected_because, load_name, raw_row from rejected_rows"
    )
    for reason, row in zip(BAD, bad, strict=True):
        [found] = [line for line in rejected if line[1] == row["event_id"]]
        assert found[2].startswith(reason), found
        assert found[3] == f"file {tmp_path}/log/impressions/{'a' if row in bad[:3] else 'b'}.parquet"
        assert '"campaign_id"' in found[4]
    reasons = sorted(line[2].split(" (")[0] for line in rejected if line[0] == "conversions")
    assert reasons == [
        "items is not a whole number", "value_micros has no currency", "value_micros has no currency",
        "value_micros is not a whole number",
    ]  # fmt: skip
    assert reconciled(warehouse) == {
        "impressions": (len(good) + len(bad), len(good), len(bad), 0, 0, 0),
        "conversions": (5, 1, 4, 0, 0, 0),
    }
    assert counted(warehouse) == {
        key: (impressions, None, conversions, price)
        for key, (impressions, _, conversions, price) in hours(good, [], conversions[-1:]).items()
    }


def test_too_many_rejected_events_stop_the_build(warehouse, tmp_path):
    write_events(
        tmp_path / "log" / "impressions", "a",
        [event(), event(currency=None, event_id="b"), event(currency=None), event(campaign_id=None)],
    )  # fmt: skip
    said = refusal(warehouse, tmp_path / "log")
    assert "events: 3 of 4 rows are rejected: 2 because price_micros has no currency (fill in" in said
    assert "1 because campaign_id is empty (fill it in at the source)" in said


def test_texts_floats_and_zones_are_read_as_what_they_are(warehouse, tmp_path):
    utc = event("2026-10-22 10:00:00+00", event_id="1")
    write_events(
        tmp_path / "log" / "impressions",
        "zoned",
        [utc, event("2026-10-22 12:59:59+02", event_id="2")],
        event_at="timestamptz",
        event_id="bigint",
        campaign_id="varchar",
    )
    text = {"event_at": "varchar", "price_micros": "varchar", "is_invalid": "varchar"}
    write_events(tmp_path / "log" / "impressions", "text", [
        event("2026-10-22 10:00:00", price_micros="1000000", is_invalid="false"),
        event("2026-10-22 10:00:00+02", price_micros="1000000", is_invalid="0"),
        event("2026-10-22 10:00:00", price_micros="1e6", is_invalid="1"),
        event("2026-10-22 10:00:00", price_micros="300.6", is_invalid="maybe"),
    ], **text)  # fmt: skip
    write_events(tmp_path / "log" / "impressions", "floats", [
        event(price_micros=price) for price in (2000000.0, float("nan"), 0.5, 1e300)
    ], price_micros="double")  # fmt: skip
    build(warehouse, tmp_path / "log", rejected_share_limit=1)
    assert reconciled(warehouse) == {"impressions": (10, 4, 6, 0, 0, 0)}
    assert warehouse.value("select sum(native_booked_revenue) from fct_delivery") == Decimal("5.469134")
    assert warehouse.rows("select distinct hour_at from fct_delivery") == [(datetime(2026, 10, 22, 10),)]


@pytest.mark.parametrize("kind", ["smallint", "varchar"])
def test_names_may_be_numbers_in_one_kind_of_event_and_texts_or_none_in_another(kind, warehouse, tmp_path):
    numbers = {"campaign_id": 7, "creative_id": 70, "placement_id": 700, "country": None, "device": ""}
    none = numbers | {"creative_id": None, "placement_id": None}
    impressions = [event(**numbers), event(**numbers), event(**none)]
    few = {"event_id", "event_at", "campaign_id"}
    clicks = [{name: value for name, value in event(**none).items() if name in few} for _ in range(3)]
    types = {"campaign_id": "bigint", "creative_id": "integer", "placement_id": "bigint"}
    write_events(tmp_path / "impressions", "a", impressions, **types)
    write_events(tmp_path / "clicks", "a", clicks, campaign_id=kind)
    build(warehouse, tmp_path)
    assert warehouse.rows(
        "select campaign_key, creative_key, placement_key, country, device, native_currency, impressions, "
        "clicks, native_booked_revenue from fct_delivery order by creative_key, native_currency"
    ) == [
        ("ad_events:7", "ad_events:7:70", "ad_events:700", None, None, "EUR", 2, 0, Decimal("2.469134")),
        ("ad_events:7", "ad_events:7:unknown", "ad_events:unknown", None, None, "EUR", 1, 3,
            Decimal("1.234567")),
    ]  # fmt: skip


def test_what_is_nested_in_a_column_is_no_column(warehouse, tmp_path):
    request = {"device": "tv", "tags": [{"country": 49}, {"country": 33}], "price_micros": 0.5}
    rows = [
        {"request": request} | event(at)
        for at in ("2026-10-22 10:00:00", "2026-10-22 11:00:00", "2026-10-22 11:59:59")
    ]
    for row in rows:
        del row["device"]
    nested = "struct(device varchar, tags struct(country integer)[], price_micros double)"
    write_events(tmp_path / "log" / "impressions", "a", rows, request=nested)
    build(warehouse, tmp_path / "log")
    assert counted(warehouse) == hours(rows)
    assert warehouse.value("select sum(native_booked_revenue) from fct_delivery") == Decimal("3.703701")


def test_an_id_counts_once_on_its_day_and_in_the_hour_before(warehouse, tmp_path):
    twice = event("2026-10-22 10:00:00", event_id="twice")
    rows = [
        twice, dict(twice), event("2026-10-22 09:59:59", event_id="twice", campaign_id="c2"),
        event("2026-10-22 23:00:00", event_id="at midnight"),
        event("2026-10-23 00:00:01", event_id="at midnight"),
        event("2026-10-22 22:59:59", event_id="long before"),
        event("2026-10-23 00:00:01", event_id="long before"),
    ]  # fmt: skip
    write_events(tmp_path / "log" / "impressions", "a", rows[:4])
    write_events(tmp_path / "log" / "impressions", "b", rows[4:])
    # A click may have the id of its impression.
    write_events(tmp_path / "log" / "clicks", "a", [event("2026-10-22 10:00:05", event_id="twice")])
    build(warehouse, tmp_path / "log")
    assert reconciled(warehouse) == {"impressions": (7, 4, 0, 3, 0, 0), "clicks": (1, 1, 0, 0, 0, 0)}
    assert warehouse.rows(
        "select hour_at, campaign_key, impressions, clicks from fct_delivery order by all"
    ) == [
        (datetime(2026, 10, 22, 9), "ad_events:c2", 1, 0),
        (datetime(2026, 10, 22, 10), "ad_events:c1", 0, 1),
        (datetime(2026, 10, 22, 22), "ad_events:c1", 1, 0),
        (datetime(2026, 10, 22, 23), "ad_events:c1", 1, 0),
        (datetime(2026, 10, 23, 0), "ad_events:c1", 1, 0),
    ]


def test_growing_ids_are_no_proof_over_several_files(warehouse, tmp_path):
    """Ids are whole numbers that grow within each file; a copy stands in one that is read before or after."""
    first = [event(f"2026-10-22 10:0{n}:00", event_id=n) for n in range(1, 8)]
    copy = event("2026-10-22 10:01:30", event_id=3, campaign_id="c9")
    other = [event("2026-10-22 11:00:00", event_id=8), event("2026-10-22 11:01:00", event_id=9)]
    write_events(tmp_path / "impressions", "b", first, event_id="bigint")
    write_events(tmp_path / "impressions", "a", [copy, *other], event_id="bigint")
    # A copy of the last one follows it past midnight, in the first row of a file.
    last = event("2026-10-22 23:30:00", event_id=20)
    write_events(tmp_path / "impressions", "c", [last], event_id="bigint")
    after = [event("2026-10-23 00:10:00", event_id=20), event("2026-10-23 00:11:00", event_id=21)]
    write_events(tmp_path / "impressions", "d", after, event_id="bigint")
    build(warehouse, tmp_path)
    # The copy of campaign c9 is the earlier of the two with id 3, so it is the one that counts.
    rows = [*[row for row in first if row["event_id"] != 3], copy, *other, last, after[1]]
    assert counted(warehouse) == hours(rows)
    assert reconciled(warehouse) == {"impressions": (13, 11, 0, 2, 0, 0)}


@pytest.mark.parametrize("kind", ["timestamp", "timestamptz"])
def test_days_that_statistics_of_files_do_not_tell_are_read(kind, warehouse, tmp_path):
    """Of a file the first and the last time are impossible, or of one day, while others are of other days."""
    mixed = [
        event("1970-01-01 00:00:00"), event("2026-10-22 10:00:00"), event("2026-10-23 10:00:00"),
        event("2150-01-01 00:00:00"),
    ]  # fmt: skip
    timeless = [event("2026-10-24 10:00:00"), event(None), event("2026-10-24 11:00:00")]
    # With a time zone, which is New York's, these are a day later than they look.
    late = [event("2026-10-25 23:30:00"), event("2026-10-25 23:40:00")]
    for name, rows in {"mixed": mixed, "timeless": timeless, "late": late}.items():
        zone = "-04" if kind == "timestamptz" and name == "late" else "+00" if kind == "timestamptz" else ""
        zoned = [row | {"event_at": row["event_at"] and row["event_at"] + zone} for row in rows]
        write_events(tmp_path / "impressions", name, zoned, event_at=kind)
    build(warehouse, tmp_path, rejected_share_limit=1)
    if kind == "timestamptz":
        late = [event("2026-10-26 03:30:00"), event("2026-10-26 03:40:00")]
    assert counted(warehouse) == hours([*mixed[1:3], timeless[0], timeless[2], *late])
    assert reconciled(warehouse) == {"impressions": (9, 6, 3, 0, 0, 0)}


def test_a_bad_copy_does_not_stand_for_a_good_one(warehouse, tmp_path):
    good = event("2026-10-22 10:00:00", event_id="1")
    write_events(tmp_path / "log" / "impressions", "a", [
        event("2026-10-22 09:00:00", event_id="1", currency=None), good,
    ])  # fmt: skip
    build(warehouse, tmp_path / "log")
    assert reconciled(warehouse) == {"impressions": (2, 1, 0, 1, 0, 0)}
    assert counted(warehouse) == hours([good])


def judged_days(warehouse) -> dict:
    """The build that judged each day."""
    return dict(warehouse.rows(
        "select cast(utc_day as varchar), max(judged_in) from main_staging.base_ad_events__read group by 1"
    ))  # fmt: skip


def three_days(folder, days=("2026-10-20", "2026-10-22", "2026-10-24")) -> dict:
    """A log of days that do not touch; rows by day."""
    rows = {day: [event(f"{day} 10:00:00", campaign_id=f"c{number}") for number in range(3)] for day in days}
    for day in days:
        write_events(folder / "impressions" / day, "a", rows[day])
    return rows


def test_late_events_restate_their_day_and_no_other(warehouse, tmp_path):
    rows = three_days(tmp_path / "log")
    build(warehouse, tmp_path / "log")
    before = judged_days(warehouse)
    build(warehouse, tmp_path / "log")
    assert judged_days(warehouse) == before
    late = event("2026-10-20 11:00:00", campaign_id="late")
    write_events(tmp_path / "log" / "impressions" / "2026-10-25", "a", [event("2026-10-25 01:00:00"), late])
    build(warehouse, tmp_path / "log")
    after = judged_days(warehouse)
    assert {day for day in after if after[day] != before.get(day)} == {"2026-10-20", "2026-10-25"}
    assert warehouse.rows("select count(*), sum(impressions) from fct_delivery") == [(11, 11)]
    # A file that is written anew takes back what it had said.
    write_events(tmp_path / "log" / "impressions" / "2026-10-22", "a", rows["2026-10-22"][:1])
    build(warehouse, tmp_path / "log")
    assert warehouse.rows("select count(*), sum(impressions) from fct_delivery") == [(9, 9)]
    assert reconciled(warehouse) == {"impressions": (9, 9, 0, 0, 0, 0)}


def test_what_the_source_prunes_stays(warehouse, tmp_path):
    log = tmp_path / "log"
    rows = three_days(log)
    write_events(log / "clicks" / "2026-10-20", "a", [event("2026-10-20 10:00:01", campaign_id="c1")])
    write_events(log / "impressions" / "2026-10-20", "bad", [event("2026-10-20 10:00:01", currency="?")])
    build(warehouse, log)
    shutil.rmtree(log / "impressions" / "2026-10-20")
    for arguments in ((), (), ("--full-refresh",)):
        build(warehouse, log, *arguments)
        assert warehouse.rows(
            "select utc_day, sum(impressions), sum(clicks), bool_and(is_deleted_at_source) from "
            "fct_delivery group by 1 order by 1"
        ) == [
            (date(2026, 10, 20), 3, 1, True),
            (date(2026, 10, 22), 3, 0, False),
            (date(2026, 10, 24), 3, 0, False),
        ]  # fmt: skip
        assert reconciled(warehouse)["impressions"] == (6, 6, 0, 0, 0, 3)
        assert warehouse.rows("select reach from reach_metrics_daily") == [(1,)] * 9
    # What comes for such a day is told, but no longer added.
    write_events(log / "impressions" / "2026-10-25", "a", [
        event("2026-10-25 01:00:00"), event("2026-10-20 11:00:00", event_id="late"),
    ])  # fmt: skip
    build(warehouse, log)
    reasons = dict(warehouse.rows("select raw_key, rejected_because from rejected_rows"))
    assert len(reasons) == 2 and reasons["late"].startswith("its day is closed")
    assert reconciled(warehouse)["impressions"] == (8, 7, 1, 0, 0, 3)
    assert rows


def test_one_file_of_a_later_day_may_be_taken_back_but_not_the_day(warehouse, tmp_path):
    log = tmp_path / "log"
    three_days(log)
    write_events(log / "impressions" / "2026-10-22", "b", [event("2026-10-22 20:00:00")])
    build(warehouse, log)
    (log / "impressions" / "2026-10-22" / "b.parquet").unlink()
    build(warehouse, log)
    assert warehouse.value("select sum(impressions) from fct_delivery") == 9
    shutil.rmtree(log / "impressions" / "2026-10-22")
    said = refusal(warehouse, log)
    assert (
        "the impressions of 2026-10-22 are gone, while older ones are there. Nothing was "
        "changed. Bring them back" in said
    )
    build(warehouse, log, "--full-refresh")
    assert warehouse.value("select sum(impressions) from fct_delivery") == 6


def test_files_of_a_day_may_be_put_together(warehouse, tmp_path):
    log = tmp_path / "log"
    three_days(log)
    build(warehouse, log)
    before = counted(warehouse)
    for day in ("2026-10-20", "2026-10-24"):
        (log / "impressions" / day / "a.parquet").rename(log / "impressions" / f"{day}.parquet")
    build(warehouse, log)
    assert counted(warehouse) == before


def test_what_is_missing_or_of_a_wrong_type_stops_the_build(warehouse, tmp_path):
    log = tmp_path / "log"
    assert f"there are no impressions in {log}. Put Parquet files into its folder impressions" in refusal(
        warehouse, log
    )
    row = event()
    write_events(log / "impressions", "a", [event()])
    write_events(log / "impressions", "b", [{name: row[name] for name in row if name != "campaign_id"}])
    assert f"the file {log}/impressions/b.parquet has no column campaign_id" in refusal(warehouse, log)
    write_events(log / "impressions", "b", [event(1792749600)], event_at="bigint")
    write_events(log / "impressions", "a", [event(1792749600)], event_at="bigint")
    assert "is a bigint. It must be a timestamp in UTC" in refusal(warehouse, log)
    (log / "impressions" / "b.parquet").write_bytes(b"PAR1 cut off")
    assert "b.parquet" in refusal(warehouse, log)


def test_what_writers_leave_half_done_is_passed_over(warehouse, tmp_path):
    log = tmp_path / "log"
    write_events(log / "impressions", "a", [event()])
    write_events(log / "impressions" / "_temporary" / "0", "a", [event()])
    write_events(log / "impressions", ".a", [event()])
    build(warehouse, log)
    assert warehouse.value("select sum(impressions) from fct_delivery") == 1


def test_a_file_without_events_says_that_there_were_none(warehouse, tmp_path):
    log = tmp_path / "log"
    write_events(log / "impressions", "a", [event()])
    write_events(log / "clicks", "a", [event()])
    with duckdb.connect() as connection:
        file = log / "clicks" / "a.parquet"
        connection.execute(f"create table none_yet as from '{file}' limit 0")
        connection.execute(f"copy none_yet to '{file}' (format parquet)")
    build(warehouse, log)
    assert warehouse.rows("select impressions, clicks from fct_delivery") == [(1, 0)]


def test_events_that_are_off_stop_the_build_until_they_are_let_go(warehouse, tmp_path):
    three_days(tmp_path / "log")
    build(warehouse, tmp_path / "log", select="+fct_delivery")
    spend = tmp_path / "spend.csv"
    spend.write_text(
        "date,platform,account_id,campaign_id,currency,impressions,clicks,investment\n"
        "2026-10-22,x_ads,a1,c1,EUR,1000,10,1.5\n"
    )
    without_events = ("--vars", repr({"spend_path": str(spend)}))
    chosen = ("build", "--select", "+fct_delivery", *NO_TESTS, *without_events)
    refused = " ".join(warehouse.dbt(*chosen, check=False).stdout.split())
    assert (
        "The source ad_events is off, and this warehouse has delivery of it: 3 days from 2026-10-20 to "
        "2026-10-24, read from the file "
    ) in refused
    assert "Nothing was changed. Put it back: set the var events_path." in refused
    warehouse.dbt("run-operation", "forget", "--args", "{source: ad_events}", *without_events)
    warehouse.dbt(*chosen)
    assert warehouse.rows("select source, impressions from fct_delivery") == [("marketing_spend", 1000)]
    # What was counted of the log is kept, so it comes back where the source is on again.
    assert warehouse.value("select count(*) > 0 from main_staging.base_ad_events__hours")


def test_all_events_gone_stop_the_build(warehouse, tmp_path):
    log = tmp_path / "log"
    three_days(log)
    build(warehouse, log, select="+fct_delivery")
    shutil.rmtree(log)
    assert "there are no impressions in" in refusal(warehouse, log)
    assert warehouse.value("select sum(impressions) from fct_delivery") == 9


def test_without_clicks_in_the_log_clicks_are_not_known(warehouse, tmp_path):
    write_events(tmp_path / "log" / "impressions", "a", [event()])
    build(warehouse, tmp_path / "log", select="+campaign_metrics")
    assert warehouse.rows("select impressions, clicks, conversions, ctr from campaign_metrics") == [
        (1, None, None, None)
    ]


def test_a_killed_build_goes_on(warehouse, tmp_path):
    log = tmp_path / "log"
    rows = [
        event(f"2026-10-{20 + number % 7} {number % 24:02}:00:00", user_id=str(number))
        for number in range(700)
    ]
    for day in range(20, 27):
        write_events(
            log / "impressions", str(day), [row for row in rows if row["event_at"][8:10] == str(day)]
        )
    for seconds in (0.3, 0.6, 0.9, 1.2):
        warehouse.dbt(
            "build", "--select", *JUDGED.split(), *NO_SEEDS, *NO_TESTS, "--vars",
            repr({"events_path": str(log)}), check=False, kill_after=seconds,
        )  # fmt: skip
    build(warehouse, log)
    assert counted(warehouse) == hours(rows)
    assert reconciled(warehouse) == {"impressions": (700, 700, 0, 0, 0, 0)}


def test_ad_metrics_publishes_events(new_warehouse, log):
    new_warehouse.dbt("seed", "--select", "path:seeds/reference")
    printed = new_warehouse.ad_metrics("build", "--vars", repr({"events_path": str(log[0])})).stdout
    assert "Spring" in printed
    assert new_warehouse.rows("select count(*) from invalid_traffic_daily", published=True) == [(6,)]
    assert new_warehouse.rows("select sum(impressions) from fct_delivery", published=True) == [(24,)]


def by_day(warehouse) -> list[tuple]:
    return warehouse.rows(
        "select cast(utc_day as varchar), sum(impressions), bool_and(is_deleted_at_source) from fct_delivery "
        "group by 1 order by 1"
    )


def test_adjacent_days_are_pruned_one_after_the_other(warehouse, tmp_path):
    log = tmp_path / "log"
    for day in range(20, 24):
        # The second event of a day is copied past midnight.
        write_events(log / "impressions" / str(day), "a", [
            event(f"2026-10-{day} 00:00:01", event_id=f"e{day - 1}"),
            event(f"2026-10-{day} 23:59:59", event_id=f"e{day}"),
        ])  # fmt: skip
    build(warehouse, log)
    days = [("2026-10-20", 2, False), *((f"2026-10-{day}", 1, False) for day in range(21, 24))]
    assert by_day(warehouse) == days
    reach = "select date_day, impressions, reach from reach_metrics_daily order by 1"
    reached = warehouse.rows(reach)
    for pruned, day in enumerate((20, 21)):
        shutil.rmtree(log / "impressions" / str(day))
        for arguments in ((), ("--full-refresh",)) if day == 21 else ((),):
            build(warehouse, log, *arguments)
            assert by_day(warehouse) == [(*of_day[:2], n <= pruned) for n, of_day in enumerate(days)]
            assert warehouse.rows(reach) == reached


def test_an_event_of_long_ago_in_a_newer_file_does_not_stop_retention(warehouse, tmp_path):
    log = tmp_path / "log"
    rows = three_days(log)
    write_events(log / "impressions" / "2026-10-24", "a", [*rows["2026-10-24"], event("2025-03-01 05:00:00")])
    build(warehouse, log)
    shutil.rmtree(log / "impressions" / "2026-10-20")
    build(warehouse, log)
    kept = [("2025-03-01", 1, False), ("2026-10-20", 3, True)]
    assert by_day(warehouse) == [*kept, ("2026-10-22", 3, False), ("2026-10-24", 3, False)]


def test_one_file_that_is_written_anew_may_lose_its_oldest_days(warehouse, tmp_path):
    log = tmp_path / "log" / "impressions"
    rows = {day: [event(f"2026-10-{day} 12:00:00") for _ in range(day - 18)] for day in range(20, 24)}
    for kept in ((20, 21, 22), (21, 22, 23), (22, 23)):
        write_events(log, "a", [row for day in kept for row in rows[day]])
        for arguments in ((), ("--full-refresh",)):
            build(warehouse, log.parent, *arguments)
    assert by_day(warehouse) == [(f"2026-10-{day}", day - 18, day < 22) for day in range(20, 24)]
    assert reconciled(warehouse)["impressions"] == (9, 9, 0, 0, 0, 5)


def test_what_comes_for_closed_days_is_rejected_as_long_as_it_is_there(warehouse, tmp_path):
    log = tmp_path / "log"
    rows = three_days(log)
    build(warehouse, log)
    for day in ("2026-10-20", "2026-10-22"):
        shutil.rmtree(log / "impressions" / day)
    build(warehouse, log)
    closed = [("2026-10-20", 3, True), ("2026-10-22", 3, True), ("2026-10-24", 3, False)]
    late = event("2026-10-20 11:00:00", event_id="late")

    def rejected():
        return warehouse.rows("select raw_key from rejected_rows order by 1")

    # In a file that was read before, beside its own day.
    write_events(log / "impressions" / "2026-10-24", "a", [*rows["2026-10-24"], late])
    for _ in range(2):
        build(warehouse, log)
        assert by_day(warehouse) == closed and rejected() == [("late",)]
        assert reconciled(warehouse)["impressions"] == (4, 3, 1, 0, 0, 6)
    # The whole day under its old name, with one event more; which is the new one is not known.
    write_events(log / "impressions" / "2026-10-24", "a", rows["2026-10-24"])
    write_events(log / "impressions" / "2026-10-20", "a", [*rows["2026-10-20"], late])
    build(warehouse, log)
    assert by_day(warehouse) == closed and len(rejected()) == 4
    assert reconciled(warehouse)["impressions"] == (7, 3, 4, 0, 0, 6)
    shutil.rmtree(log / "impressions" / "2026-10-20")
    build(warehouse, log)
    assert by_day(warehouse) == closed and rejected() == []


def test_late_rows_of_a_table_are_rejected_when_their_day_is_closed(warehouse):
    with duckdb.connect(str(warehouse.file)) as connection:
        connection.execute("create schema web_logs")
        connection.execute(
            "create table web_logs.impressions as select i::varchar as event_id, "
            "timestamp '2026-10-20' + to_hours(i * 12) as event_at, 'c1' as campaign_id "
            "from range(6) as numbers (i)"
        )
    build(warehouse, "schema:web_logs")
    for statement, days, late in (
        ("delete from web_logs.impressions where event_at < timestamp '2026-10-21'", [2, 2, 2], 0),
        (
            "insert into web_logs.impressions values ('late', timestamp '2026-10-20 05:00', 'c1')",
            [2, 2, 2],
            1,
        ),
    ):
        with duckdb.connect(str(warehouse.file)) as connection:
            connection.execute(statement)
        build(warehouse, "schema:web_logs")
        assert [impressions for _, impressions, _ in by_day(warehouse)] == days
        assert warehouse.rows("select raw_key from rejected_rows") == [("late",)] * late
        assert reconciled(warehouse)["impressions"] == (4 + late, 4, late, 0, 0, 2)


def test_money_of_what_is_left_out_is_not_known(warehouse, tmp_path):
    rows = [
        event(price_micros=5_000_000, event_id="a"),
        event(price_micros=5_000_000, event_id="a"),
        event(price_micros=7_000_000, is_invalid=True),
        event(price_micros=5_000_000, currency="?"),
    ]
    write_events(tmp_path / "log" / "impressions", "a", rows)
    build(warehouse, tmp_path / "log")
    assert reconciled(warehouse)["impressions"] == (4, 1, 1, 1, 1, 0)
    assert warehouse.rows(
        "select raw_total, staged_total, rejected_total, duplicate_total, invalid_total, fct_delivery_total, "
        "is_reconciled from reconciliation where source = 'ad_events' and measure = 'booked_revenue'"
    ) == [(None, 5, None, None, 7, 5, True)]


def test_clicks_of_two_countries_in_an_hour_without_impressions_are_two_anomalies(new_warehouse, tmp_path):
    log = tmp_path / "log"
    for table, at in (("impressions", "10:59:00"), ("clicks", "11:00:10")):
        rows = [event(f"2026-10-20 {at}", country=country, price_micros=None) for country in ("DE", "FR")]
        write_events(log / table, "a", rows)
    new_warehouse.dbt("seed", "--select", "path:seeds/reference")
    new_warehouse.ad_metrics("build", "--vars", repr({"events_path": str(log)}))
    assert new_warehouse.rows(
        "select country, clicks, reason from delivery_anomalies order by 1", published=True
    ) == [("DE", 1, "clicks above impressions"), ("FR", 1, "clicks above impressions")]


def test_whole_numbers_as_floats_are_the_same_ids(warehouse, tmp_path):
    log = tmp_path / "log"
    write_events(log / "impressions", "a", [event(campaign_id=5, placement_id=" ")], campaign_id="double")
    write_events(log / "clicks", "a", [event(campaign_id=5, placement_id="")], campaign_id="bigint")
    build(warehouse, log)
    assert warehouse.rows("select distinct campaign_key, placement_key from fct_delivery") == [
        ("ad_events:5", "ad_events:unknown")
    ]


def test_files_in_nanoseconds_beside_others_and_of_any_case_are_read(warehouse, tmp_path):
    log = tmp_path / "log" / "impressions"
    file = write_events(log, "a", [event("2026-10-20 10:00:00.123456")], event_at="timestamp_ns")
    file.rename(log / "a.PARQUET")
    write_events(log, "b", [event("2026-10-22 10:00:00.123456")])
    for arguments in ((), ("--full-refresh",)):
        build(warehouse, log.parent, *arguments)
        assert by_day(warehouse) == [("2026-10-20", 1, False), ("2026-10-22", 1, False)]
        assert reconciled(warehouse) == {"impressions": (2, 2, 0, 0, 0, 0)}
