{#- Every row of a raw table, typed and named as declared, with its `verdict`:

    staged      usable; `noted_because` says what was left empty in it, as it could not be read
    rejected    not usable; `rejected_because` has every reason, with the remedy, `raw_row` the raw
                values, `raw_place` the file or table, `raw_line` the line of a CSV file
    duplicate   a further copy of a row that is the same in every column of its table
    replaced    gave way to rows that say the same of the same day, see `gives_way`
    deleted     not in the raw table any more, but kept as it was last read, see `kept_when`
    day         no row but the account of a raw day: `raw_rows_read`, `day_fingerprint`,
                `judged_in` (the build)

    A table is known by its name, and a load of it (one of several files) by its file's name: never
    by the path, the format or the server. A missing table or column stops the build here, and so
    does a table that lost all its rows. With `day`, only the days that changed are read and judged;
    what the others hold stands. Of a source that no var tells of there are no rows. -#}
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
{{ ad_metrics._stop_at_missing_columns(source_name, raw, columns) }}
{%- set previous = ad_metrics.last_build_of(this) if execute -%}
{%- set previous_columns = adapter.get_columns_in_relation(previous) | map(attribute='name') | list
    if previous else [] -%}
{%- if previous -%}
    {{ ad_metrics._stop_at_an_earlier_version(previous_columns) }}
    {{ ad_metrics._stop_if_demo_and_own_data_meet(raw, previous, previous_columns) }}
    {%- if not may_become_empty -%}
        {{ ad_metrics._stop_if_emptied(source_name, table, raw, previous, previous_columns) }}
    {%- endif -%}
{%- endif -%}
{%- set has_rows = previous and run_query('select 1 as one from ' ~ previous ~ ' limit 1').rows -%}
{%- if execute and not raw.parts and not has_rows -%}
{{ ad_metrics._no_judged_rows(columns) }}
{%- else -%}
{%- set about = ad_metrics._about_judged(raw, key, columns, day, gives_way) -%}
{%- set judged_names = columns | map(attribute='name') | list -%}
{%- set text = ad_metrics.type_text() -%}
{#- A server is asked for days in its own SQL, where the column is a time to it. -#}
{%- set asked = raw.server and day and raw.columns[day].startswith('timestamp') -%}
{%- set changes = ad_metrics._changed_days(raw, about, day, previous, asked, tied_by_month)
    if previous and day else none -%}
{%- set windowed = changes and is_incremental() -%}
{%- set loads = ad_metrics._loads(raw, table, changes if windowed else none) if gives_way -%}
{%- set raw_and_typed -%}
raw_rows as {{ ad_metrics.read_again(raw.sql, keep=windowed or raw.server) }} (
    select
        {%- for column in about.columns %}
        {{ column.raw_sql }} as {{ column.value }},
        {%- endfor %}
        {%- for column in about.unread %}
        {{ adapter.quote(column.raw) }} as {{ column.value }},
        {%- endfor %}
        {%- if asked %}
        raw_hash,
        {%- endif %}
        {{ about.key_sql }} as row_key,
        {{ raw.load }} as load_name,
        {{ raw.place_sql }} as raw_place,
        {{ about.raw_day }} as raw_day
    from {{ ad_metrics.server_rows(raw, day, about.raw_names, changes.days if windowed else none)
        if asked else raw.sql }}
    {%- if windowed and not asked %}
    where {{ ad_metrics._is_of_days(raw, about.raw_day, day, changes.days) }}
    {%- endif %}
),

typed as {{ ad_metrics.read_again('') }} (
    select
        raw_rows.*,
        {%- for column in about.columns %}
        {{ ad_metrics._judged_value(column.judgement, column.value) }} as {{ column.name }},
        {%- endfor %}
        {{ about.is_fine }} as is_fine,
        {{ about.is_clean }} as is_clean
    from raw_rows
)
{%- endset -%}
{#- Judged values are long expressions. Where many CTEs read them, they are worth a table. -#}
{%- set aside = ad_metrics.set_aside('typed', 'with ' ~ raw_and_typed ~ ' select * from typed')
    if gives_way else none -%}
with

{% if aside -%}
raw_rows as (select * from {{ aside }}),

typed as (select * from {{ aside }}),
{%- else -%}
{{ raw_and_typed }},
{%- endif %}

{% if loads -%}
loads as (
{{ loads }}
),

{% endif -%}
days as (
    select
        raw_day,
        load_name,
        min(raw_place) as raw_place,
        count(*) as raw_rows_read,
        {% if day -%}
        cast(sum({{ 'raw_hash' if asked else ad_metrics.row_hash(about.value_names or ['1']) }})
            as {{ text }}) || ' {{ about.reading }}' as day_fingerprint
        {%- else -%}
        '{{ about.reading }}' as day_fingerprint
        {%- endif %}
    from raw_rows
    group by raw_day, load_name
    {%- for emptied in (changes.emptied if changes and (windowed or kept_when) else []) %}
    union all
    select
        cast('{{ emptied }}' as date) as raw_day,
        {{ ad_metrics._literal(table) }} as load_name,
        {{ ad_metrics._literal(raw.place) }} as raw_place,
        0 as raw_rows_read,
        '' as day_fingerprint
    {%- endfor %}
),

{% if gives_way -%}
{{ ad_metrics._giving_way(raw, gives_way) }},

sorted_out as {{ ad_metrics.read_again('') }} (
    select
        typed.*,
        yielding.row_key is not null as gives_way
    from typed
    left join yielding
        on typed.row_key = yielding.row_key and typed.load_name = yielding.load_name
),

{% endif -%}
{%- set rows = 'sorted_out' if gives_way else 'typed' -%}
{%- set stays = 'not ' ~ rows ~ '.gives_way' if gives_way else 'true' -%}
-- Copies are looked for among the few keys that stand in more than one row, not among all rows.
repeated_keys as (
    select row_key as repeated_key
    from {{ rows }}
    where row_key is not null and {{ stays }}
    group by row_key
    having count(*) > 1
),

repeats as (
    select
        {{ rows }}.*,
        row_number() over (
            partition by {{ about.same_values | join(', ') }}
            order by {{ rows }}.load_name
        ) as copy
    from {{ rows }}
    inner join repeated_keys on {{ rows }}.row_key = repeated_keys.repeated_key
    where {{ stays }}
),

differing as (
    select
        row_key as differing_key,
        sum(case when copy = 1 then 1 else 0 end) as versions,
        {{ ad_metrics._differing_columns(about) }} as differ_in
    from repeats
    group by row_key
),

numbered as (
    select
        {{ rows }}.*,
        1 as copy,
        1 as versions,
        '' as differ_in
    from {{ rows }}
    left join repeated_keys on {{ rows }}.row_key = repeated_keys.repeated_key
    where repeated_keys.repeated_key is null{{ ' or ' ~ rows ~ '.gives_way' if gives_way }}

    union all

    select
        repeats.*,
        differing.versions,
        differing.differ_in
    from repeats
    inner join differing on repeats.row_key = differing.differing_key
),

explained as (
    select
        *,
        -- Most rows are good, which is asked first, and quickly.
        case
            when {{ 'gives_way or ' if gives_way }}versions = 1 and is_fine then null
            else nullif(
                case
                    when versions > 1
                        then '{{ about.key_names | join(', ') }} stands in several rows that differ'
                        || case when differ_in <> '' then ' in ' else '' end
                        || differ_in
                        || ' (keep the right one, or add them up if each is a part); '
                    else ''
                end
                {%- for column in about.columns if column.judgement.rejects %}
                || {{ ad_metrics._reason(column, column.judgement, column.value) }}
                {%- endfor %}, ''
            )
        end as rejected_because,
        {%- set noting = about.columns | rejectattr('judgement.rejects') | list %}
        {%- if noting %}
        case
            when is_clean then null
            else nullif(
                ''
                {%- for column in noting %}
                || {{ ad_metrics._note(column) }}
                {%- endfor %}, ''
            )
        end as noted_because
        {%- else %}
        cast(null as {{ text }}) as noted_because
        {%- endif %}
    from numbered
),

read_rows as (
    select
        case
            {%- if gives_way %}
            when gives_way then 'replaced'
            {%- endif %}
            when copy > 1 then 'duplicate'
            when rejected_because is not null then 'rejected'
            else 'staged'
        end as verdict,
        load_name,
        case when copy = 1 and rejected_because is not null then raw_place end as raw_place,
        case
            when copy > 1 or rejected_because is not null or noted_because is not null
            {{- ' or gives_way' if gives_way }}
                then {{ ad_metrics._raw_key(about.key_values) }}
        end as raw_key,
        {%- for name in judged_names %}
        {{ name }},
        {%- endfor %}
        substr(rejected_because, 1, length(rejected_because) - 2) as rejected_because,
        case
            when copy = 1 and rejected_because is null
                then substr(noted_because, 1, length(noted_because) - 2)
        end as noted_because,
        -- Kept for rejected rows only; of a good row the typed columns say it all.
        case
            when copy = 1 and rejected_because is not null
                then {{ ad_metrics.json_text(
                    about.columns | map(attribute='raw') | list,
                    about.columns | map(attribute='value') | list
                ) }}
        end as raw_row,
        {%- if raw.csv_parts %}
        case when copy = 1 and rejected_because is not null
            then {{ ad_metrics.row_hash(about.value_names) }} end as raw_hash,
        {%- endif %}
        raw_day,
        cast(null as bigint) as raw_rows_read,
        cast(null as {{ text }}) as day_fingerprint,
        cast(null as {{ text }}) as judged_in
    from explained
)

{%- if raw.csv_parts %},

raw_lines as (
{{ ad_metrics.raw_lines(raw, about.raw_names, 'read_rows') }}
)
{%- endif %}

select
    {{ ad_metrics._judged_columns(judged_names, 'read_rows.') }},
    {{ 'raw_lines.raw_line' if raw.csv_parts else 'cast(null as bigint) as raw_line' }}
from read_rows
{%- if raw.csv_parts %}
left join raw_lines
    on read_rows.raw_hash = raw_lines.raw_hash and read_rows.load_name = raw_lines.load_name
{%- endif %}

union all

-- Counted in the statement that reads, as a live table may have more rows a moment later.
select
    {{ ad_metrics._judged_columns(judged_names, values={
        'verdict': "'day'",
        'load_name': 'days.load_name',
        'raw_place': 'days.raw_place',
        'raw_day': 'days.raw_day',
        'raw_rows_read': 'days.raw_rows_read',
        'day_fingerprint': ad_metrics._day_fingerprint(loads),
        'judged_in': "'" ~ invocation_id ~ "'",
    }) }},
    null as raw_line
from days
{%- if loads %}
left join loads on days.load_name = loads.load_name
{%- endif %}
{%- if previous and kept_when %}

union all

-- Rows of the last build that the source has not any more; the condition tells deleted from
-- corrected ones.
{%- set kept = {
    'verdict': "'deleted'",
    'load_name': ad_metrics._literal(table),
    'raw_key': 'gone.raw_key',
    'raw_day': 'gone.raw_day',
} %}
{%- for name in judged_names + ['noted_because'] if name in previous_columns %}
    {%- do kept.update({name: 'gone.' ~ name}) %}
{%- endfor %}
{%- set key_name = about.columns[about.raw_names.index(about.key_names[0])].name %}
{%- set first_time = "cast('" ~ changes.first_time ~ "' as timestamp)" if changes else 'null' %}
select
    {{ ad_metrics._judged_columns(judged_names, values=kept) }},
    null as raw_line
from {{ previous }} as gone
left join read_rows as present on gone.{{ key_name }} = present.{{ key_name }}
where
    gone.verdict in ('staged', 'deleted')
    and present.{{ key_name }} is null
    {%- if windowed %}
    and gone.raw_day in ({{ ad_metrics.date_literals(changes.days) }})
    {%- endif %}
    and ({{ kept_when.replace('<first time>', first_time) }})
{%- endif %}
{%- endif -%}
{%- endmacro -%}


{#- What the query above needs to know of a raw table's columns, worked out once:

    columns      the declared ones, each with its judgement and its name in the query (`value`)
    unread       those that nobody reads, which tell a copy from a part all the same
    raw_names    the names of all that are there; `value_names` their names in the query
    key_names    the raw names of the key; `key_values` their names in the query
    key_sql      the key as typed values, never as they are spelled
    same_values  what is equal in two rows that are copies
    raw_day, raw_time   SQL for the day and the time of a row, over the raw table
    reading      stands for how the table is read: what is read in another way is read anew -#}
{%- macro _about_judged(raw, key, columns, day, gives_way) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set keys = [key] if key is string else key -%}
    {%- set about = {
        'columns': [], 'unread': [], 'raw_names': [], 'value_names': [], 'key_names': keys,
        'key_values': [], 'same_values': [],
    } -%}
    {%- set types = {} -%}
    {%- set fine = [] -%}
    {%- set clean = [] -%}
    {%- for column in columns -%}
        {%- set type = raw.columns.get(column.raw, 'varchar') -%}
        {%- set judged = dict(column) -%}
        {%- do judged.update({
            'judgement': ad_metrics._judgement(column, type),
            'raw_sql': ad_metrics._raw_value(raw, column.raw),
            'value': 'raw_' ~ loop.index,
            'type': type,
        }) -%}
        {%- do about.columns.append(judged) -%}
        {%- do types.update({column.raw: type}) -%}
        {%- if column.raw in raw.columns -%}
            {%- do about.raw_names.append(column.raw) -%}
            {%- do about.value_names.append(judged.value) -%}
        {%- endif -%}
        {%- set is_fine = judged.judgement.fine.replace('<value>', judged.value) -%}
        {%- if is_fine != 'true' -%}
            {%- do (fine if judged.judgement.rejects else clean).append('(' ~ is_fine ~ ')') -%}
        {%- endif -%}
        {%- do about.same_values.append(column.name) -%}
        {#- Hours of one day are no copies of one another. -#}
        {%- if column.kind == 'day' -%}
            {%- do about.same_values.append(ad_metrics._moment(judged.judgement, judged.value)) -%}
        {%- endif -%}
    {%- endfor -%}
    {#- An ad server's database holds its own keys to be unique, and is asked for no more than what
        is used: nothing about a viewer. Exports have no such keys, wherever they are. -#}
    {%- set may_have_copies = gives_way or not raw.server -%}
    {%- for name, type in raw.columns.items()
        if may_have_copies and name not in types and not type.startswith(('map', 'struct')) -%}
        {%- do about.unread.append({'raw': name, 'value': 'unread_' ~ loop.index}) -%}
        {%- do about.raw_names.append(name) -%}
        {%- do about.value_names.append('unread_' ~ loop.index) -%}
        {%- do about.same_values.append('unread_' ~ loop.index) -%}
    {%- endfor -%}
    {%- do about.update({
        'is_fine': 'coalesce(' ~ fine | join(' and ') ~ ', false)' if fine else 'true',
        'is_clean': 'coalesce(' ~ clean | join(' and ') ~ ', false)' if clean else 'true',
        'reading': local_md5(tojson(columns) ~ tojson(types)),
    }) -%}
    {#- What cannot be read is compared as it is spelled. -#}
    {%- set raw_values = about.columns | map(attribute='value') | list -%}
    {%- set raw_columns = about.columns | map(attribute='raw') | list -%}
    {%- do about.same_values.append(
        'case when not (is_fine and is_clean) then '
        ~ ad_metrics.json_text(raw_columns, raw_values) ~ ' end'
    ) -%}
    {%- set never = "cast('0001-01-01' as date)" -%}
    {%- do about.update({'raw_day': never, 'raw_time': none}) -%}
    {%- if day -%}
        {%- set column = about.columns | selectattr('raw', 'eq', day) | first -%}
        {%- set raw_time = ad_metrics._judged_value(column.judgement, column.raw_sql) -%}
        {%- do about.update({
            'raw_time': raw_time,
            'raw_day': 'coalesce(cast(' ~ raw_time ~ ' as date), ' ~ never ~ ')',
        }) -%}
    {%- endif -%}
    {%- set key_parts = [] -%}
    {%- for name in keys -%}
        {%- set column = about.columns | selectattr('raw', 'eq', name) | first -%}
        {%- set judgement = column.judgement -%}
        {%- do about.key_values.append(column.value) -%}
        {%- set typed = ad_metrics._judged_value(judgement, column.raw_sql) -%}
        {%- if judgement.good == 'true' and keys | length > 1 -%}
            {%- do key_parts.append(typed) -%}
        {%- elif name == day and keys | length > 1 and column.kind == 'day' -%}
            {%- do key_parts.append(ad_metrics._moment(judgement, column.raw_sql)) -%}
            {%- do key_parts.append(
                'case when not coalesce(' ~ judgement.good.replace('<value>', column.raw_sql)
                ~ ', false) then cast(' ~ column.raw_sql ~ ' as ' ~ text ~ ') end'
            ) -%}
        {%- else -%}
            {%- set spelled = 'cast(' ~ column.raw_sql ~ ' as ' ~ text ~ ')' -%}
            {%- if not column.required -%}
                {%- set spelled = ad_metrics._blank_as_null(spelled) -%}
            {%- endif -%}
            {%- do key_parts.append(
                'coalesce(cast(' ~ typed ~ ' as ' ~ text ~ '), ' ~ spelled ~ ')'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do about.update({
        'key_sql': key_parts[0] if keys | length == 1 else ad_metrics.row_hash(key_parts)
    }) -%}
    {{ return(about) }}
{%- endmacro -%}


{#- The columns that differ among the rows of one key, as a text. -#}
{%- macro _differing_columns(about) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set parts = [] -%}
    {%- for column in about.columns
        if column.raw not in about.key_names and column.raw in about.raw_names -%}
        {%- set value = 'coalesce(cast(' ~ column.name ~ ' as ' ~ text ~ '), cast(' ~ column.value
            ~ ' as ' ~ text ~ "), '')" -%}
        {%- do parts.append(
            'case when min(' ~ value ~ ') <> max(' ~ value ~ ") then ', " ~ column.raw ~ "' else '' end"
        ) -%}
    {%- endfor -%}
    {%- for column in about.unread -%}
        {%- set value = 'coalesce(cast(' ~ column.value ~ ' as ' ~ text ~ "), '')" -%}
        {%- do parts.append('case when min(' ~ value ~ ') <> max(' ~ value ~ ') then '
            ~ ad_metrics.text_literal(', ' ~ column.raw ~ ' [a column that is not read]')
            ~ " else '' end") -%}
    {%- endfor -%}
    {{ return('substr(' ~ parts | join(' || ') ~ ', 3)' if parts else "''") }}
{%- endmacro -%}


{#- The columns of judged rows in their order, but for raw_line: of `prefix`, or with these
    values. -#}
{%- macro _judged_columns(judged_names, prefix='', values=none) -%}
    {%- for name in ['verdict', 'load_name', 'raw_place', 'raw_key'] + judged_names + [
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


{#- A raw value as it is typed; null where it is not as declared. -#}
{%- macro _judged_value(judgement, value) -%}
    {%- set typed = judgement.value.replace('<value>', value) -%}
    {{ return(typed if judgement.good == 'true' else
        'case when ' ~ judgement.good.replace('<value>', value) ~ ' then ' ~ typed ~ ' end'
    ) }}
{%- endmacro -%}


{#- The point in time that a day was given as; null where it is not as declared. -#}
{%- macro _moment(judgement, value) -%}
    {{ return(
        'case when ' ~ judgement.good.replace('<value>', value) ~ ' then '
        ~ judgement.moment.replace('<value>', value) ~ ' end'
    ) }}
{%- endmacro -%}


{#- Why a value of a column is not accepted, as a text; an empty one where it is. -#}
{%- macro _reason(column, judgement, value) -%}
    case
        when {{ judgement.empty.replace('<value>', value) }}
            then '{{ column.raw ~ ' is empty (fill it in at the source); ' if column.required }}'
        when {{ judgement.good.replace('<value>', value) }} then ''
        else '{{ column.raw }} is not {{ judgement.what }} ({{ judgement.remedy
            or 'correct it at the source' }}); '
    end
{%- endmacro -%}


{#- What was left empty in a column of an accepted row, as a text; an empty one where nothing
    was. -#}
{%- macro _note(column) -%}
    {%- set judgement = column.judgement -%}
    {%- set shown = 'cast(' ~ column.value ~ ' as ' ~ ad_metrics.type_text() ~ ')' -%}
    case
        when {{ judgement.empty.replace('<value>', column.value) }}
            then '{{ column.raw ~ ' is empty (fill it in at the source); ' if column.required }}'
        when {{ judgement.good.replace('<value>', column.value) }} then ''
        else '{{ column.raw }} is ' || substr({{ shown }}, 1, 50)
            || ', not {{ judgement.what }} ({{ judgement.remedy or 'correct it at the source' }}); '
    end
{%- endmacro -%}


{#- The columns of judged rows without any row: of a source that is not there. -#}
{%- macro _no_judged_rows(columns) -%}
{%- set text = ad_metrics.type_text() -%}
{%- set types = {
    'count': 'bigint',
    'signed count': 'bigint',
    'integer': 'bigint',
    'money': ad_metrics.type_money(),
    'amount': ad_metrics.type_money(),
    'micros': ad_metrics.type_money(),
    'rate': ad_metrics.type_rate(),
    'time': 'timestamp',
    'day': 'date',
    'quantity': ad_metrics.type_quantity(),
    'exchange rate': ad_metrics.type_decimal(18, 9),
} -%}
{%- set named = {'verdict': text, 'load_name': text, 'raw_place': text, 'raw_key': text} -%}
{%- for column in columns -%}
    {%- do named.update({column.name: types.get(column.kind, text)}) -%}
{%- endfor -%}
{%- do named.update({
    'rejected_because': text,
    'noted_because': text,
    'raw_row': text,
    'raw_day': 'date',
    'raw_rows_read': 'bigint',
    'day_fingerprint': text,
    'judged_in': text,
    'raw_line': 'bigint',
}) -%}
{{ ad_metrics.no_rows(named) }}
{%- endmacro -%}


{#- What tells the rows of a raw table apart, as one text. -#}
{%- macro _raw_key(values) -%}
    {%- for value in values -%}
        {{ " || '|' || " if not loop.first }}
        {%- set text = 'cast(' ~ value ~ ' as ' ~ ad_metrics.type_text() ~ ')' -%}
        {{ text if values | length == 1 else 'coalesce(' ~ text ~ ", '')" }}
    {%- endfor -%}
{%- endmacro -%}


{%- macro _blank_as_null(text) -%}
    {{ return("nullif(" ~ ad_metrics.trimmed(text) ~ ", '')") }}
{%- endmacro -%}


{#- A raw column; null where the table does not have it. -#}
{%- macro _raw_value(raw, name) -%}
    {{ return(
        adapter.quote(name) if name in raw.columns or not execute
        else 'cast(null as ' ~ ad_metrics.type_text() ~ ')'
    ) }}
{%- endmacro -%}
