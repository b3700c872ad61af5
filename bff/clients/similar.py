"""Clients that may be the one somebody is about to add: "Is it one of these?"."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Final
from uuid import UUID

from msgspec import Struct

from bff.forms import Form
from bff.gateway.clients import ClientView, NewClient, SimilarClient
from bff.gateway.problems import Away
from bff.html import Html
from bff.i18n import gettext as _
from bff.shell import fragment
from bff.visit import Visit
from bff.words import likeness_name
from ui_components import hx
from ui_components.avatar import person
from ui_components.html import Tag
from ui_components.suggestions import Suggestion, suggestions

FORM: Final = "client-form"
SIMILAR: Final = "similar"
SEEN: Final = "seen"


class Typed(Struct, frozen=True):
    name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""

    @classmethod
    def of(cls, form: Form) -> "Typed":
        return cls(*(form.values.get(name, "") for name in cls.__struct_fields__))


async def find_similar(visit: Visit, typed: Typed) -> list[SimilarClient]:
    """A help, and nothing that a form has to wait for: none while the backend is away."""
    with suppress(Away):
        return await visit.clients.similar(
            name=typed.name[:200],
            company=typed.company[:200],
            email=typed.email[:254],
            phone=typed.phone[:50],
        )
    return []


async def create(visit: Visit, form: Form) -> ClientView | None:
    """None where the form has to be shown again, perhaps for there are others like it."""

    async def send(client: NewClient) -> ClientView:
        client.known = seen_in(form)
        return await visit.clients.create(client, key=form.key)

    return await form.send(NewClient, send)


def seen_in(form: Form) -> list[UUID]:
    """It comes back from the browser, so it may be anything."""
    known: list[UUID] = []
    for text in form.values.get(SEEN, "").split(",")[:100]:
        with suppress(ValueError):
            known.append(UUID(text))
    return known


def similar_part(visit: Visit, found: Sequence[SimilarClient]) -> Html:
    return fragment(visit, similar_box(found))


def similar_box(found: Sequence[SimilarClient]) -> Tag:
    """Asks for itself while one types; what it showed counts as seen when the form is sent."""
    ask = hx.request(
        "get",
        "/clients/similar/",
        target=f"#{SIMILAR}",
        swap="outerMorph",
        trigger=f"input from:#{FORM} delay:300ms",
        include=", ".join(f"#{FORM} [name={name}]" for name in Typed.__struct_fields__),
        sync="replace",
    )
    seen = {SEEN: ",".join(str(client.id) for client in found)}
    return suggestions(
        [suggestion(client) for client in found],
        id=SIMILAR,
        title=_("Is it one of these?"),
        hidden=seen if found else None,
        hx=ask,
    )


def suggestion(client: SimilarClient) -> Suggestion:
    return Suggestion(
        href=f"/clients/{client.id}",
        what=person(client.name, detail=client.company or client.email or client.phone),
        why=", ".join(map(likeness_name, client.matches)),
    )
