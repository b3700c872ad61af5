"""What a believable client and a believable deal are in themselves; `data` places them in time."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, TypeVar

from msgspec import Struct
from polyfactory import PostGenerated
from polyfactory.factories.msgspec_factory import MsgspecFactory
from polyfactory.field_meta import FieldMeta

from backend.deals.models import DealStatus
from ops.seed import words
from ops.seed.rows import ClientRow, DealRow

STATUSES = {"NEW": 28, "IN_PROGRESS": 27, "WON": 27, "LOST": 18}
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
    """Polyfactory reads the fields' types for each row anew, which took half of the time."""

    __is_base_factory__ = True

    @classmethod
    def get_model_fields(cls) -> list[FieldMeta]:
        return _fields_of(cls)


@cache
def _fields_of(factory: type[RowFactory[Any]]) -> list[FieldMeta]:
    return super(RowFactory, factory).get_model_fields()


class ClientFactory(RowFactory[ClientRow]):
    version = 1
    company = PostGenerated(_company)
    phone = PostGenerated(_phone)
    email = PostGenerated(_email)

    @classmethod
    def name(cls) -> str:
        return _person(cls.__random__)

    @classmethod
    def notes(cls) -> str:
        return cls.__random__.choice(words.NOTES)


def _lost_reason(_: str, row: Row) -> str:
    if row["status"] != DealStatus.LOST:
        return ""
    return DealFactory.__random__.choice(words.LOST_REASONS)


class DealFactory(RowFactory[DealRow]):
    version = 1
    description = ""
    lost_reason = PostGenerated(_lost_reason)

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
