"""What people and programs send that nobody meant to be sent, and every place where it fits."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.openapi import Document, Json

Place = tuple[str, ...]
MARK = "hostile-value-goes-here"
ITEM, KEY = "[]", "{}"  # of a list; a name in a map
TEXTS = [
    "",
    " ",
    "\u00a0\u2003\u3000",
    "\t",
    "\n",
    "a\x00b",
    "\x00",
    "\x1b[31mred",
    "\x7f",
    "\u0085",
    "\u202ereversed",
    "\u2066isolated\u2069",
    "zero\u200bwidth\u200d",
    "\ufeffBOM",
    "\ufffe",
    "\ufffd",
    "\U0010ffff",
    "\u2028line\u2029",
    "e\u0301" * 90,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "𝕬𝖈𝖒𝖊",
    "ﷺ" * 20,
    "İıſß",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "'; DROP TABLE clients; --",
    "1' OR '1'='1",
    "%' ESCAPE '\\",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "%s%s%n%x",
    "{0.__class__}",
    "{{7*7}}",
    "${jndi:ldap://127.0.0.1/x}",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "CON",
    "\r\nSet-Cookie: x=1",
    "null",
    "undefined",
    "-1",
    "1e309",
    "true",
    "\\u0000",
    "0199f000-0000-7000-8000-000000000000",
    "9999-12-31",
    "x" * 100_000,
    "я" * 10_001,
]
NOT_TEXT = [b'"\\ud800"', b'"\xed\xa0\x80"', b'"\xff\xfe"', b'"\xc0\xaf"', b'"\n"']
NUMBERS = [
    *(b"0", b"-0", b"-1", b"1", b"0.1", b"1e2", b"1e999", b"-1e999", b"NaN", b"1E-400"),
    *(b"2147483647", b"2147483648", b"9223372036854775807", b"9223372036854775808"),
    *(b"-9223372036854775809", b"9" * 5_000, b"1." + b"0" * 5_000, b"00", b"0x1"),
]
OTHERS = [
    *(b"null", b"true", b"false", b"[]", b"{}", b'"text"', b'[["deep"]]', b'{"__proto__": {}}'),
    b"[" * 30_000 + b"]" * 30_000,
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    b'"' + b"x" * 300_000 + b'"',
]
FRAGMENTS = [*(json.dumps(text).encode() for text in TEXTS), *NOT_TEXT, *NUMBERS, *OTHERS]


def places(document: Document, schema: Json, at: Place = ()) -> Iterator[tuple[Place, Json]]:
    """Of every value in a body of this schema, of those within it, and of the names in maps."""
    schema = document.resolved(schema)
    if at:
        yield at, schema
    for name, inner in schema.get("properties", {}).items():
        yield from places(document, inner, (*at, name))
    if items := schema.get("items"):
        yield from places(document, items, (*at, ITEM))
    if isinstance(values := schema.get("additionalProperties"), dict):
        yield (*at, KEY), {}
        yield from places(document, values, (*at, "x"))


def fragments(schema: Json) -> list[bytes]:
    """What is hostile anywhere, and the very edges of what the schema allows here."""
    numbers = [schema[name] for name in ("minimum", "maximum") if name in schema]
    lengths = [schema[name] for name in ("minLength", "maxLength") if name in schema]
    return [
        *FRAGMENTS,
        *(b"%d" % (edge + step) for edge in numbers for step in (-1, 0, 1)),
        *(b'"%b"' % (b"x" * max(edge + step, 0)) for edge in lengths for step in (-1, 0, 1)),
    ]


def spoilt(body: Json, place: Place, fragment: bytes) -> bytes:
    """The body in JSON with the fragment at that place."""
    return json.dumps(_marked(body, place)).encode().replace(b'"%b"' % MARK.encode(), fragment)


def _marked(value: Any, place: Place) -> Any:
    if not place:
        return MARK
    first, *rest = place
    if first == ITEM:
        return [_marked(None, tuple(rest))]
    if first == KEY:
        return {MARK: "x"}
    known = value if isinstance(value, Mapping) else {}
    return {**known, first: _marked(known.get(first), tuple(rest))}
