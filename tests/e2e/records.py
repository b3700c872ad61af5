"""Records in every state, for tests that look at all there is."""

from datetime import date

from tests.e2e.api import Api
from tests.support.people import Json


def records_in_every_state(olga: Api, ada_email: str) -> dict[str, str]:
    """Their ids by what they are."""
    client = olga.make_client(
        name="Grace Hopper", email="grace@navy.example", phone="+1 555 0100", notes="COBOL\nlives"
    )
    for status, due in (("NEW", "2026-01-05"), ("IN_PROGRESS", "2099-01-05"), ("LOST", None)):
        step = olga.make_deal(client_id=client["id"], status=status)
        fields = {"client_id": client["id"], "deal_id": step["id"], "due_date": due}
        olga.made("tasks", {"title": "Call"} | fields)
    deal = olga.make_deal(client_id=client["id"], expected_close_date="2027-01-31")
    olga.patch(f"deals/{deal['id']}", json={"amount": "250.00", "description": "It compiles."})
    near = {"client_id": client["id"], "due_date": str(date.today())}  # noqa: DTZ011  # any day near today will do
    ada = olga.person(ada_email)["id"]
    task = olga.made("tasks", {"title": "Call Grace", "assigned_to": ada} | near)
    olga.made("tasks", {"title": "Wrote to Grace", "assigned_to": ada, "status": "DONE"} | near)
    return settled(olga) | {
        "client": client["id"],
        "other": olga.make_client(name="Grace Hoper", phone="+1 555 0199")["id"],
        "deal": deal["id"],
        "task": task["id"],
        "trashed_client": trashed(olga, "clients", olga.make_client()),
        "trashed_deal": trashed(olga, "deals", olga.make_deal(client_id=client["id"])),
    }


def settled(olga: Api) -> dict[str, str]:
    """What the settings have to show, and imports at two of their steps."""
    olga.made("exports", {"entity": "clients"})
    webhook = olga.made("webhooks", {"url": "https://example.com/", "events": ["deal.*"]})
    olga.made(f"webhooks/{webhook['id']}/test", {}, status=202)
    imports = [upload(olga, b'Name,Stage,Amount\nAcme,Won,"1,234"\n') for _ in range(2)]
    orders = {"mapping": {"client": "Name", "title": "Name", "status": "Stage"}}
    olga.made(f"imports/{imports[1]}/start", orders, status=202)
    return {"webhook": webhook["id"], "import": imports[0], "imported": imports[1]}


def upload(olga: Api, content: bytes) -> str:
    files = {"file": ("deals.csv", content)}
    return str(olga.post("imports", data={"entity": "deals"}, files=files).json()["id"])


def trashed(api: Api, kind: str, record: Json) -> str:
    assert api.delete(f"{kind}/{record['id']}").status_code == 204
    return str(record["id"])
