"""A client with all that hangs on it, in one answer."""

import httpx

from tests.backend.dossiers.steps import make_couple
from tests.support.builders import make_task
from tests.support.pages import page_of
from tests.support.people import SignedIn


async def test_it_holds_the_client_and_the_first_of_each(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    couple = await make_couple(api, anonymous)
    soon = await make_task(api, client_id=couple.other["id"], due_date="2020-01-31")

    dossier = await page_of(api, f"/api/v1/clients/{couple.other['id']}/dossier", limit=1)

    assert dossier["client"] == couple.other
    assert [deal["id"] for deal in dossier["deals"]["items"]] == [couple.deal["id"]]
    assert [task["id"] for task in dossier["tasks"]["items"]] == [soon["id"]]
    assert [file["file_name"] for file in dossier["files"]["items"]] == ["offer.pdf"]
    assert [dossier[name]["total"] for name in ("deals", "tasks", "files")] == [1, 3, 1]
