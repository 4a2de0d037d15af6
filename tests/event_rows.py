"""Event logs for tests, and what their facts must be, worked out event by event."""

import os
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import duckdb

TYPES = {
    "event_at": "timestamp", "attributed_at": "timestamp", "price_micros": "bigint", "value_micros": "bigint",
    "items": "bigint", "is_invalid": "boolean",
}  # fmt: skip
NUMBERS = count(1)


def event(at="2026-10-22 10:00:00", **values) -> dict:
    """An event of campaign c1; each has an id of its own."""
    row = {
        "event_id": f"e{next(NUMBERS)}", "event_at": at, "campaign_id": "c1", "creative_id": "k1",
        "placement_id": "p1", "country": "DE", "device": "mobile", "price_micros": 1234567,
        "currency": "EUR", "user_id": "u1", "is_invalid": False,
    }  # fmt: skip
    return row | values


def write_events(folder: Path, name: str, rows: list[dict], **types) -> Path:
    """Write events as the Parquet file <folder>/<name>.parquet; a column that no row has is left out."""
    file = folder / f"{name}.parquet"
    file.parent.mkdir(parents=True, exist_ok=True)
    names = list(dict.fromkeys(name for row in rows for name in row))
    with duckdb.connect() as connection:
        kinds = TYPES | types
        typed = ", ".join(f"{name} {kinds.get(name, 'varchar')}" for name in names)
        connection.execute("set timezone = 'America/New_York'")
        connection.execute(f"create table rows ({typed})")
        if rows:
            connection.executemany(
                f"insert into rows values ({', '.join('?' * len(names))})",
                [[row.get(name) for name in names] for row in rows],
            )
        connection.execute(f"copy rows to '{file}' (format parquet)")
    # Each was written long ago, and at a time of its own: what was written just now is read once more.
    os.utime(file, (0, 1_700_000_000 + next(NUMBERS)))
    return file


def valid(rows: list[dict]) -> list[dict]:
    """Of these good events, those that count: the first of each id on its UTC day or in the hour before."""
    kept = []
    for place, row in enumerate(rows):
        at = datetime.fromisoformat(row["event_at"])
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        order = [
            other for number, other in enumerate(rows)
            if other["event_id"] == row["event_id"]
            and midnight - timedelta(hours=1) <= datetime.fromisoformat(other["event_at"])
            and (datetime.fromisoformat(other["event_at"]), number) < (at, place)
        ]  # fmt: skip
        if not order and not row.get("is_invalid"):
            kept.append(row)
    return kept


def hours(*kinds: list[dict]) -> dict:
    """
    The net counts and the prices of good events by hour and whatever else tells delivery apart.

    Of impressions, clicks and conversions, those that the log has.
    """
    facts = defaultdict(lambda: [0 if place < len(kinds) else None for place in range(3)] + [None])
    for place, rows in enumerate(kinds):
        for row in valid(rows):
            at = datetime.fromisoformat(row["event_at"]).replace(minute=0, second=0, microsecond=0)
            key = (at, *(row.get(name) for name in (
                "campaign_id", "creative_id", "placement_id", "country", "device", "currency"
            )))  # fmt: skip
            facts[key][place] += 1
            if row.get("price_micros") is not None:
                facts[key][3] = (facts[key][3] or Decimal(0)) + Decimal(row["price_micros"]).scaleb(-6)
    return {key: tuple(sums) for key, sums in facts.items()}


HOURS = """
select hour_at, campaigns.campaign_id, creatives.creative_name, placements.placement_id, country, device,
    native_currency, impressions, clicks, conversions, native_booked_revenue
from fct_delivery as facts
join dim_campaigns as campaigns using (campaign_key)
join dim_creatives as creatives using (creative_key)
join dim_placements as placements using (placement_key)
where facts.source = 'ad_events'
"""


def counted(warehouse) -> dict:
    """The facts of a warehouse in the same form."""
    return {row[:7]: row[7:] for row in warehouse.rows(HOURS)}
