"""
What a failed data test is to somebody who knows no dbt: what is wrong, with which rows, what to do.

A test says it in its own `description` and, for what to do, in its meta `what_to_do`. Where it does
not, its kind says what is wrong and its place what to do.
"""

import re
from collections.abc import Callable

# What is wrong where a test of a kind fails; in braces stand the test's arguments.
KINDS = {
    "not_null": "{column_name} is empty",
    "unique": "{column_name} has one value in several rows",
    "accepted_values": "{column_name} is none of {values}",
    "relationships": "{column_name} has values that {field} of {to} does not have",
    # Each of its rows says what is wrong with it.
    "one_row_per": "rows are not as they must be",
    "is_currency": "{column_name} is no currency code as ISO 4217 has it, for instance EUR",
    "ends_after_it_starts": "{ends_at} is not after {starts_at}, or one of them is empty",
    "ends_on_or_after_its_first_day": "{ends_on} is before {starts_on}, or one of them is empty",
    "spans_of_days_share_no_day": (
        "spans of days of one key share a day; the key is {key}, a span lasts from {starts_on} to {ends_on}"
    ),
    "can_be_used": (
        "{table} is not what its sender's control_totals.csv says, or more of its rows are rejected than "
        "rejected_share_limit allows"
    ),
    "no_hour_is_missing": "{table} has no row for some hours between its first and its last",
    "no_exchange_rate_is_missing": "exchange rates are missing, or cannot be used",
    "spend_counts_once": "spend would count twice",
}
# What these tests call the columns of their rows.
THEIR_NAMES = {
    "one_row_per": {"rows_found": "rows"},
    "unique": {"unique_field": "column_name", "n_records": "rows"},
    "accepted_values": {"value_field": "column_name", "n_records": "rows"},
    "relationships": {"from_field": "column_name"},
}
OURS = "ad_metrics"
EXAMPLES = 3
VALUES = 8
LETTERS = 60


def kind_of(test) -> str | None:
    """The kind of a generic test; none of one that is a query of its own."""
    metadata = getattr(test, "test_metadata", None)
    return metadata.name if metadata else None


def about(test, manifest) -> tuple[str, str]:
    """What a test is about, in words, and what to do where it fails."""
    model = manifest.nodes.get(getattr(test, "attached_node", None) or "")
    if model is None:
        return "", _remedy_at("query", "", test)
    seed = re.fullmatch(r"stg_reference__(\w+)", model.name)
    if model.resource_type == "seed" or seed:
        name = seed[1] if seed else model.name
        return f"the seed {name}", _remedy_at("seed", name, test)
    if "staging" in model.fqn or "raw" in test.tags:
        return f"the raw rows in {model.name}", _remedy_at("staging", model.name, test)
    kind = "mart" if "marts" in model.fqn else "table"
    return f"the {kind} {model.name}", _remedy_at(kind, model.name, test)


def _remedy_at(kind: str, name: str, test) -> str:
    if kind == "seed":
        return (
            f"Correct these lines of the seed {name} (the file {name}.csv in your seeds folder), then build "
            "again."
        )
    if kind == "staging":
        return "Correct these rows at the source, then build again."
    if test.package_name != OURS:
        return f"Correct what these rows come from, or the test in {test.original_file_path}."
    return (
        "Look these rows up in the raw tables and correct what is wrong there. If the raw rows are right, "
        "the fault is not yours: report it with the query below."
    )


def words(test, manifest) -> tuple[str, str]:
    """What is wrong where a data test fails, and what to do."""
    place, remedy = about(test, manifest)
    remedy = (test.config.meta or {}).get("what_to_do") or remedy
    if test.description:
        return " ".join(test.description.split()).rstrip("."), remedy
    kind = kind_of(test)
    if kind not in KINDS:
        # Somebody's own test; its name is all that it says.
        claim = re.sub(r"_+", " ", test.name)
        return f'"{claim}" does not hold', remedy
    problem = KINDS[kind].format_map({name: _plain(value) for name, value in arguments(test).items()})
    where = f", where {test.config.where}" if test.config.get("where") else ""
    return f"In {place} {problem}{where}", remedy


def found(test, manifest, rows: int, ask: Callable[[str], tuple[list[str], list[tuple]]]) -> str:
    """What is wrong where a test found so many rows; of a test that tells several problems, each of them."""
    if kind_of(test) != "one_row_per":
        return f"{words(test, manifest)[0]}: {_rows(rows)}."
    _, counts = ask(
        f"select problem, sum(rows_found) as rows_found from (\n{whole_rows(test)}\n) as found "
        "group by problem order by problem"
    )
    problems = "; ".join(f"{problem}: {_rows(int(number))}" for problem, number in counts)
    return f"In {about(test, manifest)[0]} {problems}."


def _rows(number: int) -> str:
    return f"{number:,} {'row' if number == 1 else 'rows'}"


class _Arguments(dict):
    """A test's arguments; one that it does not have is called by its name."""

    def __missing__(self, name):
        return name


def arguments(test) -> dict:
    """The arguments of a generic test, with what it is about left out."""
    given = {name: value for name, value in test.test_metadata.kwargs.items() if name not in ("model", "of")}
    return _Arguments(given)


def _plain(value) -> str:
    """An argument as a person writes it: a list by commas, a ref by the table's name."""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    of_model = re.search(r"""ref\((?:[^)]*,\s*)?['"](\w+)['"]\s*\)""", str(value))
    return of_model[1] if of_model else str(value)


def whole_rows(test) -> str:
    """The query of what is wrong; where dbt's own answers an empty column alone, with the rest of its row."""
    query = test.compiled_code.strip().rstrip(";")
    if kind_of(test) == "not_null":
        column = re.escape(str(arguments(test)["column_name"]))
        query = re.sub(rf"^select\s+{column}\s+from\s", "select *\nfrom ", query, count=1)
    return query


def examples(test, ask: Callable[[str], tuple[list[str], list[tuple]]]) -> list[dict]:
    """The first rows that a failed test found, each with the values that tell it apart."""
    columns, rows = ask(f"select * from (\n{whole_rows(test)}\n) as found limit {EXAMPLES}")
    kind = kind_of(test)
    given = arguments(test) if kind else {}
    names = {
        theirs: str(given[ours]) if ours == "column_name" else ours
        for theirs, ours in THEIR_NAMES.get(kind, {}).items()
    }
    columns = [names.get(column, column) for column in columns]
    order = sorted(columns, key=lambda column: (_rank(column, given), columns.index(column)))
    return [
        {column: _value(dict(zip(columns, row, strict=True))[column]) for column in order[:VALUES]}
        for row in rows
    ]


def _rank(column: str, given: dict) -> int:
    """Where a column stands among those that are shown: what the test names, then keys, then the rest."""
    named = re.findall(r"\w+", " ".join(str(value) for value in given.values()))
    if column in named:
        return 0
    return 1 if re.search(r"(^|_)(key|id|day|at|on|source|mart|measure|table|currency)$", column) else 2


def _value(value) -> str | None:
    if value is None:
        return None
    text = " ".join(str(value).split())
    return text if len(text) <= LETTERS else text[: LETTERS - 3] + "..."
