"""A warehouse of the version before is upgraded by one build, which loses nothing that is kept."""

import io
import os
import subprocess
import tarfile
from pathlib import Path

import pytest
from conftest import PROJECT, Warehouse
from extracts import extract
from spend_rows import spend, write

# The last commit in which every source was always there.
BEFORE = "6b5c0e02f806"
# All that an earlier version knew of the facts.
FACTS = "select * exclude ({}) from fct_delivery order by all"


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Path:
    """The project as it was; skipped where this copy has no history."""
    archive = subprocess.run(["git", "archive", BEFORE], cwd=PROJECT, capture_output=True)
    if archive.returncode:
        pytest.skip(f"this copy of the repository does not have the commit {BEFORE}")
    folder = tmp_path_factory.mktemp("before")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


def test_an_upgrade_loses_nothing(before, tmp_path):
    folder = tmp_path / "extract"
    extract(folder)
    rows = [
        spend(investment="17.31", impressions="1009", viewable_impressions="401"),
        spend("2026-10-23", investment="3.17", impressions="211", viewable_impressions=None),
    ]
    write(tmp_path / "spend" / "spend.csv", rows)
    variables = {"revive_path": str(folder), "spend_path": str(tmp_path / "spend")}
    old = Warehouse(
        tmp_path / "warehouse",
        project=before,
        environment={"DBT_PROFILES_DIR": str(before / "profiles"), "PYTHONPATH": str(before)},
        apart=True,
    )
    old.dbt("seed", "--vars", repr(variables))
    only = ("--exclude-resource-type", "test", "unit_test")
    old.build(*only, **variables)
    # A rate is edited, and a campaign deleted with its banners and its delivery: the source has neither now.
    extract(
        folder,
        campaigns="""
            select * replace (case when campaignid = '1' then '9.0000' else revenue end as revenue)
            from campaigns where campaignid <> '3'
        """,
        banners="select * from banners where campaignid <> '3'",
        data_summary_ad_hourly="""
            select * from data_summary_ad_hourly
            where ad_id not in (select bannerid from banners where campaignid = '3')
        """,
    )
    old.build(*only, **variables)
    kept = old.rows(FACTS.format("last_written_at"))
    known_before = {name for name, *_ in old.rows("describe fct_delivery")}
    gone = old.value("select sum(impressions) from fct_delivery where is_deleted_at_source")
    rates = "select campaign_key, pricing_model, rate from main_history.campaign_rates order by all"
    history = old.rows(rates)
    assert gone > 0 and len(history) > len({key for key, *_ in history})

    new = Warehouse(tmp_path / "warehouse", environment={"PYTHONPATH": os.environ.get("PYTHONPATH", "")})
    new.apart = True
    new.build("--exclude-resource-type", "unit_test", **variables)
    told_since = {name for name, *_ in new.rows("describe fct_delivery")} - known_before
    facts = FACTS.format(", ".join(["last_written_at", *told_since]))
    assert new.rows(facts) == kept
    # A measure that this version knows fills the past where the source has it.
    days = (
        "select date_day::varchar, viewable_impressions from {} where source = 'marketing_spend' order by 1"
    )
    for mart in ("fct_delivery", "campaign_metrics_daily", "placement_metrics_daily"):
        assert new.rows(days.format(mart)) == [("2026-10-22", 401), ("2026-10-23", None)]
    assert new.rows("select distinct source, side from fct_delivery order by 1") == [
        ("marketing_spend", "bought"),
        ("revive", "sold"),
    ]
    assert new.rows(rates) == history
    # Nor does a full refresh lose anything, with what an earlier version left beside it.
    new.build("--exclude-resource-type", "unit_test", "--full-refresh", **variables)
    assert new.rows(facts) == kept
