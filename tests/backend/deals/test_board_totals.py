"""The board's counts and sums, which triggers keep, against a live recount."""

import random
from collections.abc import Awaitable, Callable
from decimal import Decimal

import asyncpg
import pytest

from tests.support.builders import make_client
from tests.support.pages import page_of
from tests.support.people import People, SignedIn

DEALS = "/api/v1/deals"
STATUSES = ("NEW", "IN_PROGRESS", "WON", "LOST")
Totals = dict[tuple[str, str], tuple[int, Decimal]]
RECOUNT = """
    SELECT status, currency, count(*), sum(amount) FROM deals
    WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR owner_id = $1) GROUP BY status, currency
"""


class Salespeople:
    """Do whatever comes to their minds; what is refused changes nothing."""

    def __init__(self, people: list[SignedIn], client_id: str, chance: random.Random) -> None:
        self._people = people
        self._client_id = client_id
        self._chance = chance
        self._deals: list[str] = []

    async def act(self) -> None:
        verbs: list[Callable[[], Awaitable[object]]] = [
            *([self.open] * 3),
            *([self.move] * 3),
            self.edit,
            self.give_away,
            self.trash,
            self.restore,
        ]
        await self._chance.choice(verbs)()

    async def open(self) -> None:
        answer = await self._anyone().post(
            DEALS,
            json={
                "client_id": self._client_id,
                "title": "Roof",
                "amount": self._amount(),
                "currency": self._currency(),
                "status": self._chance.choice(STATUSES),
            },
        )
        self._deals.append(answer.json()["id"])

    async def move(self) -> None:
        body = {"status": self._chance.choice(STATUSES)}
        await self._anyone().post(f"{self._any_deal()}/move", json=body)

    async def edit(self) -> None:
        body = {"amount": self._amount(), "currency": self._currency()}
        await self._anyone().patch(self._any_deal(), json=body)

    async def give_away(self) -> None:
        await self._anyone().patch(self._any_deal(), json={"owner_id": self._anyone().user_id})

    async def trash(self) -> None:
        await self._anyone().delete(self._any_deal())

    async def restore(self) -> None:
        await self._anyone().post(f"{self._any_deal()}/restore")

    def _anyone(self) -> SignedIn:
        return self._chance.choice(self._people)

    def _any_deal(self) -> str:
        return f"{DEALS}/{self._chance.choice(self._deals or [self._client_id])}"

    def _amount(self) -> str:
        return f"{self._chance.randint(0, 10**6)}.{self._chance.randint(0, 99):02}"

    def _currency(self) -> str:
        return self._chance.choice(("EUR", "USD", "RUB"))


async def shown(api: SignedIn, **params: str) -> Totals:
    board = await page_of(api, f"{DEALS}/board", **params)
    counts = {column["status"]: column["count"] for column in board["columns"]}
    totals = {
        (column["status"], money["currency"]): Decimal(money["amount"])
        for column in board["columns"]
        for money in column["sums"]
    }
    return {key: (counts[key[0]], amount) for key, amount in totals.items()}


async def recounted(database: asyncpg.Connection, owner_id: str | None = None) -> Totals:
    rows = await database.fetch(RECOUNT, owner_id)
    counts = {status: sum(row[2] for row in rows if row[0] == status) for status in STATUSES}
    return {(row[0], row[1]): (counts[row[0]], row[3]) for row in rows}


@pytest.mark.parametrize("seed", [1, 2])
async def test_they_are_exact_after_whatever_people_do(
    api: SignedIn, signed_in: People, database: asyncpg.Connection, seed: int
) -> None:
    ann = await signed_in()
    client = await make_client(api)
    chance = random.Random(seed)  # noqa: S311  # a repeatable day at work
    staff = Salespeople([api, api, ann], client["id"], chance)

    for _ in range(120):
        await staff.act()

    assert await shown(api) == await recounted(database) != {}
    assert await shown(api, owner=ann.user_id) == await recounted(database, ann.user_id)


async def test_they_are_exact_after_writes_of_many_rows(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    client = await make_client(api)
    chance = random.Random(3)  # noqa: S311  # a repeatable day at work
    staff = Salespeople([api], client["id"], chance)
    for _ in range(30):
        await staff.open()

    await database.execute("UPDATE deals SET amount = amount + 1 WHERE currency = 'EUR'")
    await database.execute("UPDATE deals SET deleted_at = now() WHERE status = 'NEW'")
    await database.execute(
        "UPDATE deals SET currency = 'CHF', status = 'WON', closed_at = now(), lost_reason = ''"
        " WHERE status = 'LOST'"
    )
    await database.execute("DELETE FROM deals WHERE currency = 'USD'")

    assert await shown(api) == await recounted(database) != {}


async def test_the_list_total_is_the_boards(api: SignedIn, database: asyncpg.Connection) -> None:
    client = await make_client(api)
    chance = random.Random(4)  # noqa: S311  # a repeatable day at work
    staff = Salespeople([api], client["id"], chance)
    for _ in range(20):
        await staff.act()

    for status in STATUSES:
        page = await page_of(api, DEALS, status=status, limit=1)
        live = await database.fetchval(
            "SELECT count(*) FROM deals WHERE deleted_at IS NULL AND status = $1", status
        )
        assert (page["total"], page["total_is_exact"]) == (live, True)
