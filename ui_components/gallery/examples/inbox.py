"""Examples of what somebody is told."""

from htpy import Node

from ui_components.button import button
from ui_components.gallery.registry import example
from ui_components.inbox import Notice, bell, notices
from ui_components.layout import row

GROUP = "Feedback"


@example("The bell")
def bells() -> Node:
    return row[
        bell("Notifications", href="#none", id="silent"),
        bell("3 unread notifications", href="#three", count="3", id="three"),
        bell("More than 99 unread", href="#many", count="99+", id="many"),
    ]


@example("The inbox", height=220)
def inbox() -> Node:
    moment = {"when": "9:41", "at": "2026-11-26T09:41:00Z"}
    read = button(variant="ghost", icon="check")["Mark read"]
    return notices(
        [
            Notice(
                id="notice-1",
                text=button(variant="link")["Olga gave you the deal New roof for the warehouse"],
                detail="Acme Ltd",
                icon="handshake",
                unread="Unread",
                actions=read,
                **moment,
            ),
            Notice(id="notice-2", text="Your import has ended", icon="upload", **moment),
        ],
        label="Notifications",
    )
