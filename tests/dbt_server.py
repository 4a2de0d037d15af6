"""
A process that runs dbt, or ad-metrics, many times, each in a fork of itself.

Starting dbt and parsing the project takes three seconds; a fork of a process that has done both
takes one build's time, frees the warehouse when it ends, and can be killed like a build of its own.
"""

import gc
import json
import marshal
import os
import pickle
import signal
import subprocess
import sys
import time
import traceback
import zlib
from collections import ChainMap
from pathlib import Path

import yaml
from filelock import FileLock

# The code of Jinja's templates.
COMPILED = {}
# Other engines, of which a server is told at its start, as what it parses depends on them.
ENGINES = ("AD_METRICS_POSTGRES_", "AD_METRICS_SPARK_", "PYTHONPATH")


class DbtServer:
    """Runs dbt commands of one project, until the process that made it ends."""

    def __init__(self, project: Path, target: str, environment: dict[str, str]):
        self.process = subprocess.Popen(
            [sys.executable, __file__, target],
            cwd=project,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        program: str,
        arguments: tuple[str, ...],
        environment: dict[str, str],
        kill_after: float | None = None,
        kill_from: str = "",
    ) -> tuple[int, str, str]:
        """
        Run `dbt` or `ad-metrics`; answers exit code (or minus the signal), standard output and error.

        With `kill_after` it is killed so many seconds after its output or errors first show `kill_from`.
        """
        job = {
            "program": program,
            "arguments": arguments,
            "environment": environment,
            "kill_after": kill_after,
            "kill_from": kill_from,
        }
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return tuple(json.loads(self.process.stdout.readline()))


def leave_out_debug_events():
    """
    Keep dbt from making a message of every step, for a log that is not kept: a fifth of a build's time.

    What a message is made of is kept instead, as some are given a higher level; ad-metrics reads
    NodeFinished.
    """
    from dbt_common.events.base_types import BaseEvent, DebugLevel, EventLevel
    from dbt_common.events.event_manager import EventManager

    def keep(self, *arguments, **values):
        self.__dict__["made_of"] = (arguments, values)

    def read(self, name):
        if "made_of" in self.__dict__:
            arguments, values = self.__dict__.pop("made_of")
            BaseEvent.__init__(self, *arguments, **values)
        return getattr(self.__dict__["pb_msg"], name) if name != "pb_msg" else self.__dict__["pb_msg"]

    fire = EventManager.fire_event

    def fire_if_read(self, event, level=None, *arguments, **values):
        is_debug = isinstance(event, DebugLevel) and level in (None, EventLevel.DEBUG)
        if not is_debug or type(event).__name__ == "NodeFinished":
            fire(self, event, level, *arguments, **values)

    DebugLevel.__init__, DebugLevel.__getattr__, EventManager.fire_event = keep, read, fire_if_read


def leave_out_artefacts():
    """
    Keep dbt from writing with every command what it has parsed, and from copying all macros for every test.

    Each takes a twelfth of a build's time or more. What `parse` writes is read, so it goes on writing.
    """
    import jinja2.environment
    from dbt.contracts.graph.manifest import Manifest
    from dbt.contracts.graph.semantic_manifest import SemanticManifest

    Manifest.write = SemanticManifest.write_json_to_file = lambda self, path: None
    copied = jinja2.environment.new_context

    def looked_up(environment, name, blocks, vars=None, shared=False, globals=None, locals=None):
        if shared or locals:
            return copied(environment, name, blocks, vars, shared, globals, locals)
        names = ChainMap(vars or {}, globals or {})
        return environment.context_class(environment, names, name, blocks)

    jinja2.environment.new_context = looked_up


def leave_out_repetition(compiled: dict):
    """
    Keep dbt from making anew for every statement what is the same each time: an eighth of a build's time.

    That is the code of Jinja's templates and the parsers of an answer's columns. Names are looked up in
    several maps, without an exception for each that has them not.
    """
    import dbt_common.clients.agate_helper
    from jinja2 import Environment

    compile_anew = Environment.compile

    def compile_once(self, source, *arguments, **options):
        if not isinstance(source, str) or arguments or options:
            return compile_anew(self, source, *arguments, **options)
        key = (type(self).__name__, source)
        if key not in compiled:
            compiled[key] = compile_anew(self, source)
        return compiled[key]

    Environment.compile = compile_once
    testers, build_anew = {}, dbt_common.clients.agate_helper.build_type_tester

    def build_once(text_columns, **options):
        key = (tuple(text_columns), str(options))
        if key not in testers:
            testers[key] = build_anew(text_columns, **options)
        return testers[key]

    dbt_common.clients.agate_helper.build_type_tester = build_once

    def looked_up(self, key):
        for names in self.maps:
            if key in names:
                return names[key]
        return self.__missing__(key)

    def is_known(self, key):
        for names in self.maps:
            if key in names:
                return True
        return False

    ChainMap.__getitem__, ChainMap.__contains__ = looked_up, is_known


