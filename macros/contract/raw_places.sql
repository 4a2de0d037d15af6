{#- The path that a var names, or the schema; none where it names the other, or nothing. -#}
{%- macro raw_path(name) -%}
    {%- set place = ad_metrics.setting(name) or '' -%}
    {{ return(none if place.startswith('schema:') else place or none) }}
{%- endmacro -%}

{%- macro raw_schema(name) -%}
    {%- set place = ad_metrics.setting(name) or '' -%}
    {{ return(place[7:] if place.startswith('schema:') else none) }}
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
    {%- for name, found in places.items()
        if name not in others and not modules.re.match(connectors | join('|'), name) -%}
        {%- do files.extend(found) -%}
    {%- endfor -%}
    {{ return(files | sort) }}
{%- endmacro -%}
