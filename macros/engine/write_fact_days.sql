{#- Notes in the table `fact_days` what the facts were made from that were written just now. -#}
{%- macro write_fact_days(fact_days, restated_days) -%}
    {{ adapter.dispatch('write_fact_days', 'ad_metrics')(fact_days, restated_days) }}
{%- endmacro -%}

{%- macro default__write_fact_days(fact_days, restated_days) -%}
    create table if not exists {{ fact_days }} (
        source {{ ad_metrics.type_text() }}, utc_day date, fingerprint {{ ad_metrics.type_text() }}
    );
    delete from {{ fact_days }}
    where (source, utc_day) in (select source, utc_day from {{ restated_days }});
    insert into {{ fact_days }}
    select source, utc_day, fingerprint from {{ restated_days }} where fingerprint is not null;
{%- endmacro -%}

{#- Spark has no transactions, so the account is written after the facts: a build that is killed
    between the two leaves days that are restated once more. What an account says that is not to be
    found is restated too, so it may be missing for a moment. -#}
{%- macro spark__write_fact_days(fact_days, restated_days) -%}
    {%- if is_incremental() -%}
        {%- for gone in run_query(
            'select source, cast(utc_day as string) as utc_day from ' ~ restated_days
            ~ ' where fingerprint is null'
        ).rows -%}
            {%- set source = "source = '" ~ gone['source'] ~ "'" -%}
            {%- set utc_day = "utc_day = date '" ~ gone['utc_day'] ~ "'" -%}
            {%- do ad_metrics._spark_execute(
                'delete from ' ~ this ~ ' where ' ~ source ~ ' and ' ~ utc_day
                if config.get('file_format') != 'parquet' else
                'alter table ' ~ this ~ ' drop if exists partition (' ~ source ~ ', ' ~ utc_day
                ~ ')'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set account = 'select source, utc_day, fingerprint from ' ~ restated_days
        ~ ' where fingerprint is not null' -%}
    {%- if load_cached_relation(fact_days) -%}
        {%- set account = account
            ~ ' union all select before.source, before.utc_day, before.fingerprint from '
            ~ ad_metrics._spark_set_aside(fact_days) ~ ' as before left anti join ' ~ restated_days
            ~ ' as restated on before.source = restated.source'
            ~ ' and before.utc_day = restated.utc_day' -%}
    {%- endif -%}
    {%- do ad_metrics._spark_replace(fact_days, account) -%}
{%- endmacro -%}
