"""Every statistic of the ad server's screens, by every entity and period, recomputed from the raw rows."""

from collections import defaultdict
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from extracts import raw

ENTITIES = ("advertiser", "campaign", "creative", "placement", "website")
PERIODS = ("none", "hour", "hour_of_day", "day", "week", "month", "weekday")

COUNTS = {
    "requests": "requests",
    "impressions": "impressions",
    "clicks": "clicks",
    "items": "total_num_items",
    "conversion_value": "total_basket_value",
    "revenue": "total_revenue",
}
RATES = {
    "ctr": ("clicks", "impressions", 1),
    "ecpm": ("revenue", "impressions", 1000),
    "cpt": ("revenue", "impressions", 1000),
    "ecpc": ("revenue", "clicks", 1),
    "cpc": ("revenue", "clicks", 1),
    "ecpa": ("revenue", "conversions", 1),
    "cpa": ("revenue", "conversions", 1),
    "cost_per_impression": ("revenue", "impressions", 1),
    "click_conversion_rate": ("click_conversions", "clicks", 1),
    "impression_conversion_rate": ("impression_conversions", "impressions", 1),
    "fill_rate": ("impressions", "requests", 1),
    "roas": ("conversion_value", "revenue", 1),
    "average_conversion_value": ("conversion_value", "conversions", 1),
    "items_per_conversion": ("items", "conversions", 1),
}
MEASURES = [
    *COUNTS,
    "conversions",
    "pending_conversions",
    "impression_conversions",
    "click_conversions",
]


BANNERS = {banner["bannerid"]: banner["campaignid"] for banner in raw("banners")}
CAMPAIGNS = {campaign["campaignid"]: campaign["clientid"] for campaign in raw("campaigns")}
WEBSITES = {zone["zoneid"]: zone["affiliateid"] for zone in raw("zones")}


def keys_of(row):
    campaign = BANNERS.get(row["ad_id"], "unknown")
    zone = row["zone_id"]
    return {
        "creative": row["ad_id"],
        "campaign": campaign,
        "advertiser": CAMPAIGNS.get(campaign, "unknown"),
        "placement": zone,
        "website": "none" if zone == "0" else WEBSITES.get(zone, "unknown"),
    }


def periods_of(written):
    utc = datetime.fromisoformat(written).replace(minute=0, second=0)
    local = utc.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo("Europe/Berlin"))
    day = local.date()
    return {
        "none": "all",
        "hour": str(utc),
        "hour_of_day": str(local.hour),
        "day": str(day),
        "week": str(day - timedelta(days=day.weekday())),
        "month": str(day.replace(day=1)),
        "weekday": str(day.isoweekday()),
    }


@pytest.fixture(scope="module")
def expected():
    """Sums as fractions by (entity, period, key, period's value); None where nothing is known."""
    sums = defaultdict(lambda: dict.fromkeys(MEASURES))

    def add(row, written, amounts):
        keys, periods = keys_of(row), periods_of(written)
        for entity in ENTITIES:
            for period in PERIODS:
                found = sums[entity, period, f"revive:{keys[entity]}", periods[period]]
                for measure, amount in amounts.items():
                    if amount is not None:
                        found[measure] = (found[measure] or 0) + amount

    for row in raw("data_summary_ad_hourly"):
        add(
            row,
            row["date_time"],
            {name: Fraction(row[column]) if row[column] else None for name, column in COUNTS.items()},
        )
    for row in raw("data_intermediate_ad_connection"):
        approved = row["connection_status"] == "4"
        add(
            row,
            row["tracker_date_time"],
            {
                "conversions": int(approved),
                "pending_conversions": int(row["connection_status"] == "2"),
                "impression_conversions": int(approved and row["connection_action"] == "0"),
                "click_conversions": int(approved and row["connection_action"] == "1"),
            },
        )
    return sums


@pytest.fixture(scope="module")
def found(demo):
    period_columns = {
        "none": "'all'",
        "hour": "hour_at",
        "hour_of_day": "hour_of_day",
        "day": "date_day",
        "week": "week_start",
        "month": "month_start",
        "weekday": "day_of_week",
    }
    columns = [*MEASURES, *RATES]
    union = " union all ".join(
        f"select '{entity}', '{period}', {entity}_key, cast({column} as varchar), {', '.join(columns)} "
        f"from ({{{{ ad_metrics.statistics('{entity}'{'' if period == 'none' else f', {period!r}'}) }}}})"
        for entity in ENTITIES
        for period, column in period_columns.items()
    )
    compiled = demo.dbt("--quiet", "compile", "--inline", union).stdout
    return {row[:4]: dict(zip(columns, row[4:], strict=True)) for row in demo.rows(compiled)}


def test_every_entity_and_period_has_its_rows(found, expected):
    assert found.keys() == expected.keys()
    assert len(found) > 9_000


def test_every_sum_is_exact(found, expected):
    for grain, row in found.items():
        for measure in MEASURES:
            wanted = expected[grain][measure]
            if wanted is None and measure not in ("revenue", "conversion_value", "items"):
                wanted = 0
            assert row[measure] == wanted or Fraction(row[measure]) == wanted, (grain, measure)


def test_every_rate_is_the_quotient_of_the_sums_and_null_over_nothing(found, expected):
    for grain, row in found.items():
        for rate, (numerator, denominator, scale) in RATES.items():
            over, under = expected[grain][numerator], expected[grain][denominator]
            if over is None and numerator not in ("revenue", "conversion_value", "items"):
                over = 0
            if not under or over is None:
                assert row[rate] is None, (grain, rate)
            else:
                assert row[rate] == pytest.approx(float(over * scale / under), rel=1e-15), (grain, rate)
