{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
{{ ad_metrics.judged('facebook_ads', 'account_history', key=['id', '_fivetran_synced'], columns=[
    ad_metrics.id_column('id', 'account_id'),
    ad_metrics.name_column('_fivetran_synced', 'updated_at', required=true),
    ad_metrics.name_column('name', 'account_name'),
    ad_metrics.currency_column('currency', 'currency', required=false),
]) }}
