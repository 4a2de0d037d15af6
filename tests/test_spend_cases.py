"""
Small inputs of spend that went wrong once, each with its right figures, worked by hand.

Accounts do not disturb each other, so most of the cases stand in one warehouse. It is built three
times from other places and formats: as CSV, as typed Parquet and compressed.
"""

import csv
import gzip
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import Warehouse, connect_postgres
from spend_rows import NO_UNIT_TESTS, contents, fill, judged, spend, write

DAYS = [f"2026-10-{number:02}" for number in range(1, 10)]


def case(account: str, day: int = 1, **values) -> dict:
    """A row of a case: 1,000 impressions, 10 clicks and 1.50 EUR of its own account."""
    return spend(DAYS[day - 1], **{"platform": "x_ads", "account_id": account} | values)


# Spellings of one platform, account, currency and country.
SPELLING = [
    case("123-456-7890", 1, platform="Google Ads", investment="10.01", country="de"),
    case("1234567890", 2, platform="google ads ", investment="20.02", currency="eur "),
    case(" 123-456-7890 ", 3, platform="Google_Ads", investment="30.03"),
    case("1234567890", 4, platform="GOOGLE-ADS", investment="40.04"),
    case("1234567890", 5, platform="\u00a0google  -\tads", investment="50.05", currency="Eur"),
    # A copy of the first row in another spelling.
    case("1234567890", 1, platform="google_ads", investment="10.010", country=" DE"),
]
# The newest name that is known, of each of the four that a row may have.
NAMES = [
    case("renamed", 1, campaign_name="Old", account_name="Old Co", ad_id="x", ad_name="Old ad"),
    case("renamed", 2, campaign_name="New", account_name="New Co", ad_id="x", ad_name="New ad"),
    case("renamed", 3, ad_id="x"),
    case("renamed", 4, campaign_id="c2", ad_group_id="g", ad_group_name="Group"),
    case("renamed", 5, campaign_id="c2", ad_group_id="g", campaign_name=" "),
    # Two names of one day: the first by the alphabet, whichever row comes first.
    case("renamed", 4, campaign_id="c3", campaign_name="Second", ad_id="1"),
    case("renamed", 4, campaign_id="c3", campaign_name="First", ad_id="2"),
]
UNKNOWN = {"clicks": "", "conversions": "", "conversion_value": ""}
KNOWN = {"clicks": "70", "conversions": "7", "conversion_value": "490"}
PARTLY = [
    # 900.00 for 100,000 impressions whose clicks nobody tells, 100.00 for 10,000 that have 70.
    case("partly", platform="snap", ad_id="1", investment="900", impressions="100000", **UNKNOWN),
    case("partly", platform="snap", ad_id="2", investment="100", impressions="10000", **KNOWN),
    # On another day of the campaign, in another currency, and a whole account of a platform.
    case("partly", 2, platform="snap", ad_id="1", investment="30", **UNKNOWN),
    case("partly", 2, platform="snap", ad_id="2", currency="USD", investment="30", **UNKNOWN),
    case("meta 1", platform="meta", investment="50", impressions="0", **KNOWN),
    case("meta 2", platform="meta", investment="53", impressions="", **UNKNOWN),
    # No conversions have no value, and nobody need tell it.
    case("none", platform="none", conversions="0", conversion_value=""),
    case("none", 2, platform="none", conversions="2", conversion_value="9"),
    # What nobody tells of a whole platform is told beside nothing.
    case("silent", platform="silent", **UNKNOWN),
    case("silent", 2, platform="silent", **UNKNOWN),
]
DEVICES = [
    case("devices", device=device, investment="1.00", impressions="100", clicks="2")
    for device in ("MOBILE", "DESKTOP", "TABLET")
]
CREDITS = [
    *[case("credits", day, investment="100.10", conversions="1", conversion_value="20") for day in (1, 2)],
    case("credits", 3, ad_id="credit", investment="-1500.33", impressions="", clicks=""),
    case("credits", 4, investment="9.00", conversions="-1", conversion_value="-20"),
    *[case("thirds", day, conversions="0.333333333") for day in (1, 2)],
    case("thirds", 3, conversions="0.333333334"),
    # A charge and its refund of one day come to nothing in the other currency too.
    case("refund", ad_id="1", currency="USD", investment="1.000000001"),
    case("refund", ad_id="2", currency="USD", investment="-1.000000001"),
]
FLOATS = [
    case("floats", 1, investment="3.8899999999999997", impressions="1000.0", clicks="10.0"),
    case("floats", 2, investment="1e-05"),
    case("floats", 3, investment=".5", conversions="1."),
    case("floats", 4, investment="+5", conversions="1E0"),
    case("floats", 5, investment="007.50", impressions=" 1000 "),
    case("floats", 6, investment="2.5e-1"),
]
LONG = "120215000000000123456"
IDS = [
    case("ids", 1, campaign_id="1.20215E+17", investment="10"),
    case("1.20215e+17", 2, campaign_id="1", investment="20"),
    case("ids", 1, campaign_id=LONG, investment="1.01"),
    case("ids", 1, campaign_id=LONG[:-1] + "7", investment="1.02"),
    *[case("ids", day, campaign_id=name, investment="2") for day, name in ((1, "503.0"), (2, "503"))],
    *[case("ids.0", day, campaign_id=name, investment="3") for day, name in ((1, " 77 "), (2, "77"))],
    case("ids", 3, ad_group_id="5.0", ad_id="6.0", investment="4"),
    case("ids", 4, ad_group_id="5", ad_id=" 6", investment="5"),
    # An id that a point is a part of.
    case("ids", 4, campaign_id="1.10", investment="6"),
    case("ids", 4, campaign_id="1.1", investment="7"),
]
MANY = {"impressions": "900", "clicks": "9"}
TOTALS = [
    # A total that is the sum of its account's other row gives way; one that is not counts.
    case("rolled up", campaign_id="Brand", investment="10", **MANY),
    case("rolled up", campaign_id=" --", investment="10", **MANY),
    case("rolled up", campaign_id="Total: Account", campaign_name="Total: Account", investment="10", **MANY),
    case("rolled wrong", campaign_id="Brand", investment="10", **MANY),
    case("rolled wrong", campaign_id="Grand total", investment="10.07", **MANY),
    case("rolled wrong", 2, campaign_id="7", campaign_name="Gesamt", investment="3", **MANY),
    case("rolled wrong", 2, campaign_id="8", campaign_name="Total Wellness", investment="4", **MANY),
]
LEVELS = [
    case("levels", investment="100", impressions="1000", clicks="100"),
    case("levels", ad_group_id="g", ad_id="1", investment="60", impressions="600", clicks="60"),
    case("levels", ad_group_id="g", ad_id="2", investment="40", impressions="400", clicks="40"),
    # A part is missing, of a campaign and of an ad group; the ad group beside it is no whole of it.
    case("uneven", investment="100", impressions="1000", clicks="100"),
    case("uneven", ad_group_id="g", ad_id="1", investment="60.03", impressions="600", clicks="60"),
    case("uneven", 2, ad_group_id="g", investment="50", impressions="500", clicks="50"),
    case("uneven", 2, ad_group_id="g", ad_id="1", investment="49", impressions="500", clicks="50"),
    case("uneven", 2, ad_group_id="h", investment="7", impressions="500", clicks="50"),
    # On a day of its own it is no whole of anything.
    case("uneven", 3, investment="5"),
    case("by country", investment="8"),
    case("by country", country="FR", investment="9"),
]
DATES = [
    case("dates", investment="50"),
    case("dates", investment="50.00") | {"date": "2026-10-01 00:00:00"},
    case("dates", investment="70") | {"date": "2026-10-02T00:00:00"},
    case("dates", investment="70") | {"date": " 2026-10-02 "},
]
# One export is as long as the other; the one with the later name is the later one.
OVERLAP = {
    "export_2026-10-02": [
        case("overlap", 1, investment="10", conversions="1"),
        case("overlap", 2, investment="20", conversions="1"),
    ],
    "export_2026-10-03": [
        case("overlap", 2, investment="20", conversions="3"),
        case("overlap", 3, investment="30", conversions="1"),
    ],
}
# Files of one campaign and day that are parts of it: by device, by hour and by type of conversion.
# Each has a total row, which has one name.
TOTAL = {"campaign_id": "Total: Account", "impressions": "1000", "clicks": "10"}
PARTS = {
    "part_a": [
        case("parts", device="MOBILE", investment="1.01"),
        case("hours", investment="2.5") | {"date": "2026-10-01 10:00:00"},
        case("sums of parts", campaign_id="a", investment="3"),
        case("sums of parts", **TOTAL, investment="3"),
        case("a level a file", investment="4"),
    ],
    "part_b": [
        case("parts", device="TABLET", investment="1.02"),
        case("hours", investment="2.5") | {"date": "2026-10-01T11:00"},
        case("sums of parts", campaign_id="b", investment="5"),
        case("sums of parts", **TOTAL, investment="5"),
        case("a level a file", ad_id="x", investment="4"),
    ],
    "part_c": [
        case("parts", device="MOBILE", conversion_type="lead", conversions="3")
        | {"investment": "", "impressions": "", "clicks": ""},
    ],
}
# The same row from files of three kinds.
TYPED = {"investment": "double", "impressions": "double", "clicks": "double", "date": "timestamp"}
REPORT = [
    {
        "source_relation": relation, "date_day": DAYS[0], "platform": "LinkedIn Ads",
        "account_id": "L1", "account_name": "Li", "campaign_id": "1", "campaign_name": "Camp",
        "clicks": "5", "impressions": "500", "spend": "50.00",
    }
    for relation in ("connector_a", "connector_b")
]  # fmt: skip
ROWS = [
    row
    for rows in (
        SPELLING, NAMES, PARTLY, DEVICES, CREDITS, FLOATS, IDS, TOTALS, LEVELS, DATES,
    )
    for row in rows
]  # fmt: skip
# What each account comes to, after its rows were refused or gave way.
INVESTMENT = {
    "1234567890": "150.15", "renamed": "10.50", "partly": "1056.7", "meta 1": "50", "meta 2": "53",
    "none": "3.00", "silent": "3.00", "devices": "3.00", "credits": "-1291.13", "thirds": "4.50",
    "refund": "0", "floats": "17.14001", "ids": "28.03", "ids.0": "6", "rolled up": "10",
    "rolled wrong": "27.07", "levels": "100", "uneven": "271.03", "by country": "17",
    "dates": "120", "overlap": "60", "typed": "50", "L1": "50",
    "parts": "2.03", "hours": "5.0", "sums of parts": "8", "a level a file": "4",
}  # fmt: skip
SEEDS = {
    "advertiser_accounts": [
        ("Google Ads", "123-456-7890", " Acme", None),
        ("google_ads ", "1234567890", "Acme", None),
    ],
    "campaign_targets": [
        ("marketing_spend:Google Ads:123-456-7890: c1 ", 8000, "200", "eur", DAYS[0], DAYS[8]),
        ("marketing_spend:x_ads:ids:503.0", None, "8", "EUR", DAYS[0], DAYS[8]),
    ],
}
VARIABLES = {"reporting_timezone": "UTC", "reporting_currency": "EUR", "rejected_share_limit": 0.1}
RATE = {"date": DAYS[0], "from_currency": "USD", "to_currency": "EUR", "rate": "0.89"}


