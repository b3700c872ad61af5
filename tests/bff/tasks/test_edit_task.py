import asyncpg
import pytest

from tests.bff.browser import HTMX, Browser
from tests.bff.tasks.days import in_days
from tests.support.builders import make_client, make_deal, make_task, make_user
from tests.support.bulk import add_clients
from tests.support.people import SignedIn

TASKS = "/api/v1/tasks"
PROFILE = "form[action='/settings/profile/']"
FORM = "form[action$='/new/'], form[action$='/edit/']"


async def test_a_task_is_made_for_a_client_that_was_found(ada: Browser, api: SignedIn) -> None:
    """Without scripts: search, choose, send."""
    await make_client(api, name="Other")
    client = await make_client(api, name="Navy", company="US")
    form = await ada.open(f"/tasks/new/?due_date={in_days(1)}")

    found = await ada.submit(form, FORM, title="Call", client_id_search="nav", find="client_id")
    page = await ada.submit(found, FORM, client_id=client["id"])

    assert [o.text for o in found.all("select[name=client_id] option")] == ["—", "Navy · US"]
    assert not found.has("[aria-invalid]")
    (task,) = (await api.get(TASKS)).json()["items"]
    assert (task["title"], task["client_id"]) == ("Call", client["id"])
    assert (task["due_date"], task["assigned_to"]) == (in_days(1), api.user_id)
    assert page.path == f"/tasks/{task['id']}"


