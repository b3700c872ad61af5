"""Files on their way from the browser to where the backend keeps them."""

import os
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Request, Response
from litestar.datastructures import UploadFile
from msgspec import Struct

from bff.attachments import FIELD
from bff.forms import Form
from bff.gateway.files import FileEntity, NewFile
from bff.gateway.problems import Away, Refused
from bff.gateway.transfer import Content
from bff.i18n import gettext as _
from bff.i18n import ngettext, number
from bff.visit import Toast, Visit

TOLD = frozenset({400, 409, 413})


class Sent(NamedTuple):
    """A form as it came, and what was chosen in its field for files: their names are in both."""

    fields: dict[str, str]
    files: Sequence[UploadFile]


class Received(Struct):
    """How many were taken, and why the others were not."""

    taken: int = 0
    refused: list[str] = []

    def toast(self) -> Toast:
        if self.refused:
            return Toast(" ".join(self.refused), is_bad=True)
        told = ngettext("{count} file added.", "{count} files added.", self.taken)
        return Toast(told.format(count=number(self.taken)))


async def sent_with_files(request: Request[Any, Any, Any]) -> Sent:
    """A browser sends an empty file where nothing was chosen."""
    sent = await request.form()
    fields = {name: text for name, text in sent.items() if isinstance(text, str)}
    files = [
        file for file in sent.getall(FIELD, []) if isinstance(file, UploadFile) and file.filename
    ]
    return Sent(fields | {FIELD: ", ".join(file.filename for file in files)}, files)


async def receive(
    request: Request[Any, Any, Any], visit: Visit, entity_type: FileEntity, entity_id: UUID
) -> Received:
    sent = await sent_with_files(request)
    received = await keep(visit, sent.files, entity_type, entity_id, key=Form.sent(sent.fields).key)
    if not sent.files:
        received.refused.append(_("Please choose a file."))
    return received


async def made(
    visit: Visit, sent: Sent, form: Form, record: tuple[FileEntity, UUID], name: str, *, back: str
) -> Response[Any]:
    """The record is there, whatever becomes of its files: its page says which were not taken,
    and there they can be sent again.
    """
    told = _("{name} created.").format(name=name)
    received = await keep(visit, sent.files, *record, key=form.key)
    if received.refused:
        entity_type, entity_id = record
        told = " ".join([told, *received.refused])
        return visit.go(f"/{entity_type}s/{entity_id}", Toast(told, is_bad=True))
    return visit.go(back, Toast(told))


async def keep(
    visit: Visit, files: Sequence[UploadFile], entity_type: FileEntity, entity_id: UUID, *, key: str
) -> Received:
    """Each by itself: one that is refused does not take the others along."""
    received = Received()
    for place, file in enumerate(files):
        with file.file:
            why = await pass_on(visit, entity_type, entity_id, file, key=f"{key}-{place}")
        if why:
            received.refused.append(f"{file.filename}: {why}")
        else:
            received.taken += 1
    return received


async def pass_on(
    visit: Visit, entity_type: FileEntity, entity_id: UUID, file: UploadFile, *, key: str
) -> str | None:
    """What is wrong with it, in the reader's words."""
    size = file.file.seek(0, os.SEEK_END)
    if size == 0:
        return _("It is empty.")
    name, kind = file.filename[-200:], file.content_type[:200]
    new = NewFile(entity_type, entity_id, name, size, kind)
    try:
        await visit.files.attach(new, Content(file.file, size), key=key)
    except Refused as refusal:
        if refusal.status not in TOLD:
            raise
        return reason(visit, refusal)
    except Away:
        return _("The server cannot be reached; please send it again.")
    return None


def reason(visit: Visit, refusal: Refused) -> str:
    fields = {error.field for error in refusal.problem.errors}
    if "file_name" in fields:
        return _("Files of this kind are not taken.")
    if "size" in fields or refusal.status == 413:
        limit = number(visit.file_limit)
        return _("It is larger than {count} MB.").format(count=limit)
    if refusal.problem.detail.startswith("What came is not"):
        return _("What is in it is not what its name says.")
    if refusal.problem.detail.endswith("files already"):
        return _("There is no room for more files here.")
    return _(refusal.problem.detail or refusal.problem.title)
