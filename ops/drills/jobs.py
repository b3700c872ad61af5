"""`task drill:jobs`: workers die two hundred times while work goes on; nothing may be lost.

Events are made through the real API, told to a real receiver of webhooks, and some of them mailed
to a real mail server. Meanwhile workers are killed at random (each is a relay too), Valkey is
emptied and killed, and PostgreSQL is shut down as by a fault. The seed decides who dies when; what
they are at then is the machine's own affair.

A webhook's message may come twice, where its sender died between the receiver's answer and the
note of it. No one can prevent that on one side of a wire; what holds is that both carry the same
id. A mail never comes twice: where its sender died just then, it is in doubt, and an admin sees it.
"""

import asyncio
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import click
import httpx
from msgspec import Struct

from ops.drills.crew import Crew, working
from ops.drills.mailbox import Mailbox, taking_mail
from ops.drills.receiver import Receiver, receiving
from ops.drills.stage import EMAIL, Stage, stage
from ops.drills.verdict import Outcome, duplicates, faults, in_doubt, repeated_mails
from ops.local.ports import unused_port
from ops.local.signals import ASKING, stops_when_asked

AT_ONCE = 8  # requests
ENDPOINTS = ("/steady", "/moody")
PAUSE = 0.8  # seconds at most that a worker lives on when enough was done for it to die
IDLE = 0.8  # seconds after which one dies though too little was done; what the dead hold waits ten
WAITING = """
    SELECT (SELECT count(*) FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL)
        + (SELECT count(*) FROM webhook_deliveries WHERE next_at IS NOT NULL)
        + (SELECT count(*) FROM mails WHERE next_at IS NOT NULL OR lease_until > now())
"""
# A delivery that was cut off by three deaths has its next try in half an hour.
HURRIED = (
    "UPDATE webhook_deliveries SET next_at = now() WHERE next_at > now()",
    "UPDATE mails SET next_at = now() WHERE next_at > now()",
)
DEAD = """
    SELECT (SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL)
        + (SELECT count(*) FROM webhook_deliveries WHERE status = 'FAILED')
        + (SELECT count(*) FROM mails WHERE state IN ('DEAD', 'DROPPED'))
"""
EVENTS = "SELECT payload->>'id', id::text FROM outbox WHERE topic = 'client.created'"
MAILS = """
    SELECT '<' || replace(event_id || '.' || user_id, '-', '') || '@example.com>', state
    FROM mails
"""
MAILED = 10  # of so many events one is given to Bob, who gets a mail
TOLD_EVERY = 30.0  # seconds
KILLED = "workers killed"
BOB = "bob@example.com"


class Plan(Struct, frozen=True):
    seed: int
    kills: int
    events: int
    workers: int
    minutes: float


class Drill:
    """``happened`` counts each kind of harm that was done."""

    def __init__(
        self,
        plan: Plan,
        stage: Stage,
        api: httpx.AsyncClient,
        receiver: Receiver,
        mailbox: Mailbox,
    ) -> None:
        self.happened: Counter[str] = Counter()
        self._plan = plan
        self._chance = Random(plan.seed)  # noqa: S311  # no secret
        self._stage = stage
        self._api = api
        self._receiver = receiver
        self._mailbox = mailbox
        self._made: set[str] = set()
        self._bob = ""

    async def run(self, crew: Crew) -> Outcome:
        deadline = time.monotonic() + self._plan.minutes * 60
        await self._sign_in()
        await self._subscribe()
        self._bob = await self._add_bob()
        telling = asyncio.create_task(self._tell())
        async with asyncio.TaskGroup() as group:
            group.create_task(self._make_all())
            group.create_task(self._harm(crew))
        while time.monotonic() < deadline and await self._stage.number(WAITING):
            for statement in HURRIED:
                await self._stage.rows(statement)
            await asyncio.sleep(0.5)
        telling.cancel()
        return await self._outcome()

    async def _tell(self) -> None:
        """Now and then, how far it is."""
        began = time.monotonic()
        while True:
            await asyncio.sleep(TOLD_EVERY)
            click.echo(
                f"{time.monotonic() - began:>5.0f} s: {len(self._made):,} events made,"
                f" {self.happened[KILLED]} workers killed,"
                f" {len(self._receiver.messages):,} messages received"
            )

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

    async def _add_bob(self) -> str:
        bob = {"email": BOB, "full_name": "Bob", "password": secrets.token_urlsafe(16)}
        made = await self._api.post("users", json=bob)
        return str(made.raise_for_status().json()["id"])

    async def _make_all(self) -> None:
        """In step with the dying."""
        numbers = iter(range(self._plan.events))

        async def one_by_one(numbers: Iterator[int]) -> None:
            for number in numbers:
                while number * self._plan.kills > (self.happened[KILLED] + 1) * self._plan.events:  # noqa: ASYNC110  # a counter
                    await asyncio.sleep(0.02)
                self._made.add(await self._make(number))

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(one_by_one(numbers))

    async def _make(self, number: int) -> str:
        """Under one key until it is acknowledged, as a good client does it; says the id."""
        body = {"name": f"Client {number}"}
        if number % MAILED == 0:
            body["owner_id"] = self._bob
        key = {"Idempotency-Key": f"drill {number}"}
        while True:
            try:
                answer = await self._api.post("clients", json=body, headers=key)
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
            await self._work_done()
            await asyncio.sleep(self._chance.uniform(0, PAUSE))
            if number in due:
                name, disaster = due[number]
                await disaster()
                self.happened[name] += 1
            crew.kill_one(self._chance)
            self.happened[KILLED] += 1

    async def _work_done(self) -> None:
        """So that workers die in the midst of work, however slow the machine is."""
        enough = len(self._receiver.messages) + self._plan.events // self._plan.kills // 2
        deadline = time.monotonic() + IDLE
        while len(self._receiver.messages) < enough and time.monotonic() < deadline:  # noqa: ASYNC110  # a counter
            await asyncio.sleep(0.02)

    async def _outcome(self) -> Outcome:
        return Outcome(
            made=frozenset(self._made),
            events={row[0]: row[1] for row in await self._stage.rows(EVENTS)},
            endpoints=ENDPOINTS,
            messages=self._receiver.messages,
            given=len(range(0, self._plan.events, MAILED)),
            mails={row[0]: row[1] for row in await self._stage.rows(MAILS)},
            letters=self._mailbox.letters,
            forged=self._receiver.forged,
            waiting=await self._stage.number(WAITING),
            dead=await self._stage.number(DEAD),
        )


