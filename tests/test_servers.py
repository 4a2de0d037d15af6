"""Tables read from the ad server's own database: the same marts, only changed days, and nobody waits."""

import json
import re
import threading
import time
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from ad_servers import PASSWORD, MariaDb, Postgres
from conftest import Warehouse
from extracts import TABLES, extract, raw
from same_numbers import MARTS, sorted_rows
from spend_rows import NO_TESTS

pytestmark = pytest.mark.servers

HOURLY, CONVERSIONS = "data_summary_ad_hourly", "data_intermediate_ad_connection"
BASE = ("--select", "base_revive__data_summary_ad_hourly", "base_revive__campaigns", "base_revive__zones",
        "base_revive__banners", "base_revive__data_intermediate_ad_connection")  # fmt: skip


def read(warehouse: Warehouse, server, *arguments: str):
    """Build the marts, without their tests, from a server."""
    # With every statement in dbt's log, in which no password may be.
    warehouse.environment = server.environment | {"DBT_LOG_LEVEL_FILE": "debug"}
    warehouse.build(
        "--target", server.target, "--exclude-resource-type", "test", "unit_test", *arguments,
        revive_path=f"schema:{server.schema}",
    )  # fmt: skip


@dataclass
class Writers:
    """Threads that write to and lock every table while a build reads them."""

    server: MariaDb | Postgres
    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def write(self):
        while not self.over.is_set():
            for table in TABLES:
                column = "interval_start" if "bkt_" in table and table != "data_bkt_a" else "creative_id"
                column = column if "data_" in table else "updated"
                started = time.monotonic()
                try:
                    self.server.run(
                        self.server.wait_at_most(2)
                        + f"UPDATE {self.server.prefix}{table} SET {column} = {column};"
                        + self.server.lock(table)
                    )
                except Exception as error:
                    self.failures.append(f"{table}: {error}")
                self.waits.append(time.monotonic() - started)

    def __enter__(self):
        """Start to write."""
        self.thread = threading.Thread(target=self.write)
        self.thread.start()
        return self

    def __exit__(self, *raised):
        """Stop."""
        self.over.set()
        self.thread.join()


@dataclass
class Reading:
    """A server, the warehouse that was built from it, and what happened meanwhile."""

    server: MariaDb | Postgres
    warehouse: Warehouse
    writers: Writers
    statements: list[str]


@pytest.fixture(scope="module", params=["mysql", "postgres"])
def server_of(request):
    """Make a server's database by its name."""
    if request.param == "mysql":
        server = request.getfixturevalue("mariadb")
        return lambda name: MariaDb(server, name)
    server = request.getfixturevalue("postgres")
    return lambda name: Postgres(server, name)


@pytest.fixture(scope="module")
def reading(server_of, tmp_path_factory) -> Reading:
    server = server_of("ads")
    warehouse = Warehouse(tmp_path_factory.mktemp("reading"))
    before = len(server.statements())
    with Writers(server) as writers:
        read(warehouse, server)
    return Reading(server, warehouse, writers, server.statements()[before:])


def test_every_mart_is_the_same_as_from_files(reading, demo):
    for mart in MARTS:
        columns = [
            name
            for (name,) in demo.rows(
                "select column_name from information_schema.columns "
                "where table_schema = 'main' and table_name = ? "
                "and column_name not in ('load_name', 'read_from')",
                mart,
            )
        ]
        if not columns:
            # No source that is on tells anything of it.
            continue
        query = f"select {', '.join(columns)} from {mart}"
        assert sorted_rows(reading.warehouse.rows(query)) == sorted_rows(demo.rows(query)), mart
    assert reading.warehouse.value("select count(*) from rejected_rows") == 0
    assert reading.warehouse.value("select sum(impressions) from fct_delivery") == 7_160_250


ALLOWED = [
    r"SELECT ", r"select ", r"COMMIT;?", r"ROLLBACK;?", r"DISCARD ALL",
    r"SET NAMES utf8mb4", r"SET autocommit=1", r"SET TIME_ZONE = '\+00:00'",
    r"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;?( SELECT .*)?",
    r"COPY \(SELECT .*\) TO STDOUT .*",
]  # fmt: skip


