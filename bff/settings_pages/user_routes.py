"""Who may sign in, for admins: invited, edited, shut off, and let in again."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from bff.forms import Fields, Form, asked
from bff.gateway.accounts import EditUser
from bff.i18n import gettext as _
from bff.settings_pages import verbs
from bff.settings_pages.frame import require_admin
from bff.settings_pages.users import (
    PAGE,
    UserQuery,
    invitation_page,
    link_page,
    saved_user_form,
    url_of,
    user_form,
    user_page,
    users_page,
)
from bff.visit import Toast, Visiting


@get("/settings/users/")
async def show_users(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    require_admin(visit)
    query = asked(request.query_params, UserQuery)
    search = query.search or None
    found = await visit.accounts.page(search=search, limit=PAGE, offset=query.offset)
    return users_page(visit, query, found)


@get("/settings/users/new/")
async def offer_invitation(visit: Visiting) -> Response[Any]:
    require_admin(visit)
    return invitation_page(visit, Form.showing({}))


@post("/settings/users/new/")
async def invite(visit: Visiting, data: Fields) -> Response[Any]:
    require_admin(visit)
    return await verbs.invite(visit, Form.sent(data))


@get("/settings/users/{user_id:uuid}")
async def show_user(visit: Visiting, user_id: FromPath[UUID]) -> Response[Any]:
    require_admin(visit)
    user = await visit.accounts.user(user_id)
    return user_page(visit, user, user_form(user))


@post("/settings/users/{user_id:uuid}/edit/")
async def edit_user(visit: Visiting, user_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form = Form.sent(data)
    edit = partial(visit.accounts.edit_user, user_id, version=form.version)
    if await form.send(EditUser, edit, saved=saved_user_form):
        return visit.go(url_of(user_id), Toast(_("Saved.")))
    return user_page(visit, await visit.accounts.user(user_id), form)


@post("/settings/users/{user_id:uuid}/activate/")
async def activate(visit: Visiting, user_id: FromPath[UUID], data: Fields) -> Response[Any]:
    told = _("They may sign in again.")
    return await verbs.let_in(visit, user_id, Form.sent(data), told, is_active=True)


@post("/settings/users/{user_id:uuid}/deactivate/")
async def deactivate(visit: Visiting, user_id: FromPath[UUID], data: Fields) -> Response[Any]:
    told = _("They are signed out everywhere, and their tokens are gone.")
    return await verbs.let_in(visit, user_id, Form.sent(data), told, is_active=False)


@post("/settings/users/{user_id:uuid}/invitation/")
async def invite_again(visit: Visiting, user_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await verbs.invite_again(visit, user_id, Form.sent(data))


@post("/settings/users/{user_id:uuid}/reset/")
async def offer_link(visit: Visiting, user_id: FromPath[UUID], data: Fields) -> Response[Any]:
    offered = await visit.accounts.offer_reset(user_id, key=Form.sent(data).key)
    return link_page(visit, await visit.accounts.user(user_id), offered)


USER_ROUTES = (
    show_users,
    offer_invitation,
    invite,
    show_user,
    edit_user,
    activate,
    deactivate,
    invite_again,
    offer_link,
)
