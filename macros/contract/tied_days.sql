{#- Days that are read with one that changed, for `_changed_days()`. -#}

{#- The days with a row whose key stands in one of these days: both are read when one of them
    changes, or when they were found to conflict before. -#}
{%- macro _days_of_the_same_keys(about, days) -%}
    {%- set raw = about.raw -%}
    {%- if about.day in about.key_names -%}
        {{ return([]) }}
    {%- elif about.asked -%}
        {%- set query = 'select * from '
            ~ ad_metrics.server_days_of_keys(raw, about.day, about.key_names, days) -%}
        {{ return(run_query(query).columns['raw_day'].values() | list) }}
    {%- endif -%}
    {%- set text = ad_metrics.type_text() -%}
    {#- A number is compared as it is, so that an engine can skip by it; a text as it is typed. -#}
    {%- set is_number = about.key_names | length == 1
        and not ad_metrics.is_text_type(raw.columns.get(about.key_names[0], 'text')) -%}
    {%- set key = adapter.quote(about.key_names[0]) if is_number else about.key_sql -%}
    {%- set of_days = raw.sql ~ ' where ' ~ ad_metrics._is_of_days(about, days) -%}
    {#- Keys mostly grow with time, so their range lets an engine skip most other days. -#}
    {%- set range = run_query(
        'select cast(min(' ~ key ~ ') as ' ~ text ~ ') as first_key, cast(max(' ~ key ~ ') as '
        ~ text ~ ') as last_key from ' ~ of_days
    ).rows[0] -%}
    {{ return(run_query(
        'select distinct cast(' ~ about.raw_day ~ ' as ' ~ text ~ ') as raw_day from ' ~ raw.sql
        ~ ' where ' ~ key ~ " between '" ~ (range['first_key'] or '0') | replace("'", "''")
        ~ "' and '" ~ (range['last_key'] or '0') | replace("'", "''") ~ "' and " ~ key
        ~ ' in (select ' ~ key ~ ' from ' ~ of_days ~ ')'
    ).columns['raw_day'].values() | list) }}
{%- endmacro -%}


{#- The days with rows that are kept though they are gone, and that a row of a whole month may have:
    where the first day of their month changed; such first days where another day of it did. -#}
{%- macro _days_kept_of_months(previous, is_of_month, days) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set months = [] -%}
    {%- set first_days = [] -%}
    {%- for day in days -%}
        {%- do months.append(day[:7]) -%}
        {%- do first_days.append(day) if day.endswith('-01') -%}
    {%- endfor -%}
    {%- set tied = [] -%}
    {%- for row in run_query(
        'select cast(raw_day as ' ~ text ~ ') as raw_day, max(case when ' ~ is_of_month
        ~ ' then 1 else 0 end) as is_of_month from ' ~ previous
        ~ " where verdict = 'deleted' group by raw_day"
    ).rows -%}
        {%- set first_day = row['raw_day'][:7] ~ '-01' -%}
        {%- if first_day in first_days
            or (row['is_of_month'] == 1 and row['raw_day'][:7] in months) -%}
            {%- do tied.append(row['raw_day']) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(tied) }}
{%- endmacro -%}
