"""An address is good for one object, one purpose and a short while, and leaves no trace."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from litestar import Litestar
from structlog.testing import capture_logs

from backend.core.disk import LocalStorage
from backend.core.refusals import Forbidden
from backend.core.storage import Label
from backend.settings import Settings
from tests.backend.files.steps import FILES, PDF, announced, attached, confirm, sent
from tests.support.builders import make_client
from tests.support.people import SignedIn


def altered(url: str, **changes: str) -> httpx.URL:
    return httpx.URL(url).copy_merge_params(changes)


def stored(settings: Settings) -> list[str]:
    """What lies on the disk below ``uploads``, drafts among it."""
    return [path.name for path in Path(settings.files).glob("uploads/*")]


@pytest.fixture
async def download(api: SignedIn, anonymous: httpx.AsyncClient) -> str:
    file = await attached(api, anonymous, await make_client(api))
    url: str = (await api.get(f"{FILES}/{file['id']}/download")).json()["url"]
    return url


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": "0" * 64},
        {"signature": ""},
        {"signature": "ü"},
        {"expires": "99999999999"},
        {"name": "evil.html"},
        {"type": "text/html"},
    ],
)
async def test_an_altered_one_opens_nothing(
    download: str, anonymous: httpx.AsyncClient, changes: dict[str, str]
) -> None:
    answer = await anonymous.get(altered(download, **changes))

    assert answer.status_code == 403
    assert (await anonymous.get(download)).content == PDF


async def test_it_opens_no_other_object(
    download: str, api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    other = await announced(api, await make_client(api))
    path = httpx.URL(other["upload"]["url"]).path

    answers = [
        await anonymous.get(httpx.URL(download).copy_with(path=path)),
        await anonymous.get(httpx.URL(download).copy_with(path="/files/../../etc/passwd")),
        await anonymous.put(httpx.URL(download), content=b"x"),
        await anonymous.get(other["upload"]["url"]),
        await anonymous.put(altered(other["upload"]["url"], size="1000000"), content=b"x"),
    ]

    assert {answer.status_code for answer in answers} <= {400, 403, 404}


async def test_it_is_good_for_a_minute_and_an_upload_s_for_a_quarter_of_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = LocalStorage(tmp_path, secret="s" * 32)
    url = httpx.URL((await storage.lend("a/b", Label("a.pdf", "x/y"), origin="http://h/")).url)
    params: dict[str, Any] = {"expires": int(url.params["expires"])}
    params["signature"] = url.params["signature"]
    now = params["expires"] - 60

    monkeypatch.setattr("backend.core.disk.time.time", lambda: now + 60.1)

    assert str(url).startswith("http://h/files/a/b?")
    with pytest.raises(Forbidden):
        await storage.give("a/b", Label("a.pdf", "x/y"), **params)


async def test_another_instance_s_is_not_good_here(tmp_path: Path) -> None:
    ours, theirs = (LocalStorage(tmp_path, secret=letter * 32) for letter in "ab")
    label = Label("a.pdf", "x/y")
    url = httpx.URL((await theirs.lend("a/b", label, origin="http://h")).url)

    with pytest.raises(Forbidden):
        await ours.give(
            "a/b",
            label,
            expires=int(url.params["expires"]),
            signature=url.params["signature"],
        )


async def test_more_than_was_announced_is_too_large(
    api: SignedIn, anonymous: httpx.AsyncClient, settings: Settings
) -> None:
    file = await announced(api, await make_client(api))
    before = stored(settings)

    answer = await sent(anonymous, file, PDF + b"x")

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert stored(settings) == before
    assert (await confirm(api, file)).status_code == 409


async def test_it_is_counted_while_it_comes(
    api: SignedIn, backend_app: Litestar, settings: Settings
) -> None:
    """The sender says no length and never ends; hardly more than was announced is read."""
    file = await announced(api, await make_client(api), bytes(3_000_000))
    before, read = stored(settings), 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 100_000
            yield bytes(100_000)

    transport = httpx.ASGITransport(backend_app)  # type: ignore[arg-type]  # httpx types apps loosely
    async with httpx.AsyncClient(transport=transport) as stranger:
        answer = await stranger.put(file["upload"]["url"], content=endless())

    assert answer.status_code == 413
    assert read <= 3_200_000
    assert stored(settings) == before


async def test_nothing_is_left_of_one_that_is_cut_off(
    api: SignedIn, backend_app: Litestar, settings: Settings
) -> None:
    file = await announced(api, await make_client(api), bytes(3_000_000))
    url, before = httpx.URL(file["upload"]["url"]), stored(settings)
    pieces = iter(
        [{"type": "http.request", "body": bytes(1_000_000), "more_body": True}] * 2
        + [{"type": "http.disconnect"}]
    )
    said: list[Any] = []

    async def receive() -> Any:
        return next(pieces)

    async def send(message: Any) -> None:
        said.append(message)

    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "PUT",
        "scheme": "http",
        "path": url.path,
        "raw_path": url.raw_path,
        "query_string": url.query,
        "root_path": "",
        "headers": [],
        "client": ("127.0.0.1", 1),
        "server": ("api.test", 80),
    }
    await backend_app(scope, receive, send)

    assert said[0]["status"] == 400
    assert stored(settings) == before
    assert (await confirm(api, file)).json()["detail"] == "Nothing was uploaded yet"


async def test_no_signature_is_logged(anonymous: httpx.AsyncClient, download: str) -> None:
    usual = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("info"))
    with capture_logs() as lines:
        await anonymous.get(download)
        await anonymous.get(altered(download, name="x" * 5000))
        await anonymous.get(f"{download}&again=1")
    structlog.configure(**usual)

    assert [line["status"] for line in lines if line["event"] == "request"] == [200, 403, 400]
    assert httpx.URL(download).params["signature"] not in repr(lines)


async def test_a_disk_that_is_away_is_said(
    api: SignedIn, settings: Settings, anonymous: httpx.AsyncClient
) -> None:
    file = await announced(api, await make_client(api))
    folder = Path(settings.files) / "uploads"
    kept = folder.rename(folder.with_name("away"))
    folder.write_text("no folder")
    try:
        answer = await sent(anonymous, file)
    finally:
        folder.unlink()
        kept.rename(folder)

    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("The storage of files is busy or away")
    assert (await sent(anonymous, file)).is_success
