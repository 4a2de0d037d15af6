{#- Where a raw table is and what it holds: {'sql': to select from, 'columns': {name: type},
    'place': for messages, 'load': SQL for the file or table that a row came from, 'parts':
    [{'place', 'columns'}] of each kind of file, 'server': 'mysql' or 'postgres' if it is on a
    server that DuckDB has attached}. Of a table that may be missing, and is, `columns` and `parts`
    are empty, and so is what it selects.

    The source's var names a folder with <table>.csv, .csv.gz or .parquet (of spend also a file, or
    a pattern), or the schema with the tables. Installs differ in their table prefix (rv_, ox_,
    none). -#}
{%- macro raw_table(source_name, table) -%}
    {%- set relation = source(source_name, table) -%}
    {%- set seed = ref('exchange_rates') if source_name == 'exchange_rates' -%}
    {%- if not execute -%}
        {{ return({
            'sql': relation, 'columns': {}, 'parts': [], 'place': table,
            'load': ad_metrics.typed_text(''), 'place_sql': ad_metrics.typed_text(''),
        }) }}
    {%- endif -%}
    {%- set about = ad_metrics.raw_source(source_name) -%}
    {%- set nothing = {
        'sql': '(select 1 as one from (select 1 as one) as nothing where false) as nothing',
        'columns': {}, 'parts': [], 'place': 'nothing',
        'load': ad_metrics.typed_text(table), 'place_sql': ad_metrics.typed_text('nothing'),
    } -%}
    {%- if not about.tables -%}
        {#- Of a source of the project at hand; that is where dbt says. -#}
        {%- set raw = ad_metrics.raw_relation(relation) -%}
        {%- do raw.update({'load': ad_metrics.typed_text(table)}) -%}
        {{ return(raw) }}
    {%- endif -%}
    {%- set found = {'places': {}} -%}
    {%- set is_of_demo = ad_metrics.known_sources()[about.of].is_demo and ad_metrics.is_demo() -%}
    {%- if ad_metrics.setting(about.path) is not none or is_of_demo -%}
        {%- set found = ad_metrics._raw_places(source_name, about.path, relation) -%}
    {%- endif -%}
    {%- set prefixes = ad_metrics._prefixes(found.places, about.anchor) -%}
    {%- if source_name == 'exchange_rates' -%}
        {%- set raw = ad_metrics.raw_exchange_rates(found, seed) or nothing -%}
        {%- do raw.update({'load': ad_metrics.typed_text(table)}) -%}
        {{ return(raw) }}
    {%- elif about.may_lack and table not in found.places -%}
        {{ return(nothing) }}
    {%- elif about.takes_other_files and found.is_files -%}
        {%- set files = ad_metrics._files_of_no_other_source(source_name, found.places) -%}
    {%- elif ad_metrics.known_sources()[about.of].raw | length > 1 and not prefixes -%}
        {#- One of several layouts that there may be. -#}
        {%- set files = [] -%}
    {%- else -%}
        {%- if prefixes | length > 1 -%}
            {{ exceptions.raise_compiler_error(
                'Source ' ~ source_name ~ ': ' ~ found.where
                ~ ' holds more than one install, with the table prefixes '
                ~ prefixes | sort | join(', ') ~ '. Keep one install in one place.'
            ) }}
        {%- endif -%}
        {%- set name = (prefixes[0] if prefixes else '') ~ table -%}
        {%- if name not in found.places -%}
            {{ exceptions.raise_compiler_error(
                'Source ' ~ source_name ~ ': no table ' ~ name ~ ' in ' ~ found.where ~ '. '
                ~ found.remedy
            ) }}
        {%- endif -%}
        {%- if found.places[name] | length > 1 -%}
            {{ exceptions.raise_compiler_error(
                'Source ' ~ source_name ~ ': table ' ~ name ~ ' is there '
                ~ found.places[name] | length ~ ' times: ' ~ found.places[name] | join(', ')
                ~ '. Keep one of them.'
            ) }}
        {%- endif -%}
        {%- set files = found.places[name] -%}
    {%- endif -%}

    {%- if not files -%}
        {{ return(nothing) }}
    {%- endif -%}
    {%- if found.is_files -%}
        {%- set raw = ad_metrics.raw_files_as_table(files, found.where) -%}
        {%- do raw.update({'name': name or table, 'names': found.places | list + [table]}) -%}
        {%- if name -%}
            {#- A table of its own name is the same one, whatever file it comes in. -#}
            {%- do raw.update({'load': ad_metrics.typed_text(table), 'load_name': table}) -%}
        {%- endif -%}
        {{ return(raw) }}
    {%- endif -%}
    {%- set raw = ad_metrics.raw_relation(files[0]) -%}
    {%- do raw.update({'load': ad_metrics.typed_text(table)}) -%}
    {{ return(raw) }}
{%- endmacro -%}


{#- A table of the warehouse, or of an attached server. -#}
{%- macro raw_relation(relation) -%}
    {%- set columns = {} -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do columns.update({column.name | lower: column.dtype | lower}) -%}
    {%- endfor -%}
    {{ return({
        'sql': relation,
        'columns': columns,
        'parts': [{'place': 'table ' ~ relation, 'columns': columns}],
        'place': 'table ' ~ relation,
        'place_sql': ad_metrics.typed_text('table ' ~ relation),
        'server': ad_metrics.attached_server(relation.database),
    }) }}
{%- endmacro -%}
