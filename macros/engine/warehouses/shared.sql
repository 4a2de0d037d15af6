{#- Forms that several of these warehouses share. -#}

{#- The greatest power of ten, up to a billion, that divides both; where there is no function for
    the greatest divisor. -#}
{%- macro _greatest_power_of_ten(left, right) -%}
    case
        {%- for zeros in range(9, 0, -1) %}
        {%- set power = '1' ~ '0' * zeros %}
        when mod({{ left }}, {{ power }}) = 0 and mod({{ right }}, {{ power }}) = 0 then {{ power }}
        {%- endfor %}
        else 1
    end
{%- endmacro -%}


{#- The tables that a query names, as relations. -#}
{%- macro _relations_by_query(database, query) -%}
    {%- set relations = [] -%}
    {%- for row in run_query(query).rows -%}
        {%- do relations.append(api.Relation.create(
            database=database, schema=row[0], identifier=row[1]
        )) -%}
    {%- endfor -%}
    {{ return(relations) }}
{%- endmacro -%}


{#- A wide table of exchange rates cannot be turned into rows here. -#}
{%- macro _no_named_values() -%}
    {{ exceptions.raise_compiler_error(
        'On ' ~ target.type ~ " exchange rates cannot be read in ECB's layout, a column for each"
        ~ ' currency. Load them as rows: date, from_currency, to_currency, rate.'
    ) }}
{%- endmacro -%}


{#- Where dbt takes no incremental strategy of ours: days are emptied before the new rows are
    added. -#}
{%- macro _restated_days_by_a_hook(restated_days, configuration) -%}
    {%- do configuration.update({
        'pre_hook': "{% if is_incremental() %}delete from {{ this }} where exists ("
            ~ "select 1 from {{ ref('ad_metrics', '" ~ restated_days ~ "') }} as restated "
            ~ "where restated.source = {{ this }}.source "
            ~ "and restated.utc_day = {{ this }}.utc_day){% endif %}",
    }) -%}
    {{ return(configuration) }}
{%- endmacro -%}


{#- As by default, where a row of values is in no subquery and one call runs one statement. -#}
{%- macro _write_fact_days_by_statements(fact_days, restated_days) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- do run_query(
        'create table if not exists ' ~ fact_days ~ ' (source ' ~ text
        ~ ', utc_day date, fingerprint ' ~ text ~ ')'
    ) -%}
    {%- do run_query(
        'delete from ' ~ fact_days ~ ' where exists (select 1 from ' ~ restated_days
        ~ ' as restated where restated.source = ' ~ fact_days
        ~ '.source and restated.utc_day = ' ~ fact_days ~ '.utc_day)'
    ) -%}
    {%- do run_query(
        'insert into ' ~ fact_days ~ ' select source, utc_day, fingerprint from ' ~ restated_days
        ~ ' where fingerprint is not null'
    ) -%}
{%- endmacro -%}
