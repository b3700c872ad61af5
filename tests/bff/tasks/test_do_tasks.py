"""Ticking off, putting off, and what comes next."""

from tests.bff.browser import HTMX, TOAST, Browser, Page
from tests.bff.tasks.days import in_days
from tests.support.builders import activity_of, make_deal, make_task
from tests.support.people import Json, SignedIn

TASKS = "/api/v1/tasks"
HERE = HTMX | {"hx-current-url": "http://localhost:8000/tasks/", "hx-target": "section#tasks"}
NEXT = "form[action='/tasks/next/']"


async def now(api: SignedIn, task: Json) -> Json:
    answer: Json = (await api.get(f"{TASKS}/{task['id']}")).json()
    return answer


def form_of(task: Json, verb: str) -> str:
    return f"form[action='/tasks/{task['id']}/{verb}/']"


async def press(browser: Browser, page: Page, form: str, **typed: str) -> Page:
    """As a click with htmx on the list."""
    action = page.one(form).attrs["action"]
    return await browser.send(action, page.fields(form) | typed, HERE)


async def test_a_task_is_completed_and_can_be_opened_again(ada: Browser, api: SignedIn) -> None:
    task = await make_task(api, title="Call Grace")
    page = await ada.open("/tasks/")

    done = await ada.submit(page, form_of(task, "complete"))

    assert done.path == "/tasks/"
    assert "Done: Call Grace" in done.one(TOAST).text
    assert (await now(api, task))["status"] == "DONE"
    opened = await ada.submit(done, f"{TOAST} form")
    assert opened.path == "/tasks/"
    assert (await now(api, task))["status"] == "TODO"


async def test_in_place_the_next_step_is_asked_for(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api)
    of_deal = {"client_id": deal["client_id"], "deal_id": deal["id"]}
    task = await make_task(api, title="Call", **of_deal)

    done = await press(ada, await ada.open("/tasks/"), form_of(task, "complete"))
    planned = await press(ada, done, NEXT, title="Send the offer", quick=in_days(3))

    assert done.has(f"#group-DONE #check-{task['id']}")
    (made,) = (await api.get(TASKS, params={"status": "TODO"})).json()["items"]
    assert (made["title"], made["due_date"]) == ("Send the offer", in_days(3))
    assert (made["client_id"], made["deal_id"]) == (deal["client_id"], deal["id"])
    assert planned.has(f"#check-{made['id']}-box[data-focus]")
    assert not planned.has(NEXT)
    await press(ada, planned, f"form[action='/tasks/{made['id']}/unplan/']")
    assert (await now(api, made))["deleted_at"]


async def test_a_next_step_without_a_title_is_refused(ada: Browser, api: SignedIn) -> None:
    task = await make_task(api)
    done = await press(ada, await ada.open("/tasks/"), form_of(task, "complete"))

    refused = await press(ada, done, NEXT, title="")

    assert refused.status == 409
    assert "Please fill this in." in refused.text


async def test_without_scripts_the_next_step_is_asked_for_on_its_page(
    ada: Browser, api: SignedIn
) -> None:
    task = await make_task(api)
    page = await ada.open(f"/tasks/{task['id']}")

    done = await ada.submit(page, form_of(task, "complete"))
    planned = await ada.submit(done, NEXT, due_date=in_days(1))

    assert done.path == planned.path == f"/tasks/{task['id']}"
    (made,) = (await api.get(TASKS, params={"status": "TODO"})).json()["items"]
    assert (made["title"], made["due_date"]) == ("Follow up", in_days(1))


async def test_a_task_is_put_off_and_put_back(ada: Browser, api: SignedIn) -> None:
    task = await make_task(api, title="Call", due_date=in_days(-1))

    page = await press(ada, await ada.open("/tasks/"), form_of(task, "postpone"), day=in_days(3))

    assert (await now(api, task))["due_date"] == in_days(3)
    assert page.has(f"#check-{task['id']}-box[data-focus]")
    await press(ada, page, ".toast form")
    assert (await now(api, task))["due_date"] == in_days(-1)


async def test_any_day_can_be_picked(ada: Browser, api: SignedIn) -> None:
    task = await make_task(api)
    page = await ada.open("/tasks/")

    picked = await ada.submit(page, form_of(task, "postpone"), picked="2031-01-05")
    nothing = await ada.submit(page, form_of(task, "postpone"))

    assert (await now(api, task))["due_date"] == "2031-01-05"
    assert nothing.status == 400
    undone = await ada.submit(picked, f"{TOAST} form")
    assert undone.path == "/tasks/"
    assert (await now(api, task))["due_date"] is None


async def test_who_was_slower_sees_how_it_is(ada: Browser, api: SignedIn) -> None:
    task = await make_task(api, title="Call")
    page = await ada.open("/tasks/")
    await api.patch(f"{TASKS}/{task['id']}", json={"title": "Call Grace"})

    refused = await press(ada, page, form_of(task, "complete"))
    plain = await ada.submit(page, form_of(task, "complete"))

    assert refused.status == 409
    assert "Somebody changed this meanwhile." in refused.text
    assert refused.one(".check-title").text == "Call Grace"
    assert "Somebody changed this meanwhile." in plain.one(TOAST).text
    assert len(await activity_of(api, task["id"])) == 2


async def test_a_task_is_deleted_and_restored(ada: Browser, api: SignedIn) -> None:
    task = await make_task(api, title="Call")
    page = await ada.open(f"/tasks/{task['id']}")

    deleted = await ada.submit(page, form_of(task, "delete"))
    trashed = await ada.open(f"/tasks/{task['id']}")
    back = await ada.submit(deleted, f"{TOAST} form")

    assert deleted.path == "/tasks/"
    assert "This task is in the trash." in trashed.text
    assert back.path == f"/tasks/{task['id']}"
    assert (await now(api, task))["deleted_at"] is None
