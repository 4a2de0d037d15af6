"""
Write what follows from the registry of metrics (macros/metrics/registry): YAML and the glossary.

Usage: python macros/metrics/generate.py

In a file, what stands between a line `# make generate: <what>` and `# end` is written anew: columns of
marts, semantic metrics, the glossary's tables. The macros' docs and bi/metrics.json are files of their own;
the latter has each metric's SQL on each engine, which sqlglot turns into that of engines that are not here.
"""

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import sqlglot

PROJECT = Path(__file__).resolve().parents[2]
ENGINES = ("postgres", "spark", "databricks", "bigquery", "snowflake", "redshift", "trino")
MARTS = PROJECT / "models" / "marts"
TYPES = {
    "count": "bigint", "quantity": "decimal(28, 9)", "money": "decimal(28, 9)",
    "difference": "decimal(28, 9)", "rate": "double precision",
}  # fmt: skip
LIGHTDASH_FORMATS = {"count": "#,##0", "quantity": "#,##0.##"}
START, END = re.compile(r"^\s*(?:#|<!--) make generate: (.*?)(?: -->)?$"), re.compile(r"^\s*(?:#|<!--) end")

Registry = dict[str, dict]


def printed(macro: str):
    """What a macro of the project prints, which is JSON."""
    done = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "--quiet", "--no-partial-parse", "run-operation", macro],
        cwd=PROJECT, env={"DBT_PROFILES_DIR": str(PROJECT / "profiles"), **os.environ},
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return json.loads(done.stdout)


def is_measure(metric: dict) -> bool:
    """Whether it is additive as it stands, and no difference or rate."""
    return "of" not in metric


def column(name: str, metric: dict) -> list[str]:
    """A mart's column."""
    return [
        f"- name: {name}",
        f"  data_type: {TYPES[metric['kind']]}",
        f"  description: \"{{{{ doc('{name}') }}}}\"",
    ]


def columns(metrics: Registry) -> list[str]:
    """Every measure and metric as a mart's columns."""
    return [line for name, metric in metrics.items() for line in column(name, metric)]


def measure_columns(metrics: Registry) -> list[str]:
    """The measures as a mart's columns."""
    return columns({name: metric for name, metric in metrics.items() if is_measure(metric)})


def native_columns(metrics: Registry) -> list[str]:
    """The amounts in the source's own currency."""
    return [
        line
        for name, metric in metrics.items()
        if metric["kind"] == "money"
        for line in (
            f"- name: native_{name}",
            f"  data_type: {TYPES['money']}",
            '  description: "The same in the source\'s own currency, `native_currency`."',
        )
    ]


def tool_columns(metrics: Registry) -> list[str]:
    """The measures as columns with what Metabase and Lightdash read of them."""
    lines = []
    for name, metric in metrics.items():
        if not is_measure(metric):
            continue
        if metric["kind"] == "money":
            semantic_type = ["type/Currency", "number_style: decimal", "decimals: 2"]
            total = [f"{name}_in_any_currency:", "  type: sum", "  hidden: true"]
        else:
            semantic_type = ["type/Quantity"]
            total = [
                f"total_{name}:", "  type: sum", f"  label: {metric['label']}",
                f'  format: "{LIGHTDASH_FORMATS[metric["kind"]]}"',
            ]  # fmt: skip
        lines += [
            *column(name, metric),
            "  config:",
            "    meta:",
            f"      metabase.display_name: {metric['label']}",
            f"      metabase.semantic_type: {semantic_type[0]}",
            *(f"      metabase.{more}" for more in semantic_type[1:]),
            "      dimension: {hidden: true}",
            "      metrics:",
            *(f"        {line}" for line in total),
        ]
    return lines


def meta(metric: dict) -> str:
    """What the semantic metric says beside its formula."""
    return f"  config: {{meta: {{unit: {metric['unit']}, format: {metric['format']}}}}}"


def simple_metric(name: str, label: str, description: str, measure: str, about: str) -> list[str]:
    """A semantic metric that is a sum."""
    return [
        f"- name: {name}",
        f"  label: {label}",
        *wrapped("description", description),
        "  type: simple",
        "  agg: sum",
        f"  expr: {measure}",
        about,
    ]


def wrapped(key: str, text: str) -> list[str]:
    """A key with a text, folded where it is long."""
    line = f"  {key}: {text}"
    if len(line) <= 90:
        return [line]
    return [f"  {key}: >", *textwrap.wrap(text, 88, initial_indent="    ", subsequent_indent="    ")]


def semantic_metrics(metrics: Registry) -> list[str]:
    """Every semantic metric: sums, and what is derived from them where rows have one currency and side."""
    lines = []
    for name, metric in metrics.items():
        doc = f"\"{{{{ doc('{name}') }}}}\""
        if metric["kind"] in ("count", "quantity"):
            lines += simple_metric(name, metric["label"], doc, name, meta(metric))
            continue
        if metric["kind"] == "money":
            lines += simple_metric(
                f"{name}_in_any_currency", f"{metric['label']} in any currency",
                f"What {name} is worked out from; it adds amounts without looking at their currency.",
                name, "  config: {meta: {hidden: true}}",
            )  # fmt: skip
        inputs = [
            f"{measure}_in_any_currency" if metrics[measure]["kind"] == "money" else measure
            for measure in metric["inputs"]
        ]
        inputs += [f"{which}_{of}" for of in metric["of_one"] for which in ("first", "last")]
        lines += [
            f"- name: {name}",
            f"  label: {metric['label']}",
            f"  description: {doc}",
            "  type: derived",
            *wrapped("expr", " ".join(metric["semantic_sql"].split())),
            "  input_metrics:",
            *(f"    - {{name: {measure}}}" for measure in inputs),
            meta(metric),
        ]
    return lines


