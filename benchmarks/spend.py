"""
What campaign_metrics_daily costs from Fivetran's campaign report, against the same joins and sums by hand.

Usage: python benchmarks/spend.py [CAMPAIGNS] [DAYS] [ROUNDS]

Writes CAMPAIGNS (10,000) times DAYS (1,000) rows as Parquet, as the dbt package ad_reporting leaves them:
eleven platforms, float spend. ROUNDS times (3) in turn, in a new warehouse each: plain DuckDB makes the facts
and the daily mart with names from it, then dbt everything up to campaign_metrics_daily, without tests; then a
day is added and dbt runs again. Prints medians of the time from the first model's start to the last one's
end by dbt's own account, the ratios, and the peak memory of each process as the operating system counts it.
--models lists the slowest models.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import duckdb
from boundary import PROJECT, RUN
from rich.console import Console
from rich.table import Table

ROWS = """
select
    '' as source_relation,
    date '2023-01-01' + cast(i // {campaigns} as int) as date_day,
    ['google_ads', 'facebook_ads', 'microsoft_ads', 'linkedin_ads', 'amazon_ads', 'apple_search_ads',
     'pinterest_ads', 'reddit_ads', 'snapchat_ads', 'tiktok_ads',
         'twitter_ads'][i % {campaigns} % 11 + 1] as platform,
    cast(1000000000 + i % {campaigns} % 200 as varchar) as account_id,
    'Account ' || i % {campaigns} % 200 as account_name,
    cast(20000000000 + i % {campaigns} as varchar) as campaign_id,
    'Campaign ' || i % {campaigns} || ' of spring' as campaign_name,
    cast(hash(i + 7) % 53 as bigint) as clicks,
    cast(hash(i) % 9973 as bigint) as impressions,
    cast(hash(i + 3) % 99991 as double) / 100 as spend,
    cast(hash(i + 5) % 7 as double) as conversions,
    cast(hash(i + 11) % 9973 as double) / 100 as conversions_value
from range({campaigns} * {first_day}, {campaigns} * {days}) as numbers (i)
"""

# The same joins and sums by hand, and nothing else: no verdicts, no fingerprints, no history.
PLAIN = """
create table answer as
with delivery as (
    select
        date_day, platform, account_id, campaign_id, 'XXX' as currency,
        cast(count(*) as bigint) as source_rows,
        cast(sum(impressions) as bigint) as impressions, cast(sum(clicks) as bigint) as clicks,
        cast(sum(cast(conversions as decimal(28, 9))) as decimal(28, 9)) as conversions,
        cast(sum(cast(conversions_value as decimal(28, 9))) as decimal(28, 9)) as conversion_value,
        cast(sum(cast(spend as decimal(28, 9))) as decimal(28, 9)) as investment
    from read_parquet('{folder}/*.parquet')
    group by all
)
select
    'marketing_spend' as source, platform, cast(date_day as timestamp) as hour_at, 'day' as period_grain,
        date_day,
    'marketing_spend:' || platform || ':' || account_id as advertiser_key,
    'marketing_spend:' || platform || ':' || account_id || ':' || campaign_id as campaign_key,
    'marketing_spend:' || platform || ':' || account_id || ':' || campaign_id as creative_key,
    'marketing_spend:' || platform as placement_key, currency, impressions, clicks, conversions,
        conversion_value,
    investment, currency as native_currency, conversion_value as native_conversion_value,
    investment as native_investment, source_rows
from delivery;
create table campaigns as
select
    'marketing_spend:' || platform || ':' || account_id || ':' || campaign_id as campaign_key,
    platform || ':' || account_id || ':' || campaign_id as campaign_id,
    arg_max(campaign_name, date_day) as campaign_name, arg_max(account_name, date_day) as advertiser_name
from read_parquet('{folder}/*.parquet') group by 1, 2;
create table sums as
select
    date_day, campaign_key, advertiser_key, platform, currency, 'day' as period_grain,
    count(*) as source_rows,
    cast(sum(impressions) as bigint) as impressions, cast(sum(clicks) as bigint) as clicks,
    cast(sum(conversions) as decimal(28, 9)) as conversions,
    cast(sum(conversion_value) as decimal(28, 9)) as conversion_value,
    cast(sum(investment) as decimal(28, 9)) as investment
from answer group by all;
create view campaign_metrics_daily as
select
    sums.*, campaigns.campaign_id, campaigns.campaign_name, campaigns.advertiser_name,
    cast(investment as double) * 1000 / nullif(impressions, 0) as cpt
from sums inner join campaigns using (campaign_key)
"""
RUN_PLAIN = RUN.replace('"create table answer as " + open', "open")


def write(folder: Path, campaigns: int, first_day: int, days: int):
    """A file of campaign-days."""
    rows = ROWS.format(campaigns=campaigns, first_day=first_day, days=days)
    duckdb.execute(f"copy ({rows}) to '{folder}/ad_reporting__campaign_report.parquet' (format parquet)")


def run_dbt(folder: Path, raw: Path) -> tuple[float, float, dict]:
    """Seconds of all models, bytes of memory at most, and seconds by model."""
    environment = {
        **os.environ,
        "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "AD_METRICS_WAREHOUSE": str(folder),
    }
    dbt = [str(Path(sys.executable).with_name("dbt")), "--quiet"]
    variables = ["--vars", json.dumps({"spend_path": str(raw)})]
    subprocess.run([*dbt, "seed", *variables], cwd=PROJECT, env=environment, check=True)
    measured = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:])\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)\n"
        "sys.exit(done.returncode)"
    )
    build = [
        *dbt,
        "build",
        "--select",
        "+campaign_metrics_daily",
        "--exclude-resource-type",
        "test",
        "unit_test",
        "seed",
    ]
    done = subprocess.run(
        [sys.executable, "-c", measured, *build, *variables],
        cwd=PROJECT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    results = json.loads((folder / "target" / "run_results.json").read_text())["results"]
    models = {result["unique_id"].split(".")[-1]: result["execution_time"] for result in results}
    timing = [phase for result in results for phase in result["timing"]]
    began = min(datetime.fromisoformat(phase["started_at"]) for phase in timing)
    ended = max(datetime.fromisoformat(phase["completed_at"]) for phase in timing)
    return (ended - began).total_seconds(), float(done.stdout.split()[-1]), models


def run_plain(folder: Path, raw: Path) -> tuple[float, float]:
    """Seconds and bytes of memory at most."""
    (folder / "plain.sql").write_text(PLAIN.format(folder=raw))
    command = [sys.executable, "-c", RUN_PLAIN, str(folder / "plain.duckdb"), str(folder / "plain.sql")]
    seconds, memory = map(float, subprocess.check_output(command, text=True).split())
    return seconds, memory


def main():
    """Run both in turn and print the table."""
    numbers = [argument for argument in sys.argv[1:] if argument.isdigit()]
    campaigns, days, rounds = (
        int(numbers[number]) if len(numbers) > number else default
        for number, default in ((0, 10_000), (1, 1_000), (2, 3))
    )
    seconds = {"plain DuckDB": [], "dbt, first build": [], "dbt, one new day": []}
    memory = dict.fromkeys(seconds, 0.0)
    for _ in range(rounds):
        folder = Path(tempfile.mkdtemp(prefix="ad_metrics_benchmark_"))
        raw = folder / "raw"
        raw.mkdir()
        write(raw, campaigns, 0, days)
        plain = run_plain(folder, raw)
        first = run_dbt(folder, raw)
        write(raw, campaigns, 0, days + 1)
        again = run_dbt(folder, raw)
        for name, measured in zip(seconds, (plain, first, again), strict=True):
            seconds[name].append(measured[0])
            memory[name] = max(memory[name], measured[1])
        if "--models" in sys.argv:
            for measured in (first, again):
                print(
                    sorted(((round(took, 2), name) for name, took in measured[2].items()), reverse=True)[:14]
                )
        shutil.rmtree(folder)
    title = f"{campaigns * days:,} campaign-days, medians of {rounds} interleaved runs"
    table = Table(title=f"{title}, {os.cpu_count()} cores")
    for heading in ("", "Model time", "Ratio", "Peak memory"):
        table.add_column(heading, justify="right")
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    against = {"dbt, first build": "plain DuckDB", "dbt, one new day": "dbt, first build"}
    for name, median in medians.items():
        ratio = f"{median / medians[against[name]]:.2f}" if name in against else ""
        table.add_row(name, f"{median:.1f} s", ratio, f"{memory[name] / 2**30:.1f} GB")
    Console().print(table)


if __name__ == "__main__":
    main()
