-- Delivery that is kept and counted as it is, but that somebody in ad operations may want to look at.
with

delivery as (select * from {{ ref('int_delivery__priced') }}),

campaigns as (select * from {{ ref('dim_campaigns') }}),

creatives as (select * from {{ ref('dim_creatives') }}),

placements as (select * from {{ ref('dim_placements') }}),

found as (
    select
        delivery.*,
        'clicks above impressions' as reason,
        'A click counts in its own hour, which may be after its impression. Many in one place hint at '
        || 'click fraud or at impressions that were not logged.' as what_to_do
    from delivery
    where clicks > impressions

    union all

    select
        delivery.*,
        'revenue without impressions' as reason,
        'Clicks or conversions of this hour belong to impressions of an earlier one. Without either, '
        || 'ask why the server booked revenue.' as what_to_do
    from delivery
    where impressions = 0 and revenue > 0

    union all

    select
        delivery.*,
        'unknown campaign' as reason,
        'The banner or its campaign was deleted, or never existed. Restore it at the source to have '
        || 'the delivery under its campaign.' as what_to_do
    from delivery
    where campaign_id = 'unknown'

    union all

    select
        delivery.*,
        'several rows of one hour' as reason,
        'The summary has more than one row of this hour, banner and zone; they are added up, as on the '
        || 'server''s screens. If maintenance ran twice, delete the second rows there.' as what_to_do
    from delivery
    where source_rows > 1 and period_grain = 'hour'

    union all

    select
        delivery.*,
        'written late' as reason,
        'The row was written more than a day after its hour: maintenance was down, or somebody edited '
        || 'it. Compare revenue_discrepancies.' as what_to_do
    from delivery
    where period_grain = 'hour' and last_written_at > {{ dbt.dateadd('hour', 25, 'hour_at') }}

    union all

    select
        delivery.*,
        'hour in the future' as reason,
        'The clock of the ad server or of this machine is wrong, or the extract is.' as what_to_do
    from delivery
    where hour_at > {{ ad_metrics.utc_now() }}
)

select
    found.source,
    found.hour_at,
    found.period_grain,
    found.date_day,
    found.campaign_key,
    campaigns.campaign_name,
    found.creative_key,
    creatives.creative_name,
    found.placement_key,
    placements.placement_name,
    found.reason,
    found.what_to_do,
    found.impressions,
    found.clicks,
    found.conversions,
    found.revenue,
    found.currency
from found
inner join campaigns on found.campaign_key = campaigns.campaign_key
inner join creatives on found.creative_key = creatives.creative_key
inner join placements on found.placement_key = placements.placement_key
