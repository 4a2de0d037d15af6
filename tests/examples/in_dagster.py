"""
Loads the definitions with Dagster and runs their jobs for every exit code; prints what happened, as JSON.

Run by Dagster's Python with the folder of the definitions on its path.
"""

import json
import time
from types import SimpleNamespace

import dagster as dg
import dagster._core.execution.plan.active as execution
import definitions

instance = dg.DagsterInstance.ephemeral()
waits = []
# Dagster's clock, moved on instead of waiting for a retry.
execution.time = SimpleNamespace(time=lambda: time.time() + sum(waits), sleep=waits.append)


def run(job: str, code: int, **config) -> dict:
    """Run a job, retries included, while `ad-metrics` exits with the code; say how it ended."""
    waits.clear()
    with open("code", "w") as file:
        file.write(str(code))
    result = definitions.defs.resolve_job_def(job).execute_in_process(
        instance=instance,
        raise_on_error=False,
        run_config={"ops": {"ad_metrics_models": {"config": config}}} if config else None,
    )
    if not result.success:
        definitions.alert(
            dg.build_run_status_sensor_context(
                sensor_name="alert",
                dagster_instance=instance,
                dagster_run=result.dagster_run,
                dagster_event=result.get_run_failure_event(),
            ).for_run_failure()
        )
    return {
        "success": result.success,
        "waits": [round(wait) for wait in waits],
        "made": len(result.get_asset_materialization_events()),
        "checks": [check.passed for check in result.get_asset_check_evaluations()],
    }


dg.Definitions.validate_loadable(definitions.defs)
graph = definitions.defs.resolve_asset_graph()
print(
    json.dumps(
        {
            "assets": {
                key.to_user_string(): sorted(parent.to_user_string() for parent in graph.get(key).parent_keys)
                for key in graph.materializable_asset_keys
            },
            "schedules": {
                schedule.job_name: schedule.cron_schedule for schedule in definitions.defs.schedules
            },
            "meaning": definitions.MEANING,
            "build": {code: run("ad_metrics_build", code) for code in (0, 1, 2, 3, 4, 5, 6, 137)},
            "backfill": {
                code: run("ad_metrics_build", code, full_refresh=True, vars="{a: 1}") for code in (0, 5)
            },
            "status": {code: run("ad_metrics_freshness", code) for code in (0, 7)},
        }
    )
)
