{#- The raw tables of Revive that are judged, named without the install's prefix. -#}
{%- macro revive_tables() -%}
    {{ return([
        'affiliates', 'banners', 'campaigns', 'clients', 'data_bkt_a', 'data_bkt_c', 'data_bkt_m',
        'data_bkt_r', 'data_intermediate_ad_connection', 'data_summary_ad_hourly', 'trackers', 'zones',
    ]) }}
{%- endmacro -%}
