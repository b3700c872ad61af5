"""Choosing what one is told of, and where."""

import asyncio

import pytest

from tests.support.pages import pointers
from tests.support.people import People, SignedIn

SETTINGS = "/api/v1/notifications/settings"
BOTH = {"inbox": True, "mail": True, "chat": False}
NONE = dict.fromkeys(BOTH, False)
DEFAULTS = {
    "client_assigned": BOTH,
    "deal_assigned": BOTH,
    "task_assigned": BOTH,
    "task_reminder": BOTH,
    "digest": NONE,
    "import_ended": BOTH | {"mail": False},
    "channel_failed": BOTH,
    "mentioned": BOTH,
    "webhook_disabled": BOTH,
    "system_alarm": BOTH,
    "version": 1,
}


async def test_who_never_chose_has_the_defaults(ann: SignedIn) -> None:
    answer = await ann.get(SETTINGS)

    assert (answer.status_code, answer.json()) == (200, DEFAULTS)
    assert answer.headers["etag"] == '"1"'


async def test_a_choice_leaves_the_others_as_they_are(ann: SignedIn, signed_in: People) -> None:
    bob = await signed_in()
    await ann.patch(SETTINGS, json={"task_assigned": {"mail": False}})

    answer = await ann.patch(SETTINGS, json={"task_assigned": {"inbox": False}})

    chosen = {"task_assigned": NONE, "version": 3}
    assert (answer.status_code, answer.json()) == (200, DEFAULTS | chosen)
    assert (await ann.get(SETTINGS)).json() == answer.json()
    assert (await bob.get(SETTINGS)).json() == DEFAULTS


async def test_the_same_choice_again_changes_nothing(ann: SignedIn) -> None:
    body = {"import_ended": {"mail": True}}

    answers = [await ann.patch(SETTINGS, json=body) for _ in "12"]

    assert [answer.json()["version"] for answer in answers] == [2, 2]


async def test_a_stale_choice_answers_the_present_ones(ann: SignedIn) -> None:
    current = (await ann.patch(SETTINGS, json={"import_ended": {"mail": True}})).json()
    body = {"import_ended": {"inbox": False}}

    answer = await ann.patch(SETTINGS, json=body, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["current"]) == (412, current)


async def test_two_first_choices_at_once_are_both_kept(ann: SignedIn) -> None:
    await asyncio.gather(
        ann.patch(SETTINGS, json={"deal_assigned": {"mail": False}}),
        ann.patch(SETTINGS, json={"client_assigned": {"mail": False}}),
    )

    kept = (await ann.get(SETTINGS)).json()
    assert kept["deal_assigned"] == kept["client_assigned"] == BOTH | {"mail": False}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"lunch": {"mail": True}}, "/lunch"),
        ({"task_assigned": {"pigeon": True}}, "/task_assigned"),
        ({"task_assigned": {"mail": "true"}}, "/task_assigned/mail"),
        ({"task_assigned": {"mail": 0}}, "/task_assigned/mail"),
        ({"task_assigned": None}, "/task_assigned"),
    ],
)
async def test_refuses_what_does_not_fit(ann: SignedIn, body: object, pointer: str) -> None:
    answer = await ann.patch(SETTINGS, json=body)

    assert (answer.status_code, pointers(answer.json())) == (400, [pointer])


async def test_what_one_does_not_choose_keeps_its_own_default(ann: SignedIn) -> None:
    await ann.patch(SETTINGS, json={"digest": {"mail": True}, "import_ended": {"chat": True}})

    kept = (await ann.get(SETTINGS)).json()
    assert kept["digest"] == NONE | {"mail": True}
    assert kept["import_ended"] == {"inbox": True, "mail": False, "chat": True}
