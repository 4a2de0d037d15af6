{#- Names by which the macros of event logs still call those of other folders. -#}

{%- macro _dates(days) -%}{{ ad_metrics.date_literals(days) }}{%- endmacro -%}

{%- macro _day_after(day, days=1) -%}{{ return(ad_metrics.day_after(day, days)) }}{%- endmacro -%}
