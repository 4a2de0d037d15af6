"""History that moves: what was delivered stays where it was delivered, and an hour stays an hour."""

from decimal import Decimal
from pathlib import Path

from conftest import Warehouse
from extracts import extract
from small_server import HOURLY, SmallServer

FACTS = ("+fct_delivery",)
MARTS = (
    "campaign_metrics", "campaign_metrics_daily", "creative_metrics_daily", "placement_metrics_daily",
    "advertiser_metrics_daily", "delivery_daily",
)  # fmt: skip


def build(
    warehouse: Warehouse, folder: Path, *arguments: str, models=FACTS, tests=False, check=True, **variables
):
    """Build these models without their tests, or run the tests of them alone."""
    which = ("--resource-type", "test") if tests else ("--exclude-resource-type", "test", "unit_test")
    variables = {"reporting_timezone": "UTC", "revive_path": str(folder)} | variables
    return warehouse.dbt(
        "build", "--select", *models, *which, *arguments, "--vars", repr(variables), check=check
    )


def amounts(warehouse: Warehouse, *columns: str) -> dict:
    """Impressions and what was earned, by columns of the facts."""
    return {
        row[:-2] if len(columns) > 1 else row[0]: row[-2:]
        for row in warehouse.rows(
            f"select {', '.join(columns)}, sum(impressions), sum(earned_revenue) "
            "from fct_delivery group by all"
        )
    }


def moves(warehouse: Warehouse) -> list[tuple]:
    return warehouse.rows(
        "select reason, hour_at::varchar, what_to_do from delivery_anomalies "
        "where reason like '% moved' order by hour_at, reason"
    )


def two_of_each() -> SmallServer:
    server = SmallServer()
    for number, name in ((1, "Alpha"), (2, "Beta")):
        server.client(number, name)
        server.website(number, f"site {number}")
        server.zone(number, number)
    server.add("trackers", trackerid=1)
    return server