async def test_clients_are_offered_while_one_types(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Navy")

    found = await ada.part("/tasks/clients/?client_id_search=NAV", target="ul#log-client-list")
    none = await ada.part("/tasks/clients/?client_id_search=xyz")

    option = found.one("[role=option]")
    assert (option.text, option.attrs["data-value"]) == ("Navy", client["id"])
    assert option.attrs["id"] == "log-client-option-0"
    assert none.one("[role=option]").text == "Nothing found"


async def test_a_choice_of_clients_says_that_there_are_more(
    ada: Browser, api: SignedIn, database: asyncpg.Connection
) -> None:
    await add_clients(database, api.user_id, 9, name="Navy")

    offered = await ada.part("/tasks/clients/?client_id_search=navy")

    assert offered.all("[role=option]")[-1].text == "And more: type on"


async def test_a_deals_task_is_its_clients(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, title="Roof")
    form = await ada.open(f"/tasks/new/?deal={deal['id']}")

    await ada.submit(form, FORM, title="Measure")

    (task,) = (await api.get(TASKS)).json()["items"]
    assert (task["client_id"], task["deal_id"]) == (deal["client_id"], deal["id"])
    assert "Roof" in form.text


@pytest.mark.parametrize("field", ["title", "client_id"])
async def test_what_is_missing_is_said_at_its_field(
    ada: Browser, api: SignedIn, field: str
) -> None:
    client = await make_client(api, name="Navy")
    form = await ada.open(f"/tasks/new/?client={client['id']}")
    typed = {"title": "Call", "due_date": in_days(0)}

    refused = await ada.submit(form, FORM, **typed | {field: ""})

    assert refused.status == 422
    assert refused.one(f"#field-{field}-error").text == "Please fill this in."
    assert refused.fields(FORM)["due_date"] == in_days(0)


async def test_only_the_changed_fields_are_changed(ada: Browser, api: SignedIn) -> None:
    bob = await make_user(api, full_name="Bob")
    task = await make_task(api, title="Call", due_date=in_days(2))
    form = await ada.open(f"/tasks/{task['id']}/edit/")

    page = await ada.submit(form, FORM, assigned_to=bob["id"], due_date="", status="IN_PROGRESS")

    saved = (await api.get(f"{TASKS}/{task['id']}")).json()
    assert (saved["title"], saved["due_date"]) == ("Call", None)
    assert (saved["status"], saved["assignee_name"]) == ("IN_PROGRESS", "Bob")
    assert "To do" in page.one(".timeline-changes").text


async def test_another_client_is_chosen(ada: Browser, api: SignedIn) -> None:
    task, client = await make_task(api), await make_client(api, name="Navy")
    form = await ada.open(f"/tasks/{task['id']}/edit/")

    found = await ada.submit(form, FORM, client_id_search="navy", find="client_id")
    await ada.submit(found, FORM, client_id=client["id"])

    assert (await api.get(f"{TASKS}/{task['id']}")).json()["client_name"] == "Navy"


async def test_what_somebody_else_saved_meanwhile_is_kept(ada: Browser, api: SignedIn) -> None:
    task = await make_task(api, title="Call")
    form = await ada.open(f"/tasks/{task['id']}/edit/")
    await api.patch(f"{TASKS}/{task['id']}", json={"due_date": "2031-01-05"})

    told = await ada.submit(form, FORM, title="Call Grace")
    await ada.submit(told, FORM)

    saved = (await api.get(f"{TASKS}/{task['id']}")).json()
    assert told.status == 422
    assert (saved["title"], saved["due_date"]) == ("Call Grace", "2031-01-05")


async def test_a_panel_leads_back_to_the_page_below_it(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)
    fields = (await ada.part(f"/tasks/new/?client={client['id']}")).fields(FORM)
    here = {"hx-current-url": f"http://localhost:8000/clients/{client['id']}"}

    saved = await ada.send("/tasks/new/", fields | {"title": "Call"}, HTMX | here)

    assert saved.headers["hx-location"] == f"/clients/{client['id']}"


async def test_a_reminder_is_set_on_ones_own_clock(ada: Browser, api: SignedIn) -> None:
    await ada.submit(await ada.open("/settings/profile/"), PROFILE, time_zone="Asia/Tokyo")
    client = await make_client(api)
    form = await ada.open(f"/tasks/new/?client={client['id']}")

    page = await ada.submit(form, FORM, title="Call", remind_at="2031-03-03T09:30")

    (task,) = (await api.get(TASKS)).json()["items"]
    assert task["remind_at"] == "2031-03-03T00:30:00Z"
    assert "Mar 3, 2031, 9:30" in page.text
    again = await ada.open(f"{page.path}/edit/")
    assert again.fields(FORM)["remind_at"] == "2031-03-03T09:30"
    await ada.submit(again, FORM, remind_at="")
    assert (await api.get(f"{TASKS}/{task['id']}")).json()["remind_at"] is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2020-01-01T09:00", "This moment has passed already."),
        ("soon", "Please choose a day and a time"),
        ("2030-03-31T02:30", "Please choose a day and a time"),  # clocks go forward
        ("0001-01-01T00:00", "Please choose a day and a time"),
    ],
)
async def test_a_moment_that_never_comes_is_refused(
    ada: Browser, api: SignedIn, typed: str, why: str
) -> None:
    await ada.submit(await ada.open("/settings/profile/"), PROFILE, time_zone="Europe/Berlin")
    client = await make_client(api)
    form = await ada.open(f"/tasks/new/?client={client['id']}")

    refused = await ada.submit(form, FORM, title="Call", remind_at=typed)

    assert refused.status == 422
    assert why in refused.one("#field-remind_at-error").text
    assert refused.fields(FORM)["title"] == "Call"
    assert (await api.get(TASKS)).json()["total"] == 0


async def test_a_moment_is_picked_without_scripts(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Navy")
    form = await ada.open(f"/tasks/new/?client={client['id']}&due_date=2031-03-03")
    picks = [pick.attrs["value"] for pick in form.all("button[name=remind_at_pick]")]

    picked = await ada.submit(form, FORM, title="Call", remind_at_pick=picks[-1])

    assert len(picks) == 3
    assert picked.fields(FORM)["remind_at"] == picks[-1] == "2031-03-03T09:00"
    assert picked.fields(FORM)["title"] == "Call"
    assert (await api.get(TASKS)).json()["total"] == 0
    await ada.submit(picked, FORM)
    assert (await api.get(TASKS)).json()["items"][0]["remind_at"] == "2031-03-03T09:00:00Z"


async def test_a_reminder_that_went_out_does_not_stand_in_the_way(
    ada: Browser, api: SignedIn
) -> None:
    task = await make_task(api, remind_at="2020-01-01T09:00:07Z")
    form = await ada.open(f"/tasks/{task['id']}/edit/")

    saved = await ada.submit(form, FORM, title="Call again")

    assert saved.path == f"/tasks/{task['id']}"
    assert (await api.get(f"{TASKS}/{task['id']}")).json()["remind_at"] == task["remind_at"]
