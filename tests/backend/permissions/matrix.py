"""The table of `matrix.txt`, and how each of its cells is asked for."""

import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import httpx

from tests.backend.exports.steps import asked as asked_export
from tests.backend.files.steps import FILES, PDF, attached
from tests.backend.imports.steps import started, table, uploaded
from tests.backend.webhooks.steps import make_webhook
from tests.support.builders import activity_of, inbox_of, make_client, make_deal, make_task
from tests.support.people import PASSWORD, Json, SignedIn

TABLE = Path(__file__).parent / "matrix.txt"
CHAT = "json://127.0.0.1:9/"
COLUMNS = ("stranger", "admin", "own", "team's", "trashed", "foreign", "none")
NOTHING = "0199f000-0000-7000-8000-000000000000"
Maker = Callable[[SignedIn], Awaitable[str]]


class Route(NamedTuple):
    method: str
    path: str

    @property
    def has_record(self) -> bool:
        return "{" in self.path

    @property
    def kind(self) -> str:
        """What its record is: its address up to the id."""
        return self.path.removeprefix("/api/v1/").partition("/{")[0]


def rows() -> Iterator[tuple[Route, dict[str, int]]]:
    """Each route with its columns' statuses; a column that makes no sense for it is left out."""
    for line in TABLE.read_text("utf-8").splitlines():
        if line and line[0].isupper():
            method, path, *cells = line.split()
            stated = zip(COLUMNS, cells, strict=False)
            yield Route(method, path), {name: int(cell) for name, cell in stated if cell != "-"}


async def a_client(person: SignedIn) -> str:
    return str((await make_client(person))["id"])


async def a_deal(person: SignedIn) -> str:
    return str((await make_deal(person))["id"])


async def a_task(person: SignedIn) -> str:
    return str((await make_task(person))["id"])


async def an_import(person: SignedIn) -> str:
    return str((await uploaded(person, table("Name", ["Acme"])))["id"])


async def a_mapping(person: SignedIn) -> str:
    await started(person, await an_import(person), mapping={"name": "Name"})
    listed = await person.get("/api/v1/imports/mappings")
    return str(listed.json()["items"][0]["id"])


async def an_entry(person: SignedIn) -> str:
    (entry,) = await activity_of(person, await a_client(person))
    return str(entry["id"])


async def an_export(person: SignedIn) -> str:
    return str((await asked_export(person, "clients"))["id"])


async def a_file(person: SignedIn) -> str:
    return str((await attached(person, person, await make_client(person)))["id"])


async def an_object(_: SignedIn) -> str:
    return "attachments"


async def the_person(person: SignedIn) -> str:
    return person.user_id


async def another_session(person: SignedIn) -> str:
    """Not the one that asks, which is needed once more."""
    login = {"email": person.user["email"], "password": PASSWORD}
    await person.post("/api/v1/auth/login", json=login)
    sessions = (await person.get("/api/v1/me/sessions")).json()["items"]
    return str(next(each["id"] for each in sessions if not each["is_current"]))


async def a_token(person: SignedIn) -> str:
    body = {"name": "Robot", "scopes": ["read"]}
    return str((await person.post("/api/v1/tokens", json=body)).json()["id"])


async def a_view(person: SignedIn) -> str:
    answer = await person.post("/api/v1/views", json={"page": "clients", "name": "Mine"})
    return str(answer.json()["id"])


async def a_channel(person: SignedIn) -> str:
    answer = await person.post("/api/v1/channels", json={"name": "Mine", "url": CHAT})
    return str(answer.json()["id"])


async def a_webhook(person: SignedIn) -> str:
    return str((await make_webhook(person))["id"])


async def no_letter(_: SignedIn) -> str:
    """No request makes an event that fails for a day."""
    return NOTHING


async def a_notification(person: SignedIn, by: SignedIn) -> str:
    """``by`` is an admin, for nobody else gives things away."""
    await make_client(by, owner_id=person.user_id)
    return str((await inbox_of(person))[0]["id"])


MAKERS: dict[str, Maker] = {
    "channels": a_channel,
    "clients": a_client,
    "deals": a_deal,
    "tasks": a_task,
    "imports": an_import,
    "imports/mappings": a_mapping,
    "activity": an_entry,
    "exports": an_export,
    "files": a_file,
    "/files": an_object,  # the disk's, which is no record of the API
    "system/dead-letters": no_letter,
    "users": the_person,
    "me/sessions": another_session,
    "tokens": a_token,
    "views": a_view,
    "webhooks": a_webhook,
}


