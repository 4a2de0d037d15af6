"""Command line of ad_metrics. Exit codes: see outcome.ExitCode."""

import atexit
import csv
import json
import os
import signal
import sys
from decimal import Decimal

import click

from ad_metrics import report, stakes
from ad_metrics.outcome import ExitCode, Stop, disk_error
from ad_metrics.progress import Progress
from ad_metrics.project import Project

target_option = click.option("--target", help="The target in profiles.yml; the profile's own by default.")
vars_option = click.option("--vars", "variables", help="Vars for dbt, as YAML.")
json_option = click.option("--json", "as_json", is_flag=True, help="Answer with JSON, for machines.")


@click.group()
@click.version_option(package_name="ad-metrics")
def main():
    """Per-campaign CPT and eCPM from raw ad-server tables, published as whole audited runs."""


@main.command()
@target_option
@vars_option
@click.option("--full-refresh", is_flag=True, help="Make all facts anew; what the source deleted is kept.")
@click.option(
    "--keep", type=click.IntRange(min=1), default=5, show_default=True, help="How many runs to keep."
)
@json_option
def build(target: str | None, variables: str | None, full_refresh: bool, keep: int, as_json: bool):
    """
    Build aside, test everything, and publish if all is well.

    \b
    Exit codes: 0 published, 1 the build failed, 2 usage, 3 tests failed, 4 raw tables refused,
    5 another build is running, 6 could not publish. At all but 0 readers see what they saw before.
    """
    # What a scheduler or a container sends to end a build ends it as Ctrl-C does, and is noted.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    warehouse = run = None
    try:
        project = Project(target, variables)
        warehouse = project.warehouse()
        with warehouse.lock(), Progress() as progress:
            run = warehouse.start()
            try:
                progress.step("reading the project")
                project.parse()
                checks = project.build(run, full_refresh, progress, warehouse)
                progress.step("publishing")
                published = warehouse.publish(run, project.marts(), checks)
                covers = ("first_hour_at", "last_hour_at", "source_written_at", "fact_rows")
                run.end("published", exit_code=0, **{name: published[name] for name in covers})
                warehouse.prune(keep)
            except Stop as stop:
                run.end("failed", **stop.record())
                raise
            except KeyboardInterrupt:
                run.end("failed", exit_code=int(ExitCode.FAILED), reason="Interrupted.")
                raise
    except (Stop, OSError) as error:
        stop = error if isinstance(error, Stop) else disk_error(error, warehouse)
        if as_json:
            click.echo(
                json.dumps({"run_id": run and run.id, "state": "failed", **stop.record()}, default=str)
            )
            sys.exit(stop.exit_code)
        stop.message += f"\nNothing was published. {report.seen(warehouse) if warehouse else ''}".rstrip()
        raise stop from None
    at_stake = {
        "at_stake": stakes.at_stake(warehouse),
        "unmatched_targets": stakes.unmatched_targets(warehouse),
    }
    if as_json:
        click.echo(json.dumps(run.record | at_stake, default=str))
    else:
        report.campaigns(warehouse)
        report.built(warehouse, run, at_stake)


@main.command()
@target_option
@click.option(
    "--max-age",
    type=float,
    default=25,
    show_default=True,
    help="Hours after which a run is too old: exit code 7.",
)
@click.option("--max-data-age", type=float, help="Hours since the source was last written, likewise.")
@json_option
def status(target: str | None, max_age: float, max_data_age: float | None, as_json: bool):
    """
    Say which run readers see, what it covers, how old it is, and what became of later ones.

    \b
    Exit codes: 0 fresh, 7 too old or nothing published.
    """
    warehouse = Project(target).warehouse()
    facts = report.status(warehouse, max_age, max_data_age)
    click.echo(json.dumps(facts, default=str) if as_json else report.status_text(facts))
    sys.exit(ExitCode.STALE if facts["stale"] else ExitCode.DONE)


