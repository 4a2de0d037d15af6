{#- Raises an error where the demo would be taken for a change of one's own data, or the other way
    round. -#}
{%- macro _stop_if_demo_and_own_data_meet(raw, previous, previous_columns) -%}
    {%- if flags.WHICH in ('build', 'run') -%}
        {%- set demo = ad_metrics._demo_schema() -%}
        {%- set last_place = ad_metrics._last_place(previous, previous_columns) -%}
        {%- if demo in last_place and demo not in raw.place -%}
            {{ ad_metrics._say_that_this_is_the_demo('the ' ~ raw.place) }}
        {%- elif last_place and demo not in last_place and demo in raw.place -%}
            {{ ad_metrics._say_that_this_would_be_the_demo(last_place) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}


{%- macro _demo_schema() -%}
    {{ return(target.schema ~ '_revive_demo') }}
{%- endmacro -%}


{%- macro _say_that_this_is_the_demo(what) -%}
    {{ exceptions.raise_compiler_error(
        'This warehouse holds the demo. Give ' ~ what ~ ' a warehouse of its own: another folder in'
        ~ ' AD_METRICS_WAREHOUSE, or another schema. Nothing was changed.'
    ) }}
{%- endmacro -%}


{#- That happens when the var that says where the raw tables are is left out once. -#}
{%- macro _say_that_this_would_be_the_demo(place) -%}
    {{ exceptions.raise_compiler_error(
        'No var says where the raw tables are, so this would be the demo, in a warehouse that was'
        ~ ' built from the ' ~ place ~ '. Pass the vars of the last build, or set them in'
        ~ ' dbt_project.yml. Nothing was changed.'
    ) }}
{%- endmacro -%}
