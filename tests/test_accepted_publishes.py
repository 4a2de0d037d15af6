"""
Whatever the boundary accepts is published.

Rows are drawn from all that each source may hold, with the extremes of each kind of column. Every
test of every mart has to pass, and the totals are those that were drawn.
"""

import csv
import random
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from event_rows import event, write_events
from spend_rows import fill, write

LONGEST_MONEY = "999999999999999.999999999"
LONGEST_COUNT = "999999999999999"
LONGEST_RATE = "999999999999.999999"
FIRST, LAST = datetime(1990, 1, 1), datetime(2099, 12, 31, 23, 59, 59, 999999)
# Of one unit of each in euros. One is given the other way round, two are as far from 1 as may be.
RATES = {
    "EUR": Fraction(1),
    "USD": Fraction("0.913377"),
    "JPY": Fraction("0.006173"),
    "KWD": Fraction("2.987123456"),
    "IRR": Fraction("0.000000001"),
    "GBP": 1 / Fraction("0.8437"),
}
NAMES = [
    "Spring", "it's \"quoted\", with a comma", "two\nlines", "100% : a:b", "Ünï-cødé 東京 🚲", "--", "\\",
    "<b>", "unknown", "null", "NaN", "0",
]  # fmt: skip
IDS = ["7", "a:b", "a%3Ab", "%", ":", "it's", "unknown", "Ünï", "503", "x" * 300, "a b", "-1"]


def nine(amount: Fraction) -> Decimal:
    """Rounded at nine decimals, halves away from zero."""
    billionths = int(abs(amount) * 10**9 + Fraction(1, 2))
    with localcontext() as context:
        context.prec = 60
        return Decimal(billionths if amount >= 0 else -billionths).scaleb(-9)


