"""
Fail for every division that nothing guards against 0.

Usage: python .ci/divisions.py [FILE ...]    (all SQL and every metric of the project, if none is named)

Engines differ in what x / 0 is: infinity, NaN or an error. So what is divided by is `nullif(..., 0)`, or a
number that anybody can see is not 0.
"""

import re
import sys
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parent.parent
FOLDERS = ("models", "macros", "analyses", "snapshots", "tests")
# Comments of SQL and Jinja, Jinja's statements, and texts.
NO_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|--[^\n]*|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
UNGUARDED = re.compile(r"(?<!/)//?+(?!/)\s*+(?!nullif\s*\(|[\d.]*[1-9])", re.IGNORECASE)


def expressions(file: Path) -> list[tuple[int, str]]:
    """The SQL of a file, with the line that it starts in; of YAML, the expressions of metrics."""
    text = file.read_text()
    if file.suffix == ".sql":
        return [(1, text)]
    models = (yaml.safe_load(text) or {}).get("models") or []
    # A project's own file has settings there, by folder, and no metrics.
    models = models if isinstance(models, list) else []
    metrics = [metric for model in models for metric in model.get("metrics", []) if "expr" in metric]
    return [
        (text[: text.index(f"- name: {metric['name']}\n")].count("\n") + 1, str(metric["expr"]))
        for metric in metrics
    ]


def unguarded(file: Path) -> list[str]:
    """Each division of a file that nothing guards, as `file:line`."""
    found = []
    for line, sql in expressions(file):
        code = NO_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), sql)
        found += [
            f"{file}:{line + code[: match.start()].count(chr(10))}" for match in UNGUARDED.finditer(code)
        ]
    return found


def main():
    """Print where they are."""
    files = [Path(name) for name in sys.argv[1:]] or [
        file
        for folder in FOLDERS
        for file in sorted((PROJECT / folder).rglob("*"))
        if file.suffix in (".sql", ".yml") and "target" not in file.parts
    ]
    found = [place for file in files for place in unguarded(file)]
    for place in found:
        print(f"{place}: a division without nullif: write a / nullif(b, 0)")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
