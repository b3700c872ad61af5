"""Every body has an example; sent as it stands, the API does it and answers as examples do."""

import json
import re

import asyncpg
import httpx
from litestar import Litestar

from backend.settings import Settings
from tests.openapi.stage import staged
from tests.support.openapi import FORM, Document, Operation, document_of
from tests.support.people import Json, SignedIn

CREATED = 201
AT_TIMES = {"Idempotency-Replayed"}
# What the server decides, what it says of other records, and when something happened.
DECIDED = re.compile(
    r"^(id|.*_(id|uuid|at|since|by|name)|assigned_to|version|rank|prefix|secret|token|upload)$"
    r"|^follow_up$"
)


async def test_each_is_taken_and_answered_like_the_examples(
    backend_app: Litestar, database: asyncpg.Connection, settings: Settings
) -> None:
    document = document_of(backend_app)
    stage = await staged(backend_app, database, settings)

    # In the order of paths: a password is changed after it was used.
    for operation in document.with_bodies():
        example = json.dumps(document.example(operation.body))
        text = await stage.with_records(f"{operation.path}\n{example}")
        path, _, body = text.partition("\n")
        answer = await send(stage.ann, operation, path, json.loads(body))

        assert answer.is_success, (operation[:2], body, answer.text)
        assert misfits(document, operation, answer) == [], operation[:2]


def test_every_body_has_one(backend_app: Litestar) -> None:
    document = document_of(backend_app)

    without = [each.path for each in document.with_bodies() if not document.example(each.body)]

    assert without == []
    assert len(document.with_bodies()) > 25


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
            f"{name}: {record[name]}, not {value}"
            for name, value in told.items()
            if record[name] != value
        ]
    return found
