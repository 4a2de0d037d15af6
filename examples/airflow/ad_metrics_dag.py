"""
Airflow: builds every hour, and an hourly look at whether what readers see is fresh.

Copy this file into the DAG folder. The workers need the project folder with its own environment, made by
`make env`; Airflow's packages and ours do not meet. Settings, as environment variables of the workers:

- AD_METRICS_PROJECT: the project folder, /opt/ad_metrics if not set.
- AD_METRICS_VARS: vars of every build as YAML, such as {revive_path: /data/revive, revive_currency: USD}.
- AD_METRICS_ALERT: a shell command that gets each alert on its standard input, for instance
  mail -s ad_metrics somebody@example.com. Airflow's own notifiers (SmtpNotifier, SlackNotifier) can stand
  in its place in `on_failure_callback`.

To backfill, trigger `ad_metrics` by hand: the form has the vars and a tick for --full-refresh.
"""

import logging
import os
import subprocess
from datetime import UTC, datetime, timedelta

import yaml
from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.sdk import DAG, BaseOperator, Param
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

PROJECT = os.environ.get("AD_METRICS_PROJECT", "/opt/ad_metrics")

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


def alert(context):
    """Log what failed, and hand it to the command in AD_METRICS_ALERT. Called after the last retry."""
    message = f"{context['dag'].dag_id}: {context.get('exception')}"
    logging.getLogger(__name__).error(message)
    if command := os.environ.get("AD_METRICS_ALERT"):
        subprocess.run(command, shell=True, input=message + "\n", text=True, check=True)


class AdMetrics(BaseOperator):
    """Runs `ad-metrics` and turns its exit code into what Airflow does next; empty arguments are left out."""

    template_fields = ("arguments",)

    def __init__(self, *, arguments: list[str], **kwargs):
        """Take the arguments of the command, as Jinja templates."""
        super().__init__(**kwargs)
        self.arguments = arguments
        self.hook = SubprocessHook()

    def execute(self, context):
        """Succeed, skip, fail for good (AirflowFailException) or fail to be retried (AirflowException)."""
        path = f"{PROJECT}/.venv/bin{os.pathsep}{os.environ['PATH']}"
        command = ["ad-metrics", *filter(None, self.arguments)]
        code = self.hook.run_command(command, env={**os.environ, "PATH": path}, cwd=PROJECT).exit_code
        if code == 0:
            return
        message = f"ad-metrics {self.arguments[0]} ended with {code}: {MEANING.get(code, 'it was killed')}"
        # The hourly build may leave the work to the one that runs. One with settings of its own may not.
        if code == BUSY and not context["dag_run"].conf:
            raise AirflowSkipException(message)
        if code in HOPELESS:
            raise AirflowFailException(message)
        raise AirflowException(message)

    def on_kill(self):
        """Stop the build with the task; what it had built aside is never published."""
        self.hook.send_sigterm()


common = {
    "start_date": datetime(2026, 1, 1, tzinfo=UTC),
    "catchup": False,
    "max_active_runs": 1,
    "tags": ["ad_metrics"],
    "default_args": {
        "retries": 3,
        "retry_delay": timedelta(minutes=2),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=15),
        "on_failure_callback": alert,
    },
}

with DAG(
    "ad_metrics",
    description="Build, test and publish the marts",
    # Revive's maintenance summarises the last hour in the first minutes of the next.
    schedule="20 * * * *",
    params={
        "vars": Param(
            yaml.safe_load(os.environ.get("AD_METRICS_VARS", "{}")),
            type="object",
            title="Vars",
            description="Vars of the build; add restatement_window_days: 30 to write the last 30 days anew",
        ),
        "full_refresh": Param(False, type="boolean", title="Full refresh", description="Make all facts anew"),
    },
    **common,
):
    AdMetrics(
        task_id="build",
        arguments=[
            "build",
            "--vars",
            "{{ params.vars | tojson }}",
            "{{ '--full-refresh' if params.full_refresh else '' }}",
        ],
        execution_timeout=timedelta(hours=3),
    )

# A DAG of its own, so that it sees builds that hang, fail or are paused.
with DAG(
    "ad_metrics_freshness",
    description="Fail when no build was published in the last three hours",
    schedule="50 * * * *",
    **common,
):
    AdMetrics(task_id="status", arguments=["status", "--max-age", "3"])
