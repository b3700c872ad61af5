"""Whose privileges the embedded servers run with: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from ops.errors import Refused

UNPRIVILEGED = ("postgres", "nobody")


class Privileges(TypedDict, total=False):
    """Arguments of ``subprocess.Popen``."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """``uid`` is None where the servers run as whoever started us."""

    uid: int | None = None
    gid: int | None = None

    def popen_options(self) -> Privileges:
        if self.uid is None or self.gid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        return self._succeeds("/usr/bin/test", "-x", str(folder))

    def can_run(self, program: Path) -> bool:
        return self._succeeds(str(program), "--version")

    def _succeeds(self, *command: str) -> bool:
        try:
            done = subprocess.run(
                command, cwd="/", capture_output=True, check=False, **self.popen_options()
            )
        except PermissionError:
            return False
        return done.returncode == 0


def server_account(state: Path) -> Account:
    """Raises Refused where root has nobody to hand the servers to.

    Data made by an earlier start decides, for PostgreSQL opens only what its own account owns.
    """
    if os.geteuid() != 0:
        return Account()
    for data in (state / "postgres", state / "servers" / "postgres"):
        if data.exists() and (owner := data.stat()).st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise Refused(
        "PostgreSQL does not run as root and this machine has no account named "
        f"{' or '.join(UNPRIVILEGED)}; run as a normal user or set DATABASE_URL and REDIS_URL."
    )
