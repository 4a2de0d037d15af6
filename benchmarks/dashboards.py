"""
What each chart of the dashboards costs, against the same question written by hand, on a large published file.

Usage: python benchmarks/dashboards.py FOLDER [DAYS] [CAMPAIGNS] [ROUNDS]

Builds and publishes DAYS (1,000) of CAMPAIGNS (2,000) with 25 rows each a day in FOLDER, unless that is
done already: 50 million facts. Then asks every chart on delivery_daily, ROUNDS times (15) in turn: as
Superset does, by hand on the same table, and by hand on the facts. By hand is the shortest SQL that
answers, which trusts that there is one currency. Prints the median and the 95th percentile of each, and the
ratios of the medians.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import yaml
from boundary import HOURLY, PROJECT
from rich.console import Console
from rich.table import Table

# The bundled extract's rows, multiplied; each campaign has a row an hour in one zone, and one in another.
TABLES = {
    "clients": """
        select * replace (i as clientid, 'Advertiser ' || i as clientname) from {one}, range(1, 101) as n (i)
    """,
    "campaigns": """
        select * replace (i as campaignid, 'Campaign ' || i as campaignname, i % 100 + 1 as clientid)
        from {one}, range(1, {campaigns} + 1) as n (i)
    """,
    "banners": """
        select * replace (i as bannerid, i as campaignid) from {one}, range(1, {campaigns} + 1) as n (i)
    """,
    "zones": """
        select * replace (i as zoneid, 'Zone ' || i as zonename, i % 20 + 1 as affiliateid)
        from {one}, range(1, 101) as n (i)
    """,
    "affiliates": """
        select * replace (i as affiliateid, 'Website ' || i as name) from {one}, range(1, 21) as n (i)
    """,
    HOURLY: """
        select
            i + 1 as data_summary_ad_hourly_id,
            timestamp '2023-01-01' + to_days(cast(i // (25 * {campaigns}) as int))
                + to_hours(cast(i % 25 % 24 as int)) as date_time,
            i // 25 % {campaigns} + 1 as ad_id, 0 as creative_id,
            (i // 25 % {campaigns} * 2 + i % 25 // 24) % 100 + 1 as zone_id,
            0 as requests, hash(i) % 9973 as impressions, hash(i + 7) % 53 as clicks, 0 as conversions,
            cast(0 as decimal(10, 4)) as total_basket_value, 0 as total_num_items,
            cast(hash(i + 3) % 99991 * 0.0001 as decimal(10, 4)) as total_revenue,
            date_time + interval 65 minutes as updated
        from range({days} * {campaigns} * 25) as numbers (i)
    """,
}
ASSETS = PROJECT / "bi" / "superset"
DATASET = yaml.safe_load((ASSETS / "datasets/ad_metrics/delivery_daily.yaml").read_text())
METRICS = {metric["metric_name"]: metric["expression"] for metric in DATASET["metrics"]}
MEMORY = "10GB"
FACTS = """
(select facts.*, date_day + cast((date '{newest}' - 1 - date_day) % 7 as integer) as week_ending,
 advertiser_name, campaign_name, placement_name, website_name
from fct_delivery as facts
inner join dim_campaigns using (campaign_key)
inner join dim_advertisers on dim_campaigns.advertiser_key = dim_advertisers.advertiser_key
inner join dim_placements using (placement_key))
"""


def publish(folder: Path, days: int, campaigns: int):
    """Write the extract, build and publish it."""
    raw = folder / "raw"
    raw.mkdir(parents=True)
    for file in (PROJECT / "seeds/demo/revive").glob("rv_*.csv"):
        name = file.stem.removeprefix("rv_")
        rows = f"read_csv('{file}', all_varchar = true)"
        # Conversions would belong to campaigns that are not here.
        query = TABLES.get(name, f"select * from {rows}" + (" limit 0" if "intermediate" in name else ""))
        query = query.format(one=f"(select * from {rows} limit 1)", campaigns=campaigns, days=days)
        duckdb.execute(f"copy ({query}) to '{raw}/{name}.parquet' (format parquet)")
    variables = json.dumps({"revive_path": str(raw)})
    # The first build of so many rows takes all memory that it may.
    profiles = yaml.safe_load((PROJECT / "profiles/profiles.yml").read_text())
    profiles["ad_metrics"]["outputs"]["duckdb"]["settings"] = {"memory_limit": MEMORY}
    (folder / "profiles.yml").write_text(yaml.safe_dump(profiles))
    subprocess.run(
        [Path(sys.executable).with_name("ad-metrics"), "build", "--vars", variables],
        cwd=PROJECT,
        check=True,
        env=os.environ | {"DBT_PROFILES_DIR": str(PROJECT / "profiles"), "AD_METRICS_WAREHOUSE": str(folder)},
    )


def by_hand(name: str) -> str:
    """A metric as somebody writes it who knows that there is one currency."""
    guard = r"^case when min\(hash\(currency\)\) = max\(hash\(currency\)\) then (.*) end$"
    return re.sub(
        r"cast\((sum\(\w+\)) as [^()]*(?:\([^()]*\))?\)", r"\1", re.sub(guard, r"\1", METRICS[name])
    )


def charts() -> dict[str, tuple[list[str], list[str], list[str]]]:
    """Every chart on delivery_daily: its metrics, what it groups by, and its filters."""
    found = {}
    for file in sorted((ASSETS / "charts").glob("*.yaml")):
        chart = yaml.safe_load(file.read_text())
        params = chart["params"]
        if chart["dataset_uuid"] != DATASET["uuid"] or params.get("query_mode") == "raw":
            continue
        columns = [*([params["x_axis"]] if "x_axis" in params else []), *params.get("groupby", [])]
        filters = [
            condition.get("sqlExpression") or f"{condition['subject']} is not null"
            for condition in params["adhoc_filters"]
            if condition.get("operator") != "TEMPORAL_RANGE"
        ]
        found[file.stem] = (params.get("metrics") or [params["metric"]], columns, filters)
    return found


def query(metrics: list[str], columns: list[str], filters: list[str], table: str) -> str:
    """A grouped query over these expressions."""
    where = f" where {' and '.join(filters)}" if filters else ""
    grouped = f" group by {', '.join(str(number + 1) for number in range(len(columns)))}" if columns else ""
    return f"select {', '.join([*columns, *metrics])} from {table}{where}{grouped}"


def main():
    """Build if need be, ask in turn, print the table."""
    folder = Path(sys.argv[1])
    days, campaigns, rounds = (
        int(sys.argv[place]) if len(sys.argv) > place else default
        for place, default in ((2, 1_000), (3, 2_000), (4, 15))
    )
    file = folder / "published" / "ad_metrics.duckdb"
    if not file.exists():
        publish(folder, days, campaigns)
    connection = duckdb.connect(str(file), read_only=True, config={"threads": 2, "memory_limit": "2GB"})
    [(newest,)] = connection.execute("select max(date_day) from delivery_daily").fetchall()
    table = Table(title=f"{days:,} days of {campaigns:,} campaigns, {rounds} interleaved rounds, 2 threads")
    for heading in ("Chart", "Superset", "p95", "By hand", "p95", "Ratio", "On facts"):
        table.add_column(heading, justify="left" if heading == "Chart" else "right")
    ratios = []
    for title, (metrics, columns, filters) in charts().items():
        plain = [by_hand(metric) for metric in metrics]
        queries = {
            "superset": query([METRICS[metric] for metric in metrics], columns, filters, "delivery_daily"),
            "hand": query(plain, columns, filters, "delivery_daily"),
            "facts": query(plain, columns, filters, FACTS.format(newest=newest)),
        }
        seconds = {name: [] for name in queries}
        for number in range(rounds):
            for name, sql in queries.items():
                if name == "facts" and number > 2:
                    continue
                started = time.perf_counter()
                connection.execute(sql).fetchall()
                seconds[name].append(time.perf_counter() - started)
        medians = {name: statistics.median(times) for name, times in seconds.items()}
        p95 = {name: sorted(times)[int(0.95 * (len(times) - 1) + 0.5)] for name, times in seconds.items()}
        ratios.append(medians["superset"] / medians["hand"])
        table.add_row(
            title,
            *(f"{1000 * values[name]:.0f} ms" for name in ("superset", "hand") for values in (medians, p95)),
            f"{ratios[-1]:.2f}", f"{medians['facts'] / medians['hand']:.0f} x",
        )  # fmt: skip
    Console(width=120).print(table)
    print(f"Ratio to by hand: median {statistics.median(ratios):.2f}, largest {max(ratios):.2f}")


if __name__ == "__main__":
    main()
