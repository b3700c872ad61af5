"""The second step: which column of the file fills which field, and how it is read."""

from collections.abc import Iterator
from typing import Final

from htpy import Node

from bff import csrf
from bff.gateway.imports import Column, ImportEntity, ImportView
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import ngettext, number
from bff.imports.drafts import MATCHES, Draft
from bff.imports.fields import STATUS, fields_of, statuses_of, understood
from bff.imports.pages import ENCODINGS, frame
from bff.imports.queries import LIST, NEW, columns_url
from bff.shell import fragment
from bff.urls import with_query
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.alert import alert
from ui_components.button import button, link_button
from ui_components.card import card
from ui_components.facts import facts
from ui_components.field import Option, hidden_inputs, select_field, select_input, text_field
from ui_components.form import form as form_element
from ui_components.form import form_grid
from ui_components.html import Attrs, Tag
from ui_components.layout import grid, quiet, row, stack
from ui_components.pairing import Pair, pairing

MAPPING: Final = "mapping"
COLUMNS: Final = "columns"
SAMPLES: Final = 3
DELIMITERS: Final = {",": ",", ";": ";", "\t": "⇥", "|": "|"}


def columns_page(visit: Visit, shown: ImportView, draft: Draft, *, key: str = "") -> Html:
    key = key or visit.form_key
    return frame(
        visit,
        shown,
        1,
        remembered_note(shown),
        grid(columns="main-aside", gap="lg")[
            mapping_form(visit, shown, draft, key), stack[reading(visit, shown)]
        ],
        status_code=422 if draft.is_refused else 200,
    )


def columns_part(visit: Visit, shown: ImportView, draft: Draft) -> Html:
    """After one choice: what it asks for besides appears, and what was wrong goes."""
    return fragment(visit, columns_list(shown, draft))


def remembered_note(shown: ImportView) -> Tag | None:
    if shown.remembered is None or shown.orders is not None:
        return None
    return alert(tone="info")[
        _("You have imported a file with these columns before: it is proposed as you had it then.")
    ]


def mapping_form(visit: Visit, shown: ImportView, draft: Draft, key: str) -> Tag:
    here = columns_url(shown.id)
    body = form_element(
        action=here,
        id=MAPPING,
        hidden={csrf.FIELD: visit.csrf_token, "form_key": key},
        error=draft.problem or None,
        refused=draft.is_refused,
        guard=_("Throw away what you typed?"),
        actions=[
            link_button(href=LIST, variant="outline")[_("Later")],
            button(type="submit", disabled=visit.is_stale)[_("Check the file")],
        ],
    )[h.div(asks_again(shown))[columns_list(shown, draft)], matching(shown, draft)]
    rows = ngettext("{count} row", "{count} rows", shown.total_rows)
    return card(
        title=_("What is in the columns?"),
        description=rows.format(count=number(shown.total_rows)),
    )[body]


def columns_list(shown: ImportView, draft: Draft) -> Tag:
    pairs = [
        column_pair(shown, draft, place, column) for place, column in enumerate(shown.detected)
    ]
    return stack(id=COLUMNS)[pairing(pairs, label=_("Columns of the file"))]


def column_pair(shown: ImportView, draft: Draft, place: int, column: Column) -> Pair:
    chosen = draft.fields.get(place, "")
    options = [Option(name, label) for name, label in fields_of(shown.entity).items()]
    control = select_input(
        f"field-{place}",
        _("Field for {column}").format(column=column.name),
        options,
        value=chosen,
        empty=_("Leave out"),
    )
    error = draft.errors.get(place)
    more = list(besides(shown, draft, place, column)) if chosen else None
    return Pair(
        id=f"column-{place}",
        name=column.name,
        detail=samples(shown, place),
        control=control,
        more=more,
        error=error,
    )


def asks_again(shown: ImportView) -> Attrs:
    """Around all choices, so that of two made at once the answer to the later one counts."""
    return hx.request(
        "post",
        f"{columns_url(shown.id)}look/",
        trigger="change",
        target=f"#{COLUMNS}",
        swap="outerMorph",
        sync="replace",
    )


def samples(shown: ImportView, place: int) -> str:
    cells = (row[place] for row in shown.sample if place < len(row) and row[place])
    return " · ".join(list(dict.fromkeys(cells))[:SAMPLES]) or _("Empty in the first rows")


