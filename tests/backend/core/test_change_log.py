"""Every route that changes something leaves exactly one entry, and its news, or nothing at all."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import asyncpg
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from tests.support.builders import make_client, make_deal, make_task, make_user
from tests.support.people import PASSWORD, Json, SignedIn

API = "/api/v1"
SAFE = {"GET", "HEAD", "OPTIONS"}


class Case(NamedTuple):
    """``arrange`` answers the path's id and the body; the entry is of ``action`` on ``kind``."""

    method: str
    path: str
    kind: str
    action: str
    arrange: Callable[[SignedIn], Awaitable[tuple[str, Json | None]]]


async def nothing(_: SignedIn) -> tuple[str, Json | None]:
    return "", {"name": "Acme"}


async def a_client(api: SignedIn) -> tuple[str, Json | None]:
    return (await make_client(api))["id"], {"name": "Changed"}


async def a_trashed_client(api: SignedIn) -> tuple[str, Json | None]:
    client = await make_client(api)
    await api.delete(f"{API}/clients/{client['id']}")
    return client["id"], None


async def a_client_to_merge(api: SignedIn) -> tuple[str, Json | None]:
    other = {"other_id": (await make_client(api))["id"], "other_version": 1}
    return (await make_client(api))["id"], other | {"take": ["name"]}


async def a_deal_to_open(api: SignedIn) -> tuple[str, Json | None]:
    return "", {"client_id": (await make_client(api))["id"], "title": "Roof"}


async def a_deal(api: SignedIn) -> tuple[str, Json | None]:
    return (await make_deal(api))["id"], {"title": "Changed"}


async def a_deal_to_move(api: SignedIn) -> tuple[str, Json | None]:
    return (await make_deal(api))["id"], {"status": "WON"}


async def a_trashed_deal(api: SignedIn) -> tuple[str, Json | None]:
    deal = await make_deal(api)
    await api.delete(f"{API}/deals/{deal['id']}")
    return deal["id"], None


async def a_task_to_add(api: SignedIn) -> tuple[str, Json | None]:
    return "", {"client_id": (await make_client(api))["id"], "title": "Call"}


async def a_task(api: SignedIn) -> tuple[str, Json | None]:
    return (await make_task(api))["id"], {"title": "Changed"}


async def a_task_done(api: SignedIn) -> tuple[str, Json | None]:
    return (await make_task(api, status="DONE"))["id"], None


async def a_task_to_snooze(api: SignedIn) -> tuple[str, Json | None]:
    return (await make_task(api))["id"], {"until": "1h"}


async def a_trashed_task(api: SignedIn) -> tuple[str, Json | None]:
    task = await make_task(api)
    await api.delete(f"{API}/tasks/{task['id']}")
    return task["id"], None


async def a_view_to_save(_: SignedIn) -> tuple[str, Json | None]:
    return "", {"page": "clients", "name": "Mine"}


async def a_view(api: SignedIn) -> tuple[str, Json | None]:
    view = await api.post(f"{API}/views", json={"page": "clients", "name": "Mine"})
    return view.json()["id"], {"name": "Changed"}


async def a_channel_to_add(_: SignedIn) -> tuple[str, Json | None]:
    return "", {"name": "Mine", "url": "json://127.0.0.1:9/"}


async def a_channel(api: SignedIn) -> tuple[str, Json | None]:
    _, new = await a_channel_to_add(api)
    return (await api.post(f"{API}/channels", json=new)).json()["id"], {"name": "Changed"}


async def a_user_to_add(_: SignedIn) -> tuple[str, Json | None]:
    return "", {"email": "new@foyer.test", "full_name": "New", "password": PASSWORD}


async def a_user(api: SignedIn) -> tuple[str, Json | None]:
    return (await make_user(api))["id"], {"full_name": "Changed"}


async def oneself(_: SignedIn) -> tuple[str, Json | None]:
    return "", {"full_name": "Changed"}


