{#- For `judged()`, the CTE `numbered`: each row with its number among its copies (`copy`), and of
    rows that share a key and differ, how many `versions` there are and what they `differ_in`. Rows
    that give way are none of these. -#}
{%- macro _copies(about) -%}
{%- set gives_way = about.gives_way -%}
{%- set rows = 'sorted_out' if gives_way else 'typed' -%}
{%- set stays = 'not ' ~ rows ~ '.gives_way' if gives_way else 'true' -%}
{% if gives_way -%}
sorted_out as {{ ad_metrics.read_again('') }} (
    select
        typed.*,
        yielding.row_key is not null as gives_way
    from typed
    left join yielding
        on typed.row_key = yielding.row_key and typed.load_name = yielding.load_name
),

{% endif -%}
-- Copies are looked for among the few keys that stand in more than one row, not among all rows.
repeated_keys as (
    select row_key as repeated_key
    from {{ rows }}
    where row_key is not null and {{ stays }}
    group by row_key
    having count(*) > 1
),

repeats as (
    select
        {{ rows }}.*,
        row_number() over (
            partition by {{ about.same_values | join(', ') }}
            order by {{ rows }}.load_name
        ) as copy
    from {{ rows }}
    inner join repeated_keys on {{ rows }}.row_key = repeated_keys.repeated_key
    where {{ stays }}
),

differing as (
    select
        row_key as differing_key,
        sum(case when copy = 1 then 1 else 0 end) as versions,
        {{ ad_metrics._differing_columns(about) }} as differ_in
    from repeats
    group by row_key
),

numbered as (
    select
        {{ rows }}.*,
        1 as copy,
        1 as versions,
        '' as differ_in
    from {{ rows }}
    left join repeated_keys on {{ rows }}.row_key = repeated_keys.repeated_key
    where repeated_keys.repeated_key is null{{ ' or ' ~ rows ~ '.gives_way' if gives_way }}

    union all

    select
        repeats.*,
        differing.versions,
        differing.differ_in
    from repeats
    inner join differing on repeats.row_key = differing.differing_key
)
{%- endmacro -%}


{#- The columns that differ among the rows of one key, as a text. -#}
{%- macro _differing_columns(about) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set parts = [] -%}
    {%- for column in about.columns
        if column.raw not in about.key_names and column.raw in about.raw_names -%}
        {%- set value = 'coalesce(cast(' ~ column.name ~ ' as ' ~ text ~ '), cast(' ~ column.value
            ~ ' as ' ~ text ~ "), '')" -%}
        {%- do parts.append(ad_metrics._named_if_it_differs(value, "', " ~ column.raw ~ "'")) -%}
    {%- endfor -%}
    {%- for column in about.unread -%}
        {%- set value = 'coalesce(cast(' ~ column.value ~ ' as ' ~ text ~ "), '')" -%}
        {%- set name = ad_metrics.text_literal(
            ', ' ~ column.raw ~ ' [a column that is not read]'
        ) -%}
        {%- do parts.append(ad_metrics._named_if_it_differs(value, name)) -%}
    {%- endfor -%}
    {{ return('substr(' ~ parts | join(' || ') ~ ', 3)' if parts else "''") }}
{%- endmacro -%}


{%- macro _named_if_it_differs(value, name) -%}
    {{ return(
        'case when min(' ~ value ~ ') <> max(' ~ value ~ ') then ' ~ name ~ " else '' end"
    ) }}
{%- endmacro -%}
