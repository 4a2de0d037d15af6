"""
What each kind of column takes, of text and of typed columns, and what becomes of it.

dbt is asked once for the SQL of every kind; the values are then asked one by one of the engine, without a
build. Expected values are worked by hand.
"""

import json
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest
from conftest import PROJECT, Warehouse, connect_postgres

BAD, EMPTY = "not accepted", "empty"
FIFTEEN, SIXTEEN = "9" * 15, "1" + "0" * 15
KINDS = {}


def of_kind(kind: str, raw_type: str, *cases: tuple):
    """What a kind of column makes of raw values of a type, each a literal with what comes of it."""
    KINDS[kind, raw_type] = cases


# Numbers with blanks, signs and points, as spreadsheets, pandas and people write them.
NO_NUMBERS = [
    (text, BAD) for text in ("1,000", "1.000,5", "0x10", "1_000", "NaN", "inf", "-", "+", ".", "1 2")
]
BLANKS = [("", EMPTY), (" \t", EMPTY), ("\u00a0", EMPTY)]
of_kind(
    "id", "text", *NO_NUMBERS, *BLANKS,
    ("0", "0"), ("17", "17"), (" 17 ", "17"), ("17.0", "17"), ("17.", "17"), ("9" * 18, "9" * 18),
    ("007", BAD), ("-1", BAD), ("+1", BAD), ("1e3", BAD), ("17.5", BAD), ("1" + "0" * 18, BAD),
)  # fmt: skip
of_kind("id", "bigint", ("0", "0"), ("17", "17"), ("-1", BAD), ("1" + "0" * 18, BAD))
of_kind("id", "double precision", ("17", "17"), ("17.5", BAD), ("9007199254740994", BAD))
of_kind(
    "count", "text", *NO_NUMBERS, *BLANKS,
    ("0", 0), ("007", 7), ("1000.0", 1000), (" 42 ", 42), ("+3", 3), (FIFTEEN, int(FIFTEEN)),
    ("-1", BAD), ("300.6", BAD), ("1e3", BAD), (SIXTEEN, BAD),
)  # fmt: skip
of_kind("count", "bigint", ("0", 0), (FIFTEEN, int(FIFTEEN)), ("-1", BAD), (SIXTEEN, BAD))
of_kind("count", "double precision", ("3", 3), ("3.5", BAD), ("'NaN'", BAD), ("'Infinity'", BAD))
of_kind("count", "decimal(20, 2)", ("3.00", 3), ("3.50", BAD))
# Two signs are none of a number, nor is a part of a millionth; both once stopped the build at the cast.
TWO_SIGNS = [("--5", BAD), ("+-5", BAD), ("-+5", BAD)]
WHOLE = [("-3", -3), ("7", 7), ("-0", 0), ("12.0", 12), (" -12. ", -12), ("+5", 5)]
for kind in ("integer", "signed_count"):
    of_kind(kind, "text", *NO_NUMBERS, *BLANKS, *WHOLE, *TWO_SIGNS, ("1.5", BAD), (SIXTEEN, BAD))
    of_kind(kind, "integer", ("-3", -3), ("7", 7))
    of_kind(kind, "double precision", ("-3", -3), ("-3.5", BAD), ("'-Infinity'", BAD))
MONEY = [
    ("1.5", Decimal("1.5")), ("-0.000000001", Decimal("-0.000000001")), (".5", Decimal("0.5")),
    ("5.", Decimal(5)), ("+5", Decimal(5)), ("-.5", Decimal("-0.5")), (" 7.10 ", Decimal("7.1")),
    (FIFTEEN + ".999999999", Decimal(FIFTEEN + ".999999999")),
]  # fmt: skip
of_kind(
    "money", "text", *NO_NUMBERS, *BLANKS, *MONEY,
    ("1.0000000000", Decimal(1)), ("1.0000000001", BAD), ("1e3", BAD), (SIXTEEN, BAD),
)  # fmt: skip
of_kind("money", "decimal(20, 4)", ("-12.3456", Decimal("-12.3456")), (SIXTEEN, BAD))
ROUNDED = [
    ("0.0000000005", Decimal("0.000000001")), ("0.0000000004", Decimal(0)),
    ("3.8899999999999997", Decimal("3.89")),
    ("1e-05", Decimal("0.00001")), ("-1.5E+2", Decimal(-150)), ("1e15", BAD), ("1e", BAD), ("e5", BAD),
]  # fmt: skip
for kind in ("amount", "quantity"):
    of_kind(kind, "text", *NO_NUMBERS, *BLANKS, *MONEY, *ROUNDED, (SIXTEEN, BAD))
    of_kind(
        kind, "double precision",
        ("0.1", Decimal("0.1")), ("-41.37", Decimal("-41.37")), ("1000000.1", Decimal("1000000.1")),
        ("1e15", BAD), ("'NaN'", BAD),
    )  # fmt: skip