def test_what_was_delivered_before_a_move_stays_where_it_was_delivered(empty, tmp_path):
    warehouse, extract_folder = empty.copy(tmp_path / "warehouse"), tmp_path / "extract"
    server = two_of_each()
    server.campaign(6, 1, 2, "1.0000")
    server.campaign(7, 2, 1, "5.0000")
    server.campaign(8, 1, 1, "3.0000")
    server.banner(61, 6)
    server.banner(81, 8)

    def deliver(day: str, hours: range):
        for hour in hours:
            server.hour(f"{day} {hour:02}:00", 61, 1, 13, 1)
            server.hour(f"{day} {hour:02}:00", 81, 2, 7)

    deliver("2026-04-01", range(24))
    deliver("2026-04-02", range(10))
    build(warehouse, server.write(extract_folder))

    # All three move. The server dates the campaign's edit only; of the banner an old hour comes late.
    server.change("banners", "bannerid", 61, campaignid=7)
    server.change("zones", "zoneid", 1, affiliateid=2)
    server.change("campaigns", "campaignid", 8, clientid=2, updated="2026-04-02 12:30:00")
    deliver("2026-04-02", range(10, 24))
    server.hour("2026-04-02 05:00", 61, 2, 17, 2)
    marts = [f"+{mart}" for mart in (*MARTS, "delivery_anomalies")]
    build(warehouse, server.write(extract_folder), models=marts)
    expected = {
        # 34 hours of 13, and 17: 36 clicks at 1.00. Then 14 hours at 5.00 per thousand.
        ("revive:6", "revive:1"): (459, Decimal("36.00")),
        ("revive:7", "revive:2"): (182, Decimal("0.91")),
        # 36 hours of 7 at 3.00 per thousand until the hour of the edit, 12 after.
        ("revive:8", "revive:1"): (252, Decimal("0.756")),
        ("revive:8", "revive:2"): (84, Decimal("0.252")),
    }
    assert amounts(warehouse, "campaign_key", "advertiser_key") == expected
    assert amounts(warehouse, "placement_key", "website_key") == {
        ("revive:1", "revive:1"): (442, Decimal("34.00")),
        ("revive:1", "revive:2"): (182, Decimal("0.91")),
        ("revive:2", "revive:2"): (353, Decimal("3.008")),
    }
    assert warehouse.rows(
        "select campaign_key, advertiser_name, impressions from campaign_metrics_daily "
        "where date_day = '2026-04-02' and campaign_key = 'revive:8' order by 2"
    ) == [("revive:8", "Alpha", 84), ("revive:8", "Beta", 84)]
    assert warehouse.rows(
        "select website_name, impressions from placement_metrics_daily "
        "where date_day = '2026-04-02' and placement_key = 'revive:1' order by 1"
    ) == [("site 1", 130), ("site 2", 182)]
    assert warehouse.rows(
        "select advertiser_name, sum(impressions) from advertiser_metrics_daily group by all order by 1"
    ) == [("Alpha", 711), ("Beta", 266)]
    each_once = [f"test_name:one_row_per,{mart}" for mart in (*MARTS, "delivery_anomalies")]
    build(warehouse, extract_folder, models=each_once, tests=True)
    # The campaign and the banner themselves are where they are now.
    assert warehouse.rows(
        "select advertiser_name, impressions from campaign_metrics where campaign_id = '8' union all "
        "select campaign_key, null from dim_creatives where creative_id = '61'"
    ) == [("Beta", 336), ("revive:7", None)]
    assert [move[:2] for move in moves(warehouse)] == [
        ("banner moved", "2026-04-02 10:00:00"),
        ("zone moved", "2026-04-02 10:00:00"),
        ("campaign moved", "2026-04-02 12:00:00"),
    ]
    assert moves(warehouse)[0][2].startswith(
        "Banner 61 (banner 61) moved from the campaign 6 (campaign 6) to 7 (campaign 7). What was delivered "
        "before 2026-04-02 10:00:00 UTC stays with the former, what is delivered from then on counts for the "
        "latter."
    )

    # On to another campaign without any new delivery, and back to the first one.
    server.change("banners", "bannerid", 61, campaignid=8)
    build(warehouse, server.write(extract_folder))
    assert amounts(warehouse, "campaign_key", "advertiser_key") == expected
    server.change("banners", "bannerid", 61, campaignid=6)
    deliver("2026-04-03", range(5))
    build(warehouse, server.write(extract_folder), models=(*FACTS, "+delivery_anomalies"))
    expected[("revive:6", "revive:1")] = (524, Decimal("41.00"))
    expected[("revive:8", "revive:2")] = (119, Decimal("0.357"))
    assert amounts(warehouse, "campaign_key", "advertiser_key") == expected
    assert [move[1] for move in moves(warehouse) if move[0] == "banner moved"] == [
        "2026-04-02 10:00:00",
        "2026-04-03 00:00:00",
    ]

    # The banner is deleted and the day of the moves condensed, of which the first hour tells whose it is.
    server.delete_banner(61)
    server.condense("2026-04-02", "2026-05-02 04:00:00")
    expected[("revive:8", "revive:1")] = (336, Decimal("1.008"))
    expected[("revive:8", "revive:2")] = (35, Decimal("0.105"))
    for arguments in ((), ("--full-refresh",)):
        build(warehouse, server.write(extract_folder), *arguments)
        assert amounts(warehouse, "campaign_key", "advertiser_key") == expected


def test_a_build_that_was_killed_after_it_noted_a_move_changes_nothing(empty, tmp_path):
    warehouse, extract_folder = empty.copy(tmp_path / "warehouse"), tmp_path / "extract"
    server = two_of_each()
    server.campaign(6, 1, 2, "1.0000")
    server.campaign(7, 2, 1, "5.0000")
    server.banner(61, 6)
    for hour in range(7):
        server.hour(f"2026-04-01 {hour:02}:00", 61, 1, 13, 1)
    build(warehouse, server.write(extract_folder))
    server.change("banners", "bannerid", 61, campaignid=7)
    for hour in range(7, 18):
        server.hour(f"2026-04-01 {hour:02}:00", 61, 1, 13, 1)
    server.write(extract_folder)
    # As far as a build comes that is killed then.
    build(warehouse, extract_folder, models=("+int_revive__parents",))
    build(warehouse, extract_folder)
    assert amounts(warehouse, "campaign_key") == {
        "revive:6": (91, Decimal("7.00")),
        "revive:7": (143, Decimal("0.715")),
    }


