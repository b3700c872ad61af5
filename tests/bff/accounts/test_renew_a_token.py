"""A renewal of a session's token whose page does not wait for it, or whose answer is lost."""

from contextlib import aclosing
from functools import partial

import asyncpg
import httpx
import pytest
from litestar import Litestar

from bff import access, panels
from bff.gateway.accounts import AccountGateway
from bff.gateway.client import Caller
from bff.gateway.problems import Away
from bff.session import Sessions
from tests.bff.accounts.test_session import expire_access
from tests.bff.browser import Browser
from tests.bff.wire import Gate, Wire
from tests.support.waiting import until_found

REFRESH = "/auth/refresh"
# From then on whoever shows a token for the second time is taken for a thief.
LATER = "UPDATE refresh_tokens SET used_at = used_at - interval '1 minute'"


async def is_fresh(sessions: Sessions, browser: Browser) -> bool:
    session = await sessions.find(browser.cookie("session"))
    return session is not None and session.access is not None and session.access.is_fresh


async def test_a_page_that_does_not_wait_for_it_ends_no_session(
    ada: Browser,
    wire: Wire,
    sessions: Sessions,
    database: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(panels, "DEADLINE", 0.2)
    await expire_access(sessions, ada)
    gate = wire.after = Gate(REFRESH)
    await ada.open("/dashboard/")
    assert gate.reached.is_set()
    await database.execute(LATER)

    gate.open()

    await until_found(partial(is_fresh, sessions, ada))
    assert (await ada.open("/clients/")).path == "/clients/"


async def test_an_answer_that_is_lost_is_asked_for_again_unasked(
    ada: Browser,
    bff_app: Litestar,
    wire: Wire,
    sessions: Sessions,
    database: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(access, "PAUSES", (0.05,) * 500)
    await expire_access(sessions, ada)
    session = await sessions.find(ada.cookie("session"))
    assert session is not None
    backend = bff_app.state.gateway.on_behalf_of(Caller("203.0.113.7", "request-0001"))
    wire.after = lose
    async with aclosing(access.Renewal(sessions)) as renewal:
        with pytest.raises(Away):
            await renewal.fresh(session, AccountGateway(backend))

        wire.after = None

        await until_found(partial(is_fresh, sessions, ada))
    await database.execute(LATER)
    assert (await ada.open("/clients/")).path == "/clients/"


async def lose(request: httpx.Request) -> None:
    raise httpx.ReadError("the wire is cut", request=request)
