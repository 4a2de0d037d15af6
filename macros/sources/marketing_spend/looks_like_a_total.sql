{#- Whether a name or an id is what exports write at a row of sums: `Total`, `Total: Account`,
    `Grand total`, `Gesamt`, `--`, `Results from 5 campaigns`. Null for null. -#}
{%- macro looks_like_a_total(name) -%}
    {%- set sums = [
        '(grand |gran |sub|sub-|account |campaign |ad group |overall )?total(s|es)?', 'sum',
        'summe', 'gesamt', 'gesamtsumme', 'insgesamt', 'zwischensumme', 'endsumme', 'somme',
        'totale', 'totaal',
        'totaux', 'suma', 'soma', 'razem', 'toplam', 'overall', 'all campaigns', 'alle kampagnen',
        'итого', '合計', '总计',
    ] -%}
    {%- set of_what = '( *[:(/–—-].*| (account|campaigns?|ad groups?|ads|of|for)( .*)?)?' -%}
    {{ ad_metrics.matches(
        'lower(trim(' ~ name ~ '))',
        '[-–— ]*(' ~ sums | join('|') ~ ')' ~ of_what ~ '|[-–— ]+|results from [0-9., ]+.*'
    ) }}
{%- endmacro -%}
