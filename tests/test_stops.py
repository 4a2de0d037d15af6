"""Faults of whole files: the build takes what is harmless and stops, with a remedy, at what is not."""

import gzip
from decimal import Decimal

import duckdb
import pytest
from extracts import extract, raw

HOURLY = "data_summary_ad_hourly.csv"
JUDGED = "base_revive__data_summary_ad_hourly"
IMPRESSIONS = sum(int(row["impressions"]) for row in raw("data_summary_ad_hourly"))


def rewrite(folder, change):
    file = folder / HOURLY
    file.write_bytes(change(file.read_bytes()))
    return folder


def reordered(data: bytes) -> bytes:
    lines = [line.split(b",") for line in data.splitlines()]
    return b"\n".join(b",".join([*line[1:], line[0]]) for line in lines) + b"\n"


def without_last_cells(data: bytes) -> bytes:
    return data[: data.rindex(b",")]


HARMLESS = {
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "line ends of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "columns in another order": reordered,
    "a new column": lambda data: b"\n".join(
        line + (b",note" if number == 0 else b",x") for number, line in enumerate(data.splitlines())
    ),
    "no line end at the end": lambda data: data.rstrip(b"\n"),
}
STOPPED = {
    "UTF-16": (lambda data: data.decode().encode("utf-16"), "is in UTF-16. Save it as CSV in UTF-8"),
    "UTF-16 without a mark": (lambda data: data.decode().encode("utf-16-be"), "is in UTF-16. Save it"),
    "a title": (
        lambda data: b"Report of 1 November\n\n" + data,
        "Its header is in line 3. Delete what stands above it.",
    ),
    "semicolons": (
        lambda data: data.replace(b",", b";"),
        "Its values are separated by semicolons. Save it as CSV in UTF-8, separated by commas",
    ),
    "tabs below a title": (
        lambda data: b"Report\n" + data.replace(b",", b"\t"),
        "Its header is in line 2. Delete what stands above it. Its values are separated by tabs.",
    ),
    "Latin-1": (lambda data: data.replace(b"\n", b"\n\xe9", 3), ""),
    "no header": (lambda data: data[data.index(b"\n") + 1 :], "has no column"),
    "an empty file": (lambda data: b"", ""),
    "cut in the middle of a row": (without_last_cells, ""),
    "a footer of fewer cells": (lambda data: data + b"Total,,500300\n", ""),
    "a row with a cell too many": (lambda data: data.rstrip(b"\n") + b",1\n", ""),
    "an unterminated quote": (lambda data: data + b'"1,2026-10-22 00:00:00\n', ""),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_differences_of_a_file_change_nothing(name, new_warehouse, tmp_path):
    folder = rewrite(extract(tmp_path / "extract"), HARMLESS[name])
    new_warehouse.dbt("run", "--select", JUDGED, "--vars", repr({"revive_path": str(folder)}))
    assert new_warehouse.rows(
        f"select verdict, count(*), sum(impressions) from main_staging.{JUDGED} "
        "where verdict <> 'day' group by all"
    ) == [("staged", 8581, IMPRESSIONS)]


@pytest.mark.parametrize("name", STOPPED)
def test_a_broken_file_stops_the_build_and_is_named(name, new_warehouse, tmp_path):
    change, message = STOPPED[name]
    folder = rewrite(extract(tmp_path / "extract"), change)
    result = new_warehouse.dbt(
        "run", "--select", JUDGED, "--vars", repr({"revive_path": str(folder)}), check=False
    )
    assert result.returncode != 0
    assert HOURLY in result.stdout
    assert message in " ".join(result.stdout.split())


def test_a_truncated_gzip_stops_the_build(new_warehouse, tmp_path):
    folder = extract(tmp_path / "extract")
    whole = gzip.compress((folder / HOURLY).read_bytes())
    (folder / HOURLY).unlink()
    (folder / f"{HOURLY}.gz").write_bytes(whole[: len(whole) // 2])
    result = new_warehouse.dbt(
        "run", "--select", JUDGED, "--vars", repr({"revive_path": str(folder)}), check=False
    )
    assert result.returncode != 0
    (folder / f"{HOURLY}.gz").write_bytes(whole)
    new_warehouse.dbt("run", "--select", JUDGED, "--vars", repr({"revive_path": str(folder)}))
    assert new_warehouse.value(f"select sum(impressions) from main_staging.{JUDGED}") == IMPRESSIONS


def test_numbers_of_typed_columns_are_judged_by_range(new_warehouse, tmp_path):
    folder = extract(
        tmp_path / "extract",
        kind="parquet",
        data_summary_ad_hourly="""
            select * replace (
                data_summary_ad_hourly_id::bigint as data_summary_ad_hourly_id,
                date_time::timestamp as date_time, ad_id::decimal(20, 0) as ad_id,
                case data_summary_ad_hourly_id when '1' then 'nan'::double when '2' then 'inf'::double
                    when '3' then 300.6 when '4' then -5 when '5' then 1e20 when '6' then null
                    else impressions::double end as impressions,
                case data_summary_ad_hourly_id when '7' then -1 else clicks::int end as clicks,
                case data_summary_ad_hourly_id when '8' then 'nan'::double when '9' then -0.5
                    else total_revenue::double end as total_revenue)
            from data_summary_ad_hourly
        """,
    )
    new_warehouse.dbt("run", "--select", JUDGED, "--vars", repr({"revive_path": str(folder)}))
    rejected = new_warehouse.rows(
        f"select raw_key, rejected_because from main_staging.{JUDGED} where verdict = 'rejected' order by 1"
    )
    assert [key for key, _ in rejected] == list("12345678")
    assert [reason.split(" ")[0] for _, reason in rejected] == 6 * ["impressions"] + [
        "clicks",
        "total_revenue",
    ]
    assert new_warehouse.rows(
        f"select verdict, booked_revenue from main_staging.{JUDGED} where delivery_id = '9'"
    ) == [("staged", Decimal("-0.5"))]
    kept = sum(int(row["impressions"]) for row in raw("data_summary_ad_hourly")[8:])
    assert (
        new_warehouse.value(f"select sum(impressions) from main_staging.{JUDGED} where verdict = 'staged'")
        == kept
    )


def test_a_row_is_reconciled_and_heals_when_its_source_does(demo, new_warehouse, tmp_path):
    broken = """
        select * replace (
            case campaignid when '9' then '0' else revenue_type end as revenue_type,
            case campaignid when '7' then 'nobody' else clientid end as clientid)
        from campaigns
    """
    folder = extract(tmp_path / "extract", campaigns=broken)
    new_warehouse.build(revive_path=str(folder))
    assert new_warehouse.rows("select raw_table, raw_key, raw_line, rejected_because from rejected_rows") == [
        (
            "campaigns", "7", 8,
            "clientid is not a whole number without a leading zero (correct it at the source; without "
            "thousands separators, with a decimal point)",
        )
    ]  # fmt: skip
    # Its delivery is kept, under the unknown campaign, until the campaign is known again.
    totals = "select sum(impressions), sum(booked_revenue) from campaign_metrics"
    assert new_warehouse.rows(totals) == demo.rows(totals)
    assert (
        new_warehouse.value("select impressions from campaign_metrics where campaign_key = 'revive:unknown'")
        == 320 + 241_354
    )
    # A pricing code that is not known costs the campaign no more than what is earned by it.
    assert new_warehouse.rows(
        "select campaign_name, advertiser_name, pricing_model, rate, impressions, booked_revenue, "
        "earned_revenue from campaign_metrics where campaign_key = 'revive:9'"
    ) == [
        ("CPM fractional 0.3333", "Acme", None, Decimal("0.3333"), 244_340, Decimal("81.4395"), None)
    ]  # fmt: skip
    assert new_warehouse.rows("select what_to_do from delivery_anomalies where reason = 'left empty'") == [
        (
            "campaigns: revenue_type is 0, not one of the known codes 1, 2, 3, 4 (correct it, or add the "
            "code to the list in base_revive__campaigns) In 1 rows that count otherwise, for instance 9.",
        )
    ]
    extract(folder)
    new_warehouse.build(revive_path=str(folder))
    metrics = "select * from campaign_metrics order by campaign_key"
    assert new_warehouse.rows(metrics) == demo.rows(metrics)


def test_a_missing_table_leaves_every_mart_as_it_was(new_warehouse, tmp_path):
    folder = extract(tmp_path / "extract")
    new_warehouse.build("--exclude-resource-type", "test", "unit_test", revive_path=str(folder))
    (folder / "zones.csv").unlink()
    result = new_warehouse.build(check=False, revive_path=str(folder), revive_currency="USD")
    assert result.returncode != 0
    for table in ("fct_delivery", "campaign_metrics", "dim_campaigns", "main_history.campaign_rates"):
        assert new_warehouse.rows(f"select distinct currency from {table}") == [("EUR",)], table


def test_too_many_rejected_rows_stop_the_build_before_the_marts(new_warehouse, tmp_path):
    broken = """
        select * replace (
            case when data_summary_ad_hourly_id::int <= 9 then 'x' else impressions end as impressions,
            case when data_summary_ad_hourly_id::int = 7 then '-1' else clicks end as clicks
        ) from data_summary_ad_hourly
    """
    folder = extract(tmp_path / "extract", data_summary_ad_hourly=broken)
    result = new_warehouse.build(check=False, revive_path=str(folder))
    printed = " ".join(result.stdout.split())
    assert result.returncode != 0
    is_no_count = "is not a whole number of 0 or more (correct it at the source; without thousands "
    is_no_count += "separators, with a decimal point)"
    assert (
        f"data_summary_ad_hourly: 9 of 8581 rows are rejected: 8 because impressions {is_no_count}, for "
        f"instance 1; 1 because impressions {is_no_count}; clicks {is_no_count}, for instance 7." in printed
    )
    assert "raise the var rejected_share_limit" in printed
    with duckdb.connect(str(new_warehouse.file), read_only=True) as connection:
        built = connection.execute("select table_name from information_schema.tables").fetchall()
    assert ("fct_delivery",) not in built
    new_warehouse.build(revive_path=str(folder), rejected_share_limit=0.01)
    assert new_warehouse.value("select count(*) from rejected_rows") == 9
    assert new_warehouse.rows(
        "select rejected_total, is_reconciled from reconciliation "
        "where raw_table = 'data_summary_ad_hourly' and measure = 'rows'"
    ) == [(9, True)]


@pytest.mark.parametrize(
    ("control", "message"),
    [
        ("data_summary_ad_hourly,8581,7160250,13965.7812", None),
        ("data_summary_ad_hourly,8582,,", "rows of data_summary_ad_hourly come to 8581"),
        (
            "data_summary_ad_hourly,,7160250,13965.7813",
            "total_revenue of data_summary_ad_hourly come to 13965.7812",
        ),
        ("data_summary_ad_hourly,many,,", "A control total is a number"),
        ("sumary,8581,,", "has totals of sumary, of which there is no file beside it"),
    ],
)
def test_control_totals_are_checked_exactly(control, message, new_warehouse, tmp_path):
    folder = extract(tmp_path / "extract")
    (folder / "control_totals.csv").write_text(f"table,rows,impressions,total_revenue\n{control}\n")
    variables = repr({"revive_path": str(folder)})
    new_warehouse.dbt("run", "--select", "path:models/staging/revive/base", "--vars", variables)
    result = new_warehouse.dbt(
        "test", "--select", "test_name:can_be_used,path:models/staging/revive/base", "--vars", variables,
        check=False,
    )  # fmt: skip
    if message is None:
        assert result.returncode == 0, result.stdout
    else:
        assert result.returncode != 0
        assert message in " ".join(result.stdout.split())