def test_the_server_sees_nothing_but_reading(reading):
    others = [
        statement
        for statement in reading.statements
        if not any(re.match(pattern, statement) for pattern in ALLOWED)
        or re.search(r"\b(for update|for share|lock in share mode|into (out|dump)file)\b", statement, re.I)
    ]
    assert others == []
    assert len(reading.statements) > 50


def test_each_table_is_read_once_and_only_in_the_columns_that_are_used(reading):
    reads = [
        statement
        for statement in reading.statements
        if re.search(rf"(rv_|{reading.server.schema.split('.')[1]}\W+)\w+", statement)
        and "LIMIT 1" not in statement
    ]
    for table in TABLES:
        of_table = [one for one in reads if re.search(rf"\b{reading.server.prefix}{table}\b", one)]
        assert len(of_table) == 1, (table, of_table)
    assert not any("viewer" in statement or "ip_address" in statement for statement in reading.statements)


def test_nobody_waits_for_a_build(reading):
    assert reading.writers.failures == []
    assert len(reading.writers.waits) >= 2 * len(TABLES)
    assert max(reading.writers.waits) < 2


def test_the_password_is_in_no_log(reading):
    files = [path for path in reading.warehouse.folder.rglob("*") if path.is_file()]
    assert any(path.name == "dbt.log" for path in files)
    for path in files:
        assert PASSWORD.encode() not in path.read_bytes(), path


def test_freshness_asks_for_one_time(reading):
    before = len(reading.server.statements())
    variables = {"revive_path": f"schema:{reading.server.schema}"}
    freshness = ("source", "freshness", "--target", reading.server.target, "--vars", repr(variables))
    reading.warehouse.dbt(*freshness, check=False)
    results = json.loads((reading.warehouse.folder / "target" / "sources.json").read_text())["results"]
    assert [result["max_loaded_at"][:19] for result in results] == ["2026-11-02T00:05:01"]
    asked = [one for one in reading.server.statements()[before:] if HOURLY in one and "max(" in one.lower()]
    assert len(asked) == 1
    assert len(results) == 1


def reading_of_days(server, statements: list[str], table: str = HOURLY) -> str:
    """The one statement that read rows of a table by their days."""
    [statement] = [one for one in statements if "raw_hash from" in re.sub('["`]', "", one) and table in one]
    return re.sub(r"^COPY \((.*)\) TO STDOUT.*", r"\1", statement)


def fingerprint_of_days(statements: list[str], table: str = HOURLY) -> str:
    """The one statement that asked for the fingerprints of a table's days."""
    [statement] = [one for one in statements if "rows_hash" in one and table in one]
    return re.sub(r"^COPY \((.*)\) TO STDOUT.*", r"\1", statement)


FACTS = "select * from fct_delivery order by hour_at, period_grain, creative_key, placement_key"


def test_only_changed_days_travel(reading):
    server, warehouse = reading.server, reading.warehouse
    table = f"{server.prefix}{HOURLY}"
    rows = {row["data_summary_ad_hourly_id"]: row for row in raw(HOURLY)}
    server.run(
        # An edit without a new date, a late row, a row that moves to another day, a correction.
        f"UPDATE {table} SET clicks = clicks + 1 WHERE data_summary_ad_hourly_id = 10;"
        f"UPDATE {table} SET date_time = '2026-10-24 07:00:00' WHERE data_summary_ad_hourly_id = 2821;"
        f"DELETE FROM {table} WHERE data_summary_ad_hourly_id = 10301;"
        f"UPDATE {server.prefix}{CONVERSIONS} SET connection_status = 5"
        " WHERE data_intermediate_ad_connection_id = 1;"
    )
    changed = {"2026-10-24"} | {rows[key]["date_time"][:10] for key in ("10", "2821", "10301")}
    assert len(changed) == 4
    before = len(server.statements())
    read(warehouse, server, "--select", "+fct_delivery")
    statements = server.statements()[before:]
    assert fingerprint_of_days(statements)
    statement = reading_of_days(server, statements)
    assert set(re.findall(r">= '(\d{4}-\d\d-\d\d) ", statement)) == changed
    [[answered]] = server.run(f"SELECT count(*) FROM ({statement}) AS answered")
    assert int(answered) == sum(row["date_time"][:10] in changed for row in rows.values()) - 1
    of_conversions = reading_of_days(server, statements, CONVERSIONS)
    assert set(re.findall(r">= '(\d{4}-\d\d-\d\d) ", of_conversions)) == {"2026-10-22"}
    restated = warehouse.rows(
        "select distinct cast(raw_day as varchar) from main_staging.base_revive__data_summary_ad_hourly "
        "where verdict = 'day' and judged_in = (select max(judged_in) from "
        "main_staging.base_revive__data_summary_ad_hourly where raw_day = '2026-10-24')"
    )
    assert {day for (day,) in restated} == changed
    assert warehouse.value("select sum(clicks) from fct_delivery") == 24_203 - int(rows["10301"]["clicks"])
    incremental = warehouse.rows(FACTS)
    read(warehouse, server, "--full-refresh", "--select", "+fct_delivery")
    assert warehouse.rows(FACTS) == incremental


