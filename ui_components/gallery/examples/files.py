"""Examples of files."""

from htpy import Node

from ui_components.files import FileItem, drop_zone, file_form, file_list
from ui_components.gallery.registry import example
from ui_components.layout import quiet, stack
from ui_components.menu import menu_button, menu_heading

GROUP = "Data"


@example("Of a client", height=220)
def of_client() -> Node:
    """A click on the bin asks once more."""
    asked = [
        menu_heading("It cannot be brought back."),
        menu_button("Remove for good", icon="trash-2", tone="danger"),
    ]
    return drop_zone[
        stack[
            file_list(
                [
                    FileItem(
                        key="offer",
                        name="offer.pdf",
                        href="#offer",
                        detail="420 kB · Ada Lovelace · Nov 20, 2026",
                        remove=asked,
                    ),
                    FileItem(key="plan", name="plan.png", href="#plan", detail="1.5 MB · Alan"),
                ],
                id="files-list",
                label="Files",
                empty=None,
            ),
            file_form(action="#", target="#files-list", hidden={}, limit=25 * 1024 * 1024),
        ]
    ]


@example("One was refused, and there are none", height=180)
def refused() -> Node:
    return file_list(
        [],
        id="files-list",
        label="Files",
        empty=quiet["No files yet."],
        refused=["tool.exe: Files of this kind are not taken."],
    )
