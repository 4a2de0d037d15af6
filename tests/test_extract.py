"""The marts say what the ad server's own screens and API say of the same extract."""

import csv
from decimal import Decimal

import pytest
from conftest import SHARED, Warehouse

EXPECTED = SHARED / "revive" / "expected"

pytestmark = pytest.mark.skipif(not EXPECTED.exists(), reason="the full extract is not here")

# The screen's columns, and whether they are shown as a percentage.
SCREEN = {
    "Req.": "requests",
    "Impr.": "impressions",
    "Clicks": "clicks",
    "CTR": "ctr",
    "Conv.": "conversions",
    "Pend conv.": "pending_conversions",
    "Impr. SR": "impression_conversion_rate",
    "Click SR": "click_conversion_rate",
    "Rev.": "revenue",
    "BV": "conversion_value",
    "Num. Items": "items",
    "Rev. CPC": "ecpc",
    "ERPM": "ecpm",
    "ERPC": "ecpc",
    "ERPS": "ecpa",
    "ECPM": "ecpm",
    "ECPC": "ecpc",
    "ECPS": "ecpa",
}

# The screens count the conversions of an entity's first banner twice in these two (a field that is no
# column of the screen starts at its first row's value, then that row is added). See DECISIONS.md.
DOUBLED = {
    "Impr. SR": ("impression_conversions", "impressions"),
    "Click SR": ("click_conversions", "clicks"),
}


def doubled_rate(warehouse, key, row, conversions, per):
    """The rate as the screen shows it, worked out from our measures."""
    [(total, first)] = warehouse.rows(
        f"""
        with banners as (
            select cast(dim_creatives.creative_id as integer) as id, sum({conversions}) as counted,
                sum(conversions + pending_conversions) as connections
            from fct_delivery inner join dim_creatives using (creative_key)
            where fct_delivery.{row["entity"]}_key = ? group by all
        )
        select sum(counted), arg_min(counted, id) filter (connections > 0) from banners
        """,
        key,
    )
    return (total + first) / row[per]


def statistics(warehouse: Warehouse) -> dict[tuple[str, str], dict]:
    """Measures and rates by key and name of every advertiser, campaign and creative."""
    entities = ("advertiser", "campaign", "creative")
    metrics = sorted(set(SCREEN.values()))
    union = " union all ".join(
        f"select {entity}_key as key, {entity}_name as name, '{entity}' as entity, {', '.join(metrics)} "
        f"from ({{{{ ad_metrics.statistics('{entity}') }}}}) as {entity}"
        for entity in entities
    )
    compiled = warehouse.dbt("--quiet", "compile", "--inline", union).stdout
    columns = ["key", "name", "entity", *metrics]
    return {row[:2]: dict(zip(columns, row, strict=True)) for row in warehouse.rows(compiled)}


def screen_rows():
    with open(EXPECTED / "screen_advertisers_campaigns_banners.csv", newline="") as file:
        return [row for row in csv.DictReader(file) if row["ID"] != "-"]


def check_screen(warehouse: Warehouse):
    found = statistics(warehouse)
    for shown in screen_rows():
        key = (f"revive:{shown['ID']}", shown["Name"].strip("\xa0 "))
        row = found.get(key)
        if row is None:
            # Nothing delivered, nothing in the facts; the screen shows dashes only.
            assert {shown[column] for column in SCREEN} == {"-"}, key
            continue
        for column, name in SCREEN.items():
            value = row[name]
            if shown[column] == "-":
                assert not value, (key, column, value)
                continue
            if column in DOUBLED:
                value = doubled_rate(warehouse, key[0], row, *DOUBLED[column])
            wanted = Decimal(shown[column].replace(",", "").rstrip("%"))
            scale = 100 if shown[column].endswith("%") else 1
            half = Decimal(1).scaleb(wanted.as_tuple().exponent) / 2
            assert abs(Decimal(value) * scale - wanted) <= half + Decimal("1e-9"), (key, column, value)


def check_utc_days(warehouse: Warehouse):
    with open(EXPECTED / "campaign_days_utc.csv", newline="") as file:
        expected = [
            (
                f"revive:{row['campaign_id']}",
                row["day_utc"],
                int(row["requests"]),
                int(row["impressions"]),
                int(row["clicks"]),
                Decimal(row["booked_revenue"]),
            )
            for row in csv.DictReader(file)
        ]
    found = warehouse.rows(
        "select campaign_key, cast(cast(hour_at as date) as varchar), sum(requests), sum(impressions), "
        "sum(clicks), sum(booked_revenue) from fct_delivery group by all"
    )
    assert len(expected) == 55
    assert set(expected) <= set(found)


def check_never_delivered(warehouse: Warehouse):
    assert warehouse.rows(
        "select impressions, clicks, conversions, revenue, ecpm, ctr from campaign_metrics "
        "where campaign_name = 'Never delivered CPC'"
    ) == [(0, 0, 0, None, None, None)]


def test_demo_is_what_the_server_reports(demo):
    check_screen(demo)
    check_utc_days(demo)
    check_never_delivered(demo)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_full_extract_as_files_is_what_the_server_reports(kind, new_warehouse):
    new_warehouse.build(revive_path=str(SHARED / "revive" / kind))
    check_screen(new_warehouse)
    check_utc_days(new_warehouse)
    check_never_delivered(new_warehouse)


def test_totals_are_those_of_the_raw_table_orphans_included(demo):
    assert demo.rows(
        "select sum(impressions), sum(clicks), sum(conversions), sum(pending_conversions), "
        "sum(revenue), sum(requests) from campaign_metrics"
    ) == [(7_160_250, 24_202, 169, 17, Decimal("13965.781200000"), 19)]
    assert demo.rows(
        "select impressions, revenue, ecpm from campaign_metrics where campaign_key = 'revive:unknown'"
    ) == [(320, None, None)]
