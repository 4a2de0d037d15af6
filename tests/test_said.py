"""What a person is told: descriptions where the tables are, what is at stake, and errors with a remedy."""

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, Warehouse
from dbt.artifacts.schemas.manifest import WritableManifest
from event_rows import event, write_events
from extracts import extract
from spend_rows import spend, write

from ad_metrics import stakes, words
from ad_metrics.duckdb_warehouse import DuckDBWarehouse
from ad_metrics.outcome import ExitCode, Failure, Stop, failure_lines

VIDEO = (
    "video_starts", "video_first_quartiles", "video_midpoints", "video_third_quartiles", "video_completes",
    "video_views",
)  # fmt: skip


def copied(folder: Path) -> Path:
    """This project in another folder, where a test may change it."""
    kept = shutil.ignore_patterns(".venv*", ".git", "target", "warehouse", "logs", "benchmarks")
    return shutil.copytree(PROJECT, folder, ignore=kept)


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Warehouse:
    """The demo, published."""
    # A process of its own leaves what it compiled beside the warehouse.
    warehouse = Warehouse(tmp_path_factory.mktemp("said"), apart=True)
    warehouse.ad_metrics("build")
    return warehouse


def test_everything_in_the_published_file_has_its_description(published):
    without = published.rows(
        """
        select table_name from duckdb_tables() where trim(coalesce(comment, '')) = ''
        union all
        select view_name from duckdb_views()
        where not internal and trim(coalesce(comment, '')) = ''
        union all
        select table_name || '.' || column_name from duckdb_columns()
        where schema_name = 'main' and not internal and trim(coalesce(comment, '')) = ''
        union all
        select function_name || '()' from duckdb_functions()
        where schema_name = 'main' and not internal and trim(coalesce(comment, '')) = ''
        """,
        published=True,
    )
    assert without == []
    described = dict(published.rows("select table_name, comment from duckdb_tables()", published=True))
    # Two that dbt builds as views, one as a table.
    assert described["delivery_daily"].startswith("One row per ")
    assert described["dim_hours"].startswith("One row per ")
    assert described["campaign_metrics"].startswith("One row per campaign")
    functions = dict(
        published.rows(
            "select function_name, comment from duckdb_functions() "
            "where schema_name = 'main' and not internal",
            published=True,
        )
    )
    assert (
        functions["ecpm"]
        == functions["erpm"]
        == (
            "What a thousand impressions earn, whatever the campaign is priced by. "
            "Formula: revenue / impressions * 1000. Unit: currency per 1000 impressions. "
            "Null: where impressions is 0 or any part is unknown, never 0 instead."
        )
    )
    assert len(set(functions)) >= 20


def test_every_data_test_says_in_words_what_is_wrong_and_what_to_do(artefacts):
    manifest = WritableManifest.read_and_check_versions(str(artefacts / "manifest.json"))
    tests = [node for node in manifest.nodes.values() if node.resource_type == "test"]
    assert len(tests) > 50
    for test in tests:
        problem, remedy = words.words(test, manifest)
        assert test.description or words.kind_of(test) in words.KINDS, test.name
        assert "{" not in problem and "ref(" not in problem, problem
        # Its name in dbt is for whoever knows dbt.
        assert test.name not in problem and test.unique_id not in problem
        assert len(problem.split()) >= 5, problem
        assert remedy.endswith(".") and len(remedy.split()) >= 8, remedy


def test_the_words_name_the_place_the_columns_and_the_condition(artefacts):
    manifest = WritableManifest.read_and_check_versions(str(artefacts / "manifest.json"))

    def said(name: str) -> tuple[str, str]:
        [test] = [node for node in manifest.nodes.values() if node.name == name]
        return words.words(test, manifest)

    assert said("a_target_is_whole") == (
        "In the seed campaign_targets rows are not as they must be",
        "Correct these lines of the seed campaign_targets (the file campaign_targets.csv in your seeds "
        "folder), then build again.",
    )
    problem, remedy = said("campaign_metrics_has_one_row_per_campaign_and_currency")
    assert problem == "In the mart campaign_metrics rows are not as they must be"
    assert remedy.startswith("Look these rows up in the raw tables and correct what is wrong there.")
    problem, remedy = said("everything_is_reconciled")
    assert problem.startswith("What was read is not what was staged") and "full-refresh" in remedy


