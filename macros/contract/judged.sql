{#- Every row of a raw table, typed and named as declared, with its `verdict`, which says what
    became of it:

    staged      usable; `noted_because` says what was left empty in it, as it could not be read
    rejected    not usable; `rejected_because` has every reason, with the remedy, `raw_row` the raw
    values, `raw_place` the file or table, `raw_line` the line of a CSV file duplicate   a further
    copy of a row that is the same in every column of its table replaced    gave way to rows that
    say the same of the same day, see `gives_way` deleted     not in the raw table any more, but
    kept as it was last read, see `kept_when` day         no row but the account of a raw day:
    `raw_rows_read`, `day_fingerprint`, `judged_in` (the build)

    A table is known by its name, and a load of it (one of several files) by its file's name: never
    by the path, the format or the server. A missing table or column stops the build here, and so
    does a table that lost all its rows. With `day`, only the days that changed are read and judged;
    what the others hold stands. Of a source that no var tells of there are no rows.

    The steps of the query are in files beside this one: typed_rows, days_read, giving_way, copies,
    verdicts, kept_rows. -#}
{%- macro judged(
    source_name,
    table,
    key,
    columns,
    kept_when=none,
    may_become_empty=false,
    day=none,
    gives_way=none,
    tied_by_month=none
) -%}
{{ ad_metrics.stop_if_a_source_is_off() }}
{%- set raw = ad_metrics.raw_table(source_name, table) -%}
{{ ad_metrics.stop_at_missing_columns(source_name, raw, columns) }}
{%- set previous = ad_metrics.last_build_of(this) if execute -%}
{%- set previous_columns = adapter.get_columns_in_relation(previous) | map(attribute='name') | list
    if previous else [] -%}
{%- if previous -%}
    {{ ad_metrics._stop_at_an_earlier_version(previous_columns) }}
    {{ ad_metrics._stop_if_demo_and_own_data_meet(raw, previous, previous_columns) }}
    {%- if not may_become_empty -%}
        {{ ad_metrics._stop_if_emptied(source_name, table, raw, previous) }}
    {%- endif -%}
{%- endif -%}
{%- set has_rows = previous and run_query('select 1 as one from ' ~ previous ~ ' limit 1').rows -%}
{%- if execute and not raw.parts and not has_rows -%}
{{ ad_metrics._no_judged_rows(columns) }}
{%- else -%}
{%- set about = ad_metrics._about_judged(raw, key, columns, day, gives_way) -%}
{%- do about.update({
    'table': table,
    'previous': previous,
    'previous_columns': previous_columns,
}) -%}
{#- A server is asked for days in its own SQL, where the column is a time to it. -#}
{%- do about.update({
    'asked': raw.server and day and raw.columns[day].startswith('timestamp'),
}) -%}
{%- do about.update({
    'changes': ad_metrics._changed_days(about, tied_by_month) if previous and day else none,
}) -%}
{%- do about.update({'windowed': about.changes and is_incremental()}) -%}
{%- do about.update({'loads': ad_metrics._loads(about) if gives_way else none}) -%}
with

{{ ad_metrics._typed_rows(about) }},

{% if about.loads -%}
loads as (
{{ about.loads }}
),

{% endif -%}
{{ ad_metrics._days_read(about, kept_when) }},

{% if gives_way -%}
{{ ad_metrics._giving_way(raw, gives_way) }},

{% endif -%}
{{ ad_metrics._copies(about) }},

{{ ad_metrics._verdicts(about) }}

{%- if raw.csv_parts %},

raw_lines as (
{{ ad_metrics.raw_lines(raw, about.raw_names, 'read_rows') }}
)
{%- endif %}

select
    {{ ad_metrics._judged_columns(about.names, 'read_rows.') }},
    {{ 'raw_lines.raw_line' if raw.csv_parts else 'cast(null as bigint) as raw_line' }}
from read_rows
{%- if raw.csv_parts %}
left join raw_lines
    on read_rows.raw_hash = raw_lines.raw_hash and read_rows.load_name = raw_lines.load_name
{%- endif %}

union all

{{ ad_metrics._accounts_of_days(about) }}
{%- if previous and kept_when %}

union all

{{ ad_metrics._kept_rows(about, kept_when) }}
{%- endif %}
{%- endif -%}
{%- endmacro -%}


{#- The columns of judged rows in their order, but for raw_line: of `prefix`, or with these
    values. -#}
{%- macro _judged_columns(names, prefix='', values=none) -%}
    {%- for name in ['verdict', 'load_name', 'raw_place', 'raw_key'] + names + [
        'rejected_because', 'noted_because', 'raw_row', 'raw_day', 'raw_rows_read',
        'day_fingerprint', 'judged_in',
    ] %}
    {%- if values is none %}
    {{ prefix }}{{ name }}
    {%- else %}
    {{ values.get(name, 'null') }} as {{ name }}
    {%- endif %}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro -%}


{#- The columns of judged rows without any row: of a source that is not there. -#}
{%- macro _no_judged_rows(columns) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set types = {'verdict': text, 'load_name': text, 'raw_place': text, 'raw_key': text} -%}
    {%- for column in columns -%}
        {%- do types.update({column.name: ad_metrics.reading_of(column, text).type}) -%}
    {%- endfor -%}
    {%- do types.update({
        'rejected_because': text,
        'noted_because': text,
        'raw_row': text,
        'raw_day': 'date',
        'raw_rows_read': 'bigint',
        'day_fingerprint': text,
        'judged_in': text,
        'raw_line': 'bigint',
    }) -%}
    {{ ad_metrics.no_rows(types) }}
{%- endmacro -%}
