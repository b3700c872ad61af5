"""Signing in and out, and how a person wants to be spoken to."""

from typing import Any, TypeAlias

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, SkipValidation

from bff.accounts.pages import login_page
from bff.accounts.preferences import Preferences
from bff.accounts.signing import Door
from bff.forms import Fields
from bff.gateway.accounts import Login
from bff.gateway.problems import Away, Refused
from bff.i18n import gettext as _
from bff.i18n import locale_of
from bff.urls import local_path
from bff.visit import Visit, Visiting

AtDoor: TypeAlias = NamedDependency[SkipValidation[Door]]
Choosing: TypeAlias = NamedDependency[SkipValidation[Preferences]]


@get("/login/", guests=True)
async def show_login(
    visit: Visiting, next: FromQuery[str] = "/", chosen: FromQuery[bool] = False
) -> Response[Any]:
    if visit.session:
        return visit.go(local_path(next))
    return login_page(visit, next=local_path(next), is_chosen=chosen)


@post("/login/", guests=True)
async def sign_in(visit: Visiting, door: AtDoor, data: Fields) -> Response[Any]:
    email, next = data.get("email", "").strip(), local_path(data.get("next", ""))
    try:
        login = Login(email, data.get("password", ""))
        await door.sign_in(visit, login, locale=locale_of(data.get("locale")))
    except (Refused, Away) as error:
        return refused_login(visit, error, email=email, next=next, is_chosen="locale" in data)
    return visit.go(next)


@post("/logout/", guests=True)
async def sign_out(visit: Visiting, door: AtDoor) -> Response[Any]:
    await door.sign_out(visit)
    response = visit.go("/login/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@post("/language/", guests=True)
async def choose_language(visit: Visiting, preferences: Choosing, data: Fields) -> Response[Any]:
    await preferences.choose_language(visit, data.get("locale", ""))
    return visit.go(local_path(data.get("next", "")))


@post("/theme/", guests=True)
async def choose_theme(visit: Visiting, preferences: Choosing, data: Fields) -> Response[Any]:
    """For browsers without scripts; with them the page sets the same cookie itself."""
    preferences.choose_theme(visit, data.get("theme", ""))
    return visit.go(local_path(data.get("next", "")))


def refused_login(
    visit: Visit, error: Refused | Away, *, email: str, next: str, is_chosen: bool
) -> Response[Any]:
    status, problem = why_refused(error)
    return login_page(
        visit, next=next, is_chosen=is_chosen, email=email, problem=problem, status_code=status
    )


def why_refused(error: Refused | Away) -> tuple[int, str]:
    if isinstance(error, Away):
        return 503, _("The server cannot be reached. Please try again in a moment.")
    if error.status == 429:
        return 429, _("Too many attempts. Please wait a few minutes.")
    if error.status in (400, 401):
        return 422, _("Wrong e-mail or password.")
    raise error