def test_a_build_without_changes_reads_no_day(reading):
    before = len(reading.server.statements())
    read(reading.warehouse, reading.server, *BASE)
    for table in (HOURLY, CONVERSIONS):
        statement = reading_of_days(reading.server, reading.server.statements()[before:], table)
        [[answered]] = reading.server.run(f"SELECT count(*) FROM ({statement}) AS answered")
        assert int(answered) == 0


def test_a_fingerprint_changes_with_every_column_that_is_read(reading):
    server = reading.server
    before = len(server.statements())
    read(reading.warehouse, server, *BASE)
    question = fingerprint_of_days(server.statements()[before:])
    table = f"{server.prefix}{HOURLY}"

    def after(change: str) -> dict:
        """The days whose fingerprint differs after a change that is then undone."""
        known = {row[0]: row[1] for row in server.run(question)}
        server.run(f"CREATE TABLE kept AS SELECT * FROM {table}")
        server.run(change)
        now = {row[0]: row[1] for row in server.run(question)}
        server.run(f"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept")
        assert {row[0]: row[1] for row in server.run(question)} == known
        return {day for day in known | now if known.get(day) != now.get(day)}

    row = "WHERE data_summary_ad_hourly_id = 700"
    [day] = {one["date_time"][:10] for one in raw(HOURLY) if one["data_summary_ad_hourly_id"] == "700"}
    for column in raw(HOURLY)[0]:
        if column == "creative_id":
            continue
        other = {
            "date_time": "'2026-10-22 22:22:22'", "updated": "'2026-12-24 00:00:00'",
            "data_summary_ad_hourly_id": "700700",
        }.get(column, f"{column} + 1")  # fmt: skip
        expected = {day, "2026-10-22"} if column == "date_time" else {day}
        assert after(f"UPDATE {table} SET {column} = {other} {row}") == expected, column
    for column in ("total_basket_value", "total_num_items", "total_revenue"):
        assert after(f"UPDATE {table} SET {column} = NULL {row}") == {day}, column
    # A value beside NULLs is not the same value in another of the columns.
    kept = "total_basket_value = 0, total_num_items = 0, total_revenue = 2"
    value_first = "total_basket_value = 2, total_num_items = NULL, total_revenue = NULL"
    value_last = "total_basket_value = NULL, total_num_items = NULL, total_revenue = 2"
    server.run(f"UPDATE {table} SET {value_first} {row}")
    assert after(f"UPDATE {table} SET {value_last} {row}") == {day}
    server.run(f"UPDATE {table} SET {kept} {row}")
    # Two rows swap a value.
    of_row = {one["data_summary_ad_hourly_id"]: one["impressions"] for one in raw(HOURLY)}
    swap = f"CASE data_summary_ad_hourly_id WHEN 700 THEN {of_row['701']} ELSE {of_row['700']} END"
    pair = "WHERE data_summary_ad_hourly_id IN (700, 701)"
    assert after(f"UPDATE {table} SET impressions = {swap} {pair}") == {day}
    assert after(f"UPDATE {table} SET creative_id = 7 {row}") == set(), "not read"