def lay_out(folder: Path, kind: str) -> dict:
    """The cases as files of this kind, and the vars to build them with."""
    shutil.rmtree(folder, ignore_errors=True)
    files = {"all": ROWS, **OVERLAP, **PARTS}
    names = list(dict.fromkeys(name for rows in files.values() for row in rows for name in row))
    for name, rows in files.items():
        write(folder / f"{name}.csv", rows, columns=names)
    write(folder / "typed_a.parquet", [case("typed", investment=50.0)], kind="parquet", **TYPED)
    write(folder / "typed_b.csv", [case("typed", investment="50")])
    write(folder / "typed_c.parquet", [case("typed", investment="50.00")], kind="parquet", date="date")
    write(folder / "ad_reporting__campaign_report.csv", REPORT)
    write(folder / "exchange_rates.csv", [RATE])
    if kind == "parquet":
        for file in folder.glob("*.csv"):
            with open(file, newline="") as handle:
                rows = list(csv.DictReader(handle))
            write(file.with_suffix(".parquet"), rows, kind="parquet")
            file.unlink()
    if kind == "gz":
        for file in folder.glob("*.csv"):
            with gzip.open(f"{file}.gz", "wb") as packed:
                packed.write(file.read_bytes())
            file.unlink()
    return VARIABLES | {"spend_path": str(folder)}


