{#- Raises an error where Revive's currency is another than in the last build. The server says none,
    so every amount that is kept would be relabelled, also those that nobody can read again. -#}
{%- macro stop_if_revive_currency_changed() -%}
    {%- if execute and flags.WHICH in ('build', 'run') -%}
        {%- set facts = load_cached_relation(ad_metrics.table_of('fct_delivery')) -%}
        {%- set currency = ad_metrics.setting('revive_currency') -%}
        {%- set known = run_query(
            'select native_currency from ' ~ facts ~ " where source = 'revive' limit 1"
        ).rows if facts else [] -%}
        {%- set before = known[0][0] if known else currency -%}
        {%- if before != currency -%}
            {{ exceptions.raise_compiler_error(
                "This warehouse holds the ad server's amounts in " ~ before ~ ', and the var'
                ~ ' revive_currency is ' ~ currency ~ ' now. Nothing was changed: what was booked'
                ~ ' is never relabelled, not by a full refresh either. Put the var back to '
                ~ before
                ~ '. If the server books in ' ~ currency ~ ' indeed, build it in a warehouse of its'
                ~ ' own: another folder in AD_METRICS_WAREHOUSE, or another schema.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
