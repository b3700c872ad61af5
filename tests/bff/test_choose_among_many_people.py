"""Choosing somebody where there are more people than a list holds: a box finds them, and without
scripts its button does.
"""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from tests.bff.browser import HTMX, TOAST, Browser, Page
from tests.bff.conftest import SignIn
from tests.support.builders import make_client, make_deal, make_user
from tests.support.bulk import add_users
from tests.support.people import Json, SignedIn

Make = Callable[..., Awaitable[Json]]
LAST = "Zoe Zander"
CLIENT, DEAL, TASK = "#client-form form", "#deal-form form", "#task-form form"
FILTERS = "form#filters"
FILTERED = [
    ("/clients/", "owner"),
    ("/deals/", "owner"),
    ("/deals/board/", "owner"),
    ("/tasks/", "who"),
    ("/tasks/calendar/", "who"),
    ("/activity/", "person"),
    ("/reports/pipeline/", "owner"),
]


@pytest.fixture
async def zoe(api: SignedIn, database: asyncpg.Connection) -> Json:
    """By name the last of 250."""
    await add_users(database, 248)
    return await make_user(api, full_name=LAST, email="zoe@foyer.test")


def offered(part: Page) -> list[str]:
    return [option.text for option in part.all("[role=option]")]


def choices(page: Page, name: str) -> list[str]:
    return [option.text for option in page.all(f"select[name={name}] option")]


def shown(page: Page, name: str) -> str:
    return str(page.one(f"input[name={name}_search]").attrs.get("value", ""))


@pytest.mark.parametrize(("path", "name"), FILTERED)
async def test_a_list_is_narrowed_to_the_last_of_many_and_says_to_whom(
    ada: Browser, zoe: Json, path: str, name: str
) -> None:
    page = await ada.open(f"{path}?{name}={zoe['id']}")

    assert shown(page, name) == "Zoe Zander · zoe@foyer.test"
    assert page.fields(FILTERS)[name] == zoe["id"]


@pytest.mark.usefixtures("zoe")
@pytest.mark.parametrize(("path", "name"), FILTERED)
async def test_without_scripts_a_filter_finds_whom_it_narrows_to(
    ada: Browser, path: str, name: str
) -> None:
    page = await ada.open(path)

    found = await ada.open(f"{path}?{name}=&{name}_search=zander&find={name}")

    assert page.one(f"{FILTERS} button[name=find]").attrs["value"] == name
    assert choices(found, name)[-1] == "Zoe Zander · zoe@foyer.test"


@pytest.mark.usefixtures("zoe")
async def test_a_choice_says_whoever_looks_and_everybody_as_it_does_among_few(ada: Browser) -> None:
    mine = await ada.open("/clients/?owner=@me")
    all_tasks = await ada.open("/tasks/?who=all")

    assert shown(mine, "owner") == "Me"
    assert choices(mine, "owner") == ["All owners", "Me"]
    assert shown(all_tasks, "who") == "Everybody's"
    assert all_tasks.one("input[name=who_search]").attrs["placeholder"] == "Mine"


@pytest.mark.usefixtures("zoe")
async def test_nobody_of_that_id_is_no_choice(ada: Browser) -> None:
    page = await ada.open("/clients/?owner=00000000-0000-0000-0000-000000000000")

    assert shown(page, "owner") == ""


async def test_up_to_a_listful_it_is_the_browsers_own_list(
    ada: Browser, api: SignedIn, database: asyncpg.Connection
) -> None:
    await add_users(database, 199)

    page = await ada.open("/clients/")
    await make_user(api)
    fuller = await ada.open("/clients/")

    assert len(choices(page, "owner")) == 202
    assert not page.has("[role=combobox][name=owner_search]")
    assert fuller.has("[role=combobox][name=owner_search]")


@pytest.mark.usefixtures("zoe")
async def test_a_box_offers_some_and_says_that_there_are_more(ada: Browser) -> None:
    untyped = await ada.part("/search/people/?name=owner&also=%40me", target="ul#field-owner-list")
    typed = await ada.part("/search/people/?name=owner&also=%40me&owner_search=ZAND")
    nobody = await ada.part("/search/people/?name=owner&also=%40me&owner_search=xyz")

    assert offered(untyped)[0] == "Me"
    assert len(offered(untyped)) == 22
    assert offered(untyped)[-1] == "And more: type on"
    assert untyped.all("li")[0].attrs["id"] == "field-owner-option-0"
    assert offered(typed) == ["Zoe Zander · zoe@foyer.test"]
    assert offered(nobody) == ["Nobody found"]


