"""The BFF's gateway asks for what the API offers, and reads what it promises."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import bff.gateway
from backend.app import create_app
from backend.settings import Settings
from bff.gateway.client import View
from bff.gateway.problems import FieldError, Problem
from tests.contract.agreement import Role, kinds, mismatches, stricter
from tests.contract.calls import Call, calls_in, calls_of
from tests.support.openapi import Document, document_of

# The gateway's own tools: nothing in there is on the wire but the problems, which are named below.
TOOLS = {"calls", "client", "fields", "problems", "transfer"}
GATEWAY = Path(bff.gateway.__path__[0])


def wire_structs() -> Iterator[tuple[type[msgspec.Struct], Role]]:
    """Whatever a feature's module of the gateway defines, so that nothing is forgotten."""
    for module in pkgutil.iter_modules(bff.gateway.__path__):
        if module.name in TOOLS:
            continue
        loaded = importlib.import_module(f"bff.gateway.{module.name}")
        for _, kind in inspect.getmembers(loaded, inspect.isclass):
            if issubclass(kind, msgspec.Struct) and kind.__module__ == loaded.__name__:
                yield kind, "reads" if issubclass(kind, View) else "sends"
    yield FieldError, "reads"


STRUCTS = list(wire_structs())
CALLS = list(calls_in(GATEWAY))


@pytest.fixture(scope="module")
def api() -> Document:
    settings = Settings(
        database_url="postgresql://nowhere/crm",
        redis_url="redis://nowhere/0",
        secret_key="k" * 32,
        bff_key="b" * 32,
        files="nowhere",
    )
    return document_of(create_app(settings))


def test_there_is_something_to_compare() -> None:
    names = {struct.__name__ for struct, _ in STRUCTS}

    assert {"ClientView", "ClientPage", "NewDeal", "EditDeal", "Board", "TokenPair"} <= names
    assert len(CALLS) >= 15


@pytest.mark.parametrize(
    ("struct", "role"), STRUCTS, ids=lambda value: getattr(value, "__name__", value)
)
def test_a_struct_agrees(api: Document, struct: type[msgspec.Struct], role: Role) -> None:
    assert mismatches(struct, api, role) == []


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.method} {call.path}")
def test_a_call_is_one_the_api_takes(api: Document, call: Call) -> None:
    operation = api.operation(call.method, f"/api/v1/{call.path}")

    assert operation is not None, f"{call.where}: nothing answers {call.method} {call.path}"
    assert call.parameters <= operation.parameters.keys(), call.where
    if call.into is not None:
        success = min(int(status) for status in operation.spec["responses"])
        assert operation.schema_of(success) == {"$ref": f"#/components/schemas/{call.into}"}


def test_of_a_problem_only_what_there_is_is_read(api: Document) -> None:
    """Read leniently, whoever sent it: a proxy's error page is a problem too."""
    ours = {field.encode_name for field in msgspec.structs.fields(Problem)}

    assert ours <= api.schemas["Problem"]["properties"].keys()


# That the comparison sees what is wrong:


class ClientView(View):
    id: str
    colour: str
    name: str | None


class EditClient(msgspec.Struct):
    name: str = ""


class NewDeal(msgspec.Struct):
    title: str


class Unheard(View):
    id: str


def test_it_sees_a_field_that_is_not_there_and_a_type_that_differs(api: Document) -> None:
    assert mismatches(ClientView, api, "reads") == [
        "ClientView.id: we say ['string'], they say ['string:uuid']",
        "ClientView.colour is unknown",
        "ClientView.name: we say ['null', 'string'], they say ['string']",
    ]


def test_it_sees_a_field_that_is_not_sent(api: Document) -> None:
    assert mismatches(NewDeal, api, "sends") == ["NewDeal.client_id is required"]


def test_it_sees_a_field_that_is_not_promised(api: Document) -> None:
    class Problem(View):
        title: str
        detail: str

    assert mismatches(Problem, api, "reads") == ["Problem.detail is not promised"]


def test_it_sees_a_struct_that_nobody_knows(api: Document) -> None:
    assert mismatches(Unheard, api, "reads") == ["Unheard is unknown"]


def test_it_sees_a_new_member_of_an_enum() -> None:
    ours, theirs = {"enum": ["NEW", "WON"]}, {"enum": ["NEW", "WON", "LOST"]}

    assert kinds(ours, {}) != kinds(theirs, {})


def test_it_sees_a_limit_that_is_stricter() -> None:
    ours = {"anyOf": [{"type": "string", "maxLength": 50, "minLength": 2}, {"type": "null"}]}

    assert len(stricter(ours, {"type": "string", "maxLength": 200, "minLength": 1})) == 2
    assert stricter(ours, {"type": "string", "maxLength": 50, "minLength": 2}) == []


def test_it_sees_a_call_in_whatever_form() -> None:
    source = """
class Gateway:
    async def one(self, id):
        path = f"things/{id}"
        return await self._backend.get(path, Thing, colour="red")

    async def drop(self, id):
        await self._backend.delete(f"things/{id}/parts", version=1)
"""
    assert list(calls_of(source, "x.py")) == [
        Call("x.py:5", "get", "things/{}", "Thing", frozenset({"colour"})),
        Call("x.py:8", "delete", "things/{}/parts", None, frozenset()),
    ]
