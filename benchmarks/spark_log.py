"""
What Spark takes for the sums that benchmarks/events.py asks plain DuckDB for, by one core and by two.

Usage: python benchmarks/spark_log.py LOG [ROUNDS]

Run it by a Python that has pyspark (pip install pyspark==4.3.0) and Java 17. LOG is a folder that
event_log.py has written. Each run is a process of its own, in turn; prints medians of the seconds of the
query alone.
"""

import statistics
import subprocess
import sys

RUN = """
import sys, time
from pyspark.sql import SparkSession
from pyspark.sql import functions as f
spark = (
    SparkSession.builder.master(f"local[{sys.argv[2]}]").config("spark.driver.memory", "3g")
    .config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.shuffle.partitions", "8").getOrCreate()
)
started = time.perf_counter()
(
    spark.read.parquet(sys.argv[1] + "/impressions").where(~f.coalesce("is_invalid", f.lit(False)))
    .groupBy(f.date_trunc("hour", "event_at").alias("hour_at"), "campaign_id", "creative_id", "placement_id",
        "country", "device", "currency")
    .agg(f.count("*").alias("impressions"), f.sum("price_micros").alias("price_micros"))
    .write.format("noop").mode("overwrite").save()
)
print(time.perf_counter() - started)
"""


def main():
    """Take turns and print the medians."""
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    seconds = {1: [], 2: []}
    for _ in range(rounds):
        for cores, runs in seconds.items():
            command = [sys.executable, "-c", RUN, sys.argv[1], str(cores)]
            runs.append(
                float(subprocess.check_output(command, text=True, stderr=subprocess.DEVNULL).split()[-1])
            )
    for cores, runs in seconds.items():
        print(f"local[{cores}]: {statistics.median(runs):.1f} s")
    one, two = (statistics.median(runs) for runs in seconds.values())
    print(f"from 1 to 2 cores: {one / two:.2f} times as fast")


if __name__ == "__main__":
    main()
