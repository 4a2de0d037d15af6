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
    round. -#}
{%- macro _stop_if_demo_and_own_data_meet(raw, previous, previous_columns) -%}
    {%- if flags.WHICH in ('build', 'run') -%}
        {%- set demo = ad_metrics._demo_schema() -%}
        {%- set last_place = ad_metrics._last_place(previous, previous_columns) -%}
        {%- if demo in last_place and demo not in raw.place -%}
            {{ ad_metrics._say_that_this_is_the_demo('the ' ~ raw.place) }}
        {%- elif last_place and demo not in last_place and demo in raw.place -%}
            {{ ad_metrics._say_that_this_would_be_the_demo(last_place) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}


{#- Raises an error where the facts hold a source that is off now: nothing of it is dropped in
    silence, not by a full refresh either. Every raw table asks, before it is judged. -#}
{%- macro stop_if_a_source_is_off() -%}
    {%- if execute and flags.WHICH in ('build', 'run') and ad_metrics.are_there_fact_days() -%}
        {%- for row in run_query(
            'select source, count(*) as fact_days, min(utc_day) as first_day,'
            ~ ' max(utc_day) as last_day from ' ~ ad_metrics.fact_days()
            ~ ' group by source order by source'
        ).rows if not ad_metrics.is_on(row['source']) -%}
            {%- set known = ad_metrics.known_sources() -%}
            {%- set is_known = row['source'] in known -%}
            {%- set place = ad_metrics._last_place_of_source(row['source']) if is_known else '' -%}
            {%- if ad_metrics._demo_schema() in place -%}
                {{ ad_metrics._say_that_this_is_the_demo('other data') }}
            {%- elif ad_metrics.is_demo() -%}
                {{ ad_metrics._say_that_this_would_be_the_demo(place or 'source ' ~ row['source']) }}
            {%- endif -%}
            {{ exceptions.raise_compiler_error(
                'The source ' ~ row['source'] ~ ' is off, and this warehouse has delivery of it: '
                ~ row['fact_days'] ~ ' days from ' ~ row['first_day'] ~ ' to ' ~ row['last_day']
                ~ (', read from the ' ~ place if place else '')
                ~ '. Nothing was changed. Put it back: ' ~ (
                    'set the var ' ~ known[row['source']]['var'] if is_known
                    else 'name it in the var more_sources'
                ) ~ '. If its delivery is to go out of all marts, run: dbt run-operation forget'
                ~ " --args '{source: " ~ row['source'] ~ "}'"
            ) }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}


{%- macro _demo_schema() -%}
    {{ return(target.schema ~ '_revive_demo') }}
{%- endmacro -%}


{%- macro _say_that_this_is_the_demo(what) -%}
    {{ exceptions.raise_compiler_error(
        'This warehouse holds the demo. Give ' ~ what ~ ' a warehouse of its own: another folder in'
        ~ ' AD_METRICS_WAREHOUSE, or another schema. Nothing was changed.'
    ) }}
{%- endmacro -%}


{#- That happens when the var that says where the raw tables are is left out once. -#}
{%- macro _say_that_this_would_be_the_demo(place) -%}
    {{ exceptions.raise_compiler_error(
        'No var says where the raw tables are, so this would be the demo, in a warehouse that was'
        ~ ' built from the ' ~ place ~ '. Pass the vars of the last build, or set them in'
        ~ ' dbt_project.yml. Nothing was changed.'
    ) }}
{%- endmacro -%}


{#- Where a build read the rows of a judged table; an empty text if nowhere. -#}
{%- macro _last_place(judged, its_columns) -%}
    {{ return(run_query(
        'select max(' ~ ('raw_place' if 'raw_place' in its_columns else 'load_name') ~ ') from '
        ~ judged ~ ' where raw_rows_read > 0'
    ).rows[0][0] or '') }}
{%- endmacro -%}


{#- A place where the last build found rows of a source of this package, if it did. -#}
{%- macro _last_place_of_source(name) -%}
    {#- What was read of events stands in a table of the source's own name. -#}
    {%- set tables = ['base_' ~ name ~ '__read'] -%}
    {%- for source_name, about in ad_metrics.known_sources()[name].raw.items() -%}
        {%- do tables.append(ad_metrics._judged_model(source_name, about.anchor)) -%}
    {%- endfor -%}
    {%- for table in tables -%}
        {%- set relation = load_cached_relation(this.incorporate(path={'identifier': table})) -%}
        {%- set place = ad_metrics._last_place(
            relation, adapter.get_columns_in_relation(relation) | map(attribute='name') | list
        ) if relation else '' -%}
        {%- if place -%}
            {{ return(place) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return('') }}
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
                'Source ' ~ source_name ~ ': no ' ~ table ~ ' is there any more; the last build read '
                ~ had ~ ' rows of it. Nothing was changed. Bring it back' ~ accept
            ) }}
        {%- elif had > 0 -%}
            {{ exceptions.raise_compiler_error(
                'The ' ~ raw.place ~ ' is empty; the last build read ' ~ had
                ~ ' rows from it. Nothing was changed. Export it again' ~ accept
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
