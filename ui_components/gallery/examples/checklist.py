"""Examples of checklists."""

from htpy import Node

from ui_components.badge import badge
from ui_components.checklist import CheckItem, check_group, check_rows, checklist
from ui_components.gallery.registry import example
from ui_components.html import ul
from ui_components.layout import link, stack

GROUP = "Data"


def item(number: int, title: str, *, done: bool = False, fixed: bool = False) -> CheckItem:
    return CheckItem(
        key=str(number),
        title=title,
        href=f"#task-{number}",
        check=f"Complete “{title}”",
        action=None if fixed else "#",
        done=done,
        meta=[link(href="#acme")["Acme Ltd"], badge("3 days late", tone="danger")],
    )


@example("In groups", height=260)
def in_groups() -> Node:
    return stack[
        check_group(title="Overdue", count="1,204", tone="danger")[
            checklist([item(1, "Call Grace"), item(2, "Send the offer")], label="Overdue")
        ],
        check_group(title="Done", count="1")[
            checklist([item(3, "Ask for the drawings", done=True)], label="Done")
        ],
    ]


@example("Only to be looked at", height=110)
def fixed() -> Node:
    """As while the server is away, or where it is somebody else's."""
    return ul(class_="checklist")[check_rows([item(4, "Call Alan", fixed=True)])]
