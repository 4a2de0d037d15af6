"""
Publishing on DuckDB: a file of its own, put in the place of the last one in one step.

A DuckDB file has one writer or many readers, so readers never open the file that dbt writes.
Replacing a file by name leaves a reader that holds the old one with the whole old run.
"""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ad_metrics.outcome import ExitCode, Stop, no_space
from ad_metrics.runs import Run, now
from ad_metrics.warehouse import (
    COVERS,
    PUBLISHED_RUNS,
    PUBLISHED_RUNS_COLUMNS,
    RATE_FUNCTIONS,
    Mart,
    Warehouse,
)

# The oldest DuckDB that is to read what is published.
STORAGE_VERSION = "v1.4.0"


class DuckDBWarehouse(Warehouse):
    """
    A DuckDB file that dbt builds, and beside it the folder `published`.

    What is published has the same file name, as a file's name is its catalog's, which queries may name.
    """

    def __init__(self, file: Path):
        super().__init__(file.parent, file.stem)
        self.file = file
        self.published_file = file.parent / "published" / file.name

    @property
    def build_place(self) -> str:
        return str(self.file)

    @property
    def published_place(self) -> str:
        return str(self.published_file)

    @contextmanager
    def lock(self):
        with super().lock():
            self._stop_if_open_elsewhere()
            yield

    def _stop_if_open_elsewhere(self):
        if not self.file.exists():
            return
        try:
            duckdb.connect(str(self.file)).close()
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                raise Stop(ExitCode.FAILED, f"{self.file} cannot be opened. {error}") from None
            raise Stop(
                ExitCode.LOCKED,
                f"Another process has {self.file} open, where dbt builds; readers should open "
                f"{self.published_file} instead. {error}",
            ) from None

    def space_needed(self) -> int:
        # A build can write every table anew before it frees the old one, and then the published copy.
        sizes = [file.stat().st_size for file in (self.file, self.published_file) if file.exists()]
        return sum(sizes) + 100_000_000

    def published_runs(self) -> list[dict]:
        if not self.published_file.exists():
            return []
        return self.records("select * from published_runs order by run_id desc")

    def ask_built(self, query: str) -> tuple[list[str], list[tuple]]:
        try:
            with duckdb.connect(str(self.file), read_only=True) as connection:
                answer = connection.execute(query)
                return [column[0] for column in answer.description], answer.fetchall()
        except duckdb.Error as error:
            raise Stop(ExitCode.FAILED, str(error)) from None

    def ask(self, query: str) -> tuple[list[str], list[tuple]]:
        try:
            with duckdb.connect(str(self.published_file), read_only=True) as connection:
                # The marts' schema is the user's to name.
                [(schema,)] = connection.execute(
                    "select table_schema from information_schema.tables where table_name = 'published_runs'"
                ).fetchall()
                connection.execute(f'set schema = "{schema}"')
                answer = connection.execute(query)
                return [column[0] for column in answer.description], answer.fetchall()
        except duckdb.CatalogException as error:
            raise Stop(ExitCode.USAGE, str(error)) from None
        except duckdb.Error as error:
            raise Stop(
                ExitCode.FAILED,
                f"{self.published_file} cannot be read. Delete it and build again. {error}",
            ) from None

    def publish(self, run: Run, marts: list[Mart], checks: list[str]) -> dict:
        file = run.folder / self.file.name
        try:
            counts = self._copy(run, file, marts)
            self._verify(file, marts, counts, checks)
            # Nobody writes to what was audited.
            file.chmod(0o444)
            _flush(file)
            self._show(file)
        except Stop:
            _delete(file)
            raise
        except (OSError, duckdb.Error) as error:
            _delete(file)
            remedy = f"Free space under {self.folder}." if no_space(error) else "Nothing changed for readers."
            raise Stop(ExitCode.NOT_PUBLISHED, f"The run could not be published: {error} {remedy}") from None
        return self.published()

    def _copy(self, run: Run, file: Path, marts: list[Mart]) -> dict[str, int]:
        """Write the marts to a new file and return how many rows each has."""
        counts = {}
        schema = marts[0].schema
        # Under its own name, as views in it name their tables by it.
        built, copy, earlier = self.file.stem, f"{self.file.stem} copy", f"{self.file.stem} earlier"
        with duckdb.connect() as connection:
            connection.execute(f"attach '{_quoted(self.file)}' as \"{built}\" (read_only)")
            connection.execute(
                f"attach '{_quoted(file)}' as \"{copy}\" (storage_version '{STORAGE_VERSION}')"
            )
            connection.execute(f'create schema if not exists "{copy}"."{schema}"')
            for mart in marts:
                source, target = (f'"{place}"."{schema}"."{mart.name}"' for place in (built, copy))
                [(counts[mart.name],)] = connection.execute(
                    f"create table {target} as from {source}"
                ).fetchall()
            connection.execute(f'use "{copy}"."{schema}"')
            # In one transaction, as each of hundreds of comments would wait for the disk by itself.
            connection.execute("begin")
            for sql in _comments(connection, built, schema, list(counts)):
                connection.execute(sql)
            if "metrics" in counts:
                for (sql,) in connection.execute(RATE_FUNCTIONS).fetchall():
                    connection.execute(sql)
            connection.execute(
                f"""
                create table published_runs as
                select
                    cast($run_id as bigint) as run_id, true as is_published,
                    cast($started_at as timestamp) as started_at,
                    cast($published_at as timestamp) as published_at, {COVERS}
                from fct_delivery
                """,
                {
                    "run_id": run.id,
                    "started_at": run.record["started_at"].removesuffix("+00:00"),
                    "published_at": now().replace(tzinfo=None),
                },
            )
            connection.execute(f"comment on table published_runs is '{PUBLISHED_RUNS}'")
            for column, words in PUBLISHED_RUNS_COLUMNS.items():
                connection.execute(f"comment on column published_runs.{column} is '{words}'")
            if self.published_file.exists():
                # Any one file tells the history up to it.
                connection.execute(f"attach '{_quoted(self.published_file)}' as \"{earlier}\" (read_only)")
                [(schema_before,)] = connection.execute(
                    "select schema_name from duckdb_tables() "
                    "where database_name = $1 and table_name = 'published_runs'",
                    [earlier],
                ).fetchall()
                connection.execute(
                    f"""
                    insert into published_runs by name
                    select * replace (false as is_published)
                    from "{earlier}"."{schema_before}".published_runs
                    """
                )
            connection.execute("commit")
            connection.execute(f'checkpoint "{copy}"')
        return counts

    def _verify(self, file: Path, marts: list[Mart], counts: dict[str, int], checks: list[str]):
        """Read the file as a reader will and compare it with what dbt built."""
        if file.with_name(file.name + ".wal").exists():
            raise Stop(ExitCode.NOT_PUBLISHED, f"{file} was not written whole.")
        with duckdb.connect(str(file), read_only=True) as connection:
            for mart in marts:
                table = f'"{mart.schema}"."{mart.name}"'
                columns = {row[0] for row in connection.execute(f"describe {table}").fetchall()}
                rows = connection.execute(f"select count(*) from {table}").fetchone()[0]
                if rows != counts[mart.name] or columns != (mart.columns or columns):
                    raise Stop(
                        ExitCode.NOT_PUBLISHED,
                        f"{mart.name} was not written whole: {rows} of {counts[mart.name]} rows, "
                        f"columns {columns}.",
                    )
            for check in checks:
                if differences := connection.execute(check).fetchall():
                    raise Stop(
                        ExitCode.NOT_PUBLISHED, f"The marts do not add up to the facts: {differences}."
                    )

    def _show(self, file: Path):
        """Put a run's file in the place that readers open."""
        folder = self.published_file.parent
        folder.mkdir(exist_ok=True)
        # Somebody who opened the published file to write would leave this, and it would be taken for
        # a part of the next file.
        self.published_file.with_name(self.published_file.name + ".wal").unlink(missing_ok=True)
        staged = folder / f".{file.name}.next"
        staged.unlink(missing_ok=True)
        try:
            os.link(file, staged)
        except OSError:
            shutil.copy2(file, staged)
            _flush(staged)
        os.replace(staged, self.published_file)
        _flush(folder)

    def show_again(self, run_id: int):
        self._show(self.runs.folder / str(run_id) / self.file.name)

    def kept_runs(self) -> list[int]:
        return [
            run.id
            for run in self.history()
            if run.record["state"] == "published" and (run.folder / self.file.name).exists()
        ]

    def prune(self, keep: int):
        kept = {*self.kept_runs()[:keep], self.published()["run_id"]}
        for run in self.runs.all():
            # A file of a run that was never published is what a kill left of it.
            if run.id not in kept:
                _delete(run.folder / self.file.name)
        self.runs.forget_old()


def _comments(connection, database: str, schema: str, tables: list[str]) -> list[str]:
    """What dbt wrote of tables, views and columns, as statements that write it to tables here."""
    return [
        sql
        for (sql,) in connection.execute(
            """
            select format('comment on table "{}" is ''{}''', table_name, replace(comment, '''', ''''''))
            from (
                select database_name, schema_name, table_name, comment from duckdb_tables()
                union all
                select database_name, schema_name, view_name, comment from duckdb_views()
            ) as relations (database_name, schema_name, table_name, comment)
            where comment is not null and database_name = $1 and schema_name = $2 and table_name in $3
            union all
            select format('comment on column "{}"."{}" is ''{}''',
                table_name, column_name, replace(comment, '''', ''''''))
            from duckdb_columns()
            where comment is not null and database_name = $1 and schema_name = $2 and table_name in $3
            """,
            [database, schema, tables],
        ).fetchall()
    ]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _delete(file: Path):
    """Delete a DuckDB file and what a killed process may have left beside it."""
    file.unlink(missing_ok=True)
    file.with_name(file.name + ".wal").unlink(missing_ok=True)


def _flush(path: Path):
    """Have the disk hold a file, or a folder's list of files, before anything relies on it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
