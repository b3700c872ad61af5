"""What no personal API token gets at, and when none is made."""

import pytest
from litestar import Litestar

from backend.accounts import api_tokens
from tests.backend.accounts.test_use_api_tokens import TOKENS, bearing, make_token
from tests.support.pages import walk
from tests.support.people import People, SignedIn


async def test_what_an_admin_exported_is_not_for_a_token_without_admin(
    api: SignedIn, backend_app: Litestar
) -> None:
    made = (await api.post("/api/v1/exports", json={"entity": "activity"})).json()
    narrow, wide = await make_token(api), await make_token(api, ["read", "admin"])

    async with (
        bearing(backend_app, narrow["secret"]) as robot,
        bearing(backend_app, wide["secret"]) as admin,
    ):
        assert (await robot.get(f"/api/v1/exports/{made['id']}")).status_code == 404
        assert await walk(robot, "/api/v1/exports") == []
        assert (await admin.get(f"/api/v1/exports/{made['id']}")).status_code == 200
        assert len(await walk(admin, "/api/v1/exports")) == 1


async def test_addresses_of_webhooks_are_not_in_its_log(
    api: SignedIn, backend_app: Litestar
) -> None:
    await api.post("/api/v1/webhooks", json={"url": "https://a.example/secret", "events": ["*"]})
    token = await make_token(api)

    async with bearing(backend_app, token["secret"]) as robot:
        seen = {entry["entity_type"] for entry in await walk(robot, "/api/v1/activity")}

    assert "token" in seen
    assert "webhook" not in seen


async def test_a_session_that_has_just_ended_makes_none(signed_in: People, api: SignedIn) -> None:
    ann = await signed_in()
    await ann.get("/api/v1/me")  # the gate knows her now, and will for four seconds
    await api.patch(f"/api/v1/users/{ann.user_id}", json={"is_active": False})

    answer = await ann.post(TOKENS, json={"name": "Robot", "scopes": ["read"]})

    assert answer.status_code == 401


async def test_nobody_has_more_than_a_hundred(
    api: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_tokens, "MOST", 1)
    await make_token(api)

    answer = await api.post(TOKENS, json={"name": "Robot", "scopes": ["read"]})

    assert answer.status_code == 409