CASES = [
    Case("POST", "/clients", "client", "created", nothing),
    Case("PATCH", "/clients/{client_id:uuid}", "client", "updated", a_client),
    Case("DELETE", "/clients/{client_id:uuid}", "client", "deleted", a_client),
    Case("POST", "/clients/{client_id:uuid}/restore", "client", "restored", a_trashed_client),
    Case("POST", "/clients/{client_id:uuid}/merge", "client", "merged", a_client_to_merge),
    Case("POST", "/deals", "deal", "created", a_deal_to_open),
    Case("PATCH", "/deals/{deal_id:uuid}", "deal", "updated", a_deal),
    Case("DELETE", "/deals/{deal_id:uuid}", "deal", "deleted", a_deal),
    Case("POST", "/deals/{deal_id:uuid}/restore", "deal", "restored", a_trashed_deal),
    Case("POST", "/deals/{deal_id:uuid}/move", "deal", "moved", a_deal_to_move),
    Case("POST", "/tasks", "task", "created", a_task_to_add),
    Case("PATCH", "/tasks/{task_id:uuid}", "task", "updated", a_task),
    Case("DELETE", "/tasks/{task_id:uuid}", "task", "deleted", a_task),
    Case("POST", "/tasks/{task_id:uuid}/complete", "task", "completed", a_task),
    Case("POST", "/tasks/{task_id:uuid}/reopen", "task", "reopened", a_task_done),
    Case("POST", "/tasks/{task_id:uuid}/snooze", "task", "updated", a_task_to_snooze),
    Case("POST", "/tasks/{task_id:uuid}/restore", "task", "restored", a_trashed_task),
    Case("POST", "/views", "view", "created", a_view_to_save),
    Case("PATCH", "/views/{view_id:uuid}", "view", "updated", a_view),
    Case("DELETE", "/views/{view_id:uuid}", "view", "deleted", a_view),
    Case("POST", "/channels", "channel", "created", a_channel_to_add),
    Case("PATCH", "/channels/{channel_id:uuid}", "channel", "updated", a_channel),
    Case("DELETE", "/channels/{channel_id:uuid}", "channel", "deleted", a_channel),
    Case("POST", "/users", "user", "created", a_user_to_add),
    Case("PATCH", "/users/{user_id:uuid}", "user", "updated", a_user),
    Case("PATCH", "/me", "user", "updated", oneself),
]
# Sessions are no records, and an inbox is nobody else's; of imports, exports, undo, files, notes,
# dead letters and changes of many their own tests tell. An object is none before its file is
# confirmed.
ELSEWHERE = {
    ("POST", "/auth/login"),
    ("POST", "/auth/refresh"),
    ("POST", "/auth/logout"),
    ("POST", "/auth/password-reset"),
    ("POST", "/auth/password-reset/confirm"),
    ("POST", "/me/password"),
    ("POST", "/channels/{channel_id:uuid}/test"),
    ("POST", "/reminders/link/done"),
    ("POST", "/reminders/link/snooze"),
    ("POST", "/users/{user_id:uuid}/invitation"),
    ("POST", "/users/{user_id:uuid}/password-reset"),
    ("DELETE", "/me/sessions"),
    ("DELETE", "/me/sessions/{session_id:uuid}"),
    ("POST", "/tokens"),
    ("DELETE", "/tokens/{token_id:uuid}"),
    ("POST", "/webhooks"),
    ("PATCH", "/webhooks/{webhook_id:uuid}"),
    ("DELETE", "/webhooks/{webhook_id:uuid}"),
    ("POST", "/webhooks/{webhook_id:uuid}/rotate"),
    ("POST", "/webhooks/{webhook_id:uuid}/test"),
    ("POST", "/webhooks/{webhook_id:uuid}/deliveries/redeliver"),
    ("POST", "/webhooks/{webhook_id:uuid}/deliveries/{delivery_id:uuid}/redeliver"),
    ("POST", "/notifications/{notification_id:uuid}/read"),
    ("POST", "/system/dead-letters/{letter_id:uuid}/redrive"),
    ("DELETE", "/system/dead-letters/{letter_id:uuid}"),
    ("POST", "/system/dead-letters/redrive"),
    ("POST", "/system/dead-letters/give-up"),
    ("POST", "/notifications/read-all"),
    ("PATCH", "/notifications/settings"),
    ("POST", "/notifications/unsubscribe"),
    ("POST", "/mails/send-again"),
    ("POST", "/mails/in-doubt/send-again"),
    ("POST", "/mails/in-doubt/leave"),
    ("POST", "/imports"),
    ("POST", "/imports/{import_id:uuid}/reread"),
    ("POST", "/imports/{import_id:uuid}/start"),
    ("POST", "/imports/{import_id:uuid}/undo"),
    ("DELETE", "/imports/mappings/{mapping_id:uuid}"),
    ("POST", "/activity/{entry_id:uuid}/undo"),
    ("POST", "/activity/undo"),
    ("POST", "/notes"),
    ("POST", "/feeds"),
    ("DELETE", "/feeds"),
    ("POST", "/exports"),
    ("POST", "/files"),
    ("POST", "/files/{file_id:uuid}/confirm"),
    ("DELETE", "/files/{file_id:uuid}"),
    ("PUT", "/files/{folder:str}/{token:str}"),
    ("POST", "/clients/bulk"),
    ("POST", "/deals/bulk"),
    ("POST", "/tasks/bulk"),
}


