"""Many records given to somebody else, or deleted: what lists of any kind can do."""

from collections.abc import Mapping
from typing import TypeVar

from litestar.exceptions import ValidationException

from bff import csrf
from bff.bulk import Chosen, ids_of
from bff.forms import Form
from bff.gateway.bulk import BulkAction, BulkClients, BulkDeals
from bff.html import Html
from bff.i18n import gettext as _
from bff.people import People, Wanted, editor_users
from bff.person_choice import person_field, person_input
from bff.shell import page
from bff.visit import Visit
from ui_components.bulk_bar import bulk_choice
from ui_components.button import button, link_button
from ui_components.card import card
from ui_components.form import form as form_element
from ui_components.html import Tag
from ui_components.layout import narrow, page_header

Given = TypeVar("Given", BulkClients, BulkDeals)


def giving_and_deleting(owners: People, *between: Tag) -> list[Tag]:
    """What can be done with records of any kind, with what only these can in ``between``.

    Only an admin gives records to somebody else, so only an admin is asked to whom.
    """
    wanted = Wanted("owner_id", active=True)
    to_whom = person_input(owners, wanted, _("Owner"), empty=_("Choose…"), id="bulk-owner-id")
    give = bulk_choice(
        id="bulk-owner",
        label=_("Owner"),
        icon="user",
        submit_label=_("Change owner"),
        value="assign",
    )
    delete = button(
        type="submit",
        variant="destructive",
        size="sm",
        icon="trash-2",
        attrs={"name": "action", "value": "delete"},
    )
    return [*([] if owners.are_none else [give[to_whom]]), *between, delete[_("Delete")]]


async def giving_page(visit: Visit, chosen: Chosen, *, back: str) -> Html:
    """To whom: asked by a browser without scripts that looks for somebody among many."""
    form = Form.sent(chosen.values)
    users = await editor_users(visit, form)
    asks = {"owner_id", "owner_id_search", "find"}
    hidden = {name: text for name, text in chosen.hidden.items() if name not in asks}
    title = _("Change owner")
    content = narrow[
        page_header(title),
        card[
            form_element(
                action=visit.url,
                hidden=hidden | {"action": "assign", csrf.FIELD: visit.csrf_token},
                actions=[
                    link_button(href=back, variant="outline")[_("Cancel")],
                    button(type="submit", disabled=visit.is_stale)[title],
                ],
            )[person_field(visit, form, users, "owner_id", _("Owner"))]
        ],
    ]
    return page(visit, title=title, content=content)


def given_or_deleted(into: type[Given], values: Mapping[str, str]) -> tuple[Given, str]:
    """The change that ``giving_and_deleting`` asks for, and what will have been done."""
    match values.get("action"):
        case "assign":
            (owner,) = ids_of(values["owner_id"])
            return into(BulkAction.ASSIGN, owner_id=owner), _("Given away: {count}.")
        case "delete":
            return into(BulkAction.DELETE), _("Deleted: {count}.")
        case _other:
            raise ValidationException("there is no such change")
