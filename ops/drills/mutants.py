"""`task drill:mutants`: breaks who may see and change what, one place at a time, in a copy.

Each mutant must make a test fail. One that survives is a hole that the tests would not see.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click
from msgspec import Struct

ROOT = Path(__file__).parents[2]
PROGRAMS = ("backend", "bff", "ops", "ui_components", "tests")
TESTS = (
    "tests/backend/permissions",
    "tests/backend/core/test_own_visibility.py",
    "tests/backend/tasks/test_see_ones_own_tasks.py",
)


class Mutant(Struct, frozen=True):
    """``text`` stands exactly once in the file."""

    file: str
    text: str
    instead: str

    def applied(self, source: str) -> str:
        """Raises ValueError where the code has changed and the mutant must change with it."""
        if source.count(self.text) != 1:
            raise ValueError(f"{self.file} does not have this once: {self.text}")
        return source.replace(self.text, self.instead)

    def __str__(self) -> str:
        return f"{self.file}: {self.text.strip()} -> {self.instead.strip()}"


ACTOR, GATE, LISTING = (
    "backend/core/actor.py",
    "backend/accounts/gate.py",
    "backend/core/listing.py",
)
MUTANTS = (
    Mutant(ACTOR, "return self.sees_all or self.id in owners", "return True"),
    Mutant(ACTOR, "return self.sees_all or self.id in owners", "return self.id in owners"),
    Mutant(ACTOR, "if not self.is_admin and self.id not in owners:", "if False:"),
    Mutant(ACTOR, "if not self.is_admin and self.id not in owners:", "if self.id not in owners:"),
    Mutant(ACTOR, "    if sees_all:\n", "    if True:\n"),
    Mutant(ACTOR, "for owner in owners))", "for owner in owners[:1]))"),
    Mutant(ACTOR, "return self.sees_all or self.id in owners", "return self.id in owners[:1]"),
    Mutant(ACTOR, "return self.role is Role.ADMIN", "return True"),
    Mutant(
        GATE,
        "sees_all = self._everyone_sees_all or role is Role.ADMIN",
        "sees_all = True",
    ),
    Mutant(
        LISTING,
        "return scoped(statement, *self._owners, sees_all=shape.sees_all)",
        "return statement",
    ),
)


def passes(mutant: Mutant | None) -> bool:
    """Whether the tests pass in a copy of the code with this mutant; with None, as it is."""
    with tempfile.TemporaryDirectory(prefix="foyer-mutant-") as folder:
        copy = Path(folder)
        copy.chmod(0o755)  # the servers' account must get in
        for name in PROGRAMS:
            shutil.copytree(ROOT / name, copy / name)
        shutil.copy(ROOT / "pyproject.toml", copy)
        if mutant:
            path = copy / mutant.file
            path.write_text(mutant.applied(path.read_text("utf-8")), "utf-8")
        tests = [sys.executable, "-m", "pytest", "-q", "-x", *TESTS]
        return subprocess.run(tests, cwd=copy, capture_output=True, check=False).returncode == 0


@click.command()
def main() -> None:
    """Ends with 1 where a mutant survives."""
    if not passes(None):
        sys.exit("The tests fail without any mutant: mend that first")
    survivors = 0
    for mutant in MUTANTS:
        alive = passes(mutant)
        survivors += alive
        click.echo(f"{'SURVIVES' if alive else 'killed  '}  {mutant}")
    click.echo(f"{len(MUTANTS) - survivors} of {len(MUTANTS)} killed")
    sys.exit(1 if survivors else 0)


if __name__ == "__main__":
    main()