async def drill(plan: Plan, stage: Stage) -> tuple[Outcome, Counter[str]]:
    """Whoever asks it to stop is heard between two steps, so that no worker is hired unnoticed."""
    if this := asyncio.current_task():
        for number in ASKING:
            asyncio.get_running_loop().add_signal_handler(number, this.cancel)
    chance = Random(plan.seed)  # noqa: S311  # no secret
    async with (
        receiving(unused_port(), chance) as receiver,
        taking_mail(stage.smtp_port) as mailbox,
        httpx.AsyncClient(base_url=stage.url, timeout=10) as api,
    ):
        drill = Drill(plan, stage, api, receiver, mailbox)
        with working(stage.environment, stage.log, size=plan.workers) as crew:
            return await drill.run(crew), drill.happened


@click.command()
@click.option("--seed", type=int, help="Of an earlier run, to have its deaths again")
@click.option("--kills", default=200, show_default=True, type=click.IntRange(1))
@click.option("--events", default=5000, show_default=True, type=click.IntRange(1))
@click.option("--workers", default=3, show_default=True, type=click.IntRange(2))
@click.option("--minutes", default=9.5, show_default=True, help="Then what still waits is a fault")
def main(seed: int | None, **sizes: Any) -> None:
    """Ends with 1, and a sentence for each thing that does not hold."""
    plan = Plan(secrets.randbelow(10**9) if seed is None else seed, **sizes)
    click.echo(
        f"Seed {plan.seed}: {plan.kills} kills of {plan.workers} workers "
        f"during {plan.events} events"
    )
    began = time.monotonic()
    done: tuple[Outcome, Counter[str]] | None = None
    with tempfile.TemporaryDirectory(prefix="foyer-drill-") as folder:
        Path(folder).chmod(0o711)  # the servers' account must pass
        with (
            stops_when_asked(),
            stage(Path(folder)) as made,
            suppress(asyncio.CancelledError),
        ):
            done = asyncio.run(drill(plan, made))
    if not done:
        sys.exit("It was stopped, and says nothing of what holds.")
    outcome, happened = done
    for name, count in happened.items():
        click.echo(f"{count:>7,}  {name}")
    click.echo(f"{len(outcome.messages):>7,}  messages received")
    click.echo(f"{duplicates(outcome):>7,}  of them for a second time, under the same id")
    click.echo(f"{len(outcome.letters):>7,}  mails taken")
    arrived, missing = in_doubt(outcome)
    click.echo(f"{repeated_mails(outcome):>7,}  of them a second time")
    click.echo(f"{arrived + missing:>7,}  mails in doubt, of which {arrived} had arrived")
    click.echo(f"{time.monotonic() - began:>7,.0f}  seconds")
    found = list(faults(outcome))
    for sentence in found:
        click.echo(f"{sentence}.", err=True)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
