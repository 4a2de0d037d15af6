"""The dashboards in a real browser: what their cells say is what SQL says on the same file."""

import os
import re
import signal
import subprocess

import pytest
import yaml
from conftest import DBT, PROJECT
from superset import Browser, Session, chart_data

pytestmark = pytest.mark.bi

DASHBOARDS = yaml.safe_load((PROJECT / "bi" / "dashboards.yml").read_text())["dashboards"]
DELIVERY = """
    from fct_delivery as facts
    inner join dim_campaigns as campaigns using (campaign_key)
    inner join dim_advertisers as advertisers on advertisers.advertiser_key = campaigns.advertiser_key
    inner join dim_placements as placements using (placement_key)
"""
DIMENSIONS = {
    "Advertiser": "advertiser_name",
    "Campaign": "campaign_name",
    "Website": "website_name",
    "Placement": "placement_name",
    "Pricing model": "facts.pricing_model",
    "Platform": "facts.platform",
    "Currency": "facts.currency",
}


def of_one_side(rate: str) -> str:
    """A rate over what was sold and what was bought is none."""
    return f"case when count(distinct facts.side) = 1 then {rate} end"


def rate(numerator: str, denominator: str, scale: int = 1) -> str:
    return of_one_side(f"{scale} * sum({numerator})::double / nullif(sum({denominator}), 0)")


# What a column is, by its header: SQL, and how it is to be written.
METRICS = {
    "Requests": ("sum(requests)", "{:,.0f}"),
    "Impressions": ("sum(impressions)", "{:,.0f}"),
    "Clicks": ("sum(clicks)", "{:,.0f}"),
    "Conversions": ("sum(facts.conversions)", "{:,.2f}"),
    "Conversion value": ("sum(conversion_value)", "€ {:,.2f}"),
    "Investment": ("sum(investment)", "€ {:,.2f}"),
    "Revenue": ("sum(revenue)", "€ {:,.2f}"),
    "Booked revenue": ("sum(booked_revenue)", "€ {:,.2f}"),
    "Earned revenue": ("sum(earned_revenue)", "€ {:,.2f}"),
    "Media cost": ("sum(media_cost)", "€ {:,.2f}"),
    "Margin": ("sum(revenue) - sum(media_cost)", "€ {:,.2f}"),
    "Margin rate": (
        of_one_side("(sum(revenue) - sum(media_cost))::double / nullif(sum(revenue), 0)"),
        "{:,.2%}",
    ),
    "CTR": (rate("clicks", "impressions"), "{:,.2%}"),
    "Fill rate": (rate("impressions", "requests"), "{:,.2%}"),
    "eCPM": (rate("revenue", "impressions", 1000), "€ {:,.4f}"),
    "CPT": (rate("investment", "impressions", 1000), "€ {:,.4f}"),
    "CPC": (rate("investment", "clicks"), "€ {:,.4f}"),
    "CPA": (rate("investment", "facts.conversions"), "€ {:,.4f}"),
    "ROAS": (rate("conversion_value", "investment"), "{:,.2f}"),
}


def written(label: str, value) -> str:
    """A value as a dashboard is to write it."""
    if value is None:
        return "N/A"
    if label not in METRICS:
        return str(value)
    text = METRICS[label][1].format(float(value))
    return re.sub(r"\.?0+$", "", text) if label == "Conversions" and "." in text else text


@pytest.fixture(scope="module")
def browser(superset):
    # Installed by make test-bi, so not for whoever collects these tests to leave them out.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = Browser(playwright, superset.address, "admin", superset.password)
        yield browser
        browser.browser.close()


def ask(superset, select: str, where: str = "true", more: str = "") -> list[tuple]:
    return superset.warehouse.rows(f"select {select} {DELIVERY} where {where} {more}", published=True)


def assert_table(superset, browser, title: str, where: str):
    """Every cell of a table, and of its totals, is what SQL says."""
    header, rows, totals = browser.table(title)
    by = [label for label in header if label in DIMENSIONS]
    metrics = header[len(by) :]
    values = ", ".join(METRICS[label][0] for label in metrics)
    names = ", ".join(DIMENSIONS[label] for label in by)
    expected = ask(superset, f"{names}, {values}", where, f"group by {names}")
    assert expected, "Nothing to compare."
    assert sorted(rows) == sorted(
        [written(label, v) for label, v in zip(header, row, strict=True)] for row in expected
    )
    [total] = ask(superset, values, where)
    # Superset writes totals without the currency, which the rows name.
    assert totals[-len(metrics) :] == [
        written(label, value).removeprefix("€ ") for label, value in zip(metrics, total, strict=True)
    ]


def tables(slug: str) -> list[str]:
    return [
        chart["table"]
        for row in DASHBOARDS[slug]["rows"]
        for chart in row
        if "table" in chart and "dataset" not in chart
    ]


