-- What became of the rows of every raw table of every source, by load and measure. Whatever unites
-- sources waits for this: what is missing or refused in one raw table, or in what is known of
-- outages, holds back all that comes after.
-- depends on {{ ref('ad_metrics', 'stg_reference__known_outages') }}
{%- if execute and flags.WHICH in ('build', 'run') and not ad_metrics.sources_with('delivery') %}
{{ exceptions.raise_compiler_error(
    'No source is on. Set one of the vars ' ~ ad_metrics.vars_of_sources() | join(', ')
    ~ ' to where its raw tables are, or name your own in more_sources.'
) }}
{%- endif %}
{{ ad_metrics.united('accounted') }}
