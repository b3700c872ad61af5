"""Files that go along with a new client, deal or task."""

import pytest

from tests.backend.files.steps import PDF
from tests.bff.browser import TOAST, Browser, Page
from tests.bff.files.test_attach_files import Files, named
from tests.support.builders import make_client
from tests.support.people import Json, SignedIn

FORM = "form[action$='/new/']"
KINDS = pytest.mark.parametrize("kind", ["client", "deal", "task"])
NAMES = {"client": "name", "deal": "title", "task": "title"}
UNLIKELY = b"x" * (26 * 1024 * 1024)  # larger than a file may be


async def create(
    browser: Browser, api: SignedIn, kind: str, files: Files, *, name: str = "Zuse"
) -> Page:
    """What a form is sent with once it has a file: its fields with every file as parts."""
    client = await make_client(api, name="Navy")
    form = await browser.open(f"/{kind}s/new/?client={client['id']}")
    amount = {"amount": "10"} if kind == "deal" else {}
    fields = form.fields(FORM) | {NAMES[kind]: name} | amount
    answer = await browser.http.post(
        form.one(FORM).attrs["action"], data=fields, files=files, headers=browser.own
    )
    return Page(answer)


async def files_of(api: SignedIn, kind: str, record: Json) -> list[str]:
    asked = {"entity_type": kind, "entity_id": record["id"]}
    found = (await api.get("/api/v1/files", params=asked)).json()
    return sorted(file["file_name"] for file in found["items"])


async def newest(api: SignedIn, kind: str) -> Json:
    record: Json = (await api.get(f"/api/v1/{kind}s", params={"limit": 1})).json()["items"][0]
    return record


@KINDS
async def test_the_record_is_made_and_has_them(ada: Browser, api: SignedIn, kind: str) -> None:
    page = await create(ada, api, kind, named(("a.pdf", PDF), ("b.txt", b"Call her")))

    record = await newest(api, kind)
    assert page.path == f"/{kind}s/{record['id']}"
    assert page.one(TOAST).text.startswith("Zuse created.")
    assert await files_of(api, kind, record) == ["a.pdf", "b.txt"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("tool.exe", b"MZ", "tool.exe: Files of this kind are not taken."),
        ("film.mp4", UNLIKELY, "film.mp4: It is larger than 25 MB."),
    ],
)
async def test_a_refused_one_is_named_and_takes_nothing_along(
    ada: Browser, api: SignedIn, name: str, content: bytes, why: str
) -> None:
    page = await create(ada, api, "task", named((name, content), ("b.txt", b"Call her")))

    task = await newest(api, "task")
    assert (task["title"], page.path) == ("Zuse", f"/tasks/{task['id']}")
    assert page.one(TOAST).text.startswith(f"Zuse created. {why}")
    assert await files_of(api, "task", task) == ["b.txt"]


@KINDS
async def test_a_form_that_comes_back_says_which_to_choose_again(
    ada: Browser, api: SignedIn, kind: str
) -> None:
    page = await create(ada, api, kind, named(("a.pdf", PDF)), name="")

    assert page.status == 422
    assert page.one("#field-files-hint").text == "Please choose again: a.pdf"
    assert "hx-preserve" in page.one("#field-files").attrs
