"""How a client is chosen: by a box that finds them by a few letters of what they are known by."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from bff.editor import told
from bff.forms import Form
from bff.gateway.clients import ClientPage, ClientView
from bff.html import Html
from bff.i18n import gettext as _
from bff.paging import and_more
from bff.visit import Visit
from ui_components.combobox import combobox, combobox_options
from ui_components.field import Option
from ui_components.html import Tag

CLIENTS: Final = "/search/clients/"
PICK: Final = "client_id"
TYPED: Final = f"{PICK}_search"
FOUND: Final = 10  # clients whom a box offers at once


class Clients(Struct, frozen=True):
    """The one that is chosen; or those that a browser without scripts has looked for, and what is
    ``told`` of these: that there are more, or none.
    """

    options: Sequence[Option] = ()
    told: str | None = None


async def clients_for(visit: Visit, form: Form) -> Clients:
    typed, chosen = form.values.get(TYPED, ""), form.values.get(PICK, "")
    if form.values.get("find") == PICK:
        found = await clients_like(visit, typed)
        return Clients(options_of(found), and_more_or_none(found))
    return Clients([Option(chosen, typed)] if chosen else [])


async def clients_like(visit: Visit, search: str) -> ClientPage:
    return await visit.clients.page(search=search[:100] or None, limit=FOUND)


def known_as(client: ClientView) -> str:
    return " · ".join(filter(None, (client.name, client.company)))


def options_of(found: ClientPage) -> list[Option]:
    return [Option(str(client.id), known_as(client)) for client in found.items]


def and_more_or_none(found: ClientPage) -> str | None:
    return and_more(len(found.items), found.total) if found.items else _("No clients found")


def client_box(form: Form, clients: Clients, *, id: str | None = None, wide: bool = False) -> Tag:
    return combobox(
        PICK,
        _("Client"),
        source=CLIENTS,
        options=clients.options,
        typed=form.values.get(TYPED, ""),
        placeholder=_("Name, company, e-mail or phone"),
        find=_("Find"),
        told=clients.told,
        required=True,
        id=id,
        wide=wide,
        **told(form, PICK, options=clients.options),
    )


async def offered_clients(visit: Visit, search: str) -> Html:
    """The list below a box, for htmx."""
    found = await clients_like(visit, search)
    return Html(
        *combobox_options(
            options_of(found),
            empty=_("No clients found"),
            more=and_more(len(found.items), found.total),
            id=visit.htmx.target.removesuffix("-list") or f"field-{PICK}",
        )
    )
