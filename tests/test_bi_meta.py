"""What BI tools and people read of dbt's manifest: keys that tools know, the same metrics everywhere."""

import json
import re
import runpy
import sys
from types import ModuleType, SimpleNamespace

import jinja2
import pytest
import yaml
from conftest import PROJECT
from cube_dbt.column import Column
from dbtmetabase.manifest import Manifest

# github.com/gouline/dbt-metabase 1.7.5, README "Semantic Types", "Visibility Types", "Other Meta Fields";
# of its semantic types Metabase itself takes those that its page on field types has as well:
# metabase.com/docs/latest/data-modeling/field-types (entity name is type/Name, quantity type/Quantity).
METABASE = {
    "metabase.display_name": str,
    "metabase.visibility_type": {"normal", "details-only", "sensitive"},
    "metabase.semantic_type": {
        "type/Category", "type/Country", "type/Currency", "type/Name", "type/Quantity",
    },
    "metabase.has_field_values": {"list", "search"},
    "metabase.number_style": {"decimal"},
    "metabase.decimals": int,
    "metabase.fk_target_table": str,
    "metabase.fk_target_field": str,
}  # fmt: skip
# docs.lightdash.com/references/dimensions, /metrics and /tables, and Lightdash's own schema of them,
# packages/common/src/schemas/json/lightdash-dbt-2.0.json in github.com/lightdash/lightdash.
LIGHTDASH_DIMENSION = {
    "label": str,
    "type": {"string", "number", "timestamp", "date", "boolean"},
    "hidden": bool,
    "time_intervals": list,
}
LIGHTDASH_INTERVALS = {"RAW", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"}
LIGHTDASH_METRIC = {
    "label": str,
    "description": str,
    "type": {"sum", "min", "max", "number"},
    "sql": str,
    "hidden": bool,
    "format": {"#,##0", "#,##0.##", "#,##0.00", "#,##0.0000", "0.00%"},
}
LIGHTDASH_MODEL = {
    "metrics": dict,
    "default_time_dimension": dict,
    "order_fields_by": {"index", "label"},
}
# cube.dev/docs/reference/data-model/cube, /dimensions and /measures; cube.dev/docs/reference/python/cube_dbt.
CUBE = {
    "cube": {"name", "description", "sql_table", "dimensions", "measures"},
    "dimension": {"name", "description", "sql", "type", "meta"},
    "measure": {"name", "title", "description", "sql", "type", "format"},
}
# How each of the catalogue's formats is written for Lightdash; an amount has no sign, as it has any currency.
FORMATS = {
    "count": "#,##0", "quantity": "#,##0.##", "money": "#,##0.00", "money_rate": "#,##0.0000",
    "percent": "0.00%", "ratio": "#,##0.00",
}  # fmt: skip


def wrong(meta: dict, documented: dict) -> list:
    """The keys that are not documented, or whose value is not."""
    return [
        (key, value)
        for key, value in meta.items()
        if key not in documented
        or not (isinstance(value, kind) if isinstance(kind := documented[key], type) else value in kind)
    ]


@pytest.fixture(scope="module")
def manifest(artefacts):
    """The path of dbt's manifest."""
    return artefacts / "manifest.json"


@pytest.fixture(scope="module")
def mart(manifest):
    return json.loads(manifest.read_text())["nodes"]["model.ad_metrics.delivery_daily"]


@pytest.fixture(scope="module")
def catalogue():
    return json.loads((PROJECT / "bi" / "metrics.json").read_text())


def test_every_key_in_the_columns_meta_is_documented_by_the_tool_that_reads_it(mart):
    assert not wrong(mart["meta"], LIGHTDASH_MODEL)
    assert mart["meta"]["default_time_dimension"]["field"] in mart["columns"]
    lightdash = {"dimension": dict, "metrics": dict}
    for column in mart["columns"].values():
        assert not wrong(column["meta"], METABASE | lightdash), column["name"]
        dimension = column["meta"]["dimension"]
        assert not wrong(dimension, LIGHTDASH_DIMENSION), column["name"]
        assert set(dimension.get("time_intervals", [])) <= LIGHTDASH_INTERVALS
        assert dimension.get("hidden") or dimension["label"] == column["meta"]["metabase.display_name"]
        assert Column(mart["name"], column).type in ("string", "number", "time")
    for name, metric in lightdash_metrics(mart).items():
        assert not wrong(metric, LIGHTDASH_METRIC), name
    assert wrong({"metabase.decimal": 2, "metabase.decimals": "2"}, METABASE) == [
        ("metabase.decimal", 2),
        ("metabase.decimals", "2"),
    ]


def test_dbt_metabase_reads_the_manifest_and_drops_no_key(manifest, mart):
    [model] = [model for model in Manifest(manifest).read_models() if model.name == "delivery_daily"]
    read = {column.name: column for column in model.columns}
    assert set(read) == set(mart["columns"])
    for name, column in mart["columns"].items():
        for key, value in column["meta"].items():
            if key.startswith("metabase.") and key != "metabase.fk_target_table":
                assert getattr(read[name], key.removeprefix("metabase.")) == value, (name, key)
    # With the schema that dbt builds it in.
    keys = {name: column.fk_target_table for name, column in read.items() if column.fk_target_table}
    assert keys == {
        "advertiser_key": "main.dim_advertisers",
        "campaign_key": "main.dim_campaigns",
        "placement_key": "main.dim_placements",
    }
    assert read["campaign_key"].semantic_type == "type/FK"


def lightdash_metrics(mart) -> dict[str, dict]:
    """Lightdash's metrics of the mart; those of a column get its name as `sql`."""
    metrics = {}
    for column in mart["columns"].values():
        for name, metric in column["meta"].get("metrics", {}).items():
            metrics[name] = {"sql": column["name"], **metric}
    assert not set(metrics) & set(mart["meta"]["metrics"])
    metrics |= mart["meta"]["metrics"]
    # Lightdash's fields of a table share one set of names.
    assert not set(metrics) & set(mart["columns"])
    return metrics


def lightdash_sql(metrics, name) -> str:
    """A metric as Lightdash writes it: aggregates around columns, references to other metrics filled in."""
    metric = metrics[name]
    if metric["type"] != "number":
        return f"{metric['type']}({metric['sql']})"
    return re.sub(r"\$\{(\w+)\}", lambda found: f"({lightdash_sql(metrics, found[1])})", metric["sql"])


def test_lightdashs_metrics_are_the_catalogues_and_give_what_the_sql_functions_give(mart, catalogue, demo):
    metrics = lightdash_metrics(mart)
    shown = {name for name, metric in metrics.items() if not metric.get("hidden")}
    assert shown == {("total_" if metric["additive"] else "") + metric["name"] for metric in catalogue}
    for metric in catalogue:
        name = ("total_" if metric["additive"] else "") + metric["name"]
        assert metrics[name]["label"] == metric["label"]
        assert metrics[name]["format"] == FORMATS[metric["format"]], name
        is_function = not metric["additive"] or metric["name"] == "margin"
        expected = f"{metric['name'] if is_function else 'sum'}({', '.join(metric['inputs'])})"
        different = demo.rows(
            f"select * from (select campaign_key, {lightdash_sql(metrics, name)} as lightdash, "
            f"{expected} as expected from delivery_daily group by rollup (campaign_key)) "
            "where lightdash is distinct from expected"
        )
        assert different == [], name
    [(ecpm, ctr)] = demo.rows(
        f"select {lightdash_sql(metrics, 'ecpm')}, {lightdash_sql(metrics, 'ctr')} from delivery_daily "
        "where campaign_name = 'CPC rate edited 0.50 to 0.80'"
    )
    assert ecpm == pytest.approx(1000 * 959.0 / 241_354, rel=1e-15)
    assert ctr == pytest.approx(1_465 / 241_354, rel=1e-15)


def test_lightdashs_metrics_never_mix_currencies(mart, catalogue, demo):
    metrics = lightdash_metrics(mart)
    other = "select * replace ('USD' as currency) from delivery_daily"
    amounts = {
        "conversion_value", "investment", "booked_revenue", "earned_revenue", "revenue", "media_cost",
    }  # fmt: skip
    for metric in catalogue:
        name = ("total_" if metric["additive"] else "") + metric["name"]
        formula = lightdash_sql(metrics, name)
        one = demo.value(f"select {formula} from delivery_daily")
        both = demo.value(f"select {formula} from (select * from delivery_daily union all {other})")
        if amounts & set(metric["inputs"]):
            assert both is None, name
        else:
            assert both == (2 * one if metric["additive"] and one is not None else one), name


def test_cube_makes_its_model_from_the_manifest_and_the_catalogue(
    manifest, catalogue, demo, monkeypatch, tmp_path
):
    (tmp_path / "manifest.json").symlink_to(manifest)
    (tmp_path / "metrics.json").symlink_to(PROJECT / "bi" / "metrics.json")
    monkeypatch.chdir(tmp_path)
    # Cube gives its own module `cube` to globals.py, and what is registered there to the templates.
    functions = {}
    cube = ModuleType("cube")
    cube.TemplateContext = lambda: SimpleNamespace(
        function=lambda name: lambda function: functions.setdefault(name, function)
    )
    monkeypatch.setitem(sys.modules, "cube", cube)
    folder = PROJECT / "bi" / "cube" / "model"
    runpy.run_path(str(folder / "globals.py"))
    template = (folder / "cubes" / "delivery_daily.yml.jinja").read_text()
    [model] = yaml.safe_load(jinja2.Template(template).render(functions))["cubes"]

    assert set(model) == CUBE["cube"]
    assert all(set(dimension) <= CUBE["dimension"] for dimension in model["dimensions"])
    assert all(set(measure) <= CUBE["measure"] for measure in model["measures"])
    names = [field["name"] for field in model["dimensions"] + model["measures"]]
    assert len(names) == len(set(names)) == 13 + len(catalogue)
    measures = {measure["name"]: measure for measure in model["measures"]}
    assert measures["ctr"]["format"] == "percent" and measures["ecpm"]["title"] == "eCPM"
    selected = ", ".join(f"{measure['sql']} as {name}" for name, measure in measures.items())
    [(ecpm,)] = demo.rows(
        f"select ecpm from (select {selected} from {model['sql_table']} "
        "where campaign_name = 'CPC rate edited 0.50 to 0.80')"
    )
    assert ecpm == pytest.approx(1000 * 959.0 / 241_354, rel=1e-15)


def test_the_first_page_of_the_docs_begins_with_every_metric_and_links_nowhere_else(manifest, catalogue):
    overview = (PROJECT / "models" / "overview.md").read_text()
    glossary = overview.split("\n## ")[0]
    for metric in catalogue:
        text = re.escape(metric["description"] if metric["additive"] else metric["formula"].replace("`", ""))
        link = re.escape(f"[{metric['label']}](#!/metric/metric.ad_metrics.{metric['name']})")
        row = rf"^\| {link}( \([\w, ]+\))? \| {text} \| {re.escape(metric['unit'])} \|"
        assert re.search(row, glossary, re.MULTILINE), metric["name"]
    everything = json.loads(manifest.read_text())
    kinds = {"metric": "metrics", "macro": "macros", "model": "nodes", "exposure": "exposures"}
    links = re.findall(r"\(#!/(\w+)/([\w.]+)\)", overview)
    assert len(links) == overview.count("](")
    assert not [name for kind, name in links if name not in everything[kinds[kind]]]