@pytest.fixture(scope="module")
def cases(empty, tmp_path_factory) -> Warehouse:
    folder = tmp_path_factory.mktemp("cases")
    warehouse = empty.copy(folder / "warehouse")
    fill(warehouse, **SEEDS)
    warehouse.build(*NO_UNIT_TESTS, **lay_out(folder / "spend", "csv"))
    return warehouse


def of(warehouse: Warehouse, account: str, columns: str, more: str = "") -> list[tuple]:
    """These columns of the facts of an account, in their order."""
    return warehouse.rows(
        f"select {columns} from fct_delivery join dim_campaigns using (campaign_key) "
        f"where account_id = ? {more} order by all",
        account,
    )


def test_every_account_comes_to_its_investment_in_every_mart(cases):
    found = dict(
        cases.rows(
            "select account_id, sum(investment) from fct_delivery "
            "join dim_campaigns using (campaign_key) group by all"
        )
    )
    assert found == {account: Decimal(amount) for account, amount in INVESTMENT.items()}
    total = sum(found.values())
    for mart in ("campaign_metrics", "creative_metrics_daily", "platform_metrics_daily", "delivery_daily"):
        assert cases.value(f"select sum(investment) from {mart}") == total, mart
    assert cases.value("select count(*) from reconciliation where not is_reconciled") == 0


