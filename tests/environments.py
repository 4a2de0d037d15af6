"""Environments in .venvs, for what does not go beside this project's own packages."""

import shutil
import subprocess
import sys
import zlib
from pathlib import Path

ENVIRONMENTS = Path(__file__).parents[1] / ".venvs"


def environment(name: str, requirements: Path) -> Path:
    """
    The programs of an environment with these packages, in .venvs; made if it is not there yet.

    Raises CalledProcessError, with pip's words in `stderr`, where that cannot be.
    """
    folder = ENVIRONMENTS / name
    made_from = f"{zlib.crc32(requirements.read_bytes())} {folder} {sys.version}"
    stamp = folder / "stamp"
    if not stamp.exists() or stamp.read_text() != made_from:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        # The file names every package, which the test of `pip check` sees to.
        # Not compiled ahead, as most of it is never imported.
        options = ["-qq", "--disable-pip-version-check", "--no-compile", "--no-deps"]
        install = [folder / "bin" / "pip", "install", *options]
        subprocess.run([*install, "-r", requirements], check=True, stderr=subprocess.PIPE, text=True)
        stamp.write_text(made_from)
    return folder / "bin"
