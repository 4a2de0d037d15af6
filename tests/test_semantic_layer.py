"""The semantic metrics say what the macros say, in words that people can read, and answer over time."""

import importlib.util
import json
import re
import subprocess
from decimal import Decimal

import pytest
import sqlglot
from conftest import DBT, PROJECT, Warehouse
from semantic_layer import SemanticLayer

CATALOGUE = PROJECT / "bi" / "metrics.json"
METRICS = json.loads(CATALOGUE.read_text())


@pytest.fixture(scope="module")
def manifest(artefacts) -> dict:
    return json.loads((artefacts / "manifest.json").read_text())


@pytest.fixture(scope="module")
def layer(artefacts) -> SemanticLayer:
    return SemanticLayer(artefacts / "semantic_manifest.json")


def shown(manifest) -> dict[str, dict]:
    """The metrics that people are to choose from."""
    metrics = {metric["name"]: metric for metric in manifest["metrics"].values()}
    return {name: metric for name, metric in metrics.items() if not metric["config"]["meta"].get("hidden")}


def test_every_metric_has_a_label_a_unit_a_format_an_owner_and_somebody_who_vouches_for_it(manifest):
    metrics = shown(manifest)
    assert {metric["name"] for metric in METRICS} < set(metrics)
    for name, metric in metrics.items():
        assert metric["label"] and metric["description"], name
        meta = metric["config"]["meta"]
        assert set(meta) == {"unit", "format", "owner", "certified_by"} and all(meta.values()), name
        assert meta["format"] in ("count", "quantity", "money", "money_rate", "percent", "ratio"), name
        if unit := re.search("- Unit: (.*)", metric["description"]):
            assert unit[1] == meta["unit"], name


def test_what_a_semantic_metric_divides_is_what_its_macro_divides(manifest):
    """The macros' SQL is in the catalogue; a semantic metric names sums where that has them."""
    for metric in METRICS:
        if metric["inputs"] == [metric["name"]]:
            continue
        [semantic] = [m for m in manifest["metrics"].values() if m["name"] == metric["name"]]
        sql = semantic["type_params"]["expr"]
        for column in ("currency", "side"):
            sql = sql.replace(f"first_{column}", f"min({column})").replace(f"last_{column}", f"max({column})")
        for measure in metric["inputs"]:
            sql = re.sub(rf"\b{measure}(_in_any_currency)?\b", f"sum({measure})", sql)
        words = [sqlglot.transpile(text, write="postgres")[0] for text in (sql, metric["sql"]["postgres"])]
        assert words[0].replace("(CAST(SUM(revenue) - SUM(media_cost) AS DECIMAL(28, 9)))", "MARGIN") == (
            words[1].replace("(CAST(SUM(revenue) - SUM(media_cost) AS DECIMAL(28, 9)))", "MARGIN")
        ), metric["name"]


def generator():
    """What `make generate` runs."""
    file = PROJECT / "macros" / "metrics" / "generate.py"
    spec = importlib.util.spec_from_file_location("generate_metrics", file)
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    return generate


def test_the_catalogue_is_up_to_date(demo):
    printed = demo.dbt("--quiet", "run-operation", "print_metric_catalogue").stdout
    assert generator().by_engine(json.loads(printed)) == METRICS, "Run make generate"


def test_what_follows_from_the_registry_is_up_to_date(demo):
    generate = generator()
    metrics = json.loads(demo.dbt("--quiet", "run-operation", "print_metric_registry").stdout)
    stale = [str(path) for path, text in generate.files(metrics).items() if path.read_text() != text]
    assert not stale, "Run make generate"
    assert not generate.contradictions(metrics)


def test_the_warehouse_tells_the_same_as_the_catalogue(demo):
    told = demo.rows("select name, label, description, formula, unit, format, better, additive from metrics")
    assert sorted(told) == sorted(
        tuple(
            m[key]
            for key in ("name", "label", "description", "formula", "unit", "format", "better", "additive")
        )
        for m in METRICS
    )


