{#- The layouts that spend comes in, each with its models in
    models/staging/marketing_spend/adapters: `judged` has the rows of the raw table `table` with
    their verdicts, `rows` the accepted ones in the columns of spend_columns(), under the name
    `layout` to people. `platform` and `account_id` are SQL over judged rows; `currency` is how they
    tell it, if they do; `tells_accounts`, whether the accepted rows have that of each account;
    `lacks`, the measures that the layout does not have, beside the optional ones; `is_own_layout`,
    whether it is that of docs/spend.md, in which amounts may stand in millionths, optional measures
    may be told, and rows of further kinds of conversions stand beside the one that counts. -#}
{%- macro spend_adapters() -%}
    {{ return([
        {
            'table': 'marketing_spend',
            'judged': ref('ad_metrics', 'base_marketing_spend'),
            'rows': ref('ad_metrics', 'stg_marketing_spend'),
            'layout': 'marketing_spend',
            'platform': 'platform',
            'account_id': 'account_id',
            'currency': 'currency',
            'is_own_layout': true,
        },
        {
            'table': 'ad_reporting__campaign_report',
            'judged': ref('ad_metrics', 'base_ad_reporting__campaign_report'),
            'rows': ref('ad_metrics', 'stg_ad_reporting__campaign_report'),
            'layout': 'ad_reporting__campaign_report',
            'platform': 'platform',
            'account_id': "coalesce(account_id, 'unknown')",
        },
        {
            'table': 'campaign_stats',
            'judged': ref('ad_metrics', 'base_google_ads__campaign_stats'),
            'rows': ref('ad_metrics', 'stg_google_ads__campaign_stats'),
            'layout': 'google_ads__campaign_stats',
            'platform': "'google_ads'",
            'account_id': 'account_id',
            'tells_accounts': true,
        },
        {
            'table': 'basic_campaign',
            'judged': ref('ad_metrics', 'base_facebook_ads__basic_campaign'),
            'rows': ref('ad_metrics', 'stg_facebook_ads__basic_campaign'),
            'layout': 'facebook_ads__basic_campaign',
            'platform': "'facebook_ads'",
            'account_id': 'account_id',
            'tells_accounts': true,
            'lacks': ['conversions', 'conversion_value'],
        },
    ]) }}
{%- endmacro -%}