def test_a_failing_test_shows_its_rows_in_words(published, tmp_path):
    """Targets that the tests refuse: what a person reads names the seed, the rows and the remedy."""
    project = copied(tmp_path / "project")
    (project / "seeds" / "reference" / "campaign_targets.csv").write_text(
        "campaign_key,booked_impressions,budget,currency,starts_on,ends_on\n"
        "revive:7,250000,1000.5,,2026-10-21,2026-10-31\n"
        "revive:8,,,EUR,2026-10-21,2026-10-31\n"
        "revive:9,70,,,2026-10-31,2026-10-21\n"
    )
    warehouse = Warehouse(tmp_path / "warehouse", project, apart=True)
    done = warehouse.ad_metrics("build", check=False)
    assert done.returncode == 4, done.stderr
    printed = done.stderr[done.stderr.index("The raw tables were refused.") :].splitlines()
    at = printed.index(
        "  In the seed campaign_targets booked_impressions is empty, where budget is null: 1 row; "
        "currency is empty, where budget is not null: 1 row."
    )
    assert printed[at + 1].startswith("    for instance campaign_key: revive:7, ")
    assert printed[at + 2].startswith("    for instance campaign_key: revive:8, ")
    assert printed[at + 3] == (
        "    what to do: Correct these lines of the seed campaign_targets (the file campaign_targets.csv "
        "in your seeds folder), then build again."
    )
    assert printed[at + 4].startswith("    query: ")
    assert printed[at + 5] == "    name in dbt: a_target_is_whole"
    text = "\n".join(printed)
    assert "ends_on is before starts_on, or one of them is empty: 1 row." in text
    assert "Traceback" not in done.stderr
    # The monitor's answer has the same, as data.
    failed = json.loads(warehouse.ad_metrics("status", "--json", check=False).stdout)["last_failed"]
    by_name = {failure["node"]: failure for failure in failed["failures"]}
    rows = by_name["a_target_is_whole"]["examples"]
    assert {row["campaign_key"]: row["problem"] for row in rows} == {
        "revive:7": "currency is empty, where budget is not null",
        "revive:8": "booked_impressions is empty, where budget is null",
    }


@pytest.mark.parametrize(
    ("change", "problem", "instance"),
    [
        (
            "update campaign_metrics set campaign_key = 'revive:777' where campaign_key = 'revive:3'",
            "In the mart campaign_metrics campaign_key has values that dim_campaigns does not have: 1 row.",
            "for instance campaign_key: revive:777",
        ),
        (
            "update campaign_metrics set campaign_key = null where campaign_key = 'revive:3'",
            "In the mart campaign_metrics campaign_key is empty: 1 row.",
            "for instance campaign_key: (empty), ",
        ),
        (
            "insert into dim_campaigns from dim_campaigns where campaign_key = 'revive:3'",
            "In the mart dim_campaigns several rows have the same campaign_key: 2 rows.",
            "for instance campaign_key: revive:3, rows: 2",
        ),
        (
            "update fct_delivery set clicks = -3 where rowid = 7",
            "In the mart fct_delivery clicks is below 0, or is no number: 1 row.",
            "for instance hour_at: 2026-10-",
        ),
        (
            "update campaign_metrics set impressions = null where campaign_key = 'revive:3'",
            "In the mart campaign_metrics impressions is empty, where side = 'sold': 1 row.",
            "for instance campaign_key: revive:3, currency: EUR, ",
        ),
        (
            "update campaign_pacing set target_source = 'hearsay' where rowid = 0",
            "In the mart campaign_pacing target_source is none of campaign_targets, ad_server: 1 row.",
            "for instance campaign_key: revive:",
        ),
        (
            "update campaign_metrics set currency = null where campaign_key in ('revive:3', 'revive:5'); "
            "update campaign_metrics set campaign_key = 'revive:777' where campaign_key = 'revive:7'",
            "In the mart campaign_metrics campaign_key has values that dim_campaigns does not have: 1 row; "
            "currency is empty: 2 rows.",
            "problem: campaign_key has values that dim_campaigns does not have",
        ),
        (
            "update campaign_metrics set impressions = impressions + 13 where campaign_key = 'revive:3'",
            "A mart's totals are not those of the facts, so delivery was lost or counted twice on the way",
            "campaign_metrics",
        ),
    ],
)
def test_what_a_failed_test_of_a_mart_finds_is_shown(published, tmp_path, change, problem, instance):
    """A mart that somebody changed by hand: each of its tests, as dbt compiled it, is put in words."""
    file = tmp_path / published.file.name
    shutil.copy(published.file, file)
    with duckdb.connect(str(file)) as connection:
        connection.execute(change)
    manifest = WritableManifest.read_and_check_versions(str(published.folder / "target/manifest.json"))
    place = DuckDBWarehouse(file)
    told = []
    for test in manifest.nodes.values():
        compiled = Path(test.compiled_path) if getattr(test, "compiled_path", None) else None
        if test.resource_type != "test" or ("marts" not in test.fqn and words.kind_of(test)):
            continue
        # Of a mart that no source tells anything of.
        if not test.config.enabled:
            continue
        test.compiled_code = compiled.read_text()
        if found := words.examples(test, place.ask_built):
            said = words.found(test, manifest, len(found), place.ask_built)
            told += [Failure(test.name, said, examples=found).__dict__]
    text = "\n".join(failure_lines(told))
    assert problem in text and instance in text, text


