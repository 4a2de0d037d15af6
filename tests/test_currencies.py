"""Amounts stay in their own currencies, or are converted once, by the rate of their day."""

import json
import shutil
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import Warehouse
from extracts import extract
from spend_rows import MARTS, NO_SEEDS, NO_TESTS, NO_UNIT_TESTS, fill, nine, refusal, spend, write

# Many files, many currencies.

CURRENCIES = {
    "EUR": "123456789012.123456789", "USD": "123456789012.123456789", "GBP": "0.000000001", "JPY": "161.55",
    "CHF": "999999.999999999", "PLN": "7", "SEK": "0.333333333", "BGN": "12.000000005",
}  # fmt: skip
THURSDAY, SATURDAY, SUNDAY, MONDAY = "2026-10-22", "2026-10-24", "2026-10-25", "2026-10-26"


def mixed_spend(folder: Path) -> dict[str, Decimal]:
    """Files of every kind; returns what the good rows come to in each currency."""
    totals = defaultdict(Decimal)
    rows = []
    for number, (currency, amount) in enumerate(CURRENCIES.items()):
        for day in (THURSDAY, SATURDAY, MONDAY):
            # One campaign is charged in all of them.
            rows.append(spend(day, currency=currency, investment=amount))
            rows.append(
                spend(
                    day, currency=currency, investment=amount, campaign_id=f"c{number}", account_id=currency
                )
            )
            totals[currency] += 2 * Decimal(amount)
    write(folder / "units.csv", rows)
    # An export that the other one, whose name comes later, has all of.
    write(folder / "older_units.csv", rows[:10])
    micros = [
        {**spend(THURSDAY, platform="y_ads", campaign_id=f"m{number}", country=country),
         "conversions": "0.333333",
         "investment_micros": "1999999", "campaign_name": "Café, \"quoted\"\nand broken", "ad_group_id": "g",
         "conversion_value_micros": "10"}
        for number, country in enumerate(("DE", "FR", None))
    ]  # fmt: skip
    for row in micros:
        del row["investment"]
    write(folder / "micros.csv", micros)
    totals["EUR"] += 3 * Decimal("1.999999")
    typed = [
        spend(
            f"{THURSDAY} {hour:02}:00:00",
            platform="z_ads",
            currency="USD",
            investment="0.1",
            conversion_value="5.5",
        )
        for hour in range(24)
    ]
    write(
        folder / "hours.parquet", typed, kind="parquet", date="timestamp", impressions="integer",
        clicks="bigint",        investment="double", conversion_value="decimal(18, 2)",
    )  # fmt: skip
    totals["USD"] += 24 * Decimal("0.1")
    both = [spend(MONDAY, platform="w_ads", investment=amount) for amount in ("1", "2")]
    write(folder / "both_say.csv", both)
    write(
        folder / "bad.csv",
        [
            spend(MONDAY, platform="v_ads", impressions="300.6"),
            spend(MONDAY, platform="v_ads", account_id="a2"),
        ]
        + [
            spend("31-12-2026", platform="v_ads", currency="US$"),
            spend(MONDAY, platform="x_ads", currency="EURO"),
        ],
    )
    totals["EUR"] += Decimal("1.50")
    return dict(totals)


@pytest.fixture(scope="module")
def mixed(empty, tmp_path_factory) -> Warehouse:
    folder = tmp_path_factory.mktemp("mixed")
    warehouse = empty.copy(folder / "warehouse")
    warehouse.totals = mixed_spend(folder / "spend")
    warehouse.build(spend_path=str(folder / "spend"), rejected_share_limit=0.9)
    return warehouse


