{#- The only door for vars: every var is checked here before it can reach SQL. -#}
{%- macro setting(name) -%}
    {%- set patterns = {
        'revive_path': "[^'\"\\n]+",
        'revive_schema': '([A-Za-z_][A-Za-z0-9_]*[.])?[A-Za-z_][A-Za-z0-9_$]*',
        'revive_currency': '[A-Z]{3}',
        'spend_path': "[^'\"\\n]+",
        'spend_schema': '([A-Za-z_][A-Za-z0-9_]*[.])?[A-Za-z_][A-Za-z0-9_$]*',
        'events_path': "schema:([A-Za-z_][A-Za-z0-9_]*[.])?[A-Za-z_][A-Za-z0-9_$]*|(?!schema:)[^'\"\\n]+",
        'reporting_currency': '[A-Z]{3}',
        'exchange_rate_max_age_days': '[0-9]{1,3}',
        'reporting_timezone': '[A-Za-z]+([/_+-][A-Za-z0-9_+-]+)*',
        'revenue_basis': 'booked|earned',
        'restatement_window_days': '[0-9]{1,4}',
        'rejected_share_limit': '0([.][0-9]+)?|1([.]0+)?',
    } -%}
    {%- set expected = {
        'revive_path': 'the path of a folder with <table>.csv or <table>.parquet, without quotes',
        'revive_schema': 'the name of a schema: letters, digits and underscores; before it and a dot, if it is on a server, the name under which that is attached',
        'revive_currency': 'an ISO 4217 code in capitals, for instance EUR',
        'spend_path': 'the path of a folder, a file or a pattern of CSV or Parquet files, without quotes',
        'spend_schema': 'the name of a schema: letters, digits and underscores; before it and a dot, if it is on a server, the name under which that is attached',
        'events_path': 'the path or URL of a folder with Parquet files, without quotes, or schema: and the name of a schema with the tables, for instance schema:web_logs',
        'reporting_currency': 'an ISO 4217 code in capitals, for instance EUR',
        'exchange_rate_max_age_days': 'a whole number of days, for instance 7',
        'reporting_timezone': 'an IANA time zone, for instance Europe/Berlin',
        'revenue_basis': 'booked or earned',
        'restatement_window_days': 'a whole number of days, for instance 3',
        'rejected_share_limit': 'a share from 0 to 1, for instance 0.001',
    } -%}
    {%- if name not in patterns -%}
        {{ exceptions.raise_compiler_error("ad_metrics has no var '" ~ name ~ "'.") }}
    {%- endif -%}
    {#- A misspelt var would be passed over in silence, and the demo be built instead of what was meant. In another project
        only a name that begins like ours is taken for one. -#}
    {%- for given in invocation_args_dict.get('vars') or {} if given not in patterns -%}
        {%- if project_name == 'ad_metrics' or given.split('_')[0] in ['revive', 'spend', 'events', 'exchange', 'reporting', 'restatement', 'rejected'] -%}
            {{ exceptions.raise_compiler_error(
                "ad_metrics has no var '" ~ given ~ "'. It has " ~ patterns | join(', ') ~ '.'
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {%- set value = var(name, none) -%}
    {%- if value is none and name == 'reporting_timezone' -%}
        {#- The demo is a server in Berlin; another project says where its days begin. -#}
        {%- set value = 'Europe/Berlin' if project_name == 'ad_metrics' else 'UTC' -%}
    {%- endif -%}
    {%- if value is none -%}
        {{ return(none) }}
    {%- endif -%}
    {%- if value is number and value is not boolean -%}
        {%- set value = value | string -%}
    {%- endif -%}
    {#- dbt 2 has no list of time zones, but says itself which one it does not know. -#}
    {%- if value is not string or not modules.re.fullmatch(patterns[name], value)
        or (name == 'reporting_timezone' and value not in (modules.pytz.all_timezones_set or [modules.pytz.timezone(value) | string]))
        or (name.endswith('_currency') and value not in ad_metrics.currency_codes()) -%}
        {{ exceptions.raise_compiler_error(
            "The var '" ~ name ~ "' is '" ~ value ~ "'. It must be " ~ expected[name] ~
            '. Set it in dbt_project.yml or with --vars.'
        ) }}
    {%- endif -%}
    {{ return(value) }}
{%- endmacro -%}
