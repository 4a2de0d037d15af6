"""
What Cube makes its data model of delivery_daily from: dbt's manifest.json and the metric catalogue.

Copy both into the root of the Cube project: target/manifest.json and bi/metrics.json.
"""

import json

from cube import TemplateContext
from cube_dbt import Dbt
from cube_dbt.dump import dump

# One of the engines that metrics.json has SQL for.
ENGINE = "duckdb"

template = TemplateContext()
mart = Dbt.from_file("manifest.json").model("delivery_daily")


@template.function("delivery_daily")
def delivery_daily():
    """The mart as dbt describes it."""
    return mart


@template.function("hidden_columns")
def hidden_columns():
    """Keys, and measures: those are summed by the measures of the same names."""
    return [column.name for column in mart.columns if column.meta["dimension"].get("hidden")]


@template.function("measures")
def measures():
    """Every measure and rate. Only percentages have a format, as Cube shows currencies as dollars."""
    with open("metrics.json", encoding="utf-8") as file:
        catalogue = json.load(file)
    return dump(
        [
            {
                "name": metric["name"],
                "title": metric["label"],
                "description": metric["description"],
                "sql": metric["sql"][ENGINE],
                "type": "number",
                **({"format": "percent"} if metric["format"] == "percent" else {}),
            }
            for metric in catalogue
        ],
        indent=6,
    )
