from tests.bff.browser import TOAST, Browser
from tests.support.builders import make_client
from tests.support.people import SignedIn

DELETE, UNDO = "form[action$='/delete/']", "form[action$='/restore/']"


async def test_a_deleted_client_is_gone_until_it_is_undone(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Grace Hopper")
    path = f"/clients/{client['id']}"

    listed = await ada.submit(await ada.open(path), DELETE)
    assert listed.path == "/clients/"
    assert "Client deleted." in listed.text
    assert "This client is in the trash" in (await ada.open(path)).text
    assert (await api.get("/api/v1/clients")).json()["total"] == 0
    back = await ada.submit(listed, UNDO)

    assert back.path == path
    assert (await api.get("/api/v1/clients")).json()["total"] == 1


async def test_what_somebody_changed_meanwhile_is_not_deleted(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)
    page = await ada.open(f"/clients/{client['id']}")
    await api.patch(f"/api/v1/clients/{client['id']}", json={"name": "Important"})

    told = await ada.submit(page, DELETE)

    assert told.path == f"/clients/{client['id']}"
    assert "Somebody changed this meanwhile" in told.one(TOAST).text
    assert (await api.get("/api/v1/clients")).json()["total"] == 1
