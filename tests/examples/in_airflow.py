"""
Loads the DAGs with Airflow and runs them for every exit code; prints what happened, as JSON.

Run by Airflow's Python with the codes as arguments; AIRFLOW__CORE__DAGS_FOLDER is the folder of the DAGs.
"""

import contextlib
import json
import os
import sys
from datetime import timedelta

from airflow.dag_processing.dagbag import DagBag

bag = DagBag(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])


def described(dag) -> dict:
    """The settings of a DAG and of its tasks that the examples promise."""
    return {
        "schedule": dag.schedule,
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "tasks": {
            task.task_id: {
                "retries": task.retries,
                "retry_delay": task.retry_delay.total_seconds(),
                "backoff": bool(task.retry_exponential_backoff),
            }
            for task in dag.tasks
        },
    }


def run(dag_id: str, code: int, conf: dict | None = None) -> dict:
    """Run a DAG, retries included, while `ad-metrics` exits with the code; say how its task ended."""
    with open("code", "w") as file:
        file.write(str(code))
    # Airflow logs to standard output, which is ours.
    with contextlib.redirect_stdout(sys.stderr):
        [task] = bag.dags[dag_id].test(run_conf=conf).get_task_instances()
    return {"state": str(task.state), "tries": task.try_number}


dags = {dag_id: described(dag) for dag_id, dag in bag.dags.items()}
for dag in bag.dags.values():
    for task in dag.tasks:
        task.retry_delay = timedelta(0)
print(
    json.dumps(
        {
            "import_errors": bag.import_errors,
            "warnings": bag.captured_warnings,
            "dags": dags,
            "meaning": sys.modules[bag.dags["ad_metrics"].task_dict["build"].__module__].MEANING,
            "build": {code: run("ad_metrics", code) for code in (0, 1, 2, 3, 4, 5, 6, 137)},
            "backfill": {
                code: run("ad_metrics", code, {"full_refresh": True, "vars": {"a": 'it\'s "<b>" & $c'}})
                for code in (0, 5)
            },
            "status": {code: run("ad_metrics_freshness", code) for code in (0, 7)},
        }
    )
)
