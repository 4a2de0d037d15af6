"""Raw tables come as files or as tables, under any prefix; what is missing or ambiguous is said."""

import shutil

import duckdb
import pytest
from conftest import Warehouse
from extracts import TABLES, extract

MARTS = ["campaign_metrics", "fct_delivery", "provisional_delivery", "revenue_discrepancies"]


def contents(warehouse: Warehouse) -> dict[str, list[tuple]]:
    return {mart: sorted(warehouse.rows(f"select * from {mart}"), key=str) for mart in MARTS}


def test_the_demo_and_other_data_never_meet_in_one_warehouse(demo, new_warehouse, tmp_path):
    folder = extract(tmp_path / "extract")
    shutil.copytree(demo.folder, new_warehouse.folder)
    printed = new_warehouse.build(revive_path=str(folder), check=False).stdout
    assert "This warehouse holds the demo." in printed
    shutil.rmtree(new_warehouse.folder)
    new_warehouse.build("--exclude-resource-type", "test", "unit_test", revive_path=str(folder))
    new_warehouse.dbt("seed")
    printed = new_warehouse.build(check=False).stdout
    assert f"in a warehouse that was built from the file {folder}/" in printed


@pytest.mark.parametrize(("kind", "prefix"), [("csv", ""), ("csv", "ox_"), ("parquet", "Rv_")])
def test_files_give_the_same_marts_as_the_demo(kind, prefix, demo, new_warehouse, tmp_path):
    folder = extract(tmp_path / "extract", prefix=prefix, kind=kind)
    new_warehouse.build("--exclude-resource-type", "test", "unit_test", revive_path=str(folder))
    assert contents(new_warehouse) == contents(demo)
    assert new_warehouse.value("select count(*) from rejected_rows") == 0


@pytest.mark.parametrize("prefix", ["", "my_ads_"])
def test_text_tables_in_a_schema_give_the_same_marts_as_the_demo(prefix, demo, new_warehouse, tmp_path):
    folder = extract(tmp_path / "extract")
    new_warehouse.folder.mkdir()
    with duckdb.connect(str(new_warehouse.file)) as connection:
        connection.execute("create schema ad_server")
        for table in TABLES:
            connection.execute(
                f"create table ad_server.{prefix}{table} as "
                rf"select * from read_csv('{folder}/{table}.csv', all_varchar = true, nullstr = '\N')"
            )
    new_warehouse.build("--exclude-resource-type", "test", "unit_test", revive_path="schema:ad_server")
    assert contents(new_warehouse) == contents(demo)


def refusal(warehouse: Warehouse, **variables) -> str:
    """What dbt prints when the build is refused, in one line."""
    models = "base_revive__campaigns base_revive__zones revive__delivery int_campaign_rates"
    # Vars are looked at while dbt parses, too.
    result = warehouse.dbt(
        "compile", "--no-partial-parse", "--select", models, "--vars", repr(variables), check=False
    )
    assert result.returncode != 0
    return " ".join(result.stdout.split())


def test_missing_table_is_named_with_the_remedy(new_warehouse, tmp_path):
    folder = extract(tmp_path / "extract", prefix="rv_")
    (folder / "rv_zones.csv").unlink()
    printed = refusal(new_warehouse, revive_path=str(folder))
    assert f"no table rv_zones in the folder '{folder}'. Put the file there" in printed


def test_missing_or_renamed_column_is_named_with_the_columns_that_are_there(new_warehouse, tmp_path):
    folder = extract(
        tmp_path / "extract",
        campaigns="select * exclude (revenue_type), revenue_type as pricing from campaigns",
    )
    printed = refusal(new_warehouse, revive_path=str(folder))
    assert f"the file {folder}/campaigns.csv has no column revenue_type. It has campaignid" in printed
    assert "change it in models/staging/revive/base/base_revive__campaigns.sql" in printed


def test_two_installs_in_one_place_are_not_mixed(new_warehouse, tmp_path):
    folder = extract(extract(tmp_path / "extract", prefix="rv_"), prefix="ox_")
    assert "more than one install, with the table prefixes ox_, rv_" in refusal(
        new_warehouse, revive_path=str(folder)
    )


def test_one_table_in_two_files_is_not_guessed(new_warehouse, tmp_path):
    folder = extract(extract(tmp_path / "extract"), kind="parquet")
    assert "is there 2 times" in refusal(new_warehouse, revive_path=str(folder))


def test_a_schema_without_tables_is_said(new_warehouse):
    assert "in the schema 'nowhere'" in refusal(new_warehouse, revive_path="schema:nowhere")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("revive_path", "schema:main; drop table x"),
        ("revive_path", "schema:revive.ads.campaigns"),
        ("revive_path", "schema:revive').ads"),
        ("revive_path", "x') union all select * from read_text('/etc/hostname') --"),
        ("revive_currency", "eur"),
        ("revive_currency", "EUR' or '1'='1"),
        ("reporting_timezone", "Europe/Berlin' || version() || '"),
        ("revenue_basis", "booked_revenue, 1 as x --"),
        ("revenue_basis", ["booked"]),
    ],
)
def test_vars_are_checked_before_they_reach_sql(name, value, new_warehouse):
    assert f"The var '{name}' is" in refusal(new_warehouse, **{name: value})
