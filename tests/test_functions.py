"""The rates as SQL functions: right from any client, and never over several currencies or sides."""

import duckdb
import pytest

# (campaign, side, currency, impressions, clicks, revenue): sums that do not divide evenly, nothing to
# divide by, nothing known, two currencies, two sides.
ROWS = """
create table delivery as select * from (values
    ('odd', 'sold', 'EUR', 1001, 3, 17.77), ('odd', 'sold', 'EUR', 2002, 4, 0.000000001),
    ('odd', 'sold', 'EUR', null, null, null), ('no impressions', 'sold', 'EUR', 0, 2, 5.00),
    ('no revenue', 'sold', 'EUR', 700, 9, null), ('mixed', 'sold', 'EUR', 100, 1, 1.00),
    ('mixed', 'sold', 'USD', 100, 1, 1.00), ('both sides', 'sold', 'EUR', 100, 1, 1.00),
    ('both sides', 'bought', 'EUR', 700, 5, null)
) as rows (campaign, side, currency, impressions, clicks, revenue)
"""
EXPECTED = {
    "odd": (1000 * 17.770000001 / 3003, 7 / 3003, 17.770000001 / 7),
    "no impressions": (None, None, 2.5),
    "no revenue": (None, 9 / 700, None),
    "mixed": (None, 2 / 200, None),
    # Not 1000 / 800: the impressions that were bought earned nothing.
    "both sides": (None, None, None),
}
QUESTION = """
select
    campaign, {ecpm}(revenue, impressions{currency}{side}), ctr(clicks, impressions{side}),
    ecpc(revenue, clicks{currency}{side})
from delivery group by campaign
"""


def right(answers: list[tuple]) -> bool:
    """Whether each campaign has its rates, to the last digits of a float; null only equals null."""
    return {campaign: rates for campaign, *rates in answers} == {
        campaign: [rate and pytest.approx(rate, rel=1e-15) for rate in rates]
        for campaign, rates in EXPECTED.items()
    }


@pytest.fixture
def connection(demo):
    """A client of its own, with the functions of the demo's warehouse."""
    with duckdb.connect() as connection:
        for (sql,) in demo.rows("select function_sql from metrics where function_sql is not null"):
            connection.execute(sql)
        connection.execute(ROWS)
        yield connection


@pytest.mark.parametrize("name", ["ecpm", "erpm"])
@pytest.mark.parametrize(("currency", "side"), [("", ""), (", currency", ""), (", currency", ", side")])
def test_a_function_divides_the_sums(name, currency, side, connection):
    question = QUESTION.format(ecpm=name, currency=currency, side=side)
    assert right(connection.execute(question).fetchall())


def test_a_function_asks_for_the_currency_and_the_side_where_rows_have_none(connection):
    with pytest.raises(duckdb.BinderException, match='column "currency" not found'):
        connection.execute(
            "select ecpm(revenue, impressions) from (select revenue, impressions, side from delivery)"
        )
    with pytest.raises(duckdb.BinderException, match='column "side" not found'):
        connection.execute("select ctr(clicks, impressions) from (select clicks, impressions from delivery)")
    [(answer,)] = connection.execute(
        "select ecpm(revenue, impressions, 'EUR', 'sold') from (select revenue, impressions from delivery) "
        "where impressions = 1001"
    ).fetchall()
    assert answer == pytest.approx(1000 * 17.77 / 1001, rel=1e-15)


def test_no_two_currency_codes_are_taken_for_one(connection):
    letters = "(select chr(65 + i::int) as letter from range(26) as numbers (i))"
    [(codes, hashes)] = connection.execute(
        f"select count(*), count(distinct hash(a.letter || b.letter || c.letter)) "
        f"from {letters} as a, {letters} as b, {letters} as c"
    ).fetchall()
    assert codes == hashes == 17_576


def test_every_name_of_a_rate_is_a_function(demo):
    functions = {
        name
        for (name,) in demo.rows(
            "select distinct function_name from duckdb_functions() "
            "where schema_name = 'main' and not internal"
        )
    }
    names = demo.rows("select name, aliases from metrics where function_sql is not null")
    assert functions == {
        name for row in names for part in row if part for name in part.split(", ")
    } >= {"cpt", "cpm", "ecpm", "erpm", "roas", "margin", "fill_rate"}  # fmt: skip
