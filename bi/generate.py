"""
Write Superset's assets from dbt's manifest, the catalogue of metrics and bi/dashboards.yml.

The same input gives the same files, whatever the machine: ids are made from names.
"""

import argparse
import json
import shutil
import uuid
from pathlib import Path

import yaml

BI = Path(__file__).parent
VERSION = "1.0.0"
DATABASE = "ad_metrics"
# How Superset is to write a number (https://d3js.org/d3-format).
FORMATS = {
    "count": ",d",
    "quantity": ",.2~f",
    "money": ",.2f",
    "money_rate": ",.4f",
    "percent": ",.2%",
    "ratio": ",.2f",
}
# How a column of a listing is written by its type, if dashboards.yml does not say.
TYPES = {"bigint": "count", "decimal(28,9)": "money", "decimal(18,6)": "money_rate"}
# How high a chart is, in the grid's units of 8 pixels, unless it says so itself.
HEIGHTS = {"change": 22, "number": 18, "table": 50, "listing": 40, "bars": 40, "lines": 40, "text": 10}
# What docs/bi.md gives for every tool; tests/test_superset.py compares.
ENGINE = {
    "read_only": True,
    "config": {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "memory_limit": "2GB",
        "threads": "2",
        "lock_configuration": "true",
    },
}


def uid(*names: str) -> str:
    """The id of what these names name, the same for ever."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(["ad_metrics", *names])))


def label(name: str) -> str:
    """A column's name as people write it: `campaign_name` is Campaign, `date_day` is Day."""
    words = (
        name.removeprefix("date_")
        .removeprefix("is_")
        .removesuffix("_name")
        .removesuffix("_at")
        .replace("_", " ")
    )
    return words[:1].upper() + words[1:]


def temporal(data_type: str) -> bool:
    """Whether a column of this type is a point in time."""
    return data_type.startswith(("date", "timestamp"))


