"""Choosing somebody in a browser where there are more people than a list holds."""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.support.bulk import add_users
from tests.support.stack import Stack

pytestmark = pytest.mark.e2e


async def crowded(database_url: str) -> None:
    database = await asyncpg.connect(database_url)
    await add_users(database, 250, name="Zoe")
    await database.close()


async def emptied(database_url: str) -> None:
    database = await asyncpg.connect(database_url)
    await database.execute("DELETE FROM users WHERE email LIKE '%@many.test'")
    await database.close()


@pytest.fixture
def crowd(foyer: Stack) -> Iterator[None]:
    """250 more users until the test ends. In a thread: Playwright's loop runs in this one."""
    url = foyer.site.database_url
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, crowded(url)).result()
        yield
        foyer.forget_records()
        thread.submit(asyncio.run, emptied(url)).result()


@pytest.mark.usefixtures("crowd")
def test_a_filter_finds_the_last_of_many_by_keys(page: Page, olga: Api) -> None:
    olga.make_client(name="Navy")
    page.goto("/clients/")
    owner = page.get_by_role("search").get_by_role("combobox", name="Owner")
    owner.click()
    expect(page.get_by_role("option", name="And more: type on")).to_be_visible()
    expect(page.locator("[role=option][aria-selected=true]")).to_have_text("Me")

    owner.press_sequentially("zoe 250")
    expect(page.locator("#field-owner-list > li")).to_have_text(["Zoe 250 · zoe250@many.test"])
    owner.press("Enter")
    expect(page.get_by_text("No clients found")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/clients/\?owner=[0-9a-f-]{36}$"))
    page.reload()
    expect(owner).to_have_value("Zoe 250 · zoe250@many.test")
    owner.fill("")
    expect(page.get_by_role("link", name="Navy")).to_be_visible()


@pytest.mark.usefixtures("crowd")
def test_a_client_is_given_to_the_last_of_many_by_keys(page: Page, olga: Api) -> None:
    client = olga.make_client(name="Navy")
    page.goto(f"/clients/{client['id']}")
    page.get_by_role("link", name="Edit: Owner").click()
    fact = page.locator("#fact-owner_id")
    expect(fact.get_by_role("combobox", name="Owner")).to_be_focused()

    page.keyboard.type("zoe249")
    expect(fact.get_by_role("option")).to_have_text(["Zoe 249 · zoe249@many.test"])
    page.keyboard.press("Enter")
    fact.get_by_role("button", name="Save").click()

    expect(fact.get_by_role("link", name="Edit: Owner")).to_be_focused()
    [client] = olga.read("clients")["items"]
    assert client["owner_name"] == "Zoe 249"
