"""Who is meant by ``@Ann Archer``, ``@ann`` or an e-mail address in a text."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, literal, or_, select

from backend.accounts.models import User
from backend.core.actor import Role
from backend.core.work import Work

MOST: Final = 20  # people that one note tells
# What a name ends at: neither "@ann" in "@anna", in "@ann.smith" nor in "@ann@elsewhere.test".
END: Final = r"(?![\w@]|[.-]\w)"
BEGINNING: Final = r"(?<![\w.+@-])"


async def mentioned(work: Work, text: str, *, owner: UUID | None) -> list[UUID]:
    """Active users in the order of the text; of those alone who may see what it is about.

    ``owner`` is None where everybody may, else admins and the owner are those.
    """
    email, said = cast(User.email, Text), literal(text.lower())
    handles = ("@" + func.lower(User.full_name), func.lower(email), "@" + _local_part(email))
    named = select(User.id, email, User.full_name).where(
        User.is_active, or_(*(func.strpos(said, handle) > 0 for handle in handles))
    )
    if owner is not None:
        named = named.where(or_(User.role == Role.ADMIN, User.id == owner))
    people = (await work.session.execute(named.order_by(User.id).limit(MOST * 10))).all()
    return in_order(text, [(row[0], row[1], row[2]) for row in people])


def in_order(text: str, people: Iterable[tuple[UUID, str, str]]) -> list[UUID]:
    """``people`` are (id, e-mail, full name). The longest name wins; one of several means all."""
    known: defaultdict[str, list[UUID]] = defaultdict(list)
    for user_id, email, full_name in people:
        for handle in {email.lower(), "@" + full_name.lower(), "@" + email.lower().split("@")[0]}:
            known[handle].append(user_id)
    if not known:
        return []
    longest_first = sorted(known, key=lambda handle: (-len(handle), handle))
    handles = "|".join(map(re.escape, longest_first))
    found = re.finditer(rf"{BEGINNING}(?:@(?=[^\s@]+@))?({handles}){END}", text.lower())
    return list(dict.fromkeys(user_id for each in found for user_id in known[each[1]]))[:MOST]


def _local_part(email: ColumnElement[str]) -> ColumnElement[str]:
    return func.lower(func.split_part(email, "@", 1))
