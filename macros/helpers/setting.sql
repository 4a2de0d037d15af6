{#- The only door for vars: every var is checked here before it can reach SQL. -#}
{%- macro setting(name) -%}
    {%- set schema = 'schema:([A-Za-z_][A-Za-z0-9_]*[.])?[A-Za-z_][A-Za-z0-9_$]*' -%}
    {%- set place = schema ~ "|(?!schema:)[^'\"\\n]+" -%}
    {%- set patterns = {
        'revive_path': place,
        'events_path': place,
        'spend_path': place,
        'more_sources': none,
        'revive_currency': '[A-Z]{3}',
        'reporting_currency': '[A-Z]{3}',
        'exchange_rate_max_age_days': '[0-9]{1,3}',
        'reporting_timezone': '[A-Za-z]+([/_+-][A-Za-z0-9_+-]+)*',
        'revenue_basis': 'booked|earned',
        'restatement_window_days': '[0-9]{1,4}',
        'rejected_share_limit': '0([.][0-9]+)?|1([.]0+)?',
    } -%}
    {%- if name not in patterns -%}
        {{ exceptions.raise_compiler_error("ad_metrics has no var '" ~ name ~ "'.") }}
    {%- endif -%}
    {{ ad_metrics._stop_at_other_vars(patterns) }}
    {%- set defaults = {
        'revive_currency': 'EUR',
        'exchange_rate_max_age_days': '7',
        'revenue_basis': 'booked',
        'restatement_window_days': '3',
        'rejected_share_limit': '0.001',
        'reporting_timezone': 'Europe/Berlin' if project_name == 'ad_metrics' else 'UTC',
    } -%}
    {%- set value = var(name, none) -%}
    {%- if value is none -%}
        {#- The demo is a server in Berlin; another project says where its days begin. -#}
        {{ return(defaults.get(name)) }}
    {%- endif -%}
    {%- if name == 'more_sources' -%}
        {{ return(ad_metrics._checked_sources(value)) }}
    {%- endif -%}
    {%- if value is number and value is not boolean -%}
        {%- set value = value | string -%}
    {%- endif -%}
    {#- dbt 2 has no list of time zones, but says itself which one it does not know. -#}
    {%- set zones = modules.pytz.all_timezones_set if name == 'reporting_timezone' -%}
    {%- if value is not string or not modules.re.fullmatch(patterns[name], value)
        or (name == 'reporting_timezone'
            and value not in (zones or [modules.pytz.timezone(value) | string]))
        or (name.endswith('_currency') and value not in ad_metrics.currency_codes()) -%}
        {{ exceptions.raise_compiler_error(
            "The var '" ~ name ~ "' is '" ~ value ~ "'. It must be " ~ ad_metrics._expected_of(name)
            ~ '. Set it in dbt_project.yml or with --vars.'
        ) }}
    {%- endif -%}
    {{ return(value) }}
{%- endmacro -%}


{#- What the value of a var must be, in words. -#}
{%- macro _expected_of(name) -%}
    {%- set tables = ', or schema: and the name of a schema with the tables, for instance'
        ~ ' schema:raw; on a server, the name under which it is attached and a dot before it' -%}
    {{ return({
        'revive_path': 'the path of a folder with <table>.csv or <table>.parquet, without quotes'
            ~ tables,
        'events_path': 'the path or URL of a folder with Parquet files, without quotes' ~ tables,
        'spend_path': 'the path of a folder, a file or a pattern of CSV or Parquet files, without'
            ~ ' quotes' ~ tables,
        'revive_currency': 'an ISO 4217 code in capitals, for instance EUR',
        'reporting_currency': 'an ISO 4217 code in capitals, for instance EUR',
        'exchange_rate_max_age_days': 'a whole number of days, for instance 7',
        'reporting_timezone': 'an IANA time zone, for instance Europe/Berlin',
        'revenue_basis': 'booked or earned',
        'restatement_window_days': 'a whole number of days, for instance 3',
        'rejected_share_limit': 'a share from 0 to 1, for instance 0.001',
    }[name]) }}
{%- endmacro -%}


{#- Raises an error at a var that this package had before, and at a misspelt one, which would be
    passed over in silence, and the demo be built instead of what was meant. In another project only
    a name that begins like ours is taken for one. -#}
{%- macro _stop_at_other_vars(patterns) -%}
    {%- for path in patterns if path.endswith('_path') -%}
        {%- set former = path | replace('_path', '_schema') -%}
        {%- set schema = var(former, none) -%}
        {%- if schema is not none -%}
            {{ exceptions.raise_compiler_error(
                'The var ' ~ former ~ ' is gone. Write ' ~ path ~ ": 'schema:" ~ schema
                ~ "' instead of " ~ former ~ ': ' ~ schema ~ '.'
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {%- set beginnings = [] -%}
    {%- for known in patterns -%}
        {%- do beginnings.append(known.split('_')[0]) -%}
    {%- endfor -%}
    {%- for given in invocation_args_dict.get('vars') or {} if given not in patterns
        and (project_name == 'ad_metrics'
            or (given.split('_')[0] in beginnings and given.split('_')[0] != 'more')) -%}
        {{ exceptions.raise_compiler_error(
            "ad_metrics has no var '" ~ given ~ "'. It has " ~ patterns | join(', ') ~ '.'
        ) }}
    {%- endfor -%}
{%- endmacro -%}


{#- The sources that the project at hand brings, each with its optional outputs. Their names are
    part of the names of models and of keys. -#}
{%- macro _checked_sources(value) -%}
    {%- set said = "The var 'more_sources' is '" ~ value ~ "'. It must be a list of names such as"
        ~ ' my_server, each that of a source whose models are in your project; one with optional'
        ~ ' outputs is written my_server: [reach_days]. ' -%}
    {%- if value is string or value is mapping or value is not iterable -%}
        {{ exceptions.raise_compiler_error(said) }}
    {%- endif -%}
    {%- set sources = {} -%}
    {%- for entry in value -%}
        {%- if entry is not string and entry is not mapping -%}
            {{ exceptions.raise_compiler_error(said) }}
        {%- endif -%}
        {%- for name in ([entry] if entry is string else entry) -%}
            {%- do sources.update({name: (entry[name] if entry is mapping else none) or []}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for name in sources if name is not string
        or not modules.re.fullmatch('[a-z][a-z0-9_]*', name)
        or name in ad_metrics.known_sources() -%}
        {{ exceptions.raise_compiler_error(
            said ~ 'A name has small letters, digits and underscores, and is none of this'
            ~ " package's own: " ~ ad_metrics.known_sources() | join(', ') ~ '.'
        ) }}
    {%- endfor -%}
    {%- for output in sources.values() | sum(start=[]) if output not in ad_metrics.interface() -%}
        {{ exceptions.raise_compiler_error(
            said ~ "There is no output '" ~ output ~ "'. There are "
            ~ ad_metrics.interface() | join(', ') ~ '.'
        ) }}
    {%- endfor -%}
    {{ return(sources) }}
{%- endmacro -%}
