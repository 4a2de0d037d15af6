"""Superset on a warehouse of its own, for tests: started once a session, asked by API and in a browser."""

import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import requests
from conftest import PROJECT, Warehouse, free_port

CHROMIUM = "/usr/bin/chromium"
SCREENSHOTS = PROJECT / "target" / "screenshots"


class Session(requests.Session):
    """A user's session: paths are those of Superset's API."""

    def __init__(self, address: str, user: str, password: str):
        super().__init__()
        self.address = address
        answer = self.post(
            "/api/v1/security/login", json={"username": user, "password": password, "provider": "db"}
        )
        self.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        self.headers["X-CSRFToken"] = self.get("/api/v1/security/csrf_token/").json()["result"]
        self.headers["Referer"] = address

    def request(self, method, path, **options):
        response = super().request(method, self.address + path, timeout=60, **options)
        assert response.ok, f"{method} {path}: {response.status_code} {response.text[:2000]}"
        return response

    def datasets(self) -> dict[str, int]:
        """The ids of the datasets that the user may read, by name."""
        query = json.dumps({"page_size": 100})
        found = self.get("/api/v1/dataset/", params={"q": query}).json()["result"]
        return {dataset["table_name"]: dataset["id"] for dataset in found}


def chart_data(
    session: Session, dataset: str, metrics: list[str], columns: list[str] = (), filters: list[dict] = ()
) -> list[dict]:
    """
    The rows that a chart with these saved metrics by these columns is drawn from.

    A filter is as in Superset's API: `{"col": "source", "op": "==", "val": "revive"}`. Raises AssertionError
    with Superset's words if it refuses.
    """
    query = {
        "datasource": {"id": session.datasets()[dataset], "type": "table"},
        "queries": [
            {
                "metrics": list(metrics),
                "columns": list(columns),
                "filters": list(filters),
                "row_limit": 10_000,
                "orderby": [[column, True] for column in columns],
            }
        ],
    }
    [result] = session.post("/api/v1/chart/data", json=query).json()["result"]
    return result["data"]


@dataclass
class Superset:
    """A Superset that runs, and what it reads."""

    address: str
    password: str
    warehouse: Warehouse
    session: Session


def start(folder: Path, file: Path) -> tuple[subprocess.Popen, str]:
    """Start Superset on a free port with its own data in this folder; answers the process and the address."""
    python = PROJECT / ".venvs" / "superset" / "bin" / "python"
    assert python.exists(), "Superset is not installed: make bi-env"
    folder.mkdir(parents=True)
    port = free_port()
    with open(folder / "log", "w") as log:
        process = subprocess.Popen(
            [
                python, PROJECT / "bi" / "start.py",
                "--home", folder, "--port", port, "--uri", f"duckdb:///{file}",
            ],
            env={**os.environ, "AD_METRICS_BI_PASSWORD": "test"},
            stdout=log, stderr=log,
        )  # fmt: skip
    return process, f"http://127.0.0.1:{port}"


def wait_for(process: subprocess.Popen, address: str, log: Path):
    """Wait until Superset answers; raises AssertionError with its log if it ends or takes three minutes."""
    for _ in range(360):
        try:
            if requests.get(f"{address}/health", timeout=5).ok:
                return
        except requests.ConnectionError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.5)
    raise AssertionError(f"Superset did not start.\n{log.read_text()[-5000:]}")
