"""Blanks around a text go, whether the record is made or edited: else one id would be two."""

import pytest

from tests.support.builders import make_client, make_deal, make_task
from tests.support.people import Json, SignedIn

BLANKS: Json = {"notes": " n\n", "external_id": " 7 ", "company": " Acme ", "phone": " 1 "}
TRIMMED: Json = {"notes": "n", "external_id": "7", "company": "Acme", "phone": "1"}


async def test_of_a_client(api: SignedIn) -> None:
    made = await make_client(api, **BLANKS)
    edited = await api.patch(f"/api/v1/clients/{made['id']}", json=BLANKS)

    assert made | TRIMMED == made
    assert edited.json() == made  # so that the edit is no change either


async def test_of_a_deal(api: SignedIn) -> None:
    blanks = {"description": " d ", "external_id": " 7 ", "title": " Roof "}

    made = await make_deal(api, **blanks)
    edited = await api.patch(f"/api/v1/deals/{made['id']}", json=blanks)

    assert made | {"description": "d", "external_id": "7", "title": "Roof"} == made
    assert edited.json() == made


async def test_of_a_task(api: SignedIn) -> None:
    blanks = {"description": " d ", "external_id": " 7 ", "title": " Call "}

    made = await make_task(api, **blanks)
    edited = await api.patch(f"/api/v1/tasks/{made['id']}", json=blanks)

    assert made | {"description": "d", "external_id": "7", "title": "Call"} == made
    assert edited.json() == made


async def test_of_ones_own_name(api: SignedIn) -> None:
    answer = await api.patch("/api/v1/me", json={"full_name": " Ada "})

    assert answer.json()["full_name"] == "Ada"


async def test_a_trimmed_id_finds_its_trashed_twin(api: SignedIn) -> None:
    twin = await make_client(api, external_id="7")
    await api.delete(f"/api/v1/clients/{twin['id']}")

    answer = await api.post("/api/v1/clients", json={"name": "A", "external_id": " 7 "})

    assert (answer.status_code, answer.json()["trashed_id"]) == (409, twin["id"])


@pytest.mark.parametrize("path", ["/api/v1/clients", "/api/v1/deals", "/api/v1/tasks"])
async def test_an_id_of_blanks_is_none(api: SignedIn, path: str) -> None:
    answer = await api.post(path, json={"external_id": "  "})

    told = {error["pointer"] for error in answer.json()["errors"]}
    assert (answer.status_code, "/external_id" in told) == (400, True)
