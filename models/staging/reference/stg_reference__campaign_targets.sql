with

typed as (
    {{ ad_metrics.seed_rows('campaign_targets', {
        'campaign_key': ad_metrics.type_text(),
        'booked_impressions': 'bigint',
        'budget': ad_metrics.type_money(),
        'currency': ad_metrics.type_text(),
        'starts_on': 'date',
        'ends_on': 'date',
    }) }}
)

select
    {{ ad_metrics.spelled_campaign_key('campaign_key') }} as campaign_key,
    booked_impressions,
    budget,
    nullif(upper({{ ad_metrics.trimmed('currency') }}), '') as currency,
    starts_on,
    ends_on
from typed
