"""Who may sign in, for admins."""

from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Raw, Struct

from bff.asking import asking_button
from bff.editor import post_button, told
from bff.forms import Form
from bff.gateway.accounts import NewUser, OfferedReset, Role, UserPage, UserView
from bff.gateway.fields import Email, Name
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import moment
from bff.paging import FARTHEST, pages
from bff.settings_pages.frame import USERS, settings_page, typed_form
from bff.settings_pages.secrets import secret_card
from bff.urls import with_query
from bff.visit import Visit
from bff.words import role_name
from ui_components.alert import alert
from ui_components.avatar import person
from ui_components.badge import badge
from ui_components.button import link_button
from ui_components.card import card
from ui_components.choice import Choice, radio_cards
from ui_components.copyable import COPY_SCRIPTS
from ui_components.empty import empty_state
from ui_components.field import search_input, text_field
from ui_components.filter_bar import filter_bar
from ui_components.form import form_grid
from ui_components.html import Tag
from ui_components.layout import row, stack
from ui_components.table import Column, data_table

TABLE: Final = "users"
NEW: Final = "/settings/users/new/"
PAGE: Final = 50


class UserQuery(Struct, frozen=True):
    search: Annotated[str, Meta(max_length=100)] = ""
    offset: Annotated[int, Meta(ge=0, le=FARTHEST)] = 0


class Invitation(Struct):
    """What an admin types of somebody new."""

    email: Email
    full_name: Name
    role: Role = Role.USER


def new_user(invited: Invitation, visit: Visit) -> NewUser:
    return NewUser(
        invited.email,
        invited.full_name,
        invited.role,
        visit.user.time_zone,
        "ru" if visit.user.locale == "ru" else "en",
    )


def users_page(visit: Visit, query: UserQuery, found: UserPage) -> Html:
    listed = stack(id=TABLE)[
        data_table(
            found.items,
            columns(),
            caption=_("Users"),
            row_key=lambda user: str(user.id),
            row_href=user_url,
            empty=empty_state(_("Nobody found"), text=_("Try fewer letters."), icon="search"),
            id="user",
        ),
        pages(
            USERS,
            offset=query.offset,
            size=PAGE,
            shown=len(found.items),
            total=found.total,
            search=query.search,
        ),
    ]
    finder = filter_bar(
        action=USERS, target=f"#{TABLE}", label=_("Find users"), submit_label=_("Apply")
    )[
        search_input(
            "search",
            _("Search users"),
            value=query.search,
            placeholder=_("Name or e-mail"),
            hotkey="/",
        )
    ]
    return settings_page(
        visit,
        title=_("Users"),
        description=_("Who may sign in, and what they may do."),
        actions=link_button(href=NEW, icon="user-plus")[_("Invite somebody")],
        content=[finder, listed],
        part=(listed,),
    )


def user_url(user: UserView) -> str:
    return f"{USERS}{user.id}"


def columns() -> list[Column[UserView]]:
    return [
        Column(
            header=_("Name"), cell=lambda u: person(u.full_name, detail=u.email, size="default")
        ),
        Column(header=_("Role"), cell=lambda u: role_name(u.role), shown_from="sm"),
        Column(header=_("State"), cell=state_badge, align="end"),
    ]


def state_badge(user: UserView) -> Tag:
    if user.is_active:
        return badge(_("Active"), tone="success")
    return badge(_("Shut off"), tone="neutral")


def invitation_page(visit: Visit, form: Form) -> Html:
    fields = [who(form), role_choice(form)]
    body = typed_form(visit, form, fields, action=NEW, save=_("Create user"), back=USERS)
    return settings_page(
        visit,
        title=_("Invite somebody"),
        description=_("They are mailed a link by which they set a password of their own."),
        content=card[body],
        within=(_("Users"), USERS),
        status_code=422 if form.is_refused else 200,
    )


def who(form: Form) -> Tag:
    return form_grid[
        text_field(
            "full_name", _("Name"), required=True, autocomplete="off", **told(form, "full_name")
        ),
        text_field(
            "email",
            _("E-mail"),
            type="email",
            required=True,
            autocomplete="off",
            **told(form, "email"),
        ),
    ]


def role_choice(form: Form) -> Tag:
    choices = [
        Choice(value=Role.USER, label=_("User"), hint=_("Changes what is theirs.")),
        Choice(
            value=Role.ADMIN, label=_("Admin"), hint=_("Everything, users and settings included.")
        ),
    ]
    value = form.values.get("role") or Role.USER
    return radio_cards("role", _("Role"), choices, value=value, error=form.errors.get("role"))


def user_form(user: UserView) -> Form:
    values = {"full_name": user.full_name, "email": user.email, "role": user.role.value}
    return Form.showing(values, version=user.version)


def saved_user_form(record: Raw) -> Form:
    return user_form(msgspec.json.decode(record, type=UserView))


def user_page(visit: Visit, user: UserView, form: Form) -> Html:
    fields = [who(form), role_choice(form)]
    body = typed_form(visit, form, fields, action=f"{USERS}{user.id}/edit/", save=_("Save"))
    off = alert(tone="warning")[
        _("This user is shut off: they can neither sign in nor use tokens.")
    ]
    return settings_page(
        visit,
        title=user.full_name,
        description=user.email,
        actions=user_actions(visit, user),
        content=[None if user.is_active else off, card[body]],
        within=(_("Users"), USERS),
        status_code=422 if form.is_refused else 200,
    )


def user_actions(visit: Visit, user: UserView) -> list[Tag]:
    hidden = {"version": str(user.version)}
    if not user.is_active:
        url = f"{USERS}{user.id}/activate/"
        label = _("Let them in again")
        return [post_button(visit, label, action=url, icon="log-in", hidden=hidden)]
    mail = f"{USERS}{user.id}/invitation/"
    link = f"{USERS}{user.id}/reset/"
    shut = f"{USERS}{user.id}/deactivate/"
    return [
        post_button(visit, _("Mail an invitation"), action=mail, icon="mail", hidden={}),
        post_button(visit, _("Password link"), action=link, icon="link", hidden={}),
        asking_button(
            visit,
            _("Shut off"),
            id="shut-off",
            action=shut,
            question=_("Shut {name} off?").format(name=user.full_name),
            text=_(
                "They are signed out everywhere at once and can no longer sign in. Their API "
                "tokens are gone for good; their records stay."
            ),
            icon="lock",
            hidden=hidden,
        ),
    ]


def link_page(
    visit: Visit, user: UserView, offered: OfferedReset, *, is_invited: bool = False
) -> Html:
    """Only in this answer: whoever has the link can sign in as its user."""
    url = offered.token and visit.origin + with_query("/reset/", token=offered.token)
    note = _("Give it to {name} in person or by mail. It is good once, until {moment}.").format(
        name=user.full_name, moment=moment(offered.expires_at)
    )
    return settings_page(
        visit,
        title=_("Password link"),
        content=[
            mailed(user) if is_invited else None,
            secret_card(_("Link for {name}").format(name=user.full_name), url, note),
            row[link_button(href=user_url(user), variant="outline")[_("To the user")]],
        ],
        within=(_("Users"), USERS),
        scripts=COPY_SCRIPTS,
    )


def mailed(user: UserView) -> Tag:
    text = _("An invitation goes to {email}. If no mail reaches them, hand them this link.")
    return alert(tone="success")[text.format(email=user.email)]


def url_of(user_id: UUID) -> str:
    return f"{USERS}{user_id}"
