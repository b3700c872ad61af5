"""Who may see a record may have its files; who may change it may add and remove them."""

import httpx
import pytest
from msgspec.structs import replace

from backend.settings import Settings
from tests.backend.files.steps import (
    FILES,
    announce,
    announced,
    attached,
    confirm,
    fetched,
    files_of,
    sent,
)
from tests.support.builders import activity_of, make_client, make_task
from tests.support.pages import pointers
from tests.support.people import People, SignedIn

MISSING = "0199f000-0000-7000-8000-000000000000"


async def test_a_colleague_reads_and_changes_nothing(
    anonymous: httpx.AsyncClient, signed_in: People
) -> None:
    ann, bob = await signed_in(), await signed_in()
    client = await make_client(ann)
    file = await attached(ann, anonymous, client)

    answers = [await announce(bob, client), await bob.delete(f"{FILES}/{file['id']}")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert await files_of(bob, client) == ["offer.pdf"]
    assert (await fetched(bob, anonymous, file)).status_code == 200


async def test_what_is_pending_is_its_sender_s_alone(
    api: SignedIn, anonymous: httpx.AsyncClient, signed_in: People
) -> None:
    ann, bob = await signed_in(), await signed_in()
    task = await make_task(ann, client_id=(await make_client(ann))["id"])
    file = await announced(ann, task, kind="task")
    await sent(anonymous, file)
    path = f"{FILES}/{file['id']}"

    answers = [
        await bob.get(path),
        await bob.get(f"{path}/download"),
        await confirm(bob, file),
        await bob.delete(path),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert (await api.get(path)).status_code == 200
    assert (await confirm(ann, file)).status_code == 200


async def test_the_assignee_of_a_task_attaches_too(
    api: SignedIn, anonymous: httpx.AsyncClient, signed_in: People
) -> None:
    ann = await signed_in()
    task = await make_task(api, assigned_to=ann.user_id)

    await attached(ann, anonymous, task, kind="task")

    assert await files_of(api, task, kind="task") == ["offer.pdf"]


async def test_a_removed_file_is_gone_and_its_trace_stays(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    client = await make_client(api)
    file = await attached(api, anonymous, client)
    path = f"{FILES}/{file['id']}"

    stale = await api.delete(path, headers={"If-Match": '"9"'})
    gone = await api.delete(path, headers={"If-Match": f'"{file["version"]}"'})

    assert (stale.status_code, stale.json()["current"]) == (412, file)
    assert gone.status_code == 204
    assert (await api.get(path)).status_code == 404
    assert (await api.delete(path)).status_code == 404
    entry = (await activity_of(api, client["id"]))[0]
    assert entry["action"] == "detached"
    assert entry["payload"]["changes"]["file_name"] == ["offer.pdf", None]


async def test_an_announcement_that_is_taken_back_is_not_logged(api: SignedIn) -> None:
    client = await make_client(api)
    file = await announced(api, client)

    answer = await api.delete(f"{FILES}/{file['id']}")

    assert answer.status_code == 204
    assert len(await activity_of(api, client["id"])) == 1


async def test_strangers_get_no_address(anonymous: httpx.AsyncClient, api: SignedIn) -> None:
    file = await attached(api, anonymous, await make_client(api))

    answer = await anonymous.get(f"{FILES}/{file['id']}/download")

    assert answer.status_code == 401


class TestWhereEveryoneSeesTheirOwn:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, visibility="own")

    async def test_anothers_file_is_not_there_at_all(
        self, api: SignedIn, anonymous: httpx.AsyncClient, signed_in: People
    ) -> None:
        ann = await signed_in()
        foreign = await make_client(api)
        file = await attached(api, anonymous, foreign)

        for file_id in (file["id"], MISSING):
            path = f"{FILES}/{file_id}"
            answers = [
                await ann.get(path),
                await ann.get(f"{path}/download"),
                await ann.post(f"{path}/confirm"),
                await ann.delete(path),
            ]
            assert [answer.status_code for answer in answers] == [404] * 4
            assert {answer.json()["detail"] for answer in answers} == {"There is no such file"}
        for record in (foreign, {"id": MISSING}):
            params = {"entity_type": "client", "entity_id": record["id"]}
            listed, announcement = await ann.get(FILES, params=params), await announce(ann, record)
            assert listed.status_code == 404
            assert pointers(announcement.json()) == ["/entity_id"]

    async def test_ones_own_are(self, anonymous: httpx.AsyncClient, signed_in: People) -> None:
        ann = await signed_in()
        client = await make_client(ann)

        file = await attached(ann, anonymous, client)

        assert (await fetched(ann, anonymous, file)).status_code == 200
