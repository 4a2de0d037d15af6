"""Every door to the data gives the same number at any grain: the one that fractions give."""

import json
import os
import re
import shutil
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache

import duckdb
import pytest
from conftest import PROJECT, Warehouse
from extracts import extract
from semantic_layer import SemanticLayer
from spend_rows import spend, write

METRICS = json.loads((PROJECT / "bi" / "metrics.json").read_text())
COUNTS = [metric["name"] for metric in METRICS if metric["format"] in ("count", "quantity")
          and metric["additive"]]  # fmt: skip
MONEY = [metric["name"] for metric in METRICS if metric["format"] == "money" and not metric["formula"]]
NAMES = [metric["name"] for metric in METRICS]
# The glossary's words, such as "revenue / impressions * 1000": what SQL of any kind is held to.
FORMULAS = {metric["name"]: metric["formula"] for metric in METRICS if metric["formula"]}

# Each grain as columns of FACTS and as MetricFlow has them; and which rows it asks for.
GRAINS = {
    "total": ({}, None),
    "day": ({"date_day": "metric_time__day"}, None),
    "hour": ({"date_hour": "metric_time__hour"}, None),
    "month x advertiser": (
        {"month_start": "metric_time__month", "advertiser_name": "advertiser__advertiser_name"}, None,
    ),
    "campaign": ({"campaign_key": "campaign"}, None),
    "campaign x day": ({"campaign_key": "campaign", "date_day": "metric_time__day"}, None),
    "creative": ({"creative_name": "creative__creative_name"}, None),
    "placement x weekday": ({"placement_key": "placement", "day_name": "date__day_name"}, None),
    "website": ({"website_name": "placement__website_name"}, None),
    "pricing model x country": (
        {"pricing_model": "delivery__pricing_model", "country": "delivery__country"}, None,
    ),
    "source x platform": ({"source": "delivery__source", "platform": "delivery__platform"}, None),
    "side": ({"side": "delivery__side"}, None),
    "currency": ({"currency": "delivery__currency"}, None),
    "one currency of several": (
        {"campaign_key": "campaign"}, ("currency", "USD", "{{ Dimension('delivery__currency') }} = 'USD'"),
    ),
}  # fmt: skip
FACTS = """
select
    delivery.*, dim_dates.month_start, dim_dates.day_name, advertiser_name, creative_name, website_name
from fct_delivery as delivery
inner join dim_dates using (date_day)
inner join dim_advertisers using (advertiser_key)
inner join dim_creatives using (creative_key)
inner join dim_placements using (placement_key)
"""


