"""What a client's form holds."""

import msgspec
from msgspec import Raw

from bff.forms import Form
from bff.gateway.clients import ClientView


def new_client_form() -> Form:
    return Form.showing({})


def edit_client_form(client: ClientView) -> Form:
    return Form.showing(values_of(client), version=client.version)


def saved_client_form(record: Raw) -> Form:
    return edit_client_form(msgspec.json.decode(record, type=ClientView))


def values_of(client: ClientView) -> dict[str, str]:
    return {
        "name": client.name,
        "company": client.company,
        "email": client.email or "",
        "phone": client.phone,
        "notes": client.notes,
        "owner_id": str(client.owner_id),
    }
