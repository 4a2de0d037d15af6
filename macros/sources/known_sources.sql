{#- The list of this package's sources, which alone names them outside their own folders
    (models/staging/<source>, macros/sources/<source>):

    var       the var that switches it on; of a source of raw tables it says where they are
    is_demo   whether it is what this project shows where no var says anything
    outputs   its models <source>__<output>, of those that interface() has
    raw       its raw tables, by the name that dbt knows them by: `tables`, named without an
              install's prefix; `anchor`, a table that every install has and no other table's name
              ends with, so what stands before it is the prefix; `may_lack`, whether any of them
              may be missing; `takes_other_files`, whether files that no other one goes by are its
              own -#}
{%- macro known_sources() -%}
    {{ return({
        'revive': {
            'var': 'revive_path',
            'is_demo': true,
            'outputs': [
                'delivery', 'days', 'advertisers', 'campaigns', 'creatives', 'placements',
                'websites', 'placement_websites', 'accounted', 'rejected', 'noted', 'open_hours',
            ],
            'raw': {
                'revive': {
                    'anchor': 'data_summary_ad_hourly',
                    'tables': [
                        'affiliates', 'banners', 'campaigns', 'clients', 'data_bkt_a',
                        'data_bkt_c', 'data_bkt_m', 'data_bkt_r',
                        'data_intermediate_ad_connection', 'data_summary_ad_hourly', 'trackers',
                        'zones',
                    ],
                },
            },
        },
        'ad_events': {
            'var': 'events_path',
            'outputs': [
                'delivery', 'days', 'campaigns', 'creatives', 'placements', 'accounted',
                'rejected', 'noted', 'reach_days', 'reach', 'invalid_traffic',
            ],
            'raw': {
                'ad_events': {
                    'anchor': 'campaigns',
                    'tables': ['campaigns'],
                    'may_lack': true,
                },
            },
        },
        'marketing_spend': {
            'var': 'spend_path',
            'outputs': [
                'delivery', 'days', 'advertisers', 'campaigns', 'creatives', 'placements',
                'accounted', 'rejected', 'noted', 'doubts', 'reach_days', 'conversion_types',
            ],
            'raw': {
                'marketing_spend': {
                    'anchor': 'marketing_spend',
                    'tables': ['marketing_spend'],
                    'takes_other_files': true,
                },
                'ad_reporting': {
                    'anchor': 'ad_reporting__campaign_report',
                    'tables': ['ad_reporting__campaign_report'],
                },
                'google_ads': {
                    'anchor': 'campaign_stats',
                    'tables': ['campaign_stats', 'campaign_history', 'account_history'],
                },
                'facebook_ads': {
                    'anchor': 'basic_campaign',
                    'tables': ['basic_campaign', 'campaign_history', 'account_history'],
                },
            },
        },
        'exchange_rates': {
            'var': 'reporting_currency',
            'outputs': ['accounted', 'rejected', 'noted'],
            'raw': {
                'exchange_rates': {
                    'path': 'spend_path',
                    'anchor': 'exchange_rates',
                    'tables': ['exchange_rates'],
                },
            },
        },
    }) }}
{%- endmacro -%}


{#- Whether a source is on: its models, tests and seeds exist and its tables are built. One of this
    package's is where its var says something, and the demo where no var does in this project. -#}
{%- macro is_on(name) -%}
    {%- set known = ad_metrics.known_sources() -%}
    {%- if name not in known -%}
        {{ return(name in ad_metrics.own_sources()) }}
    {%- endif -%}
    {{ return(
        ad_metrics.setting(known[name]['var']) is not none
        or ('is_demo' in known[name] and ad_metrics.is_demo())
    ) }}
{%- endmacro -%}


{#- Whether this is the project itself and no var says where any raw tables are. -#}
{%- macro is_demo() -%}
    {%- if project_name != 'ad_metrics' or ad_metrics.own_sources() -%}
        {{ return(false) }}
    {%- endif -%}
    {%- for name in ad_metrics.vars_of_sources() if ad_metrics.setting(name) is not none -%}
        {{ return(false) }}
    {%- endfor -%}
    {{ return(true) }}
{%- endmacro -%}


{#- The sources that the project at hand brings itself, as the var more_sources names them: each
    with the names of its optional outputs. -#}
{%- macro own_sources() -%}
    {{ return(ad_metrics.setting('more_sources') or {}) }}
{%- endmacro -%}


{#- The sources that are on and have an output: [{'name', 'project'}]. -#}
{%- macro sources_with(output) -%}
    {%- set sources = [] -%}
    {%- for name, about in ad_metrics.known_sources().items()
        if output in about.outputs and ad_metrics.is_on(name) -%}
        {%- do sources.append({'name': name, 'project': 'ad_metrics'}) -%}
    {%- endfor -%}
    {%- for name, outputs in ad_metrics.own_sources().items()
        if output in outputs or ad_metrics.interface()[output].is_required -%}
        {%- do sources.append({'name': name, 'project': project_name}) -%}
    {%- endfor -%}
    {{ return(sources) }}
{%- endmacro -%}


{#- Whether any source that is on tells something: whether it has this output. -#}
{%- macro is_told(output) -%}
    {{ return(ad_metrics.sources_with(output) | length > 0) }}
{%- endmacro -%}


{#- The vars that say where the raw tables of sources are. -#}
{%- macro vars_of_sources() -%}
    {%- set names = [] -%}
    {%- for about in ad_metrics.known_sources().values() if about['var'].endswith('_path') -%}
        {%- do names.append(about['var']) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}