def tenancy() -> SmallServer:
    """720 a month, which is 1.00 an hour of April; the second banner had one hour, written late as all."""
    server = two_of_each()
    server.campaign(1, 1, 1, "1.0000")
    server.campaign(3, 2, 4, "720.0000")
    server.banner(1, 1)
    server.banner(3, 3)
    server.banner(4, 3)
    for day in range(1, 5):
        for hour in range(24):
            server.hour(f"2026-04-{day:02} {hour:02}:00", 1, 1, 100)
            if day == 2:
                server.hour(f"2026-04-02 {hour:02}:00", 3, 1, 5, updated="2026-04-03 06:00:00")
    server.hour("2026-04-02 00:00", 4, 2, 5, updated="2026-04-03 06:00:00")
    return server


def test_an_hour_is_never_taken_for_a_condensed_day(empty, tmp_path):
    warehouse, extract_folder = empty.copy(tmp_path / "warehouse"), tmp_path / "extract"
    kolkata = {"reporting_timezone": "Asia/Kolkata"}
    server = tenancy()
    build(warehouse, server.write(extract_folder), **kolkata)
    assert amounts(warehouse, "campaign_key")["revive:3"] == (125, 24)

    # Of a deleted banner there is an hour at midnight only.
    server.delete_banner(4)
    build(warehouse, server.write(extract_folder), **kolkata)
    assert amounts(warehouse, "campaign_key", "period_grain") == {
        ("revive:1", "hour"): (9600, Decimal("9.6")),
        ("revive:3", "hour"): (125, 24),
    }

    # An outage: of the newest day the first hour was caught up on the day after.
    server.hour("2026-04-05 00:00", 3, 1, 5, updated="2026-04-06 07:05:00")
    build(warehouse, server.write(extract_folder), **kolkata)
    assert amounts(warehouse, "campaign_key")["revive:3"] == (130, 25)

    # Later days came, and somebody edited that row: still an hour, to a build that never saw it as well.
    for hour in range(8, 24):
        server.hour(f"2026-04-06 {hour:02}:00", 1, 1, 100)
    server.change(HOURLY, "data_summary_ad_hourly_id", 122, updated="2026-04-20 09:00:00")
    server.write(extract_folder)
    new = empty.copy(tmp_path / "new")
    for one in (warehouse, new):
        build(one, extract_folder, **kolkata)
        expected = (130, 25) if one is warehouse else (125, 25)
        assert amounts(one, "campaign_key", "period_grain")[("revive:3", "hour")] == expected
    # The hours that are not there are told.
    result = build(
        new, extract_folder, models=("test_name:no_hour_is_missing",), tests=True, check=False, **kolkata
    )
    said = " ".join(result.stdout.split())
    assert "data_summary_ad_hourly has no row from 2026-04-05 01:00:00 to 2026-04-06 08:00:00." in said


CONDENSED = """
    select
        {number} as data_summary_ad_hourly_id,
        strftime(date_trunc('{period}', date_time::timestamp), '%Y-%m-%d %H:%M:%S') as date_time,
        ad_id, '0' as creative_id, zone_id,
        sum(requests::bigint) as requests, sum(impressions::bigint) as impressions,
        sum(clicks::bigint) as clicks, sum(conversions::bigint) as conversions,
        sum(total_basket_value::decimal(18, 4)) as total_basket_value,
        sum(total_num_items::bigint) as total_num_items,
        sum(total_revenue::decimal(18, 4)) as total_revenue,
        null as total_cost, null as total_techcost, '2026-12-02 04:00:00' as updated
    from data_summary_ad_hourly
    where {where}
    group by date_trunc('{period}', date_time::timestamp), ad_id, zone_id
"""
NEW = "100000 + row_number() over (order by min(date_time), ad_id, zone_id)"
FIRST = "min(data_summary_ad_hourly_id::bigint)"
WITHOUT_3 = "ad_id not in (select bannerid from banners where campaignid = '3')"


def condensed(period: str, number: str = NEW, where: str = "true") -> dict:
    return {HOURLY: CONDENSED.format(period=period, number=number, where=where)}


