"""The state of the instance over HTTP, for admins."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody

from backend.core.actor import Actor
from backend.core.http import Writing, done, replied
from backend.core.listing import Asked
from backend.core.paging import Count, Cursor, Limit, Offset
from backend.mail.sender import sender_of
from backend.system import dead_letters, queries
from backend.system.schemas import (
    DeadLetterPage,
    DeadLettersDone,
    DeadLetterSort,
    OfTopic,
    SystemState,
)


class SystemController(Controller):
    path = "/system"
    tags = ["operations"]
    opt = {"admin": True}

    @get(operation_id="show_system")
    async def show(self, state: State) -> SystemState:
        """Versions, storage, what waits, what is stuck, and how each background job fares."""
        return await queries.state(
            state.database,
            state.queue.redis,
            state.storage,
            sender=sender_of(state.settings),
        )

    @get("/dead-letters", operation_id="list_dead_letters")
    async def letters(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        topic: FromQuery[str | None] = None,
        sort: FromQuery[DeadLetterSort] = DeadLetterSort.NEWEST,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> DeadLetterPage:
        """Events that failed at every try; they wait here until somebody decides."""
        filters = {"dead": True} | ({"topic": topic} if topic is not None else {})
        asked = Asked(sort, filters, limit, offset, cursor, count == "exact")
        return await dead_letters.letters(state.database, request.user, asked)

    @post(
        "/dead-letters/{letter_id:uuid}/redrive",
        operation_id="redrive_dead_letter",
        status_code=204,
    )
    async def redrive(self, work: Writing, letter_id: FromPath[UUID]) -> Response[None]:
        """At once, under the same id, and with a whole schedule of tries before it."""
        await dead_letters.redrive(work, letter_id)
        return await done(work)

    @delete("/dead-letters/{letter_id:uuid}", operation_id="give_up_dead_letter")
    async def give_up(self, work: Writing, letter_id: FromPath[UUID]) -> None:
        """For good; the change log goes on telling of it."""
        await dead_letters.give_up(work, letter_id)

    @post("/dead-letters/redrive", operation_id="redrive_dead_letters", status_code=200)
    async def redrive_all(
        self, work: Writing, data: JSONBody[OfTopic]
    ) -> Response[DeadLettersDone]:
        """Of a topic, those that died first; ask again while any are `left`."""
        return await replied(work, await dead_letters.redrive_all(work, data.topic))

    @post("/dead-letters/give-up", operation_id="give_up_dead_letters", status_code=200)
    async def give_up_all(
        self, work: Writing, data: JSONBody[OfTopic]
    ) -> Response[DeadLettersDone]:
        """Of a topic, those that died first; ask again while any are `left`."""
        return await replied(work, await dead_letters.give_up_all(work, data.topic))
