"""Keys for one's own programs."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from bff import csrf
from bff.asking import asking_button
from bff.editor import told
from bff.forms import Form
from bff.gateway.accounts import MadeToken, NewToken, Scope, TokenView
from bff.gateway.fields import Name
from bff.html import Html
from bff.i18n import day_of, moment, ngettext
from bff.i18n import gettext as _
from bff.settings_pages.frame import TOKENS, settings_page
from bff.settings_pages.secrets import secret_card
from bff.visit import Visit
from ui_components.badge import badge
from ui_components.button import button
from ui_components.card import card
from ui_components.choice import Choice, check_list
from ui_components.copyable import COPY_SCRIPTS, code
from ui_components.empty import empty_state
from ui_components.field import Option, select_field, text_field
from ui_components.form import form as form_element
from ui_components.form import form_grid
from ui_components.html import Tag
from ui_components.layout import row
from ui_components.table import Column, data_table

DAYS: Final = (7, 30, 90, 180, 365)
USUAL: Final = "90"


class TokenForm(Struct):
    """What is typed; the scopes are ticked, each under a name of its own."""

    name: Name
    expires_in_days: int = 90


def token_form(data: Mapping[str, str]) -> Form:
    """``scope-write`` and its like come only where they are ticked."""
    form = Form.sent(data)
    form.values.setdefault("expires_in_days", USUAL)
    return form


def new_token(form: Form, typed: TokenForm) -> NewToken:
    wider = [scope for scope in Scope if f"scope-{scope}" in form.values]
    scopes = list(dict.fromkeys([Scope.READ, *wider]))
    return NewToken(typed.name, scopes, typed.expires_in_days)


def tokens_page(
    visit: Visit, tokens: list[TokenView], form: Form, made: MadeToken | None = None
) -> Html:
    """``made`` is shown this once: the answer to a POST is in no history and no cache."""
    listed = data_table(
        tokens,
        columns(visit),
        caption=_("API tokens"),
        row_key=lambda token: str(token.id),
        empty=empty_state(
            _("No tokens yet"), text=_("Make one for each program that works for you."), icon="lock"
        ),
        id="token",
    )
    return settings_page(
        visit,
        title=_("API tokens"),
        description=_("With one of them a program does what you may do, and is told apart by it."),
        content=[told_once(made) if made else None, creation(visit, form), listed],
        scripts=COPY_SCRIPTS if made else (),
        status_code=422 if form.is_refused else 200,
    )


def told_once(made: MadeToken) -> Tag:
    note = [_("Send it with each request as"), " ", code("Authorization: Bearer …")]
    return secret_card(_("The token {name}").format(name=made.name), made.secret, note)


def creation(visit: Visit, form: Form) -> Tag:
    spans = [
        Option(str(days), ngettext("{count} day", "{count} days", days).format(count=days))
        for days in DAYS
    ]
    expiry = told(form, "expires_in_days")
    expiry["value"] = expiry["value"] or USUAL
    body = form_element(
        action=TOKENS,
        hidden={csrf.FIELD: visit.csrf_token, "form_key": form.key},
        error=form.problem or None,
        refused=form.is_refused,
        actions=button(type="submit", icon="plus", disabled=visit.is_stale)[_("Make a token")],
    )[
        form_grid[
            text_field(
                "name",
                _("Name"),
                required=True,
                autocomplete="off",
                placeholder=_("Nightly import"),
                **told(form, "name"),
            ),
            select_field("expires_in_days", _("Good for"), spans, **expiry),
        ],
        scopes(visit, form),
    ]
    return card(title=_("A new token"))[body]


def scopes(visit: Visit, form: Form) -> Tag:
    choices = [
        Choice(value=Scope.WRITE, label=_("May change"), hint=_("What you may change yourself."))
    ]
    if visit.is_admin:
        admin = _("Users, webhooks and everybody's records.")
        choices.append(Choice(value=Scope.ADMIN, label=_("May do what an admin may"), hint=admin))
    ticked = [scope for scope in Scope if f"scope-{scope}" in form.values]
    return check_list(
        "scope",
        _("Besides reading, it"),
        choices,
        values=ticked,
        error=form.errors.get("scopes"),
    )


def columns(visit: Visit) -> list[Column[TokenView]]:
    return [
        Column(header=_("Name"), cell=lambda token: token.name),
        Column(header=_("Begins with"), cell=lambda t: code(t.prefix), shown_from="lg"),
        Column(header=_("It may"), cell=scope_badges, shown_from="sm"),
        Column(header=_("Last used"), cell=last_used, quiet=True, shown_from="md"),
        Column(header=_("Good until"), cell=lambda t: day_of(t.expires_at), shown_from="md"),
        Column(
            header=_("Action"), cell=lambda t: revocation(visit, t), align="end", hide_header=True
        ),
    ]


def scope_badges(token: TokenView) -> Tag:
    names = {Scope.READ: _("read"), Scope.WRITE: _("change"), Scope.ADMIN: _("administer")}
    return row(gap="xs")[[badge(names[scope]) for scope in token.scopes]]


def last_used(token: TokenView) -> str:
    return moment(token.last_used_at) if token.last_used_at else _("Never")


def revocation(visit: Visit, token: TokenView) -> Tag:
    return asking_button(
        visit,
        _("Revoke"),
        id=f"revoke-{token.id}",
        action=f"{TOKENS}{token.id}/revoke/",
        question=_("Revoke {name}?").format(name=token.name),
        text=_("Programs that use it are out within seconds, for good."),
        icon="trash-2",
        size="sm",
    )