def test_a_platform_is_one_however_it_is_spelled(cases):
    columns = "fct_delivery.platform, date_day::varchar, country, investment, fct_delivery.advertiser_key"
    assert of(cases, "1234567890", columns) == [
        ("google_ads", DAYS[0], "DE", Decimal("10.01"), "marketing_spend:Acme"),
        ("google_ads", DAYS[1], None, Decimal("20.02"), "marketing_spend:Acme"),
        ("google_ads", DAYS[2], None, Decimal("30.03"), "marketing_spend:Acme"),
        ("google_ads", DAYS[3], None, Decimal("40.04"), "marketing_spend:Acme"),
        ("google_ads", DAYS[4], None, Decimal("50.05"), "marketing_spend:Acme"),
    ]
    platforms = "select platform from dim_placements where source = 'marketing_spend' order by 1"
    assert [name for (name,) in cases.rows(platforms)] == [
        "google_ads", "linkedin_ads", "meta", "none", "silent", "snap", "x_ads",
    ]  # fmt: skip


def test_a_target_finds_its_campaign_however_it_is_spelled(cases):
    assert cases.rows(
        "select campaign_key, platform, budget, spent, currency from campaign_pacing order by 1"
    ) == [
        (
            "marketing_spend:google_ads:1234567890:c1", "google_ads", Decimal(200), Decimal("150.15"),
            "EUR",
        ),
        ("marketing_spend:x_ads:ids:503", "x_ads", Decimal(8), Decimal(4), "EUR"),
    ]  # fmt: skip


def test_the_newest_name_that_is_known_stays(cases):
    assert cases.rows(
        "select platform_campaign_id, campaign_name, account_name from dim_campaigns "
        "where account_id = 'renamed' order by all"
    ) == [("c1", "New", "New Co"), ("c2", "c2", "New Co"), ("c3", "First", "New Co")]
    assert cases.rows(
        "select creative_name from dim_creatives where campaign_key like '%:renamed:%' order by all"
    ) == [("1",), ("2",), ("Group",), ("New ad",)]
    assert (
        cases.value("select advertiser_name from dim_advertisers where advertiser_id = 'x_ads:renamed'")
        == "New Co"
    )


