{#- What identifies an advertiser (the name that the seed advertiser_accounts gives, else the account), a campaign over all platforms and
    accounts, and an ad, or the ad group or campaign where a row tells no more. -#}
{%- macro spend_advertiser_id() -%}
    coalesce(advertiser_name, platform || ':' || account_id)
{%- endmacro -%}

{%- macro spend_campaign_id() -%}
    platform || ':' || account_id || ':' || campaign_id
{%- endmacro -%}

{%- macro spend_creative_id() -%}
    platform || ':' || account_id || ':' || campaign_id
    || case
        when ad_group_id is null and ad_id is null then ''
        else ':' || coalesce(ad_group_id, '') || case when ad_id is null then '' else ':' || ad_id end
    end
{%- endmacro -%}
