"""
Dagster: every dbt model as an asset with its lineage, made by one hourly `ad-metrics build`.

The models are built by our command, as a whole: it publishes all of them or none, which building single
assets would not. dbt itself is asked for its manifest only, in the project's own environment, so Dagster's
needs no dbt. Load it with `dagster dev -f definitions.py`. Settings, as environment variables:

- AD_METRICS_PROJECT: the project folder, two above this file if not set.
- AD_METRICS_VARS: vars of every build as YAML, such as {revive_path: /data/revive, revive_currency: USD}.
- AD_METRICS_ALERT: a shell command that gets each alert on its standard input, for instance
  mail -s ad_metrics somebody@example.com.

To backfill, launch `ad_metrics_build` by hand with `full_refresh` or other `vars` in its config.
"""

import json
import os
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path

import dagster as dg
from dagster_dbt import DagsterDbtTranslator

PROJECT = Path(os.environ.get("AD_METRICS_PROJECT", Path(__file__).parents[2]))

MEANING = {
    1: "the build failed: dbt could not run, a model failed, or the disk is full",
    2: "the command or its settings are wrong",
    3: "a test failed, so nothing was published",
    4: "the raw data was refused, so nothing was published",
    5: "another build is running",
    6: "the build passed, but could not be published",
    7: "what readers see is too old, or nothing was ever published",
}
# The same data and settings would end the same way; somebody has to look first.
HOPELESS = {2, 3, 4, 7}
BUSY = 5
STALE = 7


def run(*command: str, **options) -> subprocess.CompletedProcess:
    """Run a command of the environment that `make env` made, in the project folder."""
    path = f"{PROJECT}/.venv/bin{os.pathsep}{os.environ['PATH']}"
    environment = {"DBT_PROFILES_DIR": "profiles", **os.environ, "PATH": path}
    return subprocess.run(command, cwd=PROJECT, env=environment, text=True, **options)


# Written once; after a change of the models, delete it and reload.
manifest_file = PROJECT / "target" / "manifest.json"
if not manifest_file.exists():
    run("dbt", "--quiet", "parse", "--target-path", str(manifest_file.parent), check=True)
manifest = json.loads(manifest_file.read_text())

# Seeds are no assets: they are the demo's data and lists that are kept by hand. Tests are no checks here,
# as the command runs them all before it publishes anything.
translator = DagsterDbtTranslator()
models = [
    translator.get_asset_spec(manifest, name, None)
    for name, node in manifest["nodes"].items()
    if node["resource_type"] in ("model", "snapshot")
]


class Build(dg.Config):
    """What a single run may change, for a backfill."""

    full_refresh: bool = False
    vars: str = os.environ.get("AD_METRICS_VARS", "{}")


@dg.multi_asset(
    specs=models,
    # A part of the models cannot be published.
    can_subset=False,
    retry_policy=dg.RetryPolicy(max_retries=3, delay=120, backoff=dg.Backoff.EXPONENTIAL),
)
def ad_metrics_models(context: dg.AssetExecutionContext, config: Build):
    """Build, test and publish every model; fail for good where a retry would end the same way."""
    refresh = ["--full-refresh"] if config.full_refresh else []
    code = run("ad-metrics", "build", "--vars", config.vars, *refresh).returncode
    message = f"ad-metrics build ended with {code}: {MEANING.get(code, 'it was killed')}"
    # The hourly build may leave the work to the one that runs. One with settings of its own may not.
    if code == BUSY and config == Build():
        context.log.info(message)
        return
    if code != 0:
        raise dg.Failure(message, allow_retries=code not in HOPELESS)
    # Dagster wants them in the order of their lineage.
    for key in TopologicalSorter(
        {spec.key: {dep.asset_key for dep in spec.deps} for spec in models}
    ).static_order():
        if key in context.selected_asset_keys:
            yield dg.MaterializeResult(key)


# Blocking, so that the run fails and the alert is sent.
@dg.asset_check(asset=dg.AssetKey("campaign_metrics"), blocking=True)
def published_within_three_hours() -> dg.AssetCheckResult:
    """What readers see was built in the last three hours."""
    status = run("ad-metrics", "status", "--max-age", "3", "--json", stdout=subprocess.PIPE)
    code = status.returncode
    if code not in (0, STALE):
        raise dg.Failure(f"ad-metrics status ended with {code}: {MEANING.get(code, 'it was killed')}")
    return dg.AssetCheckResult(
        passed=code == 0,
        description=MEANING.get(code),
        metadata={"status": dg.MetadataValue.json(json.loads(status.stdout))},
    )


@dg.run_failure_sensor(default_status=dg.DefaultSensorStatus.RUNNING)
def alert(context: dg.RunFailureSensorContext):
    """Log what failed after the last retry, and hand it to the command in AD_METRICS_ALERT."""
    # After the last retry the error is that there are no more; its cause is ours.
    errors = [event.step_failure_data.error for event in context.get_step_failure_events()]
    said = [(error.cause or error).message.strip() for error in errors]
    message = "\n".join([f"{context.dagster_run.job_name}: {context.failure_event.message}", *said])
    context.log.error(message)
    if command := os.environ.get("AD_METRICS_ALERT"):
        subprocess.run(command, shell=True, input=message + "\n", text=True, check=True)


build_job = dg.define_asset_job(
    "ad_metrics_build", dg.AssetSelection.assets(ad_metrics_models).without_checks()
)
freshness_job = dg.define_asset_job(
    "ad_metrics_freshness", dg.AssetSelection.checks(published_within_three_hours)
)

defs = dg.Definitions(
    assets=[ad_metrics_models],
    asset_checks=[published_within_three_hours],
    jobs=[build_job, freshness_job],
    schedules=[
        # Revive's maintenance summarises the last hour in the first minutes of the next.
        dg.ScheduleDefinition("ad_metrics_hourly", job=build_job, cron_schedule="20 * * * *"),
        dg.ScheduleDefinition("ad_metrics_freshness_hourly", job=freshness_job, cron_schedule="50 * * * *"),
    ],
    sensors=[alert],
)
