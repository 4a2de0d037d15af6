-- Fails for every campaign and period with more than one rate in force, which would count delivery
-- twice.
with

delivery as (select * from {{ ref('ad_metrics', 'fct_delivery') }}),

rates as (select * from {{ ref('ad_metrics', 'int_campaign_rates') }}),

hours as (
    select distinct
        campaign_key,
        hour_at
    from delivery
)

select
    hours.campaign_key,
    hours.hour_at,
    count(*) as rates_in_force
from hours
inner join rates
    on
        hours.campaign_key = rates.campaign_key
        and {{ ad_metrics.is_in_force('hours.hour_at', 'rates.valid_from', 'rates.valid_to') }}
group by hours.campaign_key, hours.hour_at
having count(*) > 1
