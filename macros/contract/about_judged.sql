{#- What the query of `judged()` needs to know of a raw table's columns, worked out once:

    columns      the declared ones, each with its reading and its name in the query (`value`)
    names        their names in staging
    unread       those that nobody reads, which tell a copy from a part all the same
    raw_names    the names of all that are there; `value_names` their names in the query
    key_names    the raw names of the key; `key_values` their names in the query
    key_sql      the key as typed values, never as they are spelled
    same_values  what is equal in two rows that are copies
    is_fine      whether no column rejects the row; `is_clean` whether none is to be told
    raw_day, raw_time   SQL for the day and the time of a row, over the raw table
    read_as      stands for how the table is read: what is read in another way is read anew

    `judged()` adds the last build (`previous`), what of the table changed since (`changes`) and
    whether only that is read (`windowed`), whether a server is `asked` for it, and `loads`. -#}
{%- macro _about_judged(raw, key, columns, day, gives_way) -%}
    {%- set about = {
        'raw': raw,
        'day': day,
        'gives_way': gives_way,
        'names': columns | map(attribute='name') | list,
        'key_names': [key] if key is string else key,
        'columns': [],
        'unread': [],
        'raw_names': [],
        'value_names': [],
        'same_values': [],
    } -%}
    {%- set types = {} -%}
    {%- for column in columns -%}
        {%- set type = raw.columns.get(column.raw, 'varchar') -%}
        {%- do types.update({column.raw: type}) -%}
        {%- do ad_metrics._add_column(about, column, type, 'raw_' ~ loop.index) -%}
    {%- endfor -%}
    {#- An ad server's database holds its own keys to be unique, and is asked for no more than what
        is used: nothing about a viewer. Exports have no such keys, wherever they are. -#}
    {%- set may_have_copies = gives_way or not raw.server -%}
    {%- for name, type in raw.columns.items()
        if may_have_copies and name not in types and not type.startswith(('map', 'struct')) -%}
        {%- set value = 'unread_' ~ loop.index -%}
        {%- do about.unread.append({'raw': name, 'value': value}) -%}
        {%- do about.raw_names.append(name) -%}
        {%- do about.value_names.append(value) -%}
        {%- do about.same_values.append(value) -%}
    {%- endfor -%}
    {#- What cannot be read is compared as it is spelled. -#}
    {%- do about.same_values.append(
        'case when not (is_fine and is_clean) then ' ~ ad_metrics.json_text(
            about.columns | map(attribute='raw') | list,
            about.columns | map(attribute='value') | list
        ) ~ ' end'
    ) -%}
    {%- do about.update({
        'is_fine': ad_metrics._are_all_fine(about.columns | selectattr('reading.rejects')),
        'is_clean': ad_metrics._are_all_fine(about.columns | rejectattr('reading.rejects')),
        'read_as': local_md5(tojson(columns) ~ tojson(types)),
    }) -%}
    {{ ad_metrics._add_day(about) }}
    {{ ad_metrics._add_key(about) }}
    {{ return(about) }}
{%- endmacro -%}


{%- macro _add_column(about, column, type, value) -%}
    {%- set declared = dict(column) -%}
    {%- do declared.update({
        'reading': ad_metrics.reading_of(column, type),
        'raw_sql': ad_metrics.raw_value(about.raw, column.raw),
        'value': value,
        'type': type,
    }) -%}
    {%- do about.columns.append(declared) -%}
    {%- if column.raw in about.raw.columns -%}
        {%- do about.raw_names.append(column.raw) -%}
        {%- do about.value_names.append(value) -%}
    {%- endif -%}
    {%- do about.same_values.append(column.name) -%}
    {#- Hours of one day are no copies of one another. -#}
    {%- if column.kind == 'day' -%}
        {%- do about.same_values.append(ad_metrics._read_moment(declared.reading, value)) -%}
    {%- endif -%}
{%- endmacro -%}


{#- A raw column as SQL; null where the table does not have it. -#}
{%- macro raw_value(raw, name) -%}
    {{ return(
        adapter.quote(name) if name in raw.columns or not execute
        else 'cast(null as ' ~ ad_metrics.type_text() ~ ')'
    ) }}
{%- endmacro -%}


{%- macro _are_all_fine(columns) -%}
    {%- set conditions = [] -%}
    {%- for column in columns -%}
        {%- set is_fine = column.reading.fine.replace('<value>', column.value) -%}
        {%- do conditions.append('(' ~ is_fine ~ ')') if is_fine != 'true' -%}
    {%- endfor -%}
    {{ return('coalesce(' ~ conditions | join(' and ') ~ ', false)' if conditions else 'true') }}
{%- endmacro -%}


{#- All that has no readable time stands together under one impossible day. -#}
{%- macro _add_day(about) -%}
    {%- set never = "cast('0001-01-01' as date)" -%}
    {%- set column = about.columns | selectattr('raw', 'eq', about.day) | first
        if about.day else none -%}
    {%- set raw_time = ad_metrics.read_value(column.reading, column.raw_sql) if column else none -%}
    {%- do about.update({
        'raw_time': raw_time,
        'raw_day': 'coalesce(cast(' ~ raw_time ~ ' as date), ' ~ never ~ ')' if column else never,
    }) -%}
{%- endmacro -%}


{%- macro _add_key(about) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set is_one = about.key_names | length == 1 -%}
    {%- set values = [] -%}
    {%- set parts = [] -%}
    {%- for name in about.key_names -%}
        {%- set column = about.columns | selectattr('raw', 'eq', name) | first -%}
        {%- set typed = ad_metrics.read_value(column.reading, column.raw_sql) -%}
        {%- set spelled = 'cast(' ~ column.raw_sql ~ ' as ' ~ text ~ ')' -%}
        {%- do values.append(column.value) -%}
        {%- if column.reading.good == 'true' and not is_one -%}
            {%- do parts.append(typed) -%}
        {%- elif name == about.day and not is_one and column.kind == 'day' -%}
            {%- set is_good = column.reading.good.replace('<value>', column.raw_sql) -%}
            {%- do parts.append(ad_metrics._read_moment(column.reading, column.raw_sql)) -%}
            {%- do parts.append(
                'case when not coalesce(' ~ is_good ~ ', false) then ' ~ spelled ~ ' end'
            ) -%}
        {%- else -%}
            {#- A blank is none, but of a column that must not be empty it is spelled. -#}
            {%- set spelled = spelled if column.required
                else 'nullif(' ~ ad_metrics.trimmed(spelled) ~ ", '')" -%}
            {%- do parts.append(
                'coalesce(cast(' ~ typed ~ ' as ' ~ text ~ '), ' ~ spelled ~ ')'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do about.update({
        'key_values': values,
        'key_sql': parts[0] if is_one else ad_metrics.row_hash(parts),
    }) -%}
{%- endmacro -%}
