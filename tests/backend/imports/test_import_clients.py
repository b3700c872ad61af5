"""Importing clients: each row is created, updated, unchanged, or rejected with a reason."""

import pytest
from msgspec.structs import replace

from backend.settings import Settings
from tests.backend.imports.steps import all_of, counts, imported, reasons, table
from tests.support.builders import activity_of, make_client, make_user
from tests.support.people import Json, People, SignedIn

pytestmark = [pytest.mark.usefixtures("worker"), pytest.mark.slow]
HEADER = "Name,Email,Phone,External ID"


async def test_every_field_arrives(api: SignedIn) -> None:
    lena = await make_user(api, full_name="Lena Ott")
    content = table(
        "Name,Phone,Email,Company,Notes,Owner,External ID,Created at",
        ['Acme,+49 1,ann@acme.test,Acme Inc,"two\nlines",lena ott,A-1,2024-02-29 10:30'],
    )

    view = await imported(api, content)

    assert counts(view) == {"created": 1}
    (client,) = await all_of(api, "clients")
    kept: Json = {"name": "Acme", "phone": "+49 1", "email": "ann@acme.test", "company": "Acme Inc"}
    kept |= {"notes": "two\nlines", "owner_id": lena["id"], "external_id": "A-1", "version": 1}
    assert client.items() >= kept.items()
    assert client["created_at"] == "2024-02-29T10:30:00Z"


async def test_a_second_run_changes_nothing(api: SignedIn) -> None:
    content = table(HEADER, ["Acme,ann@acme.test,1,A-1", "Blue,,2,", "Cyan,cy@cyan.test,,"])
    await imported(api, content)
    before = await all_of(api, "clients")

    view = await imported(api, content)

    assert counts(view) == {"unchanged": 3}
    assert await all_of(api, "clients") == before


async def test_empty_cells_leave_a_field_as_it_is(api: SignedIn) -> None:
    client = await make_client(api, name="Acme", phone="1", notes="kept", external_id="A-1")

    view = await imported(api, table("Name,Phone,Notes,External ID", [",22,,A-1"]))

    assert counts(view) == {"updated": 1}
    after = (await api.get(f"/api/v1/clients/{client['id']}")).json()
    assert (after["name"], after["phone"], after["notes"]) == ("Acme", "22", "kept")
    assert after["version"] == 2
    assert after["updated_at"] > client["updated_at"]


async def test_each_change_is_in_the_change_log(api: SignedIn) -> None:
    blue = await make_client(api, name="Blue", phone="1", external_id="B-1")

    view = await imported(api, table(HEADER, ["Acme,,,A-1", "Blue,,2,B-1"]))

    acme = next(c for c in await all_of(api, "clients") if c["name"] == "Acme")
    (created,) = await activity_of(api, acme["id"])
    updated, _ = await activity_of(api, blue["id"])
    assert (created["action"], created["user_id"]) == ("created", api.user_id)
    assert (created["batch_id"], created["payload"]["name"]) == (view["id"], "Acme")
    assert created["payload"]["changes"]["external_id"] == [None, "A-1"]
    assert (updated["action"], updated["batch_id"]) == ("updated", view["id"])
    assert updated["payload"]["changes"] == {"phone": ["1", "2"]}


async def test_a_later_row_with_the_same_id_is_an_update(api: SignedIn) -> None:
    rows = ["Acme,,1,A-1", "Acme,,2,A-1", "Acme,,2,A-1", "Acme,ann@acme.test,,A-1"]

    view = await imported(api, table(HEADER, rows))

    assert counts(view) == {"created": 1, "updated": 2, "unchanged": 1}
    (client,) = await all_of(api, "clients")
    assert (client["phone"], client["email"], client["version"]) == ("2", "ann@acme.test", 3)
    actions = [entry["action"] for entry in await activity_of(api, client["id"])]
    assert actions == ["updated", "updated", "created"]