def test_every_file_counts_once_and_every_mart_has_each_currency_by_itself(mixed):
    for mart in MARTS:
        found = dict(mixed.rows(f"select currency, sum(investment) from {mart} group by 1"))
        assert found == mixed.totals, mart
        assert mixed.value(f"select count(*) from {mart} where currency is null") == 0
    assert mixed.value("select count(*) from campaign_metrics where campaign_id = 'x_ads:a1:c1'") == len(
        CURRENCIES
    )
    assert mixed.rows(
        "select count(*), sum(impressions), sum(clicks), sum(conversions), sum(conversion_value) "
        "from fct_delivery"
    ) == [(48 + 3 + 1 + 1, 76_000, 760, Decimal("0.999999"), Decimal("132.00003"))]
    assert mixed.rows(
        "select investment, source_rows, period_grain from fct_delivery where platform = 'z_ads'"
    ) == [(Decimal("2.4"), 24, "day")]
    assert mixed.rows("select distinct campaign_name from campaign_metrics where platform = 'y_ads'") == [
        ('Café, "quoted"\nand broken',)
    ]
    assert sorted(mixed.rows("select country from fct_delivery where platform = 'y_ads'"), key=str) == [
        ("DE",),
        ("FR",),
        (None,),
    ]


def test_raw_rows_are_staged_rejected_or_copies(mixed):
    found = {
        load_name: totals
        for load_name, *totals in mixed.rows(
            "select load_name, raw_total, staged_total, rejected_total, duplicate_total, replaced_total "
            "from reconciliation where measure = 'rows' and raw_table = 'marketing_spend'"
        )
    }
    assert found == {
        "units": [48, 48, 0, 0, 0], "older_units": [10, 0, 0, 0, 10], "micros": [3, 3, 0, 0, 0],
        "hours": [24, 24, 0, 0, 0], "both_say": [2, 0, 2, 0, 0], "bad": [4, 1, 3, 0, 0],
    }  # fmt: skip
    assert mixed.value("select count(*) from reconciliation where is_reconciled is distinct from true") == 0
    rejected = {}
    for source, load_name, because, raw_row in mixed.rows(
        "select source, load_name, rejected_because, raw_row from rejected_rows"
    ):
        raw = json.loads(raw_row)
        assert source == "marketing_spend"
        rejected[load_name.rsplit("/")[-1], raw["investment"], raw["currency"], raw["date"]] = because
    assert len(rejected) == 5
    for amount in ("1", "2"):
        because = rejected["both_say.csv", amount, "EUR", MONDAY]
        assert "stands in several rows that differ in investment" in because
    assert "impressions is not a whole number" in rejected["bad.csv", "1.50", "EUR", MONDAY]
    both = rejected["bad.csv", "1.50", "US$", "31-12-2026"]
    assert "date is not a day" in both
    assert "currency is not an ISO 4217 code" in both


def test_a_warehouse_of_spend_has_nothing_of_an_ad_server(mixed):
    for table in (*MARTS, "dim_advertisers", "dim_campaigns", "dim_creatives", "dim_placements"):
        assert mixed.rows(f"select distinct source from {table}") == [("marketing_spend",)], table
    assert mixed.value("select count(*) from duckdb_tables() where table_name like '%revive%'") == 0
    for table in ("revenue_discrepancies", "delivery_anomalies"):
        assert mixed.value(f"select count(*) from {table}") == 0, table
    for measure in (
        "revenue",
        "booked_revenue",
        "earned_revenue",
        "media_cost",
        "margin",
        "ecpm",
        "requests",
        "fill_rate",
    ):
        assert mixed.value(f"select count({measure}) from campaign_metrics") == 0, measure


def as_of(rates: list[tuple], day: str, currency: str, reporting: str, max_age: int = 7) -> Fraction | None:
    """The rate that holds on a day, by the words of the documentation."""
    oldest = (date.fromisoformat(day) - timedelta(days=max_age)).isoformat()
    both_ways = [(at, one, other, Fraction(rate), 0) for at, one, other, rate in rates]
    both_ways += [(at, other, one, 1 / Fraction(rate), 1) for at, one, other, rate in rates]

    def last(one, other):
        known = [
            (leg[0], -leg[4], leg[3])
            for leg in both_ways
            if leg[1:3] == (one, other) and oldest <= leg[0] <= day
        ]
        return max(known)[::2] if known else None

    if currency == reporting:
        return Fraction(1)
    if last(currency, reporting):
        return last(currency, reporting)[1]
    ways = []
    for via in sorted({leg[2] for leg in both_ways}, reverse=True):
        first, second = last(currency, via), last(via, reporting)
        if first and second:
            ways.append((min(first[0], second[0]), first[1] * second[1]))
    return max(ways, key=lambda way: way[0])[1] if ways else None