@main.command()
@target_option
@json_option
def runs(target: str | None, as_json: bool):
    """List the runs: how each ended, how long it took, how much it holds, which model took longer."""
    warehouse = Project(target).warehouse()
    if as_json:
        click.echo(json.dumps([run.record for run in warehouse.history()], default=str))
    else:
        report.runs(warehouse)


@main.command()
@click.argument("run_id", metavar="[RUN]", type=int, required=False)
@target_option
def rollback(run_id: int | None, target: str | None):
    """Show readers an earlier run: RUN, or the one before the run that they see now."""
    warehouse = Project(target).warehouse()
    with warehouse.lock():
        if run_id is None:
            run_id = _run_before(warehouse)
        warehouse.rollback(run_id)
    click.echo(
        report.seen(warehouse)
        + " The next build publishes a new run: stop its schedule until the cause is mended."
    )


def _run_before(warehouse) -> int:
    """The newest kept run before the one that readers see."""
    published = warehouse.published()
    if published is None:
        raise Stop(
            ExitCode.NOT_PUBLISHED,
            f"Nothing is published yet in {warehouse.published_place}. Run ad-metrics build.",
        )
    earlier = [kept for kept in warehouse.kept_runs() if kept < published["run_id"]]
    if not earlier:
        raise Stop(
            ExitCode.NOT_PUBLISHED,
            f"Readers see run {published['run_id']}, and no earlier run is kept. {warehouse.kept_in_words()}",
        )
    return earlier[0]


@main.command()
@target_option
@vars_option
def check(target: str | None, variables: str | None):
    """
    Look at what a build needs, and say what to do where something is missing.

    \b
    Exit codes: 0 all is well, 1 something is not.
    """
    project = Project(target, variables)
    well = report.check(project, project.warehouse())
    # A thread of dbt's that failed holds DuckDB open, which aborts where the interpreter ends in order; what
    # dbt leaves to the end, as its locks, is done here.
    sys.stdout.flush()
    atexit._run_exitfuncs()
    os._exit(ExitCode.DONE if well else ExitCode.FAILED)


@main.command()
@click.argument("mart")
@click.option(
    "--output", type=click.Path(dir_okay=False, writable=True), help="The file; else it is printed."
)
@target_option
def export(mart: str, output: str | None, target: str | None):
    """Write a published mart as CSV that is safe to open in a spreadsheet: no text acts as a formula."""
    if not mart.isidentifier():
        raise click.UsageError(f"{mart} is not the name of a mart, for instance campaign_metrics.")
    warehouse = Project(target).warehouse()
    if warehouse.published() is None:
        raise Stop(
            ExitCode.NOT_PUBLISHED,
            f"Nothing is published yet in {warehouse.published_place}. Run ad-metrics build.",
        )
    try:
        columns, rows = warehouse.ask(f"select * from {mart}")
    except Stop as stop:
        if stop.exit_code == ExitCode.USAGE:
            marts = warehouse.records("select distinct table_name from documentation order by table_name")
            names = ", ".join(row["table_name"] for row in marts)
            raise click.UsageError(f"There is no mart {mart}. There are: {names}.") from None
        raise
    # In one order, so that two exports can be compared line by line.
    lines = sorted([_cell(value) for value in row] for row in rows)
    try:
        with click.open_file(output or "-", "w", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(lines)
    except OSError as error:
        raise Stop(ExitCode.USAGE, f"{output} cannot be written: {error.strerror}.") from None
    if output:
        click.echo(f"{len(lines):,} rows of {mart} are in {output}.", err=True)


def _cell(value) -> str:
    if value is None:
        return ""
    # Digits, where str() may write 0E-9.
    if isinstance(value, Decimal):
        return f"{value:f}"
    # An apostrophe in front says "this is text" to a spreadsheet.
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "|", "%", "\t", "\n", "\r")):
        return "'" + value
    return str(value)
