{{ ad_metrics.judged('revive', 'data_summary_ad_hourly', key='data_summary_ad_hourly_id', columns=[
    ad_metrics.id_column('data_summary_ad_hourly_id', 'delivery_id'),
    ad_metrics.time_column('date_time', 'hour_at'),
    ad_metrics.id_column('ad_id', 'creative_id'),
    ad_metrics.id_column('zone_id', 'placement_id'),
    ad_metrics.count_column('requests', 'requests'),
    ad_metrics.count_column('impressions', 'impressions'),
    ad_metrics.count_column('clicks', 'clicks'),
    ad_metrics.count_column('conversions', 'booked_conversions'),
    ad_metrics.money_column('total_basket_value', 'conversion_value', required=false),
    ad_metrics.count_column('total_num_items', 'items', required=false),
    ad_metrics.money_column('total_revenue', 'booked_revenue', required=false),
    ad_metrics.time_column('updated', 'updated_at', required=false),
]) }}
