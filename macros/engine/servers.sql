{#- A database server that DuckDB has attached is asked in its own SQL, MySQL's or PostgreSQL's, for
    what would else send every row here: which days changed, and the rows of those days. A day's
    fingerprint is the sum of its rows' hashes, and every row is read with the hash that the same
    statement worked out, so what is noted of a day is of the rows that were read, whatever changed
    since. -#}

{#- 'mysql' or 'postgres' where a database is such a server, else none. -#}
{%- macro attached_server(database) -%}
    {{ return(adapter.dispatch('attached_server', 'ad_metrics')(database)) }}
{%- endmacro -%}

{%- macro default__attached_server(database) -%}{{ return(none) }}{%- endmacro -%}

{%- macro duckdb__attached_server(database) -%}
    {%- set found = run_query(
        "select type from duckdb_databases() where type in ('mysql', 'postgres')"
        ~ " and lower(database_name) = '" ~ database | lower ~ "'"
    ) -%}
    {{ return(found.rows[0][0] if found.rows else none) }}
{%- endmacro -%}


{#- Of each day of a server's table: raw_day, rows_hash, first_time. The rows stay where they
    are. -#}
{%- macro server_day_hashes(raw, column, names) -%}
    {%- set words = ad_metrics._server_words(raw, column, names) -%}
    {{ ad_metrics._server_answer(
        raw,
        'select ' ~ words.day ~ ' as raw_day, ' ~ words.sum_of_hashes ~ ' as rows_hash, '
        ~ words.first_time ~ ' as first_time from ' ~ words.table ~ ' group by 1'
    ) }}
{%- endmacro -%}


{#- The rows of these days, or of all, each with its raw_hash. -#}
{%- macro server_rows(raw, column, names, days=none) -%}
    {%- set words = ad_metrics._server_words(raw, column, names) -%}
    {{ ad_metrics._server_answer(
        raw,
        'select ' ~ words.names | join(', ') ~ ', ' ~ words.hash ~ ' as raw_hash from '
        ~ words.table ~ (' where ' ~ ad_metrics._server_is_of_days(words, days) if days is not none)
    ) }}
{%- endmacro -%}


{#- raw_day of every row whose key stands in one of these days. -#}
{%- macro server_days_of_keys(raw, column, keys, days) -%}
    {%- set words = ad_metrics._server_words(raw, column, keys) -%}
    {%- set key = words.names | join(', ') -%}
    {{ ad_metrics._server_answer(
        raw,
        'select distinct ' ~ words.day ~ ' as raw_day from ' ~ words.table ~ ' where (' ~ key
        ~ ') in (select ' ~ key ~ ' from ' ~ words.table ~ ' where '
        ~ ad_metrics._server_is_of_days(words, days) ~ ')'
    ) }}
{%- endmacro -%}


{#- The latest time in a column, as last_update. -#}
{%- macro server_last_update(raw, column) -%}
    {%- set words = ad_metrics._server_words(raw, column, [column]) -%}
    {{ ad_metrics._server_answer(
        raw, 'select max(' ~ words.utc ~ ') as last_update from ' ~ words.table
    ) }}
{%- endmacro -%}


{#- What a server answers to a query in its own SQL, as something to select from. -#}
{%- macro _server_answer(raw, query) -%}
    {{ raw.server }}_query('{{ raw.sql.database }}', '{{ query | replace("'", "''") }}')
{%- endmacro -%}


{%- macro _server_name(raw, name) -%}
    {%- set mark = '`' if raw.server == 'mysql' else '"' -%}
    {{ mark ~ name | replace(mark, mark ~ mark) ~ mark }}
{%- endmacro -%}


{#- How a server says what the queries above need. A time without a day of the calendar (NULL, a
    zero date, one far off) is not `readable`, and its `day` is the impossible one; `offset` makes a
    literal UTC for a column with a time zone. -#}
{%- macro _server_words(raw, column, names) -%}
    {%- set time = ad_metrics._server_name(raw, column) -%}
    {%- set quoted = [] -%}
    {%- for name in names -%}
        {%- do quoted.append(ad_metrics._server_name(raw, name)) -%}
    {%- endfor -%}
    {%- set words = {
        'names': quoted,
        'table': ad_metrics._server_name(raw, raw.sql.schema) ~ '.'
            ~ ad_metrics._server_name(raw, raw.sql.identifier),
        'time': time,
    } -%}
    {%- if raw.server == 'mysql' -%}
        {#- Not crc32(): it is linear, so that two rows which swap a value would too often leave the
            sum as it was. quote() tells NULL from an empty text and one value's end from the next
            one's beginning. -#}
        {%- do words.update({
            'offset': '',
            'utc': time,
            'readable': time ~ " >= '1990-01-01' and " ~ time ~ " < '2100-01-01' and month("
                ~ time ~ ') > 0 and dayofmonth(' ~ time ~ ') > 0',
            'hash': "cast(conv(left(sha2(concat_ws(',', quote(" ~ quoted | join('), quote(')
                ~ ")), 256), 16), 16, 10) as unsigned)",
        }) -%}
        {%- set readable_time = 'case when ' ~ words.readable ~ ' then ' ~ time ~ ' end' -%}
        {%- do words.update({
            'day': 'coalesce(date_format(' ~ readable_time ~ ", '%Y-%m-%d'), '0001-01-01')",
            'first_time': 'date_format(min(' ~ readable_time ~ "), '%Y-%m-%d %H:%i:%s')",
            'sum_of_hashes': 'cast(sum(' ~ words.hash ~ ') as char)',
        }) -%}
    {%- else -%}
        {%- do words.update({
            'offset': '+00',
            'utc': time ~ (" at time zone 'UTC'" if 'with time zone' in raw.columns[column]),
            'readable': time ~ " >= '1990-01-01 00:00:00+00' and " ~ time
                ~ " < '2100-01-01 00:00:00+00'",
            'hash': 'hashtextextended(cast(row(' ~ quoted | join(', ') ~ ') as text), 0)',
        }) -%}
        {%- set readable_time = 'case when ' ~ words.readable ~ ' then ' ~ words.utc ~ ' end' -%}
        {%- do words.update({
            'day': 'coalesce(to_char(' ~ readable_time ~ ", 'YYYY-MM-DD'), '0001-01-01')",
            'first_time': 'to_char(min(' ~ readable_time ~ "), 'YYYY-MM-DD HH24:MI:SS')",
            'sum_of_hashes': 'cast(sum(' ~ words.hash ~ ') as text)',
        }) -%}
    {%- endif -%}
    {{ return(words) }}
{%- endmacro -%}


{#- Whether a row is of one of these days, said so that the server can use its index on the
    time. -#}
{%- macro _server_is_of_days(words, days) -%}
    {%- if not days -%}false{%- endif -%}
    {%- for day in days -%}
        {{ ' or ' if not loop.first }}
        {%- if day == '0001-01-01' -%}
            not coalesce({{ words.readable }}, false)
        {%- else -%}
            {%- set next_day = ad_metrics.day_after(day) -%}
            ({{ words.time }} >= '{{ day }} 00:00:00{{ words.offset }}'
            and {{ words.time }} < '{{ next_day }} 00:00:00{{ words.offset }}')
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}
