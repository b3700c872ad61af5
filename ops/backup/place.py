"""Where an instance keeps what must not be lost: a database, files, and the keys to both."""

import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.core.storage import Storage
from backend.files.storage import storage_of
from backend.settings import BadSettings, Settings, told
from ops.errors import Refused
from ops.local.services import embedded_postgres
from ops.local.state import Instance, State

DATABASE = "DATABASE_URL"
STORAGE = ("CRM_FILES", "CRM_S3_")
SECRETS = ("CRM_SECRET_KEY", "CRM_BFF_KEY", "BACKEND_SECRET_KEY", "BFF_SECRET_KEY")


@dataclass(frozen=True)
class Place:
    """``keys`` by their names; ``state`` is None where no folder of `crm up` has a part in it."""

    database_url: str
    storage: Storage
    keys: dict[str, str]
    state: State | None = None

    @property
    def secret(self) -> str | None:
        """By which the backend seals what it must read again."""
        return self.keys.get("CRM_SECRET_KEY")


@contextmanager
def found(state: State, *, make: bool = False) -> Generator[Place]:
    """As `crm up` finds it: DATABASE_URL, CRM_FILES and CRM_S3_… go before the state's folder.

    A database of the folder's own is started for as long as the block lasts, unless it runs. Raises
    Refused where there is none, unless ``make``.
    """
    if url := _given(DATABASE):
        yield _elsewhere(url, state)
    elif running := state.running():
        yield here(running.database_url, state, state.instance() or Instance())
    elif make or state.instance():
        with embedded_postgres(state.folder) as (instance, url):
            yield here(url, state, instance)
    else:
        raise Refused(f"There is no Foyer in {state.folder}; give its --state, or DATABASE_URL.")


def here(url: str, state: State, instance: Instance) -> Place:
    own = {"CRM_SECRET_KEY": instance.backend_secret, "CRM_BFF_KEY": instance.bff_key}
    keys = own | {"BFF_SECRET_KEY": instance.bff_secret} | _given_keys()
    return Place(url, _storage(url, state.folder / "files"), keys, state)


def _elsewhere(url: str, state: State) -> Place:
    """A `crm up` on somebody else's database keeps files and keys in its folder."""
    if instance := state.instance():
        return here(url, state, instance)
    return Place(url, _storage(url, None), _given_keys())


def _given_keys() -> dict[str, str]:
    return {name: value for name in SECRETS if (value := _given(name))}


def _given(name: str) -> str:
    try:
        return told(os.environ, name)
    except BadSettings as error:
        raise Refused(f"{error}.") from error


def _storage(url: str, folder: Path | None) -> Storage:
    """By the backend's own settings; the rest of them is of no concern here, whatever it says."""
    unused = dict.fromkeys(("CRM_SECRET_KEY", "CRM_BFF_KEY"), secrets.token_urlsafe(32))
    unused |= {DATABASE: url, "REDIS_URL": "unix:///none"}
    given = {name: text for name, text in os.environ.items() if name.startswith(STORAGE)}
    known = ({"CRM_FILES": str(folder)} if folder else {}) | given | unused
    try:
        return storage_of(Settings.from_env(known))
    except BadSettings as error:
        raise Refused("; ".join(str(error).splitlines()) + ".") from error
