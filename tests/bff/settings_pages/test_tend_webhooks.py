"""Webhooks: made, tested, watched, switched off and removed."""

import asyncpg

from tests.backend.webhooks.steps import WEBHOOKS, make_webhook
from tests.bff.browser import TOAST, Browser
from tests.support.people import SignedIn

NEW, EDIT = "form[action='/settings/webhooks/new/']", "form[action$='/edit/']"
URL = "https://example.com/hooks"


async def test_a_new_one_tells_its_secret_once(ada: Browser, api: SignedIn) -> None:
    form = await ada.open("/settings/webhooks/new/")

    made = await ada.submit(
        form, NEW, url=URL, others="task.completed", **{"events-deal.*": "deal.*"}
    )

    assert made.one("#secret").attrs["value"].startswith("whsec_")
    [webhook] = (await api.get(WEBHOOKS)).json()["items"]
    assert (webhook["url"], webhook["events"]) == (URL, ["deal.*", "task.completed"])
    assert URL in (await ada.open("/settings/webhooks/")).text


async def test_nothing_ticked_means_everything(ada: Browser, api: SignedIn) -> None:
    form = await ada.open("/settings/webhooks/new/")

    await ada.submit(form, NEW, url=URL)

    assert (await api.get(WEBHOOKS)).json()["items"][0]["events"] == ["*"]


async def test_a_wrong_address_and_a_wrong_event_are_told(ada: Browser) -> None:
    form = await ada.open("/settings/webhooks/new/")

    address = await ada.submit(form, NEW, url="nowhere")
    event = await ada.submit(form, NEW, url=URL, others="deal.exploded")

    assert address.has("#field-url-error")
    assert event.status == 422
    assert event.has("form.form [role='alert']")


async def test_its_events_are_changed(ada: Browser, api: SignedIn) -> None:
    webhook = await make_webhook(api, events=["deal.*"])
    form = await ada.open(f"/settings/webhooks/{webhook['id']}/edit/")
    assert form.fields(EDIT)["events-deal.*"] == "deal.*"

    page = await ada.submit(form, EDIT, description="ERP", **{"events-client.*": "client.*"})

    assert page.path == f"/settings/webhooks/{webhook['id']}"
    saved = (await api.get(f"{WEBHOOKS}/{webhook['id']}")).json()
    assert (saved["description"], saved["events"]) == ("ERP", ["client.*", "deal.*"])


async def test_a_test_is_in_the_log_and_sent_again(ada: Browser, api: SignedIn) -> None:
    webhook = await make_webhook(api)
    page = await ada.open(f"/settings/webhooks/{webhook['id']}")

    tested = await ada.submit(page, "form[action$='/test/']")
    assert "webhook.test" in tested.one("#delivery").text
    again = await ada.submit(tested, "form[action$='/redeliver/']")

    assert "It is being sent again." in again.one(TOAST).text
    failed = await ada.open(f"{page.path}?status=FAILED")
    assert "Nothing was delivered yet" in failed.text


async def test_all_that_failed_are_sent_again(
    ada: Browser, api: SignedIn, database: asyncpg.Connection
) -> None:
    webhook = await make_webhook(api)
    for _ in range(2):
        await api.post(f"{WEBHOOKS}/{webhook['id']}/test")
    form, url = "form[action$='/deliveries/redeliver/']", f"/settings/webhooks/{webhook['id']}"
    assert not (await ada.open(url)).has(form)
    await database.execute("UPDATE webhook_deliveries SET status = 'FAILED', next_at = NULL")
    page = await ada.open(url)

    again = await ada.submit(page, form, span="1")

    assert "2 deliveries are being sent again." in again.one(TOAST).text
    assert not again.has(form)


async def test_one_that_is_off_is_not_tested(ada: Browser, api: SignedIn) -> None:
    webhook = await make_webhook(api)
    page = await ada.open(f"/settings/webhooks/{webhook['id']}")
    assert page.one("[role='switch']").attrs["aria-checked"] == "true"

    off = await ada.submit(page, "form[action$='/switch/']")
    assert off.one("[role='switch']").attrs["aria-checked"] == "false"
    told = await ada.submit(off, "form[action$='/test/']")

    assert "switched off" in told.one(TOAST).text
    stale = await ada.submit(page, "form[action$='/switch/']")
    assert "Somebody changed this meanwhile." in stale.one(TOAST).text


async def test_a_new_secret_is_told_once(ada: Browser, api: SignedIn) -> None:
    webhook = await make_webhook(api)
    page = await ada.open(f"/settings/webhooks/{webhook['id']}")

    first, second = [await ada.submit(page, "form[action$='/rotate/']") for _ in range(2)]

    assert first.has("#secret")
    assert not second.has("#secret")


async def test_it_is_removed(ada: Browser, api: SignedIn) -> None:
    webhook = await make_webhook(api)
    page = await ada.open(f"/settings/webhooks/{webhook['id']}")

    gone = await ada.submit(page, "form[action$='/remove/']")

    assert "Webhook removed." in gone.one(TOAST).text
    assert "No webhooks yet" in gone.text
