"""
Writes an event log of any size in the layout of docs/events.md, the same one for the same arguments.

Usage: python benchmarks/event_log.py FOLDER EVENTS DAYS [--first-day 2026-01-01] [--seed 1] [--copies 0.001]
       [--bad 0.0001] [--late 0.01] [--invalid 0.02]

EVENTS impressions, evenly over DAYS days of a file each, and for each 200 of them a click, for each 10,000 a
conversion. Some campaigns, users and hours have far more of them than others; a campaign runs in one country
with a few creatives and placements: 100 million events of 30 days make about 7 million groups of hour,
campaign, creative, placement, country and device, and 1.6 GB. Memory follows the events of a day.

Shares of the events are, where the options ask for it: written a second time some seconds later, faulty, in
the next day's file, flagged as invalid traffic.
"""

import argparse
from datetime import date, timedelta
from pathlib import Path

import duckdb

CAMPAIGNS = 400
TABLES = {"impressions": 1, "clicks": 200, "conversions": 10_000}

# What tells an event is taken from one hash of its number, some bits each; `chance` picks the odd ones.
# Times follow the hours of a day, and stand in their order, as do ids.
ROWS = """
select
    number * 536870912 + h % 536870912 as event_id,
    make_timestamp({midnight} + cast(86400000000 * (within - 0.1 * sin(2 * pi() * within)) as bigint))
        as event_at,
    campaign_id,
    campaign_id * 8 + (h >> 20) % 8 // 3 as creative_id,
    campaign_id % 90 + (h >> 23) % 8 // 3 * 100 + 1 as placement_id,
    ['US', 'DE', 'GB', 'FR', 'ES', 'IT', 'JP', 'BR', 'IN', 'CA', 'AU', 'PL'][campaign_id % 12 + 1] as country,
    ['mobile', 'mobile', 'mobile', 'mobile', 'desktop', 'desktop', 'desktop',
        'tablet'][(h >> 26) % 8 + 1] as device,
    cast({users} * pow((h >> 29) % 1048576 / 1048576, 2) as bigint) * 977 as user_id,
    (500 + campaign_id % 40 * 50) * (512 + (h >> 49) % 512) // 512 * {price} as price_micros,
    if(campaign_id % 12 in (1, 3, 4, 5), 'EUR', 'USD') as currency,
    chance between {late} and {invalid} as is_invalid,
    {more}
    chance
from (
    select
        *,
        (number - {first_id} + h % 1024 / 1024) / {rows} as within,
        cast(floor({campaigns} * pow(h % 1048576 / 1048576, 2)) as int) as campaign_id
    from (
        select
            i as number,
            cast(hash(i, {seed}) >> 1 as bigint) as h,
            hash(i, {seed} + 1) % 1000000 / 1000000 as chance
        from range({first_id}, {first_id} + {rows}) as numbers (i)
    )
)
"""
MORE = {
    "conversions": "5000000 + h % 100000000 as value_micros, cast(1 + h % 3 as int) as items,"
    " if(h % 4 = 0, 'view', 'click') as attribution,"
    " event_at - to_seconds(cast(h % 50000 as int)) as attributed_at,"
}
FAULTS = """
select * replace (
    if(fault = 0, null, event_id) as event_id,
    if(fault = 1, null, event_at) as event_at,
    if(fault = 2, null, campaign_id) as campaign_id,
    if(fault = 3, -price_micros - 1, price_micros) as price_micros,
    if(fault = 4, 'dollars', currency) as currency
)
from (select *, if(chance < {bad}, cast(floor(chance * 1000000) as int) % 5, 9) as fault from ({rows}))
"""


def write(
    folder: Path, events: int, days: int, *, first_day=date(2026, 1, 1), skip_days=0, seed=1,
    copies=0.0, bad=0.0, late=0.0, invalid=0.0,
):  # fmt: skip
    """Write a log; the first `skip_days` days are taken to be there already."""
    connection = duckdb.connect()
    connection.execute("set memory_limit = '1GB'; set enable_progress_bar = false; set timezone = 'UTC'")
    # One after the other in the numbers from 0 to 1, so that each event is odd in one way at most.
    late_to = bad + late
    shares = {"bad": bad, "late": late_to, "invalid": late_to + invalid if invalid else -1}
    copied_from = 1 - copies
    for table, fewer in TABLES.items():
        rows = max(events // days // fewer, 1)
        for day in range(skip_days, days):
            places = [day - 1, day] if late and day else [day]
            parts = []
            for place in places:
                midnight = (first_day - date(1970, 1, 1) + timedelta(place)).days * 86_400_000_000
                number = place * len(TABLES) + list(TABLES).index(table)
                part = FAULTS.format(
                    bad=bad,
                    rows=ROWS.format(
                        midnight=midnight, rows=rows, first_id=number * max(events // days, 1),
                        seed=seed, campaigns=CAMPAIGNS, users=5_000_000, more=MORE.get(table, ""),
                        price=1 if table == "impressions" else 0, **shares,
                    ),
                )  # fmt: skip
                is_late = f"chance >= {bad} and chance < {late_to}"
                parts.append(f"select * from ({part}) where {is_late if place < day else f'not ({is_late})'}")
            rows_of_day = " union all ".join(parts)
            if copies:
                rows_of_day += (
                    " union all select * replace (event_at + interval 3 second as event_at)"
                    f" from ({parts[-1]}) where chance >= {copied_from}"
                )
            place = folder / table / f"day={first_day + timedelta(day)}"
            place.mkdir(parents=True, exist_ok=True)
            connection.execute(
                f"copy (select * exclude (chance, fault) from ({rows_of_day})) to '{place}/part-0.parquet'"
                " (format parquet, compression zstd, parquet_version v2)"
            )
    connection.execute(
        f"""copy (
            select
                i as campaign_id, 'Campaign ' || i as campaign_name,
                i // 10 as advertiser_id, 'Advertiser ' || i // 10 as advertiser_name,
                ['cpm', 'cpc', 'cpa', 'tenancy'][i % 4 + 1] as pricing_model,
                cast([2.5, 0.4, 15, 3000][i % 4 + 1] as decimal(10, 2)) as rate,
                if(i % 12 in (1, 3, 4, 5), 'EUR', 'USD') as currency
            from range({CAMPAIGNS} + 1) as numbers (i)
        ) to '{folder}/campaigns.csv' (header)"""
    )


def main():
    """Write the log that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("events", type=int)
    parser.add_argument("days", type=int)
    parser.add_argument("--first-day", type=date.fromisoformat, default=date(2026, 1, 1))
    parser.add_argument("--seed", type=int, default=1)
    for share in ("copies", "bad", "late", "invalid"):
        parser.add_argument(f"--{share}", type=float, default=0.0)
    write(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
