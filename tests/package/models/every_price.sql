select
    grp,
    {{ ad_metrics.earned_revenue() }} as earned_revenue,
    {{ ad_metrics.earned_revenue(
        tenancy_revenue=ad_metrics.tenancy_revenue('rate', 'factor', 'divisor', 7)
    ) }} as with_tenancy,
    {{ ad_metrics.ecpm_at_rate(
        'pricing_model', 'rate', 'impressions', 'clicks', 'conversions'
    ) }} as ecpm_at_rate,
    {{ ad_metrics.implied_rate(
        'pricing_model', 'booked_revenue', 'impressions', 'clicks', 'conversions'
    ) }} as implied_rate,
    case
        when {{ ad_metrics.is_in_force('happened_at', 'valid_from', 'valid_to') }} then 'yes'
        else 'no'
    end as is_in_force
from {{ ref('macro_inputs') }}
