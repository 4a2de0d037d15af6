{{ ad_metrics.seed_rows('advertiser_accounts', {
    'platform': ad_metrics.type_text(),
    'account_id': ad_metrics.type_text(),
    'advertiser_name': ad_metrics.type_text(),
    'currency': ad_metrics.type_text(),
}) }}
