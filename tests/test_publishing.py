"""What is published, by which builds, and what the commands say of it."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from conftest import PROJECT, Warehouse
from extracts import extract
from filelock import FileLock
from published import UNTESTED, content, record, seen, use, version
from published import template as template
from published import versions as versions
from published import warehouse as warehouse

from ad_metrics import report
from ad_metrics.project import Project
from ad_metrics.runs import Runs


def test_a_build_publishes_the_marts_and_nothing_else(warehouse):
    assert seen(warehouse) == 2
    published = warehouse.rows(
        "select table_schema, table_name, table_type from information_schema.tables", published=True
    )
    # What dbt builds as a view is published as a table.
    built = warehouse.rows(
        "select table_schema, table_name, 'BASE TABLE' from information_schema.tables "
        "where table_schema = 'main'"
    )
    assert sorted(published) == sorted([*built, ("main", "published_runs", "BASE TABLE")])
    assert {kind for _, _, kind in published} == {"BASE TABLE"}
    assert {"fct_delivery", "campaign_metrics", "documentation", "rejected_rows"} <= {
        name for _, name, _ in built
    }
    assert content(warehouse.published_file) == content(warehouse.file)
    described = "select table_name, column_name, comment from duckdb_columns() where schema_name = 'main'"
    described += " and table_name <> 'published_runs' order by all"
    assert warehouse.rows(described, published=True) == warehouse.rows(described)
    assert "What a thousand i" in str(warehouse.rows(described, published=True))
    assert [path.name for path in warehouse.published_file.parent.iterdir()] == ["ad_metrics.duckdb"]
    assert list(warehouse.folder.rglob("*.wal")) == []
    assert oct(warehouse.published_file.stat().st_mode & 0o777) == "0o444"


def test_the_rates_are_functions_of_the_published_file(warehouse):
    [(revenue, impressions, *rates)] = warehouse.rows(
        "select sum(revenue), sum(impressions), ecpm(revenue, impressions), cpm(investment, impressions) "
        "from fct_delivery",
        published=True,
    )
    assert rates == [pytest.approx(1000 * float(revenue / impressions), rel=1e-15)] * 2


def test_published_runs_says_what_is_published(warehouse):
    rows = warehouse.rows(
        "select run_id, is_published, first_hour_at, last_hour_at, source_written_at, fact_rows, "
        "started_at <= published_at from published_runs order by run_id",
        published=True,
    )
    covers = (
        datetime(2026, 10, 22), datetime(2026, 11, 1, 23), datetime(2026, 11, 2, 0, 5, 1), 8581, True,
    )  # fmt: skip
    assert rows == [(1, False, *covers), (2, True, *covers)]


def test_documentation_explains_every_published_column(warehouse):
    columns = warehouse.rows(
        "select table_name, column_name from information_schema.columns where table_name <> 'published_runs'",
        published=True,
    )
    documented = warehouse.rows(
        "select table_name, column_name from documentation "
        "where description <> '' and column_name is not null",
        published=True,
    )
    assert sorted(documented) == sorted(columns)
    [(formula,)] = warehouse.rows(
        "select description from documentation "
        "where (table_name, column_name) = ('campaign_metrics', 'ecpm')",
        published=True,
    )
    assert "revenue / impressions * 1000" in formula


@pytest.fixture(scope="module")
def strict_project(tmp_path_factory) -> Path:
    """This project with one more test, which fails where a campaign has a million impressions."""
    project = tmp_path_factory.mktemp("strict") / "project"
    shutil.copytree(
        PROJECT,
        project,
        ignore=shutil.ignore_patterns(".venv*", ".git", "target", "warehouse", "logs", "benchmarks"),
    )
    (project / "tests" / "no_campaign_is_large.sql").write_text(
        "select campaign_key, impressions from {{ ref('campaign_metrics') }} where impressions > 1000000"
    )
    return project


def test_a_failing_test_publishes_nothing_and_says_where_to_look(warehouse, versions, strict_project):
    before = warehouse.published_file.stat().st_ino
    strict = Warehouse(warehouse.folder, strict_project)
    done = strict.ad_metrics("build", *use(versions[2]), check=False)
    assert done.returncode == 3, done.stdout + done.stderr
    # The facts were built, and are not shown.
    assert content(warehouse.file)["fct_delivery"] != content(warehouse.published_file)["fct_delivery"]
    assert warehouse.published_file.stat().st_ino == before and seen(warehouse) == 2
    assert '"no campaign is large" does not hold: 2 rows.' in done.stderr
    assert "for instance campaign_key: revive:10, impressions: 2000000" in done.stderr
    assert "Readers see run 2" in done.stderr
    [query] = re.findall(r"query: (\S+no_campaign_is_large\.sql)", done.stderr)
    assert sorted(warehouse.rows(Path(query).read_text())) == [
        ("revive:10", 2_000_000),
        ("revive:11", 2_000_000),
    ]

    status = warehouse.ad_metrics("status").stdout
    assert "Run 2 is published" in status and "Last failed: run 3" in status
    assert '"no campaign is large" does not hold: 2 rows.' in status
    assert "for instance campaign_key: revive:11, impressions: 2000000" in status

    as_json = strict.ad_metrics("build", "--json", *use(versions[2]), check=False)
    assert as_json.returncode == 3
    answer = json.loads(as_json.stdout)
    assert answer["run_id"] == 4 and answer["exit_code"] == 3
    [failure] = answer["failures"]
    assert (failure["node"], failure["rows"]) == ("no_campaign_is_large", 2)

    # The next good run is published, and holds what the failed ones had built.
    warehouse.ad_metrics("build", *use(versions[2]))
    assert seen(warehouse) == 5


def test_refused_raw_tables_publish_nothing(warehouse, versions, tmp_path):
    missing = version(tmp_path / "missing", 1)
    (missing / "banners.csv").unlink()
    done = warehouse.ad_metrics("build", *use(missing), check=False)
    assert done.returncode == 4
    assert "no table banners" in done.stderr and "Nothing was published" in done.stderr

    broken = extract(
        tmp_path / "broken",
        data_summary_ad_hourly="select * replace ('many' as impressions) from data_summary_ad_hourly",
    )
    tested = replace(warehouse, without="unit_test")
    done = tested.ad_metrics("build", *use(broken), check=False)
    assert done.returncode == 4
    assert seen(warehouse) == 2
    assert record(warehouse, 4)["exit_code"] == 4


def test_the_second_of_two_builds_ends_at_once(warehouse, versions):
    with FileLock(warehouse.folder / "runs" / "ad_metrics" / ".lock"):
        started = time.monotonic()
        done = warehouse.ad_metrics("build", *use(versions[2]), check=False)
        assert done.returncode == 5 and "Another build is running" in done.stderr
        assert time.monotonic() - started < 3
        assert warehouse.ad_metrics("rollback", check=False).returncode == 5
        assert warehouse.ad_metrics("status").returncode == 0
    assert not (warehouse.folder / "runs" / "ad_metrics" / "3").exists()


def test_a_reader_of_the_file_that_dbt_builds_is_named(warehouse, versions):
    hold = f"import duckdb; c = duckdb.connect({str(warehouse.file)!r}, read_only=True); print(1); input()"
    reader = subprocess.Popen(
        [sys.executable, "-u", "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    reader.stdout.readline()
    done = warehouse.ad_metrics("build", *use(versions[2]), check=False)
    reader.communicate("\n")
    assert done.returncode == 5
    assert f"PID {reader.pid}" in done.stderr and str(warehouse.published_file) in done.stderr


def test_a_dead_build_leaves_no_lock(warehouse, versions):
    dead = warehouse.folder / "runs" / "ad_metrics" / "3"
    dead.mkdir()
    (dead / "run.json").write_text(json.dumps({"run_id": 3, "state": "building", "process": 4_000_000}))
    (dead / "ad_metrics.duckdb").write_text("half a file")
    (dead.parent / ".lock").touch()
    (warehouse.published_file.parent / ".ad_metrics.duckdb.next").write_text("half a file")
    assert "killed" in warehouse.ad_metrics("runs").stdout
    warehouse.ad_metrics("build", *use(versions[2]))
    assert seen(warehouse) == 4
    assert not (dead / "ad_metrics.duckdb").exists()
    assert [path.name for path in warehouse.published_file.parent.iterdir()] == ["ad_metrics.duckdb"]


def test_an_error_while_dbt_ends_is_no_other_reason(monkeypatch):
    class Runner:
        def __init__(self, **_):
            pass

        def invoke(self, _):
            error = ConnectionError("Connection already closed!")
            error.__context__ = KeyboardInterrupt()
            return SimpleNamespace(exception=error)

    monkeypatch.setattr("dbt.cli.main.dbtRunner", Runner)
    with pytest.raises(KeyboardInterrupt):
        Project._invoke(SimpleNamespace(manifest=None, options=[]), "build")


def test_what_cannot_be_published_changes_nothing(warehouse, versions):
    before = content(warehouse.published_file)
    published = warehouse.published_file.parent
    published.rename(published.with_name("elsewhere"))
    published.write_text("in the way")
    done = warehouse.ad_metrics("build", *use(versions[2]), check=False)
    assert done.returncode == 6, done.stderr
    published.unlink()
    published.with_name("elsewhere").rename(published)
    assert content(warehouse.published_file) == before
    assert record(warehouse, 3)["exit_code"] == 6
    assert not list((warehouse.folder / "runs" / "ad_metrics" / "3").glob("*.duckdb"))


def test_a_mart_that_differs_from_the_facts_is_not_published(warehouse, versions):
    """Somebody edits a mart by hand after dbt's tests: the audit reads what will be published."""
    from ad_metrics.duckdb_warehouse import DuckDBWarehouse
    from ad_metrics.outcome import Stop
    from ad_metrics.warehouse import Mart

    with duckdb.connect(str(warehouse.file)) as connection:
        connection.execute(
            "update campaign_metrics set impressions = impressions + 1 where campaign_key = 'revive:3'"
        )
    place = DuckDBWarehouse(warehouse.file)
    check = """
        select 1 from (select sum(impressions) as n from fct_delivery) as facts
        inner join (select sum(impressions) as n from campaign_metrics) as mart on facts.n <> mart.n
    """
    names = [
        name
        for (name,) in warehouse.rows("select table_name from duckdb_tables() where schema_name = 'main'")
    ]
    marts = [Mart("main", name, f'"main"."{name}"', None) for name in names]
    with pytest.raises(Stop, match="do not add up") as stopped:
        place.publish(place.start(), marts, [check])
    assert stopped.value.exit_code == 6 and seen(warehouse) == 2
    with pytest.raises(Stop, match="campaign_metrics was not written whole"):
        place.publish(place.start(), [Mart("main", mart.name, "", frozenset(["no"])) for mart in marts], [])
    assert seen(warehouse) == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("build", "--target", "nowhere"), "nowhere"),
        (("build", "--no-such-option"), "No such option"),
        (("build", "--vars", "{"), "vars cannot be read"),
        (("build", "--keep", "0"), "--keep"),
    ],
)
def test_wrong_usage_has_its_exit_code(new_warehouse, arguments, says):
    done = new_warehouse.ad_metrics(*arguments, check=False)
    assert done.returncode == 2 and says in done.stderr, done.stderr


