{#- Files as one table. Those alike in kind and columns are read together; a column that a file does
    not have is null there. Each file is a load, known by its name. -#}
{%- macro raw_files_as_table(files, where) -%}
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
            'place_sql': ad_metrics.typed_text(parts[0].place),
            'load': ad_metrics.typed_text(named.names[0]),
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
