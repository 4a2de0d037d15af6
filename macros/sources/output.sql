{#- The columns of a source's output, as select columns: those that it has, by the SQL that they are
    worked out by, each as the type that the interface gives it; the rest as typed nulls or as the
    interface's defaults. `same` are columns that are called the same where they are worked out. A
    name that the interface does not have is an error. -#}
{%- macro output(name, has, same=[]) -%}
    {%- set about = ad_metrics.interface()[name] -%}
    {%- for column in same -%}
        {%- do has.update({column: column}) -%}
    {%- endfor -%}
    {%- for column in has if column not in about.columns -%}
        {{ exceptions.raise_compiler_error(
            model.name ~ ': the output ' ~ name ~ ' has no column ' ~ column ~ '. It has '
            ~ about.columns | join(', ') ~ '.'
        ) }}
    {%- endfor -%}
    {%- set defaults = dict(about.defaults or {}) -%}
    {%- for column, further in (about.defaults_with or {}).items() if column in has -%}
        {%- do defaults.update(further) -%}
    {%- endfor -%}
    {%- for column, default in defaults.items() if '<' in default -%}
        {%- for other in has if '<' ~ other ~ '>' in default -%}
            {%- do defaults.update({column: default.replace('<' ~ other ~ '>', has[other])}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for column, type in about.columns.items() %}
    cast({{ has[column] if column in has else defaults.get(column, 'null') }} as {{ type }})
        as {{ column }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro -%}


{#- What every source that is on has in an output, as one query, with the name of the source; only
    sources of one side, if it says so. No rows where no source has it. It waits until every raw
    table of every source is judged and accounted for: what is missing or refused in one of them
    holds back all that comes after, and no mart is built anew beside an old one. -#}
{%- macro united(output, side=none) -%}
    {%- set about = ad_metrics.interface()[output] -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- if output != 'accounted' -%}
        {%- do ref('ad_metrics', 'int_accounted') -%}
    {%- endif -%}
    {%- set sources = [] -%}
    {%- for source in ad_metrics.sources_with(output)
        if side is none or ad_metrics._side_of(source) in (none, side) -%}
        {%- do sources.append(source) -%}
    {%- endfor -%}
    {%- for source in sources %}
    select
        cast('{{ source.name }}' as {{ text }}) as source,
        {%- for column in about.columns %}
        {% if column == 'platform' -%}
        coalesce(platform, '{{ source.name }}') as platform
        {%- else -%}
        {{ column }}
        {%- endif %}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref(source.project, source.name ~ '__' ~ output) }}
    {%- if output == 'delivery' and source.project != 'ad_metrics' %}
    -- Of the days that this build writes anew; our own sources ask for no others.
    where
        cast(hour_at as date) in (
            select restated.utc_day
            from {{ ref('ad_metrics', 'int_restated_days') }} as restated
            where restated.source = '{{ source.name }}'
        )
    {%- endif %}
    {%- if not loop.last %}

    union all
    {% endif %}
    {%- else %}
    {%- set columns = {'source': text} %}
    {%- do columns.update(about.columns) %}
    {{ ad_metrics.no_rows(columns) }}
    {%- endfor %}
{%- endmacro -%}


{#- The output `days` of a source whose delivery tells all that its days are made from: one row per
    day, creative, campaign, advertiser and currency, with a fingerprint of their rows. -#}
{%- macro days_of(delivery) -%}
    {%- set told = ['creative_id', 'campaign_id', 'advertiser_id', 'currency'] -%}
    {%- set values = [] -%}
    {%- for column in ad_metrics.interface().delivery.columns -%}
        {%- do values.append(column) -%}
    {%- endfor -%}
    {%- set has = {
        'utc_day': 'cast(hour_at as date)',
        'fingerprint': 'cast(sum(' ~ ad_metrics.row_hash(values) ~ ') as '
            ~ ad_metrics.type_text() ~ ')',
    } -%}
    {%- for column in told -%}
        {%- do has.update({column: column}) -%}
    {%- endfor -%}
    select
        {{ ad_metrics.output('days', has) }}
    from {{ delivery }}
    group by cast(hour_at as date), {{ told | join(', ') }}
{%- endmacro -%}
