"""Prints the installed packages that none of those named as arguments needs, directly or through others."""

import sys
from importlib.metadata import PackageNotFoundError, distributions, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

found = [Requirement(name) for name in ("pip", *sys.argv[1:])]
seen = set()
while found:
    wanted = found.pop()
    name = canonicalize_name(wanted.name)
    # A package with an extra (mashumaro[msgpack]) needs what it needs without, and more.
    for extra in {"", *wanted.extras}:
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        try:
            needs = [Requirement(line) for line in requires(name) or []]
        except PackageNotFoundError:
            # Left out of the lock on purpose.
            continue
        found += [need for need in needs if not need.marker or need.marker.evaluate({"extra": extra})]
installed = {canonicalize_name(package.name) for package in distributions()}
print(*sorted(installed - {name for name, _ in seen}), sep="\n")
