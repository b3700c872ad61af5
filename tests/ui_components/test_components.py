"""What single components promise beyond their looks."""

import re
from dataclasses import dataclass

import pytest

from ui_components import html as h
from ui_components.avatar import initials
from ui_components.dialog import confirm, dialog
from ui_components.document import document
from ui_components.field import (
    Option,
    checkbox_field,
    money_field,
    select_field,
    text_field,
    textarea_field,
)
from ui_components.filter_bar import filter_bar
from ui_components.form import form
from ui_components.kanban import Cards, Lane, kanban
from ui_components.loading import progress
from ui_components.pagination import pagination
from ui_components.shell import Account, NavGroup, NavItem, app_shell
from ui_components.table import Column, Selection, Sort, data_table
from ui_components.timeline import Change, Event, timeline
from ui_components.toast import toast


def test_a_field_wires_its_label_hint_and_error() -> None:
    html = str(text_field("email", "E-mail", hint="Work", error="Wrong", required=True))

    assert '<label for="field-email">' in html
    assert (
        'id="field-email" name="email" required aria-invalid="true" '
        'aria-describedby="field-email-hint field-email-error"'
    ) in html
    assert 'id="field-email-hint"' in html
    assert 'id="field-email-error"' in html


def test_a_field_without_hint_and_error_describes_nothing() -> None:
    html = str(text_field("name", "Name", value='"'))

    assert "aria-" not in html
    assert 'value="&#34;"' in html


def test_a_password_is_never_sent_back() -> None:
    assert "hunter2" not in str(text_field("p", "Password", type="password", value="hunter2"))


def test_a_leading_newline_survives_the_parser() -> None:
    assert ">\n\nx</textarea>" in str(textarea_field("n", "Notes", value="\nx"))
    assert ">x</textarea>" in str(textarea_field("n", "Notes", value="x"))


def test_a_select_marks_what_is_chosen() -> None:
    options = [Option("1", "Ann"), Option("2", "Bob")]

    chosen = str(select_field("owner", "Owner", options, value="2", empty="Nobody"))

    assert '<option value="2" selected>Bob</option>' in chosen
    assert chosen.count("selected") == 1
    assert '<option value="" selected>Nobody</option>' in str(
        select_field("owner", "Owner", options, empty="Nobody")
    )


def test_money_offers_currencies_only_when_there_is_a_choice() -> None:
    assert "<select" not in str(money_field("amount", "Amount", currency="EUR"))
    assert '<option value="USD" selected>' in str(
        money_field("amount", "Amount", currency="USD", currencies=("EUR", "USD"))
    )


def test_a_check_box_keeps_its_state() -> None:
    assert " checked" in str(checkbox_field("on", "On", checked=True))
    assert " checked" not in str(checkbox_field("on", "On"))


def test_a_refused_form_counts_as_unsaved() -> None:
    html = str(form(action="/", refused=True, guard="Leave?", error="No", hidden={"v": "1"}))

    assert 'data-guard="Leave?" data-refused data-dirty' in html
    assert '<input type="hidden" name="v" value="1">' in html
    assert 'role="alert"' in html


@dataclass
class Person:
    id: str
    name: str


ANN = Person("1", "<Ann>")
COLUMNS = [
    Column[Person](header="Name", cell=lambda who: who.name, sort="name"),
    Column[Person](header="Id", cell=lambda who: who.id, align="end", shown_from="md"),
]


def people(rows: list[Person], sort: Sort | None = None) -> str:
    return str(
        data_table(
            rows,
            COLUMNS,
            caption="People",
            row_key=lambda who: who.id,
            row_href=lambda who: f"/people/{who.id}",
            sort=sort,
            sort_href=lambda to: f"?sort={'-' if to.descending else ''}{to.key}",
            selection=Selection(label=lambda who: f"Select {who.name}"),
            empty="Nobody",
        )
    )


def test_a_row_has_its_key_and_a_link_and_escapes_what_it_shows() -> None:
    html = people([ANN])

    assert '<tr id="table-1" data-row>' in html
    assert '<a class="row-link" href="/people/1">&lt;Ann&gt;</a>' in html
    assert 'value="1" aria-label="Select &lt;Ann&gt;"' in html


def test_an_empty_table_spans_every_column() -> None:
    assert '<td colspan="2" class="table-empty">Nobody</td>' in people([])


def test_over_an_empty_table_nothing_is_reached_by_keys() -> None:
    assert not re.search("<(a|input)", people([]))
    assert re.search("<(a|input)", people([ANN]).partition("</thead>")[0])


@pytest.mark.parametrize(
    ("sort", "href", "spoken"),
    [
        (None, "?sort=name", None),
        (Sort("id"), "?sort=name", None),
        (Sort("name"), "?sort=-name", "ascending"),
        (Sort("name", descending=True), "?sort=name", "descending"),
    ],
)
def test_a_header_offers_the_other_order(sort: Sort | None, href: str, spoken: str | None) -> None:
    html = people([ANN], sort)

    assert f'<a href="{href}">' in html
    assert ("aria-sort" in html) == (spoken is not None)
    assert spoken is None or f'aria-sort="{spoken}"' in html


