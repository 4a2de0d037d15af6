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
    "fct_delivery", "invalid_traffic_daily",
    "placement_metrics_daily", "platform_metrics_daily", "provisional_delivery", "reach_metrics",
    "reach_metrics_daily", "reconciliation", "rejected_rows", "revenue_discrepancies",
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

# Every kind of event: copies, one of them across midnight; bad, invalid and late ones; prices and rates in several
# currencies; more users than a sketch holds.
EVENTS = """
create schema logs;
create table logs.digits as
select * from (values ('0'), ('1'), ('2'), ('3'), ('4'), ('5'), ('6'), ('7'), ('8'), ('9')) as digits (digit);
create table logs.impressions as
select * from (values
    ('e1', timestamp '2026-10-22 10:00:00', 'c1', 'k1', 'p1', 'DE', 'mobile', 'u1', 1234567, 'EUR', false),
    ('e1', timestamp '2026-10-22 10:00:01', 'c1', 'k1', 'p1', 'DE', 'mobile', 'u1', 1234567, 'EUR', false),
    ('e2', timestamp '2026-10-22 10:59:59', 'c1', null, null, null, null, null, 3, 'USD', false),
    ('e3', timestamp '2026-10-22 23:30:00', 'c2', 'k2', 'p1', 'DE', 'mobile', 'u2', null, null, null),
    ('e3', timestamp '2026-10-23 00:00:01', 'c2', 'k2', 'p1', 'DE', 'mobile', 'u2', null, null, null),
    ('e4', timestamp '2026-10-23 07:00:00', 'c2', 'k2', 'p1', 'DE', 'mobile', 'u3', null, null, true),
    ('e5', timestamp '2026-10-23 07:00:00', 'c2', 'k2', 'p1', 'DE', 'mobile', 'u3', -1, 'EUR', false),
    (null, null, 'c2', 'k2', 'p1', 'DE', 'mobile', 'u3', 1, 'EURO', false)
) as events (
    event_id, event_at, campaign_id, creative_id, placement_id, country, device, user_id, price_micros,
    currency, is_invalid
)
union all
select concat('m', a.digit, b.digit, c.digit, d.digit), timestamp '2026-10-22 12:00:00', 'c3', 'k3', 'p2',
    'FR', 'tv', concat('user ', a.digit, b.digit, c.digit, d.digit), null, null, false
from logs.digits as a cross join logs.digits as b cross join logs.digits as c cross join logs.digits as d
where a.digit in ('0', '1', '2');
create table logs.clicks as
select concat('c', event_id) as event_id, event_at, campaign_id from logs.impressions
where event_id in ('e2', 'e4');
create table logs.conversions as
select concat('s', event_id) as event_id, event_at, campaign_id, 41370001 as value_micros, 'EUR' as currency,
    2 as items, 'click' as attribution, event_at as attributed_at
from logs.impressions where event_id = 'e4';
create table logs.campaigns as
select * from (values
    ('c1', 'Spring', 'a1', 'Acme', 'cpm', 2.345678, 'EUR'),
    ('c2', 'Summer', 'a1', 'Acme', 'cpa', 30.7, 'EUR'),
    ('c3', 'Autumn', 'a2', 'Zen', 'tenancy', 744.1, 'EUR')
) as campaigns (campaign_id, campaign_name, advertiser_id, advertiser_name, pricing_model, rate, currency);
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
