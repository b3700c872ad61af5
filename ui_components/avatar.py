"""A person or a company as initials in a colour of their own, alone or with others."""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from markupsafe import Markup

from ui_components import html as h
from ui_components.html import Tag, markup

AvatarSize: TypeAlias = Literal["sm", "default", "lg"]
TINTS: Final = 6


def avatar(name: str, *, size: AvatarSize = "default", labelled: bool = False) -> Markup:
    """Decoration beside the written name; ``labelled`` when it stands alone."""
    return _avatar(name, size, labelled)


@lru_cache(maxsize=512)  # a page shows the same few people again and again
def _avatar(name: str, size: AvatarSize, labelled: bool) -> Markup:
    return markup(
        h.span(
            class_="avatar",
            data_size=None if size == "default" else size,
            data_tint=zlib.crc32(name.encode()) % TINTS + 1,
            role="img" if labelled else None,
            aria_label=name if labelled else None,
            aria_hidden=None if labelled else "true",
        )[h.span[initials(name)]]
    )


def person(name: str, *, detail: str | None = None, size: AvatarSize = "sm") -> Tag:
    """A name beside its avatar; ``detail`` stands small below it."""
    words = h.span[h.span[name], detail and h.small[detail]]
    return h.span(class_="person")[avatar(name, size=size), words]


def avatar_group(
    names: Sequence[str], *, label: str, limit: int = 4, size: AvatarSize = "default"
) -> Tag:
    """Several people in little room. ``label`` says who they are together; the names of those
    beyond ``limit`` are shown on hover and read out."""
    shown, rest = (names, ()) if len(names) <= limit else (names[: limit - 1], names[limit - 1 :])
    others = ", ".join(rest)
    more = h.li[
        h.span(
            class_="avatar",
            data_size=None if size == "default" else size,
            role="img",
            aria_label=others,
            title=others,
        )[h.span[f"+{len(rest)}"]]
    ]
    return h.ul(class_="avatar-group", aria_label=label)[
        [h.li(title=name)[avatar(name, size=size, labelled=True)] for name in shown],
        bool(rest) and more,
    ]


def initials(name: str) -> str:
    """Of the first and the last word; ``?`` where there is no letter to take."""
    words = [word for word in name.split() if word[0].isalnum()]
    picked = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0] for word in picked).upper() or "?"
