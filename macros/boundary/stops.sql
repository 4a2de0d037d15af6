{#- What stops a build before a raw table is judged, and leaves everything as it was. -#}

{#- Raises an error where a table, or one of its files, lacks a column that it must have. -#}
{%- macro _stop_at_missing_columns(source_name, raw, columns) -%}
    {%- for part in raw.parts -%}
        {%- set said = 'Source ' ~ source_name ~ ': the ' ~ part.place -%}
        {%- set missing = [] -%}
        {%- for column in columns -%}
            {%- if column.raw in part.columns and column.other in part.columns -%}
                {{ exceptions.raise_compiler_error(
                    said ~ ' has both ' ~ column.raw ~ ' and ' ~ column.other
                    ~ '. Keep the one that is meant.'
                ) }}
            {%- elif column.raw ~ ' (2)' in part.columns
                or column.other ~ ' (2)' in part.columns -%}
                {{ exceptions.raise_compiler_error(
                    said ~ ' has the column ' ~ column.raw
                    ~ ' more than once. Keep the one that is meant.'
                ) }}
            {%- elif not column.optional and column.raw not in part.columns
                and column.other not in part.columns -%}
                {%- do missing.append(column.raw) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if missing -%}
            {%- set hint = ad_metrics.csv_hint(part.files[0], missing) if part.files else none -%}
            {{ exceptions.raise_compiler_error(
                said ~ ' has no column ' ~ missing | join(', ') ~ '. ' ~ (hint or (
                    'It has ' ~ part.columns | join(', ') ~ '. If the source renamed a column,'
                    ~ ' change it in ' ~ model.original_file_path
                    ~ '; if the header line is missing, export the table with one; values are separated by commas.'
                ))
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}


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


{#- Raises an error where the demo would be taken for a change of one's own data, or the other way
    round; that happens when the var that says where the raw tables are is left out once. -#}
{%- macro _stop_if_demo_and_own_data_meet(raw, previous, previous_columns) -%}
    {%- if flags.WHICH in ('build', 'run') -%}
        {%- set demo = target.schema ~ '_revive_demo' -%}
        {%- set place = 'raw_place' if 'raw_place' in previous_columns else 'load_name' -%}
        {%- set last_place = run_query(
            'select max(' ~ place ~ ') from ' ~ previous
            ~ " where verdict = 'day' and raw_rows_read > 0"
        ).rows[0][0] or (
            ad_metrics._last_place_of_other_sources() if demo in raw.place else none
        ) or '' -%}
        {%- set any_var = ad_metrics.is_configured('spend') or ad_metrics.is_configured('events')
            or ad_metrics.setting('revive_path') is not none
            or ad_metrics.setting('revive_schema') is not none -%}
        {%- if demo in last_place and demo not in raw.place -%}
            {{ exceptions.raise_compiler_error(
                'This warehouse holds the demo. Give '
                ~ ('other data' if raw.place == 'nothing' else 'the ' ~ raw.place)
                ~ ' a warehouse of its own: another folder in AD_METRICS_WAREHOUSE, or another'
                ~ ' schema. Nothing was changed.'
            ) }}
        {%- elif last_place and demo not in last_place
            and (demo in raw.place or (raw.place == 'nothing' and not any_var)) -%}
            {{ exceptions.raise_compiler_error(
                'No var says where the raw tables are, so this would be the demo, in a warehouse'
                ~ ' that was built from the ' ~ last_place ~ '. Pass the vars of the last build, or'
                ~ ' set them in dbt_project.yml. Nothing was changed.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}


{#- A place where the last build found spend or events, if it did. -#}
{%- macro _last_place_of_other_sources() -%}
    {%- for model_name in ad_metrics.spend_base_models() + ['base_ad_events'] -%}
        {%- set relation = load_cached_relation(
            this.incorporate(path={'identifier': model_name})
        ) -%}
        {%- set columns = adapter.get_columns_in_relation(relation) | map(attribute='name') | list
            if relation else [] -%}
        {%- set place = run_query(
            'select max(' ~ ('raw_place' if 'raw_place' in columns else 'load_name') ~ ') from '
            ~ relation ~ " where verdict = 'day' and raw_rows_read > 0"
        ).rows[0][0] if relation -%}
        {%- if place -%}
            {{ return(place) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro -%}


{#- Raises an error where a raw table had usable rows at the last build and has none at all now. It
    asks before the last build's rows are replaced: afterwards nothing would tell that there were
    any. -#}
{%- macro _stop_if_emptied(source_name, table, raw, previous, previous_columns) -%}
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
                'Source ' ~ source_name ~ ': no ' ~ table ~ ' is there any more, or no var says'
                ~ ' where; the last build read ' ~ had ~ ' rows of it. Nothing was changed. Bring it back,'
                ~ ' pass the vars of the last build' ~ accept
            ) }}
        {%- elif had > 0 -%}
            {{ exceptions.raise_compiler_error(
                'The ' ~ raw.place ~ ' is empty; the last build read ' ~ had
                ~ ' rows from it. Nothing was changed. Export it again' ~ accept
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