def test_a_page_at_an_end_has_no_way_on() -> None:
    html = str(pagination(summary="1-2 of 2", previous=None, next="/?offset=2"))

    assert 'aria-disabled="true"' in html
    assert 'rel="next" class="btn" data-variant="outline" href="/?offset=2"' in html


def test_a_filter_bar_works_with_and_without_scripts() -> None:
    html = str(filter_bar(action="/clients", target="#clients", label="Filter")[h.input])

    assert 'action="/clients" method="get"' in html
    assert 'hx-get="/clients" hx-target="#clients" hx-swap="outerMorph"' in html
    assert '<button class="btn" data-variant="outline" type="submit">Apply</button>' in html


def test_a_dialog_is_named_and_described() -> None:
    html = str(dialog(id="d", title="T", description="D", open=True)["x"])

    assert 'aria-labelledby="d-title" aria-describedby="d-description"' in html
    assert " data-open" in html
    assert "aria-describedby" not in str(dialog(id="d", title="T")["x"])


def test_a_confirmation_posts_what_it_was_given() -> None:
    html = str(
        confirm(
            id="c", title="T", text="D", action="/x", confirm_label="Go", hidden={"csrf": "token"}
        )
    )

    assert 'id="c-form" action="/x" method="post" hidden' in html
    assert '<input type="hidden" name="csrf" value="token">' in html
    assert 'form="c-form"' in html


CARDS = Cards[Person](
    title=lambda who: who.name,
    content=lambda who: who.id,
    key=lambda who: who.id,
    label=lambda who: who.name,
    move_url=lambda who: f"/people/{who.id}/move",
    hidden=lambda who: {"version": who.id},
)


def test_a_card_can_be_moved_without_scripts() -> None:
    lanes = [
        Lane(key="NEW", title="New", cards=[ANN], count="1,204", total="€5"),
        Lane[Person](key="WON", title="Won", cards=[], count="0"),
    ]

    html = str(kanban(lanes, CARDS, label="Deals"))

    assert 'hx-post="/people/1/move" hx-target="#board" hx-swap="outerMorph"' in html
    assert 'method="post" popover="auto" data-move id="board-card-1-menu"' in html
    assert '<input type="hidden" name="after" value="">' in html
    assert '<input type="hidden" name="version" value="1">' in html
    assert 'name="lane" value="WON" class="menu-item" type="submit">Won</button>' in html
    assert '<span class="lane-count">1,204</span>' in html


def test_good_news_leaves_and_bad_news_stays() -> None:
    assert 'data-seconds="6"' in str(toast("Saved"))
    assert "data-seconds" not in str(toast("Lost", tone="danger"))


def test_a_change_from_nothing_reads_well() -> None:
    event = Event(what="x", when="now", at="2026-11-01", changes=[Change("Close", "", "May")])

    assert "<del>—</del>" in str(timeline([event], label="What happened"))


def test_progress_is_a_progress() -> None:
    assert '<progress value="1" max="3" aria-label="Rows"></progress>' in str(
        progress(1, max=3, label="Rows")
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Grace Hopper", "GH"),
        ("Ada", "A"),
        ("Jean-Luc van Damme", "JD"),
        ("анна ахматова", "АА"),
        ("", "?"),
        ("(…)", "?"),
        ("(The) Acme GmbH", "AG"),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


def shell(*, pages: int, collapsed: bool = False) -> str:
    items = [
        NavItem(label=f"P{n}", href=f"/{n}", icon="users", current=n == 1) for n in range(pages)
    ]
    account = Account(name="Ada", detail="ada@example.com", menu="x")
    nav = [NavGroup(items=items)]
    return str(app_shell(brand="F", home="/", nav=nav, account=account, collapsed=collapsed)["x"])


def test_the_shell_marks_the_current_page_in_both_navigations() -> None:
    assert shell(pages=2).count('aria-current="page"') == 2


def test_what_does_not_fit_the_thumb_is_under_more() -> None:
    assert 'id="more-pages"' not in shell(pages=4)
    assert 'id="more-pages"' in shell(pages=5)


def test_the_sidebar_says_whether_it_is_open() -> None:
    assert 'class="shell" data-collapsed' in shell(pages=1, collapsed=True)
    assert 'aria-expanded="false"' in shell(pages=1, collapsed=True)
    assert 'aria-expanded="true"' in shell(pages=1)


def test_a_document_configures_htmx_before_it_is_loaded() -> None:
    html = str(document(title="<T>", lang="ru", theme="dark", headers={"X-CSRF-Token": "t"})["x"])

    assert html.startswith('<!doctype html><html lang="ru" class="dark" data-theme="dark">')
    assert html.index('name="htmx-config"') < html.index("/static/htmx.")
    assert "<title>&lt;T&gt;</title>" in html
    assert 'hx-headers:inherited="{&#34;X-CSRF-Token&#34;: &#34;t&#34;}"' in html
