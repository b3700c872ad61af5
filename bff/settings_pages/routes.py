"""Settings: what is one's own, and beside it what admins look after."""

from functools import partial
from typing import Any, TypeAlias
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from bff.forms import Fields, Form, asked
from bff.gateway.accounts import EditMe
from bff.i18n import gettext as _
from bff.preferences import Preferences
from bff.settings_pages import verbs
from bff.settings_pages.frame import (
    NOTIFICATIONS,
    PROFILE,
    SESSIONS,
    TOKENS,
    require_admin,
)
from bff.settings_pages.mail_routes import MAIL_ROUTES
from bff.settings_pages.notifications import Turn, switched, turned
from bff.settings_pages.profile import profile_form, profile_page, saved_profile_form
from bff.settings_pages.sessions import sessions_page
from bff.settings_pages.system import system_page
from bff.settings_pages.times import saved_times_form
from bff.settings_pages.tokens import tokens_page
from bff.settings_pages.user_routes import USER_ROUTES
from bff.visit import Toast, Visiting

Asking = Request[Any, Any, Any]
Choosing: TypeAlias = NamedDependency[SkipValidation[Preferences]]


@get("/settings/")
async def show_settings(visit: Visiting) -> Response[Any]:
    return visit.go(PROFILE)


@get("/settings/profile/")
async def show_profile(visit: Visiting) -> Response[Any]:
    return profile_page(visit, profile_form(await visit.accounts.me()))


@post("/settings/profile/")
async def save_profile(visit: Visiting, preferences: Choosing, data: Fields) -> Response[Any]:
    form = Form.sent(data)
    edit = partial(visit.accounts.edit_me, version=form.version)
    if me := await form.send(EditMe, edit, saved=saved_profile_form):
        await preferences.take_over(visit, me)
        return visit.go(PROFILE, Toast(_("Saved.")))
    return profile_page(visit, form)


@post("/settings/password/")
async def change_password(visit: Visiting, data: Fields) -> Response[Any]:
    return await verbs.change_password(visit, Form.sent(data))


@get("/settings/sessions/")
async def show_sessions(visit: Visiting) -> Response[Any]:
    return sessions_page(visit, await visit.accounts.sessions())


@post("/settings/sessions/{session_id:uuid}/end/")
async def end_session(visit: Visiting, session_id: FromPath[UUID]) -> Response[Any]:
    await visit.accounts.end_session(session_id)
    return visit.go(SESSIONS, Toast(_("That session is over.")))


@post("/settings/sessions/end-others/")
async def end_other_sessions(visit: Visiting) -> Response[Any]:
    await visit.accounts.end_other_sessions()
    return visit.go(SESSIONS, Toast(_("You are signed in here alone.")))


@get("/settings/notifications/")
async def show_notifications(visit: Visiting) -> Response[Any]:
    return await verbs.show_notifications(visit)


@post("/settings/notifications/")
async def turn_notification(visit: Visiting, data: Fields) -> Response[Any]:
    settings = await turned(visit, asked(data, Turn))
    return switched(visit, settings) if visit.htmx.wants_part else visit.go(NOTIFICATIONS)


@post("/settings/times/")
async def save_times(visit: Visiting, data: Fields) -> Response[Any]:
    form = Form.sent(data)
    edit = partial(visit.accounts.edit_me, version=form.version)
    if await form.send(EditMe, edit, saved=saved_times_form):
        return visit.go(NOTIFICATIONS, Toast(_("Saved.")))
    return await verbs.show_notifications(visit, form)


@get("/settings/tokens/")
async def show_tokens(visit: Visiting) -> Response[Any]:
    return tokens_page(visit, await visit.accounts.tokens(), Form.showing({}))


@post("/settings/tokens/")
async def make_token(visit: Visiting, data: Fields) -> Response[Any]:
    return await verbs.make_token(visit, data)


@post("/settings/tokens/{token_id:uuid}/revoke/")
async def revoke_token(visit: Visiting, token_id: FromPath[UUID]) -> Response[Any]:
    await visit.accounts.revoke_token(token_id)
    return visit.go(TOKENS, Toast(_("Token revoked.")))


@get("/settings/system/")
async def show_system(visit: Visiting) -> Response[Any]:
    require_admin(visit)
    return system_page(visit, await visit.system.state())


SETTINGS_ROUTES = (
    show_settings,
    show_profile,
    save_profile,
    change_password,
    show_sessions,
    end_session,
    end_other_sessions,
    show_notifications,
    turn_notification,
    save_times,
    show_tokens,
    make_token,
    revoke_token,
    *USER_ROUTES,
    show_system,
    *MAIL_ROUTES,
)
