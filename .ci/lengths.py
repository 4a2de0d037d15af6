"""
No macro file is longer than 150 lines, no model than 100, no line of SQL or YAML than 100 columns.

What is older than these rules stands in long_files.txt beside this file, which may only get shorter: a file
that keeps to them has to leave it.
"""

import subprocess
import sys
from pathlib import Path

WIDTH = 100
LINES = {"macros/": 150, "models/": 100}
# Written by tools, in widths of their own.
GENERATED = ("bi/superset/",)

listed = set(Path(__file__).with_name("long_files.txt").read_text().split())
named = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.sql", "*.yml", "*.yaml"],
    capture_output=True,
    text=True,
    check=True,
)
problems = {}
for name in sorted(set(named.stdout.split())):
    if not Path(name).exists() or name.startswith(GENERATED):
        continue
    lines = Path(name).read_text().splitlines()
    wide = [
        f"{name}:{number}: {len(line)} columns" for number, line in enumerate(lines, 1) if len(line) > WIDTH
    ]
    for folder, most in LINES.items():
        if name.startswith(folder) and name.endswith(".sql") and len(lines) > most:
            wide.append(f"{name}: {len(lines)} lines, of at most {most}")
    if wide:
        problems[name] = wide
for name, found in problems.items():
    if name not in listed:
        print("\n".join(found))
for name in sorted(listed - set(problems)):
    print(f"{name} keeps to the lengths now: take it out of .ci/long_files.txt")
sys.exit(bool(listed ^ set(problems)))
