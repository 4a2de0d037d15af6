{#- Which rows of an advertiser's table give way to others that say the same, for `judged()`: CTEs
    over the rows of `typed`. The last of them, `yielding`, has the key and the load of each.

    Exports that overlap: of two that have a row of the same key on a day, the later one counts for
    the account on that day, and all that the earlier one has of it gives way. Exports that share no
    key are parts, by campaign, ad, device or hour, and add up.

    A total beside its parts, where its figures are the sum of theirs: a campaign's row beside those
    of its ad groups or ads, an ad group's beside its ads, one without a country or device beside
    those that name them, and a row that is named as the total of its account. -#}
{%- macro _giving_way(raw, rule) -%}
{%- set has_exports = raw.load_names or rule.export in raw.columns -%}
{%- set export = 'coalesce(typed.' ~ rule.export ~ ", '')"
    if rule.export in raw.columns else "''" -%}
{%- if has_exports -%}
{{ ad_metrics._restated_by_later_exports(export, rule.export in raw.columns) }},

{% endif -%}
{%- if rule.has_parts -%}
{{ ad_metrics._totals_beside_their_parts(raw, has_exports) }},

{% endif -%}
yielding as (
    {%- set found = [] -%}
    {%- do found.append('restated_rows') if has_exports -%}
    {%- do found.extend(['totals_of_campaigns', 'totals_of_accounts']) if rule.has_parts -%}
    {%- for name in found %}
    select * from {{ name }}
    {{ ad_metrics.union_distinct() if not loop.last }}
    {%- else %}
    select
        row_key,
        load_name
    from raw_rows
    where false
    {%- endfor %}
)
{%- endmacro -%}


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


{#- Rows of several levels are only looked for where their table names any: `level` has a letter for
    each column that a row is a part by. -#}
{%- macro _totals_beside_their_parts(raw, has_exports) -%}
{%- set levels = {'ad_group_id': 'g', 'ad_id': 'a', 'country': 'c', 'device': 'd'} -%}
{%- set named = levels.keys() | select('in', raw.columns) | list -%}
{%- set account = ['load_name', 'date_day', 'platform', 'account_id', 'currency'] -%}
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
{% if named -%}
-- What a row is a part of, if anything: told by the columns that it names and the other does not.
pairs as (
    select
        wholes.row_key,
        wholes.load_name,
        wholes.impressions,
        wholes.clicks,
        wholes.investment,
        parts.impressions as part_impressions,
        parts.clicks as part_clicks,
        parts.investment as part_investment,
        case
            when wholes.country <> parts.country or wholes.device <> parts.device
                then case
                    when wholes.ad_group_id <> parts.ad_group_id or wholes.ad_id <> parts.ad_id
                        then null
                    when wholes.country = '' and wholes.device = parts.device then 'countries'
                    when wholes.device = '' and wholes.country = parts.country then 'devices'
                end
            when wholes.ad_id <> '' or wholes.ad_id = parts.ad_id
                then case
                    when
                        wholes.ad_id = '' and wholes.ad_group_id = '' and parts.ad_group_id <> ''
                        then 'ad groups of campaigns'
                end
            when wholes.ad_group_id = '' then 'ads of campaigns'
            when wholes.ad_group_id = parts.ad_group_id then 'ads of ad groups'
        end as relation
    from mixed as wholes
    inner join mixed as parts on wholes.scope_key = parts.scope_key
),

totals_of_campaigns as (
    select distinct
        row_key,
        load_name
    from (
        select
            row_key,
            load_name
        from pairs
        where relation is not null
        group by row_key, load_name, relation, impressions, clicks, investment
        having
            impressions = sum(part_impressions)
            and clicks = sum(part_clicks)
            and investment = sum(part_investment)
    ) as matching
),
{%- else -%}
totals_of_campaigns as (
    select
        row_key,
        load_name
    from raw_rows
    where false
),
{%- endif %}

accounts_with_a_total as (
    select distinct {{ account | join(', ') }}
    from standing
    where is_named_as_a_total
),

rows_beside_a_total as (
    select standing.*
    from standing
    inner join accounts_with_a_total
        on
            {%- for name in account %}
            {{ 'and ' if not loop.first }}standing.{{ name }} = accounts_with_a_total.{{ name }}
            {%- endfor %}
    left join totals_of_campaigns
        on
            standing.row_key = totals_of_campaigns.row_key
            and standing.load_name = totals_of_campaigns.load_name
    where totals_of_campaigns.row_key is null
),

totals_of_accounts as (
    select
        totals.row_key,
        totals.load_name
    from rows_beside_a_total as totals
    inner join rows_beside_a_total as parts
        on
            {%- for name in account %}
            {{ 'and ' if not loop.first }}totals.{{ name }} = parts.{{ name }}
            {%- endfor %}
    where totals.is_named_as_a_total and not parts.is_named_as_a_total
    group by
        totals.row_key,
        totals.load_name,
        totals.impressions,
        totals.clicks,
        totals.investment
    having
        totals.impressions = sum(parts.impressions)
        and totals.clicks = sum(parts.clicks)
        and totals.investment = sum(parts.investment)
)
{%- endmacro -%}