of_kind(
    "micros", "text", *NO_NUMBERS, *BLANKS,
    ("1234567", Decimal("1.234567")), ("-1", Decimal("-0.000001")), ("5.0", Decimal("0.000005")),
    *TWO_SIGNS, ("1.5", BAD), (".5", BAD), ("1" + "0" * 17, BAD),
)  # fmt: skip
of_kind("micros", "bigint", ("1234567", Decimal("1.234567")), ("1" + "0" * 17, BAD))
of_kind("micros", "double precision", ("5", Decimal("0.000005")), ("1.5", BAD))
RATES = [("0.5", Decimal("0.5")), (".25", Decimal("0.25")), ("2.", Decimal(2)), ("1.1000", Decimal("1.1"))]
of_kind(
    "rate", "text", *NO_NUMBERS, *BLANKS, *RATES,
    ("0", Decimal(0)), ("0.1234560", Decimal("0.123456")), ("0.1234567", BAD), ("-1", BAD),
    ("1" + "0" * 12, BAD),
)  # fmt: skip
of_kind("rate", "decimal(18, 6)", ("2.345678", Decimal("2.345678")), ("-0.5", BAD))
of_kind(
    "exchange_rate", "text", *NO_NUMBERS, *BLANKS, *RATES,
    ("1.123456789", Decimal("1.123456789")), ("0", BAD), ("0.000", BAD), ("1.1234567891", BAD), ("-1", BAD),
)  # fmt: skip
of_kind("exchange_rate", "double precision", ("1.25", Decimal("1.25")), ("0", BAD), ("1e9", BAD))
of_kind(
    "time", "text", *BLANKS,
    ("2026-10-22 13:00:00", datetime(2026, 10, 22, 13)),
    (" 2026-10-22 13:00:01 ", datetime(2026, 10, 22, 13, 0, 1)),
    ("2024-02-29 23:59:59.5", datetime(2024, 2, 29, 23, 59, 59, 500_000)),
    ("0000-00-00 00:00:00", EMPTY),
    ("2026-02-29 00:00:00", BAD), ("2026-13-01 00:00:00", BAD), ("2026-10-22 24:00:00", BAD),
    ("2026-10-22", BAD), ("2026-10-22 13:00:00+02", BAD), ("1989-12-31 23:00:00", BAD),
    ("22.10.2026 13:00", BAD),
)  # fmt: skip
of_kind(
    "time", "timestamp",
    ("'2026-10-22 13:00:00'", datetime(2026, 10, 22, 13)), ("'1989-12-31 23:59:59'", BAD),
    ("'2100-01-01 00:00:00'", BAD), ("'infinity'", BAD),
)  # fmt: skip
of_kind(
    "time", "timestamp with time zone", ("'2026-10-22 13:00:00+02'", datetime(2026, 10, 22, 11)),
)  # fmt: skip
# The reporting time zone is Berlin's: two hours before UTC in October, one in December.
of_kind(
    "day", "text", *BLANKS,
    ("2026-10-22", date(2026, 10, 22)), ("2026-10-22 23:30:00", date(2026, 10, 22)),
    ("2026-10-22T23:30:00Z", date(2026, 10, 23)), ("2026-10-22 21:59 UTC", date(2026, 10, 22)),
    ("2026-12-22T23:30:00+00:00", date(2026, 12, 23)), ("2026-12-22T00:30:00+0530", date(2026, 12, 21)),
    ("2026-02-29", BAD), ("22/10/2026", BAD), ("20261022", BAD), ("2100-01-01", BAD),
    ("2026-10-22 25:00", BAD),
)  # fmt: skip
of_kind("day", "date", ("'2026-10-22'", date(2026, 10, 22)), ("'1989-12-31'", BAD), ("'2100-01-01'", BAD))
of_kind("day", "timestamp with time zone", ("'2026-10-22 22:30:00+00'", date(2026, 10, 23)))
of_kind("text", "text", ("a b", "a b"), (" a\t", "a"), ("0x10", "0x10"), ("O'Neil", "O'Neil"))
of_kind("name", "text", *BLANKS, ("  Spring sale ", "Spring sale"), ("503.0", "503.0"))
of_kind("name", "double precision", ("503", "503"))
of_kind("country", "text", *BLANKS, ("de", "DE"), (" at ", "AT"), ("Germany", "Germany"))
of_kind(
    "platform", "text", *BLANKS,
    ("Google Ads", "google_ads"), (" google-ads\u00a0", "google_ads"), ("TikTok", "tiktok"), ("--", BAD),
)  # fmt: skip
of_kind(
    "identifier", "text", *BLANKS,
    ("abm", "abm"), ("503.0", "503"), ("007", "007"), (" c1 ", "c1"), ("1.2E+17", BAD), ("12E+4", "12E+4"),
)  # fmt: skip
of_kind("identifier", "bigint", ("503", "503"), ("-7", "-7"))
of_kind("identifier", "double precision", ("503", "503"), ("1e17", BAD))
of_kind(
    "account", "text", *BLANKS,
    ("123-456-7890", "1234567890"), ("act_77", "77"), ("4711.0", "4711"), ("12-34", "12-34"), ("4E+9", BAD),
)  # fmt: skip
of_kind(
    "currency", "text", *BLANKS,
    ("EUR", "EUR"), (" usd ", "USD"), ("DEM", BAD), ("EURO", BAD), ("€", BAD), ("XAU", BAD),
)  # fmt: skip
of_kind("code", "text", *BLANKS, ("1", "yes"), ("1.0", "yes"), ("FALSE", "no"), (" 0 ", "no"), ("2", BAD))
of_kind("code", "integer", ("1", "yes"), ("0", "no"), ("7", BAD))
of_kind("code", "boolean", ("true", "yes"), ("false", "no"))

