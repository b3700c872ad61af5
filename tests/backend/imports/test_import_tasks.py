"""Importing tasks: whose they are, which deal they belong to, and what they come to."""

from datetime import date
from typing import Any

import pytest

from tests.backend.imports.steps import all_of, counts, imported, reasons, table
from tests.backend.imports.workbooks import workbook
from tests.support.builders import activity_of, make_client, make_deal, make_user
from tests.support.people import Json, People, SignedIn

pytestmark = pytest.mark.usefixtures("worker")


async def import_tasks(api: SignedIn, header: str, rows: list[str], **orders: Any) -> Json:
    return await imported(api, table(header, rows), entity="tasks", **orders)


async def test_every_field_arrives(api: SignedIn) -> None:
    client = await make_client(api, name="Acme")
    deal = await make_deal(api, client_id=client["id"], title="Roof")
    lena = await make_user(api, full_name="Lena Ott")
    header = (
        "Client;Deal;Title;Description;Due date;Reminder;Status;Assignee;Completed at;"
        "External ID;Created at"
    )
    row = (
        "acme;roof;Call;Long;31.12.2026;2026-12-30 09:00;Completed;Lena Ott;2026-03-04;T-1;"
        "2026-01-02"
    )

    view = await import_tasks(api, header, [row])

    assert counts(view) == {"created": 1}, await reasons(api, view)
    (task,) = await all_of(api, "tasks")
    kept = {"client_id": client["id"], "deal_id": deal["id"], "title": "Call", "status": "DONE"}
    kept |= {"description": "Long", "due_date": "2026-12-31", "assigned_to": lena["id"]}
    kept |= {"remind_at": "2026-12-30T09:00:00Z", "completed_at": "2026-03-04T00:00:00Z"}
    kept |= {"external_id": "T-1", "created_at": "2026-01-02T00:00:00Z", "version": 1}
    kept |= {"created_by": api.user_id}
    assert task.items() >= kept.items()
    (entry,) = await activity_of(api, task["id"])
    names = {"name": "Call", "client_name": "Acme", "deal_title": "Roof"}
    assert entry["payload"].items() >= names.items()


async def test_a_workbook_s_days_do_not_shift(api: SignedIn) -> None:
    await make_client(api, name="Acme")
    await api.patch("/api/v1/me", json={"time_zone": "Pacific/Auckland"})
    content = workbook(["Client", "Title", "Due"], ["Acme", "Call", date(2026, 12, 31)])

    view = await imported(api, content, entity="tasks")

    assert view["layout"]["format"] == "xlsx"
    assert (await all_of(api, "tasks"))[0]["due_date"] == "2026-12-31"


async def test_a_second_run_changes_nothing_and_an_edit_one(api: SignedIn) -> None:
    await make_client(api, name="Acme")
    rows = ["Acme,Call,TODO,T-1", "Acme,Write,Done,T-2"]
    await import_tasks(api, "Client,Title,Status,External ID", rows)

    same = await import_tasks(api, "Client,Title,Status,External ID", rows)
    edit = await import_tasks(api, "Client,Title,Status,External ID", ["Acme,Call,Done,T-1"])

    assert counts(same) == {"unchanged": 2}
    assert counts(edit) == {"updated": 1}
    assert all(task["completed_at"] for task in await all_of(api, "tasks"))


async def test_deals_are_found_among_the_client_s(api: SignedIn) -> None:
    acme, blue = await make_client(api, name="Acme"), await make_client(api, name="Blue")
    for title in ("Twin", "Twin"):
        await make_deal(api, client_id=acme["id"], title=title)
    by_id = await make_deal(api, client_id=acme["id"], title="Wall", external_id="D-1")
    other = await make_deal(api, client_id=blue["id"], title="Roof")
    rows = ["Acme,D-1,a,T-1", "Blue,ROOF,b,T-2", "Acme,Roof,c,", "Acme,Twin,d,", ",Roof,e,"]

    view = await import_tasks(api, "Client,Deal,Title,External ID", rows)
    moved = await import_tasks(api, "Client,Title,External ID", ["Blue,a,T-1"])

    assert [task["deal_id"] for task in await all_of(api, "tasks")] == [by_id["id"], other["id"]]
    assert await reasons(api, view) == [
        "The client has no deal called Roof",
        "2 deals of the client are called Twin",
        "The row names no client",
    ]
    assert await reasons(api, moved) == ["The task's deal is another client's"]


async def test_whoever_made_a_task_or_does_it_may_change_it(
    api: SignedIn, signed_in: People
) -> None:
    ann, bob = await signed_in(name="Ann"), await signed_in(name="Bob")
    await make_client(ann, name="Acme")
    header = "Client,Title,Assignee,External ID"
    await import_tasks(api, header, ["Acme,Call,Ann,T-1"])

    by_ann = await import_tasks(ann, header, ["Acme,Call back,,T-1"])
    by_bob = await import_tasks(bob, header, ["Acme,Call never,,T-1", "Acme,For Ann,Ann,T-2"])

    assert counts(by_ann) == {"updated": 1}
    assert await reasons(bob, by_bob) == [
        "Only the owner or an admin may change this record",
        "Only an admin may give a record to someone else",
    ]


async def test_what_is_no_status_or_day_is_rejected(api: SignedIn) -> None:
    await make_client(api, name="Acme")

    view = await import_tasks(api, "Client,Title,Status,Due", ["Acme,a,WON,", "Acme,b,,soon"])

    assert await reasons(api, view) == [
        "Status: “WON” is not a status: TODO, IN_PROGRESS or DONE",
        "Due: “soon” is not a date such as 2026-11-23",
    ]