def test_what_is_not_known_of_a_part_is_told_with_its_money(cases):
    assert cases.rows(
        "select clicks, investment, cpc from campaign_metrics where campaign_key like '%:partly:%'"
    ) == [(70, Decimal("1056.7"), 1056.7 / 70)]
    told = [
        ("marketing_spend:meta:meta 2:c1", DAYS[0], None, Decimal(53), "EUR"),
        ("marketing_spend:snap:partly:c1", DAYS[0], 100000, Decimal(900), "EUR"),
        ("marketing_spend:snap:partly:c1", DAYS[1], 1000, Decimal("26.7"), "USD"),
        ("marketing_spend:snap:partly:c1", DAYS[1], 1000, Decimal(30), "EUR"),
    ]
    for measure in ("clicks", "conversions", "conversion value"):
        assert (
            cases.rows(
                "select campaign_key, date_day::varchar, impressions, investment, native_currency "
                "from delivery_anomalies where reason = ? and platform <> 'x_ads' order by all",
                f"{measure} not known of a part",
            )
            == told
        ), measure
    assert cases.rows(
        "select campaign_key, impressions, clicks, investment from delivery_anomalies "
        "where reason = 'impressions not known of a part' and campaign_key like '%:meta:%'"
    ) == [("marketing_spend:meta:meta 2:c1", None, None, Decimal(53))]


def test_rows_told_apart_by_device_all_count(cases):
    assert of(cases, "devices", "device, investment, impressions, clicks") == [
        ("DESKTOP", Decimal(1), 100, 2), ("MOBILE", Decimal(1), 100, 2), ("TABLET", Decimal(1), 100, 2),
    ]  # fmt: skip


def test_credits_and_retractions_count_to_the_last_digit(cases):
    measures = "sum(investment), sum(conversions), sum(conversion_value)"
    assert of(cases, "credits", measures) == [(Decimal("-1291.13"), Decimal(1), Decimal(20))]
    assert of(cases, "thirds", "sum(conversions)") == [(Decimal(1),)]
    assert of(cases, "thirds", "date_day::varchar, conversions") == [
        (DAYS[0], Decimal("0.333333333")), (DAYS[1], Decimal("0.333333333")),
        (DAYS[2], Decimal("0.333333334")),
    ]  # fmt: skip
    for mart in ("campaign_metrics_daily", "creative_metrics_daily"):
        assert cases.value(
            f"select sum(conversions) from {mart} where campaign_key like '%:thirds:%'"
        ) == Decimal(1), mart
    # 1.000000001 USD are 0.890000001 EUR (0.89000000089); the refund takes all of it back.
    assert of(cases, "refund", "investment, native_investment") == [
        (Decimal("-0.890000001"), Decimal("-1.000000001")),
        (Decimal("0.890000001"), Decimal("1.000000001")),
    ]
    assert cases.rows(
        "select date_day::varchar, investment, conversions from delivery_anomalies "
        "where reason = 'credit or retraction' and campaign_key like '%:credits:%' order by all"
    ) == [
        (DAYS[2], Decimal("-1500.33"), None),
        (DAYS[3], Decimal(9), Decimal(-1)),
    ]


def test_numbers_are_read_as_floats_are_written(cases):
    assert of(cases, "floats", "date_day::varchar, investment, impressions, clicks, conversions") == [
        (DAYS[0], Decimal("3.89"), 1000, 10, None),
        (DAYS[1], Decimal("0.00001"), 1000, 10, None),
        (DAYS[2], Decimal("0.5"), 1000, 10, Decimal(1)),
        (DAYS[3], Decimal(5), 1000, 10, Decimal(1)),
        (DAYS[4], Decimal("7.5"), 1000, 10, None),
        (DAYS[5], Decimal("0.25"), 1000, 10, None),
    ]


def test_an_id_is_whole_or_refused(cases):
    assert cases.rows(
        "select account_id, platform_campaign_id, sum(investment) from fct_delivery "
        "join dim_campaigns using (campaign_key) where account_id like 'ids%' group by all order by all"
    ) == [
        ("ids", "1.1", Decimal(7)), ("ids", "1.10", Decimal(6)), ("ids", LONG, Decimal("1.01")),
        ("ids", LONG[:-1] + "7", Decimal("1.02")), ("ids", "503", Decimal(4)), ("ids", "c1", Decimal(9)),
        ("ids.0", "77", Decimal(6)),
    ]  # fmt: skip
    assert of(cases, "ids", "distinct creative_key", "and platform_campaign_id = 'c1'") == [
        ("marketing_spend:x_ads:ids:c1:5:6",)
    ]
    refused = cases.rows("select rejected_because from rejected_rows order by 1")
    assert len(refused) == 2
    assert refused[0][0].startswith("account_id is not a whole id")
    assert refused[1][0].startswith("campaign_id is not a whole id")
    assert all("text" in reason and "export it again" in reason for (reason,) in refused)


