"""From a file to records and back again, with every page in between."""

import pytest

from tests.backend.imports.steps import all_of, table
from tests.bff.browser import HTMX, Browser
from tests.bff.conftest import SignIn
from tests.bff.imports.steps import (
    APPLY,
    MAPPING,
    UNDO,
    checked,
    counters,
    imported,
    over,
    upload,
)
from tests.support.builders import make_client
from tests.support.people import SignedIn

pytestmark = pytest.mark.slow

worker = pytest.mark.usefixtures("worker")
DEALS = table(
    "Account,Title,Stage,Value,Close date",
    ['Acme,Roof,Won,"1,234.50",2026-01-31', "Acme,Wall,Prospecting,10,", ",Floor,Lost,5,"],
)


@worker
async def test_nothing_is_changed_before_one_says_so(ada: Browser, api: SignedIn) -> None:
    columns = await upload(ada, table("Name,E-mail", ["Grace,grace@navy.example", "Alan,"]))
    assert columns.path.endswith("/columns/")
    assert columns.fields(MAPPING)["field-0"] == "name"
    assert "Grace · Alan" in columns.text

    check = await over(ada, await ada.submit(columns, MAPPING))

    assert counters(check)["Would be new"] == "2"
    assert await all_of(api, "clients") == []

    result = await over(ada, await ada.submit(check, APPLY))

    assert counters(result)["New"] == "2"
    assert [client["name"] for client in await all_of(api, "clients")] == ["Grace", "Alan"]
    assert "Imported" in (await ada.open("/imports/")).text


@worker
async def test_it_is_undone_but_for_what_was_changed_since(ada: Browser, api: SignedIn) -> None:
    await make_client(api, name="Grace", phone="1")
    result = await imported(ada, table("Name,Phone", ["Grace,2", "Alan,3", "Ada,4"]))
    assert counters(result) == {"New": "2", "Changed": "1", "Unchanged": "0", "Rejected": "0"}
    alan = next(c for c in await all_of(api, "clients") if c["name"] == "Alan")
    await api.patch(f"/api/v1/clients/{alan['id']}", json={"phone": "mine"})

    undone = await over(ada, await ada.submit(result, UNDO))

    assert counters(undone) == {
        "In the trash": "1",
        "Have their old values back": "1",
        "Left as they are": "1",
    }
    assert undone.one("#leftover tbody a").attrs["href"] == f"/clients/{alan['id']}"
    left = {client["name"]: client["phone"] for client in await all_of(api, "clients")}
    assert left == {"Grace": "1", "Alan": "mine"}
    file = await ada.open(undone.path.replace("result/", "leftovers.csv"))
    assert "Alan" in file.html


@worker
async def test_what_is_rejected_says_why_and_is_downloaded(ada: Browser, api: SignedIn) -> None:
    await make_client(api, name="Acme")

    check = await checked(ada, DEALS, entity="deals")

    assert counters(check)["Would be rejected"] == "2"
    assert "The row names no client" in check.text
    assert "Stage: “Prospecting” is not a status" in check.text
    file = await ada.open(check.path.replace("check/", "rejected.csv"))
    assert file.headers["content-type"].startswith("text/csv")
    assert "attachment" in file.headers["content-disposition"]
    assert file.html.count("\n") == 3


@worker
async def test_the_words_of_stages_are_translated(ada: Browser, api: SignedIn) -> None:
    await make_client(api, name="Acme")
    columns = await upload(ada, DEALS, entity="deals")
    words = {
        label.text: columns.one(f"#{label.attrs['for']}").attrs["name"]
        for label in columns.all("#column-2 label")
    }
    assert columns.fields(MAPPING)[words["Won"]] == "WON"
    assert columns.fields(MAPPING)[words["Prospecting"]] == ""

    check = await ada.submit(columns, MAPPING, **{words["Prospecting"]: "NEW"})
    result = await over(ada, await ada.submit(await over(ada, check), APPLY))

    assert counters(result)["New"] == "2"
    assert {deal["status"] for deal in await all_of(api, "deals")} == {"WON", "NEW"}


