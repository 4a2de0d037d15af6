"""What is at stake in a published run, and which targets no campaign has."""

import difflib
from decimal import ROUND_HALF_UP, Decimal

from ad_metrics.outcome import Stop
from ad_metrics.warehouse import Warehouse

# What became of raw rows that somebody should know of, by reconciliation's columns.
FATES = {
    "rejected_total": ("rejected", "rejected"),
    "replaced_total": ("replaced", "replaced by later exports"),
    "deleted_total": ("kept_after_deletion", "kept after deletion at the source"),
}
MONEY = ("booked_revenue", "investment")
RECONCILED = f"""
select *
from reconciliation
where measure in ('rows', 'impressions', '{"', '".join(MONEY)}')
"""
# The raw columns whose reasons tell that a rejected row's impressions or money cannot be read. Each
# reason begins with the raw column's name.
UNREADABLE = {
    "impressions": ("impressions",),
    "money": ("investment", "investment_micros", "spend", "cost_micros", "total_revenue"),
}


def _mentions(columns: tuple[str, ...]) -> str:
    """A condition: one of the reasons is that one of these columns cannot be read."""
    return " or ".join(f"'; ' || rejected_because like '%; {column} is %'" for column in columns)


REJECTED = f"""
select
    source,
    raw_table,
    sum(case when {_mentions(UNREADABLE["impressions"])} then 1 else 0 end) as impressions_unknown,
    sum(case when {_mentions(UNREADABLE["money"])} then 1 else 0 end) as money_unknown
from rejected_rows
group by source, raw_table
"""
UNMATCHED = """
select distinct campaign_key
from campaign_pacing
where source is null
order by campaign_key
"""
CAMPAIGNS = "select campaign_key from dim_campaigns order by campaign_key"
# So many keys are looked up and printed; who has more finds them in campaign_pacing.
KEYS_NAMED = 10


def at_stake(warehouse: Warehouse) -> list[dict]:
    """
    What of each source was rejected, replaced by a later export or kept after its deletion.

    One dictionary a source of which there is any, with a dictionary for each of the three: rows,
    impressions, money by currency, and of how many rows the impressions and the money are not
    known. `impressions` and `money` are None where no table of these rows has any, and the number
    of rows not known is that of all rows where nobody counts them.
    """
    totals = _records(warehouse, RECONCILED)
    unknown = {(row["source"], row["raw_table"]): row for row in _records(warehouse, REJECTED)}
    answer = []
    for source in sorted({row["source"] for row in totals}):
        mine = [row for row in totals if row["source"] == source]
        fates = {
            name: found
            for total, (name, _) in FATES.items()
            if (found := _fate(mine, total, unknown if name == "rejected" else {}))
        }
        if fates:
            answer.append({"source": source, **fates})
    return answer


def _fate(totals: list[dict], column: str, unknown: dict) -> dict | None:
    """What one column of reconciliation comes to for one source; none where it is of no row."""
    rows = {}
    for row in totals:
        if row["measure"] == "rows" and row.get(column):
            table = row["raw_table"]
            rows[table] = rows.get(table, 0) + int(row[column])
    if not rows:
        return None
    count = sum(rows.values())
    fate = {
        "rows": count, "impressions": None, "impressions_unknown_rows": 0,
        "money": None, "money_unknown_rows": 0,
    }  # fmt: skip
    impressions = _parts(totals, ("impressions",), rows)
    if impressions:
        fate["impressions"] = sum(int(row[column] or 0) for row in impressions)
        fate["impressions_unknown_rows"] = _unknown(impressions, column, rows, unknown, "impressions")
    if amounts := _parts(totals, MONEY, rows):
        money = {}
        for row in amounts:
            money[row["currency"]] = money.get(row["currency"], 0) + Decimal(row[column] or 0)
        fate["money"] = {currency: amount for currency, amount in sorted(money.items()) if amount}
        fate["money_unknown_rows"] = _unknown(amounts, column, rows, unknown, "money")
    elif impressions:
        fate["money_unknown_rows"] = count
    return fate


def _parts(totals: list[dict], measures: tuple[str, ...], rows: dict[str, int]) -> list[dict]:
    """
    The totals of these measures by the tables that have such rows.

    A source's total over all tables repeats what its tables have; it counts only where they have none.
    """
    found = [row for row in totals if row["measure"] in measures]
    if any(row["raw_table"] != "all" for row in found):
        return [row for row in found if row["raw_table"] in rows]
    return found