async def body_of(route: Route, person: SignedIn) -> Json:
    """What httpx is to send with it: a body that nobody could refuse but for the permission."""
    asked = f"{route.method} {route.path}"
    if asked in HEADERS:
        return {"headers": HEADERS[asked]}
    if asked in PARAMS:
        return {"params": PARAMS[asked]}
    if route.path.endswith("/bulk"):
        return {"json": {"ids": [NOTHING], "action": "delete", "atomic": False}}
    if asked in {"POST /api/v1/deals", "POST /api/v1/tasks"}:
        return {"json": {"client_id": await a_client(person), "title": "Roof"}}
    if asked == "POST /api/v1/notes":
        record = {"entity_type": "client", "entity_uuid": await a_client(person)}
        return {"json": record | {"text": "Rang them"}}
    if asked == "POST /api/v1/imports":
        return {"files": {"file": ("a.csv", b"Name\nAcme\n")}, "data": {"entity": "clients"}}
    if asked.endswith(FILES):
        record = {"entity_type": "client", "entity_id": await a_client(person)}
        new = {"json": record | {"file_name": "a.pdf", "size": len(PDF)}}
        return {"params": record} if route.method == "GET" else new
    if route.path.endswith("/merge"):
        return {"json": {"other_id": await a_client(person), "other_version": 1}}
    if route.path == OBJECT:
        return {"params": FORGED[route.method]}
    body = BODIES.get(asked)
    return {} if body is None else {"json": body}


OBJECT = "/files/{folder:str}/{token:str}"
SIGNED = {"expires": "99999999999", "signature": "0" * 64}
FORGED: dict[str, Json] = {
    "GET": SIGNED | {"name": "a.pdf", "type": "application/pdf"},
    "PUT": SIGNED | {"size": "1"},
}
HEADERS: dict[str, Json] = {
    "GET /api/v1/feeds/tasks.ics": {"x-feed-token": "x" * 43},
    "GET /api/v1/reminders/link": {"x-reminder-token": "x" * 96},
}
PARAMS: dict[str, Json] = {
    "GET /api/v1/search": {"q": "acme"},
    "GET /api/v1/tasks/agenda": {"week_end": "2026-11-29"},
    "GET /api/v1/tasks/calendar": {"first": "2026-11-01", "last": "2026-11-30"},
    "GET /api/v1/trash": {"entity_type": "client"},
}
BODIES: dict[str, Json] = {
    "POST /api/v1/auth/login": {"email": "nobody@foyer.test", "password": "x" * 20},
    "POST /api/v1/auth/refresh": {"refresh_token": "x" * 43},
    "POST /api/v1/auth/logout": {"refresh_token": "x" * 43},
    "POST /api/v1/auth/password-reset": {"email": "nobody@foyer.test"},
    "POST /api/v1/auth/password-reset/confirm": {"token": "x", "new_password": PASSWORD},
    "POST /api/v1/me/password": {"current_password": PASSWORD, "new_password": PASSWORD},
    "POST /api/v1/tokens": {"name": "Robot", "scopes": ["read"]},
    "POST /api/v1/webhooks": {"url": "https://example.com/", "events": ["*"]},
    "PATCH /api/v1/webhooks/{webhook_id}": {"events": ["deal.*"]},
    "PATCH /api/v1/me": {"full_name": "New Name"},
    "POST /api/v1/users": {
        "email": "new@foyer.test",
        "full_name": "New",
        "password": "long enough for it",
    },
    "PATCH /api/v1/users/{user_id}": {"full_name": "New Name"},
    "POST /api/v1/clients": {"name": "Acme"},
    "POST /api/v1/channels": {"name": "Mine", "url": CHAT},
    "PATCH /api/v1/channels/{channel_id}": {"name": "Ours"},
    "POST /api/v1/views": {"page": "clients", "name": "Mine"},
    "PATCH /api/v1/views/{view_id}": {"name": "Ours"},
    "PATCH /api/v1/clients/{client_id}": {"name": "Acme Ltd"},
    "PATCH /api/v1/deals/{deal_id}": {"title": "Roof and walls"},
    "POST /api/v1/deals/{deal_id}/move": {"status": "WON"},
    "PATCH /api/v1/tasks/{task_id}": {"title": "Call again"},
    "POST /api/v1/tasks/{task_id}/snooze": {"until": "1h"},
    "POST /api/v1/reminders/link/done": {"token": "x" * 96},
    "POST /api/v1/reminders/link/snooze": {"token": "x" * 96, "until": "1h"},
    "POST /api/v1/activity/undo": {"batch_id": NOTHING},
    "POST /api/v1/notifications/read-all": {"until": NOTHING},
    "POST /api/v1/notifications/unsubscribe": {"type": "task_assigned", "token": "x"},
    "PATCH /api/v1/notifications/settings": {"import_ended": {"mail": True}},
    "POST /api/v1/imports/{import_id}/reread": {},
    "POST /api/v1/imports/{import_id}/start": {"mapping": {"name": "Name"}},
    "POST /api/v1/exports": {"entity": "clients"},
    "POST /api/v1/mails/in-doubt/send-again": {"ids": [str(UUID(int=1))]},
    "POST /api/v1/mails/in-doubt/leave": {"ids": [str(UUID(int=1))]},
    "POST /api/v1/webhooks/{webhook_id}/deliveries/redeliver": {"since": "2026-01-31T08:00:00Z"},
    "POST /api/v1/system/dead-letters/redrive": {"topic": "deal.moved"},
    "POST /api/v1/system/dead-letters/give-up": {"topic": "deal.moved"},
}


async def send(route: Route, by: httpx.AsyncClient, *, record: str, body: Json) -> httpx.Response:
    path = re.sub(r"\{[^}]*\}", record, route.path)
    return await by.request(route.method, path, **body)
