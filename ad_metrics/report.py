"""What the commands print."""

import importlib.metadata
import shutil
import sys
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from ad_metrics import stakes
from ad_metrics.outcome import Stop, failure_lines
from ad_metrics.runs import Run, now
from ad_metrics.warehouse import Warehouse

CAMPAIGNS = """
select
    advertiser_name, campaign_name, pricing_model, platform, side, impressions, clicks, conversions,
    investment, revenue, cpt, ecpm, ctr, currency
from campaign_metrics
order by advertiser_name, campaign_name, currency
"""
READ = """
select distinct read_from
from reconciliation
where measure = 'impressions' and raw_table <> 'all' and raw_total > 0
order by read_from
"""


def console() -> Console:
    """Standard output; a log has no width of its own, and names should not wrap in it."""
    return Console() if sys.stdout.isatty() else Console(width=140)


def rounded(value: Decimal | float | None, places: int) -> str:
    """The number with that many decimals, rounded half up as an invoice is; a dash for no value."""
    if value is None:
        return "-"
    return f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


def counted(value: Decimal | int | None) -> str:
    """A count, with decimals only where there is a share of a whole one; a dash for no value."""
    if value is None:
        return "-"
    return f"{value:,.6f}".rstrip("0") if value % 1 else f"{int(value):,}"


def hours(ages: float) -> str:
    """An age in hours, in words."""
    return (
        f"{ages * 60:.0f} minutes"
        if ages < 2
        else f"{ages:.0f} hours"
        if ages < 72
        else f"{ages / 24:.0f} days"
    )


def age(moment: datetime | None) -> float | None:
    """Hours since a moment of UTC; none since no moment."""
    return None if moment is None else (now() - moment.replace(tzinfo=UTC)).total_seconds() / 3600


def utc(moment: datetime | str | None) -> str:
    """A moment of UTC, as everywhere here."""
    if moment is None:
        return "unknown"
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def seen(warehouse: Warehouse) -> str:
    """Which run readers see, in a sentence."""
    published = warehouse.published()
    if published is None:
        return "Readers see nothing yet."
    return f"Readers see run {published['run_id']}, published {utc(published['published_at'])}."


