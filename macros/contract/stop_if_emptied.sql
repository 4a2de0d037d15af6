{#- Raises an error where a raw table had usable rows at the last build and has none at all now. It
    asks before the last build's rows are replaced: afterwards nothing would tell that there were
    any. -#}
{%- macro _stop_if_emptied(source_name, table, raw, previous) -%}
    {%- if flags.WHICH in ('build', 'run') and not flags.FULL_REFRESH
        and not run_query('select 1 as one from ' ~ raw.sql ~ ' limit 1').rows -%}
        {%- set last = run_query(
            "select sum(case when verdict = 'staged' then 1 else 0 end) as had,"
            ~ " max(case when verdict = 'day' then raw_place end) as place from " ~ previous
        ).rows[0] -%}
        {%- set had = (last[0] or 0) | int -%}
        {%- set accept = ', or, if it is to be empty, accept that with one build with'
            ~ ' --full-refresh.' -%}
        {%- if had > 0 and raw.place.startswith('table ')
            and (last[1] or '').startswith('file ') -%}
            {{ exceptions.raise_compiler_error(
                'Source ' ~ source_name ~ ': the ' ~ last[1] ~ ', from which the last build read '
                ~ had ~ ' rows, is not there any more, and the ' ~ raw.place
                ~ ' is empty. Nothing was changed. Bring the file back, or, if there is to be none,'
                ~ ' accept that with one build with --full-refresh.'
            ) }}
        {%- elif had > 0 and raw.place == 'nothing' -%}
            {{ exceptions.raise_compiler_error(
                'Source ' ~ source_name ~ ': no ' ~ table ~ ' is there any more; the last build'
                ~ ' read ' ~ had ~ ' rows of it. Nothing was changed. Bring it back' ~ accept
            ) }}
        {%- elif had > 0 -%}
            {{ exceptions.raise_compiler_error(
                'The ' ~ raw.place ~ ' is empty; the last build read ' ~ had
                ~ ' rows from it. Nothing was changed. Export it again' ~ accept
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