async def test_who_is_deactivated_has_records_and_gets_none(
    ada: Browser, api: SignedIn, zoe: Json
) -> None:
    await api.patch(f"/api/v1/users/{zoe['id']}", json={"is_active": False})

    narrowed = await ada.part("/search/people/?name=owner&owner_search=zoe")
    given = await ada.part("/search/people/?name=owner_id&active=true&owner_id_search=zoe")

    assert offered(narrowed) == ["Zoe Zander · zoe@foyer.test"]
    assert offered(given) == ["Nobody found"]


@pytest.mark.usefixtures("zoe")
async def test_without_scripts_too_it_says_that_there_are_more_or_none(ada: Browser) -> None:
    asked = "/clients/?owner=&find=owner&owner_search="

    many, one, none = [await ada.open(f"{asked}{text}") for text in ("user", "zander", "xyz")]

    assert "And more: type on" in many.one(FILTERS).text
    assert "And more" not in one.one(FILTERS).text
    assert "Nobody found" in none.one(FILTERS).text


async def test_without_scripts_too_who_is_deactivated_gets_nothing(
    ada: Browser, api: SignedIn, zoe: Json
) -> None:
    await api.patch(f"/api/v1/users/{zoe['id']}", json={"is_active": False})
    page = await ada.open("/clients/new/")

    found = await ada.submit(page, CLIENT, owner_id_search="zander", find="owner_id")

    assert LAST not in found.one("[data-combobox]").text
    assert "Nobody found" in found.one("[data-combobox]").text


@pytest.mark.parametrize("query", ["", "name=owner&also=zoe", f"name={'x' * 51}"])
async def test_a_box_of_somebody_elses_is_refused(ada: Browser, query: str) -> None:
    assert (await ada.part(f"/search/people/?{query}")).status == 400


async def test_a_client_is_given_to_somebody_who_was_found_without_scripts(
    ada: Browser, api: SignedIn, zoe: Json
) -> None:
    page = await ada.open("/clients/new/")

    found = await ada.submit(page, CLIENT, name="Grace", owner_id_search="zander", find="owner_id")
    made = await ada.submit(found, CLIENT, owner_id=zoe["id"])

    assert choices(page, "owner_id") == ["—", f"Ada Admin · {api.user['email']}"]
    assert found.status == 200
    assert found.fields(CLIENT)["name"] == "Grace"
    assert choices(found, "owner_id")[-1] == "Zoe Zander · zoe@foyer.test"
    assert (await api.get("/api/v1/clients")).json()["items"][0]["owner_id"] == zoe["id"]
    assert "Zoe Zander" in made.text


@pytest.mark.usefixtures("zoe")
async def test_deals_and_tasks_find_an_owner_beside_their_client(
    ada: Browser, api: SignedIn
) -> None:
    client = await make_client(api, name="Navy")
    deal = await ada.open(f"/deals/new/?client={client['id']}")
    task = await ada.open(f"/tasks/new/?client={client['id']}")

    whole = {"title": "Roof", "amount": "100"}  # so it could be saved, if it were not for finding
    deal = await ada.submit(deal, DEAL, owner_id_search="zander", find="owner_id", **whole)
    task = await ada.submit(
        task, TASK, assigned_to_search="zander", find="assigned_to", title="Roof"
    )

    assert choices(deal, "owner_id")[-1] == "Zoe Zander · zoe@foyer.test"
    assert choices(task, "assigned_to")[-1] == "Zoe Zander · zoe@foyer.test"
    for page, form in ((deal, DEAL), (task, TASK)):
        assert page.fields(form)["client_id"] == client["id"]
    for kind in ("deals", "tasks"):
        assert (await api.get(f"/api/v1/{kind}")).json()["items"] == []


