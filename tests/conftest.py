"""Fixtures: warehouses that dbt builds once a session, and helpers to ask and to rebuild them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb
import psycopg2
import pytest
from dbt_server import ENGINES, DbtServer
from filelock import FileLock
from xdist.scheduler import LoadScopeScheduling

# DuckDB looks for it anew with every parameter, which takes longer than a query.
sys.modules.setdefault("pandas", None)

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared"
DBT = Path(sys.executable).with_name("dbt")
LONGEST = [
    "test_restatement.py", "test_publishing_disturbed.py", "test_publishing.py", "test_events.py",
    "test_publishing_postgres.py", "test_postgres.py",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]):
    """The longest files come first: with one left for the end, a second worker would have nothing to do."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main():
    """What several workers need is made once in this folder; for all lanes, where who runs them names one."""
    if "AD_METRICS_TESTS" in os.environ:
        return (yield)
    with tempfile.TemporaryDirectory(prefix="ad_metrics_tests_") as folder:
        os.environ["AD_METRICS_TESTS"] = folder
        return (yield)


def pytest_xdist_make_scheduler(config: pytest.Config, log):
    """A worker has a file, or what a file does on one version of Spark, as each version has a server."""

    class Scheduler(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file, _, test = nodeid.partition("::")
            version = re.search(r"\[(4\.3|3\.5)[-\]]", test) if file.endswith("test_spark.py") else None
            return file + (version[1] if version else "")

    return Scheduler(config, log)


@cache
def dbt_server(project: Path, target: str, environment: tuple[tuple[str, str], ...]) -> DbtServer:
    """The session's server for a target; it ends with the session, as its input does."""
    return DbtServer(
        project,
        target,
        {
            **os.environ,
            "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
            "DBT_TARGET_PATH": tempfile.mkdtemp(prefix="ad_metrics_dbt_"),
            "DBT_LOG_PATH": tempfile.gettempdir(),
            **dict(environment),
        },
    )


@dataclass
class Warehouse:
    """A folder with a DuckDB file that dbt builds, and ways to ask it."""

    folder: Path
    project: Path = PROJECT
    environment: dict[str, str] = field(default_factory=dict)
    # Unit tests have rows of their own, so that one warehouse of each engine runs them for all.
    without: str = "unit_test"
    # Whether a process of its own runs each command, as for a user.
    apart: bool = False

    @property
    def file(self) -> Path:
        """The DuckDB file."""
        return self.folder / "ad_metrics.duckdb"

    @property
    def published_file(self) -> Path:
        """The DuckDB file that readers open."""
        return self.folder / "published" / "ad_metrics.duckdb"

    def environment_of_dbt(self) -> dict[str, str]:
        """What dbt and ad-metrics are told by the environment to use this warehouse."""
        return {
            "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
            "AD_METRICS_WAREHOUSE": str(self.folder),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            # Its log of every statement is a twentieth of a build.
            "DBT_LOG_LEVEL_FILE": "none",
            **({"DBT_EXCLUDE_RESOURCE_TYPES": self.without} if self.without else {}),
            **self.environment,
        }

    def dbt(
        self, *arguments: str, check: bool = True, kill_after: float | None = None, kill_from: str = ""
    ) -> subprocess.CompletedProcess:
        """
        Run a dbt command against this warehouse; raises with dbt's output if it fails.

        See DbtServer.run for how it can be killed.
        """
        return self._run("dbt", arguments, check, kill_after, kill_from)

    def ad_metrics(
        self, *arguments: str, check: bool = True, kill_after: float | None = None, kill_from: str = ""
    ) -> subprocess.CompletedProcess:
        """Run ad-metrics likewise."""
        return self._run("ad-metrics", arguments, check, kill_after, kill_from)

    def _run(self, program, arguments, check, kill_after=None, kill_from=""):
        """
        Commands are run by the session's DbtServers, of which each engine has its own.

        What has another environment of its own is run by a process of its own too. An attached server
        changes nothing that a DbtServer has parsed.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = self.environment_of_dbt()
        target, of_engine = "duckdb", ()
        if self.environment and "AD_METRICS_REVIVE_HOST" not in self.environment:
            of_engine = tuple(sorted(self.environment.items()))
            if "--target" in arguments:
                target = arguments[arguments.index("--target") + 1]
        is_served = all(name.startswith(ENGINES) for name, _ in of_engine) and (
            not of_engine or arguments[0] in ("seed", "build", "run", "compile")
        )
        if self.apart or not is_served:
            colors = ["--no-use-colors"] if program == "dbt" else []
            result = subprocess.run(
                [DBT.with_name(program), *colors, *arguments],
                cwd=self.project,
                env={**os.environ, **environment},
                capture_output=True,
                text=True,
            )
        else:
            server = dbt_server(self.project, target, of_engine)
            answer = server.run(program, arguments, environment, kill_after, kill_from)
            result = subprocess.CompletedProcess(arguments, *answer)
        if check and result.returncode != 0:
            raise AssertionError(f"{program} {' '.join(arguments)}\n{result.stdout}\n{result.stderr}")
        return result

    def build(self, *arguments: str, check: bool = True, **variables) -> subprocess.CompletedProcess:
        """Build and test all models with these vars."""
        if variables:
            arguments += ("--vars", repr(variables))
        return self.dbt("build", "--exclude", "resource_type:seed", *arguments, check=check)

    def copy(self, folder: Path) -> "Warehouse":
        """The same warehouse in another folder."""
        shutil.copytree(self.folder, folder)
        return Warehouse(folder)

    def rows(self, sql: str, *parameters, published: bool = False) -> list[tuple]:
        """The rows that a query answers, of what dbt built or of what is published."""
        file = self.published_file if published else self.file
        with duckdb.connect(str(file), read_only=True) as connection:
            return connection.execute(sql, parameters).fetchall()

    def value(self, sql: str, *parameters):
        """The one value that a query answers."""
        [(value,)] = self.rows(sql, *parameters)
        return value


def built_once(tmp_path_factory, name: str, build) -> Path:
    """A copy of the folder that `build` fills, which it does for the first worker that asks for it."""
    folder = Path(os.environ["AD_METRICS_TESTS"]) / f"built_{name}"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            half_built = Path(tempfile.mkdtemp(dir=folder.parent))
            build(half_built)
            half_built.rename(folder)
    # A place of its own each time: a fixture that two files import is two, and one worker may run both.
    return shutil.copytree(folder, tmp_path_factory.mktemp(name), dirs_exist_ok=True)


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Warehouse:
    """The demo, built with its defaults."""

    def build(folder: Path):
        warehouse = Warehouse(folder, without="")
        warehouse.dbt("seed")
        warehouse.build()

    return Warehouse(built_once(tmp_path_factory, "demo", build), without="")


@pytest.fixture(scope="session")
def artefacts(tmp_path_factory) -> Path:
    """The folder in which dbt leaves what it makes of the project: manifest.json, semantic_manifest.json."""
    warehouse = Warehouse(tmp_path_factory.mktemp("parsed"))
    warehouse.dbt("--quiet", "--no-partial-parse", "parse")
    return warehouse.folder / "target"


@pytest.fixture(scope="session")
def superset(tmp_path_factory):
    """Superset on the demo and the example of spend, published, with one more row that is rejected."""
    from extracts import extract
    from superset import Session, Superset, start, wait_for

    folder = tmp_path_factory.mktemp("superset")
    spend = shutil.copytree(PROJECT / "examples" / "spend", folder / "spend")
    header = (spend / "spend.csv").read_text().splitlines()[0]
    wrong = "2026-10-22,google_ads,4711,Acme DE,9001,Brand,DE,EUR,1.00,10,-3,,"
    (spend / "wrong.csv").write_text(f"{header}\n{wrong}\n")
    variables = {"revive_path": str(extract(folder / "revive")), "spend_path": str(spend)}
    warehouse = Warehouse(folder / "warehouse")
    process, address = start(folder / "home", warehouse.published_file)
    try:
        warehouse.ad_metrics("build", "--vars", repr(variables | {"reporting_currency": "EUR"}))
        wait_for(process, address, folder / "home" / "log")
        session = Session(address, "admin", "test")
        yield Superset(address, "test", warehouse, session, variables)
    finally:
        process.terminate()
        process.wait(60)


@pytest.fixture(scope="session")
def empty(tmp_path_factory) -> Warehouse:
    """A warehouse with the reference seeds as they come, without rows, to copy."""
    warehouse = Warehouse(tmp_path_factory.mktemp("empty") / "warehouse")
    # Spend has a seed of its own, which there is where it is on.
    spend = ("--vars", "{spend_path: anywhere}")
    warehouse.dbt("seed", "--select", "path:seeds/reference", *spend)
    return warehouse


@pytest.fixture
def new_warehouse(tmp_path) -> Warehouse:
    """An empty warehouse for one test."""
    return Warehouse(tmp_path / "warehouse")


def connect_postgres(environment: dict[str, str], schema: str = "public", user: str = "ad_metrics"):
    """A connection to the cluster of the fixture `postgres`, in which this schema needs no naming."""
    return psycopg2.connect(
        host=environment["AD_METRICS_POSTGRES_HOST"],
        port=environment["AD_METRICS_POSTGRES_PORT"],
        user=user,
        dbname="ad_metrics",
        options=f"-c search_path={schema}",
    )


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres():
    """
    The environment of a private PostgreSQL cluster, started for the session on a free port.

    PostgreSQL refuses to run as root, so root runs it as the user `postgres` that its package makes.
    """
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None) or (
        Path(shutil.which("initdb")).parent if shutil.which("initdb") else None
    )
    if binaries is None:
        pytest.fail("PostgreSQL's server programs are not installed: apt-get install postgresql")
    # Not among pytest's folders, which other users may not enter.
    folder = Path(tempfile.mkdtemp(prefix="ad_metrics_postgres_"))
    as_user = []
    if os.geteuid() == 0:
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    port = free_port()

    def run(*command):
        done = subprocess.run([*as_user, *command], capture_output=True, text=True, cwd="/")
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"

    data = folder / "data"
    run(binaries / "initdb", "-D", data, "-U", "ad_metrics", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    # Nothing here outlives the session, so nothing waits for a disk.
    durability = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} {durability}"
    run(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        run(binaries / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "ad_metrics", "ad_metrics")
        yield {"AD_METRICS_POSTGRES_HOST": "127.0.0.1", "AD_METRICS_POSTGRES_PORT": port}
    finally:
        run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def mariadb():
    """
    The port and socket of a private MariaDB, started for the session; mysql.general_log has every statement.

    MariaDB runs as the user `mysql` that its package makes where root starts it.
    """
    binary = shutil.which("mariadbd", path=os.environ["PATH"] + ":/usr/sbin")
    if binary is None:
        pytest.fail("MariaDB's server programs are not installed: apt-get install mariadb-server")
    # Not among pytest's folders, whose names are too long for a socket and which other users may not enter.
    folder = Path(tempfile.mkdtemp(prefix="ad_metrics_mariadb_"))
    as_user = []
    if os.geteuid() == 0:
        as_user = ["--user=mysql"]
        shutil.chown(folder, "mysql")
    data, port, mysocket = folder / "data", free_port(), folder / "socket"
    install = ["mariadb-install-db", "--no-defaults", *as_user, f"--datadir={data}", "--skip-test-db"]
    done = subprocess.run(
        [*install, "--auth-root-authentication-method=normal"], capture_output=True, text=True, cwd="/"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with open(folder / "log", "w") as log:
        server = subprocess.Popen(
            [
                binary, "--no-defaults", *as_user, f"--datadir={data}", f"--socket={mysocket}",
                f"--port={port}", "--bind-address=127.0.0.1", f"--pid-file={folder / 'pid'}",
                "--innodb-flush-log-at-trx-commit=0", "--general-log=1", "--log-output=TABLE",
            ],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
        )  # fmt: skip
    try:
        ping = ["mariadb-admin", "--no-defaults", "-uroot", f"--socket={mysocket}", "ping"]
        for _ in range(150):
            if subprocess.run(ping, capture_output=True).returncode == 0:
                break
            assert server.poll() is None, (folder / "log").read_text()
            time.sleep(0.2)
        yield {"port": port, "socket": str(mysocket)}
    finally:
        server.terminate()
        server.wait(60)
        shutil.rmtree(folder)
