{#- Names by which the macros of event logs still call those of other folders. -#}

{%- macro _dates(days) -%}{{ return(ad_metrics.date_literals(days)) }}{%- endmacro -%}

{%- macro _day_after(day, days=1) -%}{{ return(ad_metrics.day_after(day, days)) }}{%- endmacro -%}

{%- macro _literal(text) -%}{{ return(ad_metrics.typed_text(text)) }}{%- endmacro -%}

{%- macro _raw_value(raw, name) -%}{{ return(ad_metrics.raw_value(raw, name)) }}{%- endmacro -%}

{%- macro _judgement(column, raw_type) -%}
    {{ return(ad_metrics.reading_of(column, raw_type)) }}
{%- endmacro -%}

{%- macro _judged_value(judgement, value) -%}
    {{ return(ad_metrics.read_value(judgement, value)) }}
{%- endmacro -%}

{%- macro _reason(column, judgement, value) -%}
    {{ return(ad_metrics.reason_to_reject(column, judgement, value)) }}
{%- endmacro -%}

{%- macro _stop_at_missing_columns(source_name, raw, columns) -%}
    {{ return(ad_metrics.stop_at_missing_columns(source_name, raw, columns)) }}
{%- endmacro -%}

{%- macro _raw_relation(relation) -%}{{ return(ad_metrics.raw_relation(relation)) }}{%- endmacro -%}
