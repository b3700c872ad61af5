"""How an example is looked at: theme, direction, zoom, length of its texts, width of its frame."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from html.parser import HTMLParser
from typing import Any, Final, Literal, Self, TypeAlias, get_args, get_type_hints
from urllib.parse import urlencode

from markupsafe import Markup, escape

from ui_components.document import Direction
from ui_components.theme_menu import Theme

Zoom: TypeAlias = Literal["100", "200"]
Texts: TypeAlias = Literal["usual", "long"]
Colours: TypeAlias = Literal["own", "forced"]
Width: TypeAlias = Literal["full", "tablet", "phone"]

PREFIX: Final = "show."  # no parameter of a component has a dot in its name
# What is no text of a language, or stands where its width was counted.
VERBATIM: Final = frozenset({"script", "style", "textarea", "title", "code", "pre", "text"})
ACCENTS: Final = str.maketrans("aeiounscyAEIOUNSCY", "àéîöûñšçýÀÉÎÖÛÑŠÇÝ")


@dataclass(frozen=True, slots=True)
class Display:
    theme: Theme = "system"
    direction: Direction = "ltr"
    zoom: Zoom = "100"
    texts: Texts = "usual"
    colours: Colours = "own"
    width: Width = "full"

    @classmethod
    def of(cls, query: Mapping[str, str], *, theme: Theme = "system") -> Self:
        """``show.theme=dark`` and so on; a LookupError for a value that there is not."""
        found: dict[str, Any] = {"theme": theme}
        for name, choices in CHOICES.items():
            asked = query.get(PREFIX + name)
            if asked is None:
                continue
            if asked not in choices:
                raise LookupError(f"{name} cannot be {asked[:20]!r}")
            found[name] = asked
        return cls(**found)

    def but(self, name: str, value: str) -> Self:
        changed: dict[str, Any] = {name: value}
        return replace(self, **changed)

    @property
    def query(self) -> str:
        """Only what differs from the usual."""
        return self.query_with({})

    def query_with(self, named: Mapping[str, str]) -> str:
        usual = type(self)()
        told = {PREFIX + field.name: getattr(self, field.name) for field in fields(self)}
        differs = {k: v for k, v in told.items() if v != getattr(usual, k[len(PREFIX) :])}
        return urlencode({**named, **differs})


CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    name: get_args(hint) for name, hint in get_type_hints(Display).items()
}


def lengthened(html: str) -> Markup:
    """Its texts as a translation might make them: half as long again, with marks on the letters.

    So what is clipped, wraps badly or was never a translatable text is seen.
    """
    writer = _Lengthener()
    writer.feed(html)
    writer.close()
    return Markup("".join(writer.out))  # noqa: S704  # only texts were changed, and are escaped


class _Lengthener(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._verbatim = 0

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._verbatim += tag in VERBATIM
        self.out.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag, attrs
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._verbatim -= tag in VERBATIM
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            self.out.append(data)
        else:
            self.out.append(escape(data if self._verbatim else _longer(data)))


def _longer(text: str) -> str:
    words = re.sub(r"\s+", " ", text).strip()
    if not any(character.isalpha() for character in words):
        return text
    more = " ".join(["lorem", "ipsum", "dolorsit"] * (len(words) // 30 + 1))
    return text.replace(text.strip(), f"{words.translate(ACCENTS)} {more[: len(words) // 2 + 3]}")