WORDS = "words={'0': 'no', '1': 'yes', 'false': 'no', 'true': 'yes'}"
DUCKDB_TYPES = {"text": "varchar", "double precision": "double"}


def readings(warehouse: Warehouse, types: dict[str, str], *arguments: str) -> dict:
    """How each kind is read from each type: required, and where it may be empty."""
    lines = ["{% set readings = [] %}"]
    for kind, raw_type in KINDS:
        words = f", {WORDS}" if kind == "code" else ""
        for required in ("true", "false"):
            column = f"ad_metrics.{kind}_column('a', 'b', required={required}{words})"
            reading = f"ad_metrics.reading_of({column}, '{types.get(raw_type, raw_type)}')"
            value = f"ad_metrics.read_value({reading}, 'raw')"
            lines.append(f"{{% do readings.append([{reading}, {value}]) %}}")
    lines.append("{{ tojson(readings) }}")
    done = warehouse.dbt("--quiet", "compile", "--no-populate-cache", *arguments, "--inline", "".join(lines))
    found = iter(json.loads(done.stdout[done.stdout.index("[[") : done.stdout.rindex("]]") + 2]))
    return {key: (next(found), next(found)) for key in KINDS}


def literal(raw_type: str, value: str) -> str:
    """A value as SQL of its type; cases have texts as they are, all else as SQL."""
    if raw_type in ("text", "varchar"):
        value = "'" + value.replace("'", "''") + "'"
    return f"cast({value} as {raw_type})"


def assert_read(ask, key, raw_type, readings):
    """What an engine answers is what the cases say, whether the column is required or not."""
    for (reading, typed), is_required in zip(readings[key], (True, False), strict=True):
        for value, expected in (*KINDS[key], (None, EMPTY)):
            raw = f"cast(null as {raw_type})" if value is None else literal(raw_type, value)
            conditions = [reading[name].replace("<value>", "raw") for name in ("good", "fine", "empty")]
            answers = ", ".join(f"coalesce({condition}, false)" for condition in conditions)
            [found] = ask(f"select {answers}, {typed} from (select {raw} as raw) as raws")
            good, fine, empty, result = found
            said = (*key, value, found)
            assert empty == (expected == EMPTY), said
            assert fine == (expected != BAD and (expected != EMPTY or not is_required)), said
            if expected in (BAD, EMPTY):
                assert result is None or key[0] == "text", said
            else:
                assert good and result == expected and type(result) is type(expected), said


@pytest.fixture(scope="module")
def on_duckdb(tmp_path_factory):
    return readings(Warehouse(tmp_path_factory.mktemp("columns"), apart=True), DUCKDB_TYPES)


@pytest.mark.parametrize("key", KINDS, ids=" of ".join)
def test_a_kind_of_column_takes_what_it_is_declared_to_take(key, on_duckdb):
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'America/New_York'")
        assert_read(
            lambda sql: connection.execute(sql).fetchall(), key, DUCKDB_TYPES.get(key[1], key[1]), on_duckdb
        )


@pytest.mark.postgres
def test_postgres_reads_every_kind_alike(postgres, tmp_path):
    warehouse = Warehouse(tmp_path, environment=postgres, apart=True)
    found = readings(warehouse, {}, "--target", "postgres")
    connection = connect_postgres(postgres)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("set timezone = 'America/New_York'")

        def ask(sql):
            cursor.execute(sql)
            return cursor.fetchall()

        for key in KINDS:
            assert_read(ask, key, key[1], found)
    connection.close()


def test_every_kind_of_column_is_tested():
    files = {path.stem for path in (PROJECT / "macros/contract/columns").glob("*_column.sql")}
    assert {f"{kind}_column" for kind, _ in KINDS} == files
