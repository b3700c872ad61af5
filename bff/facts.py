"""What is known of a record, each fact edited where it stands."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from htpy import Node
from litestar import Response

from bff.editor import hidden_of
from bff.forms import Form
from bff.i18n import gettext as _
from bff.shell import fragment
from bff.visit import Visit
from bff.words import field_name
from ui_components import hx
from ui_components.html import Attrs, Tag
from ui_components.inline import fact, fact_form

Saved = TypeVar("Saved")


def fact_id(field: str) -> str:
    return f"fact-{field}"


def fact_url(here: str, field: str) -> str:
    """``here`` is the address of the record's page."""
    return f"{here}/facts/{field}/"


def swaps(method: hx.Method, url: str, field: str) -> Attrs:
    return hx.request(method, url, target=f"#{fact_id(field)}", swap="outerHTML")


def shown_fact(here: str, field: str, value: Node, *, editable: bool, focused: bool = False) -> Tag:
    return fact(
        field_name(field),
        value,
        id=fact_id(field),
        href=f"{here}/edit/" if editable else None,
        hx=swaps("get", fact_url(here, field), field),
        edit_label=_("Edit"),
        focused=focused,
    )


def fact_editor(visit: Visit, here: str, field: str, form: Form, control: Node) -> Tag:
    url = fact_url(here, field)
    return fact_form(
        label=field_name(field),
        id=fact_id(field),
        action=url,
        back=here,
        hx=swaps("post", url, field),
        back_hx=swaps("get", f"{url}?shown=1", field),
        hidden=hidden_of(visit, form),
        guard=_("Throw away what you typed?"),
        problem=form.problem or None,
        refused=form.is_refused,
        save_label=_("Save"),
        cancel_label=_("Cancel"),
    )[control]


def fact_part(visit: Visit, here: str, drawn: Tag) -> Response[Any]:
    """Browsers without scripts have a page for it."""
    return fragment(visit, drawn) if visit.htmx.wants_part else visit.go(f"{here}/edit/")


async def persist(
    form: Form, field: str, send: Callable[[], Awaitable[Saved | None]]
) -> Saved | None:
    """Where somebody else changed another fact meanwhile it is sent again: theirs is not touched.

    None where the form has to be shown again; it knows why.
    """
    version = form.version
    saved = await send()
    if (
        saved is None
        and form.version != version
        and not form.meanwhile.keys() | form.taken_over - {field}
    ):
        form.problem = ""
        saved = await send()
    return saved