def judged(warehouse: Warehouse, table: str, columns: str, where: str = "true") -> list[tuple]:
    return warehouse.rows(
        f"select {columns} from main_staging.base_revive__{table} where {where} order by all"
    )


def test_what_mysql_can_hold_is_read_or_rejected_with_the_reason(mariadb, demo, tmp_path, request):
    server = MariaDb(mariadb, "traps")
    hourly, names = f"rv_{HOURLY}", ", ".join(f"`{name}`" for name in raw(HOURLY)[0])
    row = f"SELECT 900001, '%s', {names.split(', ', 2)[2]} FROM {hourly} WHERE data_summary_ad_hourly_id = 10"
    server.run(
        "SET sql_mode = '', time_zone = '+00:00';"
        "ALTER TABLE rv_clients MODIFY clientname varchar(255) CHARACTER SET latin1;"
        "UPDATE rv_clients SET clientname = 'Café' WHERE clientid = 2;"
        "UPDATE rv_campaigns SET campaignname = 'Ünï 日本 😀 \\'x\\'', updated = '0000-00-00 00:00:00',"
        " expire_time = '0000-00-00 00:00:00', activate_time = '2026-00-00 00:00:00' WHERE campaignid = 1;"
        "UPDATE rv_data_intermediate_ad_connection SET inside_window = 2"
        " WHERE data_intermediate_ad_connection_id = 1;"
        # A TIMESTAMP, unlike a DATETIME, is shown in the session's time zone.
        f"ALTER TABLE {hourly} MODIFY updated timestamp NULL;"
        f"UPDATE {hourly} SET impressions = 4294967295, total_revenue = 999999.9999"
        " WHERE data_summary_ad_hourly_id = 10;"
        + "".join(
            f"INSERT INTO {hourly} ({names}) {row % time};".replace("900001", str(number))
            for number, time in {
                900001: "0000-00-00 00:00:00", 900002: "2026-10-00 10:00:00", 900003: "2026-09-30 23:00:00",
            }.items()
        )
    )  # fmt: skip
    strict = (
        "ANSI_QUOTES,STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ONLY_FULL_GROUP_BY,NO_BACKSLASH_ESCAPES"
    )
    request.addfinalizer(lambda: server.run("SET GLOBAL sql_mode = DEFAULT, GLOBAL time_zone = DEFAULT"))
    server.run(f"SET GLOBAL sql_mode = '{strict}', GLOBAL time_zone = '+05:00'")
    warehouse = Warehouse(tmp_path / "warehouse")
    read(warehouse, server, *BASE, "base_revive__clients")
    assert judged(warehouse, "clients", "advertiser_name", "advertiser_id = '2' and verdict = 'staged'") == [
        ("Café",)
    ]
    assert judged(
        warehouse, "campaigns", "campaign_name, starts_at, ends_at, updated_at",
        "campaign_id = '1' and verdict = 'staged'",
    ) == [("Ünï 日本 😀 'x'", None, None, None)]  # fmt: skip
    rejected = "raw_key, rejected_because"
    assert judged(warehouse, "data_intermediate_ad_connection", rejected, "verdict = 'rejected'") == [
        ("1", "inside_window is not one of the known codes 0, 1, false, true"
         " (correct it, or add the code to the list in base_revive__data_intermediate_ad_connection)"),
    ]  # fmt: skip
    big = "delivery_id = '10' and verdict = 'staged'"
    assert judged(warehouse, HOURLY, "impressions, booked_revenue, cast(updated_at as varchar)", big) == [
        (4_294_967_295, Decimal("999999.9999"), "2026-10-22 01:05:01")
    ]
    without_day = [(key, "date_time is empty (fill it in at the source)") for key in ("900001", "900002")]
    assert judged(warehouse, HOURLY, rejected, "verdict = 'rejected'") == without_day
    times = "min(hour_at), max(hour_at), count(*), sum(clicks)"
    [(first, last, rows, clicks)] = judged(warehouse, HOURLY, times, "verdict = 'staged'")
    [(_, demo_last, demo_rows, demo_clicks)] = judged(demo, HOURLY, times, "verdict = 'staged'")
    assert (str(first), last, rows, clicks) == (
        "2026-09-30 23:00:00",
        demo_last,
        demo_rows + 1,
        demo_clicks + 10,
    )

    # To MySQL 2026-10-00 comes before October and so with 30 September; no row without a day is lost by that.
    server.run(f"UPDATE {hourly} SET clicks = 12 WHERE data_summary_ad_hourly_id = 900003")
    before = len(server.statements())
    read(warehouse, server, *BASE)
    statement = reading_of_days(server, server.statements()[before:])
    assert re.findall(r">= '(\d{4}-\d\d-\d\d) ", statement) == ["2026-09-30"]
    assert judged(warehouse, HOURLY, rejected, "verdict = 'rejected'") == without_day
    assert judged(warehouse, HOURLY, times, "verdict = 'staged'") == [(first, last, rows, clicks + 2)]
    # The rows without a day are a day of their own.
    server.run(f"SET sql_mode = ''; UPDATE {hourly} SET clicks = 77 WHERE data_summary_ad_hourly_id = 900001")
    read(warehouse, server, *BASE)
    changed = judged(warehouse, HOURLY, "json_extract_string(raw_row, 'clicks')", "verdict = 'rejected'")
    assert changed == [("10",), ("77",)]


