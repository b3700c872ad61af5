"""The directory that keeps one local instance: its data, secrets, logs, and who runs it."""

import os
import secrets
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeVar

import msgspec

from ops.errors import Refused
from ops.local.account import Account
from ops.local.locks import taken
from ops.local.orphans import stop_orphans
from ops.local.ports import is_free, unused_port

DEFAULT_NAME = ".crm"
LARGE_LOG = 10_000_000  # bytes; a larger one is set aside at the next start
T = TypeVar("T")


def _secret() -> str:
    return secrets.token_urlsafe(32)


class Instance(msgspec.Struct, kw_only=True):
    """What an instance keeps from start to start, in ``instance.json`` (0600)."""

    postgres_port: int = msgspec.field(default_factory=unused_port)
    valkey_port: int = msgspec.field(default_factory=unused_port)
    inbox_port: int = msgspec.field(default_factory=unused_port)
    smtp_port: int = msgspec.field(default_factory=unused_port)
    server_password: str = msgspec.field(default_factory=_secret)
    bff_key: str = msgspec.field(default_factory=_secret)
    backend_secret: str = msgspec.field(default_factory=_secret)
    bff_secret: str = msgspec.field(default_factory=_secret)
    admin_password: str = ""
    greeted: bool = False

    def database_url(self, name: str = "crm") -> str:
        return f"postgresql://crm:{self.server_password}@127.0.0.1:{self.postgres_port}/{name}"

    def leave_busy_ports(self) -> None:
        """A port stays the same from start to start unless somebody else took it."""
        for name in ("postgres_port", "valkey_port", "inbox_port", "smtp_port"):
            if not is_free(getattr(self, name)):
                setattr(self, name, unused_port())

    @property
    def redis_url(self) -> str:
        return f"redis://:{self.server_password}@127.0.0.1:{self.valkey_port}/0"


class Running(msgspec.Struct, kw_only=True):
    """Where the running instance answers, in ``state.json`` (0600)."""

    url: str
    api_url: str
    database_url: str
    redis_url: str
    inbox_url: str = ""  # where none is needed


class State:
    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.logs = self.folder / "logs"
        self.locks = self.folder / "locks"
        self._instance_file = self.folder / "instance.json"
        self._running_file = self.folder / "state.json"

    @contextmanager
    def claimed(self) -> Generator[Instance]:
        """Ours alone inside, with nothing left running of a start that was killed.

        Raises Refused where another start holds it.
        """
        self._make_folders()
        with _private(self.folder / "lock") as lock:
            if not taken(lock, within=0.5):  # a glance by running() lasts no longer
                raise Refused(self._taken())
            stop_orphans(self.locks)
            self._running_file.unlink(missing_ok=True)
            instance = _read(self._instance_file, Instance) or Instance()
            instance.leave_busy_ports()
            self.save(instance)
            try:
                yield instance
            finally:
                self._running_file.unlink(missing_ok=True)

    def instance(self) -> Instance | None:
        """None where none was ever started."""
        return _read(self._instance_file, Instance)

    def save(self, instance: Instance) -> None:
        _write(self._instance_file, instance)

    def announce(self, running: Running) -> None:
        _write(self._running_file, running)

    def running(self) -> Running | None:
        """None as well where the file was left by a start that was killed."""
        try:
            with (self.folder / "lock").open("r+") as lock:
                claimed = not taken(lock, within=0)
        except FileNotFoundError:
            return None
        return _read(self._running_file, Running) if claimed else None

    def servers_folder(self, account: Account, *, lasting: bool) -> Path:
        """Where the servers' account may reach its data.

        That is this directory, but for root working below a folder that is closed to others, such
        as /root: then the data moves outside and ``servers`` links to it. No folder is opened.
        """
        outside = self.folder / "servers"
        if outside.is_symlink():
            return outside.resolve()
        if account.can_enter(self.folder):
            return self.folder
        outside.symlink_to(_folder_outside(lasting=lasting))
        return outside.resolve()

    def _make_folders(self) -> None:
        try:
            if not self.folder.exists():
                self.folder.mkdir(parents=True)
                self.folder.chmod(0o711)  # enterable for the servers' account, not listable
            for folder in (self.logs, self.locks):
                folder.mkdir(mode=0o700, exist_ok=True)
            (self.folder / "lock").touch(0o600)
        except OSError as error:
            raise Refused(f"Cannot keep data in {self.folder}: {error.strerror}.") from error
        for log in self.logs.glob("*.log"):
            if log.stat().st_size > LARGE_LOG:
                log.replace(log.with_suffix(".log.old"))

    def _taken(self) -> str:
        running = _read(self._running_file, Running)
        where = f" at {running.url}" if running else ""
        return f"Foyer already runs{where} from {self.folder}; stop it or give another --state."


def checkout_state() -> State:
    """The state of `crm up` in this checkout, wherever inside it the command is called."""
    checkout = Path(__file__).parents[2]
    base = checkout if (checkout / "pyproject.toml").exists() else Path.cwd()
    return State(base / DEFAULT_NAME)


def _folder_outside(*, lasting: bool) -> Path:
    parent = Path("/var/lib") if lasting else Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix="foyer-", dir=parent))
    folder.chmod(0o711)
    return folder


def _private(path: Path) -> TextIO:
    return open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise Refused(f"{path} is damaged: {error}.") from error


def _write(path: Path, content: msgspec.Struct) -> None:
    """Whole or not at all: a start killed half way must not lose the database's password."""
    draft = path.with_suffix(".draft")
    with _private(draft) as file:
        file.truncate(0)
        file.write(msgspec.json.format(msgspec.json.encode(content)).decode())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
