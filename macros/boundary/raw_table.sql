{#- Where a raw table is and what it holds: {'sql': to select from, 'columns': {name: type}, 'place': for messages,
    'server': 'mysql' or 'postgres' if it is on a server that DuckDB has attached}.

    Files win over tables: `<source>_path` names a folder with <table>.csv, .csv.gz or .parquet, else the tables are in
    the source's schema. Installs differ in their table prefix (rv_, ox_, none); the anchor is a table
    that every install has and no other table's name ends with, so what stands before it is the prefix. -#}
{%- macro raw_table(source_name, table) -%}
    {%- set anchor = {'revive': 'data_summary_ad_hourly'}[source_name] -%}
    {%- set relation = source(source_name, table) -%}
    {%- if not execute -%}
        {{ return({'sql': relation, 'columns': none, 'place': table}) }}
    {%- endif -%}
    {%- set path = ad_metrics.setting(source_name ~ '_path') -%}
    {%- set places = {} -%}
    {%- if path -%}
        {%- for file in ad_metrics.raw_files(path) -%}
            {%- set found = modules.re.fullmatch('(.+)\.(csv|csv\.gz|parquet)', file.split('/')[-1] | lower) -%}
            {%- if found -%}
                {%- do places.setdefault(found.group(1), []).append(file) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if not places -%}
            {{ exceptions.raise_compiler_error(
                'Source ' ~ source_name ~ ": the folder '" ~ path ~ "' does not exist, or has no CSV or Parquet file. Point the var "
                ~ source_name ~ '_path to the folder with the tables.'
            ) }}
        {%- endif -%}
        {%- set where = "the folder '" ~ path ~ "'" -%}
        {%- set remedy = 'Put the file there, or point the var ' ~ source_name ~ '_path to the folder that has it.' -%}
    {%- else -%}
        {#- A schema of the warehouse, or <name>.<schema> on a server that is attached; the latter as it is spelled there, as a
            server may tell Ads from ads. -#}
        {%- set named = (ad_metrics.setting(source_name ~ '_schema') or relation.schema).split('.') -%}
        {%- set database = named[0] if named | length > 1 else relation.database -%}
        {%- set within = api.Relation.create(database=database, schema=named[-1]) -%}
        {%- for found in dbt.list_relations_without_caching(within).rows -%}
            {%- do places.setdefault(found['name'] | lower, []).append(
                api.Relation.create(
                    database=database,
                    schema=found['schema'] if named | length > 1 else named[0],
                    identifier=found['name'],
                )
            ) -%}
        {%- endfor -%}
        {%- set where = "the schema '" ~ named | join('.') ~ "'" -%}
        {%- set remedy = 'Load the table there, or name its schema in the var ' ~ source_name
            ~ '_schema (<name>.<schema> on a server that is attached). For the demo, run dbt seed first.' -%}
    {%- endif -%}

    {%- set prefixes = [] -%}
    {%- for name in places if name.endswith(anchor) -%}
        {%- do prefixes.append(name[:name | length - anchor | length]) -%}
    {%- endfor -%}
    {%- if prefixes | length > 1 -%}
        {{ exceptions.raise_compiler_error(
            'Source ' ~ source_name ~ ': ' ~ where ~ ' holds more than one install, with the table prefixes '
            ~ prefixes | sort | join(', ') ~ '. Keep one install in one place.'
        ) }}
    {%- endif -%}
    {%- set name = (prefixes[0] if prefixes else '') ~ table -%}
    {%- if name not in places -%}
        {{ exceptions.raise_compiler_error(
            'Source ' ~ source_name ~ ': no table ' ~ name ~ ' in ' ~ where ~ '. ' ~ remedy
        ) }}
    {%- endif -%}
    {%- if places[name] | length > 1 -%}
        {{ exceptions.raise_compiler_error(
            'Source ' ~ source_name ~ ': table ' ~ name ~ ' is there ' ~ places[name] | length ~ ' times: '
            ~ places[name] | join(', ') ~ '. Keep one of them.'
        ) }}
    {%- endif -%}

    {%- set place = places[name][0] -%}
    {%- if path -%}
        {{ return({
            'sql': ad_metrics.raw_file_relation(place),
            'columns': ad_metrics.raw_file_columns(place),
            'place': 'file ' ~ place,
            'name': name,
            'names': places | list,
        }) }}
    {%- endif -%}
    {%- set columns = {} -%}
    {%- for column in adapter.get_columns_in_relation(place) -%}
        {%- do columns.update({column.name | lower: column.dtype | lower}) -%}
    {%- endfor -%}
    {{ return({
        'sql': place,
        'columns': columns,
        'place': 'table ' ~ place,
        'server': ad_metrics.attached_server(place.database),
    }) }}
{%- endmacro -%}
