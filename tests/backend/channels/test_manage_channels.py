"""Making channels, and keeping their addresses secret."""

import asyncpg
import pytest

from backend.channels.services import service_of
from backend.core.refusals import Invalid
from tests.backend.channels.conftest import Make
from tests.support.builders import activity_of
from tests.support.pages import page_of, pointers
from tests.support.people import People, SignedIn

CHANNELS = "/api/v1/channels"
SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
SECRET = "TIiajkdnlazkcOXrIdevi7FQ"


async def test_its_address_is_never_seen_again(api: SignedIn, database: asyncpg.Connection) -> None:
    body = {"name": "Sales", "url": SLACK, "is_team": True, "events": ["deal_won"]}

    made = await api.post(CHANNELS, json=body)
    broken = await api.post(CHANNELS, json=body | {"url": f"slacker://{SECRET}"})

    assert made.status_code == 201, made.text
    channel = made.json()
    assert (channel["service"], channel["service_name"]) == ("slack", "Slack")
    assert channel["shown"] == "slack://…****"
    assert made.headers["location"] == f"{CHANNELS}/{channel['id']}"
    assert (broken.status_code, pointers(broken.json())) == (400, ["/url"])
    seen = [made.text, broken.text, str(await activity_of(api, channel["id"]))]
    seen += [(await api.get(path)).text for path in (CHANNELS, made.headers["location"])]
    rows = await database.fetch("SELECT channels::text FROM channels")
    rows += await database.fetch("SELECT activity_log::text FROM activity_log")
    rows += await database.fetch("SELECT outbox::text FROM outbox")
    assert not [text for text in (*seen, *(row[0] for row in rows)) if SECRET in text]
    sealed = await database.fetchval("SELECT sealed FROM channels")
    assert isinstance(sealed, bytes)
    assert SECRET.encode() not in sealed


@pytest.mark.parametrize(
    "url",
    [
        *("mailto://user:pass@example.com", "file:///etc/passwd", "dbus://", "syslog://"),
        *("windows://", "exec://run", "apprise://example.com/token", "https://example.com/hook"),
        *("json://example.com", "mmost://example.com/token", "xml://example.com", "slack:"),
        *("slack://a/b/c?template=/etc/passwd", "slack://a/b/c?verify=no", "slack://a/b/c?rto=9e9"),
        *("workflows://h/w/s?template=x", "slack://a b", "http://hooks.slack.com/services/a/b/c"),
        *("https://hooks.slack.com.evil.test/services/a/b/c", "SLACK://a/b/c", "slack://[", ""),
        *("slack://a/b/c\n", "tgram://ж/1"),
    ],
)
def test_only_chat_services_are_taken(url: str) -> None:
    with pytest.raises(Invalid):
        service_of(url, private=False)


def test_what_needs_no_tls_is_for_ones_own_network() -> None:
    found = [
        service_of(f"{scheme}://chat.internal/token", private=True)
        for scheme in ("mmost", "ntfy", "json", "slack")
    ]

    assert found == ["mmost", "ntfy", "json", "slack"]
    with pytest.raises(Invalid):
        service_of("mailto://user:pass@example.com", private=True)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"url": "mailto://u:p@example.com"}, "/url"),
        ({"url": "slack://a b"}, "/url"),
        ({"name": " "}, "/name"),
        ({"events": ["lunch"]}, "/events/0"),
        ({"secret": "x"}, "/secret"),
    ],
)
async def test_what_does_not_fit_is_refused(
    api: SignedIn, body: dict[str, object], pointer: str
) -> None:
    answer = await api.post(CHANNELS, json={"name": "Sales", "url": SLACK} | body)

    assert (answer.status_code, pointers(answer.json())) == (400, [pointer])


async def test_ones_own_is_nobody_elses_and_the_teams_are_for_admins(
    api: SignedIn, ann: SignedIn, signed_in: People, make_channel: Make
) -> None:
    bob = await signed_in(role="ADMIN")
    own = await make_channel(ann, name="Ann's")
    team = await make_channel(api, name="Sales", is_team=True, events=["deal_won"])

    listed = {
        person.user["full_name"]: [c["name"] for c in (await page_of(person, CHANNELS))["items"]]
        for person in (ann, bob)
    }
    answers = [
        await person.request(method, f"{CHANNELS}/{channel['id']}{path}", json=body)
        for person, channel in ((bob, own), (ann, team))
        for method, path, body in (
            ("GET", "", None),
            ("PATCH", "", {"name": "X"}),
            ("DELETE", "", None),
            ("POST", "/test", None),
            ("GET", "/deliveries", None),
        )
    ]

    assert listed == {"Ann Archer": ["Ann's"], bob.user["full_name"]: ["Sales"]}
    assert {answer.status_code for answer in answers} == {404}
    body = {"name": "X", "url": SLACK, "is_team": True, "events": ["deal_won"]}
    assert (await ann.post(CHANNELS, json=body)).status_code == 403


async def test_events_are_a_teams(api: SignedIn, make_channel: Make) -> None:
    own, team = await make_channel(api), await make_channel(api, is_team=True, events=["deal_won"])

    answers = [
        await api.patch(f"{CHANNELS}/{own['id']}", json={"events": ["deal_won"]}),
        await api.patch(f"{CHANNELS}/{team['id']}", json={"events": []}),
    ]

    assert [pointers(answer.json()) for answer in answers] == [["/events"]] * 2


async def test_it_is_edited_and_removed(
    api: SignedIn, make_channel: Make, database: asyncpg.Connection
) -> None:
    channel = await make_channel(api)
    url = f"{CHANNELS}/{channel['id']}"
    sealed = await database.fetchval("SELECT sealed FROM channels")

    renamed = await api.patch(url, json={"name": "Ours"}, headers={"If-Match": '"1"'})
    stale = await api.patch(url, json={"is_active": False}, headers={"If-Match": '"1"'})
    kept = await database.fetchval("SELECT sealed FROM channels")
    other = await api.patch(url, json={"url": SLACK})
    await api.post(f"{url}/test")
    gone = await api.delete(url)

    assert (renamed.json()["name"], renamed.json()["version"]) == ("Ours", 2)
    assert (stale.status_code, stale.json()["current"]["name"]) == (412, "Ours")
    assert (kept, other.json()["service"]) == (sealed, "slack")
    assert gone.status_code == 204
    assert await database.fetchval("SELECT count(*) FROM channel_deliveries") == 0
    verbs = [entry["action"] for entry in await activity_of(api, channel["id"])]
    assert verbs == ["deleted", "tested", "secret_rotated", "updated", "created"]


async def test_one_that_is_off_is_not_tested(api: SignedIn, make_channel: Make) -> None:
    channel = await make_channel(api)
    await api.patch(f"{CHANNELS}/{channel['id']}", json={"is_active": False})

    answer = await api.post(f"{CHANNELS}/{channel['id']}/test")

    assert answer.status_code == 409