AMOUNTS = ("investment", "conversion_value", "revenue", "booked_revenue", "earned_revenue")


def check_conversion(warehouse: Warehouse, rates: list[tuple], reporting: str):
    """Every amount of the facts is its native one at the rate of its day, rounded once."""
    native = [f"native_{name}" for name in AMOUNTS]
    facts = warehouse.rows(
        f"select date_day::varchar, currency, native_currency, {', '.join((*AMOUNTS, *native))} "
        "from fct_delivery"
    )
    assert {row[1] for row in facts} == {reporting}
    for day, _, currency, *amounts in facts:
        rate = as_of(rates, day, currency, reporting)
        for amount, own in zip(amounts[: len(AMOUNTS)], amounts[len(AMOUNTS) :], strict=True):
            assert amount == (None if own is None else nine(Fraction(own) * rate)), (day, currency, own)
    for mart in MARTS[1:]:
        assert warehouse.rows(f"select currency, sum(investment) from {mart} group by 1") == warehouse.rows(
            "select currency, sum(investment) from fct_delivery group by 1"
        )
    return facts


ECB = [
    ("2026-10-26", "1.1629", "161.550000001", "1.9558", "N/A", "0.87023"),
    # No rate at the weekend.
    ("2026-10-23", "1.1612", "177.13", "1.9558", "N/A", "0.8701"),
    ("2026-10-22", "1.1588", "176.92", "1.9558", "10.9315", "0.86903"),
    ("2026-10-21", "9", "9", "9", "9", "9"),
]  # fmt: skip
ECB_CURRENCIES = ("USD", "JPY", "BGN", "SEK", "GBP")


def write_ecb(folder: Path, more: str = "0.9253,4.2315") -> list[tuple]:
    """ECB's own layout, with a comma too many at the end of each line; returns the rates."""
    lines = [",".join(("Date", *ECB_CURRENCIES, "CHF", "PLN", ""))]
    lines += [",".join((*row, more, "")) for row in ECB]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "eurofxref-hist.csv").write_text("\n".join(lines) + "\n")
    return [
        (day, "EUR", currency, rate)
        for day, *values in ECB
        for currency, rate in zip((*ECB_CURRENCIES, "CHF", "PLN"), (*values, *more.split(",")), strict=True)
        if rate != "N/A"
    ]


@pytest.fixture(scope="module")
def converted(mixed, tmp_path_factory) -> Warehouse:
    """The same spend in pounds; ECB's rates lead to them by way of the euro only."""
    folder = tmp_path_factory.mktemp("converted")
    warehouse = mixed.copy(folder / "warehouse")
    shutil.copytree(mixed.folder.parent / "spend", folder / "spend")
    warehouse.rates = write_ecb(folder / "spend")
    variables = {"rejected_share_limit": 0.9, "reporting_currency": "GBP"}
    warehouse.build(*NO_UNIT_TESTS, spend_path=str(folder / "spend"), **variables)
    return warehouse


def test_amounts_are_converted_once_and_kept_as_they_were(converted, mixed):
    facts = check_conversion(converted, converted.rates, "GBP")
    assert len({row[2] for row in facts}) == 8
    natives = "select native_currency, sum(native_investment) from fct_delivery group by 1 order by 1"
    assert converted.rows(natives) == mixed.rows(natives)
    assert converted.value("select count(*) from campaign_metrics where campaign_id = 'x_ads:a1:c1'") == 1
    assert (
        converted.value("select count(*) from reconciliation where is_reconciled is distinct from true") == 0
    )
    # On Saturday the rate of Friday, on Monday Monday's, of Swedish crowns Thursday's.
    assert converted.rows(
        "select date_day::varchar, currency, rate_day::varchar from main_intermediate.int_exchange_rates "
        "where currency in ('USD', 'SEK') order by 1, 2"
    ) == [
        (THURSDAY, "SEK", THURSDAY), (THURSDAY, "USD", THURSDAY), (SATURDAY, "SEK", THURSDAY),
        (SATURDAY, "USD", "2026-10-23"), (MONDAY, "SEK", THURSDAY), (MONDAY, "USD", MONDAY),
    ]  # fmt: skip


