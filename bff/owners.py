"""Who may own a record, for filters and forms."""

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta

from bff.gateway.accounts import Role, UserView
from bff.i18n import gettext as _
from bff.visit import Visit
from ui_components.field import Option, select_input
from ui_components.html import Tag

ME: Final = "@me"  # in an address: whoever opens it
Owner = Annotated[str, Meta(pattern=rf"^({ME}|[0-9a-fA-F-]{{36}})\Z")]


def owner_id(visit: Visit, owner: Owner) -> UUID | None:
    """Of what an address says; None for everybody."""
    if owner == ME:
        return visit.user.id
    return UUID(owner) if owner else None


async def filter_users(visit: Visit) -> list[UserView]:
    """Only a whole page has the filter."""
    return [] if visit.htmx.wants_part else await visit.accounts.users()


async def editor_users(visit: Visit) -> list[UserView]:
    """Only an admin may give a record to somebody else, so only an admin is asked."""
    return await visit.accounts.users() if visit.user.role == Role.ADMIN else []


def owner_filter(users: Sequence[UserView], chosen: str, *, me: bool = False) -> Tag:
    named = [Option(str(user.id), user.full_name) for user in users]
    options = [Option(ME, _("Me")), *named] if me else named
    return select_input("owner", _("Owner"), options, value=chosen, empty=_("All owners"))


def owner_options(users: Sequence[UserView]) -> list[Option]:
    return [Option(str(user.id), user.full_name) for user in users if user.is_active]