class Told:
    """A published warehouse whose marts have these rows."""

    def __init__(self, **marts: list[dict]):
        self.marts = marts

    def records(self, query: str) -> list[dict]:
        [mart] = re.findall(r"from (\w+)\s", query + " ")
        if mart not in self.marts:
            raise Stop(ExitCode.USAGE, f"There is no {mart}.")
        return self.marts[mart]


def total(source, table, measure, rejected, replaced=0, deleted=0, currency=None, load="a") -> dict:
    """A row of reconciliation, with amounts as an engine answers them."""
    names = ("rejected_total", "replaced_total", "deleted_total")
    amounts = [number if number is None else Decimal(number) for number in (rejected, replaced, deleted)]
    row = {"source": source, "raw_table": table, "load_name": load, "measure": measure}
    return row | {"currency": currency} | dict(zip(names, amounts, strict=True))


def test_what_is_at_stake_is_a_line_a_source():
    """Two tables of spend and their total, which repeats them; events whose money nobody counts."""
    spend = "marketing_spend"
    marts = {
        "reconciliation": [
            total(spend, "marketing_spend", "rows", "2.000000000", 2, 10),
            total(spend, "marketing_spend", "impressions", 1100, 37, 12345),
            total(spend, "marketing_spend", "investment", "45.105", "7.5", "1234.5", "EUR"),
            total(spend, "marketing_spend", "investment", 0, 0, "0.01", "USD"),
            total(spend, "campaign_stats", "rows", 1, load="b"),
            total(spend, "campaign_stats", "impressions", 100, load="b"),
            total(spend, "campaign_stats", "investment", "0.3", currency="XXX", load="b"),
            total(spend, "all", "impressions", 1200, 37, 12345, load="all"),
            total(spend, "all", "investment", "45.105", "7.5", "1234.5", "EUR", load="all"),
            # A table that no rejected row is of says nothing.
            total(spend, "basic_campaign", "rows", 0, load="c"),
            total(spend, "basic_campaign", "impressions", 0, load="c"),
            total("ad_events", "impressions", "rows", 5),
            total("ad_events", "impressions", "impressions", 5),
            total("ad_events", "clicks", "rows", 2),
            total("ad_events", "all", "booked_revenue", None, None, 0, "EUR", load="all"),
            total("revive", "banners", "rows", 1, 0, 3),
            total("revive", "data_summary_ad_hourly", "rows", 0, 0, 1),
            total("revive", "data_summary_ad_hourly", "impressions", 0, 0, 1),
            total("revive", "data_summary_ad_hourly", "booked_revenue", 0, 0, 0, "EUR"),
            total("clean", "banners", "rows", 0),
        ],
        "rejected_rows": [
            {"source": spend, "raw_table": "marketing_spend", "impressions_unknown": 1,
             "money_unknown": 0},
            {"source": spend, "raw_table": "campaign_stats", "impressions_unknown": 0,
             "money_unknown": 0},
        ],
    }  # fmt: skip
    stake = stakes.at_stake(Told(**marts))
    assert [stakes.stake_line(source) for source in stake] == [
        "ad_events: 7 rows rejected (5 impressions, money not known)",
        "marketing_spend: 3 rows rejected (1,200 impressions and unknown ones of 1 row, 45.11 EUR, "
        "0.30 in a currency that nobody stated), 2 replaced by later exports (37 impressions, 7.50 EUR), "
        "10 kept after deletion at the source (12,345 impressions, 1,234.50 EUR, 0.01 USD)",
        # Of one banner nothing was delivered that could be lost; of one row there is no money.
        "revive: 1 row rejected, 4 kept after deletion at the source (1 impression, no money)",
    ]
    assert stake[1]["rejected"] == {
        "rows": 3,
        "impressions": 1200,
        "impressions_unknown_rows": 1,
        "money": {"EUR": Decimal("45.105"), "XXX": Decimal("0.3")},
        "money_unknown_rows": 0,
    }
    assert (stake[0]["rejected"]["money"], stake[0]["rejected"]["money_unknown_rows"]) == ({}, 7)
    # Where nothing is at stake, nothing is said; nor of a run that an earlier version published.
    assert stakes.at_stake(Told(reconciliation=marts["reconciliation"][-1:], rejected_rows=[])) == []
    assert stakes.at_stake(Told()) == stakes.unmatched_targets(Told()) == []


