"""Personal API tokens: made once, shown once, good for what their scopes say."""

import asyncio
from collections.abc import Sequence

import asyncpg
import httpx
import pytest
from litestar import Litestar
from msgspec.structs import replace

from backend.accounts import gate
from backend.settings import Settings
from tests.support.builders import activity_of, make_client
from tests.support.pages import page_of, pointers, walk
from tests.support.people import LOGIN, PASSWORD, Json, People, SignedIn, client_for

TOKENS, CLIENTS, USERS = "/api/v1/tokens", "/api/v1/clients", "/api/v1/users"


async def make_token(person: SignedIn, scopes: Sequence[str] = ("read",), **fields: object) -> Json:
    body = {"name": "Robot", "scopes": list(scopes)} | fields
    answer = await person.post(TOKENS, json=body)
    assert answer.status_code == 201, answer.text
    token: Json = answer.json()
    return token


def bearing(app: Litestar, token: str) -> httpx.AsyncClient:
    client = client_for(app)
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def a_moment_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "FRESH", -1.0)


async def test_a_token_lets_a_program_in(api: SignedIn, backend_app: Litestar) -> None:
    token = await make_token(api, ["read", "write"])

    async with bearing(backend_app, token["secret"]) as robot:
        made = await robot.post(CLIENTS, json={"name": "By the robot"})

        assert made.status_code == 201
        assert made.json()["owner_id"] == api.user_id
        assert (await robot.get(f"{CLIENTS}/{made.json()['id']}")).status_code == 200


async def test_only_its_beginning_is_listed(api: SignedIn, database: asyncpg.Connection) -> None:
    token = await make_token(api, ["write", "read", "write"], expires_in_days=365)

    (listed,) = await walk(api, TOKENS)

    assert token["secret"].startswith(token["prefix"] + "_")
    assert token == {**listed, "secret": token["secret"]}
    assert listed["scopes"] == ["read", "write"]
    stored = await database.fetchval("SELECT api_tokens::text FROM api_tokens")
    secret = token["secret"].rpartition(token["prefix"])[2]
    assert secret not in stored
    assert secret not in str(await activity_of(api, token["id"]))


async def test_the_secret_is_not_kept_for_a_repeated_request(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    headers = {"Idempotency-Key": "one"}
    body = {"name": "Robot", "scopes": ["read"]}

    first, second = [await api.post(TOKENS, json=body, headers=headers) for _ in range(2)]

    assert second.json() == {**first.json(), "secret": None}
    assert second.headers["idempotency-replayed"] == "true"
    kept = await database.fetchval("SELECT convert_from(body, 'UTF8') FROM idempotency_keys")
    assert first.json()["secret"] not in kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("scopes", []),
        ("scopes", ["root"]),
        ("expires_in_days", 0),
        ("expires_in_days", 366),
        ("expires_at", "2030-01-01T00:00:00Z"),
    ],
)
async def test_what_is_no_token_is_refused(api: SignedIn, field: str, value: object) -> None:
    answer = await api.post(TOKENS, json={"name": "Robot", "scopes": ["read"], field: value})

    assert answer.status_code == 400
    assert {pointer.split("/")[1] for pointer in pointers(answer.json())} == {field}


async def test_reading_is_not_writing(api: SignedIn, backend_app: Litestar) -> None:
    client = await make_client(api)
    token = await make_token(api, ["read", "admin"])

    async with bearing(backend_app, token["secret"]) as robot:
        for method in ("POST", "PATCH", "DELETE"):
            path = CLIENTS if method == "POST" else f"{CLIENTS}/{client['id']}"
            answer = await robot.request(method, path, json={"name": "x"})

            assert answer.status_code == 403
            assert answer.json()["detail"] == (
                "This API token may only read; make one with the scope write"
            )
        assert (await robot.get(f"{CLIENTS}/{client['id']}")).json() == client


async def test_only_an_admins_token_with_that_scope_administrates(
    api: SignedIn, signed_in: People, backend_app: Litestar
) -> None:
    ann = await signed_in()
    hers = await make_client(ann)
    body = {"email": "n@foyer.test", "full_name": "New", "password": PASSWORD}
    plain, whole = await make_token(api, ["write"]), await make_token(api, ["write", "admin"])

    async with bearing(backend_app, plain["secret"]) as robot:
        assert (await robot.post(USERS, json=body)).status_code == 403
        edit = await robot.patch(f"{CLIENTS}/{hers['id']}", json={"name": "x"})
        assert edit.status_code == 403
    async with bearing(backend_app, whole["secret"]) as robot:
        assert (await robot.post(USERS, json=body)).status_code == 201
    refused = await ann.post(TOKENS, json={"name": "x", "scopes": ["admin"]})
    assert (refused.status_code, pointers(refused.json())) == (400, ["/scopes"])


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", TOKENS, {"name": "Child", "scopes": ["read"]}),
        ("GET", TOKENS, None),
        ("DELETE", f"{TOKENS}/0199f000-0000-7000-8000-000000000000", None),
        (
            "POST",
            "/api/v1/me/password",
            {"current_password": PASSWORD, "new_password": "another long one"},
        ),
        ("GET", "/api/v1/me/sessions", None),
        ("DELETE", "/api/v1/me/sessions", None),
        ("DELETE", "/api/v1/me/sessions/0199f000-0000-7000-8000-000000000000", None),
    ],
)
async def test_no_token_changes_what_lets_people_in(
    api: SignedIn, backend_app: Litestar, method: str, path: str, body: Json | None
) -> None:
    token = await make_token(api, ["read", "write", "admin"])

    async with bearing(backend_app, token["secret"]) as robot:
        answer = await robot.request(method, path, json=body)

    assert (answer.status_code, answer.json()["title"]) == (403, "Not allowed")


