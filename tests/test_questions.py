"""The questions in analyses/ answer what docs/questions.md says that they do on the demo."""

import re
from decimal import Decimal

import duckdb
import pytest
from conftest import PROJECT, Warehouse

DOCUMENT = (PROJECT / "docs" / "questions.md").read_text()
QUESTIONS = sorted(path.stem for path in (PROJECT / "analyses").glob("*.sql"))


@pytest.fixture(scope="module")
def ask(demo: Warehouse):
    """Ask a question by the name of its file: the names of the answer's columns, and its rows."""
    demo.dbt("compile", "--select", "path:analyses")

    def ask(question):
        folder = demo.folder / "target" / "compiled" / "ad_metrics" / "analyses"
        with duckdb.connect(str(demo.file), read_only=True) as connection:
            answer = connection.sql((folder / f"{question}.sql").read_text())
            return answer.columns, answer.fetchall()

    return ask


def documented(question) -> list[list[str]]:
    """The cells of the answer in the document: the columns' names, then the rows."""
    [box] = re.findall(rf"^\$ ask {question}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert "…" not in box, f"{question} is too wide to be shown whole"
    rows = [line.strip("│").split("│") for line in box.splitlines() if "│" in line]
    lines = [[cell.strip() for cell in row] for row in rows]
    return [lines[0], *lines[2:]]


def test_every_question_is_documented():
    assert sorted(re.findall(r"^\$ ask (\w+)$", DOCUMENT, re.MULTILINE)) == QUESTIONS


def shown(value) -> str:
    """A value as `ask` shows it: Python would write a zero of nine decimals as 0E-9."""
    if value is None:
        return "NULL"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_document_has_the_answer(ask, question):
    columns, rows = ask(question)
    assert rows
    assert documented(question) == [
        columns,
        *([shown(value) for value in row] for row in rows),
    ]


def test_what_changed_compares_the_last_whole_day_with_the_day_before(ask, demo):
    """The demo ends with one hour of November 2nd; CPC 0.50 costs that a click on both days before."""
    columns, rows = ask("what_changed_since_yesterday")
    [cpc] = [dict(zip(columns, row, strict=True)) for row in rows if row[1] == "CPC 0.50"]
    clicks = {
        str(day): clicks
        for day, clicks in demo.rows(
            "select date_day, clicks from campaign_metrics_daily where campaign_name = 'CPC 0.50'"
        )
    }
    assert str(cpc["last_day"]) == "2026-11-01"
    assert cpc["revenue"] == Decimal("0.5") * clicks["2026-11-01"]
    assert cpc["revenue_change"] == Decimal("0.5") * (clicks["2026-11-01"] - clicks["2026-10-31"])
    assert float(cpc["ecpm"]) == pytest.approx(1000 * 75.5 / 24_406, abs=5e-5)


def test_under_target_are_those_behind_their_share_of_the_booking(ask):
    """5,000,000 were booked for 72 days in Berlin, of which 12 days and 1 hour (0:00 to 1:00) had passed."""
    columns, [row] = ask("campaigns_under_target")
    flight = dict(zip(columns, row, strict=True))
    # October 21st to December 31st; the clocks went back once in both.
    expected = 5_000_000 * (12 * 24 + 1 + 1) / (72 * 24 + 1)
    assert flight["missing"] == round(expected - 475_302)
    assert float(flight["pacing"]) == pytest.approx(475_302 / expected, abs=5e-5)
