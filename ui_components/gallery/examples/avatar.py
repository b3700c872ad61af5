"""Examples of avatars."""

from htpy import Node

from ui_components.avatar import avatar, avatar_group, person
from ui_components.gallery.registry import Playground, example
from ui_components.layout import row

GROUP = "Data"
playground = Playground(avatar, given={"name": "Grace Hopper"})


@example("People")
def people() -> Node:
    """The tint comes from the name, so the same person always looks the same."""
    names = ("Grace Hopper", "Alan Turing", "Анна Ахматова", "Ada", "Łukasz Żak", "李小龙", "Bo Xi")
    return row()[[avatar(name, labelled=True) for name in names]]


@example("Sizes")
def sizes() -> Node:
    return row()[
        avatar("Grace Hopper", size="sm"),
        avatar("Grace Hopper"),
        avatar("Grace Hopper", size="lg"),
    ]


@example("With a name", height=110)
def named() -> Node:
    return row(gap="lg")[
        person("Grace Hopper"),
        person("Alan Turing", detail="alan@bletchley.example", size="default"),
    ]


@example("Together", height=140)
def together() -> Node:
    """Those beyond the limit are counted; their names are shown on hover, and read out."""
    names = ("Grace Hopper", "Alan Turing", "Анна Ахматова", "Łukasz Żak", "李小龙", "Bo Xi")
    return row(gap="lg")[
        avatar_group(names[:2], label="Owners", size="sm"),
        avatar_group(names[:4], label="Team"),
        avatar_group(names, label="Followers"),
        avatar_group(names, label="Board", limit=3, size="lg"),
    ]
