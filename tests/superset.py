"""Superset on a warehouse of its own, for tests: started once a session, asked by API and in a browser."""

import json
import os
import re
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
        self.login = {"username": user, "password": password, "provider": "db"}
        self.headers["Referer"] = address
        self.log_in()

    def log_in(self):
        """Get a token, which holds for a quarter of an hour."""
        self.headers.pop("Authorization", None)
        token = self.post("/api/v1/security/login", json=self.login).json()["access_token"]
        self.headers["Authorization"] = f"Bearer {token}"
        self.headers["X-CSRFToken"] = self.get("/api/v1/security/csrf_token/").json()["result"]

    def request(self, method, path, **options):
        response = super().request(method, self.address + path, timeout=60, **options)
        if response.status_code == 401 and "Authorization" in self.headers:
            self.log_in()
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


class Browser:
    """A browser that is logged in, and what it shows of a dashboard."""

    def __init__(self, playwright, address: str, user: str, password: str):
        self.address = address
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        self.page = self.browser.new_page(viewport={"width": 1600, "height": 1200})
        # Long, as a machine that does other things too can be slow to draw the first page.
        self.page.set_default_timeout(120_000)
        # What was asked of other machines, answered or not.
        self.elsewhere = []
        self.page.on("requestfinished", self.note)
        self.page.on("requestfailed", self.note)
        # Not by the page with the form, which reports that it was seen. Where the answer to that comes after
        # the answer to the form, its cookie takes the place of the login's.
        http = self.page.context.request
        [token] = re.findall(r'id="csrf_token"\s+value="(.+)"', http.get(f"{address}/login/").text())
        form = {"username": user, "password": password, "csrf_token": token}
        assert "login" not in http.post(f"{address}/login/", form=form).url, "Superset refused the login."

    def note(self, request):
        """Note a request that left this machine; none did that the page's policy forbids."""
        if not request.url.startswith((self.address, "data:", "blob:")) and request.failure != "csp":
            self.elsewhere.append(request.url)

    def open(self, slug: str, dates: str = ""):
        """Open a dashboard, with these dates in its filter: `2026-10-24 : 2026-10-26`, without the last."""
        query = ""
        if dates:
            time_range = f"(time_range:'{dates}')"
            state = f"filterState:(value:'{dates}')"
            mask = f"(extraFormData:{time_range},{state},id:NATIVE_FILTER-date_day)"
            query = f"?native_filters=(NATIVE_FILTER-date_day:{mask})"
        self.page.goto(f"{self.address}/superset/dashboard/{slug}/{query}")
        self.page.wait_for_selector("[data-test=grid-content]")
        self.loaded()

    def loaded(self):
        """Wait until nothing is loading, twice in a row, as a chart may start when another has ended."""
        quiet = 0
        for _ in range(240):
            self.page.wait_for_timeout(250)
            loading = self.page.locator("[data-test=loading-indicator], .loading").count()
            quiet = 0 if loading else quiet + 1
            if quiet == 4:
                return
        raise AssertionError("The dashboard is still loading after a minute.")

    def choose(self, name: str, value: str):
        """Choose a value in a filter by its name, and apply it."""
        filters = self.page.locator("[data-test=filter-bar] [data-test=filter-control-name]")
        names = [" ".join(text.split()) for text in filters.all_inner_texts()]
        box = self.page.locator("[data-test=filter-bar] [data-test=form-item-value]").nth(names.index(name))
        box.locator("input").first.click()
        self.page.keyboard.type(value)
        self.page.locator(f".ant-select-item-option[title='{value}']").first.click()
        self.page.keyboard.press("Escape")
        self.page.click("[data-test=filter-bar__apply-button]")
        self.loaded()

    def chart(self, title: str):
        """The chart of this title."""
        return self.page.locator(f'[data-test-chart-name="{title}"]')

    def text(self, title: str) -> str:
        """All that a chart says."""
        return " ".join(self.chart(title).inner_text().split())

    def number(self, title: str) -> str:
        """A big number as it is written."""
        return " ".join(self.chart(title).locator(".header-line").inner_text().split())

    def table(self, title: str) -> tuple[list[str], list[list[str]], list[str]]:
        """The header, the rows and the totals of a table as written; no totals where it has none."""
        chart = self.chart(title)

        def texts(row, cell):
            return [" ".join(text.split()) for text in row.locator(cell).all_inner_texts()]

        rows = [texts(row, "td") for row in chart.locator("tbody tr").all()]
        totals = [texts(row, "td") for row in chart.locator("tfoot tr").all()]
        return texts(chart.locator("thead").first, "th"), rows, (totals or [[]])[0]

    def screenshot(self, name: str):
        """Keep a picture of the whole dashboard."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        grid = self.page.locator("[data-test=grid-content]").first
        height = int(grid.evaluate("element => element.scrollHeight")) + 250
        self.page.set_viewport_size({"width": 1600, "height": height})
        self.page.wait_for_timeout(700)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")
        self.page.set_viewport_size({"width": 1600, "height": 1200})


@dataclass
class Superset:
    """A Superset that runs, and what it reads."""

    address: str
    password: str
    warehouse: Warehouse
    session: Session
    # The vars of its builds; the folder of spend may be changed.
    variables: dict[str, str]


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
