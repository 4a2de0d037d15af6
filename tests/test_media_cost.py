"""What placements cost comes to its exact sums in the marts, now and after every change of it."""

import csv
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import Warehouse
from extracts import extract
from spend_rows import contents, fill, nine

BERLIN = ZoneInfo("Europe/Berlin")
# Zone, website, cost and cost type as Revive codes it; of zone 9 nobody knows what it costs.
ZONES = [
    ("1", "1", "0.4321", "1"), ("2", "1", "0.0700", "2"), ("3", "2", "1.2500", "3"),
    ("4", "1", "310.5000", "4"), ("5", "2", "33.3300", "5"), ("6", "2", "12.5000", "6"),
    ("7", "1", "0.3333", "7"), ("8", "2", "", ""), ("9", "1", "1.0000", "8"),
]  # fmt: skip
TYPES = dict(zip("123456", ("cpm", "cpc", "cpa", "fixed", "revenue_share", "basket_share"), strict=True))
TYPES |= {"7": "item", "8": "variable"}


def write_extract(folder: Path, zones: list[tuple], updated: dict[str, str] | None = None) -> Path:
    """The bundled extract spread over these zones, with items and baskets."""
    values = ", ".join(str((*zone, (updated or {}).get(zone[0], "2026-10-21 12:00:04"))) for zone in zones)
    zone = "case zone_id when '0' then '0' else ((ad_id::int * 3 + zone_id::int) % 9 + 1)::varchar end"
    return extract(
        folder,
        zones=f"""
            select zoneid, affiliateid, 'Zone ' || zoneid as zonename, '468' as width, '60' as height,
                '0' as delivery, nullif(cost, '') as cost, nullif(cost_type, '') as cost_type, updated
            from (values {values}) as zones (zoneid, affiliateid, cost, cost_type, updated)
        """,
        data_summary_ad_hourly=f"""
            select * replace ({zone} as zone_id, (clicks::int * 2)::varchar as total_num_items,
                (clicks::int * 3.0701)::varchar as total_basket_value)
            from data_summary_ad_hourly
        """,
        data_intermediate_ad_connection=f"""
            select * replace ({zone} as zone_id) from data_intermediate_ad_connection
        """,
    )


