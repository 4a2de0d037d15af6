{#- Where exchange rates are, for `raw_table()`: a file or table of spend_path, or the seed. In
    ECB's layout a row is a day and a column a currency, in units for one euro; it is turned into a
    row for each of them. -#}
{%- macro raw_exchange_rates(found, seed) -%}
    {%- set places = [] -%}
    {%- for name, there in found.places.items()
        if name.startswith('eurofxref') or name.endswith('exchange_rates') -%}
        {%- do places.extend(there) -%}
    {%- endfor -%}
    {%- if load_cached_relation(seed)
        and (not places or run_query('select 1 as one from ' ~ seed ~ ' limit 1').rows) -%}
        {%- do places.append(seed) -%}
    {%- endif -%}
    {%- if places | length > 1 -%}
        {{ exceptions.raise_compiler_error(
            'Exchange rates are there ' ~ places | length ~ ' times: ' ~ places | join(', ')
            ~ '. Keep one of them.'
        ) }}
    {%- elif not places -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set raw = ad_metrics.raw_files_as_table(places, found.where)
        if found.is_files and places[0] is string else ad_metrics.raw_relation(places[0]) -%}
    {%- do raw.update({'name': 'exchange_rates', 'names': found.places | list}) -%}
    {%- if 'from_currency' in raw.columns or 'date' not in raw.columns -%}
        {{ return(raw) }}
    {%- endif -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set rates = {} -%}
    {%- for column in raw.columns if column | trim | upper in ad_metrics.currency_codes() -%}
        {%- do rates.update({
            column | trim | upper: 'cast(wide.' ~ adapter.quote(column) ~ ' as ' ~ text ~ ')'
        }) -%}
    {%- endfor -%}
    {%- set columns = {
        'date': raw.columns['date'],
        'from_currency': 'varchar',
        'to_currency': 'varchar',
        'rate': 'varchar',
    } -%}
    {%- do raw.update({
        'sql': '(select wide.' ~ adapter.quote('date') ~ ", 'EUR' as from_currency,"
            ~ ' rates.name as to_currency, rates.value as rate from ' ~ raw.sql ~ ' as wide '
            ~ ad_metrics.named_values(rates, 'rates')
            ~ " where trim(coalesce(rates.value, '')) not in ('', 'N/A')) as by_currency",
        'columns': columns,
        'parts': [{'place': raw.place, 'columns': columns}],
        'csv_parts': [],
    }) if rates -%}
    {{ return(raw) }}
{%- endmacro -%}
