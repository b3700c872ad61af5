"""Live events name what changed, what it belongs to, and who may hear of it; no more."""

import pytest
import redis
from msgspec.structs import replace

from backend.settings import Settings
from backend.worker import running_worker
from tests.backend.jobs.test_run_the_worker import events
from tests.support.builders import make_client, make_deal, make_task
from tests.support.people import People, SignedIn


async def told(settings: Settings, connection: redis.Redis, count: int) -> list[dict[str, str]]:
    """What the worker makes of the changes so far, the last of them; whoever is there is first."""
    async with running_worker(settings):
        return (await events(connection, count))[-1:]


@pytest.fixture
async def ann(signed_in: People) -> SignedIn:
    return await signed_in(email="ann@foyer.test")


def audience(event: dict[str, str]) -> set[str]:
    return set(event["for"].split())


async def test_everybody_may_hear_where_everybody_sees(
    api: SignedIn, settings: Settings, process_redis: redis.Redis
) -> None:
    deal = await make_deal(api, title="Secret")

    (event,) = await told(settings, process_redis, 3)

    assert event.pop("event")
    assert event == {
        "topic": "deal.created",
        "kind": "deal",
        "id": deal["id"],
        "by": api.user_id,
        "of": f"client:{deal['client_id']}",
    }


async def test_where_each_sees_their_own_only_its_people_and_admins_hear(
    api: SignedIn, ann: SignedIn, settings: Settings, process_redis: redis.Redis
) -> None:
    client = await make_client(ann)
    task = await make_task(ann, client_id=client["id"])
    await api.patch(f"/api/v1/tasks/{task['id']}", json={"assigned_to": api.user_id})

    async with running_worker(replace(settings, visibility="own")):
        found = await events(process_redis, 5)
    last = found[-1]

    assert audience(found[2]) == {"ADMIN", ann.user_id}
    assert audience(last) == {"ADMIN", ann.user_id, api.user_id}  # who lost it hears of it too


async def test_what_is_somebodys_alone_only_they_hear(
    api: SignedIn, ann: SignedIn, settings: Settings, process_redis: redis.Redis
) -> None:
    await make_client(api, owner_id=ann.user_id)

    (event,) = await told(settings, process_redis, 4)

    assert event["topic"] == "notification.created"
    assert audience(event) == {ann.user_id}


async def test_many_at_once_are_each_told(
    api: SignedIn, ann: SignedIn, settings: Settings, process_redis: redis.Redis
) -> None:
    client = await make_client(ann)
    await api.post(
        "/api/v1/clients/bulk",
        json={"ids": [client["id"]], "action": "assign", "owner_id": api.user_id},
    )

    (event,) = await told(replace(settings, visibility="own"), process_redis, 4)

    assert (event["topic"], event["id"]) == ("client.updated", client["id"])
    assert audience(event) == {"ADMIN", ann.user_id, api.user_id}
