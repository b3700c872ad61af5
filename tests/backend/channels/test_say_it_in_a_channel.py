"""What happens is said in channels, to a real receiver, until it is taken."""

import asyncio
from typing import Any

import asyncpg
import msgspec
import pytest
from msgspec.structs import replace

from backend.channels.courier import Blocked, Message, Watch
from backend.channels.sending import send
from backend.core.db import Database
from backend.settings import Settings
from tests.backend.channels.conftest import Chat, Make, herald_of
from tests.backend.webhooks.receiver import Answer, Receiver
from tests.support.builders import inbox_of, make_client, make_deal, make_task
from tests.support.people import Json, SignedIn

pytestmark = pytest.mark.slow

CHANNELS = "/api/v1/channels"
BY_CHAT = {"task_assigned": {"chat": True, "inbox": False, "mail": False}}


async def deliveries(person: SignedIn, channel: Json) -> list[Json]:
    answer = await person.get(f"{CHANNELS}/{channel['id']}/deliveries")
    items: list[Json] = answer.json()["items"]
    return items


def heard(receiver: Receiver) -> list[Any]:
    return [msgspec.json.decode(message.body) for message in receiver.messages]


async def test_a_person_is_told_what_they_want_by_chat(
    api: SignedIn, ann: SignedIn, chat: Chat, receiver: Receiver, make_channel: Make
) -> None:
    await ann.patch("/api/v1/notifications/settings", json=BY_CHAT)
    channel, others = await make_channel(ann), await make_channel(api)
    client = await make_client(api, owner_id=ann.user_id)
    task = await make_task(api, title="Call", client_id=client["id"], assigned_to=ann.user_id)

    await chat.run()

    (said,) = heard(receiver)
    assert said["title"] == "Ada Admin gave you the task Call"
    assert f"https://crm.foyer.test/tasks/{task['id']}" in said["message"]
    (delivery,) = await deliveries(ann, channel)
    assert (delivery["type"], delivery["status"]) == ("task_assigned", "DELIVERED")
    assert await deliveries(api, others) == []
    assert [told["type"] for told in await inbox_of(ann)] == ["client_assigned"]


async def test_a_team_hears_of_what_it_chose_in_one_message(
    api: SignedIn, chat: Chat, receiver: Receiver, make_channel: Make
) -> None:
    channel = await make_channel(api, is_team=True, events=["deal_won", "client_added"])
    client = await make_client(api, name="Navy")
    deals = [
        await make_deal(api, client_id=client["id"], title=title, amount="1250.00")
        for title in ("Roof", "Wall")
    ]
    await api.post(f"/api/v1/deals/{deals[0]['id']}/move", json={"status": "WON"})
    await api.patch(f"/api/v1/deals/{deals[1]['id']}", json={"title": "Walls"})

    await chat.run()

    (said,) = heard(receiver)
    assert said["title"] == "2 pieces of news"
    assert "Ada Admin has a new client: Navy" in said["message"]
    assert "Ada Admin has won the deal Roof\nNavy · €1,250.00" in said["message"]
    assert {one["status"] for one in await deliveries(api, channel)} == {"DELIVERED"}


async def test_only_of_what_its_owner_may_see_by_then(
    api: SignedIn,
    ann: SignedIn,
    chat: Chat,
    receiver: Receiver,
    make_channel: Make,
    database: asyncpg.Connection,
) -> None:
    team = await make_channel(api, is_team=True, events=["client_added"])
    await ann.patch("/api/v1/notifications/settings", json=BY_CHAT)
    own = await make_channel(ann)
    await make_client(api)
    await make_task(api, assigned_to=ann.user_id)
    await chat.relay.run()
    off = {"task_assigned": {"chat": False}}
    await ann.patch("/api/v1/notifications/settings", json=off)
    await database.execute("UPDATE users SET role = 'USER' WHERE email = 'admin@foyer.test'")

    await chat.say()

    assert receiver.messages == []
    found = await database.fetch("SELECT channel_id::text, status FROM channel_deliveries")
    assert {tuple(row) for row in found} == {(team["id"], "DROPPED"), (own["id"], "DROPPED")}


