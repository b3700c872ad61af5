"""Compares what the BFF expects of the API with what the API promises."""

from datetime import datetime
from typing import Any, Literal, get_args

import msgspec

from tests.support.openapi import Document

Json = dict[str, Any]
Role = Literal["reads", "sends"]
TIME: Json = {"type": "string", "format": "date-time"}
MAYBE_TIME: dict[bool, Json] = {False: TIME, True: {"anyOf": [TIME, {"type": "null"}]}}


def mismatches(struct: type[msgspec.Struct], api: Document, role: Role) -> list[str]:
    """What would break: a field we read that is not promised, one we send that is not known,
    one we must send and do not, a limit of ours that is stricter, and any type that differs."""
    name = struct.__name__
    if name not in api.schemas:
        return [f"{name} is unknown"]
    theirs, definitions = api.schemas[name], schemas_of(struct)
    mine, required = definitions[name], set(theirs.get("required", ()))
    problems: list[str] = []
    if role == "sends":
        missing = required - mine["properties"].keys()
        problems += [f"{name}.{field} is required" for field in sorted(missing)]
    for field, schema in mine["properties"].items():
        if field not in theirs["properties"]:
            problems.append(f"{name}.{field} is unknown")
            continue
        their = theirs["properties"][field]
        if role == "reads" and field in mine.get("required", ()) and field not in required:
            problems.append(f"{name}.{field} is not promised")
        we, they = kinds(schema, definitions), kinds(their, api.schemas)
        if we != they and not (role == "sends" and we < they):
            problems.append(f"{name}.{field}: we say {sorted(we)}, they say {sorted(they)}")
        problems += [f"{name}.{field}: {limit}" for limit in stricter(schema, their)]
    return problems


def schemas_of(struct: type[msgspec.Struct]) -> Json:
    """As msgspec writes them, which tells times from other text only where they need a zone."""
    schemas: Json = msgspec.json.schema(struct)["$defs"]
    for field in msgspec.structs.fields(struct):
        if datetime in (field.type, *get_args(field.type)):
            schemas[struct.__name__]["properties"][field.encode_name] = MAYBE_TIME[
                type(None) in get_args(field.type)
            ]
    return schemas


def kinds(schema: Json, definitions: Json) -> set[str]:
    """``{"string:date", "null"}`` for ``date | None``: enough to tell two schemas apart."""
    if "$ref" in schema:
        return kinds(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if options := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return {kind for option in options for kind in kinds(option, definitions)}
    if "enum" in schema:
        return {f"={value}" if value is not None else "null" for value in schema["enum"]}
    if "const" in schema:
        return {f"={schema['const']}"}
    match schema.get("type"):
        case None:
            return {"anything"}
        case list() as several:
            return {kind for one in several for kind in kinds(schema | {"type": one}, definitions)}
        case "array":
            return {f"[{kind}]" for kind in kinds(schema["items"], definitions)}
        case "object":
            return {str(schema.get("title", "object"))}
        case kind:
            form = schema.get("format", "")
            return {f"{kind}:{form}" if form and form != "decimal" else str(kind)}


def stricter(ours: Json, theirs: Json) -> list[str]:
    """Limits by which a form would refuse what the API takes."""
    mine, their = _text(ours), _text(theirs)
    found: list[str] = []
    if mine.get("maxLength", 10**9) < their.get("maxLength", 10**9):
        found.append(f"at most {mine['maxLength']} is stricter than their {their.get('maxLength')}")
    if mine.get("minLength", 0) > their.get("minLength", 0):
        found.append(
            f"at least {mine['minLength']} is stricter than their {their.get('minLength')}"
        )
    return found


def _text(schema: Json) -> Json:
    """The part of a schema that speaks of text."""
    options = [*schema.get("anyOf", []), *schema.get("oneOf", [])]
    text: Json = next((option for option in options if option.get("type") == "string"), {})
    return text | {name: value for name, value in schema.items() if name not in {"anyOf", "oneOf"}}
