"""Publishing on PostgreSQL: readers, grants, views of users, long transactions, kills, and changed marts."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing

import psycopg2
import pytest
from conftest import Warehouse, connect_postgres

from ad_metrics.outcome import Stop
from ad_metrics.postgres_warehouse import PostgresWarehouse
from ad_metrics.warehouse import Mart

pytestmark = pytest.mark.postgres

CHECK = 'select 1 from (select sum(impressions) as n from "{0}"."fct_delivery") as f, ' \
    '(select sum(impressions) as n from "{0}"."campaign_metrics") as m where f.n <> m.n'  # fmt: skip
ONE_STATEMENT = """
    select
        (select run_id from published_runs where is_published),
        (select sum(impressions) from fct_delivery),
        (select sum(impressions) from campaign_metrics)
"""

# Of every view, table, column and function of the published schema, by name.
DESCRIPTIONS = """
    select relname, obj_description(oid, 'pg_class') from pg_class
    where relnamespace = 'whole_published'::regnamespace and relkind in ('v', 'r')
    union all
    select relname || '.' || attname, col_description(attrelid, attnum)
    from pg_attribute inner join pg_class on attrelid = pg_class.oid
    where
        relnamespace = 'whole_published'::regnamespace and relkind in ('v', 'r')
        and attnum > 0 and not attisdropped
    union all
    select proname || '()', obj_description(oid, 'pg_proc') from pg_proc
    where pronamespace = 'whole_published'::regnamespace
