from tests.bff.browser import Browser
from tests.bff.conftest import SignIn
from tests.bff.tasks.days import in_days
from tests.support.builders import make_client, make_deal, make_task, make_user
from tests.support.people import SignedIn

TITLES = ".check-title"


async def test_tasks_stand_in_groups_with_their_counts(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Navy")
    for title, days in (("Late", -3), ("Now", 0), ("Far", 400)):
        await make_task(api, title=title, due_date=in_days(days), client_id=client["id"])
    await make_task(api, title="Whenever")

    page = await ada.open("/tasks/")

    assert [group.text for group in page.all(".check-group h2")] == [
        "Overdue1",
        "Today1",
        "Later1",
        "Without a date1",
    ]
    late = page.one("#group-OVERDUE .check-row")
    assert "3 days late" in late.text
    assert "Navy" in late.text


async def test_one_sees_ones_own_unless_one_asks(ada: Browser, api: SignedIn) -> None:
    bob = await make_user(api, full_name="Bob")
    await make_task(api, title="Mine")
    await make_task(api, title="His", assigned_to=bob["id"])

    async def shown(who: str) -> list[str]:
        page = await ada.open(f"/tasks/?who={who}")
        return sorted(title.text for title in page.all(TITLES))

    assert await shown("") == ["Mine"]
    assert await shown("all") == ["His", "Mine"]
    assert await shown(bob["id"]) == ["His"]


async def test_filters_narrow_and_say_so_when_nothing_is_left(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api)
    await make_task(api, title="Call", client_id=deal["client_id"], deal_id=deal["id"])
    await make_task(api, title="Write", status="IN_PROGRESS")

    found = await ada.open(f"/tasks/?deal={deal['id']}")
    begun = await ada.part("/tasks/?status=IN_PROGRESS")
    none = await ada.open("/tasks/?search=nothing+like+it")

    assert [title.text for title in found.all(TITLES)] == ["Call"]
    assert [title.text for title in begun.all(TITLES)] == ["Write"]
    assert "No tasks found" in none.text
    assert "Nothing to do" in (await ada.open("/tasks/?who=" + deal["id"])).text


async def test_a_long_group_is_loaded_in_steps_and_counted_whole(
    ada: Browser, api: SignedIn
) -> None:
    client = await make_client(api)
    for number in range(17):
        await make_task(api, title=f"{number:02}", client_id=client["id"], due_date=in_days(0))

    page = await ada.open("/tasks/")
    more = page.one("#more-TODAY a")
    rest = await ada.part(more.attrs["hx-get"])
    plain = await ada.open(more.attrs["href"])

    assert page.one("#group-TODAY .check-count").text == "17"
    assert len(page.all(TITLES)) == 15
    assert [title.text for title in rest.all(TITLES)] == ["15", "16"]
    assert rest.headers["hx-replace-url"] == "/tasks/?shown=17"
    assert len(plain.all(TITLES)) == 17


async def test_what_is_not_ones_own_is_only_looked_at(at_work: SignIn, api: SignedIn) -> None:
    task = await make_task(api, title="Hers")
    bob = await at_work(name="Bob")

    listed = await bob.open("/tasks/?who=all")
    shown = await bob.open(f"/tasks/{task['id']}")

    assert [title.text for title in listed.all(TITLES)] == ["Hers"]
    assert not listed.has(f"form[action*='{task['id']}']")
    assert not shown.has(f"form[action*='{task['id']}'], a[href$='/edit/']")