def test_a_target_whose_key_no_campaign_has_is_named_with_the_nearest_keys():
    known = ["ad_events:c1", "marketing_spend:google_ads:4711:9001", "revive:7", "revive:17", "revive:8"]
    targets = stakes.unmatched_targets(
        Told(
            campaign_pacing=[
                {"campaign_key": "google_ads:4711:9001"},
                {"campaign_key": "Revive : 7"},
                {"campaign_key": "wxyz"},
            ],
            dim_campaigns=[{"campaign_key": key} for key in known],
        )
    )
    assert targets[0]["nearest"] == ["marketing_spend:google_ads:4711:9001"]
    assert targets[1]["nearest"][:2] == ["revive:7", "revive:17"]
    assert targets[2]["nearest"] == []
    line = stakes.targets_line(targets)
    assert line.startswith(
        "campaign_targets: 3 keys match no campaign: google_ads:4711:9001 (nearest: "
        "marketing_spend:google_ads:4711:9001), Revive : 7 (nearest: revive:7, revive:17, "
    )
    assert "wxyz (nearest: none). Correct the key in the seed campaign_targets, or leave it" in line


@pytest.fixture(scope="module")
def staked(tmp_path_factory) -> tuple[Warehouse, str, dict]:
    """
    Two builds of an ad server, spend and an event log, with rows that were rejected and deleted.

    Before the second, banner 3 is deleted with its 766 rows of 246,494 impressions and 1,470 EUR; row 1
    (1.615 EUR) loses its impressions, and row 2 (823 impressions, 2.0575 EUR) its clicks.
    """
    folder = tmp_path_factory.mktemp("staked")
    project = copied(folder / "project")
    (project / "seeds" / "reference" / "campaign_targets.csv").write_text(
        "campaign_key,booked_impressions,budget,currency,starts_on,ends_on\n"
        "revive:3,250000,,,2026-10-21,2026-10-31\n"
        "google_ads:4711:9001,70000,,,2026-10-21,2026-10-31\n"
        "revive:7,,1000.5,EUR,2026-10-25,2026-12-31\n"
    )
    (project / "seeds" / "reference" / "placement_costs.csv").write_text(
        "source,placement_id,website_id,cost_type,cost,starts_on,ends_on\nrevive,1,,revenue_share,60.5,,\n"
    )
    spent = spend(
        platform="google_ads", account_id="4711", campaign_id="9001", conversions="2.5",
        conversion_value="31.07", measurable_impressions="700", viewable_impressions="451",
        **dict.fromkeys(VIDEO, "31"),
    )  # fmt: skip
    nothing = dict.fromkeys(
        ("impressions", "clicks", "conversions", "conversion_value", "investment", "measurable_impressions",
         "viewable_impressions", *VIDEO), "",
    )  # fmt: skip
    write(folder / "spend" / "spend.csv", [
        spent,
        spent | {"campaign_id": "9005"} | nothing,
        spent | {"campaign_id": "9002", "investment": "45.105", "impressions": "1200", "clicks": "-"},
        spent | {"campaign_id": "9003", "investment": "7.777", "impressions": "x12"},
        spent | {"campaign_id": "9004", "investment": "8.88", "impressions": "13", "currency": "euro"},
    ])  # fmt: skip
    # Two exports of another account: the later one has the last day of the earlier one, too.
    other = spend(investment="45.10", impressions="1207")
    write(folder / "spend" / "export_1.csv", [other | {"date": "2026-10-21"}, other])
    write(folder / "spend" / "export_2.csv", [other | {"clicks": "11"}, other | {"date": "2026-10-23"}])
    write_events(folder / "events", "impressions/a", [
        event(), event(at="2026-10-22 11:00:00"), event(campaign_id=None), event(currency=None),
        event(campaign_id="c2", price_micros=None, currency=None),
    ])  # fmt: skip
    write_events(folder / "events", "clicks/a", [event(), event(event_id=None)])
    write_events(folder / "events", "conversions/a", [event(value_micros=3_700_000, items=2)])
    (folder / "events" / "campaigns.csv").write_text(
        "campaign_id,pricing_model,rate,currency\nc1,cpm,2.5,EUR\n"
    )
    extract(folder / "first")
    rows = """
        select * replace (
            case data_summary_ad_hourly_id when '1' then 'many' else impressions end as impressions,
            case data_summary_ad_hourly_id when '2' then '-4' else clicks end as clicks,
            case ad_id when '7' then null else total_basket_value end as total_basket_value,
            case ad_id when '7' then null else total_num_items end as total_num_items
        )
        from data_summary_ad_hourly where ad_id <> '3'
    """
    extract(
        folder / "second", data_summary_ad_hourly=rows, banners="select * from banners where bannerid <> '3'"
    )
    variables = {
        "revive_path": str(folder / "revive"), "spend_path": str(folder / "spend"),
        "events_path": str(folder / "events"), "rejected_share_limit": 0.9,
    }  # fmt: skip
    warehouse = Warehouse(folder / "warehouse", project)
    for name in ("first", "second"):
        shutil.copytree(folder / name, folder / "revive", dirs_exist_ok=True)
        printed = warehouse.ad_metrics("build", "--vars", repr(variables)).stdout
    return warehouse, printed, variables


