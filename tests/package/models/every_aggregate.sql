select
    grp,
    {{ ad_metrics.coarsest_period_grain() }} as period_grain
from {{ ref('macro_inputs') }}
group by grp
