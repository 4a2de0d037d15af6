{#- Runs statements that answer no rows, those that are not none, one after the other; in the
    transaction that is open, where the engine has them. -#}
{%- macro execute_all(statements) -%}
    {%- do adapter.dispatch('execute_all', 'ad_metrics')(statements | select | list) -%}
{%- endmacro -%}

{%- macro default__execute_all(statements) -%}
    {%- if statements -%}
        {%- call statement('several') -%}{{ statements | join(';\n') }}{%- endcall -%}
    {%- endif -%}
{%- endmacro -%}

{%- macro spark__execute_all(statements) -%}
    {%- for sql in statements -%}
        {%- do ad_metrics._spark_execute(sql) -%}
    {%- endfor -%}
{%- endmacro -%}


{#- A statement that deletes these days from a table, which Spark keeps by day in partitions. -#}
{%- macro delete_days(relation, column, days) -%}
    {{ return(adapter.dispatch('delete_days', 'ad_metrics')(relation, column, days)) }}
{%- endmacro -%}

{%- macro default__delete_days(relation, column, days) -%}
    {{ return(
        'delete from ' ~ relation ~ ' where ' ~ column ~ ' in ('
        ~ ad_metrics.date_literals(days) ~ ')'
    ) }}
{%- endmacro -%}

{%- macro spark__delete_days(relation, column, days) -%}
    {%- if config.get('file_format') != 'parquet' -%}
        {{ return(ad_metrics.default__delete_days(relation, column, days)) }}
    {%- endif -%}
    {%- set partitions = [] -%}
    {%- for day in days -%}
        {%- do partitions.append('partition (' ~ column ~ " = date '" ~ day ~ "')") -%}
    {%- endfor -%}
    {{ return('alter table ' ~ relation ~ ' drop if exists ' ~ partitions | join(', ')) }}
{%- endmacro -%}


{#- Those of the days that may have rows already, where these are the ones that an account tells
    of. -#}
{%- macro days_with_rows(days, accounted) -%}
    {{ return(adapter.dispatch('days_with_rows', 'ad_metrics')(days, accounted)) }}
{%- endmacro -%}

{%- macro default__days_with_rows(days, accounted) -%}
    {{ return(days | select('in', accounted) | list) }}
{%- endmacro -%}

{#- Spark has no transactions: a build that was killed may have left rows before their account. -#}
{%- macro spark__days_with_rows(days, accounted) -%}
    {{ return(days) }}
{%- endmacro -%}


{#- Adds the columns, name to type, that an earlier version of a table that is never dropped
    lacks. -#}
{%- macro add_missing_columns(relation, columns) -%}
    {%- set there = [] -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do there.append(column.name | lower) -%}
    {%- endfor -%}
    {%- set statements = [] -%}
    {%- for name, type in columns.items() if there and name not in there -%}
        {%- do statements.append(ad_metrics.add_column(relation, name, type)) -%}
    {%- endfor -%}
    {%- do ad_metrics.execute_all(statements) -%}
{%- endmacro -%}

{%- macro add_column(relation, name, type) -%}
    {{ return(adapter.dispatch('add_column', 'ad_metrics')(relation, name, type)) }}
{%- endmacro -%}

{%- macro default__add_column(relation, name, type) -%}
    {{ return('alter table ' ~ relation ~ ' add column ' ~ name ~ ' ' ~ type) }}
{%- endmacro -%}

{%- macro spark__add_column(relation, name, type) -%}
    {{ return('alter table ' ~ relation ~ ' add columns (' ~ name ~ ' ' ~ type ~ ')') }}
{%- endmacro -%}
