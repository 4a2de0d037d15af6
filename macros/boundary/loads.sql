{#- The loads of a raw table in their order, as a query: load_name, load_rank (by the name, in which
    9 comes before 10) and last_day, the newest day in it. Of two loads with rows of the same day
    and account, the one that goes on longer is the later export, and of those that end alike the
    one whose name comes last. -#}
{%- macro _loads(raw, table, changes) -%}
    {%- set names = raw.load_names or [raw.load_name or table] -%}
    {%- set rows = [] -%}
    {%- for name in names -%}
        {%- do rows.append((name, loop.index, changes.last_days.get(name) if changes else '')) -%}
    {%- endfor -%}
    {%- set text = ad_metrics.type_text() -%}
    select
        names.load_name,
        cast(names.load_rank as integer) as load_rank,
        {%- if changes %}
        cast(names.last_day as date) as last_day
        {%- else %}
        last_days.last_day
        {%- endif %}
    from ({{ ad_metrics.text_table(rows, ['load_name', 'load_rank', 'last_day']) }}) as names
    {%- if not changes %}
    left join (
        select
            load_name,
            max(raw_day) as last_day
        from raw_rows
        group by load_name
    ) as last_days on names.load_name = last_days.load_name
    {%- endif %}
{%- endmacro -%}


{#- The fingerprint of a day's load, which tells the place of the load among several of the day too:
    in another order another one is the later export. -#}
{%- macro _day_fingerprint(loads) -%}
    {%- if not loads -%}
        {{ return('days.day_fingerprint') }}
    {%- endif -%}
    {%- set window = 'over (partition by days.raw_day' -%}
    {{ return(
        'days.day_fingerprint || case when count(*) ' ~ window
        ~ ") > 1 then ' ' || cast(row_number() " ~ window ~ ' order by loads.last_day, loads.load_rank) as ' ~ ad_metrics.type_text()
        ~ ") else '' end"
    ) }}
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
