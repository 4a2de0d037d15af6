{#- What the outputs of every source have: {output: {'is_required', 'columns': {name: type},
    'defaults': {name: SQL}, 'defaults_with': {name: defaults where a source tells this column}}}.
    Every source has the required ones; what a source does not tell is null, or the default, in
    which <name> stands for what the source has in another column.
    macros/sources/_sources__macros.yml says what each column means. -#}
{%- macro interface() -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set money = ad_metrics.type_money() -%}
    {{ return({
        'delivery': {
            'is_required': true,
            'columns': ad_metrics._delivery_columns(),
            'defaults': {
                'period_grain': "'hour'",
                'creative_id': "'unknown'",
                'placement_id': "'unknown'",
                'source_rows': '1',
                'books_revenue': 'false',
                'is_deleted_at_source': 'false',
            },
        },
        'days': {
            'is_required': true,
            'columns': {
                'utc_day': 'date',
                'creative_id': text,
                'campaign_id': text,
                'advertiser_id': text,
                'currency': text,
                'fingerprint': text,
                'has_hours': 'boolean',
            },
            'defaults': {'has_hours': 'true'},
        },
        'advertisers': {
            'columns': {
                'advertiser_id': text,
                'advertiser_name': text,
                'is_deleted_at_source': 'boolean',
            },
            'defaults': {'is_deleted_at_source': 'false'},
        },
        'campaigns': {
            'is_required': true,
            'columns': {
                'campaign_id': text,
                'campaign_name': text,
                'advertiser_id': text,
                'advertiser_name': text,
                'platform': text,
                'account_id': text,
                'account_name': text,
                'platform_campaign_id': text,
                'pricing_model': text,
                'rate': ad_metrics.type_rate(),
                'is_rate_readable': 'boolean',
                'rate_updated_at': 'timestamp',
                'currency': text,
                'status': text,
                'priority': text,
                'priority_level': 'bigint',
                'booked_impressions': 'bigint',
                'booked_clicks': 'bigint',
                'booked_conversions': 'bigint',
                'starts_at': 'timestamp',
                'ends_at': 'timestamp',
                'is_deleted_at_source': 'boolean',
            },
            'defaults': {
                'advertiser_id': "'unknown'",
                'advertiser_name': "'Unknown advertiser'",
                'platform_campaign_id': '<campaign_id>',
                'is_deleted_at_source': 'false',
            },
            'defaults_with': {'rate': {'is_rate_readable': 'true'}},
        },
        'creatives': {
            'is_required': true,
            'columns': {
                'creative_id': text,
                'creative_name': text,
                'campaign_id': text,
                'creative_type': text,
                'width': 'bigint',
                'height': 'bigint',
                'is_deleted_at_source': 'boolean',
            },
            'defaults': {'is_deleted_at_source': 'false'},
        },
        'placements': {
            'is_required': true,
            'columns': {
                'placement_id': text,
                'placement_name': text,
                'platform': text,
                'website_id': text,
                'website_name': text,
                'width': 'bigint',
                'height': 'bigint',
                'cost_type': text,
                'cost': ad_metrics.type_rate(),
                'is_cost_readable': 'boolean',
                'cost_updated_at': 'timestamp',
                'is_deleted_at_source': 'boolean',
            },
            'defaults': {
                'website_id': "'unknown'",
                'website_name': "'Unknown website'",
                'is_deleted_at_source': 'false',
            },
            'defaults_with': {'cost': {'is_cost_readable': 'true'}},
        },
        'websites': {
            'columns': {'website_id': text, 'website_name': text},
        },
        'placement_websites': {
            'columns': {
                'placement_id': text,
                'website_id': text,
                'valid_from': 'timestamp',
                'valid_to': 'timestamp',
            },
        },
        'accounted': {
            'is_required': true,
            'columns': {
                'raw_table': text,
                'load_name': text,
                'read_from': text,
                'measure': text,
                'currency': text,
                'raw_total': money,
                'staged_total': money,
                'rejected_total': money,
                'duplicate_total': money,
                'replaced_total': money,
                'invalid_total': money,
                'deleted_total': money,
                'is_in_marts': 'boolean',
            },
            'defaults': {
                'load_name': "'all'",
                'staged_total': '0',
                'rejected_total': '0',
                'duplicate_total': '0',
                'replaced_total': '0',
                'invalid_total': '0',
                'deleted_total': '0',
                'is_in_marts': "<measure> <> 'rows'",
            },
        },
        'rejected': {
            'columns': {
                'raw_table': text,
                'load_name': text,
                'raw_line': 'bigint',
                'raw_key': text,
                'rejected_because': text,
                'raw_row': text,
            },
        },
        'noted': {
            'columns': {
                'platform': text,
                'hour_at': 'timestamp',
                'campaign_id': text,
                'creative_id': text,
                'placement_id': text,
                'reason': text,
                'what_to_do': text,
                'impressions': 'bigint',
                'clicks': 'bigint',
                'conversions': ad_metrics.type_quantity(),
            },
        },
        'doubts': {
            'columns': {
                'utc_day': 'date',
                'creative_id': text,
                'country': text,
                'device': text,
                'currency': text,
                'reason': text,
                'what_to_do': text,
            },
        },
        'open_hours': {
            'columns': {
                'hour_at': 'timestamp',
                'campaign_id': text,
                'creative_id': text,
                'placement_id': text,
                'requests': 'bigint',
                'impressions': 'bigint',
                'clicks': 'bigint',
                'conversions': 'bigint',
                'pending_conversions': 'bigint',
            },
        },
        'reach_days': {
            'columns': {
                'date_day': 'date',
                'campaign_id': text,
                'creative_id': text,
                'country': text,
                'impressions': 'bigint',
                'reach': 'bigint',
            },
        },
        'reach': {
            'columns': {
                'campaign_id': text,
                'first_day': 'date',
                'last_day': 'date',
                'impressions': 'bigint',
                'impressions_without_user': 'bigint',
                'reach': 'bigint',
                'is_exact': 'boolean',
                'relative_standard_error': ad_metrics.type_double(),
            },
        },
        'invalid_traffic': {
            'columns': {
                'hour_at': 'timestamp',
                'campaign_id': text,
                'placement_id': text,
                'is_invalid': 'boolean',
                'impressions': 'bigint',
                'clicks': 'bigint',
                'conversions': 'bigint',
            },
        },
        'conversion_types': {
            'columns': {
                'date_day': 'date',
                'campaign_id': text,
                'creative_id': text,
                'platform': text,
                'country': text,
                'device': text,
                'conversion_type': text,
                'attribution_window': text,
                'currency': text,
                'conversions': ad_metrics.type_quantity(),
                'conversion_value': money,
            },
        },
    }) }}
{%- endmacro -%}


{#- The columns of the output `delivery`: what it is of, every measure that sources tell, and what
    is known of the row. -#}
{%- macro _delivery_columns() -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set columns = {
        'hour_at': 'timestamp',
        'period_grain': text,
        'platform': text,
        'campaign_id': text,
        'advertiser_id': text,
        'creative_id': text,
        'placement_id': text,
        'website_id': text,
        'country': text,
        'device': text,
        'currency': text,
        'source_rows': 'bigint',
    } -%}
    {%- do columns.update(ad_metrics.told_measures()) -%}
    {%- do columns.update({
        'booked_conversions': 'bigint',
        'books_revenue': 'boolean',
        'last_written_at': 'timestamp',
        'is_deleted_at_source': 'boolean',
    }) -%}
    {{ return(columns) }}
{%- endmacro -%}
