{#- The loads of a raw table in their order, as a query: load_name, load_rank (by the name, in which
    9 comes before 10) and last_day, the newest day in it. Of two loads with rows of the same day
    and account, the one that goes on longer is the later export, and of those that end alike the
    one whose name comes last. -#}
{%- macro _loads(about) -%}
    {%- set raw = about.raw -%}
    {%- set last_days = about.changes.last_days if about.windowed else none -%}
    {%- set rows = [] -%}
    {%- for name in raw.load_names or [raw.load_name or about.table] -%}
        {%- do rows.append((name, loop.index, last_days.get(name) if last_days else '')) -%}
    {%- endfor -%}
    select
        names.load_name,
        cast(names.load_rank as integer) as load_rank,
        {%- if about.windowed %}
        cast(names.last_day as date) as last_day
        {%- else %}
        last_days.last_day
        {%- endif %}
    from ({{ ad_metrics.text_table(rows, ['load_name', 'load_rank', 'last_day']) }}) as names
    {%- if not about.windowed %}
    left join (
        select
            load_name,
            max(raw_day) as last_day
        from raw_rows
        group by load_name
    ) as last_days on names.load_name = last_days.load_name
    {%- endif %}
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


{#- Names in their order, numbers in them by size. -#}
{%- macro _in_natural_order(names) -%}
    {%- set keyed = [] -%}
    {%- for name in names -%}
        {%- set parts = [] -%}
        {%- for part in modules.re.findall('[0-9]+|[^0-9]+', name) -%}
            {%- do parts.append(
                '0' * (20 - part | length) ~ part if part[0] in '0123456789' else part
            ) -%}
        {%- endfor -%}
        {%- do keyed.append({'name': name, 'natural': parts | join}) -%}
    {%- endfor -%}
    {{ return(keyed | sort(attribute='natural') | map(attribute='name') | list) }}
{%- endmacro -%}