def docs_block(name: str) -> dict[str, str]:
    """The glossary's words on a metric: its first sentences as `words`, then `Formula`, `Unit` and so on."""
    glossary = (PROJECT / "macros" / "docs" / "metrics.md").read_text()
    block = re.search(rf"{{% docs {name} %}}\n(.*?){{% enddocs %}}", glossary, re.DOTALL)
    if not block:
        sys.exit(f"macros/docs/metrics.md has no block for {name}.")
    words, _, facts = block[1].partition("\n\n- ")
    found = dict(re.findall(r"^-? ?(\w[\w ]*): (.*)$", facts, re.MULTILINE))
    return {"words": " ".join(words.split("\n\n")[0].split()), **found}


def rate_rows(metrics: Registry) -> list[str]:
    """The glossary's table of metrics."""
    rows = ["| rate | formula | unit | macro |", "|---|---|---|---|"]
    for name, metric in metrics.items():
        if metric["kind"] != "rate":
            continue
        also = ", ".join(
            alias.upper().replace("ER", "eR").replace("ECPS", "eCPS") for alias in aliases(metric)
        )
        rows.append(
            f"| [{metric['label']}](#!/metric/metric.ad_metrics.{name}){f' ({also})' if also else ''} "
            f"| {docs_block(name)['Formula']} | {metric['unit']} "
            f"| [{name}](#!/macro/macro.ad_metrics.{name}) |"
        )
    return rows


def measure_rows(metrics: Registry) -> list[str]:
    """The glossary's table of measures."""
    return ["| measure | what it is | unit |", "|---|---|---|"] + [
        f"| [{metric['label']}](#!/metric/metric.ad_metrics.{name}) | {docs_block(name)['words']} "
        f"| {metric['unit']} |"
        for name, metric in metrics.items()
        if metric["kind"] != "rate"
    ]


def aliases(metric: dict) -> list[str]:
    """Other names of a metric."""
    return metric.get("aliases", [])


def macro_docs(metrics: Registry) -> str:
    """The YAML that documents the macros of metrics, with their arguments."""
    lines = ["# Written by `make generate` from the registry.", "macros:"]
    for name, metric in metrics.items():
        if is_measure(metric):
            continue
        for macro in (name, *aliases(metric)):
            doc = f"\"{{{{ doc('{name}') }}}}\"" if macro == name else f"Another name of `{name}`."
            lines += [f"  - name: {macro}", f"    description: {doc}", "    arguments:"]
            for measure in metric["inputs"]:
                words = measure.replace("_", " ")
                lines += [
                    f"      - name: {measure}",
                    "        type: string",
                    f"        description: SQL for the sum of {words}; by default of its column.",
                ]
    return "\n".join(lines) + "\n"


WRITERS = {
    "measures and metrics": columns,
    "measures": measure_columns,
    "native amounts": native_columns,
    "measures for tools": tool_columns,
    "semantic metrics": semantic_metrics,
    "metrics of the glossary": rate_rows,
    "measures of the glossary": measure_rows,
}


def written(text: str, metrics: Registry) -> str:
    """A file with its generated parts anew."""
    lines, skipping = [], False
    for line in text.splitlines():
        if skipping and not END.match(line):
            continue
        skipping = False
        lines.append(line)
        if begins := START.match(line):
            indent = " " * (len(line) - len(line.lstrip()))
            lines += [indent + new for new in WRITERS[begins[1]](metrics)]
            skipping = True
    if skipping:
        sys.exit("A part that `make generate` writes has no line `# end`.")
    return "\n".join(lines) + "\n"


def files(metrics: Registry) -> dict[Path, str]:
    """Every file with generated parts, and what it should hold."""
    answer = {
        path: written(path.read_text(), metrics)
        for path in [*sorted(MARTS.glob("*.yml")), PROJECT / "models" / "overview.md"]
        if "make generate: " in path.read_text()
    }
    answer[PROJECT / "macros" / "metrics" / "_registered__macros.yml"] = macro_docs(metrics)
    return answer


def contradictions(metrics: Registry) -> list[str]:
    """Where the glossary's words do not say what the registry says."""
    problems = []
    for name, metric in metrics.items():
        facts = docs_block(name)
        expected = {"Unit": metric["unit"]}
        if "of" in metric:
            first, *rest = (f"({part})" if " - " in part and len(metric["of"]) > 1 else part
                            for part in metric["of"])  # fmt: skip
            scale = f" * {metric['scale']}" if "scale" in metric else ""
            expected["Formula"] = " / ".join([first, *rest]) + scale
        problems += [
            f"{name}: macros/docs/metrics.md says {key} {facts.get(key)}, the registry {value}."
            for key, value in expected.items()
            if facts.get(key) != value
        ]
    return problems


def by_engine(metrics: list[dict]) -> list[dict]:
    """The same with `sql` by engine, and without what only this warehouse needs."""
    answer = []
    for metric in metrics:
        portable = metric.pop("portable_sql")
        del metric["function_sql"]
        others = {engine: sqlglot.transpile(portable, read="duckdb", write=engine)[0] for engine in ENGINES}
        answer.append({**metric, "sql": {"duckdb": metric["sql"], **others}})
    return answer


def main():
    """Write the files."""
    metrics = printed("print_metric_registry")
    if problems := contradictions(metrics):
        sys.exit("\n".join(problems))
    for path, text in files(metrics).items():
        path.write_text(text)
    # The catalogue reads what was just written.
    catalogue = json.dumps(by_engine(printed("print_metric_catalogue")), indent=2, ensure_ascii=False)
    (PROJECT / "bi" / "metrics.json").write_text(catalogue + "\n")


if __name__ == "__main__":
    main()
