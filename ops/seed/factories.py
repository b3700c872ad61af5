"""What believable records are in themselves; `data` places them in time."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, TypeVar

from msgspec import Struct
from polyfactory import PostGenerated
from polyfactory.factories.msgspec_factory import MsgspecFactory
from polyfactory.field_meta import FieldMeta

from backend.core.ranks import rank_at
from backend.deals.models import DealStatus
from backend.imports.models import ImportEntity, ImportState
from backend.notifications.models import NotificationType
from backend.tasks.models import TaskStatus
from ops.seed import words
from ops.seed.rows import (
    ActivityRow,
    ClientRow,
    DealRow,
    ImportRow,
    NotificationRow,
    TaskRow,
    UserRow,
)

EPOCH = datetime(2026, 1, 5, 9, tzinfo=UTC)
STATUSES = {"NEW": 28, "IN_PROGRESS": 27, "WON": 27, "LOST": 18}
TASK_STATUSES = {"TODO": 30, "IN_PROGRESS": 20, "DONE": 50}
CURRENCIES = {"EUR": 86, "USD": 10, "GBP": 4}
Row = Mapping[str, Any]
R = TypeVar("R", bound=Struct)


def weighted(random: Random, weights: Mapping[str, int]) -> str:
    return random.choices(tuple(weights), tuple(weights.values()))[0]


def _person(random: Random) -> str:
    """One in four is Russian."""
    if random.random() < 0.75:
        return f"{random.choice(words.ENGLISH_FIRST)} {random.choice(words.ENGLISH_LAST)}"
    if random.random() < 0.5:
        return f"{random.choice(words.RUSSIAN_MEN)} {random.choice(words.RUSSIAN_LAST)}"
    return f"{random.choice(words.RUSSIAN_WOMEN)} {random.choice(words.RUSSIAN_LAST)}а"


def _company(_: str, row: Row) -> str:
    random = ClientFactory.__random__
    if words.is_russian(row["name"]):
        return f"{random.choice(words.RUSSIAN_COMPANY)} {random.choice(words.RUSSIAN_TRADE)}"
    return f"{random.choice(words.ENGLISH_COMPANY)} {random.choice(words.ENGLISH_TRADE)}"


def _phone(_: str, row: Row) -> str:
    """In ranges that belong to nobody: Ofcom's for drama, and an unused Russian code."""
    digits = f"{ClientFactory.__random__.randrange(1_000_000):06}"
    if words.is_russian(row["name"]):
        return f"+7 000 {digits[:3]}-{digits[3:5]}-{digits[5:]}0"
    return f"+44 7700 9{digits[:5]}"


def _email(_: str, row: Row) -> str:
    """Unique by the number in the external id; the domain is reserved for examples (RFC 2606)."""
    number = row["external_id"].partition("-")[2].lstrip("0")
    company = words.latin(row["company"]).replace(".", "-")
    return f"{words.latin(row['name'])}.{number}@{company}.example"


class RowFactory(MsgspecFactory[R]):
    """Polyfactory asks of each row anew what its fields are, and whether rows lie in them.

    Both took three quarters of the time.
    """

    __is_base_factory__ = True
    __use_defaults__ = True

    @classmethod
    def get_model_fields(cls) -> list[FieldMeta]:
        return _fields_of(cls)

    @classmethod
    def extract_field_build_parameters(
        cls,
        field_meta: FieldMeta,  # noqa: ARG003  # polyfactory's signature
        build_args: dict[str, Any],  # noqa: ARG003  # polyfactory's signature
    ) -> None:
        return None

    @classmethod
    def created_at(cls) -> datetime:
        return EPOCH + timedelta(seconds=cls.__random__.randrange(300 * 24 * 3600))


def _updated_at(_: str, row: Row) -> datetime:
    moment: datetime = row["created_at"]
    return moment


class RecordFactory(RowFactory[R]):
    __is_base_factory__ = True
    updated_at = PostGenerated(_updated_at)


def _external_id(_: str, row: Row) -> str:
    return f"F-{row['id'].int >> 80}"


@cache
def _fields_of(factory: type[RowFactory[Any]]) -> list[FieldMeta]:
    return super(RowFactory, factory).get_model_fields()


class UserFactory(RecordFactory[UserRow]):
    @classmethod
    def full_name(cls) -> str:
        return _person(cls.__random__)

    @classmethod
    def email(cls) -> str:
        return f"{cls.__random__.getrandbits(48):012x}@foyer.example"