async def test_a_record_of_the_last_of_many_is_edited_and_stays_theirs(
    ada: Browser, api: SignedIn, zoe: Json
) -> None:
    client = await make_client(api, owner_id=zoe["id"])

    page = await ada.open(f"/clients/{client['id']}/edit/")
    await ada.submit(page, CLIENT, company="Navy")

    assert shown(page, "owner_id") == "Zoe Zander · zoe@foyer.test"
    saved = (await api.get(f"/api/v1/clients/{client['id']}")).json()
    assert (saved["company"], saved["owner_id"]) == ("Navy", zoe["id"])


async def test_an_owner_is_never_changed_to_nobody(ada: Browser, api: SignedIn, zoe: Json) -> None:
    deal = await make_deal(api, owner_id=zoe["id"])
    here = f"/deals/{deal['id']}/facts/owner_id/"

    form = await ada.part(here)
    refused = await ada.send(here, form.fields("form") | {"owner_id": ""}, HTMX)
    given = await ada.send(here, form.fields("form") | {"owner_id": api.user_id}, HTMX)

    assert "data-focus" in form.one("input[name=owner_id_search]").attrs
    assert refused.status == 422
    assert refused.one("#field-owner_id-error").text == "Please fill this in."
    assert shown(refused, "owner_id") == ""
    assert given.one("#fact-owner_id dd").text.strip().endswith("Ada Admin")


async def test_what_somebody_else_saved_is_told_by_name(
    ada: Browser, api: SignedIn, zoe: Json
) -> None:
    client = await make_client(api)
    page = await ada.open(f"/clients/{client['id']}/edit/")
    other = await make_user(api)
    await api.patch(f"/api/v1/clients/{client['id']}", json={"owner_id": zoe["id"]})

    shown_again = await ada.submit(page, CLIENT, owner_id=other["id"])

    hint = shown_again.one("#field-owner_id-hint").text
    assert hint == "Somebody saved this meanwhile: Zoe Zander · zoe@foyer.test"


@pytest.mark.parametrize(("path", "make"), [("/clients/", make_client), ("/deals/", make_deal)])
async def test_many_records_are_given_to_somebody_who_was_found_without_scripts(
    ada: Browser, api: SignedIn, zoe: Json, path: str, make: Make
) -> None:
    record = await make(api)
    page = await ada.open(path)

    asked = await ada.submit(
        page, "form#bulk", selected=record["id"], owner_id_search="zander", find="owner_id"
    )
    given = await ada.submit(asked, f"form[action='{path}bulk/']", owner_id=zoe["id"])

    assert "Given away: 1." in given.one(TOAST).text
    kept = (await api.get(f"/api/v1{path}{record['id']}")).json()
    assert kept["owner_id"] == zoe["id"]


async def test_an_export_is_narrowed_to_somebody_who_was_found_without_scripts(
    ada: Browser, api: SignedIn, zoe: Json
) -> None:
    page = await ada.open("/exports/new/?entity=deals")
    form = "form[action='/exports/']"

    found = await ada.submit(page, form, person_search="zander", find="person")
    await ada.submit(found, form, person=zoe["id"])

    assert choices(page, "person") == ["Everybody"]
    assert choices(found, "person")[-1] == "Zoe Zander · zoe@foyer.test"
    (export,) = (await api.get("/api/v1/exports")).json()["items"]
    assert export["entity"] == "deals"


async def test_a_report_names_whose_it_is(ada: Browser, zoe: Json) -> None:
    page = await ada.open(f"/reports/pipeline/?owner={zoe['id']}")

    assert LAST in page.one("#report").text


async def test_a_view_keeps_whom_one_chose_and_not_what_was_typed(ada: Browser, zoe: Json) -> None:
    page = await ada.open(
        f"/views/new/?page=clients&owner={zoe['id']}&owner_search=zoe&find=owner&search="
    )

    assert page.fields("form[action='/views/new/']")["query"] == f"owner={zoe['id']}"


async def test_who_is_no_admin_chooses_for_filters_alone(at_work: SignIn, zoe: Json) -> None:
    bob = await at_work(name="Bob")

    page = await bob.open(f"/clients/?owner={zoe['id']}")
    form = await bob.open("/clients/new/")

    assert shown(page, "owner") == "Zoe Zander · zoe@foyer.test"
    assert not page.has("#bulk [name=owner_id]")
    assert not form.has("[name=owner_id]")
