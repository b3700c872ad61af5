"""What somebody typed, what is wrong with it, and what became of it at the backend."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias, TypeVar, get_args
from uuid import uuid4

import msgspec
from litestar.exceptions import ValidationException
from litestar.params import URLEncodedBody
from msgspec import Raw, Struct, UnsetType
from msgspec.structs import FieldInfo

from bff.gateway.fields import Moment
from bff.gateway.problems import Away, Refused
from bff.i18n import gettext as _
from bff.i18n import off_the_clock
from bff.words import example_of

T = TypeVar("T", bound=Struct)
Answer = TypeVar("Answer")
Fields: TypeAlias = URLEncodedBody[dict[str, str]]

OURS = frozenset({"csrf_token", "form_key", "version", "was", "in_panel"})
VERSION = re.compile(r"\d{1,9}", re.ASCII)
AS_TYPED = frozenset({"current_password", "new_password"})  # blanks around them count
TELLS_FIELDS = frozenset({400, 409, 412, 422})


class Form(Struct):
    """``was`` is what the fields held when the form was first shown: what differs was typed.

    Where somebody else was faster, ``meanwhile`` holds what they saved in a field that both
    changed, and ``taken_over`` names the fields that only they changed.
    """

    values: dict[str, str]
    key: str
    in_panel: bool = False
    version: int = 0
    was: dict[str, str] = {}
    errors: dict[str, str] = {}
    meanwhile: dict[str, str] = {}
    taken_over: set[str] = set()
    problem: str = ""
    trashed_id: str | None = None

    @classmethod
    def showing(cls, values: dict[str, str], *, version: int = 0) -> "Form":
        return cls(values, key=str(uuid4()), version=version, was=dict(values))

    @classmethod
    def sent(cls, data: Mapping[str, str]) -> "Form":
        values = {
            name: text if name in AS_TYPED else text.strip()
            for name, text in data.items()
            if name not in OURS
        }
        return cls(
            values,
            key=data.get("form_key") or str(uuid4()),
            in_panel="in_panel" in data,
            version=read_version(data.get("version", "")),
            was=read_was(data.get("was", "")),
        )

    @property
    def is_refused(self) -> bool:
        return bool(self.errors or self.problem or self.trashed_id)

    @property
    def is_finding(self) -> bool:
        """A browser without scripts asks who or what there is to choose from."""
        return "find" in self.values

    @property
    def typed(self) -> dict[str, str]:
        return {name: text for name, text in self.values.items() if self.was.get(name) != text}

    @property
    def was_json(self) -> str:
        return msgspec.json.encode(self.was).decode()

    async def send(
        self,
        into: type[T],
        to: Callable[[T], Awaitable[Answer]],
        *,
        saved: "Callable[[Raw], Form] | None" = None,
    ) -> Answer | None:
        """None where the form has to be shown again; it knows why. A finding one saves nothing yet.

        ``saved`` makes a form of the record as it is now, for when somebody else was faster.
        """
        body = None if self.is_finding else self.read(into)
        if body is None:
            return None
        try:
            return await to(body)
        except Refused as refusal:
            if refusal.status not in TELLS_FIELDS:
                raise
            if refusal.status == 412 and saved:
                self.merge(saved(refusal.problem.current))
            else:
                self.blame(refusal)
        except Away:
            self.problem = _("The server cannot be reached. Nothing was saved; please try again.")
        return None

    async def commit(self, verb: Awaitable[object]) -> bool:
        """A verb that takes no fields; False where it was refused, and ``problem`` says why."""
        try:
            await verb
        except Refused as refusal:
            if refusal.status not in TELLS_FIELDS:
                raise
            self.problem = (
                _("Somebody changed this meanwhile. Look at it again.")
                if refusal.status == 412
                else _(refusal.problem.detail or refusal.problem.title)
            )
        except Away:
            self.problem = _("The server cannot be reached. Nothing was changed; please try again.")
        return not self.problem

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

    def merge(self, saved: "Form") -> None:
        """Takes over what somebody else saved, but never over what this person typed."""
        typed = self.typed
        for name, now in saved.values.items():
            if now == self.was.get(name, now):
                continue
            if name not in typed:
                self.values[name] = now
            if self.values[name] == now:
                self.taken_over.add(name)
            else:
                self.meanwhile[name] = now
        self.was, self.version = dict(saved.values), saved.version
        self.problem = _(
            "Somebody else saved this record while you typed. What you typed is kept; "
            "look at the marked fields and save again."
        )

    def _read_field(self, field: FieldInfo, read: dict[str, object]) -> None:
        text = self.values.get(field.name, "")
        blank = None if type(None) in get_args(field.type) else ""
        try:
            typed = off_the_clock(text) if text and takes_moment(field) else text
            read[field.name] = msgspec.convert(typed or blank, field.type, strict=False)
        except ValueError as error:  # msgspec's own are some
            self.errors[field.name] = complaint(field.name, text, str(error))


def takes_moment(field: FieldInfo) -> bool:
    """It is typed as the reader's clock says, and sent with its zone."""
    return Moment in (field.type, *get_args(field.type))


def asked(query: Mapping[str, str], into: type[T]) -> T:
    """What only scripts and our own pages write, as a struct: a list's address, hidden fields.

    Filter forms send empty fields empty: those say nothing.
    """
    told = {name: text for name, text in query.items() if text.strip()}
    try:
        return msgspec.convert(told, into, strict=False)
    except msgspec.ValidationError as error:
        raise ValidationException("this address is not one of ours") from error


def complaint(field: str, text: str, error: str) -> str:
    """msgspec's own words are for programmers."""
    if not text:
        return _("Please fill this in.")
    if longest := re.search(r"length <= (\d+)", error):
        return _("Please use at most {count} characters.").format(count=longest[1])
    return example_of(field)


def read_version(text: str) -> int:
    """Like ``was``, it comes back from the browser."""
    return int(text) if VERSION.fullmatch(text) else 0


def read_was(text: str) -> dict[str, str]:
    """It comes back from the browser, so it may be anything."""
    try:
        return msgspec.json.decode(text or "{}", type=dict[str, str])
    except msgspec.DecodeError:
        return {}
