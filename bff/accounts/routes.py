"""Signing in and out, and how a person wants to be spoken to."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, TypeVar

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, SkipValidation
from msgspec import Struct

from bff.accounts.pages import login_page
from bff.accounts.resets import forgot_page, reset_page
from bff.accounts.signing import Door
from bff.forms import Fields, Form
from bff.gateway.accounts import AskForReset, Login, ResetPassword
from bff.gateway.problems import Away, Refused
from bff.i18n import gettext as _
from bff.i18n import locale_of
from bff.preferences import Preferences
from bff.urls import local_path
from bff.visit import Toast, Visit, Visiting

AtDoor: TypeAlias = NamedDependency[SkipValidation[Door]]
T = TypeVar("T", bound=Struct)
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


@get("/forgot/", guests=True)
async def offer_reset(visit: Visiting) -> Response[Any]:
    return forgot_page(visit, Form.showing({}))


@post("/forgot/", guests=True)
async def ask_for_reset(visit: Visiting, data: Fields) -> Response[Any]:
    """Says the same whether there is such an account or not."""
    form = Form.sent(data)
    return forgot_page(
        visit, form, asked=await sent(form, AskForReset, visit.accounts.ask_for_reset)
    )


@get("/reset/", guests=True)
async def offer_password(visit: Visiting, token: FromQuery[str] = "") -> Response[Any]:
    """In the query, which no log of ours keeps."""
    return reset_page(visit, Form.showing({"token": token}))


@post("/reset/", guests=True)
async def set_password(visit: Visiting, data: Fields) -> Response[Any]:
    form = Form.sent(data)
    if await sent(form, ResetPassword, visit.accounts.reset_password):
        return visit.go("/login/", Toast(_("Your password is set. Please sign in with it.")))
    return reset_page(visit, form)


async def sent(form: Form, into: type[T], to: Callable[[T], Awaitable[None]]) -> bool:
    """A form of its own for those who are nobody yet; it knows why it was refused."""
    try:
        await form.send(into, to)
    except Refused as refusal:
        if refusal.status != 429:
            raise
        form.problem = too_many()
    return not form.is_refused


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
        return 429, too_many()
    if error.status in (400, 401):
        return 422, _("Wrong e-mail or password.")
    raise error


def too_many() -> str:
    return _("Too many attempts. Please wait a few minutes.")


ACCOUNT_ROUTES = (
    show_login,
    sign_in,
    sign_out,
    choose_language,
    choose_theme,
    offer_reset,
    ask_for_reset,
    offer_password,
    set_password,
)
