"""What people have to do for their clients, what of it is late, and what they are told."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

import msgspec

from backend.tasks.models import TaskStatus
from ops.seed import words
from ops.seed.entries import Entries
from ops.seed.factories import NotificationFactory, TaskFactory, weighted
from ops.seed.rows import ClientRow, DealRow, NotificationRow, TaskRow, uuid7

A_DAY = timedelta(days=1)
A_MONTH = timedelta(days=30)
SECOND = timedelta(seconds=1)
PAST = {"DONE": 93, "TODO": 5, "IN_PROGRESS": 2}  # the last two are overdue
AHEAD = {"DONE": 22, "TODO": 55, "IN_PROGRESS": 23}
MORNING = time(9)


class ToDo:
    """The same rows for the same ``random`` and ``until``; half of them of the last month.

    ``lead``, where there is one, is an admin who keeps some tasks and gives some to others.
    """

    def __init__(self, random: Random, *, seed: int, until: datetime, lead: UUID | None) -> None:
        self._random = random
        self._seed = seed
        self._until = until
        self._lead = lead
        TaskFactory.seed_random(seed)

    def tasks(
        self, number: int, *, clients: Sequence[ClientRow], deals: Sequence[DealRow]
    ) -> Iterator[TaskRow]:
        by_id = {client.id: client for client in clients}
        for index in range(1, number + 1):
            deal = self._random.choice(deals) if deals and self._random.random() < 0.7 else None
            client = by_id[deal.client_id] if deal else self._random.choice(clients)
            yield self._task(client, deal, f"S{self._seed}-{index:06}")

    def notifications(self, tasks: Sequence[TaskRow], entries: Entries) -> list[NotificationRow]:
        """Of tasks that were given to someone; those of the last two days are not read yet."""
        return [
            NotificationFactory.build(
                id=uuid7(task.created_at, self._random),
                user_id=task.assigned_to,
                entity_uuid=task.id,
                payload=_payload(task, entries),
                actor_id=task.created_by,
                created_at=task.created_at,
                read_at=self._read_at(task.created_at),
            )
            for task in tasks
            if task.assigned_to != task.created_by and task.created_at > self._until - 2 * A_MONTH
        ]

    def _task(self, client: ClientRow, deal: DealRow | None, external_id: str) -> TaskRow:
        cause = deal or client
        recent = self._until - A_MONTH if self._random.random() < 0.5 else cause.created_at
        made = self._between(max(cause.created_at, recent), self._until)
        due = self._due(made)
        is_past = due is not None and due < self._until.date()
        status = weighted(self._random, PAST if is_past else AHEAD)
        assigned_to, created_by = self._people(cause.owner_id)
        titles = words.RUSSIAN_TASK if words.is_russian(client.name) else words.ENGLISH_TASK
        return TaskFactory.build(
            id=uuid7(made, self._random),
            client_id=client.id,
            deal_id=deal.id if deal else None,
            title=self._random.choice(titles),
            due_date=due,
            remind_at=self._remind_at(due, status),
            status=status,
            assigned_to=assigned_to,
            created_by=created_by,
            external_id=external_id,
            created_at=made,
            updated_at=self._done_at(made, due) if status == TaskStatus.DONE else made,
        )

    def _people(self, owner: UUID) -> tuple[UUID, UUID]:
        """Who does it, and who made it."""
        chance = self._random.random()
        if self._lead is None or chance >= 0.25:
            return owner, owner
        return (self._lead, self._lead) if chance < 0.1 else (owner, self._lead)

    def _due(self, made: datetime) -> date | None:
        """A working day within three weeks; one in twelve tasks has none."""
        if self._random.random() < 1 / 12:
            return None
        due = made.date() + self._random.randint(1, 21) * A_DAY
        return due + (7 - due.weekday()) * A_DAY if due.weekday() >= 5 else due

    def _done_at(self, made: datetime, due: date | None) -> datetime:
        """Rarely more than a day late."""
        last = datetime.combine(due or made.date() + 7 * A_DAY, MORNING, made.tzinfo) + A_DAY
        return self._between(made, min(max(last, made), self._until))

    def _remind_at(self, due: date | None, status: str) -> datetime | None:
        if due is None or status == TaskStatus.DONE or self._random.random() < 0.7:
            return None
        return datetime.combine(due, MORNING, self._until.tzinfo)

    def _read_at(self, told: datetime) -> datetime | None:
        if told > self._until - 2 * A_DAY:
            return None
        return self._between(told, told + A_DAY)

    def _between(self, earliest: datetime, latest: datetime) -> datetime:
        return earliest + self._random.randint(0, (latest - earliest) // SECOND) * SECOND


def _payload(task: TaskRow, entries: Entries) -> str:
    told = {**entries.task_names(task), "due_date": task.due_date}
    return msgspec.json.encode(told).decode()
