{#- Whether Revive deleted the banner, its campaign or the zone of a row. Deleting one of them
    deletes the rows of its statistics with it, which is how a deletion is told from a correction of
    single rows. -#}
{%- macro is_deleted_at_revive(creative_id, placement_id) -%}
    not exists (
        select 1
        from {{ ref('ad_metrics', 'base_revive__banners') }} as banners
        inner join {{ ref('ad_metrics', 'base_revive__campaigns') }} as campaigns
            on banners.campaign_id = campaigns.campaign_id
        where
            banners.creative_id = {{ creative_id }}
            and banners.verdict <> 'deleted'
            and campaigns.verdict <> 'deleted'
    )
    -- Zone 0 is no zone but a banner asked for directly.
    or {{ placement_id }} <> '0' and not exists (
        select 1
        from {{ ref('ad_metrics', 'base_revive__zones') }} as zones
        where zones.placement_id = {{ placement_id }} and zones.verdict <> 'deleted'
    )
{%- endmacro -%}
