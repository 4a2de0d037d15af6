{#- Raises an error where an earlier version of this package built the warehouse: its accounts of
    days say less. What it kept is taken over by a full refresh. -#}
{%- macro _stop_at_an_earlier_version(previous_columns) -%}
    {%- if 'noted_because' not in previous_columns
        and flags.WHICH in ('build', 'run') and not flags.FULL_REFRESH -%}
        {{ exceptions.raise_compiler_error(
            'The warehouse was built by an earlier version of ad_metrics. Build it once with'
            ~ ' --full-refresh, which loses nothing that is kept.'
        ) }}
    {%- endif -%}
{%- endmacro -%}
