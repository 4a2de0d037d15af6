"""
A local Spark server (HiveThriftServer2) for trying and testing: `make spark-up`, `make spark-down`.

Everything it keeps is in one folder: its tables, its catalogue, its log and its process's number. Without a
password and on this machine only; docs/spark.md says how to use a real cluster.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ENVIRONMENTS = Path(__file__).parents[1] / ".venvs"
# The first is the newest Spark; of the second there are packages with Iceberg.
PORTS = {"4.3": 10000, "3.5": 10001}
# For small data: making a plan, compiling it and starting a task cost more than what they do.
SMALL_DATA = {
    "spark.master": "local[2]",
    "spark.driver.memory": "2g",
    # A build runs most code a few times only: the better compiler takes a third of all time and gains
    # little. What the other one makes of Spark is more than it keeps by default, and it would make it again
    # and again. Without a size to begin with, it sweeps all memory each time it needs more room for classes.
    "spark.driver.defaultJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
    " -XX:ReservedCodeCacheSize=256m -Xmn768m -XX:MetaspaceSize=256m",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    # Plans are written down for a user interface that nobody looks at.
    "spark.sql.ui.explainMode": "simple",
    "spark.sql.maxPlanStringLength": "1000",
    "spark.sql.debug.maxToStringFields": "1",
    "spark.sql.autoBroadcastJoinThreshold": "64m",
}
LOGGING = """
rootLogger.level = warn
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %d %p %c{1}: %m%n
"""


def settings(version: str, folder: Path, home: Path, tuning: dict[str, str]) -> dict[str, str]:
    """What the server is told; all of it holds for this machine, none of it for what is built."""
    chosen = tuning | {
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder / 'catalogue'}",
        "spark.ui.enabled": "false",
        "spark.sql.warehouse.dir": f"file:{folder / 'tables'}",
        "spark.sql.session.timeZone": "UTC",
    }
    if version == "4.3":
        # Hive asks for a class of it when it closes a connection, and Spark 4 does not bring it any more.
        [jar] = ENVIRONMENTS.glob("spark-3.5/pyspark/jars/hive-llap-common-*.jar")
        chosen["spark.driver.extraClassPath"] = str(jar)
    if version == "3.5":
        [jar] = home.parent.glob("snowpark_connect_deps_iceberg/jars/iceberg-spark-runtime-3.5_2.12-*.jar")
        catalog = "spark.sql.catalog.spark_catalog"
        chosen |= {
            "spark.driver.extraClassPath": str(jar),
            catalog: "org.apache.iceberg.spark.SparkSessionCatalog",
            f"{catalog}.type": "hive",
            # A session would see what another one wrote half a minute late, and a run in parts.
            f"{catalog}.cache-enabled": "false",
            # The catalogue of a folder has no locks; nothing but this server writes to it.
            "spark.hadoop.iceberg.engine.hive.lock-enabled": "false",
        }
    return chosen


def start(version: str, folder: Path, port: int, tuning: dict[str, str] = SMALL_DATA) -> subprocess.Popen:
    """The server's process, once it answers."""
    home = ENVIRONMENTS / f"spark-{version}" / "pyspark"
    if not home.exists():
        raise SystemExit(f"Spark {version} is not installed: make spark-env")
    folder = folder.resolve()
    (folder / "conf").mkdir(parents=True, exist_ok=True)
    (folder / "conf" / "spark-defaults.conf").write_text(
        "".join(f"{name} {value}\n" for name, value in settings(version, folder, home, tuning).items())
    )
    (folder / "conf" / "log4j2.properties").write_text(LOGGING)
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                home / "bin" / "spark-submit", "--class",
                "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
                "--hiveconf", "hive.server2.thrift.bind.host=127.0.0.1",
                "--hiveconf", f"hive.server2.thrift.port={port}",
                # A thread connects to the catalogue anew, so statements are done by a few that stay. So it
                # does for each user, which every connection would be with impersonation.
                "--hiveconf", "hive.server2.async.exec.threads=8",
                "--hiveconf", "hive.server2.async.exec.keepalive.time=3600",
                "--hiveconf", "hive.server2.enable.doAs=false",
                # Logs of statements are in one folder, which the first server to end deletes for all.
                "--hiveconf", "hive.server2.logging.operation.enabled=false", "spark-internal",
            ],
            cwd=folder,
            env={**os.environ, "SPARK_HOME": str(home), "SPARK_CONF_DIR": str(folder / "conf")},
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    give_up = time.monotonic() + 120
    while time.monotonic() < give_up and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return process
        except OSError:
            time.sleep(0.2)
    stop(process.pid)
    raise SystemExit(f"Spark {version} did not start. Its log is {log}:\n{log.read_text()[-2000:]}")


def cpu_seconds(pid: int) -> float:
    """The time that a server has computed for."""
    of_process = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(of_process[11]) + int(of_process[12])) / os.sysconf("SC_CLK_TCK")


def stop(pid: int):
    """End a server and wait until it is gone."""
    try:
        os.kill(pid, signal.SIGTERM)
        for _ in range(150):
            os.kill(pid, 0)
            # Of one's own child the kernel keeps the number until it is asked for.
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                pass
            time.sleep(0.2)
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def is_server(pid: int) -> bool:
    """Whether this process is a server that was started here, not one that got its number since."""
    try:
        return b"HiveThriftServer2" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def main():
    """Start or stop the servers that are named, in $AD_METRICS_WAREHOUSE/spark-<version>."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["up", "down"])
    parser.add_argument("versions", nargs="*", default=list(PORTS), metavar="version", help="4.3 or 3.5")
    arguments = parser.parse_args()
    warehouse = Path(os.environ.get("AD_METRICS_WAREHOUSE", "warehouse"))
    for version in arguments.versions:
        if version not in PORTS:
            parser.error(f"Spark {version} is none of {', '.join(PORTS)}.")
        folder = warehouse / f"spark-{version}"
        pid_file = folder / "pid"
        pid = int(pid_file.read_text()) if pid_file.exists() else 0
        running = pid and is_server(pid)
        if arguments.command == "up":
            if not running:
                pid = start(version, folder, PORTS[version]).pid
                pid_file.write_text(str(pid))
            print(f"Spark {version} answers on 127.0.0.1:{PORTS[version]} (process {pid}).")
        else:
            if running:
                stop(pid)
            pid_file.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
