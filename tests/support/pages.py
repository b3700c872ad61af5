"""Lists, walked as a client of the API walks them."""

import httpx

from tests.support.people import Json


async def page_of(api: httpx.AsyncClient, path: str, **params: object) -> Json:
    answer = await api.get(path, params={name: str(value) for name, value in params.items()})
    assert answer.status_code == 200, answer.text
    page: Json = answer.json()
    return page


async def walk(api: httpx.AsyncClient, path: str, **params: object) -> list[Json]:
    """Every item, page after page, by the cursors the API hands out."""
    items: list[Json] = []
    while True:
        page = await page_of(api, path, **params)
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        params["cursor"] = page["next_cursor"]


def pointers(problem: Json) -> list[str]:
    """Which fields a problem speaks of."""
    return [error["pointer"] for error in problem["errors"]]