class ClientFactory(RecordFactory[ClientRow]):
    company = PostGenerated(_company)
    phone = PostGenerated(_phone)
    external_id = PostGenerated(_external_id)
    email = PostGenerated(_email)

    @classmethod
    def name(cls) -> str:
        return _person(cls.__random__)

    @classmethod
    def notes(cls) -> str:
        return cls.__random__.choice(words.NOTES)


def _closed_at(_: str, row: Row) -> datetime | None:
    return row["updated_at"] if DealStatus(row["status"]).is_closed else None


def _stage_since(_: str, row: Row) -> datetime:
    created: datetime = row["created_at"]
    return row["closed_at"] or created


def _lost_reason(_: str, row: Row) -> str:
    if row["status"] != DealStatus.LOST:
        return ""
    return DealFactory.__random__.choice(words.LOST_REASONS)


class DealFactory(RecordFactory[DealRow]):
    lost_reason = PostGenerated(_lost_reason)
    closed_at = PostGenerated(_closed_at)
    stage_since = PostGenerated(_stage_since)
    external_id = PostGenerated(_external_id)

    @classmethod
    def title(cls) -> str:
        return cls.__random__.choice(words.ENGLISH_DEAL)

    @classmethod
    def rank(cls) -> str:
        return rank_at(cls.created_at())

    @classmethod
    def amount(cls) -> Decimal:
        """Mostly some thousands, rarely a hundred thousand; in whole fifties."""
        fifties = round(min(cls.__random__.lognormvariate(4.4, 1.1), 5_000))
        return Decimal(50 * fifties).quantize(Decimal("0.01"))

    @classmethod
    def currency(cls) -> str:
        return weighted(cls.__random__, CURRENCIES)

    @classmethod
    def status(cls) -> str:
        return weighted(cls.__random__, STATUSES)


def _completed_at(_: str, row: Row) -> datetime | None:
    return row["updated_at"] if row["status"] == TaskStatus.DONE else None


class TaskFactory(RecordFactory[TaskRow]):
    completed_at = PostGenerated(_completed_at)
    external_id = PostGenerated(_external_id)
    deal_id = None

    @classmethod
    def title(cls) -> str:
        return cls.__random__.choice(words.ENGLISH_TASK)

    @classmethod
    def description(cls) -> str:
        return cls.__random__.choice(words.TASK_NOTES)

    @classmethod
    def status(cls) -> str:
        return weighted(cls.__random__, TASK_STATUSES)


class ActivityFactory(RowFactory[ActivityRow]):
    """By default an entry that says a client was made."""

    entity_type = "client"
    action = "created"
    payload = '{"name": "Northgate Foods", "changes": {"name": [null, "Northgate Foods"]}}'


class NotificationFactory(RowFactory[NotificationRow]):
    """By default one of a task that somebody was given."""

    type = NotificationType.TASK_ASSIGNED.value
    entity_type = NotificationType.TASK_ASSIGNED.entity_type
    read_at = None
    payload = '{"name": "Prepare the demo", "client_name": "Northgate Foods"}'


def _processed(_: str, row: Row) -> int:
    return int(sum(row[outcome] for outcome in ("created", "updated", "unchanged", "rejected")))


class ImportFactory(RecordFactory[ImportRow]):
    """By default one of clients that has ended well."""

    entity = ImportEntity.CLIENTS.value
    state = ImportState.DONE.value
    file_name = "clients.csv"
    layout = '{"format": "csv", "delimiter": ",", "encoding": "utf-8"}'
    detected = "[]"
    columns = '["Name", "E-mail"]'
    sample = '[["Grace Walker", "grace@northgate-foods.example"]]'
    suggested_mapping = '{"Name": "name", "E-mail": "email"}'
    settings = '{"mapping": {"Name": "name", "E-mail": "email"}}'
    processed = PostGenerated(_processed)
    total_rows = PostGenerated(_processed)

    @classmethod
    def created(cls) -> int:
        return cls.__random__.randint(20, 60)

    @classmethod
    def updated(cls) -> int:
        return cls.__random__.randint(0, 9)

    @classmethod
    def unchanged(cls) -> int:
        return cls.__random__.randint(0, 9)

    @classmethod
    def rejected(cls) -> int:
        return cls.__random__.randint(0, 3)
