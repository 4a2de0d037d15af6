"""Running dbt: the project of the current folder, its target, its seeds and its build."""

import gc
import os
import re
import shutil
from argparse import Namespace
from pathlib import Path

import yaml

from ad_metrics import words
from ad_metrics.outcome import ExitCode, Failure, Stop, no_space
from ad_metrics.progress import Progress
from ad_metrics.runs import Run
from ad_metrics.warehouse import Mart, Warehouse

# Audits the published tables once more, as a reader finds them.
CHECK = "test.ad_metrics.every_mart_holds_all_delivery"
FACTS = "model.ad_metrics.fct_delivery"


class Project:
    """The dbt project of the current folder with one target and one set of vars."""

    def __init__(self, target: str | None = None, variables: str | None = None):
        if not Path("dbt_project.yml").exists():
            raise Stop(
                ExitCode.USAGE,
                f"There is no dbt_project.yml in {Path.cwd()}. Run ad-metrics in a dbt project's folder.",
            )
        # Where a newcomer looks for it; dbt itself looks in the folder and in ~/.dbt.
        if Path("profiles/profiles.yml").exists():
            os.environ.setdefault("DBT_PROFILES_DIR", "profiles")
        self.options = []
        if target:
            self.options += ["--target", target]
        if variables:
            self.options += ["--vars", variables]
        self.target = target
        self.variables = variables
        self.manifest = None

    def warehouse(self) -> Warehouse:
        """The warehouse that the profile names."""
        from dbt.cli.resolvers import default_profiles_dir
        from dbt.config.runtime import load_profile
        from dbt.exceptions import DbtProfileError, DbtProjectError
        from dbt.flags import set_from_args
        from dbt_common.context import set_invocation_context
        from dbt_common.exceptions import DbtBaseException

        profiles = os.environ.get("DBT_PROFILES_DIR") or str(default_profiles_dir())
        set_invocation_context(os.environ)
        set_from_args(Namespace(PROFILES_DIR=profiles, PROJECT_DIR=".", PROFILE=None, TARGET=self.target), {})
        try:
            variables = yaml.safe_load(self.variables or "") or {}
            profile = load_profile(".", variables, None, self.target)
        except (DbtProfileError, DbtProjectError, DbtBaseException, yaml.YAMLError) as error:
            raise Stop(ExitCode.USAGE, f"The profile or the vars cannot be read. {error}") from None
        if not isinstance(variables, dict):
            raise Stop(
                ExitCode.USAGE,
                f"The vars cannot be read: {self.variables} is no list of names with values. Write them as "
                "YAML, for instance {spend_path: /data/spend}.",
            )
        credentials = profile.credentials
        if credentials.type == "duckdb" and credentials.path.endswith(".duckdb"):
            from ad_metrics.duckdb_warehouse import DuckDBWarehouse

            return DuckDBWarehouse(Path(credentials.path))
        if credentials.type == "postgres":
            from ad_metrics.postgres_warehouse import PostgresWarehouse

            folder = Path(os.environ.get("AD_METRICS_WAREHOUSE", "warehouse"))
            return PostgresWarehouse(folder, credentials)
        if credentials.type == "spark" and profile.target_name.endswith("_iceberg"):
            from ad_metrics.spark_warehouse import SparkWarehouse

            folder = Path(os.environ.get("AD_METRICS_WAREHOUSE", "warehouse"))
            return SparkWarehouse(folder, credentials)
        if credentials.type == "spark":
            raise Stop(
                ExitCode.USAGE,
                f"The target {profile.target_name} has tables of Parquet files. None is replaced in one "
                "step, so no run can be published. Use a target whose name ends with _iceberg, or build "
                "without publishing: dbt seed, then dbt build.",
            )
        raise Stop(
            ExitCode.USAGE,
            f"ad-metrics publishes on PostgreSQL, on Spark with Iceberg, and in DuckDB files named "
            f"*.duckdb; the target {profile.target_name} is {credentials.type} "
            f"{getattr(credentials, 'path', '')}. Use dbt build.",
        )

    def parse(self):
        """Read the project. Raises Stop if dbt cannot, be it for a var that does not exist."""
        # Whatever command follows writes what was read, so it need not be written here too.
        parse = ("parse", "--no-write-json")
        try:
            self.manifest = self._invoke(*parse).result
        except Stop:
            # What dbt remembers of an earlier version of the YAML can clash with it (dbt-core issue 13004).
            try:
                self.manifest = self._invoke(*parse, "--no-partial-parse").result
            except Stop as stop:
                raise Stop(ExitCode.USAGE, stop.message) from None
        # The project stays to the end, so Python need not look through it for garbage again and again.
        gc.freeze()

    def _invoke(self, command: str, *arguments: str, callbacks=()):
        from dbt.cli.main import dbtRunner

        runner = dbtRunner(manifest=self.manifest, callbacks=list(callbacks))
        done = runner.invoke(["--log-level", "none", command, *arguments, *self.options])
        if _is_interruption(done.exception):
            raise KeyboardInterrupt from done.exception
        if done.exception:
            let_go()
            reason = _words(done.exception)
            # Of a var it does not matter which model asked for it first.
            if said := re.search(r"(ad_metrics has no var '|The var '|Source \w+: ).*", reason):
                raise Stop(ExitCode.FAILED, said[0])
            raise Stop(ExitCode.FAILED, f"dbt {command} could not run. {reason}")
        return done

    def build(self, run: Run, full_refresh: bool, progress: Progress, warehouse: Warehouse) -> list[str]:
        """
        Load the seeds, build and test every model, and return the queries that audit the marts.

        Unit tests have rows of their own, which no build changes, so dbt's advice is to leave them to CI.
        Raises Stop, with what failed, and keeps the queries of failed tests with the run.
        """
        refresh = ["--full-refresh"] if full_refresh else []
        results = []
        for command in (["seed"], ["build", "--exclude-resource-type", "seed", "unit_test"]):
            done = self._invoke(*command, *refresh, callbacks=[progress])
            results = done.result.results
            keep_run_results(run)
            if not done.success:
                let_go()
                raise self._stop(run, results, warehouse)
        run.note(
            seconds_by_model={
                result.node.name: round(result.execution_time, 2)
                for result in results
                if result.node.resource_type in ("model", "snapshot")
            }
        )
        let_go()
        return [result.node.compiled_code for result in results if result.node.unique_id == CHECK]

    def _stop(self, run: Run, results, warehouse: Warehouse) -> Stop:
        """Why a build failed: the exit code, and each model and test that did."""
        failures, codes = [], set()
        for result in results:
            if result.status not in ("error", "fail", "runtime error"):
                continue
            node = result.node
            failure = Failure(node.name, _words(result.message or "failed", node.name))
            is_raw = node.package_name == "ad_metrics" and ("staging" in node.fqn or "raw" in node.tags)
            if no_space(result.message) or "Out of Memory" in failure.message:
                codes.add(ExitCode.FAILED)
            elif is_raw and node.resource_type != "unit_test":
                codes.add(ExitCode.RAW_REFUSED)
            elif result.status == "fail":
                codes.add(ExitCode.TESTS_FAILED)
            else:
                codes.add(ExitCode.FAILED)
            if result.status == "fail" and getattr(node, "compiled_code", None):
                self._say_in_words(failure, node, result.failures, run, warehouse)
            # Where one cause stops every raw table, it is said once.
            same = next((other for other in failures if other.message == failure.message), None)
            if same and result.status != "fail":
                same.others += 1
            else:
                failures.append(failure)
        # A lack of space or memory explains whatever else failed, and refused raw tables explain tests.
        for code, reason in (
            (ExitCode.FAILED, "The build failed."),
            (ExitCode.RAW_REFUSED, "The raw tables were refused."),
            (ExitCode.TESTS_FAILED, "Tests failed."),
        ):
            if code in codes:
                return Stop(code, reason, failures)
        return Stop(ExitCode.FAILED, "The build failed.", failures)

    def _say_in_words(self, failure: Failure, test, rows: int, run: Run, warehouse: Warehouse):
        """What a failed test is to somebody who knows no dbt, with the query of all its rows."""
        problem, failure.what_to_do = words.words(test, self.manifest)
        failure.rows = rows
        failure.message = f"{problem}."
        query = run.folder / f"{test.name}.sql"
        query.write_text(words.whole_rows(test) + "\n")
        failure.query = str(query)
        try:
            failure.message = words.found(test, self.manifest, rows, warehouse.ask_built)
            failure.examples = words.examples(test, warehouse.ask_built)
        except Stop:
            # The query tells the rest.
            return

    def raw_problem(self) -> str | None:
        """What is wrong with the raw tables as far as their columns tell; none if nothing is."""
        try:
            self.parse()
            self._invoke("compile", "--select", "fqn:ad_metrics.staging.*.base.*")
        except Stop as stop:
            return stop.message
        finally:
            let_go()
        return None

    def marts(self) -> list[Mart]:
        """What is published: the facts, and every table that dbt builds in the same schema."""
        facts = self.manifest.nodes[FACTS]
        return [
            Mart(
                node.schema,
                node.alias,
                node.relation_name,
                frozenset(node.columns) if node.contract.enforced else None,
            )
            for node in self.manifest.nodes.values()
            if node.resource_type == "model"
            and (node.database, node.schema) == (facts.database, facts.schema)
            and node.config.materialized in ("table", "incremental", "view")
        ]