# Rates that are missing; spend beside an ad server; vars that are left out.


def test_rates_in_a_table_of_pairs_convert_directly_turned_round_and_by_way_of_another(empty, tmp_path):
    warehouse = empty.copy(tmp_path / "warehouse")
    rates = [
        (THURSDAY, "USD", "EUR", "0.891234567"),
        # The pair as it stands before the pair turned round, on the same day only.
        (THURSDAY, "EUR", "USD", "7"), (SATURDAY, "EUR", "USD", "1.123456789"),
        (THURSDAY, "EUR", "JPY", "161.550000001"), (THURSDAY, "CHF", "USD", "1.0797"),
        (THURSDAY, "GBP", "CHF", "1.13"), (SUNDAY, "GBP", "USD", "1.3345"),
        (THURSDAY, "PLN", "EUR", "0.000000001"),
        (THURSDAY, "EUR", "SEK", "999999999.999999999"), (THURSDAY, "EUR", "EUR", "2"),
    ]  # fmt: skip
    rows = [
        spend(at, currency=currency, investment=amount)
        for currency, amount in CURRENCIES.items() if currency != "BGN" for at in (THURSDAY, SATURDAY, MONDAY)
        if currency != "GBP" or at == MONDAY
    ]  # fmt: skip
    rows += [
        spend(MONDAY, currency="USD", campaign_id=f"d{number}", investment=f"{number}.{number:09}5")
        for number in range(99)
    ]
    write(tmp_path / "spend" / "rows.csv", rows)
    write(tmp_path / "spend" / "exchange_rates.csv", [
        dict(zip(("date", "from_currency", "to_currency", "rate"), rate, strict=True)) for rate in rates
    ])  # fmt: skip
    variables = {"spend_path": str(tmp_path / "spend"), "reporting_currency": "EUR"}
    warehouse.build(*NO_TESTS, **variables)
    assert len(check_conversion(warehouse, rates, "EUR")) == len(rows)
    assert warehouse.rows(
        "select distinct via_currency, currency from main_intermediate.int_exchange_rates order by 2"
    ) == [
        ("USD", "CHF"), ("USD", "GBP"), (None, "JPY"), (None, "PLN"), (None, "SEK"), (None, "USD"),
    ]  # fmt: skip


def test_a_file_of_rates_that_vanishes_is_named(empty, tmp_path):
    warehouse, spend_path = empty.copy(tmp_path / "warehouse"), tmp_path / "spend"
    write(spend_path / "rows.csv", [spend("2026-10-20", currency="USD")])
    rate = {"date": "2026-10-20", "from_currency": "USD", "to_currency": "EUR", "rate": "0.913"}
    write(spend_path / "exchange_rates.csv", [rate])
    variables = {"spend_path": str(spend_path), "reporting_currency": "EUR"}
    warehouse.dbt("run", "--select", "base_exchange_rates", "--vars", repr(variables))
    (spend_path / "exchange_rates.csv").unlink()
    printed = refusal(warehouse, "base_exchange_rates", **variables)
    assert f"the file {spend_path}/exchange_rates.csv, from which the last build read 1 rows, is" in printed


RATES_ONLY = "base_exchange_rates int_exchange_rates"


@pytest.fixture(scope="module")
def foreign(empty, tmp_path_factory) -> tuple[Warehouse, dict]:
    """Spend in several currencies before any rate is known, and the vars that it was read with."""
    folder = tmp_path_factory.mktemp("foreign")
    days = {"USD": ["28"], "GBP": ["29", "30", "31"], "BGN": ["20"], "EUR": ["20"]}
    rows = [spend(f"2026-10-{number}", currency=currency) for currency, of in days.items() for number in of]
    write(folder / "spend" / "rows.csv", rows)
    warehouse = empty.copy(folder / "warehouse")
    variables = {"spend_path": str(folder / "spend"), "reporting_currency": "EUR"}
    warehouse.dbt("run", "--select", "+int_exchange_rates", "--vars", repr(variables))
    return warehouse, variables


