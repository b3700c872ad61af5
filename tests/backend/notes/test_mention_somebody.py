"""Mentioning people in a note: whom it reaches, and whom it must not."""

from uuid import UUID

import pytest
from litestar import Litestar

from backend.notes.mentions import in_order
from tests.support.builders import inbox_of, make_client, make_deal
from tests.support.people import People, SignedIn

NOTES = "/api/v1/notes"
ANN, ANNA, OTHER_ANN = UUID(int=1), UUID(int=2), UUID(int=3)
PEOPLE = [
    (ANN, "ann@foyer.test", "Ann Archer"),
    (ANNA, "Anna@Foyer.test", "Анна Лучникова"),
    (OTHER_ANN, "ann.smith@foyer.test", "Ann Archer"),
]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@ann look", [ANN]),
        ("look, @ANN.", [ANN]),
        ("@ann.smith and @ann", [OTHER_ANN, ANN]),
        ("ask ann@foyer.test", [ANN]),
        ("ask @anna@foyer.test!", [ANNA]),
        ("@Анна Лучникова, посмотрите", [ANNA]),
        ("@Ann Archer", [ANN, OTHER_ANN]),
        ("(@ann)", [ANN]),
        ("@anna @ann @anna", [ANNA, ANN]),
        ("Ann Archer rang", []),
        ("@annabel", []),
        ("@ann@elsewhere.test", []),
        ("joann@foyer.test", []),
        ("x@ann", []),
        ("", []),
    ],
)
def test_who_is_meant(text: str, meant: list[UUID]) -> None:
    assert in_order(text, PEOPLE) == meant


async def test_they_are_told_with_the_words(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in(email="ann@foyer.test", name="Ann Archer")
    deal = await make_deal(api, title="Roof")
    text = "@Ann Archer please call. @nobody knows why"

    note = {"entity_type": "deal", "entity_uuid": deal["id"], "text": text}
    await api.post(NOTES, json=note)

    (told,) = await inbox_of(ann)
    assert (told["type"], told["entity_type"]) == ("mentioned", "deal")
    assert told["entity_uuid"] == deal["id"]
    assert (told["payload"]["name"], told["payload"]["text"]) == ("Roof", text)


async def test_nobody_by_themselves_and_nobody_who_is_shut_off(
    api: SignedIn, signed_in: People
) -> None:
    gone = await signed_in(email="gone@foyer.test")
    await api.patch(f"/api/v1/users/{gone.user_id}", json={"is_active": False})
    client = await make_client(api)

    note = {"entity_type": "client", "entity_uuid": client["id"], "text": "@gone @admin"}
    answer = await api.post(NOTES, json=note)

    assert answer.status_code == 201
    assert await inbox_of(api) == []


async def test_only_those_who_may_see_the_record(narrow_app: Litestar, signed_in: People) -> None:
    """Where everybody sees their own alone: its owner and admins."""
    await signed_in(role="ADMIN", email="admin@foyer.test")
    await signed_in(email="ann@foyer.test")
    await signed_in(email="bob@foyer.test")
    ann, bob, ada = [
        await signed_in.at(narrow_app, email)
        for email in ("ann@foyer.test", "bob@foyer.test", "admin@foyer.test")
    ]
    client = await make_client(ann)

    note = {"entity_type": "client", "entity_uuid": client["id"], "text": "@bob @admin look"}
    await ann.post(NOTES, json=note)

    assert await inbox_of(bob) == []
    assert [told["type"] for told in await inbox_of(ada)] == ["mentioned"]