def test_what_cannot_be_asked_has_a_clear_answer(warehouse):
    unknown = warehouse.ad_metrics("export", "no_such_mart", check=False)
    said = " ".join(unknown.stderr.split())
    assert unknown.returncode == 2 and "no mart no_such_mart. There are: " in said
    assert "campaign_metrics, " in said
    nowhere = warehouse.ad_metrics("export", "dim_dates", "--output", "/no/such/folder/file.csv", check=False)
    assert nowhere.returncode == 2 and "/no/such/folder/file.csv cannot be written" in nowhere.stderr
    done = warehouse.ad_metrics("build", "--target", "nowhere", "--json", check=False)
    assert done.returncode == 2 and "nowhere" in json.loads(done.stdout)["reason"]
    in_the_way = warehouse.folder / "file"
    in_the_way.touch()
    unusable = Warehouse(warehouse.folder, environment={"AD_METRICS_WAREHOUSE": str(in_the_way)})
    done = unusable.ad_metrics("build", check=False)
    assert done.returncode == 2 and "Correct AD_METRICS_WAREHOUSE" in done.stderr
    unreachable = Warehouse(warehouse.folder, environment={"AD_METRICS_POSTGRES_PORT": "9"})
    done = unreachable.ad_metrics("status", "--target", "postgres", check=False)
    assert done.returncode == 1 and "PostgreSQL cannot be reached" in done.stderr, done.stderr
    warehouse.published_file.chmod(0o644)
    warehouse.published_file.write_text("not a database")
    broken = warehouse.ad_metrics("status", check=False)
    assert broken.returncode == 1 and "Delete it and build again" in broken.stderr


