"""Every way a request can fail, told in plain words, on a page or in the corner of one."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from redis.exceptions import RedisError

from bff.gateway.problems import Away, Refused, SignedOut
from bff.html import Html, Htmx
from bff.i18n import gettext as _
from bff.i18n import preferred_locale, speak, spoken_locale
from bff.reception import LOCALE, theme_of
from bff.toasts import news
from bff.urls import address_of, local_path, with_query
from ui_components.button import link_button
from ui_components.document import document
from ui_components.empty import empty_state
from ui_components.shell import auth_shell

log = structlog.get_logger()
AnyRequest = Request[Any, Any, Any]
Handler = Callable[[AnyRequest, Any], Response[Any]]
SIGN_IN: Final = "/login/"
SOON: Final = "5"


def handlers() -> dict[int | type[Exception], Handler]:
    return {
        SignedOut: signed_out,
        Refused: refused,
        Away: away,
        RedisError: away,
        HTTPException: http,
        UnicodeDecodeError: unreadable,
        Exception: unexpected,
    }


def unreadable(request: AnyRequest, _error: Exception) -> Response[Any]:
    return error_answer(request, 400)


def signed_out(request: AnyRequest, _error: Exception) -> Response[Any]:
    """To the sign-in page and back, where going back means only reading again."""
    if Htmx.of(request.headers).is_request:
        here = request.headers.get("hx-current-url", "").removeprefix(str(request.base_url)[:-1])
        return Html(status_code=401, headers={"HX-Redirect": sign_in_url(here)})
    here = address_of(request.scope) if request.method == "GET" else ""
    return Redirect(sign_in_url(here), status_code=303)


def sign_in_url(here: str) -> str:
    path = local_path(here)
    return with_query(SIGN_IN, next=path if path != "/" else None)


def refused(request: AnyRequest, refusal: Refused) -> Response[Any]:
    headers = {"Retry-After": refusal.retry_after} if refusal.retry_after else {}
    return error_answer(request, refusal.status, headers)


def away(request: AnyRequest, error: Exception) -> Response[Any]:
    log.warning("away", path=request.scope["path"], cause=repr(error.__cause__ or error))
    return error_answer(request, 503, {"Retry-After": SOON})


def http(request: AnyRequest, error: HTTPException) -> Response[Any]:
    if error.status_code >= 500:
        return unexpected(request, error)
    return error_answer(request, error.status_code, dict(error.headers or {}))


def unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    log.error("unexpected_error", path=request.scope["path"], exc_info=error)
    return error_answer(request, 500)


def error_answer(
    request: AnyRequest, status: int, headers: Mapping[str, str] | None = None
) -> Html:
    speak_to(request)
    title, text = words(status)
    if Htmx.of(request.headers).wants_part:
        return Html(news(f"{title}. {text}"), status_code=status, headers=headers)
    return Html(error_page(status, title, text, request), status_code=status, headers=headers)


def error_page(status: int, title: str, text: str, request: AnyRequest) -> Any:
    """Without the frame: what drew it may be what failed."""
    reference = _("Reference: {id}").format(id=request.scope["state"].get("request_id", ""))
    return document(title=f"{title} · Foyer", lang=spoken_locale(), theme=theme_of(request))[
        auth_shell(brand="Foyer")[
            empty_state(
                title,
                text=[text, " ", reference] if status >= 500 else text,
                icon="cloud-off" if status == 503 else "circle-alert",
                action=link_button(href="/", variant="outline")[_("To the start page")],
            )
        ]
    ]


def words(status: int) -> tuple[str, str]:
    known = {
        400: (_("That address is not quite right"), _("Check it, or start from the front.")),
        403: (
            _("This is not yours to do"),
            _("You may not change this, or the form was open for too long. Reload and try again."),
        ),
        404: (_("There is nothing here"), _("It may have been deleted, or it never was.")),
        413: (_("That is too much at once"), _("Send less.")),
        429: (_("Too many requests"), _("Wait a moment, then try again.")),
        503: (_("The server cannot be reached"), _("Nothing was changed. Try again in a moment.")),
    }
    if status in known:
        return known[status]
    if status < 500:
        return known[400]
    return _("Something went wrong here"), _("It has been noted. Try again in a moment.")


def speak_to(request: AnyRequest) -> None:
    """An address that no page answers has met no receptionist: ask the browser."""
    if not hasattr(request.state, "visit"):
        speak(
            preferred_locale(
                request.cookies.get(LOCALE), request.headers.get("accept-language", "")
            )
        )