@worker
async def test_how_numbers_and_days_are_written_can_be_said(ada: Browser, api: SignedIn) -> None:
    await make_client(api, name="Acme")
    rows = ['Acme,Roof,"1,234",03/04/2026']
    columns = await upload(ada, table("Client,Title,Amount,Close date", rows), entity="deals")
    assert "Its cells could be read in either way" in columns.text
    fields = columns.fields(MAPPING)
    assert (fields["decimal-2"], fields["order-3"]) == (".", "MDY")

    said = {"decimal-2": ",", "order-3": "DMY", "field-3": "expected_close_date"}
    check = await over(ada, await ada.submit(columns, MAPPING, **said))

    assert counters(check)["Would be rejected"] == "1", check.text
    again = await ada.open(check.path.replace("check/", "columns/"))
    assert again.fields(MAPPING)["decimal-2"] == ","
    assert again.fields(MAPPING)["order-3"] == "DMY"


async def test_two_columns_for_one_field_and_none_for_another(ada: Browser) -> None:
    columns = await upload(ada, table("Account,Company", ["Acme,Acme Ltd"]))

    told = await ada.submit(columns, MAPPING, **{"field-0": "company", "field-1": "company"})

    assert told.status == 422
    assert told.one("#column-1 .field-error").text == "Company comes from Account already."
    assert "Choose the column for: Name." in told.text


async def test_a_choice_shows_what_it_asks_for_besides(ada: Browser) -> None:
    columns = await upload(
        ada, table("Client,Title,Phase", ["Acme,Roof,Prospecting"]), entity="deals"
    )
    assert not columns.has("[name='value-2-0']")

    fields = columns.fields(MAPPING) | {"field-2": "status"}
    part = await ada.send(f"{columns.path}look/", fields, HTMX | {"hx-target": "div#columns"})

    assert part.has("[name='value-2-0']")
    assert not part.has("h1")


async def test_a_file_is_read_again_in_another_way(ada: Browser) -> None:
    columns = await upload(ada, b"Name;Phone\nAcme, Inc;1,2\n")

    again = await ada.submit(columns, "form[action$='/reread/']", delimiter=",")

    assert again.path == columns.path
    assert "Name;Phone" in again.text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty"),
        (b"Name\n", "The file has a header but no rows"),
        (b"Name,Name\n1,2\n", "Two columns are called Name"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old Excel workbook"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_in_words(
    ada: Browser, content: bytes, told: str
) -> None:
    page = await upload(ada, content)

    assert page.status == 422
    assert told in page.one("#field-file-error").text


async def test_a_form_without_a_file_is_refused(ada: Browser) -> None:
    form = await ada.open("/imports/new/")

    page = await ada.submit(form, "form[action='/imports/new/']")

    assert page.status == 422
    assert page.one("#field-file-error").text == "Please choose a file."


@worker
async def test_the_part_that_runs_asks_for_itself_and_then_leads_to_the_result(
    ada: Browser,
) -> None:
    done = await imported(ada, table("Name", ["Acme"]))

    part = await ada.part(done.path, target="div#run")

    assert part.headers["hx-location"] == done.path


async def test_steps_that_are_not_due_lead_to_the_one_that_is(ada: Browser) -> None:
    columns = await upload(ada, table("Name", ["Acme"]))
    base = columns.path.removesuffix("columns/")

    paths = [(await ada.open(f"{base}{step}")).path for step in ("check/", "result/", "")]

    assert paths == [columns.path] * 3
    assert (await ada.open(base.removesuffix("/"))).path == columns.path


@worker
async def test_what_was_ordered_once_is_proposed_the_next_time(ada: Browser) -> None:
    content = table("Firm,Ring", ["Acme,1"])
    columns = await upload(ada, content)
    said = {"field-0": "name", "field-1": "phone"}
    check = await over(ada, await ada.submit(columns, MAPPING, **said))
    await over(ada, await ada.submit(check, APPLY))

    again = await upload(ada, content)

    assert again.fields(MAPPING)["field-1"] == "phone"
    assert "You have imported a file with these columns before" in again.text


async def test_nobody_sees_somebody_elses(ada: Browser, at_work: SignIn) -> None:
    columns = await upload(ada, table("Name", ["Acme"]))
    bob = await at_work(name="Bob")

    pages = [await bob.open(columns.path.replace("columns/", step)) for step in ("", "columns/")]

    assert [page.status for page in pages] == [404, 404]
    assert "Nothing was imported yet" in (await bob.open("/imports/")).text