"""


class Publisher:
    """A schema with two marts, built by hand, and what publishes them."""

    def __init__(self, environment: dict, folder, schema: str):
        from dbt.adapters.postgres.connections import PostgresCredentials

        self.environment, self.schema, self.folder = environment, schema, folder
        credentials = PostgresCredentials(
            host=environment["AD_METRICS_POSTGRES_HOST"],
            port=int(environment["AD_METRICS_POSTGRES_PORT"]),
            user="ad_metrics",
            database="ad_metrics",
            schema=schema,
            password="",
        )
        self.place = PostgresWarehouse(folder, credentials)
        self.execute(f"create schema if not exists {schema}")

    def connect(self, user: str = "ad_metrics"):
        return connect_postgres(self.environment, f"{self.schema}_published", user)

    def execute(self, *statements: str, user: str = "ad_metrics"):
        with closing(self.connect(user)) as connection, connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None

    def build(self, impressions: int, rows: int = 10, columns: str = ""):
        """The marts after a build in which each of so many rows has so many impressions."""
        self.execute(
            f"drop table if exists {self.schema}.fct_delivery, {self.schema}.campaign_metrics",
            f"""
            create table {self.schema}.fct_delivery as
            select
                timestamp '2026-11-01' + n * interval '1 hour' as hour_at,
                cast({impressions} as bigint) as impressions,
                timestamp '2026-11-02 00:05:01' as last_written_at
            from generate_series(1, {rows}) as numbers (n)
            """,
            f"""
            create table {self.schema}.campaign_metrics as
            select 'revive:1' as campaign_key, cast(sum(impressions) as bigint) as impressions {columns}
            from {self.schema}.fct_delivery
            """,
            f"comment on table {self.schema}.campaign_metrics is 'One row per campaign.'",
            f"comment on column {self.schema}.campaign_metrics.impressions is 'Times shown.'",
        )

    def publish(self, marts=("fct_delivery", "campaign_metrics")):
        with self.place.lock():
            return self.place.publish(
                self.place.start(),
                [Mart(self.schema, name, f'"{self.schema}"."{name}"', None) for name in marts],
                [CHECK.format(self.schema)],
            )

    def shown(self, user: str = "ad_metrics") -> tuple:
        [row] = self.execute(ONE_STATEMENT, user=user)
        return tuple(row)


@pytest.fixture
def publisher(postgres, tmp_path, request) -> Publisher:
    publisher = Publisher(postgres, tmp_path, f"p{abs(hash(request.node.name)) % 10**8}")
    publisher.build(7)
    publisher.publish()
    return publisher


@pytest.fixture
def bi_role(publisher) -> str:
    """A role for a BI tool, granted once what the README says."""
    role = f"bi_{publisher.schema}"
    publisher.execute(
        f"create role {role} login",
        f"grant usage on schema {publisher.schema}_published to {role}",
        f"grant select on all tables in schema {publisher.schema}_published to {role}",
    )
    return role


def test_a_build_publishes_every_mart_to_the_bi_role(postgres, demo, tmp_path):
    warehouse = Warehouse(tmp_path, environment={**postgres, "AD_METRICS_POSTGRES_SCHEMA": "whole"})
    done = warehouse.ad_metrics("build", "--target", "postgres")
    assert "Mission CPC 2M imps 5k clicks" in done.stdout
    assert "Run 1 is published in schema whole_published of database ad_metrics" in done.stdout
    with closing(connect_postgres(postgres, "whole_published")) as connection, connection.cursor() as cursor:
        cursor.execute("select viewname from pg_views where schemaname = 'whole_published'")
        marts = {name for (name,) in cursor.fetchall()}
        assert marts == {
            name
            for (name,) in demo.rows(
                "select table_name from information_schema.tables where table_schema = 'main'"
            )
        }
        for mart in sorted(marts):
            cursor.execute(f"select count(*) from {mart}")
            assert cursor.fetchone()[0] == demo.value(f"select count(*) from {mart}"), mart
        cursor.execute("select obj_description('whole_published.campaign_metrics'::regclass)")
        assert cursor.fetchone()[0].startswith("One row per campaign")
        cursor.execute(DESCRIPTIONS)
        descriptions = dict(cursor.fetchall())
        assert [name for name, words in descriptions.items() if not words] == []
        assert descriptions["delivery_daily"].startswith("One row per ")
        assert "published_runs.run_id" in descriptions and "dim_hours.date_hour" in descriptions
        assert descriptions["erpm()"].startswith("What a thousand impressions earn")
        assert descriptions["ecpm_of_totals()"].startswith("A step of ")
        cursor.execute("select fact_rows, first_hour_at::text from published_runs where is_published")
        assert cursor.fetchall() == [(8581, "2026-10-22 00:00:00")]
        # With no schema named, as the functions are published, too.
        cursor.execute(
            "select ecpm(revenue, impressions, currency, side), cpm(1, 8, 'EUR', 'sold') from fct_delivery"
        )
        assert cursor.fetchone() == pytest.approx((13_965_781.2 / 7_160_250, 125), rel=1e-15)
    status = json.loads(warehouse.ad_metrics("status", "--json", "--target", "postgres").stdout)
    assert status["published"]["run_id"] == 1 and not status["stale"]
    exported = warehouse.ad_metrics("export", "campaign_metrics", "--target", "postgres").stdout
    assert len(exported.splitlines()) == 16
    assert "PROBLEM" not in warehouse.ad_metrics("check", "--target", "postgres").stdout


def test_grants_and_views_of_users_follow_every_run(publisher, bi_role):
    publisher.execute(
        f"create schema mine_{publisher.schema} authorization {bi_role}",
    )
    publisher.execute(
        f"create view mine_{publisher.schema}.report as "
        "select impressions * 2 as twice from campaign_metrics",
        user=bi_role,
    )
    for impressions in (11, 13, 17):
        publisher.build(impressions)
        if impressions == 17:
            publisher.execute(
                f"comment on table {publisher.schema}.campaign_metrics is 'One row for each campaign.'"
            )
        run = publisher.publish()["run_id"]
        assert publisher.shown(user=bi_role) == (run, impressions * 10, impressions * 10)
        assert publisher.execute(f"select * from mine_{publisher.schema}.report", user=bi_role) == [
            (impressions * 20,)
        ]
    mart = "'campaign_metrics'::regclass"
    comment = f"select col_description({mart}, 2), obj_description({mart})"
    assert publisher.execute(comment) == [("Times shown.", "One row for each campaign.")]


def test_the_bi_role_sees_published_runs_only(publisher, bi_role):
    for place in (f"{publisher.schema}.fct_delivery", f"{publisher.schema}_runs.fct_delivery"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            publisher.execute(f"select * from {place}", user=bi_role)


def test_a_reader_that_holds_a_transaction_for_hours_blocks_nothing(publisher, bi_role):
    holding = publisher.connect(bi_role)
    holding.set_session(isolation_level="REPEATABLE READ")
    cursor = holding.cursor()
    cursor.execute(ONE_STATEMENT)
    assert cursor.fetchall() == [(1, 70, 70)]
    for impressions in (11, 13, 17):
        publisher.build(impressions)
        started = time.monotonic()
        publisher.publish()
        publisher.place.prune(1)
        assert time.monotonic() - started < 10
    # One transaction sees one run, however many statements it takes.
    cursor.execute(ONE_STATEMENT)
    assert cursor.fetchall() == [(1, 70, 70)]
    assert publisher.shown() == (4, 170, 170)
    holding.close()
    publisher.place.prune(1)
    assert publisher.place.kept_runs() == [4]


def test_rollback_and_pruning(publisher):
    for impressions in (11, 13):
        publisher.build(impressions)
        publisher.publish()
    publisher.place.rollback(1)
    assert publisher.shown() == (1, 70, 70)
    publisher.place.prune(1)
    assert publisher.place.kept_runs() == [3, 1]
    with pytest.raises(Stop, match="Run 2 is not kept"):
        publisher.place.rollback(2)
    publisher.build(19)
    assert publisher.publish()["run_id"] == 4
    assert publisher.shown() == (4, 190, 190)


def test_marts_that_do_not_agree_are_not_published(publisher):
    publisher.build(11)
    publisher.execute(f"update {publisher.schema}.campaign_metrics set impressions = impressions + 1")
    with pytest.raises(Stop, match="do not add up") as stopped:
        publisher.publish()
    assert stopped.value.exit_code == 6
    assert publisher.shown() == (1, 70, 70)
    assert publisher.place.kept_runs() == [1]


def test_a_new_column_is_added_and_a_lost_one_asks_for_its_users(publisher, bi_role):
    publisher.execute(
        f"create view public.user_view_{publisher.schema} as select impressions from campaign_metrics"
    )
    publisher.build(11, columns=", 0.5 as ctr")
    publisher.publish()
    assert publisher.execute("select impressions, ctr from campaign_metrics", user=bi_role) == [(110, 0.5)]
    publisher.place.rollback(1)
    assert publisher.execute("select impressions, ctr from campaign_metrics") == [(70, None)]

    publisher.build(13)
    with pytest.raises(Stop, match=f"user_view_{publisher.schema}") as stopped:
        publisher.publish()
    assert stopped.value.exit_code == 6 and publisher.shown() == (1, 70, 70)
    publisher.execute(f"drop view public.user_view_{publisher.schema}")
    publisher.publish()
    # Its grants were kept; what cannot be shown any more is not kept.
    assert publisher.shown(user=bi_role)[1:] == (130, 130)
    assert publisher.place.kept_runs() == [publisher.shown()[0]]


def test_a_new_mart_may_be_read_and_a_lost_one_is_gone(publisher, bi_role):
    publisher.build(11)
    publisher.execute(f"create table {publisher.schema}.dim_more as select 5 as five")
    publisher.publish(("fct_delivery", "campaign_metrics", "dim_more"))
    assert publisher.execute("select five from dim_more", user=bi_role) == [(5,)]
    assert publisher.place.kept_runs() == [2]
    publisher.publish()
    with pytest.raises(psycopg2.errors.UndefinedTable):
        publisher.execute("select five from dim_more", user=bi_role)


def test_two_builds_at_once_on_one_server(publisher, tmp_path):
    other = Publisher(publisher.environment, tmp_path / "another_machine", publisher.schema)
    with publisher.place.lock(), pytest.raises(Stop, match="Another build is running") as stopped:
        other.publish()
    assert stopped.value.exit_code == 5
    # Elsewhere the numbers go on where the server's ended.
    assert other.publish()["run_id"] == 2


def test_readers_see_whole_runs(publisher, bi_role, record_property):
    saw, ended = [], threading.Event()

    def read(hold: bool):
        connection = publisher.connect(bi_role)
        while not ended.is_set():
            if not hold:
                connection.close()
                connection = publisher.connect(bi_role)
            with connection, connection.cursor() as cursor:
                started = time.monotonic()
                cursor.execute(ONE_STATEMENT)
                saw.append((*cursor.fetchone(), time.monotonic() - started))
        connection.close()

    threads = [
        threading.Thread(target=read, args=(hold,)) for hold in (False, False, False, False, True, True)
    ]
    for thread in threads:
        thread.start()
    publishes = int(os.environ.get("AD_METRICS_BUILDS", "6"))
    for number in range(publishes):
        publisher.build(100 + number, rows=5000)
        publisher.publish()
        publisher.place.prune(2)
    ended.set()
    for thread in threads:
        thread.join()
    longest = max(seconds for *_, seconds in saw)
    record_property("builds", publishes)
    record_property("reads", len(saw))
    record_property("longest read, seconds", round(longest, 2))
    assert {run for run, *_ in saw} == set(range(1, publishes + 2)) and len(saw) > 500
    totals = {1: 70} | {number + 2: (100 + number) * 5000 for number in range(publishes)}
    assert [row for row in saw if row[1:3] != (totals[row[0]],) * 2] == []
    assert longest < 5


KILLED = """
import sys
sys.path.insert(0, sys.argv[1])
import json
from pathlib import Path
from test_publishing_postgres import Publisher
publisher = Publisher(json.loads(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
print(1, flush=True)
publisher.publish()
"""


def test_a_killed_publish_shows_nothing_and_the_next_one_is_right(publisher, record_property):
    chance = random.Random(5)
    kills = int(os.environ.get("AD_METRICS_KILLS", "6"))
    killed = 0
    for number in range(kills):
        before = publisher.shown()
        publisher.build(200 + number, rows=3000)
        arguments = [
            os.path.dirname(__file__),
            json.dumps(publisher.environment),
            publisher.folder,
            publisher.schema,
        ]
        process = subprocess.Popen([sys.executable, "-c", KILLED, *arguments], stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.35))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        after, total = publisher.shown(), (200 + number) * 3000
        killed += process.returncode == -signal.SIGKILL
        assert after == before or after == (before[0] + 1, total, total)
        for _ in range(100):
            try:
                publisher.publish()
                break
            except Stop as stop:
                # The server notices in a moment that the process is gone.
                assert stop.exit_code == 5
                time.sleep(0.1)
        assert publisher.shown()[1:] == (total, total)
        publisher.place.prune(2)
    record_property("kills", killed)
    stored = publisher.execute(
        f"select run_id, count(*) from {publisher.schema}_runs.fct_delivery group by 1"
    )
    assert sorted(stored) == [(run, 3000) for run in sorted(publisher.place.kept_runs())] and len(stored) == 2
