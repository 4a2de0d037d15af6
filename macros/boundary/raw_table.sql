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
            'load': ad_metrics._literal(''), 'place_sql': ad_metrics._literal(''),
        }) }}
    {%- endif -%}
    {%- set about = ad_metrics.raw_source(source_name) -%}
    {%- set nothing = {
        'sql': '(select 1 as one from (select 1 as one) as nothing where false) as nothing',
        'columns': {}, 'parts': [], 'place': 'nothing',
        'load': ad_metrics._literal(table), 'place_sql': ad_metrics._literal('nothing'),
    } -%}
    {%- if not about.tables -%}
        {#- Of a source of the project at hand; that is where dbt says. -#}
        {%- set raw = ad_metrics._raw_relation(relation) -%}
        {%- do raw.update({'load': ad_metrics._literal(table)}) -%}
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
        {%- do raw.update({'load': ad_metrics._literal(table)}) -%}
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
        {%- set raw = ad_metrics._raw_files_as_table(files, found.where) -%}
        {%- do raw.update({'name': name or table, 'names': found.places | list + [table]}) -%}
        {%- if name -%}
            {#- A table of its own name is the same one, whatever file it comes in. -#}
            {%- do raw.update({'load': ad_metrics._literal(table), 'load_name': table}) -%}
        {%- endif -%}
        {{ return(raw) }}
    {%- endif -%}
    {%- set raw = ad_metrics._raw_relation(files[0]) -%}
    {%- do raw.update({'load': ad_metrics._literal(table)}) -%}
    {{ return(raw) }}
{%- endmacro -%}


{#- The path that a var names, or the schema; none where it names the other, or nothing. -#}
{%- macro raw_path(name) -%}
    {%- set place = ad_metrics.setting(name) or '' -%}
    {{ return(none if place.startswith('schema:') else place or none) }}
{%- endmacro -%}

{%- macro raw_schema(name) -%}
    {%- set place = ad_metrics.setting(name) or '' -%}
    {{ return(place[7:] if place.startswith('schema:') else none) }}
{%- endmacro -%}


{#- A table of the warehouse, or of an attached server. -#}
{%- macro _raw_relation(relation) -%}
    {%- set columns = {} -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do columns.update({column.name | lower: column.dtype | lower}) -%}
    {%- endfor -%}
    {{ return({
        'sql': relation,
        'columns': columns,
        'parts': [{'place': 'table ' ~ relation, 'columns': columns}],
        'place': 'table ' ~ relation,
        'place_sql': ad_metrics._literal('table ' ~ relation),
        'server': ad_metrics.attached_server(relation.database),
    }) }}
{%- endmacro -%}


{%- macro _literal(text) -%}
    {{ return('cast(' ~ ad_metrics.text_literal(text) ~ ' as ' ~ ad_metrics.type_text() ~ ')') }}
{%- endmacro -%}


{#- The files or tables of a place, which a var names: {'places': {name: [file or relation]},
    'is_files', 'where', 'remedy'}. -#}
{%- macro _raw_places(source_name, path_var, relation) -%}
    {%- set path = ad_metrics.raw_path(path_var) -%}
    {%- set about = ad_metrics.raw_source(source_name) -%}
    {%- set places = {} -%}
    {%- if path -%}
        {%- for file in ad_metrics.raw_files(path) -%}
            {%- set found
                = modules.re.match('(.+)\.(csv|csv\.gz|parquet)$', file.split('/')[-1] | lower) -%}
            {%- if found -%}
                {%- do places.setdefault(found.group(1), []).append(file) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if not places and not about.may_lack -%}
            {{ exceptions.raise_compiler_error(
                'Source ' ~ source_name ~ ": the folder '" ~ path
                ~ "' does not exist, or has no CSV or Parquet file. Point the var " ~ path_var
                ~ ' to the folder with the tables.'
            ) }}
        {%- endif -%}
        {{ return({
            'places': places,
            'is_files': true,
            'where': "the folder '" ~ path ~ "'",
            'remedy': 'Put the file there, or point the var ' ~ path_var
                ~ ' to the folder that has it.',
        }) }}
    {%- endif -%}
    {#- A schema of the warehouse, or <name>.<schema> on a server that is attached; the latter as it
        is spelled there, as a server may tell Ads from ads. -#}
    {%- set named = (ad_metrics.raw_schema(path_var) or relation.schema).split('.') -%}
    {%- set database = named[0] if named | length > 1 else relation.database -%}
    {%- for found in ad_metrics.relations_in(database, named[-1]) -%}
        {%- do places.setdefault(found.identifier | lower, []).append(
            found if named | length > 1 else found.incorporate(path={'schema': named[0]})
        ) -%}
    {%- endfor -%}
    {%- set where = "the schema '" ~ named | join('.') ~ "'" -%}
    {#- Of several layouts that there may be, one is. -#}
    {%- set layouts = ad_metrics.known_sources()[about.of].raw -%}
    {%- if layouts | length > 1 -%}
        {%- set anchors = [] -%}
        {%- set known = [] -%}
        {%- for layout in layouts.values() -%}
            {%- do anchors.append(layout.anchor) -%}
            {%- do known.extend(ad_metrics._prefixes(places, layout.anchor)) -%}
        {%- endfor -%}
        {%- if not known -%}
            {{ exceptions.raise_compiler_error(
                'Source ' ~ source_name ~ ': ' ~ where ~ ' has none of the tables '
                ~ anchors | join(', ') ~ '. Load one there, or name its schema in the var '
                ~ path_var ~ '.'
            ) }}
        {%- endif -%}
    {%- endif -%}
    {{ return({
        'places': places,
        'is_files': false,
        'where': where,
        'remedy': 'Load the table there, or name its schema in the var ' ~ path_var
            ~ ' (schema:<schema>, or schema:<name>.<schema> on a server that is attached).'
            ~ ' For the demo, run dbt seed first.',
    }) }}
{%- endmacro -%}


{#- What stands before the anchor in the names of tables that end with it. -#}
{%- macro _prefixes(places, anchor) -%}
    {%- set prefixes = [] -%}
    {%- for name in places if name.endswith(anchor) -%}
        {%- do prefixes.append(name[:name | length - anchor | length]) -%}
    {%- endfor -%}
    {{ return(prefixes) }}
{%- endmacro -%}


{#- The files that no other layout of the place goes by, nor the control totals or exchange
    rates. -#}
{%- macro _files_of_no_other_source(source_name, places) -%}
    {%- set others = ['control_totals'] -%}
    {%- set connectors = ['eurofxref'] -%}
    {%- set path = ad_metrics.raw_source(source_name).path -%}
    {%- for about in ad_metrics.known_sources().values() -%}
        {%- for name, layout in about.raw.items()
            if name != source_name and (layout.path or about['var']) == path -%}
            {%- for prefix in ad_metrics._prefixes(places, layout.anchor) -%}
                {%- for table in layout.tables -%}
                    {%- do others.append(prefix ~ table) -%}
                {%- endfor -%}
                {%- do connectors.append(modules.re.escape(prefix))
                    if prefix and layout.tables | length > 1 -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set files = [] -%}
    {#- A connector leaves more tables than are read. -#}
    {%- for name, found in places.items() if name not in others and not modules.re.match(connectors | join('|'), name) -%}
        {%- do files.extend(found) -%}
    {%- endfor -%}
    {{ return(files | sort) }}
{%- endmacro -%}


{#- Files as one table. Those alike in kind and columns are read together; a column that a file does
    not have is null there. Each file is a load, known by its name. -#}
{%- macro _raw_files_as_table(files, where) -%}
    {%- set parts = [] -%}
    {%- set columns = {} -%}
    {%- for file in files -%}
        {%- set has = ad_metrics.raw_file_columns(file) -%}
        {%- set kind = file.lower().endswith('.parquet') ~ tojson(has) -%}
        {%- set alike = parts | selectattr('kind', 'eq', kind) | first -%}
        {%- if alike -%}
            {%- do alike.files.append(file) -%}
        {%- else -%}
            {%- do parts.append({
                'kind': kind, 'place': 'file ' ~ file, 'files': [file], 'columns': has
            }) -%}
        {%- endif -%}
        {%- for name, type in has.items() -%}
            {%- do columns.update({
                name: type if columns.get(name, type) == type else ad_metrics.type_text()
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set named = ad_metrics._names_of_loads(files) -%}
    {%- set selects = [] -%}
    {%- set csv_parts = [] -%}
    {%- for part in parts -%}
        {%- set values = [] -%}
        {%- for name, type in columns.items() -%}
            {%- set quoted = adapter.quote(name) -%}
            {%- set value = quoted if part.columns.get(name) == type else (
                ad_metrics.raw_file_text(quoted, part.columns[name]) if name in part.columns
                else 'cast(null as ' ~ type ~ ')'
            ) ~ ' as ' ~ quoted -%}
            {%- do values.append(value) -%}
        {%- endfor -%}
        {%- do selects.append(
            'select ' ~ values | join(', ') ~ ', raw_file from '
            ~ ad_metrics.raw_file_relation(part.files)
        ) -%}
        {%- if not part.files[0].lower().endswith('.parquet') -%}
            {%- do csv_parts.append({'files': part.files, 'values': values}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set raw = {'columns': columns, 'parts': parts, 'csv_parts': csv_parts} -%}
    {%- if files | length == 1 -%}
        {%- do raw.update({
            'sql': ad_metrics.raw_file_relation(files[0]),
            'place': parts[0].place,
            'place_sql': ad_metrics._literal(parts[0].place),
            'load': ad_metrics._literal(named.names[0]),
            'load_name': named.names[0],
        }) -%}
    {%- else -%}
        {%- do raw.update({
            'sql': '(' ~ selects | join(' union all ') ~ ') as raw_files',
            'place': 'files of ' ~ where,
            'place_sql': "'file ' || raw_file",
            'load': named.sql,
            'load_names': ad_metrics._in_natural_order(named.names),
        }) -%}
    {%- endif -%}
    {{ return(raw) }}
{%- endmacro -%}


{#- How files are known as loads: {'names': in their order, 'sql': of `raw_file`}. By their names
    without folder and kind, as the same export may come in another of these; where two would be
    alike, by what tells them apart. -#}
{%- macro _names_of_loads(files) -%}
    {%- set kind = '[.](csv|csv[.]gz|parquet)$' -%}
    {%- set names = [] -%}
    {%- for file in files -%}
        {%- do names.append(modules.re.sub('(?i)' ~ kind, '', file.split('/')[-1])) -%}
    {%- endfor -%}
    {%- if names | unique | list | length == files | length -%}
        {{ return({'names': names, 'sql': ad_metrics.raw_file_name('raw_file', kind)}) }}
    {%- endif -%}
    {%- set common = namespace(length=files[0].split('/')[:-1] | join('/') | length + 1) -%}
    {%- for file in files -%}
        {%- for _ in range(common.length) if not file.startswith(files[0][:common.length]) -%}
            {%- set common.length = common.length - 1 -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set names = [] -%}
    {%- for file in files -%}
        {%- do names.append(file[common.length:]) -%}
    {%- endfor -%}
    {{ return({'names': names, 'sql': 'substr(raw_file, ' ~ (common.length + 1) ~ ')'}) }}
{%- endmacro -%}
