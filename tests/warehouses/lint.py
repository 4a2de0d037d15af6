"""
What SQL a warehouse lacks, as far as its documentation tells: nothing here was run on it.

sqlglot parses much that an engine does not take, so that a statement parses proves little. What it finds in
one is held against lists: of the functions and types that there are, of the signs and clauses that there are
not.
"""

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.dialects import Dialect
from sqlglot.tokens import TokenType

# What stands before a parenthesis and is no function.
WORDS = set(
    """
    all and as by cast decimal else exists filter from group in interval join lateral not numeric on
    or over row select table then unnest using values varchar when where with within
    """.split()
)
# Functions of all of them, and of each.
FUNCTIONS = set(
    """
    abs coalesce count extract floor greatest lag lead least length lower max min mod nullif rank
    regexp_replace replace round row_number substr sum trim upper
    """.split()
)
FUNCTIONS_OF = {
    "bigquery": """
        current_timestamp datetime datetime_add datetime_diff div farm_fingerprint regexp_contains
        safe_offset split string_agg strpos struct timestamp timestamp_trunc to_json_string
    """,
    "databricks": """
        aggregate array_join array_sort collect_set concat current_timestamp current_timezone
        date_trunc from_utc_timestamp get map named_struct position regexp_extract sequence
        split stack timestampadd timestampdiff to_json to_utc_timestamp unix_timestamp xxhash64
    """,
    "redshift": """
        date_trunc dateadd datediff farmfingerprint64 getdate json_serialize listagg object
        position split_part
    """,
    "snowflake": """
        convert_timezone date_trunc dateadd datediff hash listagg object_construct_keep_null
        position regexp_like split_part sysdate to_json
    """,
    "trino": """
        array_agg array_join date_add date_diff date_trunc from_big_endian_64 hour json_format
        json_object minute position regexp_like split_part to_milliseconds to_utf8 with_timezone xxhash64
    """,
}

# Clauses that not every one of them has, and which do.
CLAUSES = {
    exp.Qualify: {"bigquery", "databricks", "redshift", "snowflake"},
    exp.Filter: {"databricks", "trino"},
    exp.ILike: {"databricks", "redshift", "snowflake"},
    exp.Lateral: {"databricks"},
    exp.Values: {"databricks", "snowflake", "trino"},
    exp.NullSafeEQ: {"bigquery", "databricks", "snowflake", "trino"},
    exp.NullSafeNEQ: {"bigquery", "databricks", "snowflake", "trino"},
    exp.TryCast: set(),
}
SIGNS = {
    "::": {"databricks", "redshift", "snowflake"},
    "~": {"redshift"},
    "%": {"databricks", "redshift", "snowflake", "trino"},
    "//": set(),
    "time zone": {"redshift", "trino"},
}
# Types, as they are written.
TYPES = {
    "bigquery": """
        bigint, bignumeric, boolean, date, datetime, float64, int64, integer, numeric, string,
        timestamp
    """,
    "databricks": """
        bigint, boolean, date, decimal, double, int, integer, string, timestamp
    """,
    "redshift": """
        bigint, boolean, date, decimal, double precision, integer, timestamp, varchar
    """,
    "snowflake": """
        bigint, boolean, date, decimal, double precision, integer, timestamp, timestamp_ntz,
        varchar
    """,
    "trino": """
        bigint, boolean, date, decimal, double, double precision, integer, json, timestamp,
        varchar
    """,
}


def lacking(sql: str, dialect: str) -> Iterator[str]:
    """What this statement has that the warehouse does not."""
    tokens = Dialect.get_or_raise(dialect).tokenize(sql)
    functions = FUNCTIONS | set(FUNCTIONS_OF[dialect].split())
    types = {" ".join(name.split()) for name in TYPES[dialect].split(",")}
    statements = sqlglot.parse(sql, dialect=dialect)
    type_tokens = Dialect.get_or_raise(dialect).parser_class.TYPE_TOKENS
    before = ""
    named = {alias.name.lower() for tree in statements for alias in tree.find_all(exp.TableAlias)}
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        text, next_text = token.text.lower(), following.text.lower() if following else ""
        is_text = token.token_type in (TokenType.STRING, TokenType.RAW_STRING, TokenType.IDENTIFIER)
        if is_text:
            if following and token.token_type == following.token_type == TokenType.STRING:
                yield f"two texts side by side: {token.text!r}"
            continue
        if next_text == "(" and text[:1].isalpha() and text not in functions | WORDS | named | types:
            yield f"the function {text}"
        sign = "time zone" if (before, text) == ("time", "zone") else text
        if sign in SIGNS and dialect not in SIGNS[sign]:
            yield f"the sign {sign}"
        is_bare = text in ("union", "except", "intersect") and next_text not in ("all", "distinct")
        if dialect == "bigquery" and is_bare:
            yield f"{text} without all or distinct"
        if token.token_type in type_tokens and before == "as" and next_text in "()" and text not in types:
            yield f"the type {text}"
        before = text
    for tree in statements:
        yield from _lacking_in_tree(tree, dialect)


def _lacking_in_tree(tree: exp.Expression, dialect: str) -> Iterator[str]:
    for node in tree.walk():
        for clause, has in CLAUSES.items():
            if isinstance(node, clause) and dialect not in has:
                yield f"{clause.__name__}: {node.sql(dialect)[:80]}"
        if isinstance(node, exp.Cast):
            kind = node.to.this
            if dialect == "bigquery" and node.to.find(exp.DataTypeParam):
                yield f"a type with a width in a cast: {node.to.sql(dialect)}"
            if dialect == "redshift" and kind == exp.DataType.Type.VARCHAR and not node.to.expressions:
                yield "varchar without a width, which cuts at 256 bytes"
        if isinstance(node, exp.Group) and node.args.get("all"):
            yield "group by all"
        if isinstance(node, exp.Star) and any(node.args.values()):
            yield "* except"
        has_no_from = isinstance(node, exp.Select) and not node.args.get("from_")
        if dialect == "bigquery" and has_no_from and node.args.get("where"):
            yield "where without from"
        if isinstance(node, exp.In) and isinstance(node.this, exp.Tuple) and dialect in ("bigquery", "trino"):
            yield "several columns in a subquery"
        if isinstance(node, exp.CTE) and node.args["alias"].columns and dialect == "bigquery":
            yield "names of columns at a common table expression"
