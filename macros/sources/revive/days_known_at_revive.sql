{#- What the last build knew of Revive's days: hours, or what they were condensed to. No ref, as
    that model is made from the rows whose judgement asks for it; none where there was no build. -#}
{%- macro days_known_at_revive() -%}
    {%- if not execute -%}
        {{ return(none) }}
    {%- endif -%}
    {{ return(load_cached_relation(ad_metrics.table_of('int_revive__days'))) }}
{%- endmacro -%}
