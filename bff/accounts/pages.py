"""The sign-in page."""

from bff import csrf
from bff.html import Html
from bff.i18n import ENDONYMS, LOCALES, spoken_locale
from bff.i18n import gettext as _
from bff.shell import bare_page
from bff.urls import with_query
from bff.visit import Visit
from ui_components import html as h
from ui_components.button import button, link_button
from ui_components.card import card
from ui_components.field import hidden_inputs, text_field
from ui_components.form import form
from ui_components.html import Tag
from ui_components.layout import row, stack


def login_page(
    visit: Visit,
    *,
    next: str,
    is_chosen: bool,
    email: str = "",
    problem: str | None = None,
    status_code: int = 200,
) -> Html:
    """``is_chosen``: somebody chose the language here, so it is theirs from now on."""
    kept = {"locale": spoken_locale()} if is_chosen else {}
    fields = form(
        action="/login/",
        hidden={csrf.FIELD: visit.csrf_token, "next": next} | kept,
        error=problem,
        refused=problem is not None,
        actions=button(type="submit")[_("Sign in")],
    )[
        text_field(
            "email",
            _("E-mail"),
            type="email",
            value=email,
            required=True,
            autocomplete="username",
            autofocus=not email,
        ),
        text_field(
            "password",
            _("Password"),
            type="password",
            required=True,
            autocomplete="current-password",
            autofocus=bool(email),
        ),
    ]
    content = stack(gap="lg")[
        card(title=_("Sign in to Foyer"), level=1)[fields, forgotten()], languages(visit, next)
    ]
    return bare_page(visit, title=_("Sign in"), content=content, status_code=status_code)


def forgotten() -> Tag:
    return row()[
        link_button(href="/forgot/", variant="link", size="sm")[_("Forgot your password?")]
    ]


def languages(visit: Visit, next: str) -> Tag:
    back = with_query("/login/", next=next, chosen="true")
    hidden = hidden_inputs({csrf.FIELD: visit.csrf_token, "next": back})
    return h.form(action="/language/", method="post", class_="flex justify-center gap-2")[
        hidden,
        [
            button(
                type="submit",
                variant="ghost" if locale != spoken_locale() else "secondary",
                size="sm",
                attrs={"name": "locale", "value": locale, "lang": locale},
            )[ENDONYMS[locale]]
            for locale in LOCALES
        ],
    ]
