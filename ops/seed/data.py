"""A company's history: people who sell, clients they met, deals that came of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from backend.core.ranks import DIGITS, WIDTH, rank_at
from backend.deals.models import DealStatus
from ops.seed import words
from ops.seed.factories import ClientFactory, DealFactory, UserFactory
from ops.seed.rows import ClientRow, DealRow, UserRow, uuid7
from ops.seed.work import ToDo

HISTORY = timedelta(days=730)
SECOND = timedelta(seconds=1)
A_WEEK = timedelta(days=7)  # forecasts miss by this much
SOON = timedelta(days=90)
LATELY = timedelta(weeks=4)  # since when somebody looked at an open deal
LONGEST_SALE = timedelta(days=120)
SALESPEOPLE = (
    ("Grace Walker", "grace.walker@foyer.example", "en"),
    ("Thomas Reid", "thomas.reid@foyer.example", "en"),
    ("Анна Соколова", "anna.sokolova@foyer.example", "ru"),
    ("Михаил Орлов", "mikhail.orlov@foyer.example", "ru"),
)


class History:
    """The same rows for the same ``seed`` and ``until``, when its parts are made in order."""

    def __init__(self, seed: int, *, until: datetime) -> None:
        self._random = Random(seed)  # noqa: S311  # repeatable on purpose
        self._seed = seed
        self._until = until
        self._begin = until - HISTORY
        ClientFactory.seed_random(seed)
        DealFactory.seed_random(seed)

    def salespeople(self) -> list[UserRow]:
        return [
            UserFactory.build(
                id=uuid7(self._begin, self._random),
                email=email,
                full_name=name,
                locale=locale,
                created_at=self._begin,
                updated_at=self._begin,
            )
            for name, email, locale in SALESPEOPLE
        ]

    def clients(self, number: int, *, owners: Sequence[UUID]) -> Iterator[ClientRow]:
        for index in range(1, number + 1):
            met = self._between(self._begin, self._until)
            yield ClientFactory.build(
                id=uuid7(met, self._random),
                owner_id=self._random.choice(owners),
                external_id=f"S{self._seed}-{index:06}",
                created_at=met,
                updated_at=met,
            )

    def deals(self, number: int, *, clients: Sequence[ClientRow]) -> Iterator[DealRow]:
        for index in range(1, number + 1):
            client = self._random.choice(clients)
            yield self._deal(client, f"S{self._seed}-{index:06}")

    def to_do(self, lead: UUID | None) -> ToDo:
        return ToDo(self._random, seed=self._seed, until=self._until, lead=lead)

    def _deal(self, client: ClientRow, external_id: str) -> DealRow:
        opened = self._between(client.created_at, self._until)
        decided = self._between(opened, min(opened + LONGEST_SALE, self._until))
        titles = words.RUSSIAN_DEAL if words.is_russian(client.name) else words.ENGLISH_DEAL
        deal = DealFactory.build(
            id=uuid7(opened, self._random),
            client_id=client.id,
            owner_id=client.owner_id,
            title=self._random.choice(titles),
            expected_close_date=self._between(self._until - A_WEEK, self._until + SOON).date(),
            rank=self._rank(opened),
            external_id=external_id,
            created_at=opened,
            updated_at=opened,
            closed_at=None,
        )
        if DealStatus(deal.status).is_closed:
            deal.closed_at = deal.updated_at = deal.stage_since = decided
            deal.expected_close_date = self._between(decided - A_WEEK, decided + A_WEEK).date()
            deal.rank = self._rank(decided)
        else:
            deal.updated_at = self._between(max(opened, self._until - LATELY), self._until)
        if deal.status == DealStatus.IN_PROGRESS:
            deal.stage_since = self._between(opened, deal.updated_at)
        return deal

    def _between(self, earliest: datetime, latest: datetime) -> datetime:
        return earliest + self._random.randint(0, (latest - earliest) // SECOND) * SECOND

    def _rank(self, moment: datetime) -> str:
        """``rank_at`` with the seed's chance at the end in place of the system's."""
        return rank_at(moment)[:WIDTH] + "".join(self._random.choices(DIGITS[1:], k=2))