def local(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone(BERLIN)


def hours_of_month(at: datetime) -> int:
    first = at.replace(day=1, hour=0, minute=0, second=0)
    after = (first + timedelta(days=32)).replace(day=1)
    return int((after.timestamp() - first.timestamp()) / 3600)


def read(file: Path) -> list[dict]:
    with open(file, newline="") as handle:
        return list(csv.DictReader(handle))


def delivered(folder: Path) -> dict[tuple, dict[str, Decimal]]:
    """What the files add up to for each hour, banner and zone."""
    facts = defaultdict(lambda: defaultdict(Decimal))
    for row in read(folder / "data_summary_ad_hourly.csv"):
        fact = facts[row["date_time"], row["ad_id"], row["zone_id"]]
        fact["rows"] += 1
        for name, column in {
            "impressions": "impressions", "clicks": "clicks", "items": "total_num_items",
            "basket": "total_basket_value", "revenue": "total_revenue",
        }.items():  # fmt: skip
            if row[column] != r"\N":
                fact[name] += Decimal(row[column])
    for row in read(folder / "data_intermediate_ad_connection.csv"):
        if (row["connection_status"], row["inside_window"]) == ("4", "1"):
            hour = row["tracker_date_time"][:13] + ":00:00"
            facts[hour, row["ad_id"], row["zone_id"]]["conversions"] += 1
    return facts


def cost_of_row(kind: str | None, cost: str, fact: dict, share_of_month: Fraction) -> Decimal | None:
    paid = Fraction(cost or 0)
    if kind is None:
        return Decimal(0)
    if kind == "fixed":
        return nine(paid * share_of_month) if fact["rows"] else Decimal(0)
    measure, scale = {
        "cpm": ("impressions", 1000), "cpc": ("clicks", 1), "cpa": ("conversions", 1), "item": ("items", 1),
        "revenue_share": ("revenue", 100), "basket_share": ("basket", 100), "variable": ("", 0),
    }[kind]  # fmt: skip
    counted = ("impressions", "clicks", "conversions")
    known = measure in fact or measure in counted
    return nine(Fraction(fact[measure]) * paid / scale) if known else None


def total(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def expected(folder: Path, terms) -> dict[tuple, tuple]:
    """
    Media cost, revenue, margin and its rate of each placement and local day.

    `terms` answers cost type, cost and who shares a month's fee, for a zone in an hour.
    """
    facts = delivered(folder)
    sharing = Counter((hour, terms(zone, hour)[2]) for (hour, _, zone), fact in facts.items() if fact["rows"])
    costs, revenues = defaultdict(list), defaultdict(list)
    for (hour, _, zone), fact in facts.items():
        kind, cost, payee = terms(zone, hour)
        at = local(hour)
        share = Fraction(1, hours_of_month(at) * max(sharing[hour, payee], 1))
        costs[f"revive:{zone}", at.date()].append(cost_of_row(kind, cost, fact, share))
        revenues[f"revive:{zone}", at.date()].append(fact.get("revenue"))
    found = {}
    for key in costs:
        cost, revenue = total(costs[key]), total(revenues[key])
        margin = None if None in (cost, revenue) else revenue - cost
        rate = float(margin) / float(revenue) if margin is not None and revenue else None
        found[key] = (cost, revenue, margin, rate)
    return found


def terms_of(zones: list[tuple]):
    costs = {zone: (TYPES.get(kind), cost, zone) for zone, _, cost, kind in zones}
    return lambda zone, hour: costs.get(zone, (None, "", zone))


def costs(warehouse: Warehouse) -> dict[tuple, tuple]:
    return {
        row[:2]: row[2:]
        for row in warehouse.rows(
            "select placement_key, date_day, media_cost, revenue, margin, margin_rate "
            "from placement_metrics_daily"
        )
    }


def build(warehouse: Warehouse, folder: Path, *arguments: str, without=("test", "unit_test")) -> set[str]:
    """Build what these placements cost; answers the days that were written anew."""
    warehouse.dbt(
        "build", "--select", "+placement_metrics_daily", "--exclude-resource-type", "seed", *without,
        "--indirect-selection", "cautious",
        *arguments, "--vars", repr({"revive_path": str(folder), "restatement_window_days": 0}),
    )  # fmt: skip
    days = warehouse.rows("select utc_day::varchar from main_intermediate.int_restated_days")
    return {day for (day,) in days}


ALL_DAYS = {f"2026-10-{day}" for day in range(22, 32)} | {"2026-11-01"}


@pytest.fixture(scope="module")
def paid(empty, tmp_path_factory) -> Warehouse:
    """Zones of every cost type."""
    folder = tmp_path_factory.mktemp("paid")
    warehouse = empty.copy(folder / "warehouse")
    warehouse.extract = write_extract(folder / "extract", ZONES)
    build(warehouse, warehouse.extract, without=("unit_test",))
    return warehouse


def test_each_cost_type_comes_to_its_exact_sum(paid):
    found = costs(paid)
    assert found == expected(paid.extract, terms_of(ZONES))
    of_zone = {key for key, _ in found}
    assert of_zone == {f"revive:{zone}" for zone in range(10)}
    for key, (cost, *_) in found.items():
        # One without a cost beside others costs nothing; of what cannot be worked out nothing is known.
        assert (cost == 0) if key[0] in ("revive:0", "revive:8") else True
        assert (cost is None) == (key[0] == "revive:9")
    # The clocks go back in October. Every hour that delivered has its share, of all its rows together.
    hours = paid.rows(
        "select hour_at, sum(media_cost) from fct_delivery "
        "where placement_key = 'revive:4' and source_rows > 0 group by 1"
    )
    for hour, amount in hours:
        fee = Fraction(Decimal("310.5")) / hours_of_month(local(str(hour)))
        assert abs(Fraction(amount) - fee) < Fraction(1, 10**7)
    assert {hours_of_month(local(str(hour))) for hour, _ in hours} == {745, 720}


def test_without_any_cost_margins_are_not_known(demo):
    assert demo.rows(
        "select count(media_cost), count(margin), count(margin_rate), count(revenue) > 0 "
        "from placement_metrics_daily"
    ) == [(0, 0, 0, True)]
    assert demo.value("select count(media_cost) from fct_delivery") == 0


@pytest.fixture(scope="module")
def changed(paid, tmp_path_factory) -> Warehouse:
    """The same when two zones' costs were edited, and another zone's name."""
    warehouse = paid.copy(tmp_path_factory.mktemp("changed") / "warehouse")
    warehouse.extract = paid.extract
    new = {"1": ("1", "1", "0.9000", "1"), "8": ("8", "2", "0.0500", "2")}
    warehouse.zones = [new.get(zone[0], zone) for zone in ZONES]
    edits = {"1": "2026-10-27 12:34:56", "8": "2026-10-30 00:00:00", "2": "2026-10-25 10:00:00"}
    warehouse.restated = build(warehouse, write_extract(paid.extract, warehouse.zones, edits))
    return warehouse


def changed_terms(zones: list[tuple]):
    before, after = terms_of(ZONES), terms_of(zones)
    since = {"1": "2026-10-27 12:00:00", "8": "2026-10-30 00:00:00"}
    return lambda zone, hour: (after if hour >= since.get(zone, "") else before)(zone, hour)


def test_an_edited_cost_holds_from_the_hour_of_its_edit(changed, paid):
    assert costs(changed) == expected(changed.extract, changed_terms(changed.zones))
    assert changed.restated == {day for day in ALL_DAYS if day >= "2026-10-27"}
    before = "select * from fct_delivery where hour_at < '2026-10-27 12:00:00' order by all"
    assert changed.rows(before) == paid.rows(before)


def agreed_terms(zones: list[tuple], agreed: list[tuple]):
    """What the seed says of a zone or its website, else what the zone says."""
    otherwise = changed_terms(zones)
    website = {zone: site for zone, site, *_ in zones}

    def terms(zone, hour):
        day = local(hour).date().isoformat()
        of_zone = [line for line in agreed if line[1] == zone]
        of_website = [line for line in agreed if line[1] is None and line[2] == website.get(zone)]
        lines = of_zone or of_website
        for _, _, site, kind, cost, starts_on, ends_on in lines:
            if (starts_on or "") <= day <= (ends_on or "9"):
                return kind, cost, zone if of_zone else f"website {site}"
        return (None, "", zone) if lines else otherwise(zone, hour)

    return terms


def test_what_was_agreed_wins_on_its_days_and_restates_no_others(changed, tmp_path):
    warehouse, folder = changed.copy(tmp_path / "warehouse"), changed.extract

    def check(agreed: list[tuple], restated: set[str], *arguments: str):
        fill(warehouse, placement_costs=agreed)
        assert build(warehouse, folder, *arguments) == restated
        assert costs(warehouse) == expected(folder, agreed_terms(changed.zones, agreed))

    agreed = [
        ("revive", "2", None, "cpm", "1.234567", "2026-10-24", "2026-10-25"),
        ("revive", "2", None, "revenue_share", "12.5", "2026-10-28", None),
        ("revive", None, "2", "fixed", "300", None, None),
        ("revive", "5", None, "cpa", "0.75", None, None),
    ]
    check(agreed, ALL_DAYS)
    # A local day more, in which the clocks have gone back: from 23:00 UTC the day before.
    agreed[0] = (*agreed[0][:-1], "2026-10-26")
    check(agreed, {"2026-10-25", "2026-10-26"})
    # A start that is earlier, from 22:00 UTC the day before, and another share from the 28th on.
    agreed[0] = (*agreed[0][:5], "2026-10-23", "2026-10-26")
    agreed[1] = ("revive", "2", None, "revenue_share", "13", "2026-10-28", None)
    check(agreed, {"2026-10-22", "2026-10-23"} | {day for day in ALL_DAYS if day >= "2026-10-27"})
    # Without the seed, even a full refresh knows the costs that the server had before their edit.
    check([], ALL_DAYS, "--full-refresh")
    assert contents(warehouse, "fct_delivery") == contents(changed, "fct_delivery")