STAKES = [
    "ad_events: 3 rows rejected (2 impressions, money not known)",
    "marketing_spend: 3 rows rejected (1,213 impressions and unknown ones of 1 row, 52.88 EUR, "
    "8.88 in a currency that nobody stated), 1 replaced by later exports (1,207 impressions, 45.10 EUR)",
    "revive: 2 rows rejected (823 impressions and unknown ones of 1 row, 3.67 EUR), "
    "767 kept after deletion at the source (246,494 impressions, 1,470.00 EUR)",
    "The mart rejected_rows says which rows were rejected, why, and what to do.",
    "campaign_targets: 1 key matches no campaign: google_ads:4711:9001 (nearest: "
    "marketing_spend:google_ads:4711:9001, marketing_spend:google_ads:4711:9005). Correct the key in the "
    "seed campaign_targets, or leave it for a campaign that has not delivered yet.",
]


def test_a_build_and_status_end_with_what_is_at_stake(staked):
    warehouse, printed, _ = staked
    assert printed.splitlines()[-5:] == STAKES
    assert printed.splitlines()[-6].startswith("Run 2 is published in ")
    assert warehouse.ad_metrics("status").stdout.splitlines()[-5:] == STAKES
    facts = json.loads(warehouse.ad_metrics("status", "--json").stdout)
    assert [source["source"] for source in facts["at_stake"]] == [
        "ad_events", "marketing_spend", "revive",
    ]  # fmt: skip
    revive = facts["at_stake"][2]
    assert Decimal(revive["rejected"]["money"]["EUR"]) == Decimal("3.6725")
    assert revive["kept_after_deletion"]["rows"] == 767
    assert facts["unmatched_targets"] == [
        {
            "campaign_key": "google_ads:4711:9001",
            "nearest": [
                "marketing_spend:google_ads:4711:9001",
                "marketing_spend:google_ads:4711:9005",
            ],
        }
    ]


