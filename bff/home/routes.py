"""The way in."""

from typing import Any

from litestar import Response, get

from bff.shell import HOME
from bff.visit import Visiting


@get("/")
async def show_home(visit: Visiting) -> Response[Any]:
    return visit.go(HOME)
