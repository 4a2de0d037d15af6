"""Command line of ad_metrics."""

import csv
import os
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

CAMPAIGNS = """
select
    advertiser_name, campaign_name, pricing_model, impressions, clicks, conversions, revenue, cpt,
    ecpm, ctr, currency,
    (
        select max(load_name) from {{ ref('ad_metrics', 'reconciliation') }}
        where raw_table = 'data_summary_ad_hourly'
    ) as load_name,
    (select count(*) from {{ ref('ad_metrics', 'rejected_rows') }}) as rejected_rows
from {{ ref('ad_metrics', 'campaign_metrics') }}
order by advertiser_name, campaign_name
"""


def dbt(*arguments: str):
    """
    Run a dbt command in this process and return its result.

    A project with a folder `profiles` is run with it, as any other tool's settings would be hard to
    find for a newcomer. Exits with dbt's own exit code (1 failed, 2 could not run) when it fails.
    """
    # Importing dbt takes two seconds, which `ad-metrics --help` should not.
    from dbt.cli.main import dbtRunner

    if Path("profiles/profiles.yml").exists():
        os.environ.setdefault("DBT_PROFILES_DIR", "profiles")
    result = dbtRunner().invoke(list(arguments))
    if result.exception:
        command = next(argument for argument in arguments if argument in ("seed", "build", "show"))
        raise click.ClickException(f"dbt {command} could not run. {result.exception or 'Interrupted'}")
    if not result.success:
        sys.exit(1)
    return result.result


def rounded(value: Decimal | float | None, places: int) -> str:
    """The number with that many decimals, rounded half up as an invoice is; a dash for no value."""
    if value is None:
        return "-"
    return f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


def answer(query: str, *arguments: str):
    """All rows that a query with refs answers, as an agate table."""
    shown = dbt("--log-level", "none", "show", "--inline", query, "--limit", "-1", *arguments)
    return shown.results[0].agate_table


@click.group()
@click.version_option(package_name="ad-metrics")
def main():
    """Per-campaign CPT and eCPM from raw ad-server tables."""


@main.command()
@click.option("--target", help="The target in profiles.yml to build on.")
@click.option("--vars", "variables", help="Vars for dbt, as YAML.")
@click.option("--full-refresh", is_flag=True, help="Pass --full-refresh to dbt.")
def build(target: str | None, variables: str | None, full_refresh: bool):
    """Load the seeds, build and test every model, show the campaigns."""
    Path(os.environ.get("AD_METRICS_WAREHOUSE", "warehouse")).mkdir(parents=True, exist_ok=True)
    common = []
    if target:
        common += ["--target", target]
    if variables:
        common += ["--vars", variables]
    refresh = ["--full-refresh"] if full_refresh else []
    dbt("--quiet", "seed", *common, *refresh)
    dbt("build", "--exclude", "resource_type:seed", *common, *refresh)
    print_campaigns(answer(CAMPAIGNS, *common))


@main.command()
@click.argument("mart")
@click.option(
    "--output", type=click.Path(dir_okay=False, writable=True), help="The file; else it is printed."
)
@click.option("--target", help="The target in profiles.yml to read from.")
def export(mart: str, output: str | None, target: str | None):
    """Write a mart as CSV that is safe to open in a spreadsheet: no name in it can act as a formula."""
    if not mart.isidentifier():
        raise click.UsageError(f"{mart} is not the name of a mart, for instance campaign_metrics.")
    query = "{{ ad_metrics.for_spreadsheet(ref('ad_metrics', '" + mart + "')) }}"
    rows = answer(query, *(["--target", target] if target else []))
    with click.open_file(output or "-", "w", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(rows.column_names)
        for row in rows.rows:
            # Digits, where str() may write 0E-9.
            writer.writerow(f"{value:f}" if isinstance(value, Decimal) else value for value in row)


def print_campaigns(campaigns):
    """Print the rows of CAMPAIGNS as a table, and the query to ask for more."""
    table = Table(title="Campaigns", box=SIMPLE_HEAD, collapse_padding=True)
    for heading in ("Advertiser", "Campaign", "Priced by"):
        table.add_column(heading, min_width=8, overflow="fold")
    for heading in ("Impressions", "Clicks", "Conv.", "Revenue", "CPT", "eCPM", "CTR"):
        table.add_column(heading, justify="right", no_wrap=True)
    currencies = set()
    places = set()
    rejected = 0
    for row in campaigns.rows:
        currencies.add(row["currency"])
        places.add(row["load_name"])
        rejected = int(row["rejected_rows"])
        ctr = row["ctr"]
        table.add_row(
            row["advertiser_name"],
            row["campaign_name"],
            row["pricing_model"] or "-",
            *(f"{int(row[name]):,}" for name in ("impressions", "clicks", "conversions")),
            rounded(row["revenue"], 2),
            rounded(row["cpt"], 4),
            rounded(row["ecpm"], 4),
            "-" if ctr is None else rounded(Decimal(str(ctr)) * 100, 2) + "%",
        )
    # A log has no width of its own; names should not wrap in it.
    console = Console() if sys.stdout.isatty() else Console(width=140)
    console.print(table)
    console.print(
        f"Revenue in {', '.join(sorted(currencies))}; CPT and eCPM per 1000 impressions; "
        "- is unknown or undefined."
    )
    console.print(f"Read from: {', '.join(map(str, places))}", markup=False, highlight=False)
    if rejected:
        console.print(f"{rejected:,} raw rows could not be used; rejected_rows says which and why.")
    console.print("Ask for more, for instance what each website earned by day:")
    console.print(
        '  .venv/bin/dbt show --profiles-dir profiles --limit 50 --inline "select date_day, website_name, '
        "sum(impressions) as impressions, {{ ad_metrics.ecpm() }} as ecpm "
        "from {{ ref('placement_metrics_daily') }} group by 1, 2 order by 1, 2\"",
        markup=False,
        soft_wrap=True,
        highlight=False,
    )