def test_every_route_that_changes_something_is_known_here(backend_app: Litestar) -> None:
    changing = {
        (method, route.path.removeprefix(API))
        for route in backend_app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods - SAFE
    }

    assert changing == {(case.method, case.path) for case in CASES} | ELSEWHERE


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.method} {case.path}")
async def test_it_leaves_one_entry_and_one_piece_of_news(
    api: SignedIn, database: asyncpg.Connection, case: Case
) -> None:
    record_id, body = await case.arrange(api)
    logged: Any = await database.fetchval("SELECT count(*) FROM activity_log")
    told: Any = await database.fetchval("SELECT count(*) FROM outbox")
    path = API + case.path.partition("{")[0] + record_id + case.path.partition("}")[2]

    answer = await api.request(case.method, path, json=None if case.method == "DELETE" else body)

    assert answer.is_success, answer.text
    record_id = record_id or answer.json()["id"]
    assert await database.fetchval("SELECT count(*) FROM activity_log") == logged + 1
    assert await database.fetchval("SELECT count(*) FROM outbox") == told + 1
    entry: Any = await database.fetchrow(
        "SELECT *, xmin FROM activity_log ORDER BY id DESC LIMIT 1"
    )
    news: Any = await database.fetchrow("SELECT *, xmin FROM outbox ORDER BY id DESC LIMIT 1")
    assert (entry["entity_type"], entry["action"]) == (case.kind, case.action)
    assert (str(entry["entity_uuid"]), str(entry["user_id"])) == (record_id, api.user_id)
    assert entry["request_id"] == answer.headers["x-request-id"]
    assert '"changes": {"' in entry["payload"]
    assert news["topic"] == f"{case.kind}.{case.action}"
    assert news["xmin"] == entry["xmin"]  # written by one and the same transaction


async def test_news_name_the_record_and_tell_nothing_of_it(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    client = await make_client(api, name="Secret")

    payload: Any = await database.fetchval(
        "SELECT payload FROM outbox WHERE topic = 'client.created'"
    )

    assert client["id"] in payload
    assert "Secret" not in payload


async def test_a_refusal_leaves_nothing(api: SignedIn, database: asyncpg.Connection) -> None:
    client = await make_client(api, email="taken@example.com")
    count = "SELECT (SELECT count(*) FROM activity_log) + (SELECT count(*) FROM outbox)"
    before = await database.fetchval(count)

    twin = {"name": "Twin", "email": "taken@example.com"}
    stale = await api.delete(f"{API}/clients/{client['id']}", headers={"If-Match": '"9"'})
    conflict = await api.post(f"{API}/clients", json=twin)
    invalid = await api.patch(f"{API}/clients/{client['id']}", json={"name": ""})

    assert [stale.status_code, conflict.status_code, invalid.status_code] == [412, 409, 400]
    assert await database.fetchval(count) == before
