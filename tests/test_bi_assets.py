"""Superset's assets are those that dbt's manifest, the catalogue and bi/dashboards.yml make."""

import json
import re
import sys

import pytest
import yaml
from conftest import PROJECT

sys.path.insert(0, str(PROJECT / "bi"))
import generate  # noqa: E402

COMMITTED = PROJECT / "bi" / "superset"


@pytest.fixture(scope="module")
def manifest(artefacts) -> dict:
    return json.loads((artefacts / "manifest.json").read_text())


def test_committed_assets_are_up_to_date(manifest):
    committed = {str(path.relative_to(COMMITTED)): path.read_text() for path in COMMITTED.rglob("*.yaml")}
    assert committed == generate.generate(manifest), "Run make generate."


def test_the_connection_is_the_one_that_the_docs_give():
    [settings] = re.findall(r"```json\n(.*?)```", (PROJECT / "docs" / "bi.md").read_text(), re.DOTALL)
    database = yaml.safe_load((COMMITTED / "databases" / "ad_metrics.yaml").read_text())
    assert database["extra"]["engine_params"]["connect_args"] == json.loads(settings)


def test_every_column_and_metric_is_explained():
    for path in COMMITTED.glob("datasets/*/*.yaml"):
        dataset = yaml.safe_load(path.read_text())
        unexplained = [
            about for about in [*dataset["columns"], *dataset["metrics"]] if not about["description"].strip()
        ]
        assert unexplained == [], path


def test_postgres_gets_its_own_sql_and_schema(manifest):
    files = generate.generate(manifest, "postgres", "ad_metrics_published")
    dataset = yaml.safe_load(files["datasets/ad_metrics/delivery_daily.yaml"])
    assert dataset["schema"] == "ad_metrics_published"
    [ecpm] = [metric for metric in dataset["metrics"] if metric["metric_name"] == "ecpm"]
    assert "DOUBLE PRECISION" in ecpm["expression"]
    assert yaml.safe_load(files["databases/ad_metrics.yaml"])["extra"] == {}


def test_every_dashboard_is_an_exposure_that_names_what_it_reads(manifest):
    layout = yaml.safe_load((PROJECT / "bi" / "dashboards.yml").read_text())
    default = layout["defaults"]["dataset"]
    exposures = {exposure["name"]: exposure for exposure in manifest["exposures"].values()}
    assert exposures.keys() == layout["dashboards"].keys()
    for name, dashboard in layout["dashboards"].items():
        charts = [chart for row in dashboard["rows"] for chart in row if "text" not in chart]
        # What ad-metrics itself writes is no model of dbt's.
        read = {chart.get("dataset", default) for chart in charts} - {"published_runs"}
        read |= {metric for chart in charts for metric in chart.get("metrics", []) if "dataset" not in chart}
        read |= {chart["metric"] for chart in charts if "metric" in chart and "dataset" not in chart}
        exposure = exposures[name]
        assert {node.split(".")[-1] for node in exposure["depends_on"]["nodes"]} == read, name
        assert exposure["label"] == dashboard["title"]
        assert exposure["url"] == f"http://localhost:8088/superset/dashboard/{name}/"
        assert exposure["type"] == "dashboard" and exposure["description"] and exposure["owner"]["name"]
