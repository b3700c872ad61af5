"""The secrets of ops/compose.prod.yaml: one file each, made once and never made anew."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ops.errors import Refused

FOLDER: Final = Path(__file__).parent / "secrets"


def make_secrets(folder: Path) -> list[str]:
    """The names of those that were missing. Raises Refused where only some of a kind are there.

    Containers read the files as users of their own, and Docker passes a file's mode on: so anyone
    may read a file, but only the folder's owner may enter the folder.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = _made()
    missing = [name for name in wanted if not (folder / name).exists()]
    for kind in ("postgres", "valkey"):
        of_kind = [name for name in wanted if name.startswith(kind)]
        if len(set(of_kind) & set(missing)) == 1:
            raise Refused(
                f"{folder} has only one of {' and '.join(of_kind)}: they belong together."
            )
    for name in missing:
        path = folder / name
        path.write_text(wanted[name])
        path.chmod(0o444)
    return missing


def _made() -> Mapping[str, str]:
    """By file. Passwords stand in addresses: no character of theirs needs quoting there."""
    postgres, valkey = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    return {
        "backend_secret_key": secrets.token_urlsafe(48),
        "bff_secret_key": secrets.token_urlsafe(48),
        "bff_key": secrets.token_urlsafe(48),
        "metrics_token": secrets.token_urlsafe(32),
        "postgres_password": postgres,
        "postgres_url": f"postgresql://crm:{postgres}@postgres/crm",
        "valkey_conf": f"requirepass {valkey}\n",
        "valkey_url": f"redis://:{valkey}@valkey:6379/0",
    }
