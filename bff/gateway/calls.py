"""One request to the backend, before it is sent."""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from msgspec import Struct

from bff.gateway.transfer import Content, Upload

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Params = Mapping[str, str | int | bool | UUID | None]


class Call(Struct, frozen=True):
    method: Method
    path: str
    params: dict[str, str] = {}
    body: bytes | Content | Upload | None = None
    headers: dict[str, str] = {}
    is_repeatable: bool = False
    is_streamed: bool = False

    @property
    def address(self) -> str:
        return f"{self.path}?{urlencode(self.params)}" if self.params else self.path

    @property
    def name(self) -> str:
        """For logs. The query of a lent address is the right to use it."""
        return f"{self.method} {self.path.partition('?')[0]}"

    @property
    def question(self) -> str:
        """Equal questions have equal answers: the parameters' order does not count."""
        return f"{self.path}?{urlencode(sorted(self.params.items()))}"


def query(params: Params) -> dict[str, str]:
    return {name: text(value) for name, value in params.items() if value is not None}


def text(value: str | int | bool | UUID) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def encoded(body: object) -> bytes | Upload | None:
    return body if body is None or isinstance(body, Upload) else msgspec.json.encode(body)


def if_match(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If-Match": f'"{version}"'}
