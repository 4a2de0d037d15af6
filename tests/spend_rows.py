"""Rows and files of marketing spend for tests, and warehouses that read them."""

import csv
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
from conftest import Warehouse

NO_TESTS = ("--exclude-resource-type", "test", "unit_test")
NO_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
NO_SEEDS = ("--exclude-resource-type", "seed")
# What an advertiser's own table has at least.
COLUMNS = (
    "date", "platform", "account_id", "campaign_id", "currency", "impressions", "clicks", "investment",
)  # fmt: skip
MARTS = (
    "fct_delivery", "campaign_metrics", "campaign_metrics_daily", "creative_metrics_daily",
    "placement_metrics_daily", "platform_metrics_daily", "advertiser_metrics_daily",
)  # fmt: skip


def spend(date="2026-10-22", **values) -> dict:
    """A row in the package's own layout."""
    row = dict(zip(COLUMNS, (date, "x_ads", "a1", "c1", "EUR", "1000", "10", "1.50"), strict=True))
    return row | values


def write(file: Path, rows: list[dict], columns: list[str] | None = None, kind: str = "csv", **types) -> Path:
    r"""Write rows as CSV (None is \N) or, with these types (else text), as Parquet."""
    file.parent.mkdir(parents=True, exist_ok=True)
    names = columns or list(dict.fromkeys(name for row in rows for name in row))
    if kind == "parquet":
        with duckdb.connect() as connection:
            typed = ", ".join(f"{name} {types.get(name, 'varchar')}" for name in names)
            connection.execute(f"create table rows ({typed})")
            for row in rows:
                connection.execute(
                    f"insert into rows values ({', '.join('?' * len(names))})",
                    [row.get(name) for name in names],
                )
            connection.execute(f"copy rows to '{file}' (format parquet)")
        return file
    with open(file, "w", newline="") as handle:
        writer = csv.DictWriter(handle, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {name: r"\N" if row.get(name, "") is None else row.get(name, "") for name in names}
            for row in rows
        )
    return file


def fill(warehouse: Warehouse, **tables: list[tuple]):
    """Put rows into seeded tables, as a user does who fills in the seed."""
    with duckdb.connect(str(warehouse.file)) as connection:
        for table, rows in tables.items():
            connection.execute(f"delete from main_reference.{table}")
            for row in rows:
                connection.execute(
                    f"insert into main_reference.{table} values ({', '.join('?' * len(row))})", row
                )


def contents(warehouse: Warehouse, *tables: str) -> dict[str, list[tuple]]:
    """The rows of these tables, each from its own file: a view would name a warehouse attached to another."""
    return {table: sorted(warehouse.rows(f"select * from {table}"), key=str) for table in tables}


def nine(number) -> Decimal:
    """A number of 0 or more, rounded half up at nine decimals."""
    return Decimal(math.floor(Fraction(number) * 10**9 + Fraction(1, 2))).scaleb(-9)


def refusal(warehouse: Warehouse, select: str = "base_marketing_spend", excluded=(), **variables) -> str:
    """What dbt prints when the build is refused, in one line."""
    result = warehouse.dbt(
        "build", "--select", select, *NO_SEEDS, *excluded, "--vars", repr(variables), check=False
    )
    assert result.returncode != 0
    return " ".join(result.stdout.split())


def judged(
    warehouse: Warehouse,
    path,
    columns: str = "platform, investment, verdict",
    group: str = "",
    **variables,
) -> list[tuple]:
    """What base_marketing_spend makes of this path, without its accounts of days."""
    warehouse.dbt(
        "run", "--select", "base_marketing_spend", "--vars", repr({"spend_path": str(path), **variables})
    )
    return warehouse.rows(
        f"select {columns} from main_staging.base_marketing_spend where verdict <> 'day' "
        f"{'group by ' + group if group else ''} order by all"
    )
