{#- A code that stands for a word. One that is not in the list is left empty, and told. Where it
    depends on the code whether the row `counts`, the row is rejected instead. -#}
{%- macro code_column(raw, name, words, required=true, counts=false) -%}
    {{ return({
        'kind': 'code',
        'raw': raw,
        'name': name,
        'words': words,
        'required': required,
        'counts': counts,
    }) }}
{%- endmacro -%}

{#- pandas writes 1.0 for the code 1 where some are missing. -#}
{%- macro _read_code(column, raw_type) -%}
    {%- set reading = {'type': ad_metrics.type_text(), 'rejects': column.counts} -%}
    {%- if raw_type == 'boolean' -%}
        {%- do reading.update({
            'what': 'true or false',
            'good': 'true',
            'value': "case when <value> then '" ~ column.words['true'] ~ "' when not <value> then '"
                ~ column.words['false'] ~ "' end",
        }) -%}
        {{ return(reading) }}
    {%- endif -%}
    {%- set words = [] -%}
    {%- for code, word in column.words.items() -%}
        {%- do words.append("when '" ~ code ~ "' then '" ~ word ~ "'") -%}
    {%- endfor -%}
    {%- set text = ad_metrics.trimmed('cast(<value> as ' ~ ad_metrics.type_text() ~ ')') -%}
    {%- set code = 'lower(' ~ ad_metrics.without_point(text) ~ ')' -%}
    {%- do reading.update({
        'what': 'one of the known codes ' ~ column.words | join(', '),
        'remedy': 'correct it, or add the code to the list in ' ~ model.name,
        'good': code ~ " in ('" ~ column.words | join("', '") ~ "')",
        'value': 'case ' ~ code ~ ' ' ~ words | join(' ') ~ ' end',
    }) -%}
    {{ return(reading) }}
{%- endmacro -%}
