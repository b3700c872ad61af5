"""Getting in again without a password: asking for a link, and what the link leads to."""

from htpy import Node

from bff import csrf
from bff.editor import told
from bff.forms import Form
from bff.html import Html
from bff.i18n import gettext as _
from bff.shell import bare_page
from bff.visit import Visit
from ui_components.alert import alert
from ui_components.button import button, link_button
from ui_components.card import card
from ui_components.field import hidden_username, text_field
from ui_components.form import form as form_element
from ui_components.html import Tag
from ui_components.layout import quiet, stack

SIGN_IN = "/login/"


def forgot_page(visit: Visit, form: Form, *, asked: bool = False) -> Html:
    title = _("Forgot your password?")
    content = was_asked() if asked else asks(visit, form)
    status = 422 if form.is_refused else 200
    body = card(title=title, level=1)[content]
    return bare_page(visit, title=title, content=body, status_code=status)


def was_asked() -> Tag:
    """Nobody learns here who has an account."""
    return stack[
        alert(tone="success")[
            _("If this address has an account, a link to set a new password is sent to it.")
        ],
        quiet[
            _("It is good for an hour. If nothing comes, ask an admin: they can make you a link.")
        ],
        link_button(href=SIGN_IN, variant="outline")[_("Back to sign-in")],
    ]


def asks(visit: Visit, form: Form) -> Tag:
    email = text_field(
        "email",
        _("E-mail"),
        type="email",
        required=True,
        autocomplete="username",
        autofocus=True,
        **told(form, "email"),
    )
    return small_form(visit, form, "/forgot/", [email], _("Send me a link"))


def reset_page(visit: Visit, form: Form) -> Html:
    """The token is one field more, of which only its problem is told.

    Its address holds it too, and goes along to nobody. Not ``no-referrer``: then a browser that
    sends no Sec-Fetch-Site would call the form's origin ``null``, and could set no password.
    """
    title = _("Set a new password")
    fields = [
        hidden_username(),
        text_field(
            "new_password",
            _("New password"),
            type="password",
            required=True,
            autocomplete="new-password",
            autofocus=True,
            **told(form, "new_password", hint=_("At least 12 characters.")),
        ),
    ]
    form.problem = form.problem or form.errors.pop("token", "")
    content = small_form(visit, form, "/reset/", fields, _("Set password"), keeps="token")
    status = 422 if form.is_refused else 200
    body = card(title=title, level=1)[content]
    answer = bare_page(visit, title=title, content=body, status_code=status)
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def small_form(
    visit: Visit, form: Form, action: str, fields: Node, send: str, *, keeps: str | None = None
) -> Tag:
    kept = {keeps: form.values.get(keeps, "")} if keeps else {}
    return form_element(
        action=action,
        hidden={csrf.FIELD: visit.csrf_token} | kept,
        error=form.problem or None,
        refused=form.is_refused,
        actions=[
            link_button(href=SIGN_IN, variant="outline")[_("Back to sign-in")],
            button(type="submit")[send],
        ],
    )[fields]