@pytest.mark.parametrize(
    ("variables", "code", "says"),
    [
        ("{revive_pth: /data}", 2, "ad_metrics has no var 'revive_pth'. It has revive_path, "),
        ("{reporting_timezone: Europe/Berln}", 2, "It must be an IANA time zone, for instance Europe/Berlin"),
        (
            "{revive_path: /no/such}",
            4,
            r"\n  Source revive: the folder '/no/such' does not.+\n    name in dbt: base_\w+ and \d+ more",
        ),
    ],
)
def test_a_wrong_var_stops_the_build_and_is_named_once(warehouse, variables, code, says):
    # A process of its own, as vars are checked when the project is read.
    apart = Warehouse(warehouse.folder, apart=True)
    done = apart.ad_metrics("build", "--vars", variables, check=False)
    assert done.returncode == code and len(re.findall(says, done.stderr)) == 1, done.stderr
    assert seen(warehouse) == 2


def test_outside_a_project_it_says_so(new_warehouse, tmp_path):
    done = Warehouse(new_warehouse.folder, tmp_path, apart=True).ad_metrics("build", check=False)
    assert done.returncode == 2 and "dbt project" in done.stderr


def test_status_is_for_monitors(warehouse, tmp_path):
    nothing = Warehouse(tmp_path / "new").ad_metrics("status", check=False)
    assert nothing.returncode == 7 and "Nothing is published yet" in nothing.stdout
    assert warehouse.ad_metrics("status").returncode == 0
    stale = warehouse.ad_metrics("status", "--max-age", "0.000001", check=False)
    assert stale.returncode == 7 and "hours since it was published, allowed are 1e-06" in stale.stdout
    old = warehouse.ad_metrics("status", "--max-data-age", "1", "--json", check=False)
    assert old.returncode == 7
    facts = json.loads(old.stdout)
    assert facts["published"]["run_id"] == 2 and facts["stale"] and facts["data_age_hours"] > 24
    assert facts["published"]["last_hour_at"] == "2026-11-01 23:00:00"


