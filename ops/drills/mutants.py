"""`task drill:mutants`: breaks who may see and change what, one place at a time, in a copy.

Each mutant must make a test fail. One that survives is a hole that the tests would not see.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
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
    """``text`` stands exactly once in the file; one of ``tests`` must fail."""

    file: str
    text: str
    instead: str
    tests: tuple[str, ...] = TESTS

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
DEALS, REPORTS = "backend/deals/queries.py", "backend/stats/report_queries.py"
OWN = ("tests/backend/core/test_own_visibility.py",)
PERMISSIONS = ("tests/backend/permissions",)
REPORTED = ("tests/backend/stats/test_read_reports.py",)
EVERYWHERE = (
    Mutant(ACTOR, "return self.sees_all or self.id in owners", "return True"),
    Mutant(ACTOR, "return self.sees_all or self.id in owners", "return self.id in owners"),
    Mutant(ACTOR, "if not self.is_admin and self.id not in owners:", "if False:"),
    Mutant(ACTOR, "if not self.is_admin and self.id not in owners:", "if self.id not in owners:"),
    Mutant(ACTOR, "    if sees_all:\n", "    if True:\n"),
    Mutant(ACTOR, "for owner in owners))", "for owner in owners[:1]))"),
    Mutant(
        ACTOR,
        "return self.sees_all or self.id in owners",
        "return self.sees_all or self.id in owners[:1]",
    ),
    Mutant(ACTOR, "return self.role is Role.ADMIN", "return True"),
    Mutant(
        GATE,
        "sees_all = self._everyone_sees_all or role is Role.ADMIN",
        "sees_all = True",
    ),
    Mutant(GATE, 'if opt.get("admin") and not actor.is_admin:', "if False:"),
    Mutant(
        LISTING,
        "return scoped(statement, *self._owners, sees_all=shape.sees_all)",
        "return statement",
    ),
)
# Where a feature does it by itself: by its own statement, or for somebody who is not asking.
IN_FEATURES = (
    Mutant(
        "backend/search/queries.py",
        "*owners, sees_all=sees_all\n",
        "*owners, sees_all=True\n",
        ("tests/backend/search",),
    ),
    Mutant(
        "backend/clients/queries.py",
        "ONE, Client.owner_id, sees_all=False",
        "ONE, Client.owner_id, sees_all=True",
        OWN,
    ),
    Mutant(
        "backend/clients/similar.py",
        "Client.owner_id, sees_all=sees_all",
        "Client.owner_id, sees_all=True",
        ("tests/backend/clients/test_find_similar_clients.py",),
    ),
    Mutant(DEALS, "ONE, Deal.owner_id, sees_all=False", "ONE, Deal.owner_id, sees_all=True", OWN),
    Mutant(
        DEALS, "DealTotal.owner_id, sees_all=sees_all", "DealTotal.owner_id, sees_all=True", OWN
    ),
    Mutant(
        DEALS,
        "scoped(statement, Deal.owner_id, sees_all=sees_all)",
        "scoped(statement, Deal.owner_id, sees_all=True)",
        OWN,
    ),
    Mutant(
        "backend/tasks/queries.py",
        "Task.created_by, sees_all=False",
        "Task.created_by, sees_all=True",
        OWN,
    ),
    Mutant(
        "backend/tasks/agenda.py",
        "Task.created_by, sees_all=sees_all",
        "Task.created_by, sees_all=True",
        ("tests/backend/tasks/test_plan_a_day.py",),
    ),
    Mutant(
        "backend/activity/queries.py",
        "seen = or_(shared, theirs) if sees_all else theirs",
        "seen = or_(shared, theirs)",
        OWN,
    ),
    Mutant(
        "backend/activity/queries.py",
        "seen = or_(shared, theirs) if sees_all else theirs",
        "seen = ActivityLog.id.is_not(None)",
        ("tests/backend/activity",),
    ),
    Mutant(
        "backend/exports/queries.py",
        "Export.created_by, sees_all=False",
        "Export.created_by, sees_all=True",
        PERMISSIONS,
    ),
    Mutant(
        "backend/imports/queries.py",
        "scoped(ONE, Import.created_by, sees_all=False)",
        "scoped(ONE, Import.created_by, sees_all=True)",
        PERMISSIONS,
    ),
    Mutant(
        "backend/files/queries.py",
        "await SEE[found.entity_type](database, actor, found.entity_id)",
        "pass",
        ("tests/backend/files/test_who_may.py",),
    ),
    Mutant(
        "backend/stats/queries.py",
        "query = TEAM if actor.sees_all else OWN",
        "query = TEAM",
        ("tests/backend/stats/test_see_the_overview.py",),
    ),
    Mutant(REPORTS, "        sees_all=sees_all,\n", "        sees_all=True,\n", REPORTED),
    *(
        Mutant(REPORTS, f"{columns}, sees_all=sees_all", f"{columns}, sees_all=True", REPORTED)
        for columns in (
            "Query(scoped(found, DealTotal.owner_id",
            "Query(scoped(found, Deal.owner_id",
            "deals = scoped(found, Deal.owner_id",
            "scoped(one, owner",
            "\n        scoped(found, DealTotal.owner_id",
        )
    ),
    Mutant(
        "backend/digests/queries.py",
        "None if sees_all else person",
        "None",
        ("tests/backend/digests",),
    ),
    Mutant(
        "backend/undo/reversal.py",
        "if not work.actor.may_see(*owners):",
        "if False:",
        ("tests/backend/undo",),
    ),
)
MUTANTS = EVERYWHERE + IN_FEATURES


def passes(mutant: Mutant | None, tests: Sequence[str]) -> bool:
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
        run = [sys.executable, "-m", "pytest", "-q", "-x", *tests]
        return subprocess.run(run, cwd=copy, capture_output=True, check=False).returncode == 0


@click.command()
@click.option("--only", default="", help="Those in files with this in their path.")
def main(only: str) -> None:
    """Ends with 1 where a mutant survives."""
    mutants = [mutant for mutant in MUTANTS if only in mutant.file]
    if not passes(None, sorted({test for mutant in mutants for test in mutant.tests})):
        sys.exit("The tests fail without any mutant: mend that first")
    survivors = 0
    for mutant in mutants:
        alive = passes(mutant, mutant.tests)
        survivors += alive
        click.echo(f"{'SURVIVES' if alive else 'killed  '}  {mutant}")
    click.echo(f"{len(mutants) - survivors} of {len(mutants)} killed")
    sys.exit(1 if survivors else 0)


if __name__ == "__main__":
    main()