def test_what_postgres_can_hold_is_read_or_rejected_with_the_reason(postgres, demo, tmp_path):
    server = Postgres(postgres, "traps")
    hourly, names = HOURLY, ", ".join(raw(HOURLY)[0])
    server.run(
        f"ALTER TABLE {hourly} ALTER date_time TYPE timestamptz USING date_time AT TIME ZONE 'UTC',"
        " ALTER updated TYPE timestamptz USING updated AT TIME ZONE 'UTC', ALTER total_revenue TYPE numeric;"
        "ALTER ROLE traps SET TimeZone = 'America/New_York'; ALTER ROLE traps SET DateStyle = 'SQL, DMY';"
        "UPDATE campaigns SET campaignname = 'Ünï 日本 😀 ''x''' WHERE campaignid = 1;"
        f"INSERT INTO {hourly} ({names}) SELECT 900001, 'infinity', {names.split(', ', 2)[2]}"
        f" FROM {hourly} WHERE data_summary_ad_hourly_id = 10"
    )
    warehouse = Warehouse(tmp_path / "warehouse")
    read(warehouse, server, *BASE)
    named = judged(warehouse, "campaigns", "campaign_name", "campaign_id = '1' and verdict <> 'day'")
    assert named == [("Ünï 日本 😀 'x'",)]
    assert judged(warehouse, HOURLY, "raw_key, rejected_because", "verdict = 'rejected'") == [
        ("900001", "date_time is not a time from 1990 to 2099 written as 2026-10-22 13:00:00"
         " (correct it at the source)"),
    ]  # fmt: skip
    columns = "delivery_id, hour_at, impressions, booked_revenue, updated_at, raw_day"
    expected = judged(demo, HOURLY, columns, "verdict = 'staged'")
    assert judged(warehouse, HOURLY, columns, "verdict = 'staged'") == expected

    # Late on the 22nd in UTC is still the 22nd, whatever day the server's own clock shows.
    server.run(f"UPDATE {hourly} SET clicks = 12 WHERE data_summary_ad_hourly_id = 10")
    before = len(server.statements())
    read(warehouse, server, *BASE)
    statement = reading_of_days(server, server.statements()[before:])
    assert re.findall(r">= '(\S+) ", statement) == ["2026-10-22"]
    assert judged(warehouse, HOURLY, "clicks", "delivery_id = '10' and verdict = 'staged'") == [(12,)]
    days = "count(*), count(distinct raw_day), sum(raw_rows_read)"
    assert judged(warehouse, HOURLY, days, "verdict = 'day'") == [(12, 12, len(expected) + 1)]


