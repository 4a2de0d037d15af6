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
                {{ ad_metrics._say_that_this_would_be_the_demo(
                    place or 'source ' ~ row['source']
                ) }}
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


{#- A place where the last build found rows of a source of this package, if it did. -#}
{%- macro _last_place_of_source(name) -%}
    {#- What was read of events stands in a table of the source's own name. -#}
    {%- set tables = ['base_' ~ name ~ '__read'] -%}
    {%- for source_name, about in ad_metrics.known_sources()[name].raw.items() -%}
        {%- do tables.append(ad_metrics.judged_model(source_name, about.anchor)) -%}
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


{#- Where a build read the rows of a judged table; an empty text if nowhere. -#}
{%- macro _last_place(judged, its_columns) -%}
    {{ return(run_query(
        'select max(' ~ ('raw_place' if 'raw_place' in its_columns else 'load_name') ~ ') from '
        ~ judged ~ ' where raw_rows_read > 0'
    ).rows[0][0] or '') }}
{%- endmacro -%}
