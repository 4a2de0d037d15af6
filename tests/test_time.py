"""Days, months and condensed periods: local where there are hours, as the server kept them where not."""

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from extracts import extract, raw

CONDENSED = """
select min(data_summary_ad_hourly_id) as data_summary_ad_hourly_id,
    strftime(date_trunc('{grain}', date_time::timestamp), '%Y-%m-%d %H:%M:%S') as date_time, ad_id,
    min(creative_id) as creative_id, zone_id, sum(requests::int) as requests,
    sum(impressions::int) as impressions, sum(clicks::int) as clicks, sum(conversions::int) as conversions,
    sum(total_basket_value::decimal(10, 4)) as total_basket_value,
    sum(total_num_items::int) as total_num_items, sum(total_revenue::decimal(10, 4)) as total_revenue,
    '2026-12-02 04:00:00' as updated
from data_summary_ad_hourly where date_time < '2026-11-01' group by all
union all
select * from data_summary_ad_hourly where date_time >= '2026-11-01'
"""


def delivered_by_local_day(timezone: str) -> dict[tuple[str, str], int]:
    """Impressions by campaign and local day, worked out from the raw rows."""
    campaigns = {row["bannerid"]: row["campaignid"] for row in raw("banners")}
    days = defaultdict(int)
    for row in raw("data_summary_ad_hourly"):
        utc = datetime.fromisoformat(row["date_time"]).replace(tzinfo=ZoneInfo("UTC"))
        day = utc.astimezone(ZoneInfo(timezone)).date().isoformat()
        days[f"revive:{campaigns.get(row['ad_id'], 'unknown')}", day] += int(row["impressions"])
    return dict(days)


def found_by_day(warehouse) -> dict[tuple[str, str], int]:
    return {
        (key, day): impressions
        for key, day, impressions in warehouse.rows(
            "select campaign_key, cast(date_day as varchar), impressions from campaign_metrics_daily"
        )
    }


def test_demo_days_are_berlin_days_with_25_hours_when_summer_time_ends(demo):
    assert found_by_day(demo) == delivered_by_local_day("Europe/Berlin")
    assert demo.rows("select date_day::varchar, hours_in_day from dim_dates where hours_in_day <> 24") == [
        ("2026-03-29", 23),
        ("2026-10-25", 25),
    ]
    hours = "select count(distinct hour_at) from fct_delivery where date_day = '2026-10-25'"
    assert demo.value(hours) == 25


@pytest.mark.parametrize("timezone", ["UTC", "America/New_York", "Asia/Kolkata"])
def test_days_follow_the_reporting_time_zone(timezone, new_warehouse):
    new_warehouse.dbt("seed")
    new_warehouse.build("--exclude-resource-type", "test", "unit_test", reporting_timezone=timezone)
    assert found_by_day(new_warehouse) == delivered_by_local_day(timezone)


def test_the_time_zone_of_the_machine_changes_nothing(demo, new_warehouse, tmp_path):
    """A server in New York reads columns with and without a time zone."""
    folder = extract(
        tmp_path / "extract",
        kind="parquet",
        data_summary_ad_hourly="""
            select * replace (date_time::timestamp at time zone 'UTC' as date_time)
            from data_summary_ad_hourly
        """,
        data_intermediate_ad_connection="""
            select * replace (tracker_date_time::timestamp as tracker_date_time)
            from data_intermediate_ad_connection
        """,
    )
    new_warehouse.environment["TZ"] = "America/New_York"
    new_warehouse.build("--exclude-resource-type", "test", "unit_test", revive_path=str(folder))
    for mart in ("fct_delivery", "campaign_metrics", "provisional_delivery", "revenue_discrepancies"):
        found, expected = (sorted(w.rows(f"select * from {mart}"), key=str) for w in (new_warehouse, demo))
        assert found == expected, mart


@pytest.mark.parametrize("grain", ["day", "month"])
def test_condensed_hours_keep_their_totals_and_their_utc_date_and_are_marked(
    grain, demo, new_warehouse, tmp_path
):
    folder = extract(tmp_path / "extract", data_summary_ad_hourly=CONDENSED.format(grain=grain))
    new_warehouse.build(revive_path=str(folder))
    totals = (
        "select campaign_key, impressions, clicks, conversions, pending_conversions, booked_revenue "
        "from campaign_metrics order by 1"
    )
    assert new_warehouse.rows(totals) == demo.rows(totals)
    first, last = ("2026-10-22", "2026-10-31") if grain == "day" else ("2026-10-01", "2026-10-01")
    assert new_warehouse.rows(
        "select period_grain, min(date_day)::varchar, max(date_day)::varchar, count(hour_of_day) > 0 "
        "from fct_delivery group by all order by 2"
    ) == [(grain, first, last, False), ("hour", "2026-11-01", "2026-11-02", True)]
    # October has whole UTC days now; November's hours still move into Berlin's days.
    october = "select sum(impressions) from campaign_metrics_daily where date_day < '2026-11-01'"
    raw_october = sum(
        int(row["impressions"]) for row in raw("data_summary_ad_hourly") if row["date_time"] < "2026-11-01"
    )
    assert new_warehouse.value(october) == raw_october
    marked = "select distinct period_grain from campaign_metrics_daily where date_day < '2026-11-01'"
    assert new_warehouse.rows(marked) == [(grain,)]
    # A tenancy campaign earns its share of the month whatever the grain: 743 of 745 hours of October
    # and 1 of 720 of November for the UTC month; 10 days less an hour, and that hour, for the days.
    share = 743 / 745 + 1 / 720 if grain == "month" else (10 * 24 - 1) / 745 + 1 / 720
    earned = new_warehouse.value(
        "select sum(earned_revenue) from fct_delivery "
        "where campaign_key = 'revive:4' and period_grain <> 'hour'"
    )
    assert float(earned) == pytest.approx(744 * share, abs=1e-7)
