{#- Deletes the rows of a source from the facts and from the account of what they were made
    from. -#}
{%- macro delete_source(facts, fact_days, source) -%}
    {{ adapter.dispatch('delete_source', 'ad_metrics')(facts, fact_days, source) }}
{%- endmacro -%}

{%- macro default__delete_source(facts, fact_days, source) -%}
    {%- set of_source = ' where source = ' ~ ad_metrics.text_literal(source) -%}
    {%- call statement(auto_begin=true) -%}
        delete from {{ facts }}{{ of_source }};
        delete from {{ fact_days }}{{ of_source }};
    {%- endcall -%}
    {%- do adapter.commit() -%}
{%- endmacro -%}

{#- Spark has no transactions. The facts come first: a day without any is written anew, whatever the
    account says of it. -#}
{%- macro spark__delete_source(facts, fact_days, source) -%}
    {%- set named = ad_metrics.text_literal(source) -%}
    {%- set kept = fact_days.incorporate(path={'identifier': 'fact_days__kept'}) -%}
    {%- set is_of_files = not target.name.endswith('_iceberg') -%}
    {%- set kind = 'parquet' if is_of_files else 'iceberg' -%}
    {%- do ad_metrics._spark_execute(
        'alter table ' ~ facts ~ ' drop if exists partition (source = ' ~ named ~ ')'
        if is_of_files else 'delete from ' ~ facts ~ ' where source = ' ~ named
    ) -%}
    {%- do ad_metrics._spark_execute('drop table if exists ' ~ kept) -%}
    {%- do ad_metrics._spark_execute(
        'create table ' ~ kept ~ ' using ' ~ kind ~ ' as select * from ' ~ fact_days
        ~ ' where source <> ' ~ named
    ) -%}
    {%- do ad_metrics._spark_execute('drop table ' ~ fact_days) -%}
    {%- do ad_metrics._spark_execute('alter table ' ~ kept ~ ' rename to ' ~ fact_days) -%}
{%- endmacro -%}
