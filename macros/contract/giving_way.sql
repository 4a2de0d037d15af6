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
