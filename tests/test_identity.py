"""A raw table is the same one under another path, in another format or schema: nothing is lost or doubled."""

import gzip
import shutil

import duckdb
import pytest
from conftest import SHARED, Warehouse
from extracts import TABLES, extract, raw
from spend_rows import NO_TESTS, spend, write

HOURLY = raw("data_summary_ad_hourly")
CASE = SHARED / "cases" / "path_change_after_rows_vanish"


def days(first: str, end: str) -> dict[str, str]:
    """The queries of an extract that has these days only, as a server that prunes."""
    return {
        "data_summary_ad_hourly": "select * from data_summary_ad_hourly "
        f"where date_time >= '{first}' and date_time < '{end}'",
        "data_intermediate_ad_connection": "select * from data_intermediate_ad_connection "
        f"where tracker_date_time >= '{first}' and tracker_date_time < '{end}'",
    }


def impressions_until(end: str) -> int:
    return sum(int(row["impressions"]) for row in HOURLY if row["date_time"] < end)


def packed(folder):
    for file in folder.glob("*.csv"):
        file.with_suffix(".csv.gz").write_bytes(gzip.compress(file.read_bytes()))
        file.unlink()
    return folder


def facts(warehouse: Warehouse) -> tuple:
    """All impressions by the facts, what is not reconciled, what was rejected."""
    return warehouse.rows(
        """
        select (select sum(impressions) from fct_delivery),
            (select count(*) from reconciliation where not is_reconciled),
            (select count(*) from rejected_rows)
        """
    )[0]


def restated(warehouse: Warehouse) -> list[str]:
    rows = warehouse.rows("select utc_day::varchar from main_intermediate.int_restated_days order by 1")
    return [day[-5:] for (day,) in rows]


def test_dated_extracts_in_any_format_are_one_server(new_warehouse, tmp_path):
    settings = {"restatement_window_days": 0}
    first = extract(tmp_path / "2026-10-24", **days("2026-10-22", "2026-10-25"))
    new_warehouse.build(*NO_TESTS, revive_path=str(first), **settings)
    assert facts(new_warehouse) == (impressions_until("2026-10-25"), 0, 0)

    # The next day's folder is Parquet; 22 October is pruned. Days that are as they were stay unread.
    second = extract(tmp_path / "2026-10-26", kind="parquet", **days("2026-10-23", "2026-10-27"))
    new_warehouse.build(*NO_TESTS, revive_path=str(second), **settings)
    assert facts(new_warehouse) == (impressions_until("2026-10-27"), 0, 0)
    assert restated(new_warehouse) == ["10-22", "10-25", "10-26"]

    # A full refresh keeps days that the server has pruned altogether, however often.
    third = packed(extract(tmp_path / "rv" / "2026-10-27", prefix="rv_", **days("2026-10-25", "2026-10-28")))
    for _ in range(2):
        new_warehouse.build(*NO_TESTS, "--full-refresh", revive_path=str(third), **settings)
        assert facts(new_warehouse) == (impressions_until("2026-10-28"), 0, 0)

    # Then the tables are loaded into a schema.
    fourth = extract(tmp_path / "2026-10-28", **days("2026-10-26", "2026-10-29"))
    with duckdb.connect(str(new_warehouse.file)) as connection:
        connection.execute("create schema ads")
        for table in TABLES:
            connection.execute(
                f"create table ads.ox_{table} as select * from "
                rf"read_csv('{fourth}/{table}.csv', all_varchar = true, nullstr = '\N')"
            )
    new_warehouse.build(revive_path="schema:ads", **settings)
    assert facts(new_warehouse) == (impressions_until("2026-10-29"), 0, 0)
    assert restated(new_warehouse) == ["10-25", "10-28"]
    assert new_warehouse.rows(
        "select distinct load_name, read_from from reconciliation where raw_table = 'data_summary_ad_hourly'"
    ) == [("data_summary_ad_hourly", 'table "ad_metrics"."ads"."ox_data_summary_ad_hourly"')]


@pytest.mark.skipif(not CASE.exists(), reason="the cases are not here")
def test_rows_that_vanish_with_the_path_stay(new_warehouse):
    for folder in ("extract_2026-03-31", "extract_2026-04-01"):
        new_warehouse.build(*NO_TESTS, revive_path=str(CASE / folder), reporting_timezone="UTC")
    assert facts(new_warehouse) == (72_000, 0, 0)
    new_warehouse.build(
        "--full-refresh", revive_path=str(CASE / "extract_2026-04-01"), reporting_timezone="UTC"
    )
    assert facts(new_warehouse) == (72_000, 0, 0)


def test_spend_under_another_path_is_not_read_again(new_warehouse, tmp_path):
    """Rejected rows are, so that the place and the line that are told are those of now."""
    rows = [spend(f"2026-10-0{day}", investment=f"{day}.25") for day in (1, 2, 3)]
    rows[1]["impressions"] = "many"
    write(tmp_path / "a" / "spend.csv", rows)
    settings = {"rejected_share_limit": 0.5, "restatement_window_days": 0}
    new_warehouse.build(*NO_TESTS, spend_path=str(tmp_path / "a"), **settings)
    shutil.move(tmp_path / "a", tmp_path / "b")
    rows.insert(0, spend("2026-10-04", investment="4.25"))
    write(tmp_path / "b" / "spend.csv", rows)
    new_warehouse.build(*NO_TESTS, spend_path=str(tmp_path / "b"), **settings)
    assert restated(new_warehouse) == ["10-04"]
    assert new_warehouse.rows("select load_name, raw_line from rejected_rows") == [
        (f"file {tmp_path}/b/spend.csv", 4)
    ]
    assert new_warehouse.value("select sum(investment) from fct_delivery") == 8.75
