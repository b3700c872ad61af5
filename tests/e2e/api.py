"""A look behind the pages: records made and read at the API, and the change log."""

from collections.abc import Generator
from itertools import count
from time import monotonic
from typing import Any

import httpx

from tests.support.people import PASSWORD, Json

_numbers = count(1)


class Api(httpx.Client):
    """Somebody signed in at the API, who is not the one at the browser."""

    def make_user(self, **fields: object) -> Json:
        number = next(_numbers)
        filled = {"email": f"user-{number}@foyer.test", "full_name": f"User {number}"}
        return self.made("users", filled | {"password": PASSWORD} | fields)

    def person(self, email: str) -> Json:
        person: Json
        (person,) = self.read("users", search=email)["items"]
        return person

    def make_client(self, **fields: object) -> Json:
        return self.made("clients", {"name": f"Client {next(_numbers)}"} | fields)

    def make_deal(self, **fields: object) -> Json:
        """For a client of its own unless ``client_id`` names one."""
        if "client_id" not in fields:
            fields["client_id"] = self.make_client()["id"]
        filled = {"title": f"Deal {next(_numbers)}", "amount": "100.00"}
        return self.made("deals", filled | fields)

    def edit(self, path: str, **fields: object) -> None:
        """Whatever its version is now."""
        answer = self.patch(path, json=fields)
        assert answer.status_code == 200, answer.text

    def log_of(self, record: str) -> list[Json]:
        """The record's entries in the change log, newest first."""
        items: list[Json] = self.read("activity", entity_uuid=record)["items"]
        return items

    def read(self, path: str, **params: str) -> Any:
        answer = self.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def made(self, path: str, fields: object, *, status: int = 201) -> Json:
        answer = self.post(path, json=fields)
        assert answer.status_code == status, answer.text
        record: Json = answer.json()
        return record


class Token(httpx.Auth):
    """Signs in for four of a token's five minutes, for who signs in often is taken for a thief."""

    requires_response_body = True

    def __init__(self, email: str) -> None:
        self._fields = {"email": email, "password": PASSWORD}
        self._bearer = ""
        self._until = 0.0

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        if monotonic() > self._until:
            login = request.url.copy_with(raw_path=b"/api/v1/auth/login")
            answer = yield httpx.Request("POST", login, json=self._fields)
            assert answer.status_code == 200, answer.text
            self._bearer = f"Bearer {answer.json()['access_token']}"
            self._until = monotonic() + 240
        request.headers["Authorization"] = self._bearer
        yield request


def api_of(url: str, email: str) -> Api:
    return Api(base_url=f"{url}/api/v1", auth=Token(email))
