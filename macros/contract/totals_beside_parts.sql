{#- Rows of several levels are only looked for where their table names any: `level` has a letter for
    each column that a row is a part by. -#}
{%- macro _totals_beside_their_parts(raw, has_exports) -%}
{%- set levels = {'ad_group_id': 'g', 'ad_id': 'a', 'country': 'c', 'device': 'd'} -%}
{%- set named = levels.keys() | select('in', raw.columns) | list -%}
standing as {{ ad_metrics.read_again('') }} (
    select
        typed.row_key,
        typed.load_name,
        typed.date_day,
        typed.platform,
        typed.account_id,
        typed.campaign_id,
        typed.currency,
        {%- for name, letter in levels.items() %}
        coalesce(typed.{{ name }}, '') as {{ name }},
        {%- endfor %}
        {%- for name, letter in levels.items() %}
        case when typed.{{ name }} is null then '' else '{{ letter }}' end
        {{- ' ||' if not loop.last }}
        {%- endfor %} as level,
        {{ ad_metrics.row_hash([
            'typed.date_day', 'typed.platform', 'typed.account_id',
            'typed.campaign_id', 'typed.currency',
        ]) }} as scope_key,
        {{ ad_metrics.looks_like_a_total('typed.campaign_id') }}
        or {{ ad_metrics.looks_like_a_total("coalesce(typed.campaign_name, '')") }}
            as is_named_as_a_total,
        coalesce(typed.impressions, 0) as impressions,
        coalesce(typed.clicks, 0) as clicks,
        coalesce(typed.investment, typed.investment_from_micros, 0) as investment
    from typed
    {%- if has_exports %}
    left join restated_rows
        on
            typed.row_key = restated_rows.row_key
            and typed.load_name = restated_rows.load_name
    {%- endif %}
    where
        typed.is_fine
        and typed.conversion_type is null
        and typed.attribution_window is null
        {%- if has_exports %}
        and restated_rows.row_key is null
        {%- endif %}
),

{% if named -%}
mixed_scopes as (
    select scope_key
    from standing
    group by scope_key
    having min(level) <> max(level)
),

mixed as (
    select standing.*
    from standing
    inner join mixed_scopes on standing.scope_key = mixed_scopes.scope_key
),

{% endif -%}
{{ ad_metrics._totals_of_campaigns(named) }},

{{ ad_metrics._totals_of_accounts() }}
{%- endmacro -%}
