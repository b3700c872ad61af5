"""Examples of code blocks."""

from htpy import Node

from ui_components.code_block import code_block
from ui_components.copyable import COPY_SCRIPTS
from ui_components.gallery.registry import Playground, example

GROUP = "Data"
CURL = "curl --header 'Authorization: Bearer TOKEN' \\\n     https://foyer.example/api/clients"
PYTHON = """from ui_components.badge import badge

if won < 2 and name != "":
    badge("Won", tone="success")
"""
LINE = '{"type": "deal.won", "data": {"id": "0198", "title": "' + "a long title, " * 12 + '"}}'
playground = Playground(
    code_block, given={"text": PYTHON, "id": "tried", "label": "Code"}, height=190
)


@example("To be copied", height=140, scripts=COPY_SCRIPTS)
def copied() -> Node:
    return code_block(CURL, id="call", label="Call by curl", language="Shell")


@example("Numbered", height=190, scripts=COPY_SCRIPTS)
def numbered() -> Node:
    """The numbers are not copied along."""
    return code_block(PYTHON, id="source", label="Source", language="Python", numbered=True)


@example("Long lines that wrap", height=160)
def wrapped() -> Node:
    return code_block(LINE, id="sent", label="What was sent", wrap=True, copy=False)


@example("Long lines that do not", height=130, scripts=COPY_SCRIPTS)
def scrolled() -> Node:
    return code_block(LINE, id="body", label="Body", language="JSON")
