"""Ad servers' databases for tests: Revive's tables with the bundled extract on MariaDB and on PostgreSQL."""

import re
import subprocess
from dataclasses import dataclass

import psycopg2
from extracts import raw
from revive_tables import TABLES

PASSWORD = "1e5 'quo\"ted\\"


def inserts(prefix: str, quote: str) -> str:
    """The bundled extract as statements; an empty text is NULL, as in the seeds."""
    statements = []
    for table in TABLES:
        rows = [
            "("
            + ", ".join("'" + value.replace("'", "''") + "'" if value else "NULL" for value in row.values())
            + ")"
            for row in raw(table)
        ]
        names = ", ".join(quote + name + quote for name in raw(table)[0])
        statements.append(f"INSERT INTO {prefix}{table} ({names}) VALUES {', '.join(rows)};")
    return "\n".join(statements)


@dataclass
class MariaDb:
    """A database of its own on the server of the fixture `mariadb`, and the user who may only read it."""

    server: dict[str, str]
    database: str
    prefix: str = "rv_"
    target = "duckdb_mysql"

    def __post_init__(self):
        """Create tables as Revive's installer does: in no strict mode, in which zero dates are allowed."""
        tables = "".join(
            f"CREATE TABLE {self.prefix}{table} ("
            + re.sub(r"^( +)(\w+)(?= [a-z])", r"\1`\2`", columns, flags=re.MULTILINE)
            + ") ENGINE=InnoDB;"
            for table, columns in TABLES.items()
        )
        user = f"'{self.database}'@'127.0.0.1'"
        password = PASSWORD.replace("\\", "\\\\").replace("'", "''")
        self.run(
            f"CREATE DATABASE {self.database} CHARACTER SET utf8mb4; USE {self.database}; SET sql_mode = '';"
            # Columns that are NOT NULL get their implicit default for a NULL, an empty text for instance.
            f"{tables} {inserts(self.prefix, '`').replace('INSERT', 'INSERT IGNORE')}"
            f"CREATE USER {user} IDENTIFIED BY '{password}'; GRANT SELECT ON {self.database}.* TO {user}",
            within="",
        )

    @property
    def environment(self) -> dict[str, str]:
        """What the profile needs to connect as the user who may only read."""
        return {
            "AD_METRICS_REVIVE_HOST": "127.0.0.1",
            "AD_METRICS_REVIVE_PORT": self.server["port"],
            "AD_METRICS_REVIVE_USER": self.database,
            "AD_METRICS_REVIVE_DATABASE": self.database,
            "DBT_ENV_SECRET_REVIVE_PASSWORD": PASSWORD,
        }

    @property
    def schema(self) -> str:
        """The schema of the tables as revive_path names it after `schema:`."""
        return f"revive.{self.database}"

    def run(self, sql: str, within: str | None = None) -> list[list[str]]:
        """Run statements as administrator and answer the rows as texts."""
        done = subprocess.run(
            ["mariadb", "--no-defaults", "-uroot", "--default-character-set=utf8mb4", "-N", "-B", "--raw",
             f"--socket={self.server['socket']}", self.database if within is None else within],
            input=sql, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return [line.split("\t") for line in done.stdout.splitlines()]

    def statements(self) -> list[str]:
        """What the reader has executed, oldest first."""
        rows = self.run(
            # Of a prepared statement, its execution only.
            "SELECT REPLACE(argument, '\n', ' ') FROM mysql.general_log"
            " WHERE command_type IN ('Query', 'Execute')"
            # The log is in the order of execution, its times in whatever zone the server was in.
            f" AND user_host LIKE '{self.database}[%'"
        )
        return [" ".join(row).strip() for row in rows]

    def wait_at_most(self, seconds: int) -> str:
        """A statement after which others fail that wait for a lock for longer."""
        return f"SET lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds};"

    def lock(self, table: str) -> str:
        """Statements that nobody may be reading the table for."""
        return f"LOCK TABLES {self.prefix}{table} WRITE; UNLOCK TABLES;"


@dataclass
class Postgres:
    """A schema of its own on the cluster of the fixture `postgres`, and the user who may only read it."""

    server: dict[str, str]
    name: str
    prefix: str = ""
    target = "duckdb_postgres"

    def __post_init__(self):
        """Create the tables with PostgreSQL's next of kin of their types."""
        tables = "".join(
            f"CREATE TABLE {self.prefix}{table} ({self.translated(columns)});"
            for table, columns in TABLES.items()
        )
        password = PASSWORD.replace("'", "''")
        self.run(
            f"CREATE SCHEMA {self.name}; SET search_path = {self.name}; {tables} {self.filled()}"
            f"CREATE INDEX ON {self.prefix}data_summary_ad_hourly (date_time);"
            f"CREATE ROLE {self.name} LOGIN PASSWORD '{password}';"
            f"GRANT USAGE ON SCHEMA {self.name} TO {self.name};"
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {self.name} TO {self.name};"
            f"ALTER ROLE {self.name} SET log_statement = 'all'"
        )

    def translated(self, columns: str) -> str:
        for pattern, replacement in {
            r"enum\([^)]*\)": "varchar(255)",
            r"\btinyint\(\d+\)": "smallint",
            r"\bsmallint\(\d+\)( unsigned)?": "smallint",
            r"\b(medium)?int\(\d+\) unsigned": "bigint",
            r"\b(medium)?int\(\d+\)": "integer",
            r"\bbigint\(\d+\)": "bigint",
            r"mediumtext": "text",
            r"datetime": "timestamp",
            # A zero date is no date to PostgreSQL, and the extract leaves out columns that MariaDB fills.
            r"DEFAULT '0000-00-00[ 0:]*'": "",
            r" (NOT NULL|AUTO_INCREMENT)": "",
            r"UNIQUE KEY": "UNIQUE",
            r",\n +KEY \([^)]*\)": "",
            r"^ +KEY \([^)]*\),\n": "",
        }.items():
            columns = re.sub(pattern, replacement, columns, flags=re.MULTILINE)
        return re.sub(r"^( +)(\w+)(?= [a-z])", r'\1"\2"', columns, flags=re.MULTILINE)

    def filled(self) -> str:
        return inserts(self.prefix, '"').replace("'0000-00-00 00:00:00'", "NULL")

    @property
    def environment(self) -> dict[str, str]:
        """What the profile needs to connect as the user who may only read."""
        return {
            "AD_METRICS_REVIVE_HOST": "127.0.0.1",
            "AD_METRICS_REVIVE_PORT": self.server["AD_METRICS_POSTGRES_PORT"],
            "AD_METRICS_REVIVE_USER": self.name,
            "AD_METRICS_REVIVE_DATABASE": "ad_metrics",
            "DBT_ENV_SECRET_REVIVE_PASSWORD": PASSWORD,
        }

    @property
    def schema(self) -> str:
        """The schema of the tables as revive_path names it after `schema:`."""
        return f"revive.{self.name}"

    def run(self, sql: str) -> list[tuple]:
        """Run statements as administrator and answer the rows of the last one."""
        connection = psycopg2.connect(
            host=self.server["AD_METRICS_POSTGRES_HOST"], port=self.server["AD_METRICS_POSTGRES_PORT"],
            user="ad_metrics", dbname="ad_metrics", options=f"-c search_path={self.name}",
        )  # fmt: skip
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def statements(self) -> list[str]:
        """What the reader has executed, oldest first."""
        [(log,)] = self.run("SELECT pg_read_file(current_setting('data_directory') || '/../log')")
        entries = re.split(r"^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] ", log, flags=re.MULTILINE)
        return [
            " ".join(found[1].split())
            for entry in entries
            if (found := re.match(r"LOG:  (?:statement|execute [^:]*): (.*)", entry, re.DOTALL))
        ]

    def wait_at_most(self, seconds: int) -> str:
        """A statement after which others fail that wait for a lock for longer."""
        return f"SET lock_timeout = '{seconds}s';"

    def lock(self, table: str) -> str:
        """Statements that nobody may be reading the table for."""
        return f"BEGIN; LOCK TABLE {self.prefix}{table} IN ACCESS EXCLUSIVE MODE; COMMIT;"