@pytest.mark.parametrize("slug", [slug for slug in DASHBOARDS if tables(slug)])
def test_tables_and_their_totals_are_those_of_sql(superset, browser, slug):
    browser.open(slug)
    browser.screenshot(slug)
    for title in tables(slug):
        assert_table(
            superset, browser, title, DASHBOARDS[slug].get("where", "true").replace("side", "facts.side")
        )


@pytest.mark.parametrize("label", ["Impressions", "Clicks", "CTR", "Revenue", "eCPM", "CPT"])
def test_the_overview_compares_seven_complete_days_with_the_seven_before(superset, browser, label):
    [(newest,)] = ask(superset, "max(date_day)")

    def week(first, last):
        period = f"date_day between date '{newest}' - {first} and date '{newest}' - {last}"
        # A rate is of one side.
        period += " and facts.side = 'sold'"
        [(value,)] = ask(superset, METRICS[label][0], period)
        return value

    now, before = float(week(7, 1)), float(week(14, 8))
    if "overview" not in browser.page.url:
        browser.open("overview")
        browser.choose("Side", "sold")
    assert browser.number(label) == written(label, now)
    assert f"{(now - before) / before:+.1%} on the 7 days before" in browser.text(label)


@pytest.mark.parametrize(
    ("name", "value", "where"),
    [
        ("Advertiser", "Borealis", "advertiser_name = 'Borealis'"),
        ("Campaign", "CPA 30", "campaign_name = 'CPA 30'"),
        ("Website", "Blog", "website_name = 'Blog'"),
        ("Source", "marketing_spend", "facts.source = 'marketing_spend'"),
    ],
)
def test_a_filter_narrows_the_rows_and_the_totals(superset, browser, name, value, where):
    browser.open("campaigns")
    browser.choose(name, value)
    assert_table(superset, browser, "Campaigns", where)


def test_the_filter_of_dates_narrows_all_but_the_comparison_of_weeks(superset, browser):
    browser.open("overview")
    impressions = browser.number("Impressions")
    browser.open("overview", "2026-10-24 : 2026-10-27")
    assert_table(superset, browser, "Advertisers", "date_day between '2026-10-24' and '2026-10-26'")
    assert browser.number("Impressions") == impressions


def test_what_has_no_data_says_so(superset, browser):
    browser.open("overview")
    browser.choose("Advertiser", "Acme B2B")
    browser.screenshot("overview_without_revenue")
    for title in ("Revenue", "eCPM", "Revenue by day"):
        assert re.search("No data|No results", browser.text(title))
    assert_table(superset, browser, "Advertisers", "advertiser_name = 'Acme B2B'")


def test_marketing_shows_what_was_spent_in_all(superset, browser):
    browser.open("marketing")
    for title, label in {"Spend": "Investment", "CPT": "CPT", "CPA": "CPA", "ROAS": "ROAS"}.items():
        [(value,)] = ask(superset, METRICS[label][0], "facts.source <> 'revive'")
        assert browser.number(title) == written(label, value)


def test_pacing_shows_what_the_mart_says(superset, browser):
    browser.open("campaigns")
    header, rows, _ = browser.table("Pacing: impressions")
    expected = superset.warehouse.rows(
        "select booked_impressions, delivered_impressions, impressions_pacing from campaign_pacing "
        "where booked_impressions is not null order by impressions_pacing",
        published=True,
    )
    chosen = [
        header.index(label) for label in ("Booked impressions", "Delivered impressions", "Impressions pacing")
    ]
    assert [[row[column] for column in chosen] for row in rows] == [
        [f"{booked:,}", f"{delivered:,}", f"{pacing:,.2%}"] for booked, delivered, pacing in expected
    ]


def test_data_health_shows_what_was_rejected_and_which_run_it_is(superset, browser):
    browser.open("health")
    browser.screenshot("health")

    def count(mart, where="true"):
        [(rows,)] = superset.warehouse.rows(f"select count(*) from {mart} where {where}", published=True)
        return f"{rows:,}"

    assert (
        browser.number("Raw totals that don't add up") == count("reconciliation", "not is_reconciled") == "0"
    )
    assert browser.number("Rejected rows") == count("rejected_rows") == "1"
    assert browser.number("Anomalies found") == count("delivery_anomalies")
    _, [[_, table, reason, rows]], _ = browser.table("Rejected rows by reason")
    assert (table, rows) == ("marketing_spend", "1")
    assert reason.startswith("clicks")
    assert [row[:2] for row in browser.table("Published runs")[1]] == [["1", "true"]]
    header, rows, _ = browser.table("Anomalies by reason")
    expected = superset.warehouse.rows(
        "select reason, count(*)::text from delivery_anomalies group by all", published=True
    )
    chosen = [header.index("Reason"), header.index("Rows")]
    assert sorted(tuple(row[column] for column in chosen) for row in rows) == sorted(expected)