def test_a_row_that_was_another_when_it_was_read_is_read_again(postgres, tmp_path):
    server = Postgres(postgres, "races")
    columns = server.run(
        "SELECT column_name FROM information_schema.columns"
        f" WHERE table_schema = 'races' AND table_name = '{HOURLY}' ORDER BY ordinal_position"
    )
    # Whoever asks for rows sees other clicks than whoever asks for fingerprints: as if they had been
    # changed between the two and changed back after.
    shown = ", ".join(
        "CASE WHEN data_summary_ad_hourly_id = 10 AND current_query() LIKE '%raw_hash from%' "
        "THEN clicks + 5 ELSE clicks END AS clicks" if column == "clicks" else column
        for (column,) in columns
    )  # fmt: skip
    warehouse = Warehouse(tmp_path / "warehouse")
    server.run(
        f"ALTER TABLE {HOURLY} RENAME TO kept; CREATE VIEW {HOURLY} AS SELECT {shown} FROM kept;"
        f"GRANT SELECT ON {HOURLY} TO races"
    )
    clicks = ("clicks", "delivery_id = '10' and verdict = 'staged'")
    for _ in range(2):
        read(warehouse, server, *BASE)
        assert judged(warehouse, HOURLY, *clicks) == [(15,)]
    server.run(f"DROP VIEW {HOURLY}; ALTER TABLE kept RENAME TO {HOURLY}")
    before = len(server.statements())
    read(warehouse, server, *BASE)
    statement = reading_of_days(server, server.statements()[before:])
    assert re.findall(r">= '(\S+) ", statement) == ["2026-10-22"]
    assert judged(warehouse, HOURLY, *clicks) == [(10,)]


def test_an_extract_and_the_server_it_is_of_are_one(server_of, tmp_path):
    """Files, then the server, which has pruned a day, then files of later days."""
    warehouse = Warehouse(tmp_path / "warehouse")
    base = (*NO_TESTS, *BASE)
    warehouse.build(*base, revive_path=str(extract(tmp_path / "2026-11-02")))
    staged = "count(*), sum(impressions), sum(booked_revenue)"
    before = judged(warehouse, HOURLY, staged, "verdict = 'staged'")
    assert before == [(8581, 7_160_250, Decimal("13965.7812"))]

    server = server_of("one_of_both")
    of_day = f"FROM {server.prefix}{HOURLY} WHERE date_time < '2026-10-23'"
    [[rows, impressions]] = server.run(f"SELECT count(*), sum(impressions) {of_day}")
    assert int(rows) > 700
    server.run(f"DELETE {of_day}")
    for arguments in ((), ("--full-refresh",)):
        read(warehouse, server, *BASE, *arguments)
        kept = judged(warehouse, HOURLY, "count(*), sum(impressions)", "verdict = 'deleted'")
        assert kept == [(int(rows), int(impressions))]
        assert judged(warehouse, HOURLY, staged, "verdict in ('staged', 'deleted')") == before
        # What is kept and what is read now are of one table.
        assert judged(warehouse, HOURLY, "distinct load_name", "true") == [(HOURLY,)]
        assert judged(warehouse, HOURLY, "count(*)", "verdict in ('duplicate', 'rejected')") == [(0,)]

    warehouse.environment = {}
    later = extract(
        tmp_path / "2026-11-03", kind="parquet",
        data_summary_ad_hourly=f"select * from {HOURLY} where date_time >= '2026-10-24'",
    )  # fmt: skip
    warehouse.build(*base, revive_path=str(later))
    assert judged(warehouse, HOURLY, staged, "verdict in ('staged', 'deleted')") == before


def test_a_schema_that_is_not_there_is_said(reading, tmp_path):
    warehouse = Warehouse(tmp_path, environment=reading.server.environment)
    for named in ("revive.nowhere", "nobody.ads"):
        result = warehouse.build(
            "--target", reading.server.target, "--select", "base_revive__zones",
            check=False, revive_path=f"schema:{named}",
        )  # fmt: skip
        assert result.returncode != 0
        assert f"no table zones in the schema '{named}'" in " ".join(result.stdout.split())
