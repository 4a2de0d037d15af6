"""The rates as SQL functions: right from any client, and never over several currencies."""

import duckdb
import pytest

# (campaign, currency, impressions, clicks, revenue): sums that do not divide evenly, nothing to divide by,
# nothing known, two currencies.
ROWS = """
create table delivery as select * from (values
    ('odd', 'EUR', 1001, 3, 17.77), ('odd', 'EUR', 2002, 4, 0.000000001), ('odd', 'EUR', null, null, null),
    ('no impressions', 'EUR', 0, 2, 5.00), ('no revenue', 'EUR', 700, 9, null),
    ('mixed', 'EUR', 100, 1, 1.00), ('mixed', 'USD', 100, 1, 1.00)
) as rows (campaign, currency, impressions, clicks, revenue)
"""
EXPECTED = {
    "odd": (1000 * 17.770000001 / 3003, 7 / 3003, 17.770000001 / 7),
    "no impressions": (None, None, 2.5),
    "no revenue": (None, 9 / 700, None),
    "mixed": (None, 2 / 200, None),
}
QUESTION = """
select
    campaign, {ecpm}(revenue, impressions{currency}), ctr(clicks, impressions),
    ecpc(revenue, clicks{currency})
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
@pytest.mark.parametrize("currency", ["", ", currency"])
def test_a_function_divides_the_sums(name, currency, connection):
    question = QUESTION.format(ecpm=name, currency=currency)
    assert right(connection.execute(question).fetchall())


def test_a_function_asks_for_the_currency_where_rows_have_none(connection):
    with pytest.raises(duckdb.BinderException, match='column "currency" not found'):
        connection.execute(
            "select ecpm(revenue, impressions) from (select revenue, impressions from delivery)"
        )
    [(answer,)] = connection.execute(
        "select ecpm(revenue, impressions, 'EUR') from (select revenue, impressions from delivery) "
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
