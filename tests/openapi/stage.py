"""The examples of the OpenAPI document put before the running API: Ann, Bob and their records."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
from litestar import Litestar

from backend.channels.schemas import NewChannel
from backend.core import examples
from backend.core.actor import Role
from backend.imports.schemas import Upload
from backend.notifications.reminder_links import Link
from backend.settings import Settings
from tests.backend.accounts.test_change_password import mailed_token
from tests.backend.imports.steps import uploaded
from tests.backend.webhooks.steps import make_webhook
from tests.support.builders import inbox_of, make_client, make_deal, make_task
from tests.support.people import PASSWORD, SignedIn, add_person, sign_in

ANN = "ann@example.com"
BOB = "bob@foyer.test"
CLEO = "cleo@foyer.test"  # who forgets her password


class Stage:
    def __init__(
        self, ann: SignedIn, bob: SignedIn, app: Litestar, mail: Callable[[], Awaitable[str]]
    ) -> None:
        self.ann = ann
        self._bob = bob
        self._app = app
        self._makers = {
            examples.OTHER_CLIENT: self._other_client,
            examples.NOTIFICATION: self._notification,
            examples.BATCH: self._batch,
            examples.REFRESH_TOKEN: self._refresh_token,
            examples.RESET_TOKEN: mail,
            examples.REMINDER_TOKEN: self._reminder_token,
            examples.UNSUBSCRIBE_TOKEN: self._unsubscribe_token,
            "{channel_id}": self._channel,
            "{import_id}": self._import,
            "{view_id}": self._view,
            "{webhook_id}": self._webhook,
        }

    async def with_records(self, text: str) -> str:
        """An address and a body with the ids of new records, tokens that are good, and so on."""
        deal = await make_deal(self.ann, title="New roof")
        task = await make_task(self.ann, client_id=deal["client_id"], deal_id=deal["id"])
        real = {
            **dict.fromkeys([examples.CLIENT, "{client_id}"], deal["client_id"]),
            **dict.fromkeys([examples.DEAL, "{deal_id}"], deal["id"]),
            **dict.fromkeys([examples.TASK, "{task_id}"], task["id"]),
            **dict.fromkeys([examples.BOB, "{user_id}"], self._bob.user_id),
            **{name: await make() for name, make in self._makers.items() if name in text},
        }
        return re.sub("|".join(map(re.escape, real)), lambda found: str(real[found[0]]), text)

    async def _other_client(self) -> str:
        return str((await make_client(self.ann))["id"])

    async def _notification(self) -> str:
        await make_task(self._bob, assigned_to=self.ann.user_id)
        return str((await inbox_of(self.ann))[0]["id"])

    async def _batch(self) -> str:
        body = {"ids": [(await make_client(self.ann))["id"]], "action": "delete"}
        return str((await self.ann.post("/api/v1/clients/bulk", json=body)).json()["batch_id"])

    async def _refresh_token(self) -> str:
        return str((await sign_in(self._app, BOB)).tokens["refresh_token"])

    async def _reminder_token(self) -> str:
        link = Link(
            UUID((await make_task(self.ann))["id"]), UUID(self.ann.user_id), datetime.now(UTC)
        )
        token: str = self._app.state.reminder_links.give(link)
        return token

    async def _unsubscribe_token(self) -> str:
        token: str = self._app.state.unsubscribing.token(UUID(self.ann.user_id), "task_assigned")
        return token

    async def _import(self) -> str:
        """Of the very file that the example of an upload sends."""
        return str((await uploaded(self.ann, Upload.example["file"].encode()))["id"])

    async def _channel(self) -> str:
        """A team's, as the example of an edit is for."""
        answer = await self.ann.post("/api/v1/channels", json=NewChannel.example)
        return str(answer.json()["id"])

    async def _view(self) -> str:
        answer = await self.ann.post("/api/v1/views", json={"page": "clients", "name": "Mine"})
        return str(answer.json()["id"])

    async def _webhook(self) -> str:
        return str((await make_webhook(self.ann))["id"])


async def staged(app: Litestar, database: asyncpg.Connection, settings: Settings) -> Stage:
    ann = await _admin(app, ANN, "Ann Archer", examples.PASSWORD)
    bob = await _admin(app, BOB, "Bob Berg", PASSWORD)
    await add_person(app, email=CLEO)
    return Stage(ann, bob, app, lambda: mailed_token(ann, database, settings, CLEO))


async def _admin(app: Litestar, email: str, name: str, password: str) -> SignedIn:
    await add_person(app, email=email, name=name, role=Role.ADMIN, password=password)
    return await sign_in(app, email, password)
