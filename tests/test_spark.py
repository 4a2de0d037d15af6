"""The same raw tables give the same marts on Spark 4.3, Spark 3.5 with Iceberg and DuckDB 2.0."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal

import duckdb
import pytest
from conftest import PROJECT, Warehouse, free_port
from extracts import SEEDS
from same_numbers import (
    COLUMNS,
    EVENTS,
    MARTS,
    REVISED,
    SPEND,
    VARIABLES,
    assert_same,
    build_on,
    load_duckdb,
    revised,
)
from same_numbers import on_duckdb as on_duckdb

from ad_metrics.outcome import Stop
from ad_metrics.warehouse import Mart

sys.path.append(str(PROJECT / "spark"))
import server  # noqa: E402

pytestmark = pytest.mark.spark

# Every test of dbt's runs once on each version: data tests on the first build of one and on the second of the
# other, as ad-metrics runs them.
NO_DATA_TESTS = ("--exclude-resource-type", "test")
NO_TESTS = (*NO_DATA_TESTS, "--exclude-resource-type", "unit_test")
# Seconds after the first model.
KILLED_AFTER = (3, 20)


class Spark:
    """A server, the target that builds on it, and ways to ask it."""

    def __init__(self, version: str, folder):
        self.version, self.target = version, "spark_iceberg" if version == "3.5" else "spark"
        self.port, self.tables = free_port(), folder / "server" / "tables"
        self.process = server.start(version, folder / "server", int(self.port))
        variable = "AD_METRICS_SPARK_ICEBERG_PORT" if version == "3.5" else "AD_METRICS_SPARK_PORT"
        self.environment = {variable: self.port, "AD_METRICS_SPARK_HOST": "127.0.0.1"}
        self.warehouse = Warehouse(folder / "warehouse", environment=self.environment, without="")

    @contextmanager
    def cursor(self, schema: str):
        from pyhive import hive

        with hive.connect("127.0.0.1", int(self.port), database=schema) as connection:
            yield connection.cursor()

    def execute(self, *statements: str):
        with self.cursor("default") as cursor:
            for statement in statements:
                cursor.execute(statement)

    def ask(self, query: str, schema: str = "ad_metrics") -> list[tuple]:
        with self.cursor(schema) as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def load(self):
        statements = ["create schema raw"]
        for table, types in COLUMNS.items():
            texts = ", ".join(f"{name} string" for name in types)
            columns = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in types.items())
            statements += [
                f"create temporary view {table} ({texts}) using csv "
                f"options (path '{SEEDS}/{table}.csv', header 'true', escape '\"')",
                f"create table raw.{table} using parquet as select {columns} from {table}",
            ]
        for statement in (SPEND + EVENTS).strip().rstrip(";").split(";\n"):
            statements.append(statement.replace(" as\nselect", " using parquet as\nselect", 1))
        self.execute(*statements)

    def leave_files(self, schema: str, *tables: str):
        """What is left of a table that was being made as dbt was killed and Spark cancelled the statement."""
        for table in tables:
            file = self.tables / f"{schema}.db" / table / "_temporary" / "0" / "part-00000.snappy.parquet"
            file.parent.mkdir(parents=True)
            file.write_bytes(b"PAR1")

    def revise(self):
        for table, query in REVISED.items():
            self.execute(
                f"create table {revised(table)} using parquet as {query}",
                f"insert overwrite table {table} select * from {revised(table)}",
                f"drop table {revised(table)}",
            )

    def kill_a_build(self, seconds: float):
        """Start to build and kill dbt so long after its first model."""
        done = self.warehouse.dbt(
            "run", "--target", self.target, "--vars", repr(VARIABLES),
            check=False, kill_after=seconds, kill_from=" START ",
        )  # fmt: skip
        assert done.returncode == -9
        # Spark goes on with the statements that it has.
        self.wait_until_idle()

    def wait_until_idle(self):
        """Until the server has done next to nothing for three seconds on end."""
        used, quiet = server.cpu_seconds(self.process.pid), 0
        for _ in range(180):
            time.sleep(1)
            before, used = used, server.cpu_seconds(self.process.pid)
            quiet = quiet + 1 if used - before < 0.1 else 0
            if quiet == 3:
                return
        raise AssertionError("Spark still works on what a killed build left it, three minutes later.")


@pytest.fixture(scope="module", params=server.PORTS)
def spark(request, tmp_path_factory):
    spark = Spark(request.param, tmp_path_factory.mktemp(f"spark_{request.param}"))
    try:
        spark.load()
        yield spark
    finally:
        server.stop(spark.process.pid)


@pytest.fixture(scope="module")
def built(spark):
    """Built where an earlier build was killed while it made its first tables, of every kind."""
    spark.leave_files("ad_metrics", *MARTS)
    spark.leave_files("ad_metrics_staging", "base_revive__clients", "base_ad_events")
    spark.leave_files("ad_metrics_intermediate", "int_campaign_days", "fact_days", "fact_days__before")
    spark.leave_files("ad_metrics_reference", "exchange_rates")
    without = NO_DATA_TESTS if spark.version == "3.5" else ()
    build_on(spark.warehouse, "--target", spark.target, without=without)
    return spark


@pytest.fixture(scope="module")
def built_again(built):
    """Built from the revised tables after builds that were killed; by ad-metrics where it publishes."""
    built.revise()
    for seconds in KILLED_AFTER:
        built.kill_a_build(seconds)
    if built.version == "3.5":
        built.warehouse.ad_metrics("build", "--target", built.target, "--vars", repr(VARIABLES))
    else:
        built.warehouse.build("--target", built.target, *NO_TESTS, **VARIABLES)
    return built


@pytest.mark.parametrize("mart", MARTS)
def test_mart_is_the_same_as_on_duckdb(mart, built, on_duckdb):
    assert_same(mart, on_duckdb[0], built.ask)


@pytest.mark.parametrize("mart", MARTS)
def test_mart_of_revised_tables_is_the_same_as_on_duckdb(mart, built_again, on_duckdb):
    assert_same(mart, on_duckdb[1], built_again.ask)


def test_a_day_of_spend_that_was_taken_back_has_no_facts(built_again):
    [(facts, noted)] = built_again.ask(
        "select (select count(*) from fct_delivery where source = 'marketing_spend' and utc_day = "
        "date '2026-10-25'), (select count(*) from ad_metrics_intermediate.fact_days "
        "where source = 'marketing_spend' and utc_day = date '2026-10-25')"
    )
    assert (facts, noted) == (0, 0)


def test_rates_that_a_campaign_had_are_kept(built_again):
    rows = built_again.ask(
        "select rate, dbt_valid_to is null from ad_metrics_history.campaign_rates "
        "where campaign_key = 'revive:1' order by dbt_valid_from"
    )
    assert len(rows) == 2 and [row[1] for row in rows] == [False, True]
    assert rows[1][0] == Decimal(9)
    deleted = built_again.ask(
        "select count(*) from ad_metrics_history.campaign_rates where campaign_key = 'revive:3'"
    )
    assert deleted == [(1,)]


def test_what_spark_cannot_do_is_said(built_again):
    done = built_again.warehouse.dbt(
        "compile", "--target", built_again.target, "--select", "base_revive__clients",
        "--vars", repr({"revive_path": "/data/revive"}), check=False,
    )  # fmt: skip
    assert (
        "can only be read by DuckDB. On spark load them into tables of one schema and name it in the var: "
        "schema:<name>."
    ) in done.stdout
    if built_again.version == "4.3":
        done = built_again.warehouse.ad_metrics("build", "--target", built_again.target, check=False)
        assert done.returncode == 2
        assert "no run can be published" in done.stdout + done.stderr


def test_ad_metrics_published_what_was_built(built_again):
    if built_again.version != "3.5":
        pytest.skip("runs are published with Iceberg only")
    for mart in ("fct_delivery", "campaign_metrics", "delivery_daily", "metrics"):
        count = f"select count(*) from {mart}"
        assert built_again.ask(count, "ad_metrics_published") == built_again.ask(count)
    assert built_again.ask("select run_id, is_published from published_runs", "ad_metrics_published") == [
        (1, True)
    ]
    done = built_again.warehouse.ad_metrics("status", "--target", built_again.target, check=False)
    assert "Run 1" in done.stdout


class Publisher:
    """Two marts that are built by hand, and what publishes them."""

    def __init__(self, spark: Spark, folder, schema: str):
        from dbt.adapters.spark.connections import SparkCredentials

        from ad_metrics.spark_warehouse import SparkWarehouse

        self.spark, self.schema = spark, schema
        credentials = SparkCredentials(
            method="thrift", host="127.0.0.1", port=int(spark.port), schema=schema, user="x", poll_interval=0
        )
        self.place = SparkWarehouse(folder, credentials)
        spark.execute(f"create schema if not exists {schema}")

    def build(self, impressions: int, extra: str = ""):
        self.spark.execute(
            f"create or replace table {self.schema}.fct_delivery using iceberg as select "
            "explode(sequence(timestamp '2026-11-01 00:00:00', timestamp '2026-11-01 09:00:00', "
            f"interval 1 hour)) as hour_at, cast({impressions} as bigint) as impressions, "
            "timestamp '2026-11-02 00:05:01' as last_written_at",
            f"create or replace table {self.schema}.campaign_metrics using iceberg as select "
            f"cast(sum(impressions) as bigint) as impressions{extra} from {self.schema}.fct_delivery",
        )

    def publish(self):
        with self.place.lock():
            return self.place.publish(
                self.place.start(),
                [
                    Mart(self.schema, name, f"{self.schema}.{name}", None)
                    for name in ("fct_delivery", "campaign_metrics")
                ],
                [
                    f"select 1 from (select sum(impressions) as n from {self.schema}.fct_delivery\n) as f, "
                    f"(select sum(impressions) as n from {self.schema}.campaign_metrics\n) as m "
                    "where f.n <> m.n"
                ],
            )

    def shown(self) -> tuple:
        [row] = self.spark.ask(
            "select (select run_id from published_runs where is_published), "
            "(select sum(impressions) from fct_delivery), (select sum(impressions) from campaign_metrics)",
            schema=f"{self.schema}_published",
        )
        return row


KILLED = """
import os, sys
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
import test_spark
from ad_metrics.spark_warehouse import SparkWarehouse