def test_where_nothing_is_at_stake_nothing_is_said(published):
    last = published.ad_metrics("status").stdout.splitlines()[-1]
    assert last.startswith("Source last written: ")
    facts = json.loads(published.ad_metrics("status", "--json").stdout)
    assert facts["at_stake"] == [] and facts["unmatched_targets"] == []


SOURCES = {"Revive": "revive", "event logs": "ad_events", "marketing spend": "marketing_spend"}
# What campaign_pacing compares: what was delivered, what is expected to date, and what was booked.
PACED = {
    "impressions": ("delivered_impressions", "expected_impressions", "booked_impressions"),
    "spend": (
        "(case when budget is not null and other_currencies is null then spent end)",
        "expected_spend", "budget",
    ),
}  # fmt: skip


def glossary() -> dict[str, dict[str, str]]:
    """Each block of the glossary, with what it says by heading."""
    text = (PROJECT / "macros" / "docs" / "metrics.md").read_text()
    blocks = {}
    for name, words_ in re.findall(r"{% docs (\w+) %}(.*?){% enddocs %}", text, re.DOTALL):
        lines = re.findall(r"^- (\w[\w ]*): (.*?)(?=\n- |\Z)", words_, re.DOTALL | re.MULTILINE)
        blocks[name] = {heading: " ".join(line.split()) for heading, line in lines}
    return blocks


def worked_out(clause: str, block: str, formula: str, column: str, columns: set[str]) -> str | None:
    """The condition under which a clause says that a value is null; none where a part is not at hand."""
    delivered, expected, booked = PACED["spend" if "spend" in column or "spent" in column else "impressions"]
    parts = {
        "expected_to_date": [booked, "as_of"],
        "under_delivery": [delivered, expected],
        "over_delivery": [delivered, expected],
        "pacing": [delivered, expected],
        "projected": [delivered, "elapsed_share"],
    }.get(block) or sorted(set(re.findall(r"[a-z_]+", formula)))
    unknown = " or ".join(f"{part} is null" for part in parts)
    if clause == "where any part is unknown":
        condition = unknown
    elif clause == "where nothing is expected yet or any part is unknown, never 0 instead":
        condition = f"{expected} = 0 or {unknown}"
    elif clause == "where the flight has not begun or any part is unknown":
        condition = f"elapsed_share = 0 or {unknown}"
    elif divisor := re.fullmatch(r"where (\w+) is 0 or any part is unknown, never 0 instead", clause):
        condition = f"{divisor[1]} = 0 or {unknown}"
    else:
        part = re.fullmatch(r"where (\w+) is null(, as .+)?", clause)
        assert part, f"{block}: {clause!r} is not in the vocabulary"
        condition = f"{part[1]} is null"
    names = set(re.findall(r"[a-z_]{4,}", condition)) - {"null", "case", "when", "then"}
    return condition if names <= columns else None


def test_every_statement_about_nulls_is_true_of_the_data(staked, new_warehouse):
    """Each column that the glossary describes, in the facts and every mart, for each source."""
    warehouse, _, _ = staked
    blocks = glossary()
    on = dict.fromkeys(("revive_path", "events_path", "spend_path"), "anywhere")
    new_warehouse.dbt("--quiet", "--no-partial-parse", "parse", "--vars", repr(on))
    manifest = WritableManifest.read_and_check_versions(str(new_warehouse.folder / "target/manifest.json"))
    held = dict.fromkeys(blocks, 0)
    for model in manifest.nodes.values():
        if model.resource_type != "model" or model.fqn[1:-1] != ["marts"]:
            continue
        columns = {name for (name, *_) in warehouse.rows(f"describe {model.name}", published=True)}
        for column in model.columns.values():
            block = next((doc.rpartition(".")[2] for doc in column.doc_blocks or []), None)
            if block in blocks:
                facts = blocks[block]
                for clause in facts["Null"].split("; "):
                    held[block] += hold(
                        warehouse, model.name, column.name, columns, block, clause, facts.get("Formula", "")
                    )
    assert [block for block, times in held.items() if not times] == []
    assert sum(held.values()) > 300


