"""How somebody is chosen: from a list of all, or by a box that finds people by name."""

from bff.editor import told
from bff.forms import Form
from bff.html import Html
from bff.i18n import gettext as _
from bff.paging import and_more
from bff.people import EVERYBODY, ME, Also, People, Wanted, found, known_as
from bff.visit import Visit
from ui_components.combobox import combobox, combobox_input, combobox_options
from ui_components.field import Option, select_field, select_input
from ui_components.html import NO_ATTRS, Attrs, Tag


def owner_filter(users: People, chosen: str, *, me: bool = False) -> Tag:
    return person_input(
        users,
        Wanted("owner", ME if me else ""),
        _("Owner"),
        value=chosen,
        empty=_("All owners"),
    )


def person_input(
    users: People, wanted: Wanted, label: str, *, value: str = "", empty: str, id: str | None = None
) -> Tag:
    """Without a visible label; ``empty`` is what the choice of nobody is called."""
    options = [*beside(wanted.also), *users.options(value, active=wanted.active)]
    if users.are_all:
        return select_input(wanted.name, label, options, value=value, empty=empty, id=id)
    return combobox_input(
        wanted.name,
        label,
        source=wanted.source,
        options=options,
        value=value,
        empty=empty,
        find=_("Find"),
        told=users.told,
        id=id,
    )


def person_field(
    visit: Visit,
    form: Form,
    users: People,
    name: str,
    label: str,
    *,
    empty: str | None = None,
    attrs: Attrs = NO_ATTRS,
) -> Tag | None:
    """Oneself unless the form says who, or ``empty``; nothing where there is nobody to choose."""
    if users.are_none:
        return None
    wanted = Wanted(name, active=empty is None)
    value = form.values.get(name, "" if empty else str(visit.user.id))
    options = users.options(value, active=wanted.active)
    shown = told(form, name, options=options)
    shown["value"] = value
    if users.are_all:
        return select_field(name, label, options, empty=empty, attrs=attrs, **shown)
    return combobox(
        name,
        label,
        source=wanted.source,
        options=options,
        placeholder=empty or _("Name or e-mail"),
        empty=empty or "—",
        find=_("Find"),
        told=users.told,
        offers=True,
        required=empty is None,
        attrs=attrs,
        **shown,
    )


async def offered(visit: Visit, wanted: Wanted, search: str) -> Html:
    """The list below a box, for htmx."""
    page = await found(visit, search, active=wanted.active)
    also = [one for one in beside(wanted.also) if search.casefold() in one.label.casefold()]
    return Html(
        *combobox_options(
            [*also, *(Option(str(user.id), known_as(user)) for user in page.items)],
            empty=_("Nobody found"),
            more=and_more(len(page.items), page.total),
            id=visit.htmx.target.removesuffix("-list") or f"field-{wanted.name}",
        )
    )


def beside(also: Also) -> list[Option]:
    labels = {ME: _("Me"), EVERYBODY: _("Everybody's")}
    return [Option(also, labels[also])] if also else []
