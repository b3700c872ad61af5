"""What somebody typed, what is wrong with it, and what became of it at the backend."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias, TypeVar, get_args
from uuid import uuid4

import msgspec
from litestar.params import URLEncodedBody
from msgspec import Struct, UnsetType
from msgspec.structs import FieldInfo

from bff.gateway.problems import Refused
from bff.i18n import gettext as _

T = TypeVar("T", bound=Struct)
Answer = TypeVar("Answer")
Fields: TypeAlias = URLEncodedBody[dict[str, str]]

OURS = frozenset({"csrf_token", "form_key", "version", "was"})
TELLS_FIELDS = frozenset({400, 409, 412, 422})


class Form(Struct):
    """``was`` is what the fields held when the form was first shown: what differs was typed.

    ``meanwhile`` holds, for a field that two people changed, what the other one saved.
    """

    values: dict[str, str]
    key: str
    version: int = 0
    was: dict[str, str] = {}
    errors: dict[str, str] = {}
    meanwhile: dict[str, str] = {}
    problem: str = ""
    trashed_id: str | None = None

    @classmethod
    def showing(cls, values: dict[str, str], *, version: int = 0) -> "Form":
        return cls(values, key=str(uuid4()), version=version, was=dict(values))

    @classmethod
    def sent(cls, data: Mapping[str, str]) -> "Form":
        values = {name: text.strip() for name, text in data.items() if name not in OURS}
        return cls(
            values,
            key=data.get("form_key") or str(uuid4()),
            version=int(version) if (version := data.get("version", "")).isdecimal() else 0,
            was=read_was(data.get("was", "")),
        )

    @property
    def typed(self) -> dict[str, str]:
        return {name: text for name, text in self.values.items() if self.was.get(name) != text}

    @property
    def was_json(self) -> str:
        return msgspec.json.encode(self.was).decode()

    async def send(self, into: type[T], to: Callable[[T], Awaitable[Answer]]) -> Answer | None:
        """None where the form has to be shown again; it knows why."""
        body = self.read(into)
        if body is None:
            return None
        try:
            return await to(body)
        except Refused as refusal:
            if refusal.status not in TELLS_FIELDS:
                raise
            self.blame(refusal)
            return None

    def read(self, into: type[T]) -> T | None:
        """Fields that may be left out are read only if they were changed: a PATCH of the rest."""
        read: dict[str, object] = {}
        for field in msgspec.structs.fields(into):
            if UnsetType not in get_args(field.type) or field.name in self.typed:
                self._read_field(field, read)
        return None if self.errors else msgspec.convert(read, into)

    def blame(self, refusal: Refused) -> None:
        problem = refusal.problem
        for error in problem.errors:
            if error.field in self.values:
                self.errors[error.field] = _(error.detail)
        self.trashed_id = problem.trashed_id
        if not self.errors:
            self.problem = _(problem.detail or problem.title)
        # The same key with another body would be refused as a different request.
        self.key = str(uuid4())

    def merge(self, now: dict[str, str], *, version: int) -> None:
        """Takes over what somebody else saved, but never over what this person typed."""
        for name, saved in now.items():
            if name not in self.typed:
                self.values[name] = saved
            elif saved not in (self.was.get(name), self.values[name]):
                self.meanwhile[name] = saved
        self.was, self.version = now, version

    def _read_field(self, field: FieldInfo, read: dict[str, object]) -> None:
        text = self.values.get(field.name, "")
        blank = None if type(None) in get_args(field.type) else ""
        try:
            read[field.name] = msgspec.convert(text or blank, field.type, strict=False)
        except msgspec.ValidationError as error:
            self.errors[field.name] = complaint(text, str(error))


def complaint(text: str, error: str) -> str:
    """msgspec's own words are for programmers."""
    if not text:
        return _("Please fill this in.")
    if longest := re.search(r"length <= (\d+)", error):
        return _("Please use at most {count} characters.").format(count=longest[1])
    return _("This does not look right.")


def read_was(text: str) -> dict[str, str]:
    """It comes back from the browser, so it may be anything."""
    try:
        return msgspec.json.decode(text or "{}", type=dict[str, str])
    except msgspec.DecodeError:
        return {}
