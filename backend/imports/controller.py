"""Imports over HTTP."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post
from litestar.datastructures import State
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.params import FromPath, JSONBody, MultipartBody
from litestar.response import Stream

from backend.core.actor import Actor
from backend.core.file_names import plain_name
from backend.core.http import Writing, created, keep_body, replied, versioned, writing
from backend.core.paging import Count, Cursor, Limit, Offset
from backend.imports import queries, remembering, service, undoing
from backend.imports.parsing import MAX_BYTES
from backend.imports.schemas import (
    ImportPage,
    ImportView,
    LeftoverPage,
    MappingPage,
    RejectedPage,
    Reread,
    StartImport,
    Upload,
)
from backend.imports.sheets import opened

FORM = 64 * 1024  # what a form takes around its file


class ImportController(Controller):
    """Records out of CSV files and XLSX workbooks."""

    path = "/imports"
    tags = ["imports"]

    @get(operation_id="list_imports")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> ImportPage:
        """One's own, newest first; an admin sees everybody's."""
        return await queries.page(
            state.database, request.user, limit=limit, offset=offset, cursor=cursor, count=count
        )

    @post(
        operation_id="upload_import",
        request_max_body_size=MAX_BYTES + FORM,
        before_request=keep_body,
    )
    async def upload(
        self, request: Request[Actor, Any, Any], state: State, data: MultipartBody[Upload]
    ) -> Response[ImportView]:
        """Reads the file and says what is in it; nothing is imported before ``start``."""
        content = await data.file.read()
        if len(content) > MAX_BYTES:
            raise RequestEntityTooLarge
        sheet = await opened(
            content, encoding=data.encoding, delimiter=data.delimiter, sheet=data.sheet
        )
        async with writing(request, state) as work:
            made = await service.upload(work, data.entity, plain_name(data.file.filename), sheet)
            return await created(work, made, f"/api/v1/imports/{made.id}")

    @get("/{import_id:uuid}", operation_id="show_import")
    async def show(
        self, request: Request[Actor, Any, Any], state: State, import_id: FromPath[UUID]
    ) -> Response[ImportView]:
        return versioned(await queries.one(state.database, request.user, import_id))

    @post("/{import_id:uuid}/reread", operation_id="reread_import", status_code=200)
    async def reread(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        import_id: FromPath[UUID],
        data: JSONBody[Reread],
    ) -> Response[ImportView]:
        """Reads a CSV file anew, where what was detected is wrong; not once it is carried out."""
        content = await queries.own_table(state.database, request.user, import_id)
        sheet = await opened(content, encoding=data.encoding, delimiter=data.delimiter)
        async with writing(request, state) as work:
            return await replied(work, await service.reread(work, import_id, sheet))

    @post("/{import_id:uuid}/start", operation_id="start_import", status_code=202)
    async def start(
        self, work: Writing, import_id: FromPath[UUID], data: JSONBody[StartImport]
    ) -> Response[ImportView]:
        return await replied(work, await service.start(work, import_id, data), status=202)

    @get("/{import_id:uuid}/rejected", operation_id="list_rejected_rows")
    async def rejected(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        import_id: FromPath[UUID],
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
    ) -> RejectedPage:
        return await queries.rejected(
            state.database, request.user, import_id, limit=limit, offset=offset, cursor=cursor
        )

    @get(
        "/{import_id:uuid}/rejected.csv",
        operation_id="download_rejected_rows",
        media_type="text/csv",
    )
    async def rejected_csv(
        self, request: Request[Actor, Any, Any], state: State, import_id: FromPath[UUID]
    ) -> Stream:
        shown = await queries.one(state.database, request.user, import_id)
        rows = queries.rejected_csv(state.database, shown)
        return _download(rows, f"rejected-{import_id}.csv")

    @post("/{import_id:uuid}/undo", operation_id="undo_import", status_code=202)
    async def undo(self, work: Writing, import_id: FromPath[UUID]) -> Response[ImportView]:
        """Its maker's and admins'. What the import made goes to the trash, what it changed gets
        its old values back; what was changed since is left alone and listed under ``leftovers``.
        """
        return await replied(work, await undoing.undo(work, import_id), status=202)

    @get("/{import_id:uuid}/leftovers", operation_id="list_leftovers")
    async def leftovers(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        import_id: FromPath[UUID],
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
    ) -> LeftoverPage:
        """The records that the undo has left as they are, and why."""
        return await queries.leftovers(
            state.database, request.user, import_id, limit=limit, offset=offset, cursor=cursor
        )

    @get(
        "/{import_id:uuid}/leftovers.csv",
        operation_id="download_leftovers",
        media_type="text/csv",
    )
    async def leftovers_csv(
        self, request: Request[Actor, Any, Any], state: State, import_id: FromPath[UUID]
    ) -> Stream:
        shown = await queries.one(state.database, request.user, import_id)
        rows = queries.leftovers_csv(state.database, shown)
        return _download(rows, f"leftovers-{import_id}.csv")

    @get("/mappings", operation_id="list_import_mappings")
    async def mappings(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> MappingPage:
        """What you last ordered for each set of headers, the latest first."""
        return await queries.mappings(
            state.database, request.user, limit=limit, offset=offset, cursor=cursor, count=count
        )

    @delete("/mappings/{mapping_id:uuid}", operation_id="forget_import_mapping")
    async def forget(self, work: Writing, mapping_id: FromPath[UUID]) -> None:
        await remembering.forget(work, mapping_id)


def _download(rows: AsyncIterator[str], name: str) -> Stream:
    attachment = f'attachment; filename="{name}"'
    return Stream(rows, media_type="text/csv", headers={"content-disposition": attachment})
