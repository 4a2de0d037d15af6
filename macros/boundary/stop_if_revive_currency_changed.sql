{#- Raises an error where Revive's currency is another than in the last build. The server says none,
    so every amount that is kept would be relabelled, also those that nobody can read again. -#}
{%- macro stop_if_revive_currency_changed() -%}
    {%- if execute and flags.WHICH in ('build', 'run') and ad_metrics.is_configured('revive') -%}
        {%- set built = {} -%}
        {%- for name in ['dim_campaigns', 'fct_delivery'] -%}
            {%- set node = graph.nodes['model.ad_metrics.' ~ name] -%}
            {%- do built.update({name: load_cached_relation(api.Relation.create(
                database=node.database, schema=node.schema, identifier=node.alias
            ))}) -%}
        {%- endfor -%}
        {%- set currency = ad_metrics.setting('revive_currency') -%}
        {%- set before = run_query(
            'select max(currency) from ' ~ built.dim_campaigns ~ " where source = 'revive'"
        ).rows[0][0] if built.dim_campaigns and built.fct_delivery -%}
        {%- if before and before != currency and run_query(
            'select 1 as one from ' ~ built.fct_delivery ~ " where source = 'revive' limit 1"
        ).rows -%}
            {{ exceptions.raise_compiler_error(
                "This warehouse holds the ad server's amounts in " ~ before ~ ', and the var'
                ~ ' revive_currency is ' ~ currency ~ ' now. Nothing was changed: what was booked'
                ~ ' is never relabelled, not by a full refresh either. Put the var back to ' ~ before
                ~ '. If the server books in ' ~ currency ~ ' indeed, build it in a warehouse of its'
                ~ ' own: another folder in AD_METRICS_WAREHOUSE, or another schema.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
