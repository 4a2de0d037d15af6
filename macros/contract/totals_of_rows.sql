{#- Rows whose figures are the sums of others beside them, for `_totals_beside_their_parts()`. -#}

{#- The rows of a campaign or an ad group: of `mixed`, which is there where the table has columns
    that name parts. -#}
{%- macro _totals_of_campaigns(named) -%}
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
)
{%- else -%}
totals_of_campaigns as (
    select
        row_key,
        load_name
    from raw_rows
    where false
)
{%- endif -%}
{%- endmacro -%}


{#- The rows that are named as the total of their account. -#}
{%- macro _totals_of_accounts() -%}
{%- set account = ['load_name', 'date_day', 'platform', 'account_id', 'currency'] -%}
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