def test_condensed_periods_and_their_hours_give_way_to_one_another(empty, tmp_path):
    warehouse, folder = empty.copy(tmp_path / "warehouse"), tmp_path / "extract"
    without_3 = {
        "campaigns": "select * from campaigns where campaignid <> '3'",
        "banners": "select * from banners where campaignid <> '3'",
    }
    hours_without_3 = without_3 | {HOURLY: f"select * from {HOURLY} where {WITHOUT_3}"}
    newest = {HOURLY: f"select * from {HOURLY} where date_time >= '2026-11-01'"}
    grains = {}
    for number, (changes, *arguments) in enumerate(
        [
            ({},),
            (condensed("day"),),
            # As after a backup was restored, and so on.
            ({},),
            (condensed("day", FIRST),),
            (condensed("month"),),
            ({}, "--full-refresh"),
            # A campaign is deleted, while it has its hours, and comes back condensed.
            (hours_without_3,),
            (without_3 | condensed("day", where=WITHOUT_3),),
            (condensed("month"), "--full-refresh"),
            ({},),
            # An extract of the newest day only, before and after October is condensed.
            (newest,),
            (condensed("month"),),
            (newest,),
            ({},),
        ]
    ):
        build(warehouse, extract(folder, **changes), *arguments)
        [totals] = warehouse.rows(
            "select sum(impressions), sum(clicks), sum(booked_revenue), sum(conversions) from fct_delivery"
        )
        assert totals == (7_160_250, 24_202, Decimal("13965.7812"), 169), number
        grains[number] = warehouse.value(
            "select string_agg(distinct period_grain, ' ' order by period_grain) from fct_delivery"
        )
    # Of November there is one day, which is no month on a guess.
    assert list(grains.values()) == [
        "hour", "day", "hour", "day", "day month", "hour", "hour", "day hour", "day month", "hour",
        "hour", "day month", "hour month", "hour",
    ]  # fmt: skip


def test_another_currency_is_refused_before_anything_changes(empty, tmp_path):
    warehouse, folder = empty.copy(tmp_path / "warehouse"), tmp_path / "extract"
    server = tenancy()
    build(warehouse, server.write(folder))
    everything = "select * from fct_delivery order by all"
    before = warehouse.rows(everything)
    server.hour("2026-04-05 00:00", 1, 1, 100)
    server.write(folder)
    for arguments in ((), ("--full-refresh",)):
        result = build(warehouse, folder, *arguments, check=False, revive_currency="USD")
        assert result.returncode != 0
        said = " ".join(result.stdout.split())
        assert (
            "This warehouse holds the ad server's amounts in EUR, and the var revive_currency is USD now. "
            "Nothing was changed"
        ) in said
        assert "Put the var back to EUR." in said
        assert warehouse.rows(everything) == before
    build(warehouse, folder)
    assert warehouse.rows("select native_currency, count(*) from fct_delivery group by all") == [
        ("EUR", len(before) + 1)
    ]
    build(Warehouse(tmp_path / "other"), folder, models=("+int_campaign_rates",), revive_currency="USD")


