"""What the API says to people, the pages say in every language."""

import ast
from pathlib import Path

import msgspec
import pytest

from backend.clients.schemas import EditClient, NewClient
from backend.core.problems import description_of
from backend.deals.schemas import EditDeal, MoveDeal, NewDeal
from bff.i18n import LOCALES, LocaleName, tongue
from bff.words import API_SENTENCES

BACKEND = Path(__file__).parents[2] / "backend"
OTHERS = (
    "accounts/api_tokens.py",
    "accounts/passwords.py",
    "accounts/rules.py",
    "accounts/service.py",
    "channels/service.py",
    "channels/services.py",
    "core/actor.py",
    "notifications/reminder_links.py",
    "reminders/queries.py",
    "webhooks/guard.py",
    "webhooks/service.py",
)
SPOKEN_IN = (
    *BACKEND.glob("clients/*.py"),
    *BACKEND.glob("deals/*.py"),
    *(BACKEND / name for name in OTHERS),
)
REFUSALS = {
    "Invalid",
    "Conflict",
    "NotFound",
    "Forbidden",
    "Stale",
    "Blocked",
    "field",
}


def refusals(path: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Name | ast.Attribute)
        and (call.func.id if isinstance(call.func, ast.Name) else call.func.attr) in REFUSALS
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        if not argument.value.startswith(("/", "?"))
    }


def expectations(body: type[msgspec.Struct]) -> set[str]:
    described = {description_of(field.type) for field in msgspec.structs.fields(body)}
    return {f"Expected {description}" for description in described if description}


def test_every_refusal_is_known() -> None:
    said = set[str]().union(*map(refusals, SPOKEN_IN))

    assert len(said) > 10
    assert said <= set(API_SENTENCES)


@pytest.mark.parametrize("body", [NewClient, EditClient, NewDeal, EditDeal, MoveDeal])
def test_every_expectation_is_known(body: type[msgspec.Struct]) -> None:
    assert expectations(body)
    assert expectations(body) <= set(API_SENTENCES)


@pytest.mark.parametrize("locale", [locale for locale in LOCALES if locale != "en"])
def test_all_of_them_are_translated(locale: LocaleName) -> None:
    catalog = tongue(locale).catalog

    assert [text for text in API_SENTENCES if catalog.gettext(text) == text] == []
