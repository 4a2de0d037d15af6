{#- SQL for the time of an event in UTC, null where it cannot be read; likewise of another time of
    that type. -#}
{%- macro _event_time(about, event_at) -%}
    {%- set column = ad_metrics.event_columns('impressions')[1] -%}
    {{ return(ad_metrics.read_value(
        ad_metrics.reading_of(column, about.columns['event_at']), event_at
    )) }}
{%- endmacro -%}


{#- The UTC day of an event, or of another time of that type; an impossible one where the time
    cannot be read. -#}
{%- macro _event_day(about, event_at=none) -%}
    {{ return(
        'coalesce(cast(' ~ ad_metrics._event_time(about, event_at or adapter.quote('event_at'))
        ~ " as date), cast('0001-01-01' as date))"
    ) }}
{%- endmacro -%}


{%- macro _days_before(days) -%}
    {%- set before = [] -%}
    {%- for day in days if day != '0001-01-01' -%}
        {%- do before.append(ad_metrics.day_after(day, -1)) -%}
    {%- endfor -%}
    {{ return(before) }}
{%- endmacro -%}


{#- SQL for the load of an event of the source as it is read. -#}
{%- macro _event_load(about, table) -%}
    {{ return(
        'substr(raw_file, ' ~ (about.prefix | length + 1) ~ ')' if about.states
        else ad_metrics.typed_text(table)
    ) }}
{%- endmacro -%}


{#- SQL for where an event stands, for people, where its load is known. -#}
{%- macro _event_place(about) -%}
    {{ return(
        ad_metrics.typed_text('file ' ~ about.prefix) ~ ' || load_name' if about.states
        else ad_metrics.typed_text(about.place)
    ) }}
{%- endmacro -%}
