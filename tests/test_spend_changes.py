"""Whatever comes, changes and goes, and whichever build stopped half-way, marts are a fresh warehouse's."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from conftest import Warehouse
from hypothesis import event, given
from hypothesis import strategies as st
from sequences import changes_of, sequences
from spend_rows import MARTS, NO_TESTS, contents, fill, spend, write

WHOLE = " ".join(f"+{mart}" for mart in MARTS)
DAYS = [f"2026-10-{number}" for number in range(20, 27)]


@dataclass
class Exports:
    """A folder of exports and rates, and a list of accounts, that change as people change them."""

    files: dict = field(default_factory=dict)
    rates: dict = field(default_factory=dict)
    accounts: dict = field(default_factory=dict)
    made: int = 0

    def __post_init__(self):
        for at in ("2026-10-19", "2026-10-23"):
            self.rates[at, "USD", "EUR"] = "0.8611"
        self.rates["2026-10-19", "EUR", "GBP"] = "0.870000003"
        self.add_a_file(1, 2)
        self.add_a_file(4, 3)

    def file(self, number: int) -> list[dict]:
        return self.files[sorted(self.files)[number % len(self.files)]]

    def row(self, a: int, b: int) -> dict:
        rows = self.file(a)
        return rows[b % len(rows)]

    def add_a_file(self, a: int, b: int):
        """A file of an account, in a layout of its own."""
        self.made += 1
        name = f"export_{self.made}.{'csv' if (a + b) % 3 else 'parquet'}"
        self.files[name] = [
            spend(
                DAYS[(a + number) % 7], platform=f"p{b % 2}", account_id=f"a{self.made}",
                campaign_id=f"c{number % 2}", impressions=str(number + a), investment=f"{a}.{b}7",
                currency=("EUR", "USD", "GBP")[(a + b + number) % 3],
                **({"ad_group_id": ""} if a % 2 else {}),
            )
            for number in range(1 + b % 4)
        ]  # fmt: skip

    def remove_a_file(self, a: int, b: int):
        if len(self.files) > 1:
            del self.files[sorted(self.files)[a % len(self.files)]]

    def export_a_file_again(self, a: int, b: int):
        self.made += 1
        self.files[f"again_{self.made}.csv"] = [dict(row) for row in self.file(a)][: 1 + b % 3]

    def edit_a_row(self, a: int, b: int):
        self.row(a, b)["investment"] = f"{b}.{a}"

    def move_a_row(self, a: int, b: int):
        self.row(a, b)["date"] = DAYS[(a + b) % 7]

    def break_a_row(self, a: int, b: int):
        self.row(a, b)["impressions"] = "300.6" if b % 2 else "301"

    def charge_a_row_in_another_currency(self, a: int, b: int):
        self.row(a, b)["currency"] = ("GBP", "EUR", "usd")[b % 3]

    def correct_a_rate(self, a: int, b: int):
        self.rates[sorted(self.rates)[a % len(self.rates)]] = f"1.{b:02}3"

    def add_a_rate(self, a: int, b: int):
        self.rates[DAYS[a % 7], "USD" if b % 2 else "GBP", "EUR"] = f"0.{b + 1}"

    def assign_an_account(self, a: int, b: int):
        row = self.row(a, b)
        self.accounts[row["platform"], row["account_id"]] = ("Acme", "Zen")[b % 2]

    def write(self, folder: Path) -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        for name, rows in self.files.items():
            write(folder / name, rows, kind=name.rsplit(".")[-1])
        write(folder / "exchange_rates.csv", [
            {"date": at, "from_currency": one, "to_currency": other, "rate": rate}
            for (at, one, other), rate in self.rates.items()
        ])  # fmt: skip
        return folder

    def build(self, warehouse: Warehouse, folder: Path, select: str = WHOLE):
        fill(
            warehouse, advertiser_accounts=[(*account, name, None) for account, name in self.accounts.items()]
        )
        variables = {
            "spend_path": str(self.write(folder)), "reporting_currency": "EUR", "restatement_window_days": 0,
        }  # fmt: skip
        warehouse.dbt("build", "--select", select, *NO_TESTS, "seed", "--vars", repr(variables))


# What may happen to exports: every method that two numbers steer.
CHANGES = changes_of(Exports)
NUMBERS = st.integers(0, 11)


@sequences(1)
@given(
    steps=st.lists(
        st.lists(st.tuples(st.sampled_from(CHANGES), NUMBERS, NUMBERS), min_size=3, max_size=6),
        min_size=2,
        max_size=2,
    )
)
def test_any_sequence_of_exports_equals_a_fresh_warehouse(tmp_path_factory, empty, steps):
    folder = tmp_path_factory.mktemp("sequence")
    exports, warehouse = Exports(), empty.copy(folder / "warehouse")
    exports.build(warehouse, folder / "spend")
    for changes in steps:
        for change, a, b in changes:
            event(change)
            getattr(exports, change)(a, b)
        exports.build(warehouse, folder / "spend")
    fresh = empty.copy(folder / "fresh")
    exports.build(fresh, folder / "elsewhere")
    assert contents(warehouse, *MARTS) == contents(fresh, *MARTS)


def test_only_what_changed_is_restated(tmp_path, empty):
    exports, warehouse = Exports(), empty.copy(tmp_path / "warehouse")
    exports.files = {
        "a.csv": [spend(at, currency="USD", investment="1.1") for at in DAYS],
        "b.csv": [spend(at, account_id="b", investment="1.1") for at in DAYS[1:3]],
    }

    def restated():
        exports.build(warehouse, tmp_path / "spend")
        return [
            (at[-2:], why)
            for at, why in warehouse.rows(
                "select utc_day::varchar, reason from main_intermediate.int_restated_days order by 1"
            )
        ]

    assert restated() == [(at[-2:], "new") for at in DAYS]
    # The corrected rate of Friday holds until Sunday's new one.
    exports.rates["2026-10-23", "USD", "EUR"] = "0.9"
    exports.rates["2026-10-26", "EUR", "USD"] = "1.123456789"
    exports.files["a.csv"][0]["clicks"] = "11"
    assert restated() == [(at, "changed") for at in ("20", "23", "24", "25", "26")]
    # An account's advertiser, a row that is gone, a rate that only Monday has.
    exports.accounts["x_ads", "b"] = "Zen"
    exports.rates["2026-10-26", "EUR", "USD"] = "1.2"
    del exports.files["a.csv"][3]
    assert restated() == [
        ("21", "changed"), ("22", "changed"), ("23", "without delivery now"), ("26", "changed"),
    ]  # fmt: skip
    # A file is gone, another is new.
    exports.files["c.csv"] = [spend(DAYS[3], account_id="b", investment="7")]
    del exports.files["b.csv"]
    assert restated() == [("21", "changed"), ("22", "changed"), ("23", "new")]


def test_daily_sums_follow_the_facts_whichever_build_wrote_them(empty, tmp_path):
    exports, warehouse = Exports(), empty.copy(tmp_path / "warehouse")
    exports.files = {
        "a.csv": [spend(at, campaign_name="Old name", investment="1.1") for at in DAYS],
        "b.csv": [spend(at, platform="y_ads", account_id="b", currency="USD") for at in DAYS],
    }
    exports.build(warehouse, tmp_path / "spend")
    # Numbers that no sum gives show what is not summed anew.
    with duckdb.connect(str(warehouse.file)) as connection:
        for table in ("int_advertiser_days", "int_platform_days"):
            connection.execute(f"update main_intermediate.{table} set clicks = 7777 where clicks is not null")
    exports.files["a.csv"][2]["clicks"] = "11"
    exports.files["a.csv"][6]["campaign_name"] = "New name"
    exports.build(warehouse, tmp_path / "spend")
    for mart in ("advertiser_metrics_daily", "platform_metrics_daily"):
        clicks = dict(
            warehouse.rows(f"select date_day::varchar, list(clicks order by clicks) from {mart} group by 1")
        )
        changed = {DAYS[1]: [10, 10], DAYS[2]: [10, 11], **{at: [10, 10] for at in (DAYS[3], *DAYS[5:])}}
        assert clicks == {at: changed.get(at, [7777, 7777]) for at in DAYS}
    assert warehouse.rows("select distinct campaign_name from campaign_metrics_daily order by 1") == [
        ("New name",), ("c1",),
    ]  # fmt: skip
    # Two accounts become one advertiser's, in a build that ends when the facts are written.
    exports.accounts = {("x_ads", "a1"): "Acme", ("y_ads", "b"): "Acme"}
    exports.files["b.csv"][4]["investment"] = "2.2"
    del exports.files["b.csv"][0]
    exports.build(warehouse, tmp_path / "spend", "+fct_delivery")
    exports.build(warehouse, tmp_path / "spend")
    fresh = empty.copy(tmp_path / "fresh")
    exports.build(fresh, tmp_path / "elsewhere")
    assert contents(warehouse, *MARTS) == contents(fresh, *MARTS)