class Generator:
    """Superset's assets by their path, made from what dbt and the catalogue know."""

    def __init__(self, manifest: dict, metrics: list[dict], described: dict, engine: str, schema: str):
        self.models = {node["name"]: node for node in manifest["nodes"].values() if "marts" in node["fqn"]}
        self.metrics = metrics
        self.engine, self.schema = engine, schema
        self.defaults, self.datasets = described["defaults"], described["datasets"]
        self.used: set[str] = set()
        self.files = {
            "metadata.yaml": {"version": VERSION, "type": "assets", "timestamp": "2026-01-01T00:00:00+00:00"},
            f"databases/{DATABASE}.yaml": self.database(),
        }
        for slug, dashboard in described["dashboards"].items():
            self.files[f"dashboards/{slug}.yaml"] = self.dashboard(slug, dashboard)
        for name in sorted(self.used):
            self.files[f"datasets/{DATABASE}/{name}.yaml"] = self.dataset(name)

    def database(self) -> dict:
        """The connection that docs/bi.md gives."""
        # bi/start.py puts in the address, as it knows where the published file is.
        return {
            "database_name": DATABASE,
            "sqlalchemy_uri": "duckdb://",
            "expose_in_sqllab": True,
            "allow_dml": False,
            "extra": {"engine_params": {"connect_args": ENGINE}} if self.engine == "duckdb" else {},
            "uuid": uid(DATABASE),
            "version": VERSION,
        }

    # Datasets

    def columns(self, name: str) -> dict[str, dict]:
        """What a dataset's columns are: type and description."""
        if name not in self.models:
            return self.datasets[name]["columns"]
        model = self.models[name]["columns"].values()
        return {c["name"]: {"type": c["data_type"], "description": c["description"]} for c in model}

    def dataset_metrics(self, name: str) -> list[dict]:
        """The metrics that a dataset has all the inputs of, and how many rows it has."""
        columns = self.columns(name)
        rows = {"name": "rows", "label": "Rows", "description": "How many rows there are.", "format": "count"}
        return [rows | {"sql": {self.engine: "count(*)"}}] + [
            metric for metric in self.metrics if {*metric["inputs"], "currency"} <= set(columns)
        ]

    def dataset(self, name: str) -> dict:
        """A mart with its columns and the metrics that can be worked out from them."""
        about = self.datasets.get(name, {})
        model = self.models.get(name, about)
        return {
            "table_name": name,
            "description": model["description"],
            "main_dttm_col": about.get("day"),
            "currency_code_column": about.get("currency"),
            "schema": self.schema,
            "columns": [
                {
                    "column_name": column,
                    "verbose_name": label(column),
                    "description": known["description"],
                    "type": known["type"].upper(),
                    "is_dttm": temporal(known["type"]),
                    "groupby": True,
                    "filterable": True,
                    "is_active": True,
                }
                for column, known in self.columns(name).items()
            ],
            "metrics": [self.metric(metric) for metric in self.dataset_metrics(name)],
            "uuid": uid("dataset", name),
            "version": VERSION,
            "database_uuid": uid(DATABASE),
        }

    def metric(self, metric: dict) -> dict:
        """A metric as the catalogue has it."""
        formula = (
            f" {metric['label']} = {metric['formula']} ({metric['unit']})." if metric.get("formula") else ""
        )
        asset = {
            "metric_name": metric["name"],
            "verbose_name": metric["label"],
            "expression": metric["sql"][self.engine],
            "description": metric["description"] + formula,
            "d3format": FORMATS[metric["format"]],
        }
        if metric["format"].startswith("money"):
            # Superset shows the currency that the rows have, and none where they have several.
            asset["currency"] = {"symbol": "AUTO", "symbolPosition": "prefix"}
        if "certified_by" in metric:
            asset["extra"] = {
                "certification": {
                    "certified_by": metric["certified_by"],
                    "details": "Defined once, in macros/metrics, and tested to be the same in every tool.",
                }
            }
        return asset

    def format(self, dataset: str, name: str) -> dict:
        """How a metric's values are written: `d3format`, and `currency` if they are amounts."""
        [metric] = [metric for metric in self.dataset_metrics(dataset) if metric["name"] == name]
        return self.metric(metric)

    def number_format(self, chart: dict) -> dict:
        """How a chart with one number or one axis writes it: as its first metric."""
        metric = self.format(chart["dataset"], chart.get("metric") or chart["metrics"][0])
        formats = {"y_axis_format": metric["d3format"]}
        return formats | ({"currency_format": metric["currency"]} if "currency" in metric else {})

    # Charts: a function a kind, which answers the parameters that Superset's own editor would save.

    def change(self, chart: dict) -> dict:
        """The last seven complete days against the seven before; `week_ending` makes both."""
        return {
            "viz_type": "big_number",
            "metric": chart["metric"],
            "x_axis": "week_ending",
            "compare_lag": 1,
            "compare_suffix": "on the 7 days before",
            "show_trend_line": True,
            "start_y_axis_at_zero": True,
            "header_font_size": 0.4,
            "subheader_font_size": 0.25,
            **self.number_format(chart),
        }

    def number(self, chart: dict) -> dict:
        """One metric over all that is filtered."""
        return {
            "viz_type": "big_number_total",
            "metric": chart["metric"],
            "header_font_size": 0.4,
            **self.number_format(chart),
        }

    def table(self, chart: dict) -> dict:
        """Metrics by columns; Superset works totals out from all rows, so those of rates are right."""
        return {
            "viz_type": "table",
            "query_mode": "aggregate",
            "groupby": chart["by"],
            "metrics": chart["metrics"],
            "timeseries_limit_metric": chart.get("sort", chart["metrics"][0]),
            # Superset puts a column to the left that has no values.
            "column_config": {metric: {"horizontalAlign": "right"} for metric in chart["metrics"]},
            "order_desc": True,
            "show_totals": True,
            "show_cell_bars": False,
            "include_search": True,
            "row_limit": 1000,
            "table_timestamp_format": "%Y-%m-%d",
        }

    def listing(self, chart: dict) -> dict:
        """Rows as the mart has them."""
        columns, chosen = self.columns(chart["dataset"]), chart.get("formats", {})
        formats = {}
        for column in chart["columns"]:
            kind = columns[column]["type"].lower()
            if kind == "date":
                formats[column] = {"d3TimeFormat": "%Y-%m-%d"}
            elif column in chosen or kind in TYPES:
                formats[column] = {"d3NumberFormat": FORMATS[chosen.get(column) or TYPES[kind]]}
        return {
            "viz_type": "table",
            "query_mode": "raw",
            "all_columns": chart["columns"],
            "order_by_cols": [
                json.dumps([column.removeprefix("-"), not column.startswith("-")])
                for column in chart.get("sort", [])
            ],
            "column_config": formats,
            "show_cell_bars": False,
            "include_search": len(chart["columns"]) > 4,
            "row_limit": 1000,
            "table_timestamp_format": "%Y-%m-%d %H:%M",
        }

    def bars(self, chart: dict) -> dict:
        """Metrics by day, stacked; amounts are side by side, by currency, as a stack would add them up."""
        params = self.lines(chart) | {"viz_type": "echarts_timeseries_bar"}
        if "currency_format" in params:
            return params | {"groupby": [*params["groupby"], "currency"]}
        return params | {"stack": "Stack"}

    def lines(self, chart: dict) -> dict:
        """Metrics by day."""
        return {
            "viz_type": "echarts_timeseries_line",
            "x_axis": chart.get("x", self.datasets[chart["dataset"]]["day"]),
            # The column is by day already; asked for by day, every row would be rounded to it once more.
            "time_grain_sqla": None,
            "x_axis_time_format": "%d %b",
            "metrics": chart["metrics"],
            "groupby": [chart["by"]] if "by" in chart else [],
            "row_limit": 10000,
            "markerEnabled": True,
            **self.number_format(chart),
            "show_legend": True,
            "rich_tooltip": True,
        }

    def chart(self, slug: str, where: str | None, chart: dict) -> tuple[str, str]:
        """Write a chart to a file of its own; answers its title and id."""
        kind, title = next(iter(chart.items()))
        chart = {"dataset": self.defaults["dataset"]} | chart
        self.used.add(chart["dataset"])
        params = getattr(self, kind)(chart)
        params["adhoc_filters"] = [
            {"expressionType": "SQL", "clause": "WHERE", "sqlExpression": condition}
            for condition in (where, chart.get("where"))
            if condition
        ]
        day = self.datasets.get(chart["dataset"], {}).get("day")
        simple = {"expressionType": "SIMPLE", "clause": "WHERE"}
        if kind == "change":
            params["adhoc_filters"].append(simple | {"subject": "week_ending", "operator": "IS NOT NULL"})
        elif day:
            # What the filter of dates replaces.
            every_day = {"subject": day, "operator": "TEMPORAL_RANGE", "comparator": "No filter"}
            params["adhoc_filters"].append(simple | every_day)
        name = label(title).lower()
        file = "_".join("".join(c if c.isalnum() else " " for c in f"{slug} {name}").split())
        if (path := f"charts/{file}.yaml") in self.files:
            raise SystemExit(f"bi/dashboards.yml: two charts of {slug} are called {title}")
        self.files[path] = {
            "slice_name": title,
            "viz_type": params["viz_type"],
            "params": params,
            "uuid": uid("chart", slug, title),
            "version": VERSION,
            "dataset_uuid": uid("dataset", chart["dataset"]),
        }
        return title, uid("chart", slug, title)

    # Dashboards

    def dashboard(self, slug: str, dashboard: dict) -> dict:
        """A dashboard: where its charts are, and its filters."""
        position = {
            "DASHBOARD_VERSION_KEY": "v2",
            "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
            "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": [], "parents": ["ROOT_ID"]},
            "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": dashboard["title"]}},
        }
        compared = []
        for row_number, row in enumerate(dashboard["rows"], 1):
            row_id = f"ROW-{row_number}"
            position["GRID_ID"]["children"].append(row_id)
            parents = ["ROOT_ID", "GRID_ID"]
            position[row_id] = {
                "type": "ROW",
                "id": row_id,
                "children": [],
                "parents": parents,
                "meta": {"background": "BACKGROUND_TRANSPARENT"},
            }
            for chart in row:
                kind = next(iter(chart))
                number = sum("meta" in child for child in position.values() if isinstance(child, dict))
                child_id = f"{'MARKDOWN' if kind == 'text' else 'CHART'}-{number}"
                meta = {
                    "width": chart.get("width", 12 // len(row)),
                    "height": chart.get("height", HEIGHTS[kind]),
                }
                if kind == "text":
                    meta["code"] = chart["text"]
                else:
                    title, chart_uid = self.chart(slug, dashboard.get("where"), chart)
                    meta |= {"chartId": number, "sliceName": title, "uuid": chart_uid}
                    if kind == "change":
                        compared.append(number)
                position[row_id]["children"].append(child_id)
                position[child_id] = {
                    "type": child_id.split("-")[0],
                    "id": child_id,
                    "children": [],
                    "parents": [*parents, row_id],
                    "meta": meta,
                }
        filters = dashboard.get("filters", self.defaults["filters"])
        return {
            "dashboard_title": dashboard["title"],
            "description": dashboard["description"],
            "slug": slug,
            "uuid": uid("dashboard", slug),
            "published": True,
            "position": position,
            "metadata": {
                "color_scheme": "supersetColors",
                "cross_filters_enabled": True,
                "native_filter_configuration": [
                    self.filter(column, filters, compared if column == "date_day" else [])
                    for column in filters
                ],
            },
            "version": VERSION,
        }

    def filter(self, column: str, filters: list[str], excluded: list[int]) -> dict:
        """A filter of a dashboard on a column of the default dataset, and of every other that has it."""
        asset = {
            "id": f"NATIVE_FILTER-{column}",
            "name": "Dates" if column == "date_day" else label(column),
            "type": "NATIVE_FILTER",
            "filterType": "filter_select",
            "targets": [
                {"column": {"name": column}, "datasetUuid": uid("dataset", self.defaults["dataset"])}
            ],
            "scope": {"rootPath": ["ROOT_ID"], "excluded": excluded},
            "controlValues": {"multiSelect": True, "enableEmptyFilter": False, "searchAllOptions": True},
            "defaultDataMask": {"filterState": {}, "extraFormData": {}},
            "cascadeParentIds": [],
        }
        if column == "date_day":
            asset |= {"filterType": "filter_time", "targets": [{}], "controlValues": {}}
        if column == "campaign_name" and "advertiser_name" in filters:
            asset["cascadeParentIds"] = ["NATIVE_FILTER-advertiser_name"]
        return asset


def generate(manifest: dict, engine: str = "duckdb", schema: str = "main") -> dict[str, str]:
    """The text of every asset by its path, for tables of this schema on this engine."""
    metrics = json.loads((BI / "metrics.json").read_text())
    described = yaml.safe_load((BI / "dashboards.yml").read_text())
    files = Generator(manifest, metrics, described, engine, schema).files
    return {path: yaml.safe_dump(file, sort_keys=False, allow_unicode=True) for path, file in files.items()}


def main():
    """Read the arguments, write the assets in the place of those that were there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--manifest", type=Path, default=BI.parent / "target" / "manifest.json")
    parser.add_argument("--engine", choices=["duckdb", "postgres", "spark"], default="duckdb")
    parser.add_argument("--schema", default="main", help="the schema that readers use")
    parser.add_argument("--output", type=Path, default=BI / "superset")
    arguments = parser.parse_args()
    files = generate(json.loads(arguments.manifest.read_text()), arguments.engine, arguments.schema)
    shutil.rmtree(arguments.output, ignore_errors=True)
    for path, text in files.items():
        file = arguments.output / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


if __name__ == "__main__":
    main()
