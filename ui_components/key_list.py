"""Which keys do what (keys.js)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

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


def key_list(groups: Sequence[KeyGroup], *, level: Literal[2, 3] = 3) -> Tag:
    """``level`` 2 where they are the whole page."""
    head = h.h2 if level == 2 else h.h3
    return h.div(class_="key-list")[[_group(group, head[group.label]) for group in groups]]


def _group(group: KeyGroup, heading: Tag) -> Tag:
    return h.section[
        heading,
        h.dl[
            [h.div[h.dt[each.deed], h.dd[[kbd(key) for key in each.keys]]] for each in group.keys]
        ],
    ]
