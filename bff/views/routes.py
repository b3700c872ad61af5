"""Saved views: made from what a list shows, changed, and deleted; and the choice of columns."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from bff.bulk import ManyFields
from bff.forms import Fields, Form, asked
from bff.i18n import gettext as _
from bff.tabs import PLACES, address_of
from bff.views.choosing import choose
from bff.views.forms import Typed, edit_view_form, new_view_form, saved_view_form, undo_of
from bff.views.pages import view_editor
from bff.visit import Toast, Visiting


@get("/views/new/")
async def offer_view(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    return view_editor(visit, new_view_form(dict(request.query_params.items())))


@post("/views/new/")
async def save_view(visit: Visiting, data: Fields) -> Response[Any]:
    form = Form.sent(data)
    if view := await form.send(Typed, lambda typed: visit.views.save(typed.new(), key=form.key)):
        return visit.go(address_of(view), Toast(_("{name} saved.").format(name=view.name)))
    return view_editor(visit, form)


@get("/views/{view_id:uuid}/edit/")
async def offer_view_edit(
    request: Request[Any, Any, Any], visit: Visiting, view_id: FromPath[UUID]
) -> Response[Any]:
    view = await visit.views.one(view_id)
    return view_editor(visit, edit_view_form(view, dict(request.query_params.items())), view_id)


@post("/views/{view_id:uuid}/edit/")
async def edit_view(visit: Visiting, view_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form = Form.sent(data)
    edit = partial(visit.views.edit, view_id, version=form.version)
    if view := await form.send(Typed, lambda typed: edit(typed.edit()), saved=saved_view_form):
        return visit.go(address_of(view), Toast(_("{name} saved.").format(name=view.name)))
    return view_editor(visit, form, view_id)


@post("/views/{view_id:uuid}/delete/")
async def delete_view(visit: Visiting, view_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form, view = Form.sent(data), await visit.views.one(view_id)
    if await form.commit(visit.views.delete(view_id, version=form.version)):
        undo = undo_of(view) if view.owner_id == visit.user.id else None
        deleted = Toast(_("{name} deleted.").format(name=view.name), undo=undo)
        return visit.go(PLACES[view.page], deleted)
    return visit.go(address_of(view), Toast(form.problem, is_bad=True))


@post("/views/again/")
async def bring_view_back(
    request: Request[Any, Any, Any], visit: Visiting, data: Fields
) -> Response[Any]:
    """One's own that was just deleted; whom it was shared with finds it in its old place."""
    view = asked(request.query_params, Typed).new()
    saved = await visit.views.save(view, key=Form.sent(data).key)
    return visit.go(address_of(saved), Toast(_("{name} is back.").format(name=saved.name)))


@post("/columns/")
async def choose_columns(visit: Visiting, data: ManyFields) -> Response[Any]:
    return visit.go(choose(visit, data))


VIEW_ROUTES = (
    offer_view,
    save_view,
    offer_view_edit,
    edit_view,
    delete_view,
    bring_view_back,
    choose_columns,
)
