{#- Every source of raw tables: `place`, how the vars begin that say where it is (<place>_path, <place>_schema); `tables`, named without an
    install's prefix; `anchor`, a table that every install has and no other table's name ends with, so what stands before it is the prefix. -#}
{%- macro raw_sources() -%}
    {{ return({
        'revive': {'place': 'revive', 'anchor': 'data_summary_ad_hourly', 'tables': [
            'affiliates', 'banners', 'campaigns', 'clients', 'data_bkt_a', 'data_bkt_c', 'data_bkt_m', 'data_bkt_r',
            'data_intermediate_ad_connection', 'data_summary_ad_hourly', 'trackers', 'zones',
        ]},
        'marketing_spend': {'place': 'spend', 'anchor': 'marketing_spend', 'tables': ['marketing_spend']},
        'ad_reporting': {'place': 'spend', 'anchor': 'ad_reporting__campaign_report', 'tables': ['ad_reporting__campaign_report']},
        'google_ads': {'place': 'spend', 'anchor': 'campaign_stats', 'tables': ['campaign_stats', 'campaign_history', 'account_history']},
        'facebook_ads': {'place': 'spend', 'anchor': 'basic_campaign', 'tables': ['basic_campaign', 'campaign_history', 'account_history']},
        'ad_events': {'place': 'events', 'anchor': 'campaigns', 'tables': ['campaigns']},
        'exchange_rates': {'place': 'spend', 'anchor': 'exchange_rates', 'tables': ['exchange_rates']},
    }) }}
{%- endmacro -%}


{#- Every raw table that is judged: its source, what the marts call that (platforms are all marketing_spend), its name, and the model that
    has its rows with their verdicts. -#}
{%- macro judged_tables() -%}
    {%- set judged = [] -%}
    {%- for source_name, about in ad_metrics.raw_sources().items() -%}
        {%- for table in about.tables -%}
            {%- do judged.append({
                'source': source_name,
                'of': 'marketing_spend' if about.place == 'spend' else source_name,
                'table': table,
                'model': 'base_' ~ (table if table.startswith(source_name) else source_name ~ '__' ~ table),
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(judged) }}
{%- endmacro -%}


{#- The folder with the files of a place, and the schema with its tables, as far as a var says so. Where events are, one var says: schema:<name> is a schema. -#}
{%- macro raw_path(place) -%}
    {%- set path = ad_metrics.setting(place ~ '_path') -%}
    {{ return(none if path is not none and path.startswith('schema:') else path) }}
{%- endmacro -%}

{%- macro raw_schema(place) -%}
    {%- if place == 'events' -%}
        {%- set path = ad_metrics.setting('events_path') or '' -%}
        {{ return(path[7:] if path.startswith('schema:') else none) }}
    {%- endif -%}
    {{ return(ad_metrics.setting(place ~ '_schema')) }}
{%- endmacro -%}


{#- Whether a var says where raw tables of this place are. Revive's are the demo where no var says anything at all. -#}
{%- macro is_configured(place) -%}
    {{ return(
        ad_metrics.raw_path(place) is not none or ad_metrics.raw_schema(place) is not none
        or (place == 'revive' and not ad_metrics.is_configured('spend') and not ad_metrics.is_configured('events'))
    ) }}
{%- endmacro -%}


{#- The models with the judged rows of spend, of every platform. -#}
{%- macro spend_base_models() -%}
    {{ return([
        'base_marketing_spend', 'base_ad_reporting__campaign_report', 'base_google_ads__campaign_stats',
        'base_facebook_ads__basic_campaign',
    ]) }}
{%- endmacro -%}
