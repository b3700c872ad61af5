"""Hostile values in every place of every body: no 5xx, and what is taken comes back as sent.

Every place and every value in turn, but not each with each: `task fuzz:hostile` does that.
"""

import json
import os
import re
from collections.abc import Iterator
from itertools import count, islice
from typing import Any, NamedTuple

import asyncpg
import httpx
import pytest
from litestar import Litestar

from backend.settings import Settings
from tests.openapi.hostile import Place, fragments, places, spoilt
from tests.openapi.stage import Stage, staged
from tests.support.openapi import FORM, JSON, Document, Operation, document_of
from tests.support.people import Json, SignedIn

pytestmark = pytest.mark.slow

EVERY = int(os.environ.get("HOSTILE_EVERY", "29"))
# Of these each request has its own, so that none is refused for being another's twin.
UNIQUE = re.compile(r"bob@example\.com|office@acme\.example|CRM-1042|OFFER-77")
USED_UP = {202, 409}  # an import that was started, a version that has passed
# A file is given out as what its name says; a deal that is lost without a word keeps its reason.
OTHERWISE = {"content_type"}
_numbers = count(1)


class Sent(NamedTuple):
    operation: Operation
    path: str
    body: Json
    place: Place
    fragment: bytes

    @property
    def value(self) -> Any:
        """None where the fragment is no JSON."""
        try:
            return json.loads(self.fragment)
        except (ValueError, RecursionError):
            return None

    def __str__(self) -> str:
        return f"{self.operation.spec['operationId']} {'.'.join(self.place)} {self.fragment[:80]!r}"


async def test_nothing_breaks_and_nothing_is_garbled(
    backend_app: Litestar, database: asyncpg.Connection, settings: Settings
) -> None:
    document = document_of(backend_app)
    stage = await staged(backend_app, database, settings)
    found: list[str] = []
    tried = 0

    for operation in document.with_bodies():
        path, body = await request_of(stage, document, operation)
        for place, fragment in tries(document, operation):
            sent = Sent(operation, path, unique(body), place, fragment)
            answer = await send(stage.ann, sent)
            found += [f"{sent}: {fault}" for fault in await faults(stage.ann, sent, answer)]
            tried += 1
            if answer.status_code in USED_UP:
                path, body = await request_of(stage, document, operation)

    assert found == []
    assert tried > 10_000 / EVERY


def tries(document: Document, operation: Operation) -> Iterator[tuple[Place, bytes]]:
    all_of_them = (
        (place, fragment)
        for place, schema in places(document, operation.body)
        for fragment in fragments(schema)
    )
    return islice(all_of_them, 0, None, EVERY)


async def request_of(stage: Stage, document: Document, operation: Operation) -> tuple[str, Json]:
    """The example's, which would be taken."""
    example = json.dumps(document.example(operation.body))
    path, _, body = (await stage.with_records(f"{operation.path}\n{example}")).partition("\n")
    return path, json.loads(body)


def unique(body: Json) -> Json:
    made: Json = json.loads(UNIQUE.sub(lambda e: f"{next(_numbers)}-{e[0]}", json.dumps(body)))
    return made


async def send(by: SignedIn, sent: Sent) -> httpx.Response:
    if sent.operation.body_type != FORM:
        content = spoilt(sent.body, sent.place, sent.fragment)
        headers = {"Content-Type": JSON}
        return await by.request(sent.operation.method, sent.path, content=content, headers=headers)
    text = sent.value if isinstance(sent.value, str) else sent.fragment.decode("latin-1")
    fields = sent.body | {sent.place[0]: text.encode("utf-8", "surrogatepass")}
    return await by.post(sent.path, files={"file": ("a.csv", fields.pop("file"))}, data=fields)


async def faults(by: SignedIn, sent: Sent, answer: httpx.Response) -> list[str]:
    """What it answers, and what is kept where it says that it took the value."""
    if answer.status_code >= 500:
        return [f"{answer.status_code} {answer.text}"]
    (name, *within), value = sent.place, sent.value
    if not (answer.is_success and answer.content and isinstance(value, str)) or within:
        return []
    told = value.strip()
    if name in OTHERWISE or (name == "lost_reason" and not told):
        return []
    kept = [answer.json()]
    changed = sent.path if sent.operation.method == "patch" else None
    if address := answer.headers.get("location", changed):
        kept.append((await by.get(address)).json())
    return [f"came back as {each[name]!r}" for each in kept if each.get(name, told) != told]
