{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
{{ ad_metrics.judged('google_ads', 'account_history', key=['id', 'updated_at'], columns=[
    ad_metrics.id_column('id', 'account_id'),
    ad_metrics.name_column('updated_at', 'updated_at', required=true),
    ad_metrics.name_column('descriptive_name', 'account_name'),
    ad_metrics.currency_column('currency_code', 'currency', required=false),
]) }}