def test_a_role_sees_the_rows_of_its_advertiser_only(superset):
    roles = superset.session.get("/api/v1/security/roles/?q=(page_size:100)").json()["result"]
    ids = {role["name"]: role["id"] for role in roles}
    person = {"username": "borealis", "password": "reader", "email": "borealis@localhost", "active": True}
    names = {"first_name": "Reader", "last_name": "Borealis"}
    given = {"roles": [ids["Gamma"], ids["Advertiser Borealis"]]}
    superset.session.post("/api/v1/security/users/", json=person | names | given)
    reader = Session(superset.address, "borealis", "reader")

    everything = chart_data(superset.session, "delivery_daily", ["impressions"], ["advertiser_name"])
    seen = chart_data(reader, "delivery_daily", ["impressions"], ["advertiser_name"])
    assert len(everything) == 6
    assert seen == [row for row in everything if row["advertiser_name"] == "Borealis"]
    [(impressions,)] = ask(superset, "sum(impressions)", "advertiser_name = 'Borealis'")
    # A filter of the reader's own can only narrow it.
    assert chart_data(reader, "delivery_daily", ["impressions"]) == [{"impressions": impressions}]
    other = [{"col": "advertiser_name", "op": "==", "val": "Acme"}]
    assert chart_data(reader, "delivery_daily", ["impressions"], filters=other) == [{"impressions": None}]
    assert set(reader.datasets()) == {"campaign_pacing", "delivery_daily"}
    id_of_health = superset.session.datasets()["rejected_rows"]
    query = {"datasource": {"id": id_of_health, "type": "table"}, "queries": [{"metrics": ["rows"]}]}
    with pytest.raises(AssertionError, match="403"):
        reader.post("/api/v1/chart/data", json=query)


def test_metrics_are_certified_and_explained(superset):
    dataset = superset.session.datasets()["delivery_daily"]
    found = superset.session.get(f"/api/v1/dataset/{dataset}").json()["result"]
    metrics = {metric["metric_name"]: metric for metric in found["metrics"]}
    assert metrics["ecpm"]["verbose_name"] == "eCPM"
    assert '"certified_by": "ad_metrics"' in metrics["ecpm"]["extra"]
    assert all(metric["description"] for metric in metrics.values())
    assert [column["column_name"] for column in found["columns"] if not column["description"]] == []


def test_pages_ask_nothing_of_other_machines(browser):
    browser.open("overview")
    assert browser.elsewhere == []


# These change what is published, so they come last.


def test_dashboards_stay_up_while_a_run_is_published_and_then_show_it(superset, browser):
    def impressions():
        [row] = chart_data(superset.session, "delivery_daily", ["impressions"])
        return row["impressions"]

    before = impressions()
    folder = superset.warehouse.folder.parent / "spend"
    header = (folder / "spend.csv").read_text().splitlines()[0]
    more = "2026-10-22,linkedin_ads,503,Acme B2B,abm,ABM,DE,EUR,88.00,7919,19,,"
    (folder / "more.csv").write_text(f"{header}\n{more}\n")
    # Without a reporting currency, so that the marts hold two.
    build = subprocess.Popen(
        [DBT.with_name("ad-metrics"), "build", "--vars", repr(superset.variables)],
        cwd=PROJECT,
        env=os.environ | superset.warehouse.environment_of_dbt(),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        # It waits where the facts are written anew, until the dashboard was looked at.
        assert any("success  fct_delivery" in line for line in build.stderr)
        build.send_signal(signal.SIGSTOP)
        browser.open("overview")
        assert browser.table("The data you see")[1][0][0] == "1"
        seen = [impressions()]
        build.send_signal(signal.SIGCONT)
        while build.poll() is None:
            seen.append(impressions())
        assert build.returncode == 0, build.stderr.read()
    finally:
        build.kill()
    assert seen[0] == before
    assert set(seen) <= {before, before + 7919}
    browser.open("overview")
    assert browser.table("The data you see")[1][0][0] == "2"
    assert impressions() == before + 7919


def test_amounts_of_several_currencies_are_empty_until_one_is_chosen(superset, browser):
    browser.open("marketing")
    browser.screenshot("marketing_in_two_currencies")
    assert browser.table("Platforms")[2][-9] == "N/A"
    assert re.search("No data|No results", browser.text("Spend"))
    browser.choose("Currency", "USD")
    [(spent,)] = ask(superset, "sum(investment)", "facts.source <> 'revive' and facts.currency = 'USD'")
    assert browser.number("Spend") == f"$ {spent:,.2f}"
