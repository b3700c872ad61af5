"""The state of the instance over HTTP, for admins."""

from litestar import Controller, get
from litestar.datastructures import State

from backend.system import queries
from backend.system.schemas import SystemState


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
            has_mail_server=bool(state.settings.smtp),
        )
