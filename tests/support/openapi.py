"""The API's own description of itself, and what can be asked of it."""

import re
from typing import Any, NamedTuple

import msgspec
from jsonschema import Draft202012Validator
from litestar import Litestar
from litestar.serialization import encode_json

Json = dict[str, Any]
JSON, FORM = "application/json", "multipart/form-data"
METHODS = ("get", "post", "put", "patch", "delete")


class Operation(NamedTuple):
    method: str
    path: str
    spec: Json

    @property
    def is_public(self) -> bool:
        return self.spec.get("security") == [] or not self.path.startswith("/api/")

    @property
    def parameters(self) -> dict[str, Json]:
        return {parameter["name"]: parameter for parameter in self.spec.get("parameters", [])}

    @property
    def body_type(self) -> str:
        """Its media type; empty where the operation takes no body."""
        return next(iter(self.spec.get("requestBody", {}).get("content", ())), "")

    @property
    def body(self) -> Json:
        """The schema of what is sent."""
        schema: Json = self.spec["requestBody"]["content"][self.body_type]["schema"]
        return schema

    def schema_of(self, status: int) -> Json:
        """What an answer of this status holds; raises KeyError where none is promised."""
        (content,) = self.spec["responses"][str(status)]["content"].values()
        schema: Json = content["schema"]
        return schema


class Document:
    def __init__(self, content: Json) -> None:
        self.content = content
        self.schemas: Json = content["components"]["schemas"]
        self.operations = [
            Operation(method, path, item[method])
            for path, item in content["paths"].items()
            for method in METHODS
            if method in item
        ]

    def with_bodies(self) -> list[Operation]:
        """Those that take JSON or a form."""
        return [each for each in self.operations if each.body_type in {JSON, FORM}]

    def operation(self, method: str, path: str) -> Operation | None:
        """For a real path, or one with ``{}`` for each of its parameters."""
        for operation in sorted(self.operations, key=lambda each: each.path.count("{")):
            pattern = re.sub(r"\{[^}]*\}", "[^/]+", operation.path)
            if operation.method == method.lower() and re.fullmatch(pattern, path.rstrip("/")):
                return operation
        return None

    def resolved(self, schema: Json) -> Json:
        """The schema that a reference names, or this very one."""
        name = schema.get("$ref", "").rpartition("/")[2]
        found: Json = self.schemas[name] if name else schema
        return found

    def example(self, schema: Json) -> Any:
        """The first one; None where there is none."""
        return next(iter(self.resolved(schema).get("examples", ())), None)

    def misfits(self, value: Any, schema: Json) -> list[str]:
        """Where a value is not what the schema promises; a field that is not promised counts."""
        validator = Draft202012Validator(
            {**schema, "components": {"schemas": {n: _closed(s) for n, s in self.schemas.items()}}},
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def document_of(app: Litestar) -> Document:
    return Document(msgspec.json.decode(encode_json(app.openapi_schema.to_schema())))


def _closed(schema: Json) -> Json:
    return schema | {"additionalProperties": False} if schema.get("properties") else schema
