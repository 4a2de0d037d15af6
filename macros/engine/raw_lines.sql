{#- The lines of the CSV files of a raw table in which its rejected rows stand, as a query over the
    judged rows: raw_hash, load_name, raw_line. Files are only gone through where there are some. A
    row begins in a line before which all quotes are closed. -#}
{%- macro raw_lines(raw, names, judged_rows) -%}
    {%- set values = [] -%}
    {%- for name in names -%}
        {%- do values.append(adapter.quote(name)) -%}
    {%- endfor -%}
    {%- for part in raw.csv_parts %}
    select
        records.raw_hash,
        records.load_name,
        min(starts.raw_line) as raw_line
    from (
        select
            raw_hash,
            load_name
        from {{ judged_rows }}
        where raw_hash is not null
    ) as wanted
    inner join (
        select
            {{ ad_metrics.row_hash(values) }} as raw_hash,
            {{ raw.load }} as load_name,
            record
        from (
            select
                {{ part['values'] | join(', ') }},
                raw_file,
                row_number() over () as record
            from {{ ad_metrics.raw_file_relation(part.files) }}
        ) as numbered
    ) as records
        on wanted.raw_hash = records.raw_hash and wanted.load_name = records.load_name
    inner join (
        select
            raw_line,
            row_number() over (order by global_line) as record
        from (
            select
                *,
                min(global_line) over (partition by raw_file) as header_line
            from (
                select
                    *,
                    row_number() over (partition by raw_file order by global_line) as raw_line,
                    coalesce(sum(quotes) over (
                        partition by raw_file order by global_line
                        rows between unbounded preceding and 1 preceding
                    ), 0) as quotes_before
                from (
                    select
                        raw_file,
                        line,
                        row_number() over () as global_line,
                        length(line) - length(replace(line, '"', '')) as quotes
                    from {{ ad_metrics._csv_lines(part.files) }}
                ) as lines
            ) as counted
            where mod(quotes_before, 2) = 0 and line <> ''
        ) as beginnings
        where global_line > header_line
    ) as starts on records.record = starts.record
    group by records.raw_hash, records.load_name
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro -%}
