"""An export that is imported again changes nothing: every row is found as it is."""

import pytest

from tests.backend.exports.steps import exported
from tests.backend.imports.steps import counts, imported, table
from tests.support.builders import make_client, make_deal, make_task
from tests.support.people import SignedIn

pytestmark = [pytest.mark.usefixtures("worker"), pytest.mark.slow]
STRANGE = [
    "Plain",
    "=1+1",
    "'=1+1",
    "-5",
    "- dash",
    "+7 900",
    "@home",
    'say "yes", or; no|never',
    "ООО «Ромашка»",
    "🚀 ünïcode",
    "00123",
    "1,234.50",
]


async def test_clients(api: SignedIn) -> None:
    for number, text in enumerate(STRANGE):
        email = f"c{number}@acme.test" if number % 2 else None
        await make_client(
            api,
            name=f"{text} {number}",
            company=text,
            phone=text,
            email=email,
            notes=f"{text}\n\n=last\tline",
            external_id=f"E-{number}" if number % 3 else None,
        )

    view = await imported(api, await exported(api, "clients"))

    assert counts(view) == {"unchanged": len(STRANGE)}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_records_without_an_id_of_another_system_are_known_by_their_own(
    api: SignedIn, form: str
) -> None:
    client = await make_client(api, name="Acme")
    for title in ("Roof", "Roof"):
        await make_deal(api, client_id=client["id"], title=title, expected_close_date="2027-02-03")
        await make_task(api, client_id=client["id"], title=title, due_date="2027-02-03")

    deals = await imported(api, await exported(api, "deals", format=form), entity="deals")
    tasks = await imported(api, await exported(api, "tasks", format=form), entity="tasks")

    assert (counts(deals), counts(tasks)) == ({"unchanged": 2}, {"unchanged": 2})


async def test_an_id_of_another_instance_says_nothing(api: SignedIn) -> None:
    await make_client(api, name="Acme", email="ann@acme.test")
    row = "0199b6c4-1d20-7a63-b1c7-2b3c4d5e6f03,Acme Ltd,ann@acme.test"

    view = await imported(api, table("Foyer ID,Name,Email", [row]))

    assert counts(view) == {"updated": 1}


async def test_a_workbook_of_clients(api: SignedIn) -> None:
    for number, text in enumerate(STRANGE):
        await make_client(api, name=f"{text} {number}", company=text, phone=text, notes=text)

    view = await imported(api, await exported(api, "clients", format="xlsx"))

    assert counts(view) == {"unchanged": len(STRANGE)}


async def test_deals(api: SignedIn) -> None:
    clients = [await make_client(api, name=text) for text in STRANGE]
    for number, (client, text) in enumerate(zip(clients, STRANGE, strict=True)):
        status = ("NEW", "IN_PROGRESS", "WON", "LOST")[number % 4]
        await make_deal(
            api,
            client_id=client["id"],
            title=text,
            amount=f"{number * 12345}.{number:02}",
            currency="USD" if number % 2 else "EUR",
            status=status,
            lost_reason=text if status == "LOST" else "",
            description=f"{text}\n{text}",
            expected_close_date="2027-02-03" if number % 2 else None,
            external_id=f"D-{number}",
        )

    view = await imported(api, await exported(api, "deals"), entity="deals")

    assert counts(view) == {"unchanged": len(STRANGE)}
