{#- raw_day, load_name and raw_rows of the files whose own statistics tell them: where of each row
    group the first and the last event are of one day. Such files need not be read to know their
    days. -#}
{%- macro event_file_days(about, loads) -%}
    {%- set times = {} -%}
    {%- for end in ['min', 'max'] -%}
        {%- do times.update({end: ad_metrics._event_day(
            about, 'cast(stats_' ~ end ~ '_value as ' ~ about.columns['event_at'] ~ ')'
        )}) -%}
    {%- endfor -%}
    select
        load_name,
        cast(first_day as varchar) as raw_day,
        cast(sum(row_group_num_rows) as bigint) as raw_rows
    from (
        select
            *,
            bool_and(
                coalesce(
                    first_day = last_day
                    and first_day <> cast('0001-01-01' as date)
                    and stats_null_count = 0,
                    false
                )
            ) over (partition by load_name) as is_told
        from (
            select
                substr(file_name, {{ about.prefix | length + 1 }}) as load_name,
                row_group_num_rows,
                stats_null_count,
                case when stats_min_value is not null then {{ times.min }} end as first_day,
                case when stats_max_value is not null then {{ times.max }} end as last_day
            from parquet_metadata([
                {{ ad_metrics._file_literals(ad_metrics._files_of(about, loads)) }}
            ])
            where lower(path_in_schema) = 'event_at'
        ) as row_groups
    ) as files
    where is_told
    group by 1, 2
{%- endmacro -%}