def hold(warehouse, mart, column, columns, block, clause, formula) -> int:
    """Hold one clause to one column; how many rows it was held to."""
    where = f"{mart}.{column}: {clause}"
    always = re.fullmatch(r"(never|always)( in (.+?))?(, as .+)?", clause)
    some = re.fullmatch(r"in (.+?) (where|without) (.+)", clause)
    if always and not always[2] or not (always or some):
        condition = "true" if clause.startswith("always") else "false"
        if not always:
            condition = worked_out(clause, block, formula, column, columns)
        if condition is None:
            return 0
        return exactly(warehouse, mart, column, condition, "true", where)
    names = re.split(", | and ", always[3] if always else some[1])
    assert set(names) <= SOURCES.keys(), where
    if "source" not in columns:
        return 0
    rows = 0
    for name in names:
        of_source = f"source = '{SOURCES[name]}'"
        if always:
            condition = "true" if always[1] == "always" else "false"
            rows += exactly(warehouse, mart, column, condition, of_source, where)
            continue
        other = re.fullmatch(r"(\w+) is null", some[3])
        if other:
            if other[1] in columns:
                rows += exactly(warehouse, mart, column, some[3], of_source, where)
            continue
        [(count, known)] = warehouse.rows(
            f"select count(*), count({column}) from {mart} where {of_source}", published=True
        )
        if some[2] == "without":
            assert known in (0, count), where
        elif mart == "fct_delivery":
            assert 0 < known < count, f"{where}: known of {known} of {count} rows of {name}"
        rows += count
    return rows


def exactly(warehouse, mart, column, condition, rows, where) -> int:
    """Whether a column is null exactly where a condition is true, in these rows; how many they are."""
    [(count, wrong)] = warehouse.rows(
        f"""
        select count(*), count(*) filter (({column} is null) <> coalesce({condition}, false))
        from {mart} where {rows}
        """,
        published=True,
    )
    assert wrong == 0, f"{where}: wrong in {wrong} of {count} rows ({rows})"
    return count


def test_every_source_is_in_the_statements_of_a_measure():
    for name, facts in glossary().items():
        told = re.findall("Revive|event logs|marketing spend", facts["Null"])
        assert sorted(told) in ([], sorted(SOURCES)), f"{name} speaks of {told}"


HEADER = "date,platform,account_id,campaign_id,currency,impressions,clicks,investment"
ROW = "2026-10-22,x_ads,a1,c1,EUR,1000,10,1.50"


def refused(warehouse: Warehouse, **variables) -> list[str]:
    """What a build prints that refuses the raw tables, but for the steps that it took."""
    done = warehouse.ad_metrics("build", "--vars", repr(variables), check=False)
    assert done.returncode == 4, done.stdout + done.stderr
    assert "Traceback" not in done.stderr and "Compilation Error" not in done.stderr
    return done.stderr[done.stderr.index("Error: The raw tables were refused.") :].splitlines()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            f"Campaign report\n1 - 31 October 2026\n\n{HEADER}\n{ROW}\n",
            r"Source marketing_spend: the file <file> has no column date, .*\. Its header is in line 4\. "
            r"Delete what stands above it\.",
        ),
        (
            f"{HEADER}\n{ROW}\n".encode("utf-16"),
            r"The file <file> is in UTF-16\. Save it as CSV in UTF-8, separated by commas\.",
        ),
        (
            f"{HEADER}\n{ROW}\n".replace(",", ";").replace("1.50", "1,50"),
            r"Source marketing_spend: the file <file> has no column date, .* separated by semicolons\. "
            r"Save it as CSV in UTF-8, separated by commas, with a decimal point in numbers\.",
        ),
        (
            f"{HEADER}\n{ROW}\n".replace("1000", "1,000"),
            r"The file <file>, line 2: has 9 values, its header has 8 columns: 2026-10-22,x_ads,a1,c1,EUR,1,"
            r"000,10,1.50 \(A comma parts two values\. Write numbers as 1234\.50, not as 1,234\.50 .*",
        ),
        (
            f"{HEADER}\n{ROW}\n{ROW}\n".replace("1000", '"1,000"').replace("c1", "c2", 1),
            r"marketing_spend: 2 of 2 rows are rejected: 2 because impressions is not a whole number of 0 or "
            r"more \(.*without thousands separators.*",
        ),
    ],
    ids=["title", "utf-16", "semicolons", "thousands", "quoted thousands"],
)
def test_a_file_of_another_dialect_is_refused_in_words(empty, tmp_path, text, says):
    file = tmp_path / "spend" / "spend.csv"
    file.parent.mkdir()
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    printed = refused(empty.copy(tmp_path / "warehouse"), spend_path=str(file.parent))
    # First what is wrong and what to do, once; what dbt calls it comes last.
    assert re.fullmatch("  " + says.replace("<file>", re.escape(str(file))), printed[2]), printed
    assert printed[1] == "Nothing was published. Readers see nothing yet."
    assert printed[3].startswith("    name in dbt: ") and len(printed) == 4