def keep_run_results(run: Run):
    """Keep dbt's own account of the last command with the run; tools for dbt's history read it."""
    results = Path(os.environ.get("DBT_TARGET_PATH", "target")) / "run_results.json"
    if results.exists():
        shutil.copy(results, run.folder / "run_results.json")


def _is_interruption(error: BaseException | None) -> bool:
    """Whether somebody ended dbt, which may then say that a connection it was to cancel is closed already."""
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _words(error: object, node: str = "") -> str:
    """An error of dbt's on one line, without the node that it is of and the macros that it went through."""
    if of_file := _words_of_csv(str(error)):
        return of_file
    lines = (line.strip() for line in str(error).splitlines())
    text = " ".join(line for line in lines if line and not line.startswith("> "))
    return (
        re.sub(rf"^Compilation Error in (model|test) {re.escape(node)} \(\S+\) ", "", text) if node else text
    )


def _words_of_csv(error: str) -> str | None:
    """What is wrong with a CSV file that DuckDB cannot read, without its options, which no user can set."""
    file = re.search(r"^\s*file = (.+)$", error, re.MULTILINE)
    if not file or "CSV" not in error:
        return None
    line = re.search(r"CSV Error on Line: (\d+)\s+Original Line: ?(.*)", error)
    columns = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", error)
    place = f"The file {file[1].strip()}" + (f", line {line[1]}" if line else "")
    text = line[2].strip() if line else ""
    if "\\0" in text:
        return (
            f"{place}: is in UTF-16, which Excel calls Unicode Text. Save it as CSV in UTF-8, which Excel "
            "calls CSV UTF-8."
        )
    if "unicode" in error:
        return (
            f"{place}: is not in UTF-8. Save it as CSV in UTF-8. (It is likely in Windows-1252, as Excel "
            "saves what it calls CSV; CSV UTF-8 is right.)"
        )
    if columns:
        expected, found = int(columns[1]), int(columns[2])
        return (
            f"{place}: has {found} value{'' if found == 1 else 's'}, its header has {expected} "
            f"column{'' if expected == 1 else 's'}: {text[:200]} {_remedy_of_columns(expected, found)}"
        )
    return (
        f"{place}: is no CSV file as RFC 4180 has it. A double quote may not be closed, or its lines do not "
        "all end alike, by LF or by CRLF. Export it again."
    )


def _remedy_of_columns(expected: int, found: int) -> str:
    """What to do where a line of a CSV file has other columns than its header."""
    if found > expected:
        return (
            "(A comma parts two values. Write numbers as 1234.50, not as 1,234.50 or 1234,50, and put a "
            "text with a comma in double quotes. If the first line is a title and not the header, delete "
            "it. A second header, and rows of other columns, belong in a file of their own.)"
        )
    return (
        "(Delete lines that are no rows, such as a title, a note or a total. A second header, and rows of "
        "other columns, belong in a file of their own.)"
    )


def let_go():
    """Close dbt's DuckDB file, which it keeps open until its process ends."""
    try:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    except ImportError:
        return
    DuckDBConnectionManager.close_all_connections()
