"""`task drill:jobs`: workers die two hundred times while work goes on; nothing may be lost.

Events are made through the real API and told to a real receiver of webhooks. Meanwhile workers are
killed at random (each is a relay too), Valkey is emptied and killed, and PostgreSQL is shut down
as by a fault. The seed decides who dies when; what they are at then is the machine's own affair.
"""

import asyncio
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import click
import httpx
from msgspec import Struct

from ops.drills.crew import Crew, working
from ops.drills.receiver import Receiver, receiving
from ops.drills.stage import EMAIL, Stage, stage
from ops.drills.verdict import Outcome, duplicates, faults
from ops.local.ports import unused_port

AT_ONCE = 8  # requests
ENDPOINTS = ("/steady", "/moody")
PAUSE = (0.2, 1.4)  # seconds between two deaths
DEADLINE = 590.0  # seconds for all
WAITING = """
    SELECT (SELECT count(*) FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL)
        + (SELECT count(*) FROM webhook_deliveries WHERE next_at IS NOT NULL)
"""
DEAD = """
    SELECT (SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL)
        + (SELECT count(*) FROM webhook_deliveries WHERE status = 'FAILED')
"""
EVENTS = "SELECT payload->>'id', id::text FROM outbox WHERE topic = 'client.created'"


class Plan(Struct, frozen=True):
    seed: int
    kills: int
    events: int
    workers: int


class Drill:
    """``happened`` counts each kind of harm that was done."""

    def __init__(
        self, plan: Plan, stage: Stage, api: httpx.AsyncClient, receiver: Receiver
    ) -> None:
        self.happened: Counter[str] = Counter()
        self._plan = plan
        self._chance = Random(plan.seed)  # noqa: S311  # no secret
        self._stage = stage
        self._api = api
        self._receiver = receiver
        self._made: set[str] = set()

    async def run(self, crew: Crew) -> Outcome:
        deadline = time.monotonic() + DEADLINE
        await self._sign_in()
        await self._subscribe()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._make_all())
            group.create_task(self._harm(crew))
        while time.monotonic() < deadline and await self._stage.number(WAITING):  # noqa: ASYNC110  # only by asking
            await asyncio.sleep(0.5)
        return await self._outcome()

    async def _sign_in(self) -> None:
        """By a token that outlives the drill."""
        api, password = self._api, self._stage.password
        pair = await api.post("auth/login", json={"email": EMAIL, "password": password})
        api.headers["Authorization"] = f"Bearer {pair.raise_for_status().json()['access_token']}"
        made = await api.post(
            "tokens", json={"name": "Drill", "scopes": ["read", "write", "admin"]}
        )
        api.headers["Authorization"] = f"Bearer {made.raise_for_status().json()['secret']}"

    async def _subscribe(self) -> None:
        for endpoint in ENDPOINTS:
            url = f"http://127.0.0.1:{self._receiver.port}{endpoint}"
            wanted = {"url": url, "events": ["client.created"]}
            made = await self._api.post("webhooks", json=wanted)
            self._receiver.secrets[endpoint] = made.raise_for_status().json()["secret"]

    async def _make_all(self) -> None:
        """Spread over the time of the dying."""
        names = iter([f"Client {number}" for number in range(self._plan.events)])
        each = self._plan.kills * sum(PAUSE) / 2 * AT_ONCE / self._plan.events

        async def one_by_one(names: Iterator[str]) -> None:
            for name in names:
                began = time.monotonic()
                self._made.add(await self._make(name))
                await asyncio.sleep(max(0, each - (time.monotonic() - began)))

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(one_by_one(names))

    async def _make(self, name: str) -> str:
        """Under one key until it is acknowledged, as a good client does it; says the id."""
        key = {"Idempotency-Key": f"drill {name}"}
        while True:
            try:
                answer = await self._api.post("clients", json={"name": name}, headers=key)
            except httpx.TransportError:
                answer = httpx.Response(503)
            if answer.is_success:
                return str(answer.json()["id"])
            if answer.status_code not in {409, 503}:  # its twin under way, or the database away
                answer.raise_for_status()
            self.happened["requests repeated"] += 1
            await asyncio.sleep(0.2)

    async def _harm(self, crew: Crew) -> None:
        """Disasters stand at random among the deaths."""
        stage = self._stage
        disasters = [
            *[("FLUSHALL", stage.empty_valkey)] * 3,
            *[("Valkey killed", stage.restart_valkey)] * 2,
            *[("PostgreSQL shut down at once", stage.restart_postgres)] * 2,
        ]
        count = min(len(disasters), self._plan.kills)
        moments = self._chance.sample(range(self._plan.kills), count)
        due = dict(zip(moments, self._chance.sample(disasters, count), strict=True))
        for number in range(self._plan.kills):
            # What fails more than once waits for minutes, so the mood is bad at the beginning only.
            self._receiver.moody = number < self._plan.kills // 4
            await asyncio.sleep(self._chance.uniform(*PAUSE))
            if number in due:
                name, disaster = due[number]
                await disaster()
                self.happened[name] += 1
            crew.kill_one(self._chance)
            self.happened["workers killed"] += 1

    async def _outcome(self) -> Outcome:
        return Outcome(
            made=frozenset(self._made),
            events={row[0]: row[1] for row in await self._stage.rows(EVENTS)},
            endpoints=ENDPOINTS,
            messages=self._receiver.messages,
            forged=self._receiver.forged,
            waiting=await self._stage.number(WAITING),
            dead=await self._stage.number(DEAD),
        )


async def drill(plan: Plan, stage: Stage, crew: Crew) -> tuple[Outcome, Counter[str]]:
    chance = Random(plan.seed)  # noqa: S311  # no secret
    async with (
        receiving(unused_port(), chance) as receiver,
        httpx.AsyncClient(base_url=stage.url, timeout=10) as api,
    ):
        drill = Drill(plan, stage, api, receiver)
        return await drill.run(crew), drill.happened


@click.command()
@click.option("--seed", type=int, help="Of an earlier run, to have its deaths again")
@click.option("--kills", default=200, show_default=True, type=click.IntRange(1))
@click.option("--events", default=5000, show_default=True, type=click.IntRange(1))
@click.option("--workers", default=3, show_default=True, type=click.IntRange(2))
def main(seed: int | None, kills: int, events: int, workers: int) -> None:
    """Ends with 1, and a sentence for each thing that does not hold."""
    plan = Plan(secrets.randbelow(10**9) if seed is None else seed, kills, events, workers)
    click.echo(f"Seed {plan.seed}: {kills} kills of {workers} workers during {events} events")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="foyer-drill-") as folder:
        Path(folder).chmod(0o711)  # the servers' account must pass
        with stage(Path(folder)) as made, working(made.environment, made.log, size=workers) as crew:
            outcome, happened = asyncio.run(drill(plan, made, crew))
    for name, count in happened.items():
        click.echo(f"{count:>7,}  {name}")
    click.echo(f"{len(outcome.messages):>7,}  messages received")
    click.echo(f"{duplicates(outcome):>7,}  of them for a second time, under the same id")
    click.echo(f"{time.monotonic() - began:>7,.0f}  seconds")
    found = list(faults(outcome))
    for sentence in found:
        click.echo(f"{sentence}.", err=True)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