def test_a_raw_table_with_a_title_line_is_refused_in_words(empty, tmp_path):
    folder = extract(tmp_path / "revive")
    for table in ("banners", "zones"):
        file = folder / f"{table}.csv"
        file.write_text(f"Export of {table}\n{file.read_text()}")
    printed = "\n".join(refused(empty.copy(tmp_path / "warehouse"), revive_path=str(folder)))
    for table in ("banners", "zones"):
        [line] = re.findall(rf"^  Source revive: the file \S+/{table}\.csv .*", printed, re.MULTILINE)
        assert line.endswith("Its header is in line 2. Delete what stands above it.")


@pytest.mark.parametrize(
    ("original", "counts", "says"),
    [
        (
            "2026-10-22,x,1,234.50", (3, 4),
            "line 2: has 4 values, its header has 3 columns: 2026-10-22,x,1,234.50 (A comma parts ",
        ),
        ("Total", (3, 1), "line 2: has 1 value, its header has 3 columns: Total (Delete lines that are no "),
        ("\\0d\\0a", (3, 1), "line 2: is in UTF-16, which Excel calls Unicode Text. Save it as CSV in UTF-8"),
    ],
)  # fmt: skip
def test_the_engines_words_for_a_csv_file_become_a_remedy(original, counts, says):
    from ad_metrics.project import _words

    error = (
        f"Invalid Input Error: CSV Error on Line: 2\nOriginal Line: {original}\n"
        f"Expected Number of Columns: {counts[0]} Found: {counts[1]}\nPossible fixes:\n"
        "* Enable null padding (null_padding=true)\n\n  file = /data/spend.csv\n  delimiter = ,\n"
    )
    said = _words(error)
    assert said.startswith("The file /data/spend.csv, " + says) and "padding" not in said


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("rollback",), 6, "Nothing is published yet in "),
        (("rollback", "7"), 2, "Run 7 is not kept. No run is kept for "),
        (("rollback", "last"), 2, "'last' is not a valid integer"),
        (("export", "campaign_metrics"), 6, "Nothing is published yet in "),
        (("export", "campaign metrics"), 2, "campaign metrics is not the name of a mart"),
        (("status", "--target", "nowhere"), 2, "nowhere"),
        (("rollback", "--target", "nowhere"), 2, "nowhere"),
        (("runs", "--target", "nowhere"), 2, "nowhere"),
        (("build", "--vars", "spend_path"), 2, "vars cannot be read"),
        (("build", "--vars", "[spend_path]"), 2, "vars cannot be read"),
        (("check", "--vars", "{"), 2, "vars cannot be read"),
        (("build", "--keep", "many"), 2, "--keep"),
    ],
)
def test_wrong_usage_and_nothing_published_have_their_codes(new_warehouse, arguments, code, says):
    done = new_warehouse.ad_metrics(*arguments, check=False)
    assert done.returncode == code and says in " ".join(done.stderr.split()), done.stderr
    assert "Traceback" not in done.stderr
