{#- Where the export is a column, it is a part of the key itself, and the rows are campaigns. Totals
    of several parts have one name, and make no export of another. -#}
{%- macro _restated_by_later_exports(export, is_in_key) -%}
{%- set same = "typed.platform || '|' || coalesce(typed.account_id, '') || '|'"
    ~ " || coalesce(typed.campaign_id, '')" if is_in_key else 'typed.row_key' -%}
{% if not is_in_key -%}
shared_keys as (
    select row_key
    from typed
    where is_fine and not {{ ad_metrics.looks_like_a_total('campaign_id') }}
    group by row_key
    having min(load_name) <> max(load_name)
),

{% endif -%}
exports as (
    select distinct
        typed.load_name,
        {{ export }} as export_name,
        typed.date_day,
        typed.platform,
        coalesce(typed.account_id, '') as account_id,
        {{ same }} as same_key
    from typed
    {%- if not is_in_key %}
    inner join shared_keys on typed.row_key = shared_keys.row_key
    {%- endif %}
    where typed.is_fine
),

exports_in_order as (
    select
        exports.*,
        row_number() over (
            partition by date_day, same_key
            order by loads.last_day desc, loads.load_rank desc, exports.export_name desc
        ) as place
    from exports
    inner join loads on exports.load_name = loads.load_name
),

restated_later as (
    select distinct
        load_name,
        export_name,
        date_day,
        platform,
        account_id
    from exports_in_order
    where place > 1
),

restated_rows as (
    select distinct
        typed.row_key,
        typed.load_name
    from typed
    inner join restated_later
        on
            typed.load_name = restated_later.load_name
            and {{ export }} = restated_later.export_name
            and typed.date_day = restated_later.date_day
            and typed.platform = restated_later.platform
            and coalesce(typed.account_id, '') = restated_later.account_id
)
{%- endmacro -%}