async def test_bad_cells_are_named_with_their_columns(api: SignedIn) -> None:
    rows = [
        "Acme,nobody,1,A-1",
        f"Blue,,{'9' * 51},{'x' * 201}",
        ",,1,A-3",
        "Acme,,1",
        "Acme,,1,A-1,more",
        '"A\x07",,,',
    ]

    view = await imported(api, table(HEADER, rows))

    assert counts(view) == {"rejected": 6}
    assert await reasons(api, view) == [
        "Email: “nobody” is not an e-mail address such as ann@example.com",
        f"Phone: “{'9' * 51}” is not one line of up to 50 characters; "
        f"External ID: “{'x' * 59}…” is not one line of 1 to 200 characters",
        "The row has no name",
        "The row has 3 cells where the header has 4",
        "The row has 5 cells where the header has 4",
        "Name: “A\x07” is not one line of 1 to 200 characters",
    ]
    assert await all_of(api, "clients") == []


async def test_good_rows_arrive_beside_bad_ones(api: SignedIn) -> None:
    rows = ["Acme,nobody,,", "Blue,b@blue.test,,", "Cyan,b@blue.test,,C-1"]

    view = await imported(api, table(HEADER, rows))

    assert counts(view) == {"created": 1, "rejected": 2}
    assert (await reasons(api, view))[1] == "Another client has this e-mail"
    assert [c["name"] for c in await all_of(api, "clients")] == ["Blue"]


async def test_matches_by_what_the_row_fills(api: SignedIn) -> None:
    await make_client(api, name="Acme", external_id="A-1")
    await make_client(api, name="Blue", email="Bob@Blue.test")
    await make_client(api, name="Cyan")

    rows = ["Other,,1,A-1", "Other,bob@blue.TEST,2,", "cyan,,3,"]
    view = await imported(api, table(HEADER, rows))

    assert counts(view) == {"updated": 3}
    assert [c["phone"] for c in await all_of(api, "clients")] == ["1", "2", "3"]


async def test_matches_by_the_chosen_key_alone(api: SignedIn) -> None:
    await make_client(api, name="Acme", external_id="A-1")

    view = await imported(
        api, table(HEADER, ["Acme,a@acme.test,,", "Acme,,1,A-1"]), match_by="email"
    )

    assert counts(view) == {"created": 1, "rejected": 1}
    assert await reasons(api, view) == ["The row has no email, by which records are found"]


async def test_a_name_that_two_have_is_ambiguous(api: SignedIn) -> None:
    await make_client(api, name="Acme")
    await make_client(api, name="ACME")

    view = await imported(api, table("Name,Phone", ["acme,1"]))

    assert await reasons(api, view) == ["2 clients are called acme"]


async def test_accents_tell_names_apart(api: SignedIn) -> None:
    await make_client(api, name="José")

    view = await imported(api, table("Name", ["Jose", "Jose\u0301"]))

    assert counts(view) == {"created": 1, "unchanged": 1}


async def test_a_trashed_twin_is_to_be_restored(api: SignedIn) -> None:
    client = await make_client(api, name="Acme", external_id="A-1", email="a@acme.test")
    await api.delete(f"/api/v1/clients/{client['id']}")

    view = await imported(api, table(HEADER, ["Acme,,,A-1", "Acme,A@acme.test,,", "Acme,,,"]))

    assert counts(view) == {"created": 1, "rejected": 2}
    assert await reasons(api, view) == ["Such a client is in the trash; restore it"] * 2


async def test_constants_fill_what_a_row_leaves_empty(api: SignedIn) -> None:
    view = await imported(
        api, table("Name,Company", ["Acme,Acme Inc", "Blue,"]), constants={"company": "Unknown"}
    )

    assert counts(view) == {"created": 2}
    assert [c["company"] for c in await all_of(api, "clients")] == ["Acme Inc", "Unknown"]


async def test_values_are_translated_first(api: SignedIn) -> None:
    words = {"phone": {"n/a": "", "front desk": "112"}}

    await imported(api, table("Name,Phone", ["Acme,n/a", "Blue, front desk "]), values=words)

    assert [c["phone"] for c in await all_of(api, "clients")] == ["", "112"]