def test_a_clock_that_was_set_back_is_noticed_and_numbers_still_grow(warehouse, versions):
    future = (datetime.now(UTC) + timedelta(hours=5)).replace(tzinfo=None)
    facts = {
        "published_at": future,
        "source_written_at": None,
        "run_id": 2,
        "first_hour_at": None,
        "last_hour_at": None,
    }
    text = report.status_text(
        {"published": facts, "place": "", "age_hours": report.age(future), "data_age_hours": None,
         "stale": [], "rolled_back": None, "building": None, "last_failed": None,
         "at_stake": [], "unmatched_targets": []}
    )  # fmt: skip
    assert "the clock of this machine was set back" in text
    run = warehouse.folder / "runs" / "ad_metrics" / "2" / "run.json"
    run.write_text(run.read_text().replace("2026-", "2031-"))
    warehouse.ad_metrics("build", *use(versions[2]))
    assert seen(warehouse) == 3
    assert warehouse.ad_metrics("rollback").returncode == 0 and seen(warehouse) == 2


def test_rollback_brings_back_a_run_and_the_next_build_goes_on(warehouse, versions):
    second = content(warehouse.published_file)
    done = warehouse.ad_metrics("rollback")
    assert "Readers see run 1" in done.stdout and seen(warehouse) == 1
    assert "Run 2 is newer: it was rolled back" in warehouse.ad_metrics("status").stdout
    first = content(warehouse.published_file)
    assert first["fct_delivery"] != second["fct_delivery"]
    assert warehouse.ad_metrics("rollback", check=False).returncode == 6
    for number in ("7", "0"):
        done = warehouse.ad_metrics("rollback", number, check=False)
        assert done.returncode == 2 and seen(warehouse) == 1
        assert f"Run {number} is not kept. Kept are the runs 2, 1; name one of them." in done.stderr
    warehouse.ad_metrics("rollback", "2")
    assert content(warehouse.published_file) == second
    warehouse.ad_metrics("rollback", "1")
    warehouse.ad_metrics("build", *use(versions[1]))
    assert seen(warehouse) == 3 and content(warehouse.published_file) == second


def test_the_last_runs_are_kept_and_the_one_that_is_read(warehouse, versions):
    warehouse.ad_metrics("build", "--keep", "2", *use(versions[2]))
    kept = [path.parent.name for path in sorted((warehouse.folder / "runs").rglob("*.duckdb"))]
    assert kept == ["2", "3"]
    warehouse.ad_metrics("rollback")
    warehouse.ad_metrics("build", "--keep", "1", *use(versions[2]))
    assert [path.parent.name for path in (warehouse.folder / "runs").rglob("*.duckdb")] == ["4"]
    listed = warehouse.ad_metrics("runs").stdout
    assert "published, current" in listed
    assert [run["run_id"] for run in json.loads(warehouse.ad_metrics("runs", "--json").stdout)] == [
        4,
        3,
        2,
        1,
    ]