async def test_a_revoked_token_is_out(
    api: SignedIn, signed_in: People, backend_app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, ann = await make_token(api), await signed_in()
    async with bearing(backend_app, token["secret"]) as robot:
        assert (await robot.get("/api/v1/me")).status_code == 200
        assert (await ann.delete(f"{TOKENS}/{token['id']}")).status_code == 404

        assert (await api.delete(f"{TOKENS}/{token['id']}")).status_code == 204

        a_moment_later(monkeypatch)
        assert (await robot.get("/api/v1/me")).status_code == 401
    assert await walk(api, TOKENS) == []
    assert [e["action"] for e in await activity_of(api, token["id"])] == ["deleted", "created"]


async def test_who_is_shut_off_loses_tokens_for_good(
    api: SignedIn, signed_in: People, backend_app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await signed_in()
    token = await make_token(ann)
    async with bearing(backend_app, token["secret"]) as robot:
        assert (await robot.get("/api/v1/me")).status_code == 200
        a_moment_later(monkeypatch)

        for active in (False, True):
            await api.patch(f"{USERS}/{ann.user_id}", json={"is_active": active})

            assert (await robot.get("/api/v1/me")).status_code == 401


async def test_an_old_token_is_over(
    api: SignedIn, backend_app: Litestar, database: asyncpg.Connection
) -> None:
    token = await make_token(api)
    await database.execute("UPDATE api_tokens SET expires_at = now() - interval '1 second'")

    async with bearing(backend_app, token["secret"]) as robot:
        assert (await robot.get("/api/v1/me")).status_code == 401


async def test_a_token_that_is_nearly_right_is_wrong(api: SignedIn, backend_app: Litestar) -> None:
    secret = (await make_token(api))["secret"]
    last = "A" if secret[-1] != "A" else "B"
    wrong = [
        secret[:-1] + last,
        secret[:-1],
        secret + "A",
        secret.upper(),
        secret[:22],
        "foyer_pat_",
    ]

    for guess in wrong:
        async with bearing(backend_app, guess) as robot:
            assert (await robot.get("/api/v1/me")).status_code == 401, guess


async def test_its_last_use_is_noted_once_a_minute(
    api: SignedIn,
    backend_app: Litestar,
    database: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = await make_token(api)
    used = "SELECT last_used_at FROM api_tokens"
    a_moment_later(monkeypatch)

    async def use() -> object:
        async with bearing(backend_app, token["secret"]) as robot:
            await robot.get("/api/v1/me")
        await asyncio.sleep(0)
        await backend_app.state.sessions.close()
        return await database.fetchval(used)

    first = await use()
    again = await use()
    await database.execute("UPDATE api_tokens SET last_used_at = now() - interval '61 seconds'")
    later = await use()

    assert first is not None
    assert first == again
    assert later is not None
    assert str(later) > str(first)


async def test_tokens_are_ones_own(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    hers = [await make_token(ann, name=f"Robot {n}") for n in range(3)]

    seen = await walk(ann, TOKENS, limit=2)

    assert [token["id"] for token in seen] == [token["id"] for token in hers[::-1]]
    assert (await page_of(api, TOKENS))["total"] == 0
    ben = await signed_in()
    assert await activity_of(ben, hers[0]["id"]) == []
    assert len(await activity_of(ann, hers[0]["id"])) == 1


class TestWhereEachSeesTheirOwn:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, visibility="own")

    async def test_an_admins_plain_token_sees_what_is_theirs(
        self, api: SignedIn, signed_in: People, backend_app: Litestar
    ) -> None:
        foreign = await make_client(await signed_in())
        mine = await make_client(api)
        plain, whole = await make_token(api), await make_token(api, ["read", "admin"])

        async with bearing(backend_app, plain["secret"]) as robot:
            assert (await robot.get(f"{CLIENTS}/{foreign['id']}")).status_code == 404
            assert [c["id"] for c in await walk(robot, CLIENTS)] == [mine["id"]]
        async with bearing(backend_app, whole["secret"]) as robot:
            assert (await page_of(robot, CLIENTS))["total"] == 2


async def test_a_tokens_requests_count_as_its_users(
    settings: Settings, api: SignedIn, backend_app: Litestar
) -> None:
    token = await make_token(api)
    await backend_app.state.limits.hit("api", api.user_id.replace("-", ""), limit=1, seconds=60)

    async with bearing(backend_app, token["secret"]) as robot:
        first = int((await robot.get("/api/v1/me")).headers["ratelimit-remaining"])
    second = int((await api.get("/api/v1/me")).headers["ratelimit-remaining"])

    assert second == first - 1
    assert settings.rate_limit > second
    assert (await api.post(LOGIN, json={"email": "x@y.zz", "password": "x"})).status_code == 401