def test_comparisons_over_time(demo, layer):
    """Worked from the extract's own days: 251,582 impressions on 22 October, 356,046 a week later."""
    rows = {
        str(row["metric_time__day"])[:10]: row
        for row in layer.ask(
            demo.file,
            ["impressions", "impressions_week_on_week", "impressions_month_to_date", "impressions_to_date",
             "revenue_month_to_date", "ctr_week_on_week"],
            ["metric_time__day"],
        )
    }  # fmt: skip
    assert rows["2026-10-22"]["impressions"] == 251_582 and rows["2026-10-29"]["impressions"] == 356_046
    assert rows["2026-10-22"]["impressions_week_on_week"] is None
    assert rows["2026-10-29"]["impressions_week_on_week"] == pytest.approx(104_464 / 251_582, rel=1e-15)
    clicks = dict(demo.rows("select date_day::varchar, sum(clicks) from fct_delivery group by 1"))
    before, after = int(clicks["2026-10-22"]) / 251_582, int(clicks["2026-10-29"]) / 356_046
    assert rows["2026-10-29"]["ctr_week_on_week"] == pytest.approx(after / before - 1, rel=1e-13)
    # The month begins anew on the first; the total does not.
    assert rows["2026-10-31"]["impressions_month_to_date"] == 6_854_827
    assert rows["2026-11-02"]["impressions_month_to_date"] == 305_423 == 288_270 + 17_153
    assert rows["2026-11-02"]["impressions_to_date"] == 7_160_250
    october = demo.value("select sum(revenue) from fct_delivery where date_day < '2026-11-01'")
    assert rows["2026-10-31"]["revenue_month_to_date"] == october == Decimal("13393.924600000")


def test_every_saved_query_answers(demo, layer, manifest):
    names = [query["name"] for query in manifest["saved_queries"].values()]
    assert len(names) >= 5
    for name in names:
        assert layer.ask(demo.file, saved_query_name=name), name


def test_money_of_several_currencies_is_never_added(layer, tmp_path):
    """Not by a semantic metric, whatever it is grouped by; only by currency there is an answer."""
    warehouse = Warehouse(tmp_path)
    file = tmp_path / "spend.csv"
    file.write_text(
        "date,platform,account_id,campaign_id,currency,impressions,clicks,investment\n"
        "2026-10-22,x_ads,a1,c1,EUR,1000,7,1.50\n2026-10-22,x_ads,a1,c1,USD,3000,9,2.25\n"
    )
    variables = ("--vars", json.dumps({"spend_path": str(tmp_path)}))
    warehouse.dbt("seed", *variables)
    warehouse.dbt(
        "build", "--select", "+fct_delivery", "+dim_dates", "+dim_hours", "--exclude-resource-type",
        "seed", "test", "unit_test", *variables,
    )  # fmt: skip
    money = ["investment", "cpt", "cpc", "investment_month_to_date"]
    for group_by in ([], ["delivery__platform"], ["metric_time__day"], ["campaign"]):
        if not group_by:
            asked = money[:3]
        else:
            asked = money if group_by == ["metric_time__day"] else money[:3]
        rows = layer.ask(warehouse.file, [*asked, "clicks"], group_by)
        day = [row for row in rows if row["clicks"]]
        assert [[row[name] for name in asked] for row in day] == [[None] * len(asked)]
        assert day[0]["clicks"] == 16
    rows = layer.ask(warehouse.file, ["investment", "cpt"], ["delivery__currency"])
    assert {row["delivery__currency"]: (row["investment"], row["cpt"]) for row in rows} == {
        "EUR": (Decimal("1.50"), 1.5), "USD": (Decimal("2.25"), 0.75),
    }  # fmt: skip


def test_mf_query_works_as_the_readme_says(demo):
    """With the README's own words, in the project's environment."""
    [command] = re.findall(r"mf query (--metrics [^\n]*)", (PROJECT / "README.md").read_text())
    environment = {
        "PATH": "/usr/bin:/bin", "HOME": str(demo.folder), "DBT_PROFILES_DIR": "profiles",
        "AD_METRICS_WAREHOUSE": str(demo.folder),
    }  # fmt: skip
    # MetricFlow reads what dbt left in the project's own folder.
    for words in (["dbt", "--no-partial-parse", "parse"], ["mf", "query", *command.split()]):
        done = subprocess.run(
            [DBT.with_name(words[0]), *words[1:]],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Acme +2.19972 +2.19972 +0.0027081", done.stdout), done.stdout
