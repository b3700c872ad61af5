"""Mails that a development server took, each a file of its own."""

import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Final

MOST: Final = 500


@dataclass(frozen=True)
class Kept:
    """``name`` sorts by the time at which it came."""

    name: str
    mail: EmailMessage

    @property
    def came_at(self) -> float:
        """Seconds since 1970."""
        return int(self.name) / 1e9

    def text(self, kind: str) -> str:
        """Its part of this kind, ``plain`` or ``html``; empty where it has none."""
        part = self.mail.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part else ""


class Folder:
    def __init__(self, path: Path) -> None:
        self._path = path
        path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def keep(self, content: bytes) -> None:
        """The oldest go when there are too many."""
        draft = self._path / "draft"
        draft.write_bytes(content)
        draft.replace(self._path / f"{time.time_ns():020}.eml")
        for old in self._files()[MOST:]:
            old.unlink(missing_ok=True)

    def all(self) -> list[Kept]:
        """Newest first."""
        return [_read(file) for file in self._files()]

    def one(self, name: str) -> Kept:
        """Looked up in the folder's own list: no name leads out of it. Raises LookupError."""
        for file in self._files():
            if file.stem == name:
                return _read(file)
        raise LookupError(name)

    def _files(self) -> list[Path]:
        return sorted(self._path.glob("*.eml"), reverse=True)


def _read(file: Path) -> Kept:
    mail = BytesParser(EmailMessage, policy=default).parsebytes(file.read_bytes())
    return Kept(file.stem, mail)
