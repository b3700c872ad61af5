"""Files on a client's page: sent, listed, fetched, refused with the reason, removed."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from tests.backend.files.steps import PDF, attached
from tests.bff.browser import HTMX, ORIGIN, TOAST, Browser, Page
from tests.bff.conftest import SignIn
from tests.bff.wire import Wire
from tests.support.builders import activity_of, make_client, make_deal, make_task
from tests.support.people import Json, SignedIn

FORM = "form[data-upload]"
Files = list[tuple[str, tuple[str, bytes]]]


@pytest.fixture
async def client(api: SignedIn) -> Json:
    return await make_client(api, name="Grace")


def named(*files: tuple[str, bytes]) -> Files:
    return [("files", file) for file in files]


async def send(
    browser: Browser, client: Json, files: Files, headers: dict[str, str] | None = None
) -> Page:
    return await send_from(browser, await browser.open(f"/clients/{client['id']}"), files, headers)


async def send_from(
    browser: Browser, form: Page, files: Files, headers: dict[str, str] | None = None
) -> Page:
    fields = {name: form.fields(FORM)[name] for name in ("csrf_token", "form_key")}
    own = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}
    answer = await browser.http.post(
        form.one(FORM).attrs["action"], data=fields, files=files, headers=own | (headers or {})
    )
    return Page(answer)


async def test_several_are_sent_at_once(ada: Browser, api: SignedIn, client: Json) -> None:
    page = await send(ada, client, named(("offer.pdf", PDF), ("notes.txt", b"Call her")))

    assert "2 files added." in page.one(TOAST).text
    names = [link.text for link in page.all(".file-list a")]
    assert names == ["notes.txt", "offer.pdf"]
    assert "8 byte · Ada Admin" in page.one(".file-list li:first-child").text
    assert [entry["action"] for entry in await activity_of(api, client["id"])][:2] == [
        "attached",
        "attached",
    ]


async def test_a_large_one_comes_back_as_it_was(ada: Browser, client: Json) -> None:
    content = PDF + b"x" * 3_000_000
    page = await send(ada, client, named(("plan.pdf", content)))

    fetched = await ada.http.get(page.one(".file-list a").attrs["href"])

    assert fetched.content == content
    assert fetched.headers["content-type"] == "application/pdf"
    assert fetched.headers["content-disposition"].startswith("attachment")
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert fetched.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert fetched.headers["content-length"] == str(len(content))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("tool.exe", b"MZ", "Files of this kind are not taken."),
        ("offer.pdf", b"<script>alert(1)</script>", "What is in it is not what its name says."),
        ("empty.txt", b"", "It is empty."),
    ],
)
async def test_what_is_not_taken_says_why(
    ada: Browser, api: SignedIn, client: Json, name: str, content: bytes, why: str
) -> None:
    page = await send(ada, client, named((name, content)))
    part = await send(ada, client, named((name, content)), HTMX)

    assert f"{name}: {why}" in page.one(TOAST).text
    assert part.status == 422
    assert part.one("[data-refusal]").text == f"{name}: {why}"
    listed = {"entity_type": "client", "entity_id": client["id"]}
    assert (await api.get("/api/v1/files", params=listed)).json()["items"] == []


async def test_one_that_is_refused_does_not_take_the_others_along(
    ada: Browser, client: Json
) -> None:
    part = await send(ada, client, named(("tool.exe", b"MZ"), ("offer.pdf", PDF)), HTMX)

    assert part.one("#files-list .file-list a").text == "offer.pdf"
    assert part.one("[data-refusal]").text.startswith("tool.exe")


async def test_one_that_is_too_large_is_refused_before_it_was_read(
    ada: Browser, client: Json
) -> None:
    limit = int((await ada.open(f"/clients/{client['id']}")).one(FORM).attrs["data-limit"])

    page = await send(ada, client, named(("plan.pdf", b"x" * (limit + 100_000))))
    slightly = await send(ada, client, named(("plan.pdf", b"x" * (limit + 1))))

    assert page.status == 413
    assert "plan.pdf: It is larger than 25 MB." in slightly.one(TOAST).text


async def test_nothing_chosen_is_nothing_sent(ada: Browser, client: Json) -> None:
    page = await send(ada, client, named(("", b"")))

    assert "Please choose a file." in page.one(TOAST).text


async def test_while_the_storage_is_away_nothing_is_lost_but_a_moment(
    ada: Browser, client: Json, wire: Wire
) -> None:
    async def cut(request: httpx.Request) -> None:
        if request.method == "PUT":
            raise httpx.ReadError("the storage is away", request=request)

    wire.before = cut

    page = await send(ada, client, named(("offer.pdf", PDF)))

    assert "offer.pdf: The server cannot be reached; please send it again." in page.one(TOAST).text


async def test_one_is_removed_for_good(
    ada: Browser, api: SignedIn, anonymous: httpx.AsyncClient, client: Json
) -> None:
    file = await attached(api, anonymous, client)
    form = f"form[action='/files/{file['id']}/remove/']"
    page = await ada.open(f"/clients/{client['id']}")

    part = await ada.send(page.one(form).attrs["action"], page.fields(form), HTMX)
    again = await ada.submit(page, form)

    assert "No files yet." in part.text
    assert "data-focus" in part.one("#files-list").attrs
    assert again.status == 404
    assert (await api.get(f"/api/v1/files/{file['id']}")).status_code == 404


async def test_without_scripts_it_is_told_by_a_toast(
    ada: Browser, api: SignedIn, anonymous: httpx.AsyncClient, client: Json
) -> None:
    file = await attached(api, anonymous, client)
    page = await ada.open(f"/clients/{client['id']}")

    removed = await ada.submit(page, f"form[action='/files/{file['id']}/remove/']")

    assert "offer.pdf removed." in removed.one(TOAST).text
    assert removed.path == f"/clients/{client['id']}"


async def test_who_may_only_read_fetches_and_changes_nothing(
    at_work: SignIn, api: SignedIn, anonymous: httpx.AsyncClient, client: Json
) -> None:
    file = await attached(api, anonymous, client)
    bob = await at_work(name="Bob")

    page = await bob.open(f"/clients/{client['id']}")
    fetched = await bob.http.get(f"/files/{file['id']}/")

    assert not page.has(f"{FORM}, form[action$='/remove/']")
    assert fetched.content == PDF


@pytest.mark.parametrize(("kind", "make"), [("deal", make_deal), ("task", make_task)])
async def test_deals_and_tasks_have_files_too(
    ada: Browser, api: SignedIn, client: Json, kind: str, make: Callable[..., Awaitable[Json]]
) -> None:
    record = await make(api, client_id=client["id"])
    slot = (await ada.open(f"/{kind}s/{record['id']}")).one("#files-slot")
    shown = await ada.open(slot.attrs["hx-get"])

    page = await send_from(ada, shown, named(("offer.pdf", PDF)))
    listed = await ada.part(slot.attrs["hx-get"], target="div#files-slot")

    assert page.path == f"/{kind}s/{record['id']}"
    assert listed.one(".file-list a").text == "offer.pdf"
    assert listed.has(FORM)


async def test_a_foreign_page_sends_nothing(ada: Browser, client: Json) -> None:
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}

    answer = await ada.http.post(
        f"/files/client/{client['id']}/", files=named(("a.pdf", PDF)), headers=foreign
    )

    assert answer.status_code == 403
