"""A small ad server for tests: tables of a few rows, whose figures can be worked out by hand."""

import csv
import gzip
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
from extracts import TABLES, raw

HOURLY = "data_summary_ad_hourly"
TEMPLATES = {table: raw(table)[0] for table in TABLES}
SEEN = "2026-03-20 12:00:00"


@dataclass
class SmallServer:
    """Its tables as lists of rows, and how to write them as an extract."""

    tables: dict = field(default_factory=lambda: {table: [] for table in TABLES})
    next_id: int = 0

    def add(self, table: str, **values):
        """A row like the first of the bundled extract, but for these values."""
        self.tables[table].append(TEMPLATES[table] | {name: str(value) for name, value in values.items()})

    def client(self, number: int, name: str):
        self.add("clients", clientid=number, clientname=name, updated=SEEN)

    def website(self, number: int, name: str):
        self.add("affiliates", affiliateid=number, name=name, updated=SEEN)

    def zone(self, number: int, website: int):
        nothing = {"cost": "", "cost_type": ""}
        self.add(
            "zones", zoneid=number, affiliateid=website, zonename=f"zone {number}", updated=SEEN, **nothing
        )

    def campaign(self, number: int, client: int, revenue_type: int, rate: float | str):
        self.add(
            "campaigns", campaignid=number, campaignname=f"campaign {number}", clientid=client,
            revenue_type=revenue_type, revenue=rate, updated=SEEN,
        )  # fmt: skip

    def banner(self, number: int, campaign: int):
        self.add(
            "banners", bannerid=number, campaignid=campaign, description=f"banner {number}", updated=SEEN
        )

    def hour(
        self, at: str, banner: int, zone: int, impressions: int, clicks: int = 0, updated: str = "", **others
    ):
        """A row of the hour that begins then, which was written five minutes after its end."""
        self.next_id += 1
        written = datetime.fromisoformat(at) + timedelta(hours=1, minutes=5)
        self.add(
            HOURLY, data_summary_ad_hourly_id=self.next_id, date_time=f"{at}:00", ad_id=banner,
            zone_id=zone, impressions=impressions, clicks=clicks, conversions=0, requests=0,
            total_basket_value=others.get("basket", "0.0000"), total_num_items=others.get("items", 0),
            total_revenue=others.get("revenue", "0.0000"), updated=updated or str(written),
        )  # fmt: skip

    def change(self, table: str, key: str, number: int, **values):
        """Write other values into a row."""
        for row in self.tables[table]:
            if row[key] == str(number):
                row.update({name: str(value) for name, value in values.items()})

    def drop(self, table: str, gone):
        """Delete the rows for which this is true."""
        self.tables[table] = [row for row in self.tables[table] if not gone(row)]

    def delete_banner(self, number: int):
        """With its statistics, as Revive does."""
        self.drop("banners", lambda row: row["bannerid"] == str(number))
        self.drop(HOURLY, lambda row: row["ad_id"] == str(number))

    def condense(self, day: str, updated: str):
        """One row at midnight for each banner and zone, written anew under a number of its own."""
        rows = [row for row in self.tables[HOURLY] if row["date_time"].startswith(day)]
        self.drop(HOURLY, lambda row: row in rows)
        for banner, zone in sorted({(row["ad_id"], row["zone_id"]) for row in rows}):
            own = [row for row in rows if (row["ad_id"], row["zone_id"]) == (banner, zone)]
            impressions, clicks = (sum(int(row[name]) for row in own) for name in ("impressions", "clicks"))
            self.hour(f"{day} 00:00", banner, zone, impressions, clicks, updated)

    def write(self, folder: Path, kind: str = "csv") -> Path:
        r"""As CSV (NULL is \N), compressed or not, or as Parquet with typed columns."""
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            file.unlink()
        for table, rows in self.tables.items():
            plain = folder / f"{table}.csv"
            with open(plain, "w", newline="") as file:
                writer = csv.DictWriter(file, list(TEMPLATES[table]))
                writer.writeheader()
                writer.writerows(
                    {name: r"\N" if value == "" else value for name, value in row.items()} for row in rows
                )
            if kind == "csv.gz":
                (folder / f"{table}.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
                plain.unlink()
            elif kind == "parquet":
                duckdb.connect().execute(
                    f"copy (select * from read_csv('{plain}', all_varchar = true, nullstr = '\\N')) "
                    f"to '{folder}/{table}.parquet' (format parquet)"
                )
                plain.unlink()
        return folder
