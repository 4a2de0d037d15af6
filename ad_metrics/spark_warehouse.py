"""
Publishing on Spark: the rows of each run beside those of others, and one row that says which are read.

As on PostgreSQL, readers use views in the schema `<schema>_published`, which answer the rows of the run
that published_runs names; the rows are in tables of the schema `<schema>_runs`. Spark has no
transactions, but a table of Iceberg is overwritten in one step, and published_runs is one.
"""

from contextlib import closing, contextmanager
from pathlib import Path

from ad_metrics.outcome import ExitCode, Stop, no_space
from ad_metrics.runs import Run
from ad_metrics.warehouse import COVERS, PUBLISHED_RUNS, Mart, Warehouse


def words(error: Exception) -> str:
    """What Spark says is wrong, without the classes that it went through."""
    return " ".join(str(error).split("\n\tat ")[0].split())[:1000]


class Session:
    """What executes statements, one after the other."""

    def __init__(self, handle):
        self.handle = handle

    def execute(self, statement: str):
        """Execute a statement that answers no rows."""
        cursor = self.handle.cursor()
        cursor.execute(statement)
        return cursor

    def rows(self, query: str) -> list[tuple]:
        """The rows that a query answers."""
        return self.execute(query).fetchall()


class SparkWarehouse(Warehouse):
    """A schema that dbt builds, and beside it the schemas `<schema>_published` and `<schema>_runs`."""

    def __init__(self, folder: Path, credentials):
        super().__init__(folder, f"spark.{credentials.host}.{credentials.port}.{credentials.schema}")
        self.credentials = credentials
        self.schema = credentials.schema
        self.views = f"{self.schema}_published"
        self.store = f"{self.schema}_runs"

    @property
    def build_place(self) -> str:
        return f"schema {self.schema} of Spark on {self.credentials.host}"

    @property
    def published_place(self) -> str:
        return f"schema {self.views} of Spark on {self.credentials.host}"

    @contextmanager
    def _session(self):
        """A session of its own, made as the profile says."""
        from dbt.adapters.contracts.connection import Connection
        from dbt.adapters.spark.connections import SparkConnectionManager
        from dbt_common.exceptions import DbtBaseException

        connection = Connection(type="spark", name="ad_metrics", credentials=self.credentials)
        try:
            handle = SparkConnectionManager.open(connection).handle
        except DbtBaseException as error:
            raise Stop(ExitCode.FAILED, f"Spark cannot be reached. {error}") from None

        with closing(handle):
            yield Session(handle)

    def _exists(self, session, schema: str, name: str = "*") -> bool:
        if not session.rows(f"show schemas like '{schema}'"):
            return False
        return name == "*" or bool(session.rows(f"show tables in {schema} like '{name}'"))

    def ask(self, query: str) -> tuple[list[str], list[tuple]]:
        return self._ask(query, self.views)

    def ask_built(self, query: str) -> tuple[list[str], list[tuple]]:
        return self._ask(query, self.schema)

    def _ask(self, query: str, schema: str) -> tuple[list[str], list[tuple]]:
        from dbt_common.exceptions import DbtDatabaseError

        try:
            with self._session() as session:
                session.execute(f"use {schema}")
                cursor = session.execute(query)
                return [column[0].split(".")[-1] for column in cursor.description], cursor.fetchall()
        except DbtDatabaseError as error:
            raise Stop(ExitCode.USAGE, words(error)) from None

    def published_runs(self) -> list[dict]:
        with self._session() as session:
            if not self._exists(session, self.views, "published_runs"):
                return []
        return self.records("select * from published_runs order by run_id desc")

    def publish(self, run: Run, marts: list[Mart], checks: list[str]) -> dict:
        from dbt_common.exceptions import DbtDatabaseError

        try:
            with self._session() as session:
                self._make_places(session)
                for mart in marts:
                    self._store(session, run, mart)
                self._audit(session, run, marts, checks)
                self._show(session, run, marts)
        except DbtDatabaseError as error:
            remedy = "Free space on the server." if no_space(error) else "Nothing changed for readers."
            raise Stop(
                ExitCode.NOT_PUBLISHED,
                f"The run could not be published: {words(error)} {remedy}",
            ) from None
        return self.published()

    def _make_places(self, session):
        session.execute(f"create schema if not exists {self.store}")
        session.execute(
            f"create table if not exists {self.store}.stored (run_id bigint, mart string) using iceberg"
        )
        session.execute(f"create schema if not exists {self.views}")
        session.execute(
            f"""
            create table if not exists {self.views}.published_runs (
                run_id bigint, is_published boolean, started_at timestamp, published_at timestamp,
                first_hour_at timestamp, last_hour_at timestamp, source_written_at timestamp,
                fact_rows bigint
            ) using iceberg comment '{PUBLISHED_RUNS}'
            """
        )

    def _store(self, session, run: Run, mart: Mart):
        """
        Write a mart's rows as those of this run.

        No reader sees them yet. A column that is new is added, one that is gone is null from now on.
        """
        table = f"{self.store}.{mart.name}"
        built = self._columns(session, mart.relation)
        if mart.columns and mart.columns != built.keys():
            raise Stop(
                ExitCode.NOT_PUBLISHED, f"{mart.name} is not as its contract says: it has {list(built)}."
            )
        if not self._exists(session, self.store, mart.name):
            columns = ", ".join(f"`{name}` {kind}" for name, kind in {"run_id": "bigint", **built}.items())
            session.execute(f"create table {table} ({columns}) using iceberg partitioned by (run_id)")
        stored = self._columns(session, table)
        if changed := [name for name, kind in built.items() if stored.get(name, kind) != kind]:
            raise Stop(
                ExitCode.NOT_PUBLISHED,
                f"The type of {', '.join(changed)} of {mart.name} changed. Drop the table {table}, with the "
                "earlier runs of this mart, then build again.",
            )
        if new := [f"`{name}` {kind}" for name, kind in built.items() if name not in stored]:
            session.execute(f"alter table {table} add columns ({', '.join(new)})")
        # Of a process that was killed, with the same number.
        session.execute(f"delete from {table} where run_id = {run.id}")
        values = {name: f"`{name}`" if name in built else "null" for name in {**stored, **built}}
        values["run_id"] = str(run.id)
        session.execute(
            f"insert into {table} ({', '.join(f'`{name}`' for name in values)}) "
            f"select {', '.join(values.values())} from {mart.relation}"
        )

    def _columns(self, session, relation: str) -> dict[str, str]:
        """The columns of a table or view with their types, in order."""
        columns = {}
        for name, kind, *_ in session.rows(f"describe {relation}"):
            # After an empty line the partitions follow, with columns once more.
            if not name or name.startswith("#"):
                break
            columns[name] = kind
        return columns

    def _audit(self, session, run: Run, marts: list[Mart], checks: list[str]):
        """See that what is stored is what was built."""
        stored = {mart.name: f"{self.store}.{mart.name} where run_id = {run.id}" for mart in marts}
        parts = [
            f"select '{mart.name}', (select count(*) from {mart.relation}), "
            f"(select count(*) from {stored[mart.name]})"
            for mart in marts
        ]
        for name, built, kept in session.rows(" union all ".join(parts)):
            if built != kept:
                raise Stop(ExitCode.NOT_PUBLISHED, f"{name} would not show all of its rows.")
        for check in checks:
            for mart in marts:
                check = check.replace(
                    f"from {mart.relation}\n", f"from (select * from {stored[mart.name]})\n"
                )
            if differences := session.rows(check):
                raise Stop(ExitCode.NOT_PUBLISHED, f"The marts do not add up to the facts: {differences}.")

    def _show(self, session, run: Run, marts: list[Mart]):
        """Make this run the one that the views answer."""
        stored = ", ".join(f"({run.id}, '{mart.name}')" for mart in marts)
        session.execute(f"delete from {self.store}.stored where run_id = {run.id}")
        session.execute(f"insert into {self.store}.stored values {stored}")
        shown = self._shown(session)
        # What a reader has not seen before is there before it is pointed to, and empty.
        for mart in marts:
            if mart.name not in shown:
                self._make_view(session, mart)
        started_at = run.record["started_at"].removesuffix("+00:00")
        self._point_to(
            session,
            run.id,
            f"""
            select
                {run.id} as run_id, true as is_published, timestamp '{started_at}' as started_at,
                date_trunc('second', current_timestamp()) as published_at, covers.*
            from (select {COVERS} from {self.store}.fct_delivery where run_id = {run.id}) as covers
            """,
        )
        for mart in marts:
            if mart.name in shown and [*self._columns(session, f"{self.views}.{mart.name}")] != [
                *self._columns(session, mart.relation)
            ]:
                self._make_view(session, mart)
        for name in shown - {mart.name for mart in marts}:
            session.execute(f"drop view {self.views}.{name}")
            session.execute(f"drop table if exists {self.store}.{name}")

    def _make_view(self, session, mart: Mart):
        columns = ", ".join(f"`{name}`" for name in self._columns(session, mart.relation))
        session.execute(
            f"""
            create or replace view {self.views}.{mart.name} as
            select {columns} from {self.store}.{mart.name}
            where run_id = (select run_id from {self.views}.published_runs where is_published)
            """
        )

    def _point_to(self, session, run_id: int, new_run: str = ""):
        """The one step that readers notice: all rows of published_runs are replaced in a single commit."""
        others = f"""
            select
                run_id, run_id = {run_id} as is_published, started_at, published_at, first_hour_at,
                last_hour_at, source_written_at, fact_rows
            from {self.views}.published_runs
        """
        if new_run:
            others += f" where run_id <> {run_id} union all {new_run}"
        session.execute(f"insert overwrite {self.views}.published_runs {others}")

    def _shown(self, session) -> set[str]:
        """The marts that have a view."""
        return {row[1] for row in session.rows(f"show views in {self.views}")}

    def show_again(self, run_id: int):
        with self._session() as session:
            self._point_to(session, run_id)

    def kept_runs(self) -> list[int]:
        with self._session() as session:
            if not self._exists(session, self.store, "stored"):
                return []
            marts = self._shown(session)
            stored = {}
            for run_id, mart in session.rows(f"select run_id, mart from {self.store}.stored"):
                stored.setdefault(run_id, set()).add(mart)
            published = {
                run_id for (run_id,) in session.rows(f"select run_id from {self.views}.published_runs")
            }
        return sorted((run for run in stored if run in published and marts <= stored[run]), reverse=True)

    def prune(self, keep: int):
        kept = {*self.kept_runs()[:keep], self.published()["run_id"]}
        others = f"run_id not in ({', '.join(map(str, sorted(kept)))})"
        with self._session() as session:
            gone = session.rows(f"select distinct run_id from {self.store}.stored where {others}")
            if gone:
                for mart in self._shown(session):
                    session.execute(f"delete from {self.store}.{mart} where {others}")
                session.execute(f"delete from {self.store}.stored where {others}")
        self.runs.forget_old()