def test_credits_unknown_codes_and_what_is_left_in_a_bucket(empty, tmp_path):
    warehouse, folder = empty.copy(tmp_path / "warehouse"), tmp_path / "extract"
    server = two_of_each()
    server.campaign(1, 1, 1, "2.0000")
    server.campaign(12, 2, 0, "")
    server.banner(1, 1)
    server.banner(12, 12)
    server.hour("2026-04-01 00:00", 1, 1, 103, 1, basket="-20.0000", items=-2, revenue="-10.5000")
    server.hour("2026-04-01 00:00", 12, 1, 50, revenue="")
    server.hour("2026-04-01 01:00", 1, 1, 100)
    # Of an hour that is summarised: one with a row of its banner and zone, and one without.
    server.add("data_bkt_m", interval_start="2026-04-01 00:00:00", creative_id=1, zone_id=1, count=103)
    server.add("data_bkt_m", interval_start="2026-04-01 00:00:00", creative_id=12, zone_id=2, count=41)
    server.add("data_bkt_m", interval_start="2026-04-01 02:00:00", creative_id=1, zone_id=1, count=9)
    result = warehouse.build(
        "--exclude-resource-type", "unit_test",
        "--exclude", "resource_type:seed", "resource_type:saved_query",
        revive_path=str(server.write(folder)), reporting_timezone="UTC", check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout
    assert warehouse.rows(
        "select campaign_key, impressions, clicks, conversion_value, items, booked_revenue, earned_revenue, "
        "pricing_model, advertiser_name, campaign_name from campaign_metrics where impressions > 0 order by 1"
    ) == [
        ("revive:1", 203, 1, -20, -2, Decimal("-10.5"), Decimal("0.406"), "cpm", "Alpha", "campaign 1"),
        ("revive:12", 50, 0, 0, 0, None, None, None, "Beta", "campaign 12"),
    ]
    [(code,)] = warehouse.rows("select what_to_do from delivery_anomalies where reason = 'left empty'")
    assert "revenue_type is 0, not one of the known codes 1, 2, 3, 4" in code
    [left] = warehouse.rows(
        "select hour_at::varchar, campaign_key, creative_key, placement_key, impressions, what_to_do "
        "from delivery_anomalies where reason = 'left in a bucket'"
    )
    assert left[:5] == ("2026-04-01 00:00:00", "revive:12", "revive:12", "revive:2", 41)
    assert "0 requests, 41 impressions, 0 clicks and 0 approved conversions" in left[5]
    assert warehouse.rows("select impressions from provisional_delivery") == [(9,)]


def test_weeks_of_dated_folders_in_any_format(empty, tmp_path):
    warehouse = empty.copy(tmp_path / "warehouse")
    server = two_of_each()
    server.campaign(1, 1, 1, "2.0000")
    server.campaign(2, 2, 2, "0.3000")
    server.campaign(4, 2, 1, "7.0000")
    server.banner(1, 1)
    server.banner(2, 2)
    backup = {}
    for day in range(1, 12):
        date = f"2026-04-{day:02}"
        for hour in (0, 9, 17):
            server.hour(f"{date} {hour:02}:00", 1, 1, 110)
            if day < 7:
                server.hour(f"{date} {hour:02}:00", 2, 2, 20, 1)
        if day == 3:  # A banner that nobody knows.
            server.hour(f"{date} 09:00", 99, 1, 5)
        if day == 5:
            server.change("banners", "bannerid", 1, campaignid=4)
        if day == 7:
            server.delete_banner(2)
        if day == 8:
            server.change("zones", "zoneid", 1, affiliateid=2)
        # The server keeps five days.
        first_day = f"2026-04-{max(day - 4, 1):02}"
        server.drop(HOURLY, lambda row, first=first_day: row["date_time"] < first)
        backup[day] = list(server.tables[HOURLY])
        if day == 9:
            server.condense("2026-04-05", "2026-05-09 04:00:00")
            server.condense("2026-04-06", "2026-05-09 04:00:00")
        if day == 11:
            server.condense("2026-04-08", "2026-05-11 04:00:00")
        kind = ("csv", "parquet", "csv.gz")[day % 3]
        folder = server.write(tmp_path / f"extract_{date}", kind)
        models = (*FACTS, "+reconciliation") if day == 11 else FACTS
        build(warehouse, folder, *(("--full-refresh",) if day in (6, 10) else ()), models=models)
        if day == 9:  # The day after, a backup of before is back.
            server.tables[HOURLY] = list(backup[9])
        # So far, 330 a day and, on at most six days, 60; and 5 of the unknown one.
        expected = 330 * day + 60 * min(day, 6) + (5 if day >= 3 else 0)
        assert warehouse.value("select sum(impressions) from fct_delivery") == expected, day
    assert warehouse.value("select count(*) from reconciliation where not is_reconciled") == 0
    # 4 days of 330 at 2.00 per thousand, 18 clicks at 0.30, 7 days of 330 at 7.00 per thousand.
    assert amounts(warehouse, "campaign_key") == {
        "revive:1": (1320, Decimal("2.64")),
        "revive:2": (360, Decimal("5.4")),
        "revive:4": (2310, Decimal("16.17")),
        "revive:unknown": (5, None),
    }
    # The zone's first seven days, 5 of an unknown banner among them.
    assert {key: value[0] for key, value in amounts(warehouse, "placement_key", "website_key").items()} == {
        ("revive:1", "revive:1"): 2315,
        ("revive:1", "revive:2"): 1320,
        ("revive:2", "revive:2"): 360,
    }
    assert warehouse.rows(
        "select utc_day::varchar, sum(impressions) from fct_delivery where period_grain = 'day' "
        "group by all order by 1"
    ) == [("2026-04-05", 330), ("2026-04-08", 330)]