def test_a_missing_or_too_old_rate_stops_the_build(foreign):
    warehouse, variables = foreign
    # The last rates are Thursday's; of Bulgaria's currency there is one of the day after only.
    rates = [
        ("2026-10-21", "EUR", "BGN", "1.9558"),
        (THURSDAY, "EUR", "USD", "1.15"),
        (THURSDAY, "EUR", "GBP", "0.87"),
    ]
    fill(warehouse, exchange_rates=rates)
    printed = refusal(warehouse, RATES_ONLY, **variables)
    assert "BGN to EUR: no rate on or at most 7 days before 1 days from 2026-10-20 to 2026-10-20" in printed
    assert "GBP to EUR: no rate on or at most 7 days before 2 days from 2026-10-30 to 2026-10-31" in printed
    assert "USD to EUR" not in printed
    assert "Add the rates to the seed exchange_rates" in printed
    fill(warehouse, exchange_rates=[*rates, ("2026-10-19", "BGN", "EUR", "0.5113")])
    printed = refusal(warehouse, RATES_ONLY, exchange_rate_max_age_days=8, **variables)
    assert "2026-10-31 to 2026-10-31" in printed
    assert "BGN" not in printed
    enough = variables | {"exchange_rate_max_age_days": 9}
    warehouse.dbt("build", "--select", RATES_ONLY, *NO_SEEDS, "--vars", repr(enough))
    folder = Path(variables["spend_path"])
    write_ecb(folder)
    assert "Exchange rates are there 2 times" in refusal(warehouse, "base_exchange_rates", **variables)
    (folder / "eurofxref-hist.csv").unlink()


def test_rates_with_too_many_digits_to_be_exact_stop_the_build(foreign):
    warehouse, variables = foreign
    rates = [
        ("2026-10-28", "USD", "EUR", "0.891234567"),
        ("2026-10-28", "EUR", "IDR", "17890.123456789"),
    ]
    fill(warehouse, exchange_rates=rates)
    printed = refusal(warehouse, RATES_ONLY, **variables | {"reporting_currency": "IDR"})
    assert "USD to IDR by way of EUR: the rates have too many digits together" in printed


def test_spend_and_an_ad_server_report_in_one_currency(empty, tmp_path):
    warehouse = empty.copy(tmp_path / "warehouse")
    revive = extract(tmp_path / "revive")
    days = [f"2026-10-{number}" for number in range(22, 32)] + ["2026-11-01"]
    write(
        tmp_path / "spend" / "rows.csv",
        [spend(at, currency=currency) for at in days for currency in ("USD", "EUR", "JPY")],
    )
    rates = [
        (at, "EUR", currency, rate)
        for at in ("2026-10-22", "2026-10-26")
        for currency, rate in (("USD", "1.1588"), ("JPY", "177.13"))
    ]
    rates += [("2026-10-29", "USD", "EUR", "0.861234567")]
    fill(warehouse, exchange_rates=rates)
    ours = {"revive_path": str(revive), "revive_currency": "USD"}
    both = ours | {"spend_path": str(tmp_path / "spend")}
    warehouse.build(*NO_UNIT_TESTS, **both, reporting_currency="EUR")
    facts = check_conversion(warehouse, rates, "EUR")
    assert len(facts) > 8000
    assert warehouse.rows("select source, sum(native_revenue) from fct_delivery group by 1 order by 1") == [
        ("marketing_spend", None), ("revive", Decimal("13965.7812")),
    ]  # fmt: skip
    for mart in MARTS:
        assert warehouse.rows(f"select distinct currency from {mart}") == [("EUR",)], mart
        assert warehouse.rows(f"select distinct source from {mart} order by 1") == [
            ("marketing_spend",),
            ("revive",),
        ], mart
    # Leaving the spend out afterwards does not lose it.
    printed = refusal(warehouse, "+fct_delivery", ("test", "unit_test"), **ours, reporting_currency="EUR")
    assert "The source marketing_spend is off, and this warehouse has delivery of it: 11 days from" in printed
    assert "Put it back: set the var spend_path" in printed
    assert warehouse.value("select count(*) from fct_delivery") == len(facts)