def test_runs_tell_how_long_each_model_took(warehouse):
    facts = record(warehouse, 2)
    assert facts["state"] == "published" and facts["fact_rows"] == 8581 and facts["seconds"] > 1
    assert {"fct_delivery", "campaign_rates", "campaign_metrics"} <= facts["seconds_by_model"].keys()
    listed = warehouse.ad_metrics("runs").stdout
    assert re.search(r"\+\d+\.\d s", listed) and "8,581" in listed
    results = json.loads((warehouse.folder / "runs/ad_metrics/2/run_results.json").read_text())
    assert any(result["unique_id"] == "model.ad_metrics.fct_delivery" for result in results["results"])


def test_old_records_are_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr("ad_metrics.runs.RECORDS", 3)
    runs = Runs(tmp_path)
    for number in range(1, 7):
        runs.start(number)
    (tmp_path / "1" / "kept.duckdb").touch()
    runs.forget_old()
    assert [run.id for run in runs.all()] == [6, 5, 4, 1]


def test_check_says_what_is_wrong_and_what_to_do(warehouse, versions, tmp_path):
    good = warehouse.ad_metrics("check", *use(versions[1]))
    assert "PROBLEM" not in good.stdout and "Readers see run 2" in good.stdout
    missing = version(tmp_path / "missing", 1)
    (missing / "zones.csv").unlink()
    bad = warehouse.ad_metrics("check", *use(missing), check=False)
    assert bad.returncode == 1 and re.search(
        "PROBLEM +raw tables: .*no table zones.*Put the file there", bad.stdout
    )
    assert seen(warehouse) == 2


@pytest.mark.parametrize("release", ["1.4.4", "2.0.0"])
def test_the_published_file_is_readable_by_other_releases_of_duckdb(warehouse, tmp_path, release):
    install = [sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--target", tmp_path / "lib"]
    if subprocess.run([*install, f"duckdb=={release}"], capture_output=True).returncode:
        pytest.skip("no package index to install another release from")
    ask = (
        f"import duckdb; c = duckdb.connect({str(warehouse.published_file)!r}, read_only=True); "
        "print(duckdb.__version__, c.execute('select sum(impressions) from campaign_metrics').fetchone()[0])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "lib")},
        capture_output=True,
        text=True,
    )
    [total] = warehouse.rows("select sum(impressions) from campaign_metrics", published=True)
    assert answer.stdout.split() == [release, str(total[0])], answer.stderr


NAMES = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "|x", "\t=1", "Caf\u00e9 = 5", 'plain, "quoted"']


def test_an_export_holds_no_formula_and_loses_nothing(new_warehouse, tmp_path):
    named = "case campaignid " + " ".join(
        f"when '{number}' then '" + name.replace("'", "''") + "'"
        for number, name in enumerate(NAMES, start=1)
    )
    folder = extract(
        tmp_path / "extract",
        campaigns=f"select * replace ({named} else campaignname end as campaignname) from campaigns",
    )
    replace(new_warehouse, without=UNTESTED).ad_metrics("build", *use(folder))
    file = tmp_path / "campaigns.csv"
    new_warehouse.ad_metrics("export", "campaign_metrics", "--output", str(file))
    with open(file, newline="") as opened:
        exported = {row["campaign_key"]: row for row in csv.DictReader(opened)}
    texts = [
        row[name] for row in exported.values() for name in row if not re.fullmatch(r"-?[\d.e-]+", row[name])
    ]
    assert [text for text in texts if text[:1] in tuple("=+-@|\t\r\n") and text] == []
    for key, name, revenue, ecpm in new_warehouse.rows(
        "select campaign_key, campaign_name, revenue, ecpm from campaign_metrics", published=True
    ):
        assert exported[key]["campaign_name"].removeprefix("'") == name
        assert (
            exported[key]["revenue"] == ""
            if revenue is None
            else Decimal(exported[key]["revenue"]) == revenue
        )
        assert exported[key]["ecpm"] == "" if ecpm is None else float(exported[key]["ecpm"]) == ecpm