async def test_it_is_tried_again_and_after_a_day_the_owner_is_told(
    ann: SignedIn,
    chat: Chat,
    receiver: Receiver,
    make_channel: Make,
    database: asyncpg.Connection,
) -> None:
    channel = await make_channel(ann, name="Phone")
    url = f"{CHANNELS}/{channel['id']}"
    receiver.answers = [Answer(status=500), Answer(), Answer(status=404, body=b"s3cret")]

    tested = await ann.post(f"{url}/test")
    await chat.say()
    (failed,) = await deliveries(ann, channel)
    await chat.say()  # it is not due yet
    await chat.say_at_once()
    (taken,) = await deliveries(ann, channel)

    assert tested.status_code == 202
    assert (failed["status"], failed["error"]) == ("PENDING", "It answered 500")
    assert (taken["status"], taken["attempts"], taken["error"]) == ("DELIVERED", 2, None)

    await ann.post(f"{url}/test")
    since = "UPDATE channels SET failing_since = now() - interval '25 hours'"
    await database.execute(since)
    await chat.say()

    dead = (await ann.get(url)).json()
    assert (dead["is_active"], dead["disabled_reason"]) == (
        *(False,),
        "Nothing was taken for a day: It answered 404",
    )
    assert (await deliveries(ann, channel))[0]["status"] == "FAILED"
    (told,) = await inbox_of(ann)
    assert (told["type"], told["payload"]["name"]) == ("channel_failed", "Phone")
    assert "s3cret" not in f"{dead}{told}{await deliveries(ann, channel)}"

    again = (await ann.patch(url, json={"is_active": True})).json()
    assert (again["disabled_reason"], again["failing_since"]) == ("", None)


async def test_a_new_one_says_that_it_works_or_why_it_does_not(
    ann: SignedIn, chat: Chat, receiver: Receiver
) -> None:
    good = {"name": "Mine", "url": f"json://127.0.0.1:{receiver.port}/"}
    channels = [
        (await ann.post(CHANNELS, json=good | url)).json() for url in ({}, {"url": "slack://T1JJ3"})
    ]

    await chat.say()

    works, is_no_address = [(await deliveries(ann, channel))[0] for channel in channels]
    assert (works["type"], works["status"]) == ("test", "DELIVERED")
    assert is_no_address["error"] == "This is no whole address of this service"
    assert heard(receiver)[0]["message"].startswith("This channel works")


async def test_once_by_two_workers(
    ann: SignedIn,
    chat: Chat,
    receiver: Receiver,
    make_channel: Make,
    settings: Settings,
    connection: Database,
) -> None:
    channel = await make_channel(ann)
    other = herald_of(settings, connection)
    await ann.post(f"{CHANNELS}/{channel['id']}/test")

    await asyncio.gather(chat.herald.look(), other.look())
    await chat.say()
    await other.close()

    assert len(receiver.messages) == 1


async def test_another_key_says_what_is_wrong(
    ann: SignedIn,
    chat: Chat,
    make_channel: Make,
    settings: Settings,
    connection: Database,
) -> None:
    channel = await make_channel(ann)
    await ann.post(f"{CHANNELS}/{channel['id']}/test")
    chat.herald = herald_of(replace(settings, secret_key="x" * 32), connection)

    await chat.say()

    assert "enter it again" in (await deliveries(ann, channel))[0]["error"]


async def test_a_private_target_and_a_slow_one_are_given_up(receiver: Receiver) -> None:
    url = f"json://localhost:{receiver.port}/"
    receiver.answers = [Answer(wait=30)]

    blocked, slow = await asyncio.gather(
        send(Message(url, private=False, title="A", text="B")),
        send(Message(url, private=True, title="A", text="B"), deadline=3),
    )

    assert blocked.error == "The address leads to a place that this instance does not send to"
    assert slow.error == "No whole answer in 3 seconds"
    assert len(receiver.messages) <= 1


@pytest.mark.parametrize(
    ("event", "args"),
    [
        ("socket.connect", (None, ("10.0.0.1", 443))),
        ("socket.connect", (None, ("169.254.169.254", 443))),
        ("socket.connect", (None, ("::1", 443, 0, 0))),
        ("socket.connect", (None, ("::ffff:127.0.0.1", 443, 0, 0))),
        ("socket.connect", (None, ("93.184.215.14", 80))),
        ("socket.connect", (None, ("93.184.215.14", 22))),
        ("socket.connect", (None, ("metadata.internal", 443))),
        ("socket.connect", (None, "/run/docker.sock")),
        ("socket.sendto", (None, ("93.184.215.14", 53))),
        ("subprocess.Popen", ("sh", ["sh"], None, None)),
        ("os.system", (b"sh",)),
    ],
)
def test_a_courier_goes_nowhere_else(event: str, args: tuple[Any, ...]) -> None:
    watch = Watch(private=False)

    with pytest.raises(Blocked):
        watch(event, args)

    assert watch.has_refused


def test_a_courier_goes_to_public_addresses_by_https() -> None:
    watch = Watch(private=False)

    watch("socket.connect", (None, ("93.184.215.14", 443)))
    watch("open", ("/etc/hosts", "r", 0))

    assert not watch.has_refused
