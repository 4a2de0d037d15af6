"""The examples, run by the real schedulers with a command in our command's place that ends as told."""

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import PROJECT
from environments import environment

pytestmark = pytest.mark.examples

EXAMPLES = PROJECT / "examples"
# What a scheduler does about each exit code of a build; 137 is a build that was killed.
SUCCEEDS, LEAVES_IT, FAILS, RETRIES = {0}, {5}, {2, 3, 4}, {1, 6, 137}

FAKE = """#!/bin/sh
# Notes how it was called, and ends as the file `code` says.
printf '%s|' "$PWD" "$@" >> "$TOLD/calls"
echo >> "$TOLD/calls"
code=$(cat "$TOLD/code")
[ "$1" = status ] && echo "{\\"fresh\\": $([ "$code" = 0 ] && echo true || echo false)}"
[ "$code" = 137 ] && kill -KILL $$
exit "$code"
"""


@pytest.fixture(scope="session")
def programs() -> dict[str, Path]:
    """The programs of Airflow, Dagster and the linter of container files, each in its own environment."""
    files = {
        "airflow": EXAMPLES / "airflow" / "requirements.txt",
        "dagster": EXAMPLES / "dagster" / "requirements.txt",
        "hadolint": PROJECT / "tests" / "examples" / "hadolint.txt",
    }
    with ThreadPoolExecutor() as threads:
        return dict(zip(files, threads.map(environment, files, files.values()), strict=True))


class Told:
    """A project folder whose `ad-metrics` ends with the exit code it is told, and notes its calls."""

    def __init__(self, folder: Path):
        self.folder = folder
        program = folder / "project" / ".venv" / "bin" / "ad-metrics"
        program.parent.mkdir(parents=True)
        program.write_text(FAKE)
        program.chmod(0o755)
        self.environment = {
            **os.environ,
            "TOLD": str(folder),
            "AD_METRICS_PROJECT": str(folder / "project"),
            "AD_METRICS_ALERT": f"cat >> {folder}/alerts",
        }

    def ends_with(self, code: int):
        (self.folder / "code").write_text(str(code))

    def run(self, *command, **variables) -> subprocess.CompletedProcess:
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**self.environment, **variables},
            capture_output=True,
            text=True,
        )

    def lines(self, name: str) -> list[str]:
        """The lines written to that file since the last time it was asked for."""
        file = self.folder / name
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return lines

    def calls(self) -> list[list[str]]:
        """The folder and the arguments of each call since the last time."""
        return [line.split("|")[:-1] for line in self.lines("calls")]


@pytest.fixture
def told(tmp_path) -> Told:
    return Told(tmp_path)


