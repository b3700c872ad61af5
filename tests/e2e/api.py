"""A look behind the pages: records made and read at the API, and the change log."""

from collections.abc import Generator
from contextlib import contextmanager
from itertools import count
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


@contextmanager
def api_of(url: str, email: str) -> Generator[Api]:
    with Api(base_url=f"{url}/api/v1") as api:
        tokens = api.made("auth/login", {"email": email, "password": PASSWORD}, status=200)
        api.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        yield api
