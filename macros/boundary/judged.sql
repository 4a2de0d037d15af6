{#- Every row of a raw table, typed and named as declared, with `rejected_because`: null for a good
    row, else every reason in words. A missing table or column stops the build here. -#}
{%- macro judged(source_name, table, key, columns) -%}
{%- set raw = ad_metrics.raw_table(source_name, table) -%}
{%- if raw.columns is not none -%}
    {%- set missing = [] -%}
    {%- for column in columns if column.raw not in raw.columns -%}
        {%- do missing.append(column.raw) -%}
    {%- endfor -%}
    {%- if missing -%}
        {{ exceptions.raise_compiler_error(
            'Source ' ~ source_name ~ ': the ' ~ raw.place ~ ' has no column ' ~ missing | join(', ')
            ~ '. It has ' ~ raw.columns | join(', ') ~ '. If the source renamed a column, change it in '
            ~ model.original_file_path ~ '; if the header line is missing, export the table with one.'
        ) }}
    {%- endif -%}
{%- endif -%}
{%- set judgements = [] -%}
{%- for column in columns -%}
    {%- do judgements.append(ad_metrics._judgement(column, (raw.columns or {}).get(column.raw, 'varchar'))) -%}
{%- endfor -%}
with

raw_rows as (
    select
        {%- for column in columns %}
        {{ adapter.quote(column.raw) }} as raw_{{ loop.index }},
        {%- endfor %}
        {{ adapter.quote(key) }} as raw_key,
        '{{ table }}' as raw_table
    from {{ raw.sql }}
),

judged as (
    select
        raw_table,
        cast(raw_key as {{ ad_metrics.type_text() }}) as raw_key,
        {%- for column in columns %}
        {%- set judgement = judgements[loop.index0] %}
        {%- set value = 'raw_' ~ loop.index %}
        case when {{ judgement.good.replace('<value>', value) }} then {{ judgement.value.replace('<value>', value) }} end
            as {{ column.name }},
        {%- endfor %}
        nullif(
            {%- for column in columns %}
            {%- set judgement = judgements[loop.index0] %}
            {%- set value = 'raw_' ~ loop.index %}
            case
                when {{ judgement.empty.replace('<value>', value) }}
                    then '{{ column.raw ~ ' is empty; ' if column.required else '' }}'
                when {{ judgement.good.replace('<value>', value) }} then ''
                else '{{ column.raw }} is not {{ judgement.what }}; '
            end
            {%- if not loop.last %} ||{% endif %}
            {%- endfor %}, ''
        ) as rejected_because
    from raw_rows
)

select * from judged
{%- endmacro -%}


{#- How one column is judged: SQL in which <value> stands for the raw value. Text is judged by a pattern
    before it is cast, as a cast alone takes 300.6, 1e3 or 0x10; a typed column by its range. -#}
{%- macro _judgement(column, raw_type) -%}
    {%- set text = raw_type.startswith(('varchar', 'character', 'char', 'text', 'string')) -%}
    {%- set bigint = 'bigint' -%}
    {%- set empty = "<value> is null or trim(<value>) = ''" if text else '<value> is null' -%}
    {%- if column.kind == 'id' -%}
        {%- set judgement = {
            'what': 'a whole number',
            'good': ad_metrics.matches('<value>', '0|[1-9][0-9]{0,17}') if text
                else '<value> >= 0 and <value> < 1000000000000000000 and <value> = floor(<value>)',
            'value': 'cast(<value> as ' ~ ad_metrics.type_text() ~ ')' if text
                else 'cast(cast(<value> as bigint) as ' ~ ad_metrics.type_text() ~ ')',
        } -%}
    {%- elif column.kind == 'count' -%}
        {%- set judgement = {
            'what': 'a whole number of 0 or more',
            'good': ad_metrics.matches('<value>', '[0-9]{1,15}') if text
                else '<value> >= 0 and <value> < 1000000000000000 and <value> = floor(<value>)',
            'value': 'cast(<value> as bigint)',
        } -%}
    {%- elif column.kind == 'integer' -%}
        {%- set judgement = {
            'what': 'a whole number',
            'good': ad_metrics.matches('<value>', '-?[0-9]{1,15}') if text
                else '<value> > -1000000000000000 and <value> < 1000000000000000 and <value> = floor(<value>)',
            'value': 'cast(<value> as bigint)',
        } -%}
    {%- elif column.kind == 'money' -%}
        {%- set judgement = {
            'what': 'an amount of 0 or more with at most nine decimals',
            'good': ad_metrics.matches('<value>', '[0-9]{1,15}([.][0-9]{1,9})?') if text
                else '<value> >= 0 and <value> < 1000000000000000',
            'value': 'cast(<value> as ' ~ ad_metrics.type_money() ~ ')',
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
            'what': 'a time written as 2026-10-22 13:00:00',
            'good': ad_metrics.is_timestamp('<value>') if text else "<value> >= cast('1990-01-01' as timestamp)",
            'value': 'cast(<value> as timestamp)',
        } -%}
        {%- if text -%}
            {%- set empty = empty ~ " or <value> like '0000-00-00%'" -%}
        {%- endif -%}
    {%- elif column.kind == 'code' -%}
        {%- set words = [] -%}
        {%- for code, word in column.words.items() -%}
            {%- do words.append("when '" ~ code ~ "' then '" ~ word ~ "'") -%}
        {%- endfor -%}
        {%- set code = 'trim(cast(<value> as ' ~ ad_metrics.type_text() ~ '))' -%}
        {%- set judgement = {
            'what': 'one of the known codes ' ~ column.words | join(', '),
            'good': code ~ " in ('" ~ column.words | join("', '") ~ "')",
            'value': 'case ' ~ code ~ ' ' ~ words | join(' ') ~ ' end',
        } -%}
    {%- elif column.kind == 'text' -%}
        {%- set judgement = {
            'what': 'a text',
            'good': '<value> is not null',
            'value': 'cast(<value> as ' ~ ad_metrics.type_text() ~ ')',
        } -%}
    {%- endif -%}
    {%- do judgement.update({'empty': empty}) -%}
    {{ return(judgement) }}
{%- endmacro -%}