class Server:
    port, execute = sys.argv[3], lambda self, *statements: []

setattr(SparkWarehouse, sys.argv[6], lambda *arguments: os.kill(os.getpid(), 9))
test_spark.Publisher(Server(), Path(sys.argv[4]), sys.argv[5]).publish()
"""


def test_publishing_is_one_step(spark, tmp_path):
    if spark.version != "3.5":
        pytest.skip("runs are published with Iceberg only")
    publisher = Publisher(spark, tmp_path, "by_hand")
    publisher.build(7)
    first = publisher.publish()
    assert first["fact_rows"] == 10 and first["last_hour_at"] == datetime(2026, 11, 1, 9)
    assert publisher.shown() == (1, 70, 70)

    publisher.build(8)
    for step in ("_audit", "_point_to"):
        arguments = [PROJECT / "tests", PROJECT, spark.port, tmp_path, "by_hand", step]
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, *map(str, arguments)], env=os.environ, capture_output=True
        )
        assert killed.returncode == -9, killed.stderr
        assert publisher.shown() == (1, 70, 70)
    second = publisher.publish()["run_id"]
    assert publisher.shown() == (second, 80, 80)

    publisher.build(9, ", 'new' as note")
    third = publisher.publish()["run_id"]
    assert publisher.shown() == (third, 90, 90)
    assert spark.ask("select note from campaign_metrics", schema="by_hand_published") == [("new",)]

    publisher.spark.execute(
        "create or replace table by_hand.campaign_metrics using iceberg as "
        "select cast(1 as bigint) as impressions"
    )
    with pytest.raises(Stop, match="do not add up"):
        publisher.publish()
    assert publisher.shown() == (third, 90, 90)

    publisher.place.rollback(1)
    assert publisher.shown() == (1, 70, 70)
    publisher.place.prune(1)
    assert publisher.place.kept_runs() == [third, 1]
    publisher.place.rollback(third)
    assert publisher.shown() == (third, 90, 90)


ASKED = "import duckdb, pickle, sys; sys.stdout.buffer.write(pickle.dumps(duckdb.connect(sys.argv[1], " \
    "read_only=True).execute(sys.argv[2]).fetchall()))"  # fmt: skip


@pytest.mark.parametrize("mart", MARTS)
def test_mart_is_the_same_on_duckdb_2(mart, on_duckdb_2, on_duckdb):
    assert_same(mart, on_duckdb[0], on_duckdb_2)


@pytest.fixture(scope="session")
def on_duckdb_2(tmp_path_factory):
    """DuckDB 2.0, of which a process of its own has to be asked: it is beside DuckDB 1.5, not with it."""
    import pickle

    environment = {"PYTHONPATH": str(PROJECT / ".venvs" / "duckdb-2.0")}
    warehouse = Warehouse(tmp_path_factory.mktemp("duckdb_2") / "warehouse", environment=environment)
    warehouse.folder.mkdir()
    with duckdb.connect(str(warehouse.file)) as connection:
        load_duckdb(connection)
    build_on(warehouse)

    def ask(query):
        done = subprocess.run(
            [sys.executable, "-c", ASKED, str(warehouse.file), query],
            env={**os.environ, **environment}, capture_output=True, check=True,
        )  # fmt: skip
        return pickle.loads(done.stdout)

    assert ask("select version()") == [("v2.0.0",)]
    return ask
