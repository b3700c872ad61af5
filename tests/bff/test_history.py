"""The history on a record's page: each entry of its change log in words."""

from typing import get_args

from backend.core.changes import Action
from bff.history import deed
from tests.bff.browser import Browser
from tests.support.builders import make_client
from tests.support.people import SignedIn


def test_every_verb_of_the_log_has_words() -> None:
    assert [action for action in get_args(Action) if deed(action) == action] == []


async def test_a_note_is_read_in_the_history(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)
    note = {"entity_type": "client", "entity_uuid": client["id"], "text": "Wants <5 %"}
    await api.post("/api/v1/notes", json=note)

    page = await ada.open(f"/clients/{client['id']}")

    assert page.one(".timeline-text").text == "Wants <5 %"
    assert "wrote a note" in page.one(".timeline").text
