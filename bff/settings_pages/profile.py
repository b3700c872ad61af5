"""One's own name, time zone, language, looks and password."""

from functools import cache
from typing import Final
from zoneinfo import available_timezones

import msgspec
from msgspec import Raw

from bff import csrf
from bff.editor import told
from bff.forms import Form
from bff.gateway.accounts import UserView
from bff.html import Html
from bff.i18n import ENDONYMS, LOCALES
from bff.i18n import gettext as _
from bff.settings_pages.frame import PROFILE, settings_page, typed_form
from bff.visit import Visit
from ui_components.button import button
from ui_components.card import card
from ui_components.combobox import combo_field
from ui_components.field import Option, hidden_username, select_field, shown_field, text_field
from ui_components.form import form as form_element
from ui_components.form import form_grid
from ui_components.html import Tag
from ui_components.theme_menu import Theme, theme_choice

PASSWORD: Final = "/settings/password/"  # noqa: S105  # the address of its page, not one
LOCAL: Final = "localtime"  # a name that some systems have for their own zone, and no other


@cache
def zones() -> list[Option]:
    names = sorted(available_timezones() - {LOCAL})
    return [Option(name, name.replace("_", " ")) for name in names]


def profile_form(user: UserView) -> Form:
    values = {"full_name": user.full_name, "time_zone": user.time_zone, "locale": user.locale}
    return Form.showing(values, version=user.version)


def saved_profile_form(record: Raw) -> Form:
    return profile_form(msgspec.json.decode(record, type=UserView))


def profile_page(visit: Visit, form: Form, password: Form | None = None) -> Html:
    """Two forms, each of which can come back with what is wrong with it."""
    password = password or Form.showing({})
    refused = form.is_refused or password.is_refused
    return settings_page(
        visit,
        title=_("Profile"),
        content=[about_card(visit, form), theme_card(visit), password_card(visit, password)],
        status_code=422 if refused else 200,
    )


def about_card(visit: Visit, form: Form) -> Tag:
    languages = [Option(locale, ENDONYMS[locale]) for locale in LOCALES]
    locale = told(form, "locale", options=languages)
    hint = _("Type a part of its name, such as Berlin.")
    fields = form_grid[
        shown_field("email", _("E-mail"), value=visit.user.email),
        text_field(
            "full_name",
            _("Name"),
            required=True,
            autocomplete="name",
            wide=True,
            **told(form, "full_name"),
        ),
        combo_field(
            "time_zone",
            _("Time zone"),
            zones(),
            required=True,
            **told(form, "time_zone", hint=hint),
        ),
        select_field("locale", _("Language"), languages, **locale),
    ]
    body = typed_form(visit, form, fields, action=PROFILE, save=_("Save"))
    return card(title=_("About you"))[body]


def theme_card(visit: Visit) -> Tag:
    names: dict[Theme, str] = {"light": _("Light"), "dark": _("Dark"), "system": _("System")}
    hidden = {csrf.FIELD: visit.csrf_token, "next": PROFILE}
    description = _("Of this browser alone.")
    return card(title=_("Theme"), description=description)[
        theme_choice(visit.theme, action="/theme/", hidden=hidden, names=names)
    ]


def password_card(visit: Visit, form: Form) -> Tag:
    body = form_element(
        action=PASSWORD,
        hidden={csrf.FIELD: visit.csrf_token, "form_key": form.key},
        error=form.problem or None,
        refused=form.is_refused,
        actions=button(type="submit", disabled=visit.is_stale)[_("Change password")],
    )[
        hidden_username(value=visit.user.email),
        form_grid[
            text_field(
                "current_password",
                _("Present password"),
                type="password",
                required=True,
                autocomplete="current-password",
                **told(form, "current_password"),
            ),
            text_field(
                "new_password",
                _("New password"),
                type="password",
                required=True,
                autocomplete="new-password",
                **told(form, "new_password", hint=_("At least 12 characters.")),
            ),
        ],
    ]
    description = _("You stay signed in here; everywhere else you will be signed out.")
    return card(title=_("Password"), description=description)[body]
