{#- A campaign's key that a person has typed, spelled as in the marts: that of a platform's campaign
    as its rows of spend are, any other without the blanks around it. -#}
{%- macro spelled_campaign_key(key) -%}
    {%- set platform = dbt.split_part(key, "':'", 2) -%}
    {%- set account = dbt.split_part(key, "':'", 3) -%}
    {%- set campaign = dbt.split_part(key, "':'", 4) -%}
    case
        when {{ ad_metrics.matches(key, ' *marketing_spend:[^:]+:[^:]+:[^:]+') }}
            then
                'marketing_spend:' || {{ ad_metrics.platform_name(platform) }}
                || ':' || {{ ad_metrics.account_number(ad_metrics.spend_id(account)) }}
                || ':' || {{ ad_metrics.spend_id(campaign) }}
        else {{ ad_metrics.trimmed(key) }}
    end
{%- endmacro -%}