def videos(impressions: str | None, number: int) -> dict[str, str | None]:
    """Videos of a row of spend: fewer at every step, and none told in one row."""
    if impressions is None or number == 3:
        return {}
    starts = int(impressions) * 5 // 7
    return {
        "video_starts": str(starts), "video_first_quartiles": str(starts * 9 // 11),
        "video_midpoints": str(starts * 2 // 3), "video_third_quartiles": str(starts * 5 // 9),
        "video_completes": str(starts * 3 // 7), "video_views": str(starts * 4 // 7),
    }  # fmt: skip


@pytest.fixture(scope="session")
def both_sides(tmp_path_factory) -> Warehouse:
    """Delivery of the ad server and spend on platforms, in three currencies, some without impressions."""
    folder = tmp_path_factory.mktemp("both_sides")
    revive = extract(folder / "revive")
    rows = [
        spend(
            f"2026-10-{day}", platform=platform, campaign_id=f"c{number % 5}", currency=currency,
            country=country, impressions=impressions, clicks=clicks, investment=investment,
            conversions=conversions, conversion_value=value,
            measurable_impressions=impressions and str(int(impressions) * 7 // 9),
            **videos(impressions, number),
            viewable_impressions=None if number == 2 else impressions and str(int(impressions) * 3 // 8),
        )
        for number, (day, platform, currency, country, impressions, clicks, investment, conversions, value)
        in enumerate([
            (22, "x_ads", "USD", "DE", "10007", "41", "17.31", "0.333333", "5.17"),
            (22, "x_ads", "USD", None, "0", "3", "1.99", "0", "0"),
            (23, "x_ads", "USD", "FR", "9001", "17", "0.000000007", "2.5", "90.01"),
            (23, "y_ads", "EUR", "DE", "777", "0", "3.33", None, None),
            (24, "y_ads", "JPY", "DE", None, None, "1013", None, None),
            (25, "y_ads", "EUR", None, "31", "7", "0", "1", "11.7"),
            (26, "x_ads", "EUR", "DE", "12347", "91", "29.97", "3", "7.77"),
            (26, "x_ads", "USD", "DE", "12347", "91", "31.01", "3", "7.77"),
        ])
    ]  # fmt: skip
    write(folder / "spend" / "spend.csv", rows)
    warehouse = Warehouse(folder / "warehouse")
    variables = json.dumps({"revive_path": str(revive), "spend_path": str(folder / "spend")})
    warehouse.dbt("seed", "--vars", variables)
    warehouse.dbt(
        "build", "--exclude-resource-type", "seed", "test", "unit_test", "--vars", variables
    )  # fmt: skip
    return warehouse


@pytest.fixture(scope="session")
def semantic_layer(artefacts) -> SemanticLayer:
    return SemanticLayer(artefacts / "semantic_manifest.json")


def records(warehouse: Warehouse, sql: str) -> list[dict]:
    names = [name for name, *_ in warehouse.rows(f"describe {sql}")]
    return [dict(zip(names, row, strict=True)) for row in warehouse.rows(sql)]


@pytest.fixture(scope="session")
def facts(both_sides) -> list[dict]:
    return records(both_sides, FACTS)


def total(rows: list[dict], measure: str):
    """The exact sum of what is known; None where nothing is."""
    known = [Fraction(row[measure]) for row in rows if row[measure] is not None]
    return sum(known) if known else None


def worked_out(formula: str, sums: dict[str, Fraction | None]) -> Fraction | None:
    """A formula of the glossary; None where a part is unknown or there is nothing to divide by."""
    parts = {name: sums[name] for name in re.findall("[a-z_]+", formula)}
    if None in parts.values():
        return None
    try:
        return eval(formula, {}, parts)
    except ZeroDivisionError:
        return None


def expected(rows: list[dict]) -> dict[str, Fraction | None]:
    """Every metric of these facts, in fractions."""
    one_currency = len({row["currency"] for row in rows}) == 1
    one_side = len({row["side"] for row in rows}) == 1
    sums = {name: total(rows, name) for name in COUNTS}
    sums |= {name: total(rows, name) if one_currency else None for name in MONEY}
    answer = {name: sums[name] for name in (*COUNTS, *MONEY)}
    for name, formula in FORMULAS.items():
        is_rate = "/" in formula
        answer[name] = worked_out(formula, sums) if one_side or not is_rate else None
    return answer


def grouped(rows: list[dict], keys) -> dict[tuple, list[dict]]:
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(plain(row[key]) for key in keys)].append(row)
    return groups


def plain(value):
    """A group's key in one form, whichever door names it: days and months are midnights to MetricFlow."""
    return str(value).removesuffix(" 00:00:00") if hasattr(value, "year") else value


def differences(answers: dict[tuple, dict], truth: dict[tuple, dict]) -> list:
    """Where answers are not the fractions: money and counts to the last digit, rates to that of a float."""
    wrong = [("groups", set(answers) ^ set(truth))] if set(answers) != set(truth) else []
    for key in set(answers) & set(truth):
        for name, exact in truth[key].items():
            answer = answers[key].get(name, "missing")
            if exact is None or answer is None or answer == "missing":
                right = answer is exact
            elif "/" in FORMULAS.get(name, ""):
                # Two roundings to a float and one division.
                right = abs(Fraction(answer) - exact) <= abs(exact) * Fraction(1, 2**51)
            else:
                right = isinstance(answer, int | Decimal) and Fraction(answer) == exact
            if not right:
                wrong.append((key, name, answer, exact and float(exact)))
    return wrong


@pytest.fixture(scope="session")
def of_grain(facts):
    """Gives the columns of a grain, and what every metric is in each of its groups."""

    @cache
    def answer(grain: str) -> tuple[dict, dict]:
        columns, only = GRAINS[grain]
        rows = [row for row in facts if only is None or row[only[0]] == only[1]]
        return columns, {key: expected(group) for key, group in grouped(rows, columns).items()}

    return answer


def by_key(rows: list[dict], columns) -> dict[tuple, dict]:
    return {tuple(plain(row[column]) for column in columns): row for row in rows}


def test_the_grains_try_what_is_hard(of_grain):
    """Groups without impressions, with several currencies, and with values that are not known."""
    campaign_days = of_grain("campaign x day")[1].values()
    assert any(group["impressions"] == 0 and group["clicks"] for group in campaign_days)
    assert any(group["impressions"] is None and group["investment"] for group in campaign_days)
    assert any(group["impressions"] and group["investment"] is None for group in campaign_days)
    [total_of_all] = of_grain("total")[1].values()
    assert total_of_all["revenue"] is None and total_of_all["impressions"]
    # Clicks and impressions of what was sold and of what was bought are no rate together.
    assert total_of_all["ctr"] is None and total_of_all["ecpm"] is None
    assert {side for (side,), group in of_grain("side")[1].items() if group["ctr"]} == {"sold", "bought"}
    assert [side for (side,), group in of_grain("side")[1].items() if group["ecpm"]] == ["sold"]
    assert len(of_grain("one currency of several")[1]) == 3
    assert None in {key[1] for key in of_grain("pricing model x country")[1]}
    assert {*COUNTS, *MONEY, *FORMULAS} == {metric["name"] for metric in METRICS}
    assert FORMULAS["cpt"] == "investment / impressions * 1000" and len(FORMULAS) >= 17


@pytest.mark.parametrize("grain", GRAINS)
def test_the_catalogues_sql_gives_the_fractions(grain, both_sides, of_grain):
    columns, truth = of_grain(grain)
    only = GRAINS[grain][1]
    metrics = ", ".join(f"{metric['sql']['duckdb']} as {metric['name']}" for metric in METRICS)
    where = f"where {only[0]} = '{only[1]}'" if only else ""
    sql = f"select {', '.join([*columns, metrics])} from ({FACTS}) {where} group by all"
    assert differences(by_key(records(both_sides, sql), columns), truth) == []


@pytest.mark.parametrize("grain", GRAINS)
def test_sql_functions_give_the_fractions(grain, both_sides, of_grain):
    columns, truth = of_grain(grain)
    only = GRAINS[grain][1]
    calls = [metric for metric in METRICS if not metric["additive"] or metric["name"] == "margin"]
    functions = ", ".join(f"{call['name']}({', '.join(call['inputs'])}) as {call['name']}" for call in calls)
    where = f"where {only[0]} = '{only[1]}'" if only else ""
    sql = f"select {', '.join([*columns, functions])} from ({FACTS}) {where} group by all"
    names = {call["name"] for call in calls}
    truth = {key: {name: group[name] for name in names} for key, group in truth.items()}
    assert differences(by_key(records(both_sides, sql), columns), truth) == []


@pytest.mark.parametrize("grain", GRAINS)
def test_metricflow_gives_the_fractions(grain, both_sides, semantic_layer, of_grain):
    columns, truth = of_grain(grain)
    only = GRAINS[grain][1]
    rows = semantic_layer.ask(
        both_sides.file, NAMES, list(columns.values()), [only[2]] if only else None
    )  # fmt: skip
    assert differences(by_key(rows, columns.values()), truth) == []


@pytest.mark.parametrize(
    ("mart", "keys"),
    [
        ("campaign_metrics", ["campaign_key"]),
        ("campaign_metrics_daily", ["campaign_key", "date_day"]),
        ("creative_metrics_daily", ["creative_key", "date_day"]),
        ("placement_metrics_daily", ["placement_key", "date_day"]),
        ("platform_metrics_daily", ["source", "platform", "date_day"]),
        ("advertiser_metrics_daily", ["advertiser_name", "date_day"]),
    ],
)
def test_the_marts_columns_give_the_fractions(mart, keys, both_sides, facts):
    keys = [*keys, "currency"]
    truth = {key: expected(group) for key, group in grouped(facts, keys).items()}
    answers = {
        key: row
        for key, row in by_key(records(both_sides, f"select * from {mart}"), keys).items()
        # A campaign that never delivered has a row, too.
        if row.get("source_rows") != 0 and (key in truth or mart != "campaign_metrics")
    }
    assert differences(answers, truth) == []


# What Superset's dataset has no column for is asked as an analyst does, by SQL in the place of a column.
BY_SQL = {"month_start": "date_trunc('month', date_day)", "day_name": "dayname(date_day)"}
# Its dataset is by day and placement.
FINER = {"hour", "creative"}


@pytest.fixture
def superset_on_both_sides(superset, both_sides):
    """Superset, while the file that it reads is another."""
    published = superset.warehouse.published_file
    kept, other = published.with_suffix(".kept"), published.with_suffix(".other")
    # What dbt built may still be in the file beside it.
    with duckdb.connect(str(both_sides.file)) as connection:
        connection.execute("checkpoint")
    shutil.copy(both_sides.file, other)
    os.rename(published, kept)
    os.rename(other, published)
    yield superset
    os.replace(kept, published)


@pytest.mark.bi
def test_superset_gives_the_fractions(superset_on_both_sides, of_grain):
    from superset import chart_data

    for grain in GRAINS.keys() - FINER:
        columns, truth = of_grain(grain)
        only = GRAINS[grain][1]
        asked = [
            {"label": column, "sqlExpression": BY_SQL[column], "expressionType": "SQL"}
            if column in BY_SQL
            else column
            for column in columns
        ]
        filters = [{"col": only[0], "op": "==", "val": only[1]}] if only else []
        rows = chart_data(superset_on_both_sides.session, "delivery_daily", NAMES, asked, filters)
        answers = {}
        for row in rows:
            # JSON has midnights as milliseconds, and knows no decimals.
            key = tuple(
                str(datetime.fromtimestamp(row[column] / 1000, UTC).date())
                if isinstance(row[column], int | float)
                else row[column]
                for column in columns
            )
            answers[key] = {name: row[name] for name in NAMES}
        rounded = {
            key: {name: exact if exact is None else pytest.approx(float(exact), rel=1e-15, abs=0)
                  for name, exact in group.items()}
            for key, group in truth.items()
        }  # fmt: skip
        assert answers == rounded, grain
