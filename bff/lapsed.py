"""What is told to somebody whose session is over, so that nothing typed meanwhile is lost."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import Request, Response
from litestar.response import Redirect

from bff import csrf
from bff.html import Html, Htmx
from bff.i18n import gettext as _
from bff.toasts import news
from bff.urls import address_of, local_path, with_query
from bff.visit import Toast, Visit
from ui_components.button import link_button

AnyRequest = Request[Any, Any, Any]
SIGN_IN: Final = "/login/"


def signed_out(request: AnyRequest, _error: Exception) -> Response[Any]:
    """To the sign-in page and back, where going back means only reading again."""
    htmx = Htmx.of(request.headers)
    if htmx.wants_part and request.method != "GET":
        return stay_and_sign_in(401)
    if htmx.is_request:
        here = htmx.current_url.removeprefix(str(request.base_url)[:-1])
        return Html(status_code=401, headers={"HX-Redirect": sign_in_url(here)})
    here = address_of(request.scope) if request.method == "GET" else ""
    return Redirect(sign_in_url(here), status_code=303)


def out_of_date(request: AnyRequest) -> Response[Any] | None:
    """The page was drawn for a session that is over; None where a plain refusal says enough.

    The token in the answer gives nothing away: only a page of ours gets as far as this.
    """
    visit: Visit = request.state.visit
    if visit.htmx.wants_part:
        fresh = {csrf.HEADER: visit.csrf_token}
        return send_again(fresh) if visit.session else stay_and_sign_in(403, fresh)
    if request.scope["route_handler"].opt.get("guests"):
        told = _("This page had been open for too long. Please try again.")
        return visit.go(SIGN_IN, Toast(told, is_bad=True))
    return None


def stay_and_sign_in(status: int, headers: Mapping[str, str] | None = None) -> Html:
    """Beside what was typed, which stays where it is until it can be sent again."""
    aside = {"target": "_blank", "rel": "noopener"}
    action = link_button(href=SIGN_IN, variant="outline", size="xs", attrs=aside)[_("Sign in")]
    told = _("You are signed out, and nothing was saved. Sign in, then send this again.")
    return Html(news(told, action=action), status_code=status, headers=headers)


def send_again(headers: Mapping[str, str]) -> Html:
    told = _("You have signed in again since this page was opened. Please send it once more.")
    return Html(news(told), status_code=403, headers=headers)


def sign_in_url(here: str) -> str:
    path = local_path(here)
    return with_query(SIGN_IN, next=path if path != "/" else None)
