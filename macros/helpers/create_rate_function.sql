{#- Statements that create a rate as an aggregate function in this schema (with its dot; else in the
    one at hand), for any SQL client to ask for by name: ecpm(revenue, impressions). One that has
    amounts of money takes the currency too, and every rate the side; it is null where there are
    several. Empty on engines without such functions. -#}
{%- macro create_rate_function(name, schema='') -%}
    {{ ad_metrics.create_aggregate(schema, {
        'name': name,
        'names': [name] + ad_metrics.metric_aliases(name),
        'inputs': ad_metrics.metric_inputs(name),
        'in_one': ad_metrics.metric_is_of_one(name),
        'over_rows': ad_metrics.metric_sql(name),
        'over_totals': ad_metrics[name]('(totals).first_total', '(totals).second_total'),
        'type': ad_metrics.type_money() if name == 'margin' else ad_metrics.type_double(),
        'comment': ad_metrics.function_comment(name),
    }) }}
{%- endmacro -%}
