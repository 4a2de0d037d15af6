{#- What identifies an advertiser (the name that the seed advertiser_accounts gives, else the
    account), a campaign over all platforms and accounts, and an ad, or the ad group or campaign
    where a row tells no more. -#}
{%- macro spend_advertiser_id() -%}
    coalesce(advertiser_name, platform || ':' || account_id)
{%- endmacro -%}

{#- An id as a part of a key: no colon of its own is taken for the end of the part, and no %3A of
    another id for that colon. -#}
{%- macro _key_part(id) -%}
    case
        when {{ dbt.position("':'", id) }} > 0 or {{ dbt.position("'%'", id) }} > 0
            then replace(replace({{ id }}, '%', '%25'), ':', '%3A')
        else {{ id }}
    end
{%- endmacro -%}

{%- macro spend_campaign_id() -%}
    platform || ':' || {{ ad_metrics._key_part('account_id') }}
    || ':' || {{ ad_metrics._key_part('campaign_id') }}
{%- endmacro -%}

{%- macro spend_creative_id(campaign_id) -%}
    case
        when ad_group_id is null and ad_id is null then {{ campaign_id }}
        else {{ campaign_id }} || ':' || coalesce({{ ad_metrics._key_part('ad_group_id') }}, '')
            || coalesce(':' || ad_id, '')
    end
{%- endmacro -%}
