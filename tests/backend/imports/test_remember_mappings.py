"""What a user ordered for a set of headers is suggested at the next file with the same ones."""

from typing import Any

import pytest

from tests.backend.imports.steps import IMPORTS, imported, started, table, uploaded
from tests.support.builders import activity_of
from tests.support.people import People, SignedIn

pytestmark = pytest.mark.usefixtures("worker")
MAPPINGS = f"{IMPORTS}/mappings"
FIRST = table("Firm,Stadt,Art", ["Acme,Bonn,x"])
SHUFFLED = table("Art,Firm,Stadt", ["y,Blue,Rome"])
ORDERS: dict[str, Any] = {
    "mapping": {"name": "Firm", "notes": "Art"},
    "values": {"notes": {"x": "Customer"}},
    "constants": {"company": "Group"},
    "match_by": "name",
}


async def test_it_is_suggested_for_the_same_headers_in_any_order(api: SignedIn) -> None:
    await imported(api, FIRST, **ORDERS)

    upload = await uploaded(api, SHUFFLED)

    assert upload["suggested_mapping"] == ORDERS["mapping"]
    assert upload["remembered"].items() >= ORDERS.items()


async def test_not_for_other_headers_entities_or_people(api: SignedIn, signed_in: People) -> None:
    await imported(api, FIRST, **ORDERS)

    uploads = [
        await uploaded(api, table("Firm,Stadt", ["Acme,Bonn"])),
        await uploaded(api, FIRST, entity="deals"),
        await uploaded(await signed_in(), FIRST),
    ]

    assert [upload["remembered"] for upload in uploads] == [None] * 3


async def test_a_dry_run_is_not_remembered_and_the_last_run_is(api: SignedIn) -> None:
    await imported(api, FIRST, **ORDERS, dry_run=True)
    tried = await uploaded(api, FIRST)
    await imported(api, FIRST, **ORDERS)
    await started(api, tried["id"], mapping={"name": "Stadt"})

    upload = await uploaded(api, FIRST)

    assert tried["remembered"] is None
    assert upload["suggested_mapping"] == {"name": "Stadt"}


async def test_one_s_own_are_listed_and_forgotten(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    await imported(ann, FIRST, **ORDERS)
    await imported(ann, table("Name", ["Acme"]))

    listed = (await ann.get(MAPPINGS)).json()
    mapping = listed["items"][-1]
    foreign = await api.delete(f"{MAPPINGS}/{mapping['id']}")
    gone = await ann.delete(f"{MAPPINGS}/{mapping['id']}")
    again = await ann.delete(f"{MAPPINGS}/{mapping['id']}")

    assert (listed["total"], mapping["columns"]) == (2, ["Art", "Firm", "Stadt"])
    assert mapping["orders"].items() >= ORDERS.items()
    assert [a.status_code for a in (foreign, gone, again)] == [404, 204, 404]
    assert (await api.get(MAPPINGS)).json()["items"] == []
    assert (await uploaded(ann, FIRST))["remembered"] is None
    (entry,) = await activity_of(ann, mapping["id"])
    assert (entry["entity_type"], entry["action"]) == ("import_mapping", "deleted")
    assert await activity_of(await signed_in(), mapping["id"]) == []
