"""What every engine must make of the same raw tables: every column of every mart, compared with DuckDB's."""

import json
from datetime import date
from decimal import Decimal

import pytest
from conftest import Warehouse

MARTS = [
    "advertiser_metrics_daily", "campaign_metrics", "campaign_metrics_daily", "campaign_pacing",
    "conversion_metrics_daily", "creative_metrics_daily", "delivery_anomalies", "delivery_daily",
    "dim_advertisers", "dim_campaigns", "dim_creatives", "dim_dates", "dim_hours", "dim_placements",
    "fct_delivery",
    "placement_metrics_daily", "platform_metrics_daily", "provisional_delivery", "reach_metrics_daily",
    "reconciliation", "rejected_rows", "revenue_discrepancies",
]  # fmt: skip

# Every kind of spend, as types that loaders make: the contract with all its columns, in millionths, with bad
# rows; floats without a currency; raw tables of two platforms; ECB's rates.
SPEND = """
create schema spend;
create table spend.marketing_spend as
select * from (values
    (date '2026-10-22', 'x_ads', 'a1', 'c1', 'g1', 'ad1', 'DE', 'USD', 1234567, 701, 13, 2.333333,
        null, null, 41.37, 350),
    (date '2026-10-22', 'x_ads', 'a1', 'c1', 'g1', 'ad1', 'DE', 'USD', 1234567, 701, 13, 2.333333,
        null, null, 41.37, 350),
    (date '2026-10-22', 'x_ads', 'a1', 'c1', 'g1', 'ad2', 'AT', 'USD', 70000000, 10007, 3, null,
        null, null, null, null),
    (date '2026-10-23', 'x_ads', 'a1', 'c1', 'g1', null, null, 'PLN', 3333333, 0, 0, 0.5, null,
        null, 1.01, null),
    (date '2026-10-23', 'x_ads', 'a1', 'c1', 'g1', null, null, 'PLN', null, null, null, 0.25, 'lead', '7d',
        0.51, null),
    (date '2026-10-25', 'x_ads', 'a1', 'c2', null, null, null, 'EUR', 5000001, null, 7, null,
        null, null, null, null),
    (date '2026-10-25', 'x_ads', 'a1', 'c2', null, null, null, 'EURO', 1, 1, 1, null, null, null,
        null, null),
    (date '2026-10-25', 'x_ads', 'a1', 'c3', null, null, null, 'EUR', 1, -1, 1, null, null, null,
        null, null)
) as spend (
    date, platform, account_id, campaign_id, ad_group_id, ad_id, country, currency, investment_micros,
    impressions, clicks,
    conversions, conversion_type, attribution_window, conversion_value, reach
);
create table spend.ad_reporting__campaign_report as
select * from (values
    (date '2026-10-22', 'reddit_ads', '77', 'Acme', 'r1', 'Spring', 5, 997,
        3.8899999999999997e0),
    (date '2026-10-23', 'reddit_ads', null, null, 'r1', 'Summer', 0, 3, null)
) as spend (date_day, platform, account_id, account_name, campaign_id, campaign_name, clicks, impressions,
    spend);
create table spend.google_ads_campaign_stats as
select * from (values
    (1112223334, date '2026-10-22', 'MOBILE=', 9900000001, 36150001,
        1660, 49, 2.5e0, 131.75e0),
    (1112223334, date '2026-10-22', 'DESKTOP=', 9900000001, 9410000,
        302, 12, 0.333333e0, 20e0)
) as stats (customer_id, date, _fivetran_id, id, cost_micros, impressions, clicks, conversions,
    conversions_value);
create table spend.google_ads_campaign_history as
select 9900000001 as id, timestamp '2024-01-25 20:21:09' as updated_at, 'Brand' as name;
create table spend.google_ads_account_history as
select 1112223334 as id, timestamp '2024-01-25 20:21:09' as updated_at,
'Acme US' as descriptive_name, 'USD' as currency_code;
create table spend.eurofxref_hist as
select * from (values
    (date '2026-10-22', '1.1279', '4.2561', 'N/A'), (date '2026-10-23', '1.1311', '4.2507', 'N/A')
) as rates (date, usd, pln, cyp);
"""


def sorted_rows(rows):
    return sorted(rows, key=lambda row: tuple((value is None, str(value)) for value in row))


def as_wanted(value, wanted):
    """A value as Python has it; Spark's client has days as text."""
    return date.fromisoformat(value) if type(wanted) is date and isinstance(value, str) else value


def assert_same(mart: str, expected: Warehouse, ask):
    """Every value of a mart is DuckDB's: counts and amounts exactly, rates to 1e-12."""
    columns = [
        name
        for (name,) in expected.rows(
            "select column_name from information_schema.columns "
            # Where a table was read from is named differently by each engine.
            "where table_schema = 'main' and table_name = ? and column_name <> 'load_name' "
            "order by data_type = 'DOUBLE', column_name",
            mart,
        )
    ]
    query = f"select {', '.join(columns)} from {mart}"
    wanted_rows = sorted_rows(expected.rows(query))
    found_rows = sorted_rows(ask(query))
    assert len(found_rows) == len(wanted_rows)
    for found_row, wanted_row in zip(found_rows, wanted_rows, strict=True):
        for column, value, wanted in zip(columns, found_row, wanted_row, strict=True):
            value = as_wanted(value, wanted)
            if column == "raw_row":
                assert json.loads(value) == json.loads(wanted), (mart, wanted_row)
            elif isinstance(wanted, float) and value is not None:
                assert value == pytest.approx(wanted, rel=1e-12), (mart, column, wanted_row)
            else:
                assert type(value) in (type(wanted), Decimal), (mart, column, wanted_row)
                assert value == wanted, (mart, column, wanted_row)
