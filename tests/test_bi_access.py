"""A BI connection as docs/bi.md gives it: it reads the marts, and can do no harm."""

import json
import re

import duckdb
import psycopg2
import pytest
from conftest import PROJECT, Warehouse, connect_postgres

DOCS = (PROJECT / "docs" / "bi.md").read_text()

HARMFUL = {
    "read a file of the host": "select * from read_text('/etc/hostname')",
    "read a file as a table": "select * from read_csv('/etc/passwd')",
    "read a file by its name": "select * from '/etc/passwd.csv'",
    "list files": "select * from glob('/etc/*')",
    "write a file": "copy campaign_metrics to '{folder}/stolen.csv'",
    "write the database": "export database '{folder}/stolen'",
    "load a dump": "import database '{folder}'",
    "read a file into a table": "copy campaign_metrics from '/etc/hostname'",
    "attach another database": "attach '{folder}/other.duckdb'",
    "attach the file that dbt builds": "attach '{build}' as build (read_only)",
    "detach the marts": "detach ad_metrics",
    "install an extension": "install httpfs",
    "load an extension from a file": "load '{folder}/evil.duckdb_extension'",
    "fetch from the network": "select * from read_csv('http://127.0.0.1:9/x.csv')",
    "raise its memory": "set memory_limit = '100GB'",
    "take more threads": "set threads = 64",
    "write temporary files elsewhere": "set temp_directory = '{folder}'",
    "unlock the files": "set enable_external_access = true",
    "unlock the settings": "set lock_configuration = false",
    "reset the settings": "reset memory_limit",
    "keep a secret": "create persistent secret s (type http)",
    "add rows": "insert into published_runs select * from published_runs",
    "change rows": "update campaign_metrics set revenue = 0",
    "delete rows": "delete from fct_delivery",
    "drop a mart": "drop table campaign_metrics",
    "empty a mart": "truncate fct_delivery",
    "make a table": "create table mine as select 1 as one",
    "make a view": "create view mine as select 1 as one",
    "replace a mart by a view": "create or replace view campaign_metrics as select 1 as one",
    "rename a mart": "alter table campaign_metrics rename to other",
    "make a macro": "create macro ecpm(a, b) as 0",
    "write a log": "set log_query_path = '{folder}/log'",
    "read the environment": "select getenv('HOME')",
}


def bi_connection(file):
    [settings] = re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL)
    return duckdb.connect(str(file), **json.loads(settings))


def refused(connection, statement) -> bool:
    try:
        connection.execute(statement).fetchall()
    except duckdb.Error:
        return True
    return False


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("published"))
    warehouse.ad_metrics("build")
    return warehouse


@pytest.mark.parametrize("attempt", HARMFUL)
def test_a_bi_connection_to_duckdb_is_refused_to(attempt, published, tmp_path):
    before = published.published_file.read_bytes()
    statement = HARMFUL[attempt].format(folder=tmp_path, build=published.file)
    with bi_connection(published.published_file) as connection:
        assert refused(connection, statement)
        [(total,)] = connection.execute("select sum(impressions) from campaign_metrics").fetchall()
        assert total == 7_160_250
    assert list(tmp_path.iterdir()) == [] and published.published_file.read_bytes() == before


def test_a_connection_that_is_only_read_only_does_harm(published, tmp_path):
    """What the settings are for: without them these attempts succeed."""
    for attempt in ("read a file of the host", "list files", "write a file", "raise its memory"):
        with duckdb.connect(str(published.published_file), read_only=True) as connection:
            assert not refused(connection, HARMFUL[attempt].format(folder=tmp_path)), attempt


HARMFUL_ON_POSTGRES = {
    "read a file of the server": "select pg_read_file('/etc/hostname')",
    "list files": "select pg_ls_dir('/etc')",
    "look at a file": "select pg_stat_file('/etc/passwd')",
    "write a file": "copy (select 1) to '/tmp/stolen'",
    "run a program": "copy (select 1) to program 'id'",
    "read a file into a table": "copy published_runs from '/etc/hostname'",
    "import a file": "select lo_import('/etc/hostname')",
    "install an extension": "create extension file_fdw",
    "change the server": "alter system set work_mem = '1GB'",
    "make a role": "create role mine superuser",
    "become the builder": "set role ad_metrics",
    "read what dbt builds": "select * from bi_access.campaign_metrics",
    "read raw tables": "select * from bi_access_revive_demo.rv_clients",
    "read stored runs": "select * from bi_access_runs.campaign_metrics",
    "change rows": "update campaign_metrics set revenue = 0",
    "delete rows": "delete from fct_delivery",
    "publish another run": "update published_runs set is_published = false",
    "empty a table": "truncate published_runs",
    "drop a mart": "drop view campaign_metrics",
    "make a table": "create table bi_access_published.mine (one int)",
    "make a table in public": "create table public.mine (one int)",
    "make a temporary table": "create temporary table mine (one int)",
    "make a schema": "create schema mine",
    "end other sessions": "select pg_terminate_backend(pid) from pg_stat_activity where pid <> 0",
}


@pytest.fixture(scope="module")
def bi_role(postgres, tmp_path_factory):
    environment = {**postgres, "AD_METRICS_POSTGRES_SCHEMA": "bi_access"}
    warehouse = Warehouse(tmp_path_factory.mktemp("bi_access"), environment=environment)
    warehouse.ad_metrics("build", "--target", "postgres")
    [statements] = re.findall(r"```sql\n(.*?)```", DOCS, re.DOTALL)
    connection = connect_postgres(postgres)
    with connection, connection.cursor() as cursor:
        cursor.execute(statements.replace("ad_metrics_published", "bi_access_published"))
    yield postgres
    with connection, connection.cursor() as cursor:
        cursor.execute("drop owned by ad_metrics_bi; drop role ad_metrics_bi")


@pytest.mark.postgres
# The setting is the first hurdle and can be taken down by anybody, so it must not be the only one.
@pytest.mark.parametrize("first", ["select 1", "set default_transaction_read_only = off"])
@pytest.mark.parametrize("attempt", HARMFUL_ON_POSTGRES)
def test_the_bi_role_of_postgresql_is_refused_to(attempt, first, bi_role):
    connection = connect_postgres(bi_role, "bi_access_published", "ad_metrics_bi")
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(first)
    with pytest.raises(psycopg2.Error) as refusal:
        cursor.execute(HARMFUL_ON_POSTGRES[attempt])
    if first != "select 1":
        assert re.search("permission denied|must be|only|not a superuser", str(refusal.value)), refusal.value
    cursor.execute("select sum(impressions) from campaign_metrics")
    assert cursor.fetchone() == (7_160_250,)
    connection.close()