def besides(shown: ImportView, draft: Draft, place: int, column: Column) -> Iterator[Node]:
    if column.kind == "number" and (column.decimal or column.certainty == "mixed"):
        yield decimal_choice(draft, place, column)
    if column.kind == "date" and (column.date_order or column.certainty == "mixed"):
        yield order_choice(draft, place, column)
    if draft.fields.get(place) == STATUS:
        yield word_choices(shown.entity, draft, place, column)


def decimal_choice(draft: Draft, place: int, column: Column) -> Tag:
    options = [Option(".", _("Read as 1,234.50")), Option(",", _("Read as 1.234,50"))]
    return manner_choice(f"decimal-{place}", options, draft.decimals[place] or "", column)


def order_choice(draft: Draft, place: int, column: Column) -> Tag:
    options = [Option("DMY", _("Read as day, month, year")), Option("MDY", _("month, day, year"))]
    return manner_choice(f"order-{place}", options, draft.orders[place] or "", column)


def manner_choice(name: str, options: list[Option], value: str, column: Column) -> Tag:
    notes = {
        "sure": _("As its cells prove."),
        "guessed": _("Its cells could be read in either way: please look at it."),
        "mixed": _("Its cells are written in both ways; what is unclear is rejected."),
    }
    label = _("How {column} is read").format(column=column.name)
    empty = _("Each cell by itself") if column.certainty == "mixed" else None
    return stack(gap="xs")[
        select_input(name, label, options, value=value, empty=empty),
        quiet(small=True)[notes[column.certainty]],
    ]


def word_choices(entity: ImportEntity, draft: Draft, place: int, column: Column) -> Tag:
    """What each of its words means; those that speak for themselves are filled in."""
    if not column.values:
        return quiet(small=True)[_("It holds too many different texts to say what each means.")]
    return form_grid[
        [
            word_choice(entity, f"value-{place}-{number}", text, draft.values[place].get(text, ""))
            for number, text in enumerate(column.values)
        ]
    ]


def word_choice(entity: ImportEntity, name: str, text: str, chosen: str) -> Tag:
    own = understood(entity, text)
    empty = None if own else _("Reject these rows")
    return select_field(name, text, statuses_of(entity), value=chosen or own or "", empty=empty)


def matching(shown: ImportView, draft: Draft) -> Tag | None:
    if shown.entity == ImportEntity.TASKS:
        return None
    if shown.entity == ImportEntity.DEALS:
        return form_grid[
            text_field(
                "currency",
                _("Currency where the file has none"),
                value=draft.currency,
                placeholder="EUR",
                hint=_("Empty: the usual one"),
                autocomplete="off",
            )
        ]
    fields = fields_of(shown.entity)
    options = [Option(name, fields[name]) for name in MATCHES]
    return form_grid[
        select_field(
            "match_by",
            _("A client is known by"),
            options,
            value=draft.match_by or "",
            empty=_("The first of these that a row has"),
            hint=_("Rows that find a client change it, the others make a new one."),
        )
    ]


def reading(visit: Visit, shown: ImportView) -> Tag:
    """How the file itself was read, and the way to read it differently."""
    layout = shown.layout
    if layout.format == "xlsx":
        return card(title=_("How the file is read"))[workbook(shown)]
    guess = _("The encoding is only the likeliest one. Do the words look right?")
    fields = [
        hidden_inputs({csrf.FIELD: visit.csrf_token, "form_key": visit.form_key}),
        select_field("encoding", _("Encoding"), encodings(layout.encoding), value=layout.encoding),
        select_field(
            "delimiter",
            _("Columns are parted by"),
            [Option(sign, shape) for sign, shape in DELIMITERS.items()],
            value=layout.delimiter,
        ),
    ]
    body = form_element(
        action=f"{LIST}{shown.id}/reread/",
        actions=button(type="submit", variant="outline", disabled=visit.is_stale)[_("Read again")],
    )[fields]
    note = None if layout.encoding_is_certain else quiet(small=True)[guess]
    return card(title=_("How the file is read"))[stack[note, body]]


def encodings(current: str) -> list[Option]:
    """The detected one may be none that people choose."""
    known = list(ENCODINGS)
    if current not in {one.value for one in known}:
        known.append(Option(current, current.upper()))
    return known


def workbook(shown: ImportView) -> Tag:
    others = [name for name in shown.layout.sheets if name != shown.layout.sheet]
    again = [
        link_button(
            href=with_query(NEW, entity=shown.entity, sheet=name), variant="outline", size="sm"
        )[name]
        for name in others
    ]
    return stack[
        facts([(_("Sheet"), shown.layout.sheet)]),
        quiet(small=True)[_("For another sheet, upload the file once more:")] if others else None,
        row[again] if others else None,
    ]
