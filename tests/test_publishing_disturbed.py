"""What readers see while builds run, are killed, meet full disks and each other: one whole run."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import PROJECT, Warehouse
from published import ONE_STATEMENT, UNTESTED, content, record, seen, use
from published import template as template
from published import versions as versions
from published import warehouse as warehouse

KILLS = int(os.environ.get("AD_METRICS_KILLS", "6"))


def test_two_real_builds_at_once_publish_one(warehouse, versions):
    results = []

    def build():
        # A process of its own, as the session's server runs one at a time.
        apart = Warehouse(warehouse.folder, apart=True)
        results.append(apart.ad_metrics("build", *use(versions[2]), check=False))

    threads = [threading.Thread(target=build) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.returncode for result in results) == [0, 5], results
    assert seen(warehouse) == 3
    assert re.search(r"run 3, process \d+|just started", "".join(result.stderr for result in results))


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_a_build_that_is_told_to_end_says_so(warehouse, versions, by):
    environment = {
        **os.environ, "DBT_PROFILES_DIR": "profiles", "AD_METRICS_WAREHOUSE": str(warehouse.folder),
        "DBT_TARGET_PATH": str(warehouse.folder / "target"), "DBT_LOG_PATH": str(warehouse.folder / "logs"),
    }  # fmt: skip
    command = [Path(sys.executable).with_name("ad-metrics"), "build", *use(versions[2])]
    process = subprocess.Popen(
        command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True,
        # Where the tests run in the background, SIGINT may be ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    while "base_revive__banners" not in (line := process.stderr.readline()):
        assert line, "it ended before it was told to"
    process.send_signal(by)
    process.communicate(timeout=60)
    assert process.returncode == 1
    assert record(warehouse, 3)["reason"] == "Interrupted." and seen(warehouse) == 2


@pytest.fixture(scope="module")
def uninterrupted(template, versions, tmp_path_factory) -> dict:
    """What a build of the third state gives that nobody interrupts, on what was there and from nothing."""
    contents = {}
    for start in ("incremental", "first"):
        warehouse = Warehouse(tmp_path_factory.mktemp(start) / "warehouse", without=UNTESTED)
        if start == "incremental":
            shutil.copytree(template, warehouse.folder, copy_function=shutil.copy2)
        told = warehouse.ad_metrics("build", *use(versions[2])).stderr
        # What it says on the way, without the times at both ends.
        steps = [line.split(" ", 1)[1] for line in re.findall(r"^[\d:]+ .+?(?= [\d.]+ s$|$)", told, re.M)]
        contents[start] = (content(warehouse.published_file), steps)
    return contents


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 160 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk]).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


@pytest.mark.parametrize("left", [0.2, 1, 5, 9, 14])
def test_a_full_disk_leaves_the_published_run_and_the_next_one_is_right(
    small_disk, template, versions, uninterrupted, left
):
    """With so many megabytes left: too few for the record, for the build, for the copy, or enough."""
    disk = Warehouse(small_disk / "warehouse", without=UNTESTED)
    shutil.copytree(template, disk.folder, ignore=shutil.ignore_patterns("target", "logs"))
    before = content(disk.published_file)
    free = shutil.disk_usage(small_disk).free
    (small_disk / "ballast").write_bytes(b"\0" * int(free - left * 1_000_000))
    done = disk.ad_metrics("build", *use(versions[2]), check=False)
    assert done.returncode in (0, 1, 6), done.stderr
    if done.returncode:
        assert content(disk.published_file) == before and seen(disk) == 2
        assert re.search("No space left|could not|Free space", done.stderr), done.stderr
        assert "Traceback" not in done.stderr
    (small_disk / "ballast").unlink()
    disk.ad_metrics("build", *use(versions[2]))
    assert seen(disk) > 2
    assert content(disk.published_file) == uninterrupted["incremental"][0]


def readers(file: Path, polling: int, holding: int) -> list[subprocess.Popen]:
    return [
        subprocess.Popen(
            [sys.executable, Path(__file__).with_name("reader.py"), file, kind, ONE_STATEMENT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for kind in ["polls"] * polling + ["holds"] * holding
    ]


def answers(processes: list[subprocess.Popen]) -> list[dict]:
    """End the readers and return what each saw."""
    return [json.loads(process.communicate("\n")[0]) for process in processes]


def test_readers_see_whole_runs_while_builds_go_on(warehouse, versions, record_property):
    builds = int(os.environ.get("AD_METRICS_BUILDS", "2"))
    watching = readers(warehouse.published_file, polling=4, holding=2)
    for number in range(builds):
        warehouse.ad_metrics("build", *use(versions[number % 3]))
    saw = answers(watching)
    record_property("builds", builds)
    record_property("reads", sum(reader["reads"] for reader in saw))
    record_property("failed reads", sum(len(reader["errors"]) for reader in saw))
    record_property("inconsistent reads", sum(reader["inconsistent"] for reader in saw))
    for reader in saw:
        assert reader["errors"] == [] and reader["inconsistent"] == 0 and reader["reads"] > 20
        wanted = list(range(2, 3 + builds)) if reader["kind"] == "polls" else [2]
        assert reader["runs"] == wanted, reader


@pytest.mark.parametrize("kind", ["incremental", "first", "publish"])
def test_a_killed_build_shows_nothing_and_one_rerun_is_right(
    template, versions, uninterrupted, tmp_path, kind, record_property
):
    chance = random.Random(f"{kind} {os.environ.get('AD_METRICS_SEED', 7)}")
    start = "first" if kind == "first" else "incremental"
    expected, steps = uninterrupted[start]
    assert len(steps) > 50
    killed = shown = 0
    for number in range(-(-KILLS // 3)):
        warehouse = Warehouse(tmp_path / str(number), without=UNTESTED)
        if start == "incremental":
            shutil.copytree(template, warehouse.folder, copy_function=shutil.copy2)
        before = content(warehouse.published_file) if start == "incremental" else None
        # At any step, however fast the machine is.
        kill_from, within = ("publishing", 0.4) if kind == "publish" else (chance.choice(steps[:-1]), 0.1)
        done = warehouse.ad_metrics(
            "build", *use(versions[2]), check=False, kill_after=chance.uniform(0, within), kill_from=kill_from
        )
        killed += done.returncode == -9
        assert done.returncode in (0, -9), done.stderr
        if warehouse.published_file.exists():
            now = content(warehouse.published_file)
            assert now in (before, expected)
            shown += done.returncode == -9 and now == expected
            assert seen(warehouse) == {"first": 1, "incremental": 2}[start] + (
                now == expected and start != "first"
            )
        else:
            assert start == "first"
        warehouse.ad_metrics("build", *use(versions[2]))
        assert content(warehouse.published_file) == expected
        seen(warehouse)
        assert list(warehouse.folder.rglob("*.wal")) == []
        shutil.rmtree(warehouse.folder)
    record_property("kills", killed)
    record_property("readers shown the new run", shown)
    assert killed or kind == "publish"