def _unknown(parts: list[dict], column: str, rows: dict[str, int], unknown: dict, what: str) -> int:
    """Of how many rows a total does not tell."""
    source = parts[0]["source"]
    if any(row[column] is None for row in parts):
        return sum(rows.values())
    return sum(
        min(int(unknown[source, table][f"{what}_unknown"]), number)
        for table, number in rows.items()
        if (source, table) in unknown
    )


def stake_line(stake: dict) -> str:
    """What at_stake() says of one source, in a line."""
    parts = []
    for name, words in FATES.values():
        if name not in stake:
            continue
        fate = stake[name]
        count = f"{fate['rows']:,}"
        if not parts:
            count += " row" if fate["rows"] == 1 else " rows"
        amounts = ", ".join(_impressions(fate) + _money(fate))
        parts.append(f"{count} {words}" + (f" ({amounts})" if amounts else ""))
    return f"{stake['source']}: {', '.join(parts)}"


def _impressions(fate: dict) -> list[str]:
    known, unknown = fate["impressions"], fate["impressions_unknown_rows"]
    if known is None:
        return []
    if not known and not unknown:
        return ["no impressions"]
    if not known:
        return ["impressions not known" + _of(unknown, fate["rows"])]
    words = f"{known:,} impression{'' if known == 1 else 's'}"
    return [f"{words} and unknown ones{_of(unknown, 0)}" if unknown else words]


def _money(fate: dict) -> list[str]:
    unknown = fate["money_unknown_rows"]
    if fate["money"] is None and not unknown:
        return []
    amounts = [
        f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):,} "
        + ("in a currency that nobody stated" if currency == "XXX" else currency)
        for currency, amount in (fate["money"] or {}).items()
    ]
    if not amounts and not unknown:
        return ["no money"]
    if unknown and amounts:
        amounts[-1] += f" and unknown money{_of(unknown, 0)}"
    elif unknown:
        amounts.append("money not known" + _of(unknown, fate["rows"]))
    return amounts


def _of(unknown: int, rows: int) -> str:
    """Of how many rows, unless it is all of them."""
    return "" if unknown == rows else f" of {unknown:,} row{'' if unknown == 1 else 's'}"


def unmatched_targets(warehouse: Warehouse) -> list[dict]:
    """The keys in campaign_targets that no campaign has, each with the keys that are nearest to it."""
    keys = [row["campaign_key"] for row in _records(warehouse, UNMATCHED)]
    if not keys:
        return []
    known = [row["campaign_key"] for row in _records(warehouse, CAMPAIGNS)]
    by_folded = {"".join(key.lower().split()): key for key in known}
    answer = []
    for number, key in enumerate(keys):
        folded = "".join(key.lower().split())
        near = difflib.get_close_matches(folded, by_folded, 3) if number < KEYS_NAMED else []
        answer.append({"campaign_key": key, "nearest": [by_folded[other] for other in near]})
    return answer


def targets_line(targets: list[dict]) -> str:
    """What unmatched_targets() says, in a line."""
    named = []
    for target in targets[:KEYS_NAMED]:
        nearest = ", ".join(target["nearest"])
        named.append(f"{target['campaign_key']} (nearest: {nearest or 'none'})")
    more = f" and {len(targets) - KEYS_NAMED:,} more" if len(targets) > KEYS_NAMED else ""
    keys = "1 key matches" if len(targets) == 1 else f"{len(targets):,} keys match"
    return (
        f"campaign_targets: {keys} no campaign: {', '.join(named)}{more}. Correct the key in the seed "
        "campaign_targets, or leave it for a campaign that has not delivered yet."
    )


def lines(at_stake: list[dict], unmatched_targets: list[dict]) -> list[str]:
    """All of it for people; empty where there is nothing to tell."""
    told = [stake_line(stake) for stake in at_stake]
    if any("rejected" in stake for stake in at_stake):
        told.append("The mart rejected_rows says which rows were rejected, why, and what to do.")
    return told + ([targets_line(unmatched_targets)] if unmatched_targets else [])


def _records(warehouse: Warehouse, query: str) -> list[dict]:
    """The rows of a published mart; none where an earlier version has not published it so."""
    try:
        return warehouse.records(query)
    except Stop:
        return []
