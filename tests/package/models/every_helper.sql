select
    written,
    case when {{ ad_metrics.is_timestamp('written') }} then 'yes' else 'no' end as is_timestamp,
    case when {{ ad_metrics.matches('written', '[0-9]+|zero') }} then 'yes' else 'no' end
        as is_number,
    {{ ad_metrics.key("'revive'", 'written') }} as key,
    {{ ad_metrics.utc_to_local('happened_at', 'Australia/Lord_Howe') }} as local_at,
    {{ ad_metrics.local_to_utc('happened_at', 'Australia/Lord_Howe') }} as utc_at,
    {{ ad_metrics.minutes_between('valid_from', 'valid_to') }} as minutes_between,
    {{ ad_metrics.exact_quotient('rate', 'factor', 'divisor') }} as exact_quotient,
    {{ ad_metrics.exact_product('rate', 'impressions', '0.001') }} as exact_product,
    {{ ad_metrics.ratio('revenue', 'impressions', scale=100) }} as ratio
from {{ ref('macro_inputs') }}
