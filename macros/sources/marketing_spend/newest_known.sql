{#- The newest of the versions in a Fivetran history that tell this column, one per key: the newest
    version of all need not tell what an older one told. -#}
{%- macro newest_known(history, key, column) -%}
    {{ ad_metrics.latest_version(
        history,
        key,
        'updated_at desc, ' ~ column,
        "verdict = 'staged' and " ~ column ~ ' is not null'
    ) }}
{%- endmacro -%}
