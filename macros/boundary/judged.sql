{#- Every row of a raw table, typed and named as declared, with its `verdict`:

    staged      usable
    rejected    not usable; `rejected_because` has every reason, with the remedy, `raw_row` the raw values
    duplicate   a further copy of a row that is the same in every declared column
    deleted     not in the raw table any more, but kept as it was last read, see `kept_when`
    day         no row but the account of a raw day: `raw_rows_read`, `day_fingerprint`, `judged_in` (the build)

    A missing table or column stops the build here, and so does a table that lost all its rows. With `day`, only the
    days that changed are read and judged; what the others hold stands. Of a source that no var tells of there are no rows. -#}
{%- macro judged(source_name, table, key, columns, kept_when=none, may_become_empty=false, day=none) -%}
{%- set raw = ad_metrics.raw_table(source_name, table) -%}
{%- set keys = [key] if key is string else key -%}
{{ ad_metrics._stop_at_missing_columns(source_name, raw, columns) }}
{%- set previous = ad_metrics.last_build_of(this) if execute -%}
{%- set previous_columns = adapter.get_columns_in_relation(previous) | map(attribute='name') | list if previous else [] -%}
{%- if previous and 'judged_in' not in previous_columns -%}
    {%- if flags.WHICH in ('build', 'run') and not flags.FULL_REFRESH -%}
        {{ exceptions.raise_compiler_error(
            'The warehouse was built by an earlier version of ad_metrics. Build it once with --full-refresh.'
        ) }}
    {%- endif -%}
    {%- set previous = none -%}
{%- endif -%}
{%- if previous -%}
    {{ ad_metrics._stop_if_demo_and_own_data_meet(raw, previous) }}
{%- endif -%}
{%- if previous and not may_become_empty -%}
    {{ ad_metrics._stop_if_emptied(source_name, table, raw, previous) }}
{%- endif -%}
{%- if execute and not raw.parts and not (previous and run_query('select 1 as one from ' ~ previous ~ ' limit 1').rows) -%}
{{ ad_metrics._no_judged_rows(columns) }}
{%- else -%}
{%- set key_name = (columns | selectattr('raw', 'eq', keys[0]) | first).name -%}
{%- set judgements = [] -%}
{%- set raw_names = [] -%}
{%- set raw_values = [] -%}
{%- set names_there = [] -%}
{%- set values_there = [] -%}
{%- set types = {} -%}
{%- for column in columns -%}
    {%- set type = raw.columns.get(column.raw, 'varchar') -%}
    {%- do judgements.append(ad_metrics._judgement(column, type)) -%}
    {%- do raw_names.append(column.raw) -%}
    {%- do raw_values.append('raw_' ~ loop.index) -%}
    {%- if column.raw in raw.columns -%}
        {%- do names_there.append(column.raw) -%}
        {%- do values_there.append('raw_' ~ loop.index) -%}
    {%- endif -%}
    {%- do types.update({column.raw: type}) -%}
{%- endfor -%}
{#- Where several columns are the key, one that a file leaves out, or leaves empty, is the same. -#}
{%- set blank_is_null = [] -%}
{%- for column in columns if keys | length > 1 and not column.required and ad_metrics.is_text_type(types[column.raw]) -%}
    {%- do blank_is_null.append(column.raw) -%}
{%- endfor -%}
{%- set same_values = [] -%}
{%- for name in raw_names -%}
    {%- set value = 'raw_' ~ loop.index -%}
    {%- do same_values.append(ad_metrics._blank_as_null(value) if name in blank_is_null else value) -%}
{%- endfor -%}
{%- set key_values = [] -%}
{%- set same_key = [] -%}
{%- for name in keys -%}
    {%- do key_values.append('raw_' ~ (raw_names.index(name) + 1)) -%}
    {%- do same_key.append(same_values[raw_names.index(name)]) -%}
{%- endfor -%}
{#- One key column is compared as it is, several first by their hash. -#}
{%- set identity = key_values[0] if keys | length == 1 else 'key_hash' -%}
{#- What is read in another way, or from another place, is another reading. -#}
{%- set reading = local_md5(raw.place ~ tojson(columns) ~ tojson(types)) -%}
{%- set time = judgements[raw_names.index(day)] if day -%}
{%- set raw_time = ('case when ' ~ time.good ~ ' then ' ~ time.value ~ ' end').replace('<value>', ad_metrics._raw_value(raw, day)) if day -%}
{%- set raw_day = (
    "coalesce(cast(" ~ raw_time ~ " as date), cast('0001-01-01' as date))" if day else "cast('0001-01-01' as date)"
) -%}
{#- A server is asked for days in its own SQL, where the column is a time to it. -#}
{%- set asked = raw.server and day and raw.columns[day].startswith('timestamp') -%}
{%- set changes = ad_metrics._changed_days(raw, raw_day, raw_time, day, keys, names_there, previous, reading, asked)
    if previous and day -%}
{%- set windowed = changes and is_incremental() -%}
with

raw_rows as {{ ad_metrics.read_again(raw.sql, keep=windowed or raw.server) }} (
    select
        {%- for column in columns %}
        {{ ad_metrics._raw_value(raw, column.raw) }} as raw_{{ loop.index }},
        {%- endfor %}
        {%- if asked %}
        raw_hash,
        {%- endif %}
        {%- if keys | length > 1 %}
        {%- set key_columns = [] %}
        {%- for name in keys %}
        {%- set value = ad_metrics._raw_value(raw, name) %}
        {%- do key_columns.append(ad_metrics._blank_as_null(value) if name in blank_is_null else value) %}
        {%- endfor %}
        {{ ad_metrics.row_hash(key_columns) }} as key_hash,
        {%- endif %}
        {{ raw.load }} as load_name,
        {{ raw_day }} as raw_day
    from {{ ad_metrics.server_rows(raw, day, names_there, changes.days if windowed else none) if asked else raw.sql }}
    {%- if windowed and not asked %}
    where {{ ad_metrics._is_of_days(raw, raw_day, day, changes.days) }}
    {%- endif %}
),

days as (
    select
        raw_day,
        load_name,
        count(*) as raw_rows_read,
        {% if day -%}
        cast(sum({{ 'raw_hash' if asked else ad_metrics.row_hash(values_there or ['1']) }}) as {{ ad_metrics.type_text() }}) || ' {{ reading }}'
        {%- else -%} '{{ reading }}' {%- endif %} as day_fingerprint
    from raw_rows
    group by raw_day, load_name
    {%- if windowed %}
    {%- for emptied in changes.emptied %}
    union all
    select
        cast('{{ emptied }}' as date) as raw_day,
        {{ ad_metrics._literal(raw.place) }} as load_name,
        0 as raw_rows_read,
        '' as day_fingerprint
    {%- endfor %}
    {%- endif %}
),

-- Copies are looked for among the few keys that stand in more than one row, not among all rows.
repeated_keys as (
    select {{ identity }} as repeated_key
    from raw_rows
    where {{ identity }} is not null
    group by {{ identity }}
    having count(*) > 1
),

repeats as (
    select
        raw_rows.*,
        row_number() over (partition by {{ same_values | join(', ') }} order by raw_rows.{{ identity }}) as copy
    from raw_rows
    inner join repeated_keys on raw_rows.{{ identity }} = repeated_keys.repeated_key
),

numbered as (
    select
        raw_rows.*,
        1 as copy,
        1 as versions
    from raw_rows
    left join repeated_keys on raw_rows.{{ identity }} = repeated_keys.repeated_key
    where repeated_keys.repeated_key is null

    union all

    select
        *,
        sum(case when copy = 1 then 1 else 0 end) over (partition by {{ same_key | join(', ') }}) as versions
    from repeats
),

judged as (
    select
        {%- for column in columns %}
        {%- set judgement = judgements[loop.index0] %}
        {%- set value = 'raw_' ~ loop.index %}
        {{ ad_metrics._judged_value(judgement, value) }} as {{ column.name }},
        {%- endfor %}
        {% for value in raw_values %}{{ value }}, {% endfor %}
        load_name,
        raw_day,
        copy,
        -- Most rows are good, which is asked first, and quickly.
        case when versions = 1{% for judgement in judgements %}{{ ' and (' ~ judgement.fine.replace('<value>', 'raw_' ~ loop.index) ~ ')' if judgement.fine != 'true' }}{% endfor %} then null else nullif(
            case
                when versions > 1 then '{{ keys | join(', ') }} stands in several rows that differ (keep the right one, or add them up if each is a part); '
                else ''
            end
            {%- for column in columns %}
            {%- set judgement = judgements[loop.index0] %}
            {%- set value = 'raw_' ~ loop.index %}
            || {{ ad_metrics._reason(column, judgement, value) }}
            {%- endfor %}, ''
        ) end as rejected_because
    from numbered
),

read_rows as (
    select
        case
            when copy > 1 then 'duplicate'
            when rejected_because is not null then 'rejected'
            else 'staged'
        end as verdict,
        load_name,
        case when copy > 1 or rejected_because is not null then {{ ad_metrics._raw_key(key_values) }} end as raw_key,
        {%- for column in columns %}
        {{ column.name }},
        {%- endfor %}
        substr(rejected_because, 1, length(rejected_because) - 2) as rejected_because,
        -- Kept for rejected rows only; of a good row the typed columns say it all.
        case when copy = 1 and rejected_because is not null then {{ ad_metrics.json_text(raw_names, raw_values) }} end
            as raw_row,
        raw_day,
        cast(null as bigint) as raw_rows_read,
        cast(null as {{ ad_metrics.type_text() }}) as day_fingerprint,
        cast(null as {{ ad_metrics.type_text() }}) as judged_in
    from judged
)

select * from read_rows

union all

-- Counted in the statement that reads, as a live table may have more rows a moment later.
select
    'day' as verdict,
    load_name,
    null as raw_key,
    {%- for column in columns %}
    null as {{ column.name }},
    {%- endfor %}
    null as rejected_because,
    null as raw_row,
    raw_day,
    raw_rows_read,
    day_fingerprint,
    '{{ invocation_id }}' as judged_in
from days
{%- if previous and kept_when %}

union all

-- Rows of the last build that the source has not any more; the condition tells deleted from corrected ones.
select
    'deleted' as verdict,
    gone.load_name,
    gone.raw_key,
    {%- for column in columns %}
    {{ ('gone.' if column.name in previous_columns else 'null as ') ~ column.name }},
    {%- endfor %}
    null as rejected_because,
    null as raw_row,
    gone.raw_day,
    null as raw_rows_read,
    null as day_fingerprint,
    null as judged_in
from {{ previous }} as gone
left join read_rows as present on gone.{{ key_name }} = present.{{ key_name }}
where
    gone.verdict in ('staged', 'deleted')
    and present.{{ key_name }} is null
    {%- if windowed %}
    and gone.raw_day in ({{ ad_metrics._dates(changes.days) }})
    {%- endif %}
    and ({{ kept_when.replace('<first time>', "cast('" ~ changes.first_time ~ "' as timestamp)" if changes else 'null') }})
{%- endif %}
{%- endif -%}
{%- endmacro -%}


{#- A raw value as it is typed; null where it is not as declared. -#}
{%- macro _judged_value(judgement, value) -%}
    {%- set typed = judgement.value.replace('<value>', value) -%}
    {{ return(typed if judgement.good == 'true' else 'case when ' ~ judgement.good.replace('<value>', value) ~ ' then ' ~ typed ~ ' end') }}
{%- endmacro -%}


{#- Why a value of a column is not accepted, as a text; an empty one where it is. -#}
{%- macro _reason(column, judgement, value) -%}
    case
        when {{ judgement.empty.replace('<value>', value) }}
            then '{{ column.raw ~ ' is empty (fill it in at the source); ' if column.required else '' }}'
        when {{ judgement.good.replace('<value>', value) }} then ''
        else '{{ column.raw }} is not {{ judgement.what }} ({{ judgement.remedy or 'correct it at the source' }}); '
    end
{%- endmacro -%}


{#- The columns of judged rows without any row: of a source that is not there. -#}
{%- macro _no_judged_rows(columns) -%}
{%- set text = ad_metrics.type_text() -%}
{%- set types = {
    'count': 'bigint', 'integer': 'bigint', 'money': ad_metrics.type_money(), 'amount': ad_metrics.type_money(), 'micros': ad_metrics.type_money(),
    'rate': ad_metrics.type_rate(), 'time': 'timestamp', 'day': 'date', 'quantity': ad_metrics.type_quantity(), 'exchange rate': ad_metrics.type_decimal(18, 9),
} -%}
{%- set named = {'verdict': text, 'load_name': text, 'raw_key': text} -%}
{%- for column in columns -%}
    {%- do named.update({column.name: types.get(column.kind, text)}) -%}
{%- endfor -%}
{%- do named.update({
    'rejected_because': text, 'raw_row': text, 'raw_day': 'date', 'raw_rows_read': 'bigint', 'day_fingerprint': text, 'judged_in': text,
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
    {{ return("case when trim(" ~ text ~ ") <> '' then " ~ text ~ ' end') }}
{%- endmacro -%}


{#- A raw column; null where the table does not have it. -#}
{%- macro _raw_value(raw, name) -%}
    {{ return(adapter.quote(name) if name in raw.columns or not execute else 'cast(null as ' ~ ad_metrics.type_text() ~ ')') }}
{%- endmacro -%}


{#- Raises an error where a table, or one of its files, lacks a column that it must have. -#}
{%- macro _stop_at_missing_columns(source_name, raw, columns) -%}
    {%- for part in raw.parts -%}
        {%- set missing = [] -%}
        {%- for column in columns -%}
            {%- if column.raw in part.columns and column.other in part.columns -%}
                {{ exceptions.raise_compiler_error(
                    'Source ' ~ source_name ~ ': the ' ~ part.place ~ ' has both ' ~ column.raw ~ ' and ' ~ column.other ~ '. Keep the one that is meant.'
                ) }}
            {%- elif column.raw ~ ' (2)' in part.columns or column.other ~ ' (2)' in part.columns -%}
                {{ exceptions.raise_compiler_error(
                    'Source ' ~ source_name ~ ': the ' ~ part.place ~ ' has the column ' ~ column.raw ~ ' more than once. Keep the one that is meant.'
                ) }}
            {%- elif not column.optional and column.raw not in part.columns and column.other not in part.columns -%}
                {%- do missing.append(column.raw) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if missing -%}
            {{ exceptions.raise_compiler_error(
                'Source ' ~ source_name ~ ': the ' ~ part.place ~ ' has no column ' ~ missing | join(', ')
                ~ '. It has ' ~ part.columns | join(', ') ~ '. If the source renamed a column, change it in '
                ~ model.original_file_path ~ '; if the header line is missing, export the table with one; values are separated by commas.'
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}


{#- How one column is judged: SQL in which <value> stands for the raw value. Text is judged by a pattern
    before it is cast, as a cast alone takes 300.6, 1e3 or 0x10; a typed column by its range. -#}
{%- macro _judgement(column, raw_type) -%}
    {%- set text = ad_metrics.is_text_type(raw_type) -%}
    {%- set whole = ' and <value> = floor(<value>)' if raw_type not in ('bigint', 'integer', 'smallint', 'tinyint') else '' -%}
    {%- set is_float = raw_type in ('double', 'double precision', 'float', 'real') -%}
    {%- set empty = "<value> is null or trim(<value>) = ''" if text else '<value> is null' -%}
    {%- if column.kind == 'id' -%}
        {%- set judgement = {
            'what': 'a whole number',
            'good': ad_metrics.matches('<value>', '0|[1-9][0-9]{0,17}') if text
                else '<value> >= 0 and <value> < 1000000000000000000' ~ whole,
            'value': 'cast(<value> as ' ~ ad_metrics.type_text() ~ ')' if text
                else 'cast(cast(<value> as bigint) as ' ~ ad_metrics.type_text() ~ ')',
        } -%}
    {%- elif column.kind == 'count' -%}
        {%- set judgement = {
            'what': 'a whole number of 0 or more',
            'good': ad_metrics.matches('<value>', '[0-9]{1,15}') if text
                else '<value> >= 0 and <value> < 1000000000000000' ~ whole,
            'value': 'cast(<value> as bigint)',
        } -%}
    {%- elif column.kind == 'integer' -%}
        {%- set judgement = {
            'what': 'a whole number',
            'good': ad_metrics.matches('<value>', '-?[0-9]{1,15}') if text
                else '<value> > -1000000000000000 and <value> < 1000000000000000' ~ whole,
            'value': 'cast(<value> as bigint)',
        } -%}
    {%- elif column.kind == 'money' -%}
        {%- set judgement = {
            'what': 'an amount of 0 or more with at most nine decimals',
            'good': ad_metrics.matches('<value>', '[0-9]{1,15}([.][0-9]{1,9})?') if text
                else '<value> >= 0 and <value> < 1000000000000000',
            'value': ad_metrics.text_to_money('<value>') if text else 'cast(<value> as ' ~ ad_metrics.type_money() ~ ')',
        } -%}
    {%- elif column.kind == 'rate' -%}
        {%- set judgement = {
            'what': 'a rate of 0 or more with at most six decimals',
            'good': ad_metrics.matches('<value>', '[0-9]{1,12}([.][0-9]{1,6}0*)?') if text
                else '<value> >= 0 and <value> < 1000000000000',
            'value': 'cast(<value> as ' ~ ad_metrics.type_rate() ~ ')',
        } -%}
    {%- elif column.kind == 'time' -%}
        {%- set judgement = {
            'what': 'a time from 1990 to 2099 written as 2026-10-22 13:00:00',
            'good': ad_metrics.is_timestamp('<value>') if text else "<value> >= cast('1990-01-01' as timestamp) and <value> < cast('2100-01-01' as timestamp)",
            'value': ad_metrics.zoned_to_utc('<value>') if 'with time zone' in raw_type
                else 'cast(<value> as timestamp)',
        } -%}
        {%- if text -%}
            {%- set empty = empty ~ " or <value> like '0000-00-00%'" -%}
        {%- endif -%}
    {%- elif column.kind == 'code' and raw_type == 'boolean' -%}
        {%- set judgement = {
            'good': 'true',
            'value': "case when <value> then '" ~ column.words['true'] ~ "' when not <value> then '" ~ column.words['false'] ~ "' end",
        } -%}
    {%- elif column.kind == 'code' -%}
        {%- set words = [] -%}
        {%- for code, word in column.words.items() -%}
            {%- do words.append("when '" ~ code ~ "' then '" ~ word ~ "'") -%}
        {%- endfor -%}
        {%- set code = 'trim(cast(<value> as ' ~ ad_metrics.type_text() ~ '))' -%}
        {%- set judgement = {
            'what': 'one of the known codes ' ~ column.words | join(', '),
            'remedy': 'correct it, or add the code to the list in ' ~ model.name,
            'good': code ~ " in ('" ~ column.words | join("', '") ~ "')",
            'value': 'case ' ~ code ~ ' ' ~ words | join(' ') ~ ' end',
        } -%}
    {%- elif column.kind == 'day' -%}
        {%- set judgement = {
            'what': 'a day from 1990 to 2099 written as 2026-10-22 (or a time, with or without an offset)',
            'good': ad_metrics.is_day('<value>') if text else "<value> >= cast('1990-01-01' as date) and <value> < cast('2100-01-01' as date)",
            'value': ad_metrics.text_to_day('<value>') if text else 'cast(' ~ (
                ad_metrics.utc_to_local(ad_metrics.zoned_to_utc('<value>'), ad_metrics.setting('reporting_timezone'))
                if 'with time zone' in raw_type else '<value>'
            ) ~ ' as date)',
        } -%}
    {%- elif column.kind == 'amount' -%}
        {%- set judgement = {
            'what': 'an amount of 0 or more',
            'good': ad_metrics.matches('<value>', '[0-9]{1,15}([.][0-9]{1,30})?') if text
                else '<value> >= 0 and <value> < 1000000000000000',
            'value': ad_metrics.text_to_money('<value>') if text else (ad_metrics.float_to_decimal('<value>', ad_metrics.type_money(), raw_type) if is_float
                else 'cast(<value> as ' ~ ad_metrics.type_money() ~ ')'),
        } -%}
    {%- elif column.kind == 'quantity' -%}
        {%- set judgement = {
            'what': 'a number of 0 or more',
            'good': ad_metrics.matches('<value>', '[0-9]{1,11}([.][0-9]{1,30})?') if text
                else '<value> >= 0 and <value> < 100000000000',
            'value': ad_metrics.float_to_decimal('<value>', ad_metrics.type_quantity(), raw_type) if is_float
                else 'cast(<value> as ' ~ ad_metrics.type_quantity() ~ ')',
        } -%}
    {%- elif column.kind == 'micros' -%}
        {%- set judgement = {
            'what': 'a whole number of millionths of 0 or more',
            'good': ad_metrics.matches('<value>', '[0-9]{1,17}([.]0{1,9})?') if text
                else '<value> >= 0 and <value> < 100000000000000000' ~ whole,
            'value': ad_metrics.micros_to_money('<value>', 18),
        } -%}
    {%- elif column.kind == 'currency' -%}
        {%- set judgement = {
            'what': 'an ISO 4217 code in capitals',
            'good': ad_metrics.is_one_of('<value>', ad_metrics.currency_codes()),
            'value': 'cast(<value> as ' ~ ad_metrics.type_text() ~ ')',
        } -%}
    {%- elif column.kind == 'exchange rate' -%}
        {%- set judgement = {
            'what': 'a rate above 0 with at most nine decimals',
            'good': (ad_metrics.matches('<value>', '[0-9]{1,9}([.][0-9]{1,9}0{0,9})?') ~ ' and not '
                ~ ad_metrics.matches('<value>', '[0.]+')) if text else '<value> >= 0.000000001 and <value> < 1000000000',
            'value': 'cast(<value> as ' ~ ad_metrics.type_decimal(18, 9) ~ ')',
        } -%}
    {%- elif column.kind == 'name' -%}
        {#- pandas makes floats of whole numbers where some are missing. -#}
        {%- set whole_as_float = '<value> = floor(<value>) and abs(<value>) < 1000000000000000' -%}
        {%- set judgement = {
            'what': 'a text',
            'good': 'true',
            'value': "case when trim(<value>) <> '' then <value> end" if text else (
                'case when ' ~ whole_as_float ~ ' then cast(cast(<value> as bigint) as ' ~ ad_metrics.type_text() ~ ') else ' if is_float else ''
            ) ~ 'cast(<value> as ' ~ ad_metrics.type_text() ~ ')' ~ (' end' if is_float else ''),
        } -%}
    {%- elif column.kind == 'text' -%}
        {%- set judgement = {
            'what': 'a text',
            'good': '<value> is not null',
            'value': 'cast(<value> as ' ~ ad_metrics.type_text() ~ ')',
        } -%}
    {%- endif -%}
    {%- do judgement.update({
        'empty': empty,
        'fine': ('not (' ~ empty ~ ')' if judgement.good == 'true' else judgement.good) if column.required
            else ('true' if judgement.good == 'true' else empty ~ ' or ' ~ judgement.good),
    }) -%}
    {{ return(judgement) }}
{%- endmacro -%}


{#- Raises an error where the demo would be taken for a change of one's own data, or the other way round; that happens when
    the var that says where the raw tables are is left out once. -#}
{%- macro _stop_if_demo_and_own_data_meet(raw, previous) -%}
    {%- if flags.WHICH in ('build', 'run') -%}
        {%- set demo = target.schema ~ '_revive_demo' -%}
        {%- set last_place = run_query("select max(load_name) from " ~ previous ~ " where verdict = 'day' and raw_rows_read > 0").rows[0][0]
            or (ad_metrics._last_place_of_other_sources() if demo in raw.place else none) or '' -%}
        {%- set any_var = ad_metrics.is_configured('spend') or ad_metrics.is_configured('events') or ad_metrics.setting('revive_path') is not none
            or ad_metrics.setting('revive_schema') is not none -%}
        {%- if demo in last_place and demo not in raw.place -%}
            {{ exceptions.raise_compiler_error(
                'This warehouse holds the demo. Give ' ~ ('other data' if raw.place == 'nothing' else 'the ' ~ raw.place)
                ~ ' a warehouse of its own: another folder in AD_METRICS_WAREHOUSE, or another schema. Nothing was changed.'
            ) }}
        {%- elif last_place and demo not in last_place and (demo in raw.place or (raw.place == 'nothing' and not any_var)) -%}
            {{ exceptions.raise_compiler_error(
                'No var says where the raw tables are, so this would be the demo, in a warehouse that was built from the ' ~ last_place
                ~ '. Pass the vars of the last build, or set them in dbt_project.yml. Nothing was changed.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}


{#- A place where the last build found spend or events, if it did. -#}
{%- macro _last_place_of_other_sources() -%}
    {%- for model_name in ad_metrics.spend_base_models() + ['base_ad_events'] -%}
        {%- set relation = load_cached_relation(this.incorporate(path={'identifier': model_name})) -%}
        {%- set place = run_query('select max(load_name) from ' ~ relation ~ " where verdict = 'day' and raw_rows_read > 0").rows[0][0] if relation -%}
        {%- if place -%}
            {{ return(place) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro -%}


{#- Raises an error where a raw table had usable rows at the last build and has none at all now. It asks before the
    last build's rows are replaced: afterwards nothing would tell that there were any. -#}
{%- macro _stop_if_emptied(source_name, table, raw, previous) -%}
    {%- if flags.WHICH in ('build', 'run') and not flags.FULL_REFRESH
        and not run_query('select 1 as one from ' ~ raw.sql ~ ' limit 1').rows -%}
        {%- set last = run_query("select count(*) as had, max(load_name) as place from " ~ previous ~ " where verdict = 'staged'").rows[0] -%}
        {%- set had = last[0] | int -%}
        {%- if had > 0 -%}
            {%- if raw.place.startswith('table ') and last[1].startswith('file ') -%}
                {{ exceptions.raise_compiler_error(
                    'Source ' ~ source_name ~ ': the ' ~ last[1] ~ ', from which the last build read ' ~ had ~ ' rows, is not there any more, and the '
                    ~ raw.place ~ ' is empty. Nothing was changed. Bring the file back, or, if there is to be none, accept that with one build with --full-refresh.'
                ) }}
            {%- endif -%}
            {%- set is_said = ' is empty; the last build read ' ~ had ~ ' rows from it. Nothing was changed. Export it again' -%}
            {%- if raw.place == 'nothing' -%}
                {%- set is_said = ': no ' ~ table ~ ' is there any more, or no var says where; the last build read ' ~ had
                    ~ ' rows of it. Nothing was changed. Bring it back, pass the vars of the last build' -%}
            {%- endif -%}
            {{ exceptions.raise_compiler_error(
                ('Source ' ~ source_name if raw.place == 'nothing' else 'The ' ~ raw.place) ~ is_said
                ~ ', or, if it is to be empty, accept that with one build with --full-refresh.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
