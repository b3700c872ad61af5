"""Examples of text for other programs."""

from htpy import Node

from ui_components import html as h
from ui_components.copyable import COPY_SCRIPTS, code, copyable
from ui_components.gallery.registry import Playground, example

GROUP = "Data"
playground = Playground(
    copyable, given={"text": "crm_8f2c", "id": "token", "label": "Token"}, height=130
)


@example("To be copied", height=100, scripts=COPY_SCRIPTS)
def secret() -> Node:
    return copyable("foyer_0a1b2c3d4e5f_secret", id="secret", label="The token")


@example("In a sentence", height=80)
def word() -> Node:
    return h.p["It is sent as ", code("Authorization: Bearer"), "."]
