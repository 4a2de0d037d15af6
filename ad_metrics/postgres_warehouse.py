"""
Publishing on PostgreSQL: the rows of each run beside those of others, and one row that says which are read.

Readers use views in the schema `<schema>_published`. A view answers the rows of the run that
published_runs names, so publishing is an update of that table. It is data, not a change of tables:
one statement sees one run, a repeatable-read transaction does in all of its statements, no reader
waits, and the views stay, with all that was granted on them or built on them. The rows are in tables
of the schema `<schema>_runs`.
"""

import time
from contextlib import closing, contextmanager
from pathlib import Path

from ad_metrics.outcome import ExitCode, Stop, no_space
from ad_metrics.runs import Run
from ad_metrics.warehouse import (
    COVERS,
    PUBLISHED_RUNS,
    PUBLISHED_RUNS_COLUMNS,
    RATE_FUNCTIONS,
    Mart,
    Warehouse,
)

# A statement that waits for a reader makes later readers wait behind it, so it never waits for longer.
LOCK_TIMEOUT = "500ms"
# Only a new or changed mart has to wait for readers at all; it is tried again for this many seconds.
PATIENCE = 60


class PostgresWarehouse(Warehouse):
    """A schema that dbt builds, and beside it the schemas `<schema>_published` and `<schema>_runs`."""

    def __init__(self, folder: Path, credentials):
        super().__init__(folder, f"{credentials.database}.{credentials.schema}")
        self.credentials = credentials
        self.schema = credentials.schema
        self.views = f"{self.schema}_published"
        self.store = f"{self.schema}_runs"

    @property
    def build_place(self) -> str:
        return f"schema {self.schema} of database {self.credentials.database}"

    @property
    def published_place(self) -> str:
        return f"schema {self.views} of database {self.credentials.database}"

    def _connect(self):
        """A connection of its own, made as the profile says."""
        from dbt.adapters.contracts.connection import Connection
        from dbt.adapters.postgres.connections import PostgresConnectionManager
        from dbt_common.exceptions import DbtBaseException

        connection = Connection(type="postgres", name="ad_metrics", credentials=self.credentials)
        try:
            return PostgresConnectionManager.open(connection).handle
        except DbtBaseException as error:
            raise Stop(ExitCode.FAILED, f"PostgreSQL cannot be reached. {error}") from None

    @contextmanager
    def _transaction(self):
        """A cursor whose statements take effect together or not at all."""
        with closing(self._connect()) as connection, connection, connection.cursor() as cursor:
            cursor.execute(f"set lock_timeout = '{LOCK_TIMEOUT}'")
            yield cursor

    @contextmanager
    def lock(self):
        # The server frees its lock when this connection ends, so one of a dead process is none.
        with super().lock(), closing(self._connect()) as connection, connection.cursor() as cursor:
            cursor.execute(
                "select pg_try_advisory_lock(hashtextextended(%s, 0))", [f"ad_metrics {self.schema}"]
            )
            if not cursor.fetchone()[0]:
                raise Stop(ExitCode.LOCKED, f"Another build is running on the {self.build_place}.")
            connection.commit()
            yield

    def _exists(self, cursor, schema: str, name: str) -> bool:
        cursor.execute("select to_regclass(%s) is not null", [f'"{schema}"."{name}"'])
        return cursor.fetchone()[0]

    def ask(self, query: str) -> tuple[list[str], list[tuple]]:
        return self._ask(query, self.views)

    def ask_built(self, query: str) -> tuple[list[str], list[tuple]]:
        return self._ask(query, self.schema)

    def _ask(self, query: str, schema: str) -> tuple[list[str], list[tuple]]:
        from psycopg2 import ProgrammingError

        try:
            with self._transaction() as cursor:
                cursor.execute(f'set local search_path = "{schema}"')
                cursor.execute(query)
                return [column.name for column in cursor.description], cursor.fetchall()
        except ProgrammingError as error:
            raise Stop(ExitCode.USAGE, str(error).strip()) from None

    def published_runs(self) -> list[dict]:
        with self._transaction() as cursor:
            if not self._exists(cursor, self.views, "published_runs"):
                return []
        return self.records("select * from published_runs order by run_id desc")

    def publish(self, run: Run, marts: list[Mart], checks: list[str]) -> dict:
        from psycopg2 import Error

        try:
            with self._transaction() as cursor:
                self._make_places(cursor)
            for mart in marts:
                self._patiently(self._make_table, mart)
            with self._transaction() as cursor:
                counts = self._copy(cursor, run, marts)
            self._patiently(self._show, run, marts, counts, checks)
        except Error as error:
            remedy = "Free space on the server." if no_space(error) else "Nothing changed for readers."
            raise Stop(
                ExitCode.NOT_PUBLISHED, f"The run could not be published: {str(error).strip()} {remedy}"
            ) from None
        return self.published()

    def _patiently(self, step, *arguments):
        """Take a step in a transaction; where it has to wait for a reader, let others pass and try again."""
        from psycopg2.errors import DependentObjectsStillExist, LockNotAvailable

        give_up = time.monotonic() + PATIENCE
        while True:
            try:
                with self._transaction() as cursor:
                    return step(cursor, *arguments)
            except DependentObjectsStillExist as error:
                raise Stop(
                    ExitCode.NOT_PUBLISHED,
                    "A mart lost or changed a column, or is gone, and other objects still use it. "
                    f"Change or drop them, then build again. {error}",
                ) from None
            except LockNotAvailable:
                if time.monotonic() > give_up:
                    raise Stop(
                        ExitCode.NOT_PUBLISHED,
                        f"The columns of a mart change, and readers held it for {PATIENCE} seconds. "
                        "Have them end their transactions, then build again.",
                    ) from None
                time.sleep(1)

    def _make_places(self, cursor):
        if self._exists(cursor, self.views, "published_runs"):
            self._describe_runs(cursor)
            return
        cursor.execute(f'create schema if not exists "{self.store}"')
        cursor.execute(f'create table if not exists "{self.store}".stored (run_id bigint, mart text)')
        cursor.execute(f'create schema if not exists "{self.views}"')
        cursor.execute(
            f"""
            create table "{self.views}".published_runs (
                run_id bigint primary key, is_published boolean not null,
                started_at timestamp not null, published_at timestamp not null,
                first_hour_at timestamp, last_hour_at timestamp, source_written_at timestamp,
                fact_rows bigint not null
            )
            """
        )
        self._describe_runs(cursor)

    def _describe_runs(self, cursor):
        """Give published_runs its descriptions, where an earlier version has not."""
        runs = f'"{self.views}".published_runs'
        cursor.execute(
            """
            select count(*) from pg_description
            where objoid = to_regclass(%s) and classoid = 'pg_class'::regclass
            """,
            [runs],
        )
        if cursor.fetchone()[0] == 1 + len(PUBLISHED_RUNS_COLUMNS):
            return
        cursor.execute(f"comment on table {runs} is %s", [PUBLISHED_RUNS])
        for column, words in PUBLISHED_RUNS_COLUMNS.items():
            cursor.execute(f"comment on column {runs}.{column} is %s", [words])

    def _make_table(self, cursor, mart: Mart):
        """
        See that there is a table for a mart's rows as they are now.

        A new column is added to it, which no reader notices. Where one is gone or changed, a new table
        is filled, to take the place of the old one when it is shown.
        """
        wanted = {"run_id": "bigint", **self._columns(cursor, mart.relation)}
        if mart.columns and mart.columns != wanted.keys() - {"run_id"}:
            raise Stop(
                ExitCode.NOT_PUBLISHED, f"{mart.name} is not as its contract says: it has {list(wanted)}."
            )
        cursor.execute(f"drop table if exists {self._table(mart.name, new=True)}")
        there = self._columns(cursor, self._table(mart.name))
        if not there or not there.items() <= wanted.items():
            table = self._table(mart.name, new=bool(there))
            columns = ", ".join(f'"{name}" {kind}' for name, kind in wanted.items())
            cursor.execute(f"create table {table} ({columns})")
            cursor.execute(f"create index on {table} (run_id)")
            return
        for name in wanted.keys() - there.keys():
            cursor.execute(f'alter table {self._table(mart.name)} add column "{name}" {wanted[name]}')

    def _table(self, mart: str, new: bool = False) -> str:
        return f'"{self.store}"."{mart}{"__new" if new else ""}"'

    def _filled(self, cursor, mart: Mart) -> str:
        """The table that takes a mart's rows in this run."""
        new = self._exists(cursor, self.store, f"{mart.name}__new")
        return self._table(mart.name, new)

    def _copy(self, cursor, run: Run, marts: list[Mart]) -> dict[str, int]:
        """Write the marts' rows as those of this run, and return how many each has."""
        # One snapshot, whoever else may write to the schema that dbt builds.
        cursor.execute("set transaction isolation level repeatable read")
        counts = {}
        for mart in marts:
            table = self._filled(cursor, mart)
            columns = ", ".join(f'"{name}"' for name in self._columns(cursor, mart.relation))
            # Of a process that was killed elsewhere, with the same number.
            cursor.execute(f"delete from {table} where run_id = %s", [run.id])
            cursor.execute(
                f"insert into {table} (run_id, {columns}) select %s, {columns} from {mart.relation}", [run.id]
            )
            counts[mart.name] = cursor.rowcount
            cursor.execute(f"analyze {table}")
        return counts

    def _show(self, cursor, run: Run, marts: list[Mart], counts: dict[str, int], checks: list[str]):
        """Make this run the one that the views answer, if they then answer what was built."""
        for mart in marts:
            self._fit_view(cursor, mart)
            cursor.execute(f'insert into "{self.store}".stored values (%s, %s)', [run.id, mart.name])
        self._drop_views_but(cursor, marts)
        cursor.execute(
            f"""
            insert into "{self.views}".published_runs
            select
                %s, false, %s, cast(clock_timestamp() at time zone 'UTC' as timestamp(0)), covers.*
            from (select {COVERS} from {self._table("fct_delivery")} where run_id = %s) as covers
            """,
            [run.id, run.record["started_at"].removesuffix("+00:00"), run.id],
        )
        self._point_to(cursor, run.id)
        if "metrics" in counts:
            cursor.execute(f'set local search_path to "{self.views}"')
            cursor.execute(RATE_FUNCTIONS)
            for (sql,) in cursor.fetchall():
                cursor.execute(sql)
        for mart in marts:
            cursor.execute(f'select count(*) from "{self.views}"."{mart.name}"')
            if cursor.fetchone()[0] != counts[mart.name]:
                raise Stop(ExitCode.NOT_PUBLISHED, f"{mart.name} would not show all of its rows.")
        for check in checks:
            for mart in marts:
                check = check.replace(mart.relation, f'"{self.views}"."{mart.name}"')
            cursor.execute(check)
            if differences := cursor.fetchall():
                raise Stop(ExitCode.NOT_PUBLISHED, f"The marts do not add up to the facts: {differences}.")

    def _point_to(self, cursor, run_id: int):
        cursor.execute(
            f'update "{self.views}".published_runs set is_published = (run_id = %s) '
            "where is_published or run_id = %s",
            [run_id, run_id],
        )

    def _fit_view(self, cursor, mart: Mart):
        """See that a mart's view shows the columns that it has now, to whom it was shown before."""
        grants = None
        if self._exists(cursor, self.store, f"{mart.name}__new"):
            # A view cannot lose or change a column. Earlier runs of this mart go with it.
            grants = self._grants(cursor, mart)
            cursor.execute(f'drop view if exists "{self.views}"."{mart.name}"')
            cursor.execute(f"drop table {self._table(mart.name)}")
            cursor.execute(f'alter table {self._table(mart.name, new=True)} rename to "{mart.name}"')
            cursor.execute(f'delete from "{self.store}".stored where mart = %s', [mart.name])
        shown = self._columns(cursor, f'"{self.views}"."{mart.name}"')
        stored = self._columns(cursor, self._table(mart.name)).keys() - {"run_id"}
        if shown.keys() == stored:
            self._describe(cursor, mart)
            return
        columns = [*shown, *(name for name in self._columns(cursor, mart.relation) if name not in shown)]
        cursor.execute(
            f"""
            create or replace view "{self.views}"."{mart.name}" as
            select {", ".join(f'"{name}"' for name in columns)} from {self._table(mart.name)}
            where run_id = (select run_id from "{self.views}".published_runs where is_published)
            """
        )
        self._describe(cursor, mart)
        if not shown:
            for role, privilege in self._readers(cursor) if grants is None else grants:
                cursor.execute(f'grant {privilege} on "{self.views}"."{mart.name}" to {role}')

    def _columns(self, cursor, relation: str) -> dict[str, str]:
        """The columns of a table or view with their types, in order; none if it is not there."""
        cursor.execute(
            """
            select attname, format_type(atttypid, atttypmod) from pg_attribute
            where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped order by attnum
            """,
            # dbt names the database too, which to_regclass takes for this one only.
            [relation],
        )
        return dict(cursor.fetchall())

    def _describe(self, cursor, mart: Mart):
        """Give a view the descriptions that dbt wrote to what it built, as far as they differ."""
        view = f'"{self.views}"."{mart.name}"'
        built, shown = self._descriptions(cursor, mart.relation), self._descriptions(cursor, view)
        for column in [*built, *(shown.keys() - built.keys())]:
            if built.get(column) != shown.get(column):
                place = f'column {view}."{column}"' if column else f"view {view}"
                cursor.execute(f"comment on {place} is %s", [built.get(column)])

    def _descriptions(self, cursor, relation: str) -> dict[str | None, str]:
        """What a table or view, under None, and its columns are described by."""
        cursor.execute(
            """
            select attname, description from pg_description
            left join pg_attribute on attrelid = objoid and attnum = objsubid and objsubid > 0
            where objoid = to_regclass(%s) and classoid = 'pg_class'::regclass
            """,
            [relation],
        )
        return dict(cursor.fetchall())

    def _grants(self, cursor, mart: Mart) -> list[tuple[str, str]]:
        """Who may do what with a mart's view, besides its owner."""
        cursor.execute(
            """
            select case grantee when 0 then 'public' else cast(grantee::regrole as text) end, privilege_type
            from pg_class cross join aclexplode(relacl)
            where pg_class.oid = to_regclass(%s) and grantee <> relowner
            """,
            [f'"{self.views}"."{mart.name}"'],
        )
        return cursor.fetchall()

    def _readers(self, cursor) -> list[tuple[str, str]]:
        """Who may read a new mart: whoever may use the schema of the published marts."""
        cursor.execute(
            """
            select case grantee when 0 then 'public' else cast(grantee::regrole as text) end, 'select'
            from pg_namespace cross join aclexplode(nspacl)
            where nspname = %s and privilege_type = 'USAGE' and grantee <> nspowner
            """,
            [self.views],
        )
        return cursor.fetchall()

    def _drop_views_but(self, cursor, marts: list[Mart]):
        """Drop the views of marts that are not built any more."""
        for name in self._shown(cursor) - {mart.name for mart in marts}:
            cursor.execute(f'drop view "{self.views}"."{name}"')
            cursor.execute(f"drop table if exists {self._table(name)}")

    def _shown(self, cursor) -> set[str]:
        """The marts that have a view."""
        cursor.execute("select viewname from pg_views where schemaname = %s", [self.views])
        return {name for (name,) in cursor.fetchall()}

    def show_again(self, run_id: int):
        with self._transaction() as cursor:
            self._point_to(cursor, run_id)

    def kept_runs(self) -> list[int]:
        with self._transaction() as cursor:
            if not self._exists(cursor, self.store, "stored"):
                return []
            marts = self._shown(cursor)
            cursor.execute(
                f'select run_id, array_agg(mart) from "{self.store}".stored group by 1 order by 1 desc'
            )
            return [run_id for run_id, stored in cursor.fetchall() if marts <= set(stored)]

    def prune(self, keep: int):
        kept = [*self.kept_runs()[:keep], self.published()["run_id"]]
        with self._transaction() as cursor:
            marts = self._shown(cursor)
        for mart in marts:
            # A row lock that nobody else takes: readers go on reading what they see.
            with self._transaction() as cursor:
                cursor.execute(f"delete from {self._table(mart)} where run_id <> all(%s)", [kept])
                cursor.execute(
                    f'delete from "{self.store}".stored where mart = %s and run_id <> all(%s)', [mart, kept]
                )
            with closing(self._connect()) as connection:
                connection.autocommit = True
                # Makes room for the next run without giving it back, for which it would lock readers out.
                connection.cursor().execute(f"vacuum (truncate false) {self._table(mart)}")
        self.runs.forget_old()
