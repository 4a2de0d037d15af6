{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
{{ ad_metrics.judged('facebook_ads', 'campaign_history', key=['id', 'updated_time'], columns=[
    ad_metrics.id_column('id', 'campaign_id'),
    ad_metrics.name_column('updated_time', 'updated_at', required=true),
    ad_metrics.name_column('name', 'campaign_name'),
]) }}