async def test_one_column_may_feed_two_fields(api: SignedIn) -> None:
    mapping = {"name": "Account", "external_id": "Account"}

    await imported(api, table("Account", ["Acme"]), mapping=mapping)

    (client,) = await all_of(api, "clients")
    assert (client["name"], client["external_id"]) == ("Acme", "Acme")


async def test_owners_are_found_by_mail_and_by_name(api: SignedIn) -> None:
    lena = await make_user(api, full_name="Lena Ott", email="lena@foyer.test")
    gone = await make_user(api, full_name="Gone")
    await api.patch(f"/api/v1/users/{gone['id']}", json={"is_active": False})
    for _ in range(2):
        await make_user(api, full_name="Jo Doe")

    rows = ["A,LENA@foyer.test", "B,lena ott", "C,", "D,Nobody", "E,Jo Doe", "F,Gone"]
    view = await imported(api, table("Name,Owner", rows))

    owners = [c["owner_id"] for c in await all_of(api, "clients")]
    assert owners == [lena["id"], lena["id"], api.user_id]
    assert await reasons(api, view) == [
        "No active user is called Nobody",
        "2 users are called Jo Doe",
        "No active user is called Gone",
    ]


async def test_users_change_only_what_is_theirs(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in(name="Ann")
    await make_client(api, name="Theirs", external_id="T-1", phone="1")
    await make_client(ann, name="Hers", external_id="H-1")

    rows = ["Theirs,2,T-1,", "Theirs,1,T-1,", "Hers,2,H-1,", "New,,,Ada Admin", "New,,,Ann"]
    view = await imported(ann, table("Name,Phone,External ID,Owner", rows))

    assert counts(view) == {"created": 1, "updated": 1, "unchanged": 1, "rejected": 2}
    assert await reasons(ann, view) == [
        "Only the owner or an admin may change this record",
        "Only an admin may give a record to someone else",
    ]


async def test_an_admin_who_starts_it_acts_in_their_own_name(
    api: SignedIn, signed_in: People
) -> None:
    ann = await signed_in(name="Ann")
    theirs = await make_client(api, name="Theirs", external_id="T-1", phone="1")

    view = await imported(api, table("Name,Phone,External ID,Owner", ["Theirs,2,T-1,Ann"]))

    assert counts(view) == {"updated": 1}
    after = (await api.get(f"/api/v1/clients/{theirs['id']}")).json()
    assert after["owner_id"] == ann.user_id


async def test_a_mended_download_is_imported_as_it_was(api: SignedIn) -> None:
    """Spreadsheets take some texts for formulas; the apostrophe before them is not kept."""
    await imported(api, table("Name,Phone,Notes", ["Acme,'+49 1,'=1+1"]))

    (client,) = await all_of(api, "clients")
    assert (client["phone"], client["notes"]) == ("+49 1", "=1+1")


async def test_many_rows_make_few_statements(api: SignedIn, queries: list[str]) -> None:
    content = table(HEADER, [f"Client {n},c{n}@x.test,1,E-{n}" for n in range(500)])
    queries.clear()

    view = await imported(api, content)

    assert counts(view) == {"created": 500}
    writes = [q for q in queries if "INSERT INTO clients" in q or "INSERT INTO activity_log" in q]
    per_batch = [q for q in writes if "jsonb_populate_recordset" in q]
    assert len(per_batch) == 2


class TestWhereOnesOwnIsAllOneSees:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, visibility="own")

    async def test_the_records_of_others_stay_unknown(
        self, api: SignedIn, signed_in: People
    ) -> None:
        ann = await signed_in(name="Ann")
        await make_client(api, name="Theirs", phone="1")
        await make_client(api, name="Secret", external_id="S-1")

        view = await imported(ann, table("Name,External ID", ["Theirs,", "Mine,S-1"]))

        assert counts(view) == {"created": 1, "rejected": 1}
        assert await reasons(ann, view) == ["Another client has this external id"]
        assert [c["name"] for c in await all_of(ann, "clients")] == ["Theirs"]
