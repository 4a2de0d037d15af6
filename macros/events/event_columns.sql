{#- The kinds of events, and the columns that each declares for the boundary. docs/events.md has them in words. -#}
{%- macro event_tables() -%}
    {{ return(['impressions', 'clicks', 'conversions']) }}
{%- endmacro -%}


{%- macro event_columns(table) -%}
    {%- set columns = [
        ad_metrics.name_column('event_id', 'event_id', required=true),
        ad_metrics.time_column('event_at', 'event_at'),
        ad_metrics.name_column('campaign_id', 'campaign_id', required=true),
        ad_metrics.optional(ad_metrics.name_column('creative_id', 'creative_id')),
        ad_metrics.optional(ad_metrics.name_column('placement_id', 'placement_id')),
        ad_metrics.optional(ad_metrics.name_column('country', 'country')),
        ad_metrics.optional(ad_metrics.name_column('device', 'device')),
        ad_metrics.optional(ad_metrics.name_column('user_id', 'user_id')),
        ad_metrics.optional(ad_metrics.count_column('price_micros', 'price_micros', required=false)),
        ad_metrics.optional(ad_metrics.currency_column('currency', 'currency', required=false)),
        ad_metrics.optional(ad_metrics.code_column('is_invalid', 'is_invalid', required=false, words={
            '0': 'no', '1': 'yes', 'false': 'no', 'true': 'yes',
        })),
    ] -%}
    {%- if table == 'conversions' -%}
        {%- do columns.extend([
            ad_metrics.optional(ad_metrics.count_column('value_micros', 'value_micros', required=false)),
            ad_metrics.optional(ad_metrics.count_column('items', 'items', required=false)),
            ad_metrics.optional(ad_metrics.code_column('attribution', 'attribution', required=false, words={
                'click': 'click', 'view': 'view',
            })),
            ad_metrics.optional(ad_metrics.time_column('attributed_at', 'attributed_at', required=false)),
        ]) -%}
    {%- endif -%}
    {{ return(columns) }}
{%- endmacro -%}


{#- Rules that need several columns of an event: {SQL that is true for a bad one: the reason}. -#}
{%- macro event_rules(table) -%}
    {%- set rules = {
        'price_micros > 0 and currency is null': 'price_micros has no currency (fill in currency at the source)',
    } -%}
    {%- if table == 'conversions' -%}
        {%- do rules.update({
            'value_micros > 0 and currency is null': 'value_micros has no currency (fill in currency at the source)',
            'attributed_at > event_at': 'attributed_at is after event_at (correct it at the source)',
        }) -%}
    {%- endif -%}
    {{ return(rules) }}
{%- endmacro -%}