def test_an_id_that_is_a_float_is_whole_or_refused(new_warehouse, tmp_path):
    # 2 ** 53 is the last whole number that a float tells from its neighbours.
    rows = [
        case("a", campaign_id=number, ad_id=ad)
        for number, ad in ((503.0, 7.0), (2.0**53, None), (120215000000000123.0, 8.0))
    ]
    write(tmp_path / "ids.parquet", rows, kind="parquet", campaign_id="double", ad_id="double")
    expected = [
        ("503", "7", "staged", None),
        ("9007199254740992", None, "staged", None),
        (None, "8", "rejected", "campaign_id is not a whole id, as it has lost digits"),
    ]
    columns = "campaign_id, ad_id, verdict, split_part(rejected_because, ' (', 1)"
    assert judged(new_warehouse, tmp_path, columns) == expected
    # Beside a file of texts, the floats are texts.
    write(tmp_path / "others.csv", [case("b", campaign_id="503", ad_id="7.0")])
    assert judged(new_warehouse, tmp_path, columns) == [expected[0], *expected]


def test_a_total_gives_way_or_is_listed(cases):
    listed = dict(
        cases.rows(
            "select campaign_key || ' ' || date_day, investment from delivery_anomalies "
            "where reason = 'named like a total'"
        )
    )
    assert listed == {
        f"marketing_spend:x_ads:rolled wrong:Grand total {DAYS[0]}": Decimal("10.07"),
        f"marketing_spend:x_ads:rolled wrong:7 {DAYS[1]}": Decimal(3),
    }
    assert of(cases, "rolled up", "platform_campaign_id, investment") == [("Brand", Decimal(10))]
    replaced = "select replaced_total from reconciliation where raw_table = 'marketing_spend' "
    # Two total rows, the level above two ads and the earlier export of a day.
    assert cases.value(replaced + "and measure = 'rows' and load_name = 'all'") == 3
    assert cases.value(replaced + "and measure = 'rows' and load_name = 'export_2026-10-02'") == 1


def test_a_whole_beside_its_parts_gives_way_or_is_listed(cases):
    assert of(cases, "levels", "investment") == [(Decimal(40),), (Decimal(60),)]
    listed = cases.rows(
        "select reason, date_day::varchar, creative_key, investment from delivery_anomalies "
        "where reason like 'whole%' order by all"
    )
    assert listed == [
        ("whole beside its breakdown", DAYS[0], "marketing_spend:x_ads:by country:c1", Decimal(8)),
        ("whole beside its parts", DAYS[0], "marketing_spend:x_ads:uneven:c1", Decimal(100)),
        ("whole beside its parts", DAYS[1], "marketing_spend:x_ads:uneven:c1:g", Decimal(50)),
    ]


def test_the_later_export_counts_for_the_days_that_both_have(cases):
    assert of(cases, "overlap", "date_day::varchar, investment, conversions") == [
        (DAYS[0], Decimal(10), Decimal(1)), (DAYS[1], Decimal(20), Decimal(3)),
        (DAYS[2], Decimal(30), Decimal(1)),
    ]  # fmt: skip


def test_files_that_share_no_row_are_parts(cases):
    assert of(cases, "parts", "device, investment") == [
        ("MOBILE", Decimal("1.01")), ("TABLET", Decimal("1.02")),
    ]  # fmt: skip
    assert cases.rows("select device, conversion_type, conversions from conversion_metrics_daily") == [
        ("MOBILE", "lead", Decimal(3))
    ]
    # Two hours of one day with the same figures are no copies.
    assert of(cases, "hours", "investment, impressions") == [(Decimal(5), 2000)]
    assert of(cases, "sums of parts", "platform_campaign_id, investment") == [
        ("a", Decimal(3)), ("b", Decimal(5)),
    ]  # fmt: skip
    assert of(cases, "a level a file", "creative_key, investment") == [
        ("marketing_spend:x_ads:a level a file:c1::x", Decimal(4)),
    ]  # fmt: skip


