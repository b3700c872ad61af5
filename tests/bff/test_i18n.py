"""Every sentence in both languages; amounts and dates as each reader writes them."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bff import i18n
from bff.deals.forms import plain_amount
from bff.i18n import LOCALES, LocaleName, preferred_locale
from bff.locales.build import problems
from tests.bff.browser import LOGIN, Browser
from tests.support.builders import make_client, make_deal
from tests.support.people import PASSWORD, SignedIn


@pytest.mark.parametrize("locale", LOCALES)
def test_the_catalog_is_complete_and_current(locale: LocaleName) -> None:
    assert problems(locale) == []


def test_amounts_are_written_as_the_reader_writes_them() -> None:
    i18n.speak("en")
    assert i18n.money(Decimal("1250.50"), "EUR") == "€1,250.50"
    assert i18n.brief_money(Decimal("1250.00"), "USD") == "$1,250"
    assert i18n.brief_money(Decimal("1250.50"), "USD") == "$1,250.50"

    i18n.speak("ru")
    assert i18n.money(Decimal("1250.50"), "RUB") == "1\xa0250,50\xa0₽"
    assert i18n.brief_money(Decimal("1250.00"), "EUR") == "1\xa0250\xa0€"


def test_days_are_those_of_the_readers_clock() -> None:
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)

    i18n.speak("en", "UTC")
    assert i18n.day_of(late) == "Nov 23, 2026"
    i18n.speak("ru", "Europe/Moscow")
    assert i18n.day_of(late) == "24 нояб. 2026\u202fг."
    assert i18n.clock(late) == "01:30"
    i18n.speak("en", "No/Such_Zone")
    assert i18n.day(date(2026, 11, 23)) == "Nov 23, 2026"


@pytest.mark.parametrize(
    ("locale", "typed", "plain"),
    [
        ("ru", "1 250,50", "1250.50"),
        ("ru", "1\xa0250", "1250"),
        ("ru", "1250.5", "1250.5"),
        ("en", "1,250.50", "1250.50"),
        ("en", "1250", "1250"),
        ("en", "12,50", "12,50"),  # twelve and a half, or twelve hundred and fifty? Ask.
        ("en", "NaN", "NaN"),
        ("en", "abc", "abc"),
        ("en", "", ""),
    ],
)
def test_amounts_are_read_as_the_reader_writes_them(
    locale: LocaleName, typed: str, plain: str
) -> None:
    i18n.speak(locale)

    assert plain_amount(typed) == plain


@pytest.mark.parametrize(
    ("chosen", "accepted", "locale"),
    [
        (None, "", "en"),
        (None, "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        (None, "de-DE,en;q=0.5", "en"),
        ("en", "ru", "en"),
        ("xx", "ru", "ru"),
    ],
)
def test_a_choice_goes_before_the_browser_and_that_before_english(
    chosen: str | None, accepted: str, locale: str
) -> None:
    assert preferred_locale(chosen, accepted) == locale


async def test_the_browsers_language_is_spoken_at_the_door(guest: Browser) -> None:
    page = await guest.open("/login/", {"accept-language": "ru"})

    assert page.one("html").attrs["lang"] == "ru"
    assert "Войти" in page.text


async def test_a_language_once_chosen_stays_with_the_account(
    ada: Browser, api: SignedIn, guest: Browser
) -> None:
    deal = await make_deal(api, amount="1250.50", currency="EUR")
    page = await ada.open("/deals/board/")
    assert "€1,250.50" in page.text

    page = await ada.send(
        "/language/",
        {"csrf_token": await ada.token(), "locale": "ru", "next": "/deals/board/"},
    )

    assert page.path == "/deals/board/"
    assert "1 250,50 €" in page.text.replace("\xa0", " ")
    assert deal["title"] in page.text
    assert (await api.get("/api/v1/me")).json()["locale"] == "ru"
    assert "Клиенты" in (await guest.sign_in(api.user["email"])).text


async def test_what_was_chosen_at_the_door_is_spoken_inside(guest: Browser, api: SignedIn) -> None:
    login = await guest.open("/login/")
    fields = login.fields("form[action='/language/']")
    chosen = await guest.send("/language/", fields | {"locale": "ru"})

    page = await guest.submit(chosen, LOGIN, email=api.user["email"], password=PASSWORD)

    assert page.one("html").attrs["lang"] == "ru"
    assert (await api.get("/api/v1/me")).json()["locale"] == "ru"


async def test_no_english_is_left_on_russian_pages(ada: Browser, api: SignedIn) -> None:
    """Whatever has Latin letters was put there by this test, or is a name."""
    client = await make_client(api, name="Клиент", company="", notes="")
    await make_deal(api, client_id=client["id"], title="Сделка")
    await ada.send("/language/", {"csrf_token": await ada.token(), "locale": "ru", "next": "/"})

    known = {
        *[
            "Foyer",
            "Ada",
            "Admin",
            "AA",
            "English",
            "Escape",
            "EUR",
            "admin",
            "foyer",
            "test",
            "Ctrl",
            "Esc",
        ]
    }
    for path in ("/clients/", f"/clients/{client['id']}", "/deals/board/", "/clients/new/"):
        page = await ada.open(path)
        latin = {
            word for word in re.split(r"[\W\d]+", page.text) if word.isascii() and len(word) > 1
        }
        assert latin <= known, path


async def test_a_language_we_do_not_speak_changes_nothing(guest: Browser) -> None:
    login = await guest.open("/login/")

    page = await guest.send("/language/", login.fields(LOGIN) | {"locale": "xx"})

    assert page.one("html").attrs["lang"] == "en"
