"""Everything in Russian: chosen by the browser, or by hand and then for good."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.e2e.board import expect_header, handle, press
from tests.e2e.conftest import Open, sign_in
from tests.support.chromium import findings

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

LATIN = re.compile(r"[A-Za-z]{3,}")
OURS = {"Foyer", "English", "Escape", "Ctrl", "Enter"}  # written so in every language


def foreign_words(page: Page) -> set[str]:
    """But for currencies, whose codes are the same everywhere."""
    words = set(LATIN.findall(page.locator("body").inner_text())) - OURS
    return {word for word in words if not (len(word) == 3 and word.isupper())}


def names_of_people(api: Api) -> set[str]:
    users = api.read("users", limit="200")["items"]
    return set(LATIN.findall(" ".join(f"{user['full_name']} {user['email']}" for user in users)))


def test_the_sign_in_page_speaks_the_browsers_language(open_window: Open) -> None:
    page = open_window(locale="ru-RU")
    page.goto("/login/")

    expect(page.get_by_role("button", name="Войти")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    assert foreign_words(page) == set()


def test_the_language_is_chosen_and_no_word_is_left_behind(open_window: Open, olga: Api) -> None:
    boris = olga.make_user(full_name="Борис Годунов", role="ADMIN")
    client = olga.make_client(name="Грейс Хоппер")["id"]
    deal = olga.make_deal(title="Компилятор", amount="1250.50", client_id=client)
    olga.made(f"deals/{deal['id']}/move", {"status": "WON"}, status=200)
    page = open_window()
    page.goto("/login/")
    sign_in(page, boris["email"])
    page.get_by_role("button", name="Борис Годунов").click()
    page.get_by_role("button", name="Русский").click()

    expect(page.get_by_role("heading", name="Обзор", level=1)).to_be_visible()
    names = names_of_people(olga)
    for address in (
        "/clients/",
        "/clients/new/",
        f"/clients/{client}",
        "/deals/new/",
        f"/deals/{deal['id']}",
        f"/deals/{deal['id']}/edit/",
        "/activity/",
        "/notifications/",
        "/search/?q=компилятор",
        "/keys/",
        "/settings/notifications/",
        "/deals/board/",
    ):
        page.goto(address)
        assert foreign_words(page) <= names, address
        assert findings(page) == [], address
    expect_header(page, "WON", "1", "1\N{NO-BREAK SPACE}250,50\N{NO-BREAK SPACE}€")
    handle(page, deal).focus()
    press(page, "Space")
    expect(page.locator("[aria-live=assertive]")).to_have_text(
        "Компилятор: взято из колонки «Выиграна», место 1 из 1."
    )
    [chosen, _created] = olga.log_of(boris["id"])
    assert chosen["payload"]["changes"] == {"locale": ["en", "ru"]}
