{#- What the rows of a source are: `sold`, the delivery of an ad server or an event log, which
    earns, or `bought`, what was spent on a platform. Its model <source>__delivery says so in its
    meta. None while dbt parses. -#}
{%- macro _side_of(source) -%}
    {%- if not execute -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set node = graph.nodes[
        'model.' ~ source.project ~ '.' ~ source.name ~ '__delivery'
    ] -%}
    {%- set side = (node.config.meta or {}).get('side') -%}
    {%- if side not in ('sold', 'bought') -%}
        {{ exceptions.raise_compiler_error(
            'The source ' ~ source.name ~ ' does not say what its rows are. Write'
            ~ " {{ config(meta={'side': 'sold'}) }} into its model " ~ source.name
            ~ "__delivery where they are an ad server's delivery, or {'side': 'bought'} where they"
            ~ ' are what was spent on a platform.'
        ) }}
    {%- endif -%}
    {{ return(side) }}
{%- endmacro -%}


{#- Whether any source that is on has rows of this side; true while dbt parses. -#}
{%- macro has_side(side) -%}
    {%- for source in ad_metrics.sources_with('delivery')
        if ad_metrics._side_of(source) in (none, side) -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{%- endmacro -%}


{#- SQL for the side that the rows of a source are of, where `source` is SQL for its name. -#}
{%- macro side_of(source) -%}
    case {{ source }}
        {%- for on in ad_metrics.sources_with('delivery') %}
        when '{{ on.name }}' then '{{ ad_metrics._side_of(on) }}'
        {%- else %}
        when '' then ''
        {%- endfor %}
    end
{%- endmacro -%}
