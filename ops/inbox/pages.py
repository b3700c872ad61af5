"""What the inbox of a development server shows: all mails, and one of them."""

from datetime import datetime
from typing import Final

from htpy import Node

from ops.inbox.kept import Kept
from ui_components import html as h
from ui_components.button import link_button
from ui_components.card import card
from ui_components.code_block import code_block
from ui_components.document import document
from ui_components.empty import empty_state
from ui_components.facts import facts
from ui_components.html import Tag
from ui_components.layout import padded, page_header
from ui_components.table import Column, data_table

TITLE: Final = "Mails"
HEADERS: Final = ("From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe")


def inbox(mails: list[Kept]) -> Tag:
    """In English alone, as all that is for developers."""
    listed = data_table(
        mails,
        [
            Column[Kept](header="Subject", cell=lambda each: each.mail["Subject"], wraps=True),
            Column[Kept](header="To", cell=lambda each: each.mail["To"], quiet=True),
            Column[Kept](header="Came", cell=came, quiet=True, shown_from="sm"),
        ],
        caption=TITLE,
        row_key=lambda each: each.name,
        row_href=url_of,
        empty=empty_state(
            "No mails yet", text="Whatever Foyer mails to anybody is shown here.", icon="mail"
        ),
        id="mail",
    )
    again = link_button(href="/", variant="outline", icon="refresh-cw")["Look again"]
    said = "What this Foyer mails never leaves this machine, whoever it is for."
    return page(TITLE, page_header(TITLE, description=said, actions=again), listed)


def one(kept: Kept) -> Tag:
    read = link_button(href=f"{url_of(kept)}/html", icon="eye")["As its reader sees it"]
    back = link_button(href="/", variant="outline", icon="arrow-left")["All mails"]
    subject = str(kept.mail["Subject"])
    return page(
        subject,
        page_header(subject, actions=[back, read]),
        card(title="Headers")[facts([(name, kept.mail[name]) for name in HEADERS])],
        card(title="Text")[
            code_block(kept.text("plain"), id="text", label="Text", wrap=True, copy=False)
        ],
    )


def page(title: str, *content: Node) -> Tag:
    return document(title=f"{title} · Foyer")[h.main[padded[content]]]


def url_of(kept: Kept) -> str:
    return f"/mails/{kept.name}"


def came(kept: Kept) -> str:
    return datetime.fromtimestamp(kept.came_at).astimezone().strftime("%b %d, %H:%M:%S")
