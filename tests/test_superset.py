"""The dashboards in a real browser: what their cells say is what SQL says on the same file."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml
from conftest import PROJECT
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


def rate(numerator: str, denominator: str, scale: int = 1) -> str:
    return f"{scale} * sum({numerator})::double / nullif(sum({denominator}), 0)"


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
    "Margin rate": ("(sum(revenue) - sum(media_cost))::double / nullif(sum(revenue), 0)", "{:,.2%}"),
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
            superset, browser, title, DASHBOARDS[slug].get("where", "true").replace("source", "facts.source")
        )


@pytest.mark.parametrize("label", ["Impressions", "Clicks", "CTR", "Revenue", "eCPM", "CPT"])
def test_the_overview_compares_seven_complete_days_with_the_seven_before(superset, browser, label):
    [(newest,)] = ask(superset, "max(date_day)")

    def week(first, last):
        period = f"date_day between date '{newest}' - {first} and date '{newest}' - {last}"
        [(value,)] = ask(superset, METRICS[label][0], period)
        return value

    now, before = float(week(7, 1)), float(week(14, 8))
    if "overview" not in browser.page.url:
        browser.open("overview")
    assert browser.number(label) == written(label, now)
    assert f"{(now - before) / before:+.1%} on the 7 days before" in browser.text(label)
