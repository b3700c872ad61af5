"""Whom one can choose: from a list of all, or, where they are too many for one, by a box that finds
them by name.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Annotated, Final, Literal, TypeAlias
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from msgspec import Meta, Struct

from bff.editor import told
from bff.forms import Form
from bff.gateway.accounts import UserPage, UserView
from bff.gateway.problems import Refused
from bff.html import Html
from bff.i18n import gettext as _
from bff.paging import and_more
from bff.urls import with_query
from bff.visit import Visit
from ui_components.combobox import combobox, combobox_input, combobox_options
from ui_components.field import Option, select_field, select_input
from ui_components.html import NO_ATTRS, Attrs, Tag

ME: Final = "@me"  # in an address: whoever opens it
EVERYBODY: Final = "all"
PEOPLE: Final = "/search/people/"
FOUND: Final = 20  # people whom a box offers at once
DOT: Final = " · "
Owner = Annotated[str, Meta(pattern=rf"^({ME}|[0-9a-fA-F-]{{36}})\Z")]
Also: TypeAlias = Literal["", "@me", "all"]


class People(Struct, frozen=True):
    """``are_all``, or only those who are chosen already or were looked for without scripts, and
    what is ``told`` of these: that there are more, or none.
    """

    users: Sequence[UserView] = ()
    are_all: bool = True
    told: str | None = None

    @property
    def are_none(self) -> bool:
        return self.are_all and not self.users

    def options(self, chosen: str, *, active: bool) -> list[Option]:
        """Nothing more is given to those who are deactivated; what they have stays theirs."""
        name = name_of if self.are_all else known_as
        return [
            Option(str(user.id), name(user))
            for user in self.users
            if user.is_active or not active or str(user.id) == chosen
        ]


NOBODY: Final = People()


class Wanted(Struct, frozen=True):
    """What a box of this ``name`` offers: ``also`` somebody who is no user of that name."""

    name: Annotated[str, Meta(max_length=50)]
    also: Also = ""
    active: bool = False

    @property
    def source(self) -> str:
        active = "true" if self.active else None
        return with_query(PEOPLE, name=self.name, also=self.also, active=active)


def owner_id(visit: Visit, owner: Owner) -> UUID | None:
    """Of what an address says; None for everybody."""
    if owner == ME:
        return visit.user.id
    return UUID(owner) if owner else None


async def filter_users(visit: Visit, name: str = "owner") -> People:
    """Only a whole page has the filter, which has this ``name`` in its address."""
    if visit.htmx.wants_part:
        return NOBODY
    return await filter_people(visit, await visit.accounts.users(), name)


async def filter_people(visit: Visit, first: UserPage, name: str = "owner") -> People:
    """The same, where the ``first`` of them came along with something else."""
    return await people(visit, first, Wanted(name), dict(parse_qsl(urlsplit(visit.url).query)))


async def editor_users(visit: Visit, form: Form, name: str = "owner_id") -> People:
    """Only an admin may give a record to somebody else, so only an admin is asked."""
    if not visit.is_admin:
        return NOBODY
    said = {name: str(visit.user.id)} | form.values  # oneself, where the form does not say
    first, saved = await visit.accounts.users(), form.meanwhile.get(name, "")
    return await people(visit, first, Wanted(name, active=True), said, saved)


async def form_users(visit: Visit, form: Form, name: str) -> People:
    """For a form whose records anybody may be asked for."""
    return await people(visit, await visit.accounts.users(), Wanted(name), form.values)


async def people(
    visit: Visit, first: UserPage, wanted: Wanted, said: Mapping[str, str], *others: str
) -> People:
    """All of them if the ``first`` page has them; else those that the choice needs to be shown:
    who is chosen, the ``others``, and who was looked for by a browser without scripts, which sends
    the whole form as what it ``said``.
    """
    if len(first.items) >= first.total:
        return People(first.items)
    ids = dict.fromkeys(id_of(text) for text in (said.get(wanted.name, ""), *others))
    known = await asyncio.gather(*(named(visit, each) for each in ids if each))
    users = {user.id: user for user in known if user}
    if said.get("find") != wanted.name:
        return People([*users.values()], are_all=False)
    page = await found(visit, said.get(f"{wanted.name}_search", ""), active=wanted.active)
    users |= {user.id: user for user in page.items}
    return People([*users.values()], are_all=False, told=told_of(page))


def id_of(text: str) -> UUID | None:
    """It may come from an address."""
    with suppress(ValueError):
        return UUID(text)
    return None


async def named(visit: Visit, user_id: UUID) -> UserView | None:
    try:
        return await visit.accounts.user(user_id)
    except Refused as refusal:
        if refusal.status != 404:
            raise
        return None


def told_of(page: UserPage) -> str | None:
    return and_more(len(page.items), page.total) if page.items else _("Nobody found")


async def found(visit: Visit, search: str, *, active: bool = False) -> UserPage:
    """What a choice says holds an address after the name, which the search knows by itself."""
    words = search.partition(DOT)[0].strip()[:100]
    return await visit.accounts.page(
        search=words or None, is_active=active or None, limit=FOUND, offset=0
    )


async def offered(visit: Visit, wanted: Wanted, search: str) -> Html:
    """The list below a box, for htmx."""
    page = await found(visit, search, active=wanted.active)
    also = [one for one in beside(wanted.also) if search.casefold() in one.label.casefold()]
    return Html(
        *combobox_options(
            [*also, *(Option(str(user.id), known_as(user)) for user in page.items)],
            empty=_("Nobody found"),
            more=and_more(len(page.items), page.total),
            id=visit.htmx.target.removesuffix("-list") or f"field-{wanted.name}",
        )
    )


def beside(also: Also) -> list[Option]:
    labels = {ME: _("Me"), EVERYBODY: _("Everybody's")}
    return [Option(also, labels[also])] if also else []


def name_of(user: UserView) -> str:
    return user.full_name


def known_as(user: UserView) -> str:
    """Among so many, two may have one name."""
    return DOT.join((user.full_name, user.email))


def owner_filter(users: People, chosen: str, *, me: bool = False) -> Tag:
    return person_input(
        users,
        Wanted("owner", ME if me else ""),
        _("Owner"),
        value=chosen,
        empty=_("All owners"),
    )


def person_input(
    users: People, wanted: Wanted, label: str, *, value: str = "", empty: str, id: str | None = None
) -> Tag:
    """Without a visible label; ``empty`` is what the choice of nobody is called."""
    options = [*beside(wanted.also), *users.options(value, active=wanted.active)]
    if users.are_all:
        return select_input(wanted.name, label, options, value=value, empty=empty, id=id)
    return combobox_input(
        wanted.name,
        label,
        source=wanted.source,
        options=options,
        value=value,
        empty=empty,
        find=_("Find"),
        told=users.told,
        id=id,
    )


def person_field(
    visit: Visit,
    form: Form,
    users: People,
    name: str,
    label: str,
    *,
    empty: str | None = None,
    attrs: Attrs = NO_ATTRS,
) -> Tag | None:
    """Oneself unless the form says who, or ``empty``; nothing where there is nobody to choose."""
    if users.are_none:
        return None
    wanted = Wanted(name, active=empty is None)
    value = form.values.get(name, "" if empty else str(visit.user.id))
    options = users.options(value, active=wanted.active)
    shown = told(form, name, options=options)
    shown["value"] = value
    if users.are_all:
        return select_field(name, label, options, empty=empty, attrs=attrs, **shown)
    return combobox(
        name,
        label,
        source=wanted.source,
        options=options,
        placeholder=empty or _("Name or e-mail"),
        empty=empty or "—",
        find=_("Find"),
        told=users.told,
        offers=True,
        required=empty is None,
        attrs=attrs,
        **shown,
    )
