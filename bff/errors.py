"""Every way a request can fail, told in plain words, on a page or in the corner of one."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from redis.exceptions import RedisError

from bff import csrf, lapsed
from bff.degraded import BACK
from bff.gateway.problems import Away, Refused, SignedOut
from bff.html import Html, Htmx
from bff.i18n import gettext as _
from bff.i18n import preferred_locale, speak, spoken_locale
from bff.reception import LOCALE, theme_of
from bff.shell import page
from bff.toasts import news
from bff.visit import Visit
from ui_components.button import link_button
from ui_components.document import document
from ui_components.empty import empty_state
from ui_components.html import NO_ATTRS, Tag
from ui_components.layout import stack
from ui_components.live import awaits
from ui_components.shell import auth_shell

log = structlog.get_logger()
AnyRequest = Request[Any, Any, Any]
Handler = Callable[[AnyRequest, Any], Response[Any]]
SOON: Final = "5"


def handlers() -> dict[int | type[Exception], Handler]:
    return {
        SignedOut: lapsed.signed_out,
        Refused: refused,
        Away: away,
        RedisError: away,
        csrf.OutOfDate: out_of_date,
        HTTPException: http,
        UnicodeDecodeError: unreadable,
        Exception: unexpected,
    }


def unreadable(request: AnyRequest, _error: Exception) -> Response[Any]:
    return error_answer(request, 400)


def out_of_date(request: AnyRequest, error: HTTPException) -> Response[Any]:
    return lapsed.out_of_date(request) or http(request, error)


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
    visit: Visit | None = getattr(request.state, "visit", None)
    if status < 500 and visit and visit.session:
        content = explained(status, title, text)
        answer = page(visit, title=title, content=content, status_code=status)
        answer.headers.update(headers or {})
        return answer
    return Html(bare_page(request, status, title, text), status_code=status, headers=headers)


def bare_page(request: AnyRequest, status: int, title: str, text: str) -> Tag:
    """Without the frame: what drew it may be what failed."""
    is_awaited = status == 503 and request.method == "GET"  # what was sent is not sent again
    if status >= 500:
        reference = request.scope["state"].get("request_id", "")
        text = " ".join((text, _("Reference: {id}").format(id=reference)))
    frame = document(title=f"{title} · Foyer", lang=spoken_locale(), theme=theme_of(request))
    content = stack(attrs=awaits(BACK) if is_awaited else NO_ATTRS)[explained(status, title, text)]
    return frame[auth_shell(brand="Foyer")[content]]


def explained(status: int, title: str, text: str) -> Tag:
    return empty_state(
        title,
        text=text,
        icon="cloud-off" if status in {503, 504} else "circle-alert",
        action=link_button(href="/", variant="outline")[_("To the start page")],
        level=1,
    )


def words(status: int) -> tuple[str, str]:
    known = {
        400: (_("This address does not work"), _("Check it, or go back to the start page.")),
        403: (
            _("This is not yours to do"),
            _("Only its owner or an admin may, and only from a page that is up to date."),
        ),
        404: (_("There is nothing here"), _("It was deleted, or the address is mistyped.")),
        413: (_("This is too large"), _("Please send less at once.")),
        429: (_("Too many requests"), _("Wait a moment, then try again.")),
        503: (_("The server cannot be reached"), _("Nothing was changed. Try again in a moment.")),
        504: (
            _("No answer came"),
            _("It may have been done all the same: look before you repeat it."),
        ),
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
