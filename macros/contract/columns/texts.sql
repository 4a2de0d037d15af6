{#- What the kinds of text share. -#}

{#- A text without the blanks around it, of a raw value of any type. -#}
{%- macro _trimmed_text(raw_type) -%}
    {{ return(ad_metrics.trimmed(
        '<value>' if ad_metrics.is_text_type(raw_type)
        else 'cast(<value> as ' ~ ad_metrics.type_text() ~ ')'
    )) }}
{%- endmacro -%}


{#- The same, or null where it is blank. pandas makes floats of whole numbers where some are
    missing. -#}
{%- macro _name_of(raw_type) -%}
    {%- if not ad_metrics._is_float(raw_type) -%}
        {{ return('nullif(' ~ ad_metrics._trimmed_text(raw_type) ~ ", '')") }}
    {%- endif -%}
    {%- set text = ad_metrics.type_text() -%}
    {{ return(
        'case when <value> = floor(<value>) and abs(<value>) < 1000000000000000000'
        ~ ' then cast(cast(<value> as bigint) as ' ~ text ~ ')'
        ~ ' else cast(<value> as ' ~ text ~ ') end'
    ) }}
{%- endmacro -%}


{#- A text; a whole number with nothing behind its point is without that point. -#}
{%- macro without_point(text) -%}
    {{ return(
        'case when ' ~ ad_metrics.matches(text, '-?[0-9]+[.]0+') ~ ' then '
        ~ ad_metrics._before_point(text) ~ ' else ' ~ text ~ ' end'
    ) }}
{%- endmacro -%}
