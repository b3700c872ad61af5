"""Which keys do what (keys.js)."""

from collections.abc import Sequence
from dataclasses import dataclass

from ui_components import html as h
from ui_components.html import Tag
from ui_components.kbd import kbd


@dataclass(frozen=True, slots=True)
class Keys:
    """Pressed one after the other; those pressed together are one, as in ``Ctrl K``."""

    deed: str
    keys: Sequence[str]


@dataclass(frozen=True, slots=True)
class KeyGroup:
    label: str
    keys: Sequence[Keys]


def key_list(groups: Sequence[KeyGroup]) -> Tag:
    return h.div(class_="key-list")[[_group(group) for group in groups]]


def _group(group: KeyGroup) -> Tag:
    return h.section[
        h.h3[group.label],
        h.dl[
            [h.div[h.dt[each.deed], h.dd[[kbd(key) for key in each.keys]]] for each in group.keys]
        ],
    ]
