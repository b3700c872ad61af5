"""A browser without scripts: keeps cookies, follows redirects, sends the forms it was shown."""

from typing import Any, Final, Self

import httpx
import turbohtml
from litestar import Litestar

from tests.support.people import PASSWORD, transport_to
from tests.support.validity import mistakes

ORIGIN: Final = "http://localhost:8000"
LOGIN: Final = "form[action='/login/']"
THEME: Final = ".top-bar form[action='/theme/']"
TOAST: Final = ".toaster > .toast"
HTMX: Final = {"hx-request": "true", "hx-request-type": "partial"}


class Page:
    """An answer, read as a browser reads it."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.path = response.url.raw_path.decode()
        self.html = response.text
        self.document = turbohtml.parse(response.text)
        if response.text.startswith("<!doctype html>"):
            found = mistakes(response.text)
            assert not found, f"{self.path}: {found}"

    @property
    def text(self) -> str:
        """What a reader sees, with single spaces."""
        body = self.document.select_one("body")
        return " ".join(" ".join(body.stripped_strings).split()) if body else ""

    def all(self, selector: str) -> list[Any]:
        return list(self.document.select(selector))

    def one(self, selector: str) -> Any:
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} of {selector} on {self.path}:\n{self.html[:3000]}"
        return found[0]

    def has(self, selector: str) -> bool:
        return bool(self.all(selector))

    def fields(self, selector: str) -> dict[str, str]:
        """What the form would send as it stands, without its buttons."""
        return dict(self.one(selector).form_data())


class Browser:
    def __init__(
        self, app: Litestar, *, address: str = "203.0.113.7", origin: str = ORIGIN
    ) -> None:
        self.http = httpx.AsyncClient(
            transport=transport_to(app, address=address), base_url=origin, follow_redirects=True
        )
        self.own = {"sec-fetch-site": "same-origin", "origin": origin}

    async def open(self, path: str, headers: dict[str, str] | None = None) -> Page:
        return Page(await self.http.get(path, headers=headers))

    async def part(self, path: str, *, target: str = "") -> Page:
        """As htmx asks for a part of a page."""
        return await self.open(path, HTMX | {"hx-target": target})

    async def send(
        self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None
    ) -> Page:
        """A POST from a page of ours; it has no token unless ``fields`` holds one."""
        answer = await self.http.post(path, data=fields, headers=self.own | (headers or {}))
        return Page(answer)

    async def submit(self, page: Page, form: str, **typed: str) -> Page:
        """Sends one of the page's forms with these fields changed."""
        return await self.send(page.one(form).attrs["action"], page.fields(form) | typed)

    async def submit_get(self, page: Page, form: str, **typed: str) -> Page:
        """Sends a form that only asks."""
        fields = page.fields(form) | typed
        return Page(await self.http.get(page.one(form).attrs["action"], params=fields))

    async def sign_in(self, email: str, password: str = PASSWORD) -> Page:
        return await self.submit(await self.open("/login/"), LOGIN, email=email, password=password)

    async def enter(self, email: str) -> None:
        """Signs in without a look at the page behind the door, which many a test does not need."""
        door = await self.open("/login/")
        fields = door.fields(LOGIN) | {"email": email, "password": PASSWORD}
        answer = await self.http.post(
            "/login/", data=fields, headers=self.own, follow_redirects=False
        )
        assert answer.is_redirect, answer.text

    async def sign_out(self) -> Page:
        page = await self.open("/clients/")
        return await self.send("/logout/", page.fields(THEME))

    async def token(self) -> str:
        """A CSRF token of this browser's session, signed in or not."""
        page = await self.open("/clients/")
        return page.fields(LOGIN if page.has(LOGIN) else THEME)["csrf_token"]

    def cookie(self, purpose: str) -> str:
        return self.http.cookies.get(f"local-8000-{purpose}") or ""

    def plant_cookie(self, purpose: str, value: str) -> None:
        """As another site on this host could."""
        name = f"local-8000-{purpose}"
        self.http.cookies.set(name, value, domain="localhost.local", path="/")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()
