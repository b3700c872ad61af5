"""What can be done with an import, and where each leads."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.exceptions import ValidationException

from bff.forms import Form
from bff.gateway.imports import ImportView, Reread
from bff.gateway.problems import Refused
from bff.i18n import gettext as _
from bff.imports.drafts import Draft
from bff.imports.mapping import columns_page
from bff.imports.queries import ROWS, check_url, columns_url, result_url, step_url
from bff.imports.reasons import told
from bff.imports.runs import check_page, result_page, undone_page
from bff.visit import Toast, Visit

TELLS = frozenset({400, 409})


async def check(visit: Visit, import_id: UUID, data: Mapping[str, str]) -> Response[Any]:
    """A dry run of what the columns mean now."""
    shown = await visit.imports.one(import_id)
    draft, key = Draft.sent(shown, data), Form.sent(data).key
    if not draft.is_refused:
        try:
            await visit.imports.start(import_id, draft.start(shown, dry_run=True), key=key)
        except Refused as refusal:
            if refusal.status not in TELLS:
                raise
            draft.problem, key = told(refusal.problem.detail), ""
        else:
            return visit.go(check_url(import_id))
    return columns_page(visit, shown, draft, key=key)


async def reread(visit: Visit, import_id: UUID, data: Mapping[str, str]) -> Response[Any]:
    how = {name: text for name in ("encoding", "delimiter") if (text := data.get(name))}
    try:
        read = msgspec.convert(how, Reread)
    except msgspec.ValidationError as error:
        raise ValidationException("this is none of our choices") from error
    done = visit.imports.reread(import_id, read, key=Form.sent(data).key)
    return await led(visit, done, columns_url(import_id), _("The file was read again."))


async def apply(visit: Visit, import_id: UUID, form: Form) -> Response[Any]:
    """As it was checked: for what was never checked, first comes that."""
    shown = await visit.imports.one(import_id)
    if shown.orders is None:
        return visit.go(step_url(shown))
    orders = msgspec.structs.replace(shown.orders, dry_run=False)
    done = visit.imports.start(import_id, orders, key=form.key)
    return await led(visit, done, result_url(import_id))


async def undo(visit: Visit, import_id: UUID, form: Form) -> Response[Any]:
    return await led(visit, visit.imports.undo(import_id, key=form.key), result_url(import_id))


async def led(
    visit: Visit, done: Awaitable[ImportView], url: str, news: str | None = None
) -> Response[Any]:
    """On to ``url`` either way: what was refused is told there."""
    try:
        await done
    except Refused as refusal:
        if refusal.status not in TELLS:
            raise
        return visit.go(url, Toast(told(refusal.problem.detail), is_bad=True))
    return visit.go(url, Toast(news) if news else None)


async def show_check(visit: Visit, import_id: UUID, offset: int) -> Response[Any]:
    shown, rejected = await asyncio.gather(
        visit.imports.one(import_id), visit.imports.rejected(import_id, limit=ROWS, offset=offset)
    )
    if step_url(shown) != check_url(import_id):
        return visit.go(step_url(shown))
    return check_page(visit, shown, rejected, offset)


async def show_result(visit: Visit, import_id: UUID, offset: int) -> Response[Any]:
    shown = await visit.imports.one(import_id)
    if step_url(shown) != result_url(import_id):
        return visit.go(step_url(shown))
    if shown.undo_id:
        left = await visit.imports.leftovers(import_id, limit=ROWS, offset=offset)
        return undone_page(visit, shown, left, offset)
    rejected = await visit.imports.rejected(import_id, limit=ROWS, offset=offset)
    return result_page(visit, shown, rejected, offset)
