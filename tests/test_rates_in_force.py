"""Old delivery is priced with the rate of its hour; differences from what was booked are explained."""

from decimal import Decimal

import pytest
from extracts import extract, raw


def earned(warehouse, campaign: str) -> dict:
    return dict(
        warehouse.rows(
            "select hour_at, sum(earned_revenue) from fct_delivery where campaign_key = ? group by all",
            campaign,
        )
    )


def test_an_edited_rate_is_listed_with_the_rate_that_was_booked(demo):
    rows = demo.rows(
        """
        select distinct rate, implied_rate, min(first_hour_at)::varchar, max(last_hour_at)::varchar,
            sum(booked_revenue), sum(earned_revenue), sum(difference)
        from revenue_discrepancies where campaign_key = 'revive:7' and reason = 'rate edited' group by all
        """
    )
    # 710 clicks were booked at 0.50 before the edit: 355 booked where 0.80 earns 568.
    assert rows == [(Decimal("0.8"), 0.5, "2026-10-22 00:00:00", "2026-10-27 11:00:00", 355, 568, -213)]


def test_rounding_of_small_rows_is_told_apart_from_edits(demo):
    # CPM 0.3333: the server adds rows rounded to four decimals, 81.4395; exactly it is 81.438522.
    assert demo.rows(
        "select distinct reason, sum(difference) from revenue_discrepancies "
        "where campaign_key = 'revive:9' group by all"
    ) == [("rounding", Decimal("0.000978000"))]
    assert demo.rows(
        "select booked_revenue, earned_revenue from campaign_metrics where campaign_key = 'revive:9'"
    ) == [(Decimal("81.4395"), Decimal("81.438522"))]


def test_orphans_are_listed_and_campaigns_booked_right_are_not(demo):
    assert demo.rows("select distinct campaign_key, reason from revenue_discrepancies order by 1, 2") == [
        ("revive:4", "rounding"),
        ("revive:4", "tenancy share"),
        ("revive:7", "rate edited"),
        ("revive:9", "rounding"),
        ("revive:unknown", "orphan"),
    ]


def test_a_second_extract_with_other_rates_does_not_change_history(new_warehouse, tmp_path):
    """One campaign's edit is dated by the source; the other's rate changed without a new date."""
    first = extract(tmp_path / "first")
    second = extract(
        tmp_path / "second",
        campaigns="""
            select * replace (
                case campaignid when '2' then '0.7300' when '3' then '41.0000' else revenue end as revenue,
                case campaignid when '2' then '2026-11-01 10:20:00' else updated end as updated
            ) from campaigns
        """,
    )
    quick = ("--exclude-resource-type", "test", "unit_test")
    new_warehouse.build(*quick, revive_path=str(first))
    before = {campaign: earned(new_warehouse, campaign) for campaign in ("revive:2", "revive:3")}
    new_warehouse.build(revive_path=str(second))
    assert earned(new_warehouse, "revive:3") == before["revive:3"]
    after = earned(new_warehouse, "revive:2")
    assert after.keys() == before["revive:2"].keys()
    for hour, amount in after.items():
        rate = Decimal("0.73") / Decimal("0.5") if str(hour) >= "2026-11-01 10:00:00" else 1
        assert amount == before["revive:2"][hour] * rate
    # The third build changes nothing more.
    new_warehouse.build(*quick, revive_path=str(second))
    assert earned(new_warehouse, "revive:2") == after
    assert new_warehouse.rows(
        "select rate, pricing_model from dim_campaigns where campaign_key = 'revive:2'"
    ) == [(Decimal("0.73"), "cpc")]


def test_late_approvals_and_zeroed_tenancy_rows_are_explained(new_warehouse, tmp_path):
    """What Revive does to booked rows when a conversion's status is edited later (trap 5)."""
    connections = raw("data_intermediate_ad_connection")
    pending = next(row for row in connections if row["connection_status"] == "2")
    hour = pending["tracker_date_time"][:13] + ":00:00"
    approved = next(
        row
        for row in connections
        if row["connection_status"] == "4"
        and row["ad_id"] == "15"
        and row["tracker_date_time"][:10] > "2026-10-25"
    )
    folder = extract(
        tmp_path / "extract",
        data_intermediate_ad_connection=f"""
            select * replace (case data_intermediate_ad_connection_id
                when '{pending["data_intermediate_ad_connection_id"]}' then '4'
                when '{approved["data_intermediate_ad_connection_id"]}' then '5'
                else connection_status end as connection_status)
            from data_intermediate_ad_connection
        """,
        data_summary_ad_hourly=f"""
            select * replace (
                case when date_time = '{hour}' and ad_id = '15' and zone_id = '{pending["zone_id"]}'
                    then (conversions::int + 1)::varchar else conversions end as conversions,
                case when date_time = '{hour}' and ad_id in ('5', '6') then '0.0000' else total_revenue end
                    as total_revenue)
            from data_summary_ad_hourly
        """,
    )
    new_warehouse.build(revive_path=str(folder))
    assert new_warehouse.rows(
        "select conversions, pending_conversions, booked_revenue, earned_revenue from campaign_metrics "
        "where campaign_key = 'revive:13'"
    ) == [(16, 16, Decimal("200"), Decimal("200"))]
    # One conversion earns 12.50 that was never booked, another was booked and is no more.
    assert new_warehouse.rows(
        "select reason, difference from revenue_discrepancies where campaign_key = 'revive:13' order by 2"
    ) == [("late conversion", Decimal("-12.5")), ("late conversion", Decimal("12.5"))]
    assert new_warehouse.rows(
        "select count(*) from revenue_discrepancies where campaign_key = 'revive:4' "
        "and reason = 'tenancy share' and first_hour_at <= ? and last_hour_at >= ?",
        hour,
        hour,
    ) == [(1,)]


@pytest.mark.parametrize("basis", ["booked", "earned"])
def test_revenue_is_the_one_that_the_basis_names(basis, new_warehouse):
    new_warehouse.dbt("seed")
    new_warehouse.build("--exclude-resource-type", "test", "unit_test", revenue_basis=basis)
    [(revenue, investment, ecpm)] = new_warehouse.rows(
        "select revenue, investment, ecpm from campaign_metrics where campaign_key = 'revive:7'"
    )
    assert revenue == investment == {"booked": Decimal("959"), "earned": Decimal("1172")}[basis]
    assert ecpm == pytest.approx(1000 * float(revenue) / 241_354, rel=1e-15)