@pytest.fixture(scope="module")
def airflow(programs, tmp_path_factory):
    """What tests/examples/in_airflow.py saw, and the calls and alerts it caused."""
    told = Told(tmp_path_factory.mktemp("airflow"))
    told.environment |= {
        "AIRFLOW_HOME": str(told.folder / "home"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(EXAMPLES / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "false",
        "AD_METRICS_VARS": "{revive_path: /data/revive}",
    }
    migrated = told.run(programs["airflow"] / "airflow", "db", "migrate")
    assert migrated.returncode == 0, migrated.stderr
    result = told.run(programs["airflow"] / "python", PROJECT / "tests" / "examples" / "in_airflow.py")
    assert result.returncode == 0, result.stderr[-5000:]
    return json.loads(result.stdout.splitlines()[-1]) | {
        "calls": told.calls(),
        "alerts": told.lines("alerts"),
    }


@pytest.fixture(scope="module")
def dagster(programs, tmp_path_factory):
    """What tests/examples/in_dagster.py saw, and the calls and alerts it caused."""
    told = Told(tmp_path_factory.mktemp("dagster"))
    dbt = told.folder / "project" / ".venv" / "bin" / "dbt"
    dbt.write_text(f'#!/bin/sh\ncd "{PROJECT}" && exec "{PROJECT}/.venv/bin/dbt" "$@"\n')
    dbt.chmod(0o755)
    told.environment |= {"PYTHONPATH": str(EXAMPLES / "dagster"), "DBT_LOG_PATH": str(told.folder)}
    result = told.run(programs["dagster"] / "python", PROJECT / "tests" / "examples" / "in_dagster.py")
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-5000:]
    return json.loads(result.stdout.splitlines()[-1]) | {
        "calls": told.calls(),
        "alerts": told.lines("alerts"),
        "validated": told.run(
            programs["dagster"] / "dagster", "definitions", "validate", "-m", "definitions"
        ).returncode,
    }


def test_the_requirements_name_every_package_they_need(programs):
    for name in ("airflow", "dagster"):
        check = subprocess.run([programs[name] / "pip", "check"], capture_output=True, text=True)
        assert check.stdout == "No broken requirements found.\n", name


def test_airflow_loads_hourly_dags_without_catching_up(airflow):
    assert airflow["import_errors"] == {}
    assert airflow["warnings"] == {}
    retries = {"retries": 3, "retry_delay": 120, "backoff": True}
    hourly = {"catchup": False, "max_active_runs": 1}
    assert airflow["dags"] == {
        "ad_metrics": {"schedule": "20 * * * *", **hourly, "tasks": {"build": retries}},
        "ad_metrics_freshness": {"schedule": "50 * * * *", **hourly, "tasks": {"status": retries}},
    }


def test_airflow_retries_what_may_pass_and_nothing_else(airflow):
    assert airflow["build"] == {
        **{str(code): {"state": "success", "tries": 1} for code in SUCCEEDS},
        **{str(code): {"state": "skipped", "tries": 1} for code in LEAVES_IT},
        **{str(code): {"state": "failed", "tries": 1} for code in FAILS},
        **{str(code): {"state": "failed", "tries": 4} for code in RETRIES},
    }
    assert airflow["status"] == {
        "0": {"state": "success", "tries": 1},
        "7": {"state": "failed", "tries": 1},
    }


def test_airflow_never_skips_a_backfill(airflow):
    assert airflow["backfill"] == {
        "0": {"state": "success", "tries": 1},
        "5": {"state": "failed", "tries": 4},
    }


def test_airflow_runs_the_command_in_the_project_with_its_vars(airflow):
    def arguments(position):
        folder, *arguments = airflow["calls"][position]
        assert folder.endswith("/project")
        return arguments

    assert arguments(0) == ["build", "--vars", '{"revive_path": "/data/revive"}']
    backfill = next(call for call in airflow["calls"] if "--full-refresh" in call)
    assert json.loads(backfill[3]) == {"a": 'it\'s "<b>" & $c'}
    assert arguments(-1) == ["status", "--max-age", "3"]


def test_airflow_alerts_once_for_each_run_that_failed(airflow):
    said = [re.match(r"(\w+): ad-metrics (\w+) ended with (-?\d+): (.+)", line) for line in airflow["alerts"]]
    assert [(alert[1], alert[2], alert[3]) for alert in said] == [
        *(("ad_metrics", "build", code) for code in ("1", "2", "3", "4", "6", "-9")),
        ("ad_metrics", "build", "5"),
        ("ad_metrics_freshness", "status", "7"),
    ]
    assert said[2][4] == "a test failed, so nothing was published"


def test_dagster_shows_every_model_with_its_lineage(dagster, artefacts):
    """Those of the sources that are on."""
    nodes = json.loads((artefacts / "manifest.json").read_text())["nodes"].values()
    assert {asset.split("/")[-1] for asset in dagster["assets"]} == {
        node["name"] for node in nodes if node["resource_type"] in ("model", "snapshot")
    }
    assert dagster["assets"]["campaign_metrics"] == ["dim_advertisers", "dim_campaigns", "fct_delivery"]


def test_dagster_builds_and_looks_every_hour(dagster):
    assert dagster["schedules"] == {"ad_metrics_build": "20 * * * *", "ad_metrics_freshness": "50 * * * *"}


def test_dagster_retries_what_may_pass_and_nothing_else(dagster):
    everything = len(dagster["assets"])
    nothing = {"made": 0, "waits": [], "checks": []}
    assert dagster["build"] == {
        **{str(code): {**nothing, "success": True, "made": everything} for code in SUCCEEDS},
        **{str(code): {**nothing, "success": True} for code in LEAVES_IT},
        **{str(code): {**nothing, "success": False} for code in FAILS},
        **{str(code): {**nothing, "success": False, "waits": [120, 360, 840]} for code in RETRIES},
    }


def test_dagster_never_skips_a_backfill(dagster):
    assert [dagster["backfill"][code]["success"] for code in ("0", "5")] == [True, False]
    assert dagster["backfill"]["5"]["waits"] == [120, 360, 840]
    assert next(call[1:] for call in dagster["calls"] if "--full-refresh" in call) == [
        "build",
        "--vars",
        "{a: 1}",
        "--full-refresh",
    ]


def test_dagster_checks_freshness_by_status(dagster):
    assert dagster["status"] == {
        "0": {"success": True, "made": 0, "waits": [], "checks": [True]},
        "7": {"success": False, "made": 0, "waits": [], "checks": [False]},
    }
    assert dagster["calls"][-1][1:] == ["status", "--max-age", "3", "--json"]


def test_dagster_alerts_once_for_each_run_that_failed(dagster):
    alerts = "\n".join(dagster["alerts"])
    assert re.findall(r"ad-metrics build ended with (-?\d+): ", alerts) == [
        "1",
        "2",
        "3",
        "4",
        "6",
        "-9",
        "5",
    ]
    assert "ended with 4: the raw data was refused, so nothing was published" in alerts
    assert len(re.findall(r"^ad_metrics_\w+: ", alerts, re.MULTILINE)) == 8


def test_dagsters_own_command_finds_nothing_wrong(dagster):
    assert dagster["validated"] == 0


@pytest.fixture
def units(told) -> list[Path]:
    """The units, with the project where the test has it."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    project = told.folder / "project"
    shutil.copytree(EXAMPLES, project / "examples")
    files = []
    for unit in (EXAMPLES / "systemd").glob("*.*"):
        files.append(told.folder / unit.name)
        files[-1].write_text(unit.read_text().replace("/opt/ad_metrics", str(project)))
    return files


def test_systemd_finds_nothing_wrong_with_the_units(told, units):
    assert len(units) == 5
    verified = told.run("systemd-analyze", "verify", "--man=no", "--recursive-errors=yes", *units)
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")


def test_systemd_finds_the_build_well_confined(told, units):
    service = next(unit for unit in units if unit.name == "ad-metrics.service")
    rated = told.run("systemd-analyze", "security", "--offline=yes", "--threshold=20", service)
    assert rated.returncode == 0, rated.stdout


def settings(unit: str) -> dict[str, str]:
    """The settings of a unit."""
    lines = (EXAMPLES / "systemd" / unit).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def test_systemd_retries_what_may_pass_and_nothing_else():
    service = settings("ad-metrics.service")
    assert set(map(int, service["SuccessExitStatus"].split())) == LEAVES_IT
    assert set(map(int, service["RestartPreventExitStatus"].split())) == FAILS
    assert (service["Restart"], service["StartLimitBurst"]) == ("on-failure", "4")
    assert settings("ad-metrics.timer")["OnCalendar"] == "*-*-* *:20:00"


@pytest.mark.parametrize("unit", ["ad-metrics", "ad-metrics-status"])
def test_systemd_alerts_when_a_unit_failed(told, unit):
    assert settings(f"{unit}.service")["OnFailure"] == "ad-metrics-alert@%n.service"
    alerted = told.run(EXAMPLES / "systemd" / "ad-metrics-alert", f"{unit}.service", MONITOR_EXIT_STATUS="4")
    message = (
        f"{unit}.service failed with 4: the raw data was refused, so nothing was published. "
        f"See: journalctl --unit {unit}.service --since -1h"
    )
    assert alerted.stdout == f"<3>{message}\n"
    assert told.lines("alerts") == [message]


@pytest.mark.parametrize("code", sorted(SUCCEEDS | LEAVES_IT | FAILS | RETRIES))
def test_cron_retries_what_may_pass_and_mails_what_failed(told, code):
    told.ends_with(code)
    log = told.folder / "project" / "logs" / "cron.log"
    result = told.run(
        EXAMPLES / "cron" / "ad-metrics-cron",
        "build",
        "--full-refresh",
        AD_METRICS_RETRY_SECONDS="0",
    )
    tries = 4 if code in RETRIES else 1
    assert told.calls() == [[str(told.folder / "project"), "build", "--full-refresh"]] * tries
    assert log.read_text().count(" ad-metrics build --full-refresh\n") == tries
    if code in SUCCEEDS | LEAVES_IT:
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    else:
        assert result.returncode == code
        assert result.stdout.startswith(f"ad-metrics build ended with {code}: {meanings().get(code, '')}")


def test_the_crontab_calls_the_wrapper_and_nothing_else():
    lines = (EXAMPLES / "cron" / "ad-metrics").read_text().splitlines()
    wrapper = "/opt/ad_metrics/examples/cron/ad-metrics-cron"
    assert [line for line in lines if line[:1].isdigit()] == [
        f"20 * * * * ad-metrics {wrapper} build",
        f"50 * * * * ad-metrics {wrapper} status --max-age 3",
    ]
    assert os.access(EXAMPLES / "cron" / Path(wrapper).name, os.X_OK)


def meanings() -> dict[int, str]:
    """What each exit code means, from the table in examples/README.md."""
    table = re.findall(r"^\| (\d) \| ([^|]+) \|", (EXAMPLES / "README.md").read_text(), re.MULTILINE)
    return {int(code): meaning for code, meaning in table}


def test_every_example_says_the_same_of_an_exit_code(airflow, dagster):
    assert list(meanings()) == list(range(8))
    for code, meaning in meanings().items():
        said = subprocess.run([EXAMPLES / "exit-code", str(code)], capture_output=True, text=True)
        assert said.stdout == meaning + "\n"
    failures = {str(code): meaning for code, meaning in meanings().items() if code}
    assert airflow["meaning"] == failures
    assert dagster["meaning"] == failures


def test_hadolint_finds_nothing_wrong_with_the_container_file(programs):
    linted = subprocess.run(
        [programs["hadolint"] / "hadolint", EXAMPLES / "container" / "Containerfile"],
        capture_output=True,
        text=True,
    )
    assert (linted.returncode, linted.stdout + linted.stderr) == (0, "")


def test_the_container_keeps_what_a_build_needs_and_no_more(tmp_path):
    """What the container file uninstalls is left out of a folder, with which dbt parses the project."""
    containerfile = (EXAMPLES / "container" / "Containerfile").read_text()
    [roots] = re.findall(r"python unneeded.py (.+?) >", containerfile)
    unneeded = subprocess.run(
        [sys.executable, EXAMPLES / "container" / "unneeded.py", *roots.split()],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert {"pytest", "ruff", "sqlfluff", "hypothesis", "yamllint"} < set(unneeded)
    assert not {"dbt-core", "dbt-duckdb", "dbt-postgres", "psycopg2-binary", "msgpack", "pip"} & set(unneeded)
    link = """
import sys
from importlib.metadata import distributions
from pathlib import Path
from packaging.utils import canonicalize_name

for package in distributions():
    if canonicalize_name(package.name) not in sys.argv[2:]:
        for top in {file.parts[0] for file in package.files if file.parts[0] not in ("..", "__pycache__")}:
            link = Path(sys.argv[1], top)
            if not link.exists():
                link.symlink_to(package.locate_file(top))
"""
    subprocess.run([sys.executable, "-c", link, tmp_path, *unneeded], check=True)
    assert not (tmp_path / "pytest").exists()
    parse = """
import sys
import dbt.adapters.duckdb
from dbt.cli.main import dbtRunner
sys.exit(not dbtRunner().invoke(["parse", "--target", "postgres"]).success)
"""
    parsed = subprocess.run(
        # -S: without the environment's own packages.
        [sys.executable, "-S", "-c", parse],
        cwd=PROJECT,
        env={
            **os.environ,
            "PYTHONPATH": f"{tmp_path}{os.pathsep}{PROJECT}",
            "DBT_PROFILES_DIR": "profiles",
            "DBT_TARGET_PATH": str(tmp_path / "target"),
            "DBT_LOG_PATH": str(tmp_path),
        },
        capture_output=True,
        text=True,
    )
    assert parsed.returncode == 0, parsed.stdout + parsed.stderr


def test_the_containers_context_has_what_dbt_reads():
    """The files of dbt's own folders are none that the container's ignore file leaves out."""
    ignored = (EXAMPLES / "container" / "Containerfile.dockerignore").read_text().splitlines()
    patterns = [line for line in ignored if line and not line.startswith("#")]
    assert {".git", "**/.venv", "**/.venvs", "warehouse/*", "**/*.duckdb"} <= set(patterns)
    needed = {"dbt_project.yml", "macros", "models", "profiles", "seeds", "snapshots", "tests", "ad_metrics"}
    assert not needed & set(patterns)
