{#- An earlier version kept in base_ad_events, as rows of other verdicts, what base_ad_events__read
    and base_ad_events__closed_days have now. These are the rows that those tables begin with.

    base_ad_events as an earlier version left it: {'relation', 'names' of its columns}; none if it
    is not there, or there is nothing to take over. -#}
{%- macro _events_of_an_earlier_version() -%}
    {%- if not execute or flags.WHICH not in ('build', 'run') or load_cached_relation(this) -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set relation = load_cached_relation(
        this.incorporate(path={'identifier': 'base_ad_events'}, type='table')
    ) -%}
    {%- if not relation -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set names = adapter.get_columns_in_relation(relation) | map(attribute='name')
        | map('lower') | list -%}
    {{ return({'relation': relation, 'names': names} if 'day_fingerprint' in names else none) }}
{%- endmacro -%}


{%- macro days_closed_by_an_earlier_version() -%}
    {%- set earlier = ad_metrics._events_of_an_earlier_version() -%}
    {%- if not earlier -%}
        {{ return(ad_metrics.no_rows(ad_metrics.closed_day_columns())) }}
    {%- endif -%}
    {{ ad_metrics.typed_row(ad_metrics.closed_day_columns(), {
        'utc_day': 'raw_day', 'judged_in': 'max(judged_in)',
    }) }}
    from {{ earlier.relation }}
    where verdict = 'closed'
    group by raw_day
{%- endmacro -%}


{#- A load that was noted before there were event_ids was called by the whole path of its file, or
    the whole name of its table. -#}
{%- macro events_read_by_an_earlier_version() -%}
    {%- set earlier = ad_metrics._events_of_an_earlier_version() -%}
    {%- if not earlier -%}
        {{ return(ad_metrics.no_rows(ad_metrics.event_read_columns())) }}
    {%- endif -%}
    {%- set names = earlier.names -%}
    {%- set is_name = "verdict = 'late'" ~ (
        ' or event_ids is not null' if 'event_ids' in names else ''
    ) -%}
    {{ ad_metrics.typed_row(ad_metrics.event_read_columns(), {
        'raw_table': 'raw_table',
        'load_name': 'case when ' ~ is_name ~ ' then load_name else '
            ~ ad_metrics._load_once_named_by_its_path() ~ ' end',
        'raw_place': 'raw_place' if 'raw_place' in names else 'null',
        'raw_day': 'raw_day',
        'utc_day': "case when verdict = 'late' then cast(raw_key as date) else raw_day end",
        'is_late': "verdict = 'late'",
        'raw_rows_read': 'raw_rows_read',
        'fingerprint': 'day_fingerprint',
        'event_ids': 'event_ids' if 'event_ids' in names else 'null',
        'judged_in': 'judged_in',
    }) }}
    from {{ earlier.relation }}
    where verdict in ('day', 'late')
{%- endmacro -%}


{#- SQL for the name of such a load: its path within events_path, else from the folder of its kind
    on. -#}
{%- macro _load_once_named_by_its_path() -%}
    {%- set sources = ad_metrics.event_sources() -%}
    case
        when load_name like 'table %' then raw_table
        {%- for table, about in sources.items() if about.prefix %}
        {%- set prefix = ad_metrics.text_literal(about.prefix) %}
        when raw_table = '{{ table }}' and substr(load_name, 1, length({{ prefix }})) = {{ prefix }}
            then substr(load_name, length({{ prefix }}) + 1)
        {%- endfor %}
        {%- for table in ad_metrics.event_tables() %}
        when raw_table = '{{ table }}'
            then regexp_replace(load_name, '^.*/{{ table }}/', '{{ table }}/')
        {%- endfor %}
        else load_name
    end
{%- endmacro -%}
