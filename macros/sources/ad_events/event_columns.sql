{#- The kinds of events, and the columns that each declares for the boundary. docs/events.md has
    them in words. -#}
{%- macro event_tables() -%}
    {{ return(['impressions', 'clicks', 'conversions']) }}
{%- endmacro -%}


{%- macro event_columns(table) -%}
    {%- set columns = [
        ad_metrics.identifier_column('event_id', 'event_id'),
        ad_metrics.time_column('event_at', 'event_at'),
        ad_metrics.identifier_column('campaign_id', 'campaign_id'),
    ] -%}
    {%- set optional_columns = [
        ad_metrics.identifier_column('creative_id', 'creative_id', required=false),
        ad_metrics.identifier_column('placement_id', 'placement_id', required=false),
        ad_metrics.name_column('country', 'country'),
        ad_metrics.name_column('device', 'device'),
        ad_metrics.name_column('user_id', 'user_id'),
        ad_metrics.signed_count_column('price_micros', 'price_micros', required=false),
        ad_metrics.currency_column('currency', 'currency', required=false),
        ad_metrics.code_column('is_invalid', 'is_invalid', required=false, words={
            '0': 'no', '1': 'yes', 'false': 'no', 'true': 'yes',
        }),
    ] -%}
    {%- if table == 'conversions' -%}
        {%- do optional_columns.extend([
            ad_metrics.signed_count_column('value_micros', 'value_micros', required=false),
            ad_metrics.signed_count_column('items', 'items', required=false),
            ad_metrics.code_column('attribution', 'attribution', required=false, words={
                'click': 'click', 'view': 'view',
            }),
            ad_metrics.time_column('attributed_at', 'attributed_at', required=false),
        ]) -%}
    {%- endif -%}
    {%- for column in optional_columns -%}
        {%- do columns.append(ad_metrics.optional(column)) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}


{#- Rules that need several columns of an event: {SQL that is true for a bad one: the reason}. -#}
{%- macro event_rules(table) -%}
    {%- set amounts = ['price_micros'] + (['value_micros'] if table == 'conversions' else []) -%}
    {%- set rules = {} -%}
    {%- for amount in amounts -%}
        {%- do rules.update({
            amount ~ ' <> 0 and currency is null':
                amount ~ ' has no currency (fill in currency at the source)',
        }) -%}
    {%- endfor -%}
    {{ return(rules) }}
{%- endmacro -%}


{#- What is odd in an event that counts all the same, likewise. -#}
{%- macro event_notes(table) -%}
    {{ return({
        'attributed_at > event_at': 'attributed_at is after event_at (correct it at the source)',
    } if table == 'conversions' else {}) }}
{%- endmacro -%}
