"""Every body has an example; sent as it stands, the API does it and answers as examples do."""

import json
import re
from collections.abc import Awaitable, Callable

import asyncpg
import httpx
from litestar import Litestar

from backend.core import examples
from backend.core.actor import Role
from backend.imports.schemas import Upload
from backend.settings import Settings
from tests.backend.accounts.test_change_password import mailed_token
from tests.backend.imports.steps import uploaded
from tests.backend.webhooks.steps import make_webhook
from tests.support.builders import inbox_of, make_client, make_deal, make_task
from tests.support.openapi import Document, Operation, document_of
from tests.support.people import PASSWORD, Json, SignedIn, add_person, sign_in

CREATED = 201
AT_TIMES = {"Idempotency-Replayed"}
JSON = "application/json"
FORM = "multipart/form-data"
ANN = "ann@example.com"
BOB = "bob@foyer.test"
CLEO = "cleo@foyer.test"  # who forgets her password
# What the server decides, what it says of other records, and when something happened.
DECIDED = re.compile(
    r"^(id|.*_id|.*_at|.*_by|.*_name|assigned_to|version|rank|prefix|secret|upload)$"
)
Maker = Callable[[], Awaitable[str]]


async def test_each_is_taken_and_answered_like_the_examples(
    backend_app: Litestar, database: asyncpg.Connection, settings: Settings
) -> None:
    document = document_of(backend_app)
    ann = await person(backend_app, ANN, "Ann Archer", examples.PASSWORD)
    bob = await person(backend_app, BOB, "Bob Berg", PASSWORD)
    await add_person(backend_app, email=CLEO)
    makers: dict[str, Maker] = {
        examples.NOTIFICATION: lambda: a_notification(ann, by=bob),
        examples.BATCH: lambda: a_batch(ann),
        examples.REFRESH_TOKEN: lambda: a_refresh_token(backend_app),
        examples.RESET_TOKEN: lambda: mailed_token(ann, database, settings, CLEO),
        "{import_id}": lambda: an_import(ann),
        "{view_id}": lambda: a_view(ann),
        "{webhook_id}": lambda: a_webhook(ann),
    }

    for operation in with_bodies(document):
        example = json.dumps(document.example(operation.body))
        text = await with_records(f"{operation.path}\n{example}", ann, bob, makers)
        path, _, body = text.partition("\n")
        answer = await send(ann, operation, path, json.loads(body))

        assert answer.is_success, (operation[:2], body, answer.text)
        assert misfits(document, operation, answer) == [], operation[:2]


def test_every_body_has_one(backend_app: Litestar) -> None:
    document = document_of(backend_app)

    without = [o.path for o in with_bodies(document) if not document.example(o.body)]

    assert without == []
    assert len(with_bodies(document)) > 25


def with_bodies(document: Document) -> list[Operation]:
    """In the order of their paths: a password is changed after it was used."""
    return [each for each in document.operations if each.body_type in {JSON, FORM}]


async def with_records(text: str, ann: SignedIn, bob: SignedIn, makers: dict[str, Maker]) -> str:
    """The text with the ids of new records, tokens that are good, and so on."""
    deal = await make_deal(ann, title="New roof")
    task = await make_task(ann, client_id=deal["client_id"], deal_id=deal["id"])
    real = {
        **dict.fromkeys([examples.CLIENT, "{client_id}"], deal["client_id"]),
        **dict.fromkeys([examples.DEAL, "{deal_id}"], deal["id"]),
        **dict.fromkeys([examples.TASK, "{task_id}"], task["id"]),
        **dict.fromkeys([examples.BOB, "{user_id}"], bob.user_id),
        **{name: await make() for name, make in makers.items() if name in text},
    }
    return re.sub("|".join(map(re.escape, real)), lambda found: str(real[found[0]]), text)


async def send(by: SignedIn, operation: Operation, path: str, body: Json) -> httpx.Response:
    if operation.body_type != FORM:
        return await by.request(operation.method, path, json=body)
    file = body.pop("file")
    return await by.post(path, data=body, files={"file": ("clients.csv", file)})


def misfits(document: Document, operation: Operation, answer: httpx.Response) -> list[str]:
    """Where the answer is not what the document promises by its headers, schema and example."""
    headers = operation.spec["responses"][str(answer.status_code)]["headers"].keys() - AT_TIMES
    found = [f"no header {name}" for name in headers if name not in answer.headers]
    if not answer.content:
        return found
    schema, record = operation.schema_of(answer.status_code), answer.json()
    found += document.misfits(record, schema)
    if answer.status_code == CREATED:
        example = document.example(schema) or {}
        told = {name: value for name, value in example.items() if not DECIDED.match(name)}
        found += [
            f"{n}: {record[n]}, not {value}" for n, value in told.items() if record[n] != value
        ]
    return found


async def person(app: Litestar, email: str, name: str, password: str) -> SignedIn:
    await add_person(app, email=email, name=name, role=Role.ADMIN, password=password)
    return await sign_in(app, email, password)


async def a_notification(ann: SignedIn, *, by: SignedIn) -> str:
    await make_task(by, assigned_to=ann.user_id)
    return str((await inbox_of(ann))[0]["id"])


async def a_batch(ann: SignedIn) -> str:
    body = {"ids": [(await make_client(ann))["id"]], "action": "delete"}
    return str((await ann.post("/api/v1/clients/bulk", json=body)).json()["batch_id"])


async def a_refresh_token(app: Litestar) -> str:
    return str((await sign_in(app, ANN, examples.PASSWORD)).tokens["refresh_token"])


async def an_import(ann: SignedIn) -> str:
    """Of the very file that the example of an upload sends."""
    return str((await uploaded(ann, Upload.example["file"].encode()))["id"])


async def a_view(ann: SignedIn) -> str:
    answer = await ann.post("/api/v1/views", json={"page": "clients", "name": "Mine"})
    return str(answer.json()["id"])


async def a_webhook(ann: SignedIn) -> str:
    return str((await make_webhook(ann))["id"])
