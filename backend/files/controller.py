"""Attached files over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody

from backend.accounts.origins import reached_at
from backend.core.actor import Actor
from backend.core.answers import PROBLEMS
from backend.core.http import IfMatch, Writing, created, lent, replied, versioned
from backend.core.paging import Cursor, Limit, Offset
from backend.core.schemas import view_of
from backend.core.storage import Grant
from backend.files import queries, service, uploads
from backend.files.models import FileEntity
from backend.files.schemas import AnnouncedFile, FilePage, FileSort, FileView, NewFile


def origin_for(request: Request[Actor, Any, Any], state: State) -> str:
    return reached_at(request, state.settings.files_url, state.settings.bff_key)


class FileController(Controller):
    """What is attached to clients, deals and tasks."""

    path = "/files"
    tags = ["files"]

    @get(operation_id="list_files")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        entity_type: FromQuery[FileEntity],
        entity_id: FromQuery[UUID],
        sort: FromQuery[FileSort] = FileSort.NEWEST,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
    ) -> FilePage:
        """Those of one record that were confirmed."""
        return await queries.files(
            state.database,
            request.user,
            entity_type,
            entity_id,
            sort=sort,
            limit=limit,
            offset=offset,
            cursor=cursor,
        )

    @post(operation_id="announce_file")
    async def announce(
        self,
        request: Request[Actor, Any, Any],
        work: Writing,
        state: State,
        data: JSONBody[NewFile],
    ) -> Response[AnnouncedFile]:
        """Answers where to send the bytes; nobody else sees the file before ``confirm_file``."""
        file, key = await service.announce(work, data, limit=state.settings.file_limit)
        upload = await state.storage.lend_for_upload(
            key, size=file.size, content_type=file.content_type, origin=origin_for(request, state)
        )
        announced = view_of(AnnouncedFile, file, upload=upload)
        return await created(work, announced, f"/api/v1/files/{file.id}")

    @post("/{file_id:uuid}/confirm", operation_id="confirm_file", status_code=200)
    async def confirm(
        self,
        request: Request[Actor, Any, Any],
        work: Writing,
        state: State,
        file_id: FromPath[UUID],
    ) -> Response[FileView]:
        """Checks that the bytes came, how many, and that they are what the name says."""
        upload = await queries.stored(state.database, request.user, file_id)
        checked = await uploads.check(state.storage, upload)
        return await replied(work, await service.confirm(work, file_id, checked))

    @get("/{file_id:uuid}", operation_id="show_file")
    async def show(
        self, request: Request[Actor, Any, Any], state: State, file_id: FromPath[UUID]
    ) -> Response[FileView]:
        return versioned(await queries.file(state.database, request.user, file_id))

    @get(
        "/{file_id:uuid}/download",
        operation_id="download_file",
        status_code=303,
        responses={409: PROBLEMS[409]},
    )
    async def download(
        self, request: Request[Actor, Any, Any], state: State, file_id: FromPath[UUID]
    ) -> Response[Grant]:
        """Leads to an address that is good for a minute without signing in."""
        file = await queries.stored(state.database, request.user, file_id)
        return lent(await uploads.lend(state.storage, file, origin=origin_for(request, state)))

    @delete("/{file_id:uuid}", operation_id="remove_file")
    async def remove(
        self, work: Writing, file_id: FromPath[UUID], if_match: IfMatch = None
    ) -> None:
        """For good; the log keeps its name and its hash."""
        await service.remove(work, file_id, if_match)
