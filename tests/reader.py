"""
A BI tool that reads while builds go on, until its standard input gets a line.

Usage: reader.py FILE polls|holds QUERY. It asks the query again and again, on a new connection each
time or on one that it holds, and prints what it saw: how many reads, which runs, errors, and how
often the parts of one answer differed.
"""

import json
import sys
import threading
import time

import duckdb


def main():
    file, kind, query = sys.argv[1:]
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), ended.set()), daemon=True).start()
    held = duckdb.connect(file, read_only=True) if kind == "holds" else None
    saw = {"kind": kind, "reads": 0, "runs": [], "errors": [], "inconsistent": 0}
    while not ended.is_set():
        try:
            connection = held or duckdb.connect(file, read_only=True)
            [(run, facts, *marts)] = connection.execute(query).fetchall()
            if not held:
                connection.close()
            saw["reads"] += 1
            saw["inconsistent"] += any(mart != facts for mart in marts)
            if run not in saw["runs"]:
                saw["runs"].append(run)
        except duckdb.Error as error:
            saw["errors"].append(str(error))
        time.sleep(0.05)
    print(json.dumps(saw))


if __name__ == "__main__":
    main()