class Drawn:
    """Raw rows of every source, and what they come to."""

    def __init__(self, seed: int, folder: Path):
        self.draw = random.Random(seed)
        self.folder = folder
        # By source: counts; by source and currency: an amount for each row of the facts.
        self.counts = defaultdict(lambda: defaultdict(Decimal))
        self.amounts = defaultdict(lambda: defaultdict(Fraction))
        self.revive()
        self.events()
        self.spend()

    def one_of(self, *values):
        return self.draw.choice(values)

    def time(self) -> datetime:
        """Any time that is accepted; the first and the last ones often."""
        return self.one_of(
            FIRST, FIRST + timedelta(minutes=self.draw.randrange(1440)), LAST,
            LAST - timedelta(minutes=self.draw.randrange(1440)),
            FIRST + timedelta(seconds=self.draw.randrange(int((LAST - FIRST).total_seconds()))),
        )  # fmt: skip

    def count(self) -> str:
        return self.one_of("0", "1", "7", "1000", str(self.draw.randrange(10**9)))

    def money(self) -> str:
        sign = self.one_of("", "", "-")
        decimals = self.draw.randrange(10**9)
        return self.one_of("0", "0.000000001", f"{sign}{self.draw.randrange(10**6)}.{decimals:09}")

    def add(self, source: str, key: tuple, currency: str, counts: dict, amounts: dict):
        for name, value in counts.items():
            if value is not None:
                self.counts[source][name] += Decimal(value)
        for name, value in amounts.items():
            if value is not None:
                self.amounts[source, currency, name][key] += Fraction(value)

    def table(self, name: str, rows: list[dict]):
        write(self.folder / "revive" / f"{name}.csv", rows)

    def revive(self):
        """A day and a night at each end of the calendar; what is in the future may have holes."""
        now = "2026-03-29 12:00:00"
        prices = [
            ("1", LONGEST_RATE), ("2", LONGEST_RATE), ("3", "0.0001"), ("4", LONGEST_RATE), ("1", "1.2345"),
            ("4", "0"), ("2", r"\N"), ("99", "1.5"), (r"\N", "2"),
        ]  # fmt: skip
        self.table("clients", [{"clientid": "1", "clientname": "x" * 100_000, "updated": now}])
        self.table("campaigns", [
            {"campaignid": str(number), "campaignname": NAMES[number % len(NAMES)],
             "clientid": self.one_of("1", "77"), "revenue_type": model, "revenue": rate,
             "status": self.one_of("0", "3", "98"), "priority": self.one_of("-1", "0", "999"),
             "views": self.one_of("-1", "0", LONGEST_COUNT), "clicks": "-1", "conversions": "-1",
             "activate_time": self.one_of(r"\N", "1990-01-01 00:00:00", "2099-12-31 23:59:59"),
             "expire_time": self.one_of(r"\N", "1990-01-01 00:00:00", "2099-12-31 23:59:59"),
             "updated": now}
            for number, (model, rate) in enumerate(prices, 1)
        ])  # fmt: skip
        self.table("banners", [
            {"bannerid": str(number), "campaignid": str(number), "description": NAMES[-number], "alt": "",
             "storagetype": "html", "width": "468", "height": "60", "updated": now}
            for number in range(1, len(prices) + 1)
        ])  # fmt: skip
        self.table(
            "affiliates",
            [{"affiliateid": "1", "name": "Site", "website": "https://example.com", "updated": now}],
        )
        self.table("zones", [
            {"zoneid": str(number), "affiliateid": "1", "zonename": NAMES[number], "width": "468",
             "height": "60", "cost": self.one_of(LONGEST_RATE, "0.07", "50"), "cost_type": str(number % 8),
             "updated": now}
            for number in range(1, 9)
        ])  # fmt: skip
        self.table("trackers", [
            {"trackerid": "1", "trackername": "t", "clientid": "1", "status": "4", "type": "1",
             "updated": now}
        ])  # fmt: skip
        for bucket in ("data_bkt_m", "data_bkt_c", "data_bkt_r"):
            columns = ["interval_start", "creative_id", "zone_id", "count"]
            write(self.folder / "revive" / f"{bucket}.csv", [], columns)
        write(self.folder / "revive" / "data_bkt_a.csv", [], [
            "server_conv_id", "server_ip", "tracker_id", "date_time", "creative_id", "zone_id", "action",
            "status",
        ])  # fmt: skip
        rows = []
        hours = [FIRST + timedelta(hours=hour) for hour in range(30)]
        hours += [
            LAST.replace(minute=0, second=0, microsecond=0) - timedelta(hours=hour) for hour in range(6)
        ]
        for hour in hours:
            for banner in self.draw.sample(range(1, 12), 3):
                is_longest = len(rows) in (1, 2, 3)
                row = {
                    "data_summary_ad_hourly_id": str(len(rows) + 1), "date_time": f"{hour:%Y-%m-%d %H:%M:%S}",
                    "ad_id": str(banner), "creative_id": "0", "zone_id": str(self.draw.randrange(10)),
                    "requests": LONGEST_COUNT if is_longest else self.count(),
                    "impressions": LONGEST_COUNT if is_longest else self.count(),
                    "clicks": self.count(), "conversions": "0",
                    "total_basket_value": self.money(),
                    "total_num_items": self.one_of("-3", "0", "12", r"\N"),
                    "total_revenue": f"-{LONGEST_MONEY}" if is_longest else self.money(),
                    "updated": f"{hour + timedelta(hours=1, minutes=5):%Y-%m-%d %H:%M:%S}",
                }  # fmt: skip
                if any(
                    other["date_time"] == row["date_time"] and other["ad_id"] == row["ad_id"]
                    for other in rows
                ):
                    continue
                rows.append(row)
                items = row["total_num_items"]
                self.add(
                    "revive", (len(rows),), "USD",
                    {"requests": row["requests"], "impressions": row["impressions"], "clicks": row["clicks"],
                     "items": None if items == r"\N" else items},
                    {"conversion_value": row["total_basket_value"], "booked_revenue": row["total_revenue"]},
                )  # fmt: skip
        # An update cannot be later than the last time that is accepted.
        for row in rows:
            row["updated"] = min(row["updated"], "2099-12-31 23:59:59")
        self.table("data_summary_ad_hourly", rows)
        write(self.folder / "revive" / "data_intermediate_ad_connection.csv", [], [
            "data_intermediate_ad_connection_id", "tracker_date_time", "connection_date_time", "tracker_id",
            "ad_id", "creative_id", "zone_id", "connection_action", "connection_status", "inside_window",
            "updated",
        ])  # fmt: skip

    def events(self):
        campaigns = [
            {"campaign_id": IDS[number], "campaign_name": name, "advertiser_id": self.one_of(*IDS, ""),
             "advertiser_name": self.one_of(*NAMES),
             "pricing_model": self.one_of("cpm", "cpc", "cpa", "tenancy", "flat fee", ""),
             "rate": self.one_of(LONGEST_RATE, "0", "0.000001", "12.5", ""),
             "currency": self.one_of(*RATES)}
            for number, name in enumerate([*NAMES[:6], "1 MB '\"\n" + "x" * 1_000_000])
        ]  # fmt: skip
        write(self.folder / "events" / "campaigns.csv", campaigns)
        for kind, number in {"impressions": 150, "clicks": 40, "conversions": 60}.items():
            rows = [self.event(kind, place) for place in range(number)]
            types = {"price_micros": "varchar", "value_micros": "varchar", "items": "varchar"}
            write_events(self.folder / "events" / kind, "a", rows, is_invalid="varchar", **types)

    def event(self, kind: str, place: int) -> dict:
        at = self.time()
        price = self.one_of(None, "", "0", "5", "-5", " 7 ", "1000.0", f"-{LONGEST_COUNT}", LONGEST_COUNT)
        value = self.one_of(None, "0", "41370001", "-41370001", f"-{LONGEST_COUNT}")
        row = event(
            f"{at:%Y-%m-%d %H:%M:%S.%f}", event_id=self.one_of("e:", "%", "'", "") + f"{kind} {place}",
            campaign_id=self.one_of(*IDS), creative_id=self.one_of(*IDS, None),
            placement_id=self.one_of(*IDS, None, " "), country=self.one_of("DE", " FR ", None, "x" * 1000),
            device=self.one_of("mobile", None, "it's"), price_micros=price, currency=self.one_of(*RATES),
            user_id=self.one_of("u1", "u2", None), is_invalid=self.one_of("false", "0", None, "maybe", "1"),
        )  # fmt: skip
        if kind == "conversions":
            row |= {
                "value_micros": value, "items": self.one_of(None, "-2", "3"),
                "attribution": self.one_of("click", "view", "mail", None),
                "attributed_at": self.one_of(None, "2050-01-01 00:00:00"),
            }  # fmt: skip
        if row["is_invalid"] != "1":
            key = tuple(
                (row[name] or "").strip() or None
                for name in ("campaign_id", "creative_id", "placement_id", "country", "device", "currency")
            )
            # Creatives and placements that are not told are all `unknown`.
            key = (at.replace(minute=0, second=0, microsecond=0), key[0], key[1] or "unknown",
                   key[2] or "unknown", *key[3:])  # fmt: skip
            self.add(
                "ad_events", key, row["currency"], {kind: 1, "items": row.get("items")},
                {"booked_revenue": Decimal(price).scaleb(-6) if price else None,
                 "conversion_value": Decimal(row["value_micros"]).scaleb(-6)
                 if row.get("value_micros") else None},
            )  # fmt: skip
        return row

    def spend(self):
        rows = {}
        while len(rows) < 120:
            campaign = self.draw.randrange(len(IDS))
            row = {
                "date": f"{self.time():%Y-%m-%d}", "platform": self.one_of("google_ads", "x_ads", "tiktok"),
                "account_id": self.one_of(*IDS), "account_name": self.one_of(*NAMES),
                "campaign_id": IDS[campaign], "campaign_name": self.one_of(*NAMES),
                # Each campaign is told at a level of its own.
                "ad_group_id": self.one_of(*IDS) if campaign % 3 else "",
                "ad_id": self.one_of(*IDS) if campaign % 3 == 2 else "",
                "country": self.one_of("DE", "", "it's"), "currency": self.one_of(*RATES),
            }  # fmt: skip
            key = tuple(row.values())
            key = key[:3] + key[4:5] + key[6:]
            is_longest = len(rows) < 3
            row |= {
                "impressions": LONGEST_COUNT if is_longest else self.one_of(self.count(), ""),
                "clicks": self.one_of(self.count(), ""),
                "conversions": self.one_of("", "0", "-1", "0.333333333", "12.5"),
                "conversion_value": f"-{LONGEST_MONEY}" if is_longest else self.one_of(self.money(), ""),
                "investment": LONGEST_MONEY if is_longest else self.money(),
                "reach": self.one_of("", "5"),
            }
            if is_longest:
                row["currency"] = "JPY"
                key = key[:-1] + ("JPY",)
            if key in rows:
                continue
            rows[key] = row
            self.add(
                "marketing_spend", key, row["currency"],
                {name: row[name] or None for name in ("impressions", "clicks", "conversions")},
                {name: row[name] or None for name in ("investment", "conversion_value")},
            )  # fmt: skip
        write(self.folder / "spend" / "spend.csv", list(rows.values()))

    def rates(self):
        """A rate for every day that has delivery, as far as a rate may be told of it."""
        days = {FIRST.date() + timedelta(days=day) for day in range(0, 40178, 365)}
        with open(self.folder / "spend" / "exchange_rates.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("date", "from_currency", "to_currency", "rate"))
            for day in sorted(day for day in days if day.year < 2100):
                for currency, rate in RATES.items():
                    if currency == "GBP":
                        writer.writerow((day, "EUR", "GBP", "0.8437"))
                    elif currency != "EUR":
                        writer.writerow((day, currency, "EUR", f"{float(rate):.9f}"))


COUNTS = ("requests", "impressions", "clicks", "conversions", "items")
AMOUNTS = ("conversion_value", "booked_revenue", "investment")


@pytest.mark.parametrize(
    "seed, zone, reporting_currency, basis",
    [(17, "Etc/GMT+12", "EUR", "booked"), (18, "Pacific/Kiritimati", None, "earned")],
)
def test_whatever_is_accepted_is_published(empty, tmp_path, seed, zone, reporting_currency, basis):
    drawn = Drawn(seed, tmp_path)
    variables = {
        "revive_path": str(tmp_path / "revive"), "events_path": str(tmp_path / "events"),
        "spend_path": str(tmp_path / "spend"), "revive_currency": "USD", "reporting_timezone": zone,
        "revenue_basis": basis,
    }  # fmt: skip
    if reporting_currency:
        drawn.rates()
        variables |= {"reporting_currency": reporting_currency, "exchange_rate_max_age_days": 366}
    warehouse = empty.copy(tmp_path / "warehouse")
    fill(warehouse, campaign_targets=[
        ("marketing_spend:not:known:yet", 1000, None, None, "1990-01-01", "2099-12-31"),
        ("ad_events:7", None, LONGEST_MONEY, "EUR", "1989-12-31", "2100-01-01"),
    ])  # fmt: skip
    warehouse.build(**variables)
    assert warehouse.rows("select * from rejected_rows") == []
    found = {
        row[0]: dict(zip(COUNTS, row[1:], strict=True))
        for row in warehouse.rows(
            f"select source, {', '.join(f'coalesce(sum({name}), 0)' for name in COUNTS)} "
            "from fct_delivery group by source"
        )
    }
    assert found == {
        source: {name: counts[name] for name in COUNTS} for source, counts in drawn.counts.items()
    }
    native = {
        (source, currency, name): amount
        for name in AMOUNTS
        for source, currency, amount in warehouse.rows(
            f"select source, native_currency, sum(native_{name}) from fct_delivery "
            f"where native_{name} is not null group by all"
        )
        if name != "investment" or source == "marketing_spend"
    }
    assert native == {about: nine(sum(amounts.values())) for about, amounts in drawn.amounts.items()}
    if reporting_currency:
        expected = defaultdict(Decimal)
        for (source, currency, name), amounts in drawn.amounts.items():
            with localcontext() as context:
                context.prec = 60
                expected[source, name] += sum(nine(amount * RATES[currency]) for amount in amounts.values())
        assert {
            (source, name): amount
            for name in AMOUNTS
            for source, amount in warehouse.rows(
                f"select source, sum({name}) from fct_delivery where {name} is not null group by source"
            )
            if name != "investment" or source == "marketing_spend"
        } == dict(expected)
