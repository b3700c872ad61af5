"""Files of clients, deals and tasks: sent, fetched and removed."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from bff.attachments import files_card, files_list
from bff.downloads import passed_on
from bff.forms import Fields, Form
from bff.gateway.files import FileEntity, FileView
from bff.i18n import gettext as _
from bff.receiving import receive
from bff.shell import fragment, page
from bff.visit import Toast, Visit, Visiting
from ui_components.layout import narrow


@get("/files/{entity_type:str}/{entity_id:uuid}/")
async def show_files(
    visit: Visiting,
    entity_type: FromPath[FileEntity],
    entity_id: FromPath[UUID],
    theirs: FromQuery[bool] = False,
) -> Response[Any]:
    """``theirs`` only offers what the API may still refuse."""
    found = await visit.files.of(entity_type, entity_id)
    shown = files_card(visit, entity_type, entity_id, found, is_theirs=theirs)
    parents = [(_("Back"), page_of(entity_type, entity_id))]
    return page(visit, title=_("Files"), content=narrow[shown], part=[shown], parents=parents)


@post("/files/{entity_type:str}/{entity_id:uuid}/")
async def attach_files(
    request: Request[Any, Any, Any],
    visit: Visiting,
    entity_type: FromPath[FileEntity],
    entity_id: FromPath[UUID],
) -> Response[Any]:
    received = await receive(request, visit, entity_type, entity_id)
    if not visit.htmx.wants_part:
        return visit.go(page_of(entity_type, entity_id), received.toast())
    found = await visit.files.of(entity_type, entity_id)
    listed = files_list(visit, found, is_theirs=True, refused=received.refused)
    return fragment(visit, listed, status_code=422 if received.refused else 200)


@get("/files/{file_id:uuid}/", unpacked=True)
async def give_file(visit: Visiting, file_id: FromPath[UUID]) -> Stream:
    return passed_on(await visit.files.content(file_id))


@post("/files/{file_id:uuid}/remove/")
async def remove_file(visit: Visiting, file_id: FromPath[UUID], data: Fields) -> Response[Any]:
    file, form = await visit.files.one(file_id), Form.sent(data)
    is_done = await form.commit(visit.files.remove(file_id, version=form.version))
    return await removed(visit, file, form.problem if not is_done else "")


async def removed(visit: Visit, file: FileView, problem: str) -> Response[Any]:
    record = file.entity_type, file.entity_id
    if not visit.htmx.wants_part:
        told = problem or _("{name} removed.").format(name=file.file_name)
        return visit.go(page_of(*record), Toast(told, is_bad=bool(problem)))
    found, refused = await visit.files.of(*record), [problem] if problem else []
    return fragment(visit, files_list(visit, found, is_theirs=True, refused=refused, focused=True))


def page_of(entity_type: FileEntity, entity_id: UUID) -> str:
    return f"/{entity_type}s/{entity_id}"


FILE_ROUTES = (show_files, attach_files, give_file, remove_file)