def run_dbt(arguments, manifest) -> int:
    from dbt.cli.main import dbtRunner

    # Vars may have a say in what is read. dbt's static parser has threads, which a fork lacks.
    if "--no-partial-parse" in arguments:
        manifest, arguments = None, ["--no-static-parser", *arguments]
    else:
        leave_out_artefacts()
    result = dbtRunner(manifest=manifest).invoke(["--no-use-colors", *arguments])
    print(result.exception or "")
    return 0 if result.success else 1


def run_ad_metrics(arguments, manifest) -> int:
    from ad_metrics import cli, project

    def use_manifest(self):
        self.manifest = manifest

    project.Project.parse = use_manifest
    leave_out_artefacts()
    try:
        cli.main(args=arguments)
    except SystemExit as end:
        return int(end.code or 0)


def kill(child: int, after: float, marker: str, written: list[Path]):
    while not any(marker in file.read_text() for file in written):
        time.sleep(0.002)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)


def graph_vars(arguments) -> dict:
    """Of the vars of a command, those that decide which models there are: which sources are on."""
    try:
        given = yaml.safe_load(arguments[arguments.index("--vars") + 1])
        given = {name: value for name, value in given.items() if value is not None}
    except (ValueError, AttributeError, yaml.YAMLError):
        return {}
    decide = {name: "anywhere" for name in ("events_path", "revive_path", "spend_path") if name in given}
    if "reporting_currency" in given:
        decide["reporting_currency"] = "EUR"
    if "more_sources" in given:
        decide["more_sources"] = given["more_sources"]
    return decide


def parsed(target: str, variables: dict):
    """
    What dbt makes of the project for this target, which the first server that asks works out for all.

    It depends on the environment of the engine, except on which port that listens, and on which
    sources the vars say are on.
    """
    from dbt.cli.main import dbtRunner
    from dbt_common.clients.jinja import get_environment, template_cache

    told = {name: value for name, value in os.environ.items() if name.startswith(ENGINES)}
    parts = [os.getcwd(), target, *(f"{name}={told[name]}" for name in sorted(told) if name[-5:] != "_PORT")]
    parts.append(json.dumps(variables, sort_keys=True))
    options = ["--target", target, "--vars", json.dumps(variables)]
    file = Path(os.environ["AD_METRICS_TESTS"]) / f"parsed_{zlib.crc32(' '.join(parts).encode())}"
    with FileLock(f"{file}.lock"):
        if not file.exists():
            parse = ["--quiet", "parse", "--no-partial-parse", *options]
            # Vars that cannot be are refused where a command is run with them.
            manifest = dbtRunner().invoke(parse).result or parsed(target, {})
            for node in manifest.nodes.values():
                get_environment().from_string(node.raw_code)
            new = file.with_suffix(".new")
            new.write_bytes(pickle.dumps((manifest, marshal.dumps(COMPILED))))
            new.rename(file)
    manifest, code = pickle.loads(file.read_bytes())
    COMPILED.update(marshal.loads(code))
    for macro in manifest.macros.values():
        template_cache.get_node_template(macro)
    # What dbt imports only now is there for every fork.
    dbtRunner(manifest).invoke(["--quiet", "list", *options, "--select", "path:none"])
    return manifest


def serve(target: str):
    import duckdb  # noqa: F401

    import ad_metrics.cli
    import ad_metrics.duckdb_warehouse  # noqa: F401

    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    # A fork ends before garbage matters.
    gc.disable()
    leave_out_repetition(COMPILED)
    manifests = {}
    programs = {"dbt": run_dbt, "ad-metrics": run_ad_metrics}
    for line in sys.stdin:
        job = json.loads(line)
        variables = graph_vars(job["arguments"])
        key = json.dumps(variables, sort_keys=True)
        if key not in manifests:
            manifests[key] = parsed(target, variables)
        folder = Path(job["environment"]["DBT_LOG_PATH"])
        folder.mkdir(parents=True, exist_ok=True)
        written = [folder / "output", folder / "errors"]
        for file in written:
            file.write_text("")
        child = os.fork()
        if child == 0:
            code = 70
            try:
                os.environ.update(job["environment"])
                if job["environment"].get("DBT_LOG_LEVEL_FILE") == "none":
                    leave_out_debug_events()
                for number, file in enumerate(written, start=1):
                    os.dup2(os.open(file, os.O_WRONLY | os.O_APPEND), number)
                code = programs[job["program"]](job["arguments"], manifests[key])
            except BaseException:
                traceback.print_exc()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        if job["kill_after"] is not None:
            # A thread of this process must not live on into the next fork.
            killer = subprocess.Popen(
                [
                    sys.executable,
                    __file__,
                    str(child),
                    str(job["kill_after"]),
                    job["kill_from"],
                    *map(str, written),
                ]
            )
        _, status = os.waitpid(child, 0)
        if job["kill_after"] is not None:
            killer.kill()
            killer.wait()
        answers.write(
            json.dumps([os.waitstatus_to_exitcode(status), *(file.read_text() for file in written)]) + "\n"
        )
        answers.flush()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        kill(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3], [Path(file) for file in sys.argv[4:]])
    else:
        serve(sys.argv[1])
