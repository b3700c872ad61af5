"""Schemas as generators of clients like them: no parameter is null, no choice is of one.

Litestar writes ``X | None`` for every parameter that may be left out, and wraps a lone type.
"""

from dataclasses import fields, replace

from litestar.openapi.spec import OpenAPIType, Operation, Parameter, Reference, Schema

Schematic = Schema | Reference


def plain_parameters(operation: Operation) -> None:
    for parameter in operation.parameters or []:
        if isinstance(parameter, Parameter) and isinstance(parameter.schema, Schema):
            parameter.schema = without_wrapping(without_null(parameter.schema))


def plain_properties(schema: Schema) -> None:
    for name, value in (schema.properties or {}).items():
        if isinstance(value, Schema):
            schema.properties = {**(schema.properties or {}), name: without_wrapping(value)}


def without_null(schema: Schema) -> Schema:
    """The same for a value that is there."""
    one_of = [each for each in schema.one_of or [] if not _is_null(each)] or None
    types = schema.type if isinstance(schema.type, list) else []
    kept = [each for each in types if each is not OpenAPIType.NULL]
    return replace(
        schema,
        one_of=one_of,
        type=kept[0] if len(kept) == 1 else kept or schema.type,
        enum=[each for each in schema.enum if each is not None] if schema.enum else schema.enum,
    )


def without_wrapping(schema: Schema) -> Schematic:
    """``oneOf`` of a single schema is that schema, with what its wrapper says beside it."""
    if not schema.one_of or len(schema.one_of) != 1:
        return schema
    (inner,) = schema.one_of
    outer = replace(schema, one_of=None)
    if isinstance(inner, Reference):
        return inner if outer == Schema() else schema
    told = {each.name: getattr(outer, each.name) for each in fields(outer)}
    return replace(inner, **{name: value for name, value in told.items() if value is not None})


def _is_null(schema: Schematic) -> bool:
    return isinstance(schema, Schema) and schema.type is OpenAPIType.NULL
