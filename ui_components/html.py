"""The HTML tags: htpy's own elements, subclassed to render faster, with the same bytes."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Self, TypeAlias

# htpy is pinned exactly and tests/ui_components/test_html.py compares every byte, so its private
# names cannot move under us unseen.
from htpy import Attribute, Element, Fragment, HTMLElement, Node, VoidElement, fragment
from htpy._attributes import attrs_string
from htpy._elements import (
    _python_to_html_name,  # pyright: ignore[reportPrivateUsage]  # htpy is pinned, as said above
    _validate_children,  # pyright: ignore[reportPrivateUsage]  # htpy is pinned, as said above
)
from markupsafe import Markup, escape

Attrs: TypeAlias = Mapping[str, Attribute]
NO_ATTRS: Final[Attrs] = {}

_html_name = lru_cache(maxsize=1024)(_python_to_html_name)


_has_special = re.compile("[&<>'\"]").search


def escaped(text: str) -> str:
    """As markupsafe does, without making a Markup of the many texts that hold nothing special."""
    return escape(text) if type(text) is not Markup and _has_special(text) else text


@lru_cache(maxsize=1024)
def _attribute_name(name: str) -> str:
    """htpy leaves spaces in a name, so a hostile one could smuggle in an attribute of its own."""
    if not re.fullmatch(r"[^\s\"'<>/=&\x00-\x1f\x7f]+", name):
        raise ValueError(f"{name!r} is not an attribute name")
    return name


def _attributes(attrs: Attrs) -> str:
    out: list[str] = []
    for name, value in attrs.items():
        if value is None or value is False:
            continue
        kind = type(value)
        if name == "class" and kind is not str:
            out.append(attrs_string({name: value}))
        elif name == "class" and not value:
            continue
        elif value is True:
            out.append(f" {_attribute_name(name)}")
        elif type(value) is str:
            out.append(f' {_attribute_name(name)}="{escaped(value)}"')
        elif kind is int:
            out.append(f' {_attribute_name(name)}="{value}"')
        else:
            out.append(attrs_string({_attribute_name(name): value}))
    return "".join(out)


def _joined(attrs: tuple[Attrs, ...], kwargs: Attrs) -> str:
    merged: dict[str, Attribute] = {}
    for mapping in attrs:
        merged.update(mapping)
    for name, value in kwargs.items():
        merged[_html_name(name)] = value
    return _attributes(merged)


class Tag(Element):
    """``div(hx, attrs, id="x")["text"]``: keywords win. Children are lists, never generators."""

    __slots__ = ()

    # Narrower than htpy on purpose: Tailwind does not see classes in a ".dotted.string".
    def __call__(self, /, *attrs: Attrs, **kwargs: Attribute) -> Self:  # type: ignore[override]  # no dotted classes, on purpose
        return self.__class__(self._name, _joined(attrs, kwargs), self._children)

    def __getitem__(self, children: Node) -> Self:
        _check(children)
        return self.__class__(self._name, self._attrs, children)

    def __str__(self) -> Markup:
        return markup(self)

    __html__ = __str__

    def write(self, out: list[str]) -> None:
        children = self._children
        name = self._name
        if isinstance(children, str):
            out.append(f"<{name}{self._attrs}>{escaped(children)}</{name}>")
            return
        out.append(f"<{name}{self._attrs}>")
        if children is not None:
            _write(children, out)
        out.append(f"</{name}>")


class Page(Tag, HTMLElement):
    """``<html>``, which brings its doctype."""

    __slots__ = ()

    def write(self, out: list[str]) -> None:
        out.append("<!doctype html>")
        super().write(out)


class Void(VoidElement):
    """A tag without content, such as ``<input>``."""

    __slots__ = ()

    # Narrower than htpy on purpose, as above.
    def __call__(self, /, *attrs: Attrs, **kwargs: Attribute) -> Self:  # type: ignore[override]  # no dotted classes, on purpose
        return self.__class__(self._name, _joined(attrs, kwargs))

    def __str__(self) -> Markup:
        return markup(self)

    __html__ = __str__

    def written(self) -> str:
        return f"<{self._name}{self._attrs}>"


_PLAIN: Final = frozenset({str, int, bool, type(None), Markup, Tag, Page, Void, Fragment})


def _check(children: Node) -> None:
    """Refuses what cannot be rendered here, where the mistake is, and not later."""
    kind = type(children)
    if kind is list or kind is tuple:
        for child in children:  # type: ignore[union-attr]  # an exact list or tuple iterates
            if type(child) not in _PLAIN:
                _validate_children(child)
    elif kind not in _PLAIN:
        _validate_children(children)


def markup(node: Node) -> Markup:
    """Renders anything a tag may contain."""
    out: list[str] = []
    _write(node, out)
    return Markup("".join(out))  # noqa: S704  # every part was escaped on its way in


def _write(node: Node, out: list[str]) -> None:
    if isinstance(node, Tag):
        node.write(out)
    elif isinstance(node, str):
        out.append(escaped(node))
    elif isinstance(node, list | tuple):
        for child in node:
            _write(child, out)
    elif isinstance(node, Void):
        out.append(node.written())
    elif node is None or isinstance(node, bool):
        return
    elif isinstance(node, int):
        out.append(str(node))
    elif isinstance(node, Fragment):
        _write(node._node, out)  # pyright: ignore[reportPrivateUsage]  # htpy is pinned
    else:  # contexts, callables, generators: rare here, and htpy knows them
        out.extend(fragment[node].iter_chunks())


a: Final = Tag("a")
abbr: Final = Tag("abbr")
address: Final = Tag("address")
article: Final = Tag("article")
aside: Final = Tag("aside")
b: Final = Tag("b")
bdi: Final = Tag("bdi")
blockquote: Final = Tag("blockquote")
body: Final = Tag("body")
br: Final = Void("br")
button: Final = Tag("button")
caption: Final = Tag("caption")
cite: Final = Tag("cite")
code: Final = Tag("code")
col: Final = Void("col")
colgroup: Final = Tag("colgroup")
data: Final = Tag("data")
datalist: Final = Tag("datalist")
dd: Final = Tag("dd")
del_: Final = Tag("del")
details: Final = Tag("details")
dfn: Final = Tag("dfn")
dialog: Final = Tag("dialog")
div: Final = Tag("div")
dl: Final = Tag("dl")
dt: Final = Tag("dt")
em: Final = Tag("em")
fieldset: Final = Tag("fieldset")
figcaption: Final = Tag("figcaption")
figure: Final = Tag("figure")
footer: Final = Tag("footer")
form: Final = Tag("form")
h1: Final = Tag("h1")
h2: Final = Tag("h2")
h3: Final = Tag("h3")
h4: Final = Tag("h4")
h5: Final = Tag("h5")
h6: Final = Tag("h6")
head: Final = Tag("head")
header: Final = Tag("header")
hgroup: Final = Tag("hgroup")
hr: Final = Void("hr")
html: Final = Page("html")
i: Final = Tag("i")
iframe: Final = Tag("iframe")
img: Final = Void("img")
input: Final = Void("input")
ins: Final = Tag("ins")
kbd: Final = Tag("kbd")
label: Final = Tag("label")
legend: Final = Tag("legend")
li: Final = Tag("li")
link: Final = Void("link")
main: Final = Tag("main")
mark: Final = Tag("mark")
menu: Final = Tag("menu")
meta: Final = Void("meta")
meter: Final = Tag("meter")
nav: Final = Tag("nav")
noscript: Final = Tag("noscript")
ol: Final = Tag("ol")
optgroup: Final = Tag("optgroup")
option: Final = Tag("option")
output: Final = Tag("output")
p: Final = Tag("p")
pre: Final = Tag("pre")
progress: Final = Tag("progress")
q: Final = Tag("q")
s: Final = Tag("s")
samp: Final = Tag("samp")
script: Final = Tag("script")
search: Final = Tag("search")
section: Final = Tag("section")
select: Final = Tag("select")
small: Final = Tag("small")
span: Final = Tag("span")
strong: Final = Tag("strong")
sub: Final = Tag("sub")
summary: Final = Tag("summary")
sup: Final = Tag("sup")
table: Final = Tag("table")
tbody: Final = Tag("tbody")
td: Final = Tag("td")
template: Final = Tag("template")
textarea: Final = Tag("textarea")
tfoot: Final = Tag("tfoot")
th: Final = Tag("th")
thead: Final = Tag("thead")
time: Final = Tag("time")
title: Final = Tag("title")
tr: Final = Tag("tr")
u: Final = Tag("u")
ul: Final = Tag("ul")
var: Final = Tag("var")
wbr: Final = Void("wbr")

svg: Final = Tag("svg")
g: Final = Tag("g")
path: Final = Tag("path")
circle: Final = Tag("circle")
line: Final = Tag("line")
polyline: Final = Tag("polyline")
rect: Final = Tag("rect")
text: Final = Tag("text")
defs: Final = Tag("defs")
pattern: Final = Tag("pattern")

hx_partial: Final = Tag("hx-partial")