def built(warehouse: Warehouse, run: Run, at_stake: dict):
    """The last lines of a build: which run it is, and what is at stake in it."""
    facts = run.record
    covers = (
        f"the hours {utc(facts['first_hour_at'])} to {utc(facts['last_hour_at'])}, "
        if facts["fact_rows"]
        else ""
    )
    console().print(
        f"Run {run.id} is published in {warehouse.published_place}: {facts['fact_rows']:,} rows of delivery, "
        f"{covers}built in {facts['seconds']:.0f} s.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    for line in stakes.lines(**at_stake):
        console().print(line, markup=False, highlight=False, soft_wrap=True)


def status(warehouse: Warehouse, max_age: float, max_data_age: float | None) -> dict:
    """What readers see, how old it is, and what became of the newest runs."""
    published = warehouse.published()
    history = warehouse.history()
    unsuccessful = [run.record for run in history if run.record["state"] in ("failed", "killed")]
    facts = {
        "published": published,
        "place": warehouse.published_place,
        "age_hours": published and age(published["published_at"]),
        "data_age_hours": published and age(published["source_written_at"]),
        "building": next((run.record for run in history if run.record["state"] == "building"), None),
        "last_failed": unsuccessful[0] if unsuccessful else None,
        "at_stake": stakes.at_stake(warehouse) if published else [],
        "unmatched_targets": stakes.unmatched_targets(warehouse) if published else [],
    }
    newer = [run.id for run in history if run.record["state"] == "published" and published]
    facts["rolled_back"] = next((run for run in newer if run > published["run_id"]), None)
    facts["stale"] = []
    if published is None:
        facts["stale"].append("nothing is published")
    elif facts["age_hours"] > max_age:
        facts["stale"].append(
            f"{facts['age_hours']:.1f} hours since it was published, allowed are {max_age:g}"
        )
    data_age = facts["data_age_hours"]
    if published and max_data_age is not None and (data_age is None or data_age > max_data_age):
        written = "unknown when" if data_age is None else f"{data_age:.1f} hours since"
        facts["stale"].append(f"{written} the source was last written, allowed are {max_data_age:g}")
    return facts


def status_text(facts: dict) -> str:
    """The answer of status(), for people."""
    lines = []
    if published := facts["published"]:
        lines.append(f"Run {published['run_id']} is published in {facts['place']}.")
        when = (
            f"{hours(facts['age_hours'])} ago"
            if facts["age_hours"] >= 0
            else "in the future: the clock of this machine was set back"
        )
        lines.append(f"Published: {utc(published['published_at'])}, {when}.")
        lines.append(
            f"Covers: the hours {utc(published['first_hour_at'])} to {utc(published['last_hour_at'])}."
        )
        if facts["data_age_hours"] is not None:
            written = utc(published["source_written_at"])
            lines.append(f"Source last written: {written}, {hours(facts['data_age_hours'])} ago.")
        if facts["rolled_back"]:
            lines.append(f"Run {facts['rolled_back']} is newer: it was rolled back, until the next build.")
    else:
        lines.append(f"Nothing is published yet in {facts['place']}. Run ad-metrics build.")
    for limit in facts["stale"]:
        lines.append(f"That is too old: {limit}.")
    if building := facts["building"]:
        lines.append(f"Run {building['run_id']} is building since {utc(building['started_at'])}.")
    if failed := facts["last_failed"]:
        over = facts["published"] and failed["run_id"] < facts["published"]["run_id"]
        lines.append(
            f"Last failed{', before that' if over else ''}: run {failed['run_id']}, "
            f"{utc(failed.get('started_at'))}."
        )
        lines.append(f"  {failed.get('reason', 'It was killed, or could not write why it ended.')}")
        lines += failure_lines(failed.get("failures", []))
    lines += stakes.lines(facts["at_stake"], facts["unmatched_targets"])
    return "\n".join(lines)


def runs(warehouse: Warehouse):
    """A table of all runs that are remembered."""
    table = Table(title="Runs", box=SIMPLE_HEAD)
    for heading in ("Run", "Started", "Result", "Took", "Rows", "Slowest model", "Grew most"):
        table.add_column(heading, justify="right" if heading in ("Run", "Took", "Rows") else "left")
    history = warehouse.history()
    published, kept = warehouse.published(), warehouse.kept_runs()
    for position, run in enumerate(history):
        facts = run.record
        result = facts["state"]
        if published and run.id == published["run_id"]:
            result = "published, current"
        elif run.id in kept:
            result = "published, kept"
        elif result == "failed":
            result = f"failed ({facts['exit_code']})"
        models = facts.get("seconds_by_model", {})
        earlier = next(
            (
                older.record["seconds_by_model"]
                for older in history[position + 1 :]
                if "seconds_by_model" in older.record
            ),
            {},
        )
        table.add_row(
            str(run.id),
            utc(facts.get("started_at")),
            result,
            f"{facts['seconds']:.0f} s" if "seconds" in facts else "-",
            f"{facts['fact_rows']:,}" if "fact_rows" in facts else "-",
            _largest(models, " s"),
            _largest(
                {name: models[name] - earlier[name] for name in models.keys() & earlier.keys()}, " s", "+"
            ),
        )
    console().print(table)


def _largest(seconds: dict[str, float], unit: str, sign: str = "") -> str:
    if not seconds:
        return "-"
    name = max(sorted(seconds), key=seconds.get)
    return f"{name} {seconds[name]:{sign}.1f}{unit}"


def check(project, warehouse: Warehouse) -> bool:
    """Print what a build needs, line by line; whether all of it is there."""
    well = True

    def line(what: str, problem: str | None, good: str):
        nonlocal well
        well = well and problem is None
        console().print(
            f"{'ok' if problem is None else 'PROBLEM':8} {what}: {problem or good}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )

    versions = [f"Python {sys.version.split()[0]}"]
    wrong = []
    for requirement in importlib.metadata.requires("ad-metrics") or []:
        name, _, wanted = requirement.partition("==")
        if wanted and "extra" not in requirement:
            has = importlib.metadata.version(name)
            versions.append(f"{name} {has}")
            if has != wanted:
                wrong.append(f"{name} is {has}, tested is {wanted}")
    line(
        "versions", f"{'; '.join(wrong)}. Install requirements.lock." if wrong else None, ", ".join(versions)
    )

    try:
        with warehouse.lock():
            line("warehouse", None, f"{warehouse.build_place} can be written, no build is running")
            problem = project.raw_problem()
            line("raw tables", problem, "every table and column is there")
    except (Stop, OSError) as error:
        line("warehouse", str(error), "")

    free = shutil.disk_usage(warehouse.folder if warehouse.folder.exists() else ".").free
    needed = warehouse.space_needed()
    line(
        "disk",
        f"{free / 1e9:.1f} GB are free under {warehouse.folder}, a build may need {needed / 1e9:.1f} GB. "
        "Free some, or keep fewer runs with --keep."
        if free < needed
        else None,
        f"{free / 1e9:.1f} GB are free, a build may need {needed / 1e9:.1f} GB",
    )
    line("published", None, seen(warehouse))
    return well


def campaigns(warehouse: Warehouse):
    """Every campaign with CPT and eCPM, as readers see them."""
    output = console()
    # A narrow terminal shows fewer columns rather than cut-off numbers.
    wide = output.width >= 110
    rows = list(warehouse.records(CAMPAIGNS))
    if not rows:
        [counts] = warehouse.records("select count(*) as rejected_rows from rejected_rows")
        output.print(
            "There is no campaign to show: the raw tables have no row that could be used, and "
            f"{counts['rejected_rows']:,} that could not (rejected_rows says which and why).",
            highlight=False,
        )
        return
    # On an ad server revenue is what the advertiser invests; platforms tell what is invested only.
    has_spend = any(row["revenue"] is None and row["investment"] is not None for row in rows)
    several_currencies = len({row["currency"] for row in rows}) > 1
    table = Table(title="Campaigns", box=SIMPLE_HEAD, collapse_padding=True)
    for heading in ("Advertiser", "Campaign", "Priced by") if wide else ("Campaign",):
        table.add_column(heading, min_width=8, overflow="fold")
    counts = ("impressions", "clicks", "conversions") if wide else ("impressions",)
    money = "Investment" if has_spend else "Revenue"
    for heading in ("Impressions", *(("Clicks", "Conv.") if wide else ()), money, "CPT", "eCPM"):
        table.add_column(heading, justify="right", no_wrap=True)
    if wide:
        table.add_column("CTR", justify="right", no_wrap=True)
    if several_currencies:
        table.add_column("Currency")
    for row in rows:
        platform = "-" if row["side"] == "sold" else row["platform"]
        names = [row["advertiser_name"], row["campaign_name"], row["pricing_model"] or platform]
        cells = [*(names if wide else names[1:2]), *(counted(row[name]) for name in counts)]
        cells += [rounded(row[money.lower()], 2), rounded(row["cpt"], 4), rounded(row["ecpm"], 4)]
        if wide:
            ctr = row["ctr"]
            cells.append("-" if ctr is None else rounded(Decimal(str(ctr)) * 100, 2) + "%")
        table.add_row(*cells, *([row["currency"]] if several_currencies else []))
    output.print(table)
    currencies = ", ".join(sorted({row["currency"] for row in rows}))
    output.print(
        f"{money} in {currencies}; CPT and eCPM per 1000 impressions; - is unknown or undefined.",
        highlight=False,
    )
    if "XXX" in currencies:
        output.print(
            "XXX stands for accounts whose currency nobody stated; the seed advertiser_accounts can.",
            highlight=False,
        )
    read = list(warehouse.records(READ))
    places = [row["read_from"] for row in read]
    more = f" and {len(places) - 5:,} more" if len(places) > 5 else ""
    output.print(f"Read from: {', '.join(places[:5])}{more}", markup=False, highlight=False)
