"""A signed-in client of the HTTP API."""

import os
from collections.abc import Generator
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import click
import httpx

from ops.errors import Refused
from ops.local.state import checkout_state

TIMEOUT = httpx.Timeout(30, read=120)  # seconds; an upload is read and checked before its answer


class Tokens(httpx.Auth):
    """An access token lives for minutes and an import may take longer, so it is renewed."""

    requires_response_body = True

    def __init__(self, refresh_url: httpx.URL, pair: dict[str, Any]) -> None:
        self._refresh_url = refresh_url
        self._pair = pair

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        response = yield self._signed(request)
        token = self._pair.get("refresh_token")
        if response.status_code != HTTPStatus.UNAUTHORIZED or token is None:
            return
        renewed = yield httpx.Request("POST", self._refresh_url, json={"refresh_token": token})
        if renewed.is_success:
            self._pair = renewed.json()
            yield self._signed(request)

    def _signed(self, request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {self._pair['access_token']}"
        return request


class Api:
    """Raises Refused for an answer that is no success, in the server's words."""

    def __init__(self, url: str | None) -> None:
        self._client = httpx.Client(base_url=_address(url) + "/api/v1/", timeout=TIMEOUT)

    def __enter__(self) -> Self:
        """Signs in by CRM_TOKEN, or CRM_EMAIL and CRM_PASSWORD, or asks."""
        try:
            pair = self._sign_in()
        except BaseException:
            self._client.close()
            raise
        self._client.auth = Tokens(self._client.base_url.join("auth/refresh"), pair)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(self, path: str, **query: str | int) -> Any:
        return self._call("GET", path, params=query).json()

    def post(self, path: str, **content: Any) -> Any:
        """``content`` is httpx's own: ``json``, or ``data`` and ``files``."""
        return self._call("POST", path, **content).json()

    def download(self, path: str) -> bytes:
        return self._call("GET", path).content

    def _call(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            response = self._client.request(method, path, **options)
        except httpx.TransportError as error:
            raise Refused(f"{self._client.base_url.host} does not answer: {error}.") from error
        if not response.is_success:
            raise Refused(_in_words(response))
        return response

    def _sign_in(self) -> dict[str, Any]:
        if token := os.environ.get("CRM_TOKEN"):
            return {"access_token": token}
        email = os.environ.get("CRM_EMAIL") or click.prompt("E-mail", err=True)
        password = os.environ.get("CRM_PASSWORD") or click.prompt(
            "Password", hide_input=True, err=True
        )
        pair: dict[str, Any] = self.post("auth/login", json={"email": email, "password": password})
        return pair


def _address(url: str | None) -> str:
    if url:
        return url.rstrip("/")
    if running := checkout_state().running():
        return running.api_url
    raise Refused("No server found: start `crm up` here, or give --url or CRM_URL.")


def _in_words(response: httpx.Response) -> str:
    """A problem's detail and the fields it does not speak of itself; any other's status line."""
    try:
        problem = response.json()
        title, detail = problem["title"], problem.get("detail") or ""
        told = [f"{e['pointer']} {e['detail']}" for e in problem.get("errors", [])]
        fields = "; ".join(each for each in told if each not in detail)
        words = ": ".join(part for part in (title, detail, fields) if part)
    except (ValueError, KeyError, TypeError, AttributeError):
        words = f"{response.status_code} {response.reason_phrase}"
    return f"The server refused: {words}"