def test_one_row_in_several_spellings_and_formats_counts_once(cases):
    assert of(cases, "dates", "date_day::varchar, investment") == [
        (DAYS[0], Decimal(50)), (DAYS[1], Decimal(70)),
    ]  # fmt: skip
    assert of(cases, "typed", "investment, impressions") == [(Decimal(50), 1000)]
    assert of(cases, "L1", "fct_delivery.platform, investment") == [("linkedin_ads", Decimal(50))]


def test_another_format_and_folder_gives_the_same_marts_build_after_build(cases, tmp_path):
    marts = ("fct_delivery", "campaign_metrics", "dim_campaigns", "dim_creatives", "delivery_anomalies")
    expected = contents(cases, *marts)
    warehouse = cases.copy(tmp_path / "warehouse")
    for kind in ("parquet", "gz", "gz"):
        warehouse.build(*NO_UNIT_TESTS, **lay_out(tmp_path / kind, kind))
        assert contents(warehouse, *marts) == expected, kind


# What only several files show.
OF_FILES = ("overlap", "typed", "L1", "parts", "hours", "sums of parts", "a level a file")
QUESTIONS = {
    "facts": "select account_id, date_day, f.platform, creative_key, country, device, impressions, clicks, "
    "conversions, conversion_value, investment, f.currency, f.native_currency, f.advertiser_key "
    "from {schema}fct_delivery as f join {schema}dim_campaigns using (campaign_key)",
    "campaigns": "select account_id, campaign_key, campaign_name, account_name from {schema}dim_campaigns",
    "anomalies": "select account_id, a.reason, a.campaign_key, a.date_day, a.creative_key, a.impressions, "
    "a.investment from {schema}delivery_anomalies as a join {schema}dim_campaigns using (campaign_key) "
    "where a.platform <> 'x_ads' or reason not like '%not known%'",
    "pacing": "select '', campaign_key, budget, spent from {schema}campaign_pacing",
}  # fmt: skip


@pytest.mark.postgres
def test_a_table_on_postgres_gives_the_same_figures(cases, postgres, tmp_path):
    environment = {**postgres, "AD_METRICS_POSTGRES_SCHEMA": "cases"}
    warehouse = Warehouse(tmp_path, environment=environment)
    to_postgres = ("--target", "postgres")
    spend = ("--vars", "{spend_path: 'schema:raw_cases'}")
    warehouse.dbt("seed", *to_postgres, "--select", "path:seeds/reference", *spend)
    connection = connect_postgres(postgres, "cases")
    connection.autocommit = True
    names = list(dict.fromkeys(name for row in ROWS for name in row))
    with connection.cursor() as cursor:
        cursor.execute("create schema raw_cases")
        for table, columns, rows in (
            ("marketing_spend", names, ROWS), ("exchange_rates", list(RATE), [RATE]),
        ):  # fmt: skip
            cursor.execute(
                f"create table raw_cases.{table} ({', '.join(f'{name} text' for name in columns)})"
            )
            marks = ", ".join("%s" for _ in columns)
            for row in rows:
                cursor.execute(
                    f"insert into raw_cases.{table} values ({marks})", [row.get(name) for name in columns]
                )
        for table, rows in SEEDS.items():
            for row in rows:
                marks = ", ".join("%s" for _ in row)
                cursor.execute(f"insert into cases_reference.{table} values ({marks})", row)
        warehouse.build(*to_postgres, *NO_UNIT_TESTS, **VARIABLES, spend_path="schema:raw_cases")
        for what, question in QUESTIONS.items():
            expected = [row for row in cases.rows(question.format(schema="")) if row[0] not in OF_FILES]
            cursor.execute(question.format(schema="cases."))
            assert sorted(cursor.fetchall(), key=str) == sorted(expected, key=str), what
    connection.close()
