"""What the HTML standard has against a whole page; a millisecond for each."""

import re
from collections.abc import Iterator
from typing import Final

import turbohtml
from turbohtml import conformance

# Attributes whose words name elements of the same page.
NAMING: Final = (
    *("for", "form", "headers", "list", "popovertarget", "commandfor"),
    *("aria-controls", "aria-describedby", "aria-labelledby", "aria-owns", "aria-activedescendant"),
)
INSIDE: Final = ("a", "button", "label", "input:not([type=hidden])", "select", "textarea")
NESTED: Final = ", ".join(f"{outer} {inner}" for outer in ("a", "button") for inner in INSIDE)

PARAGRAPH: Final = re.compile(r"<p[\s>]")
LIVE: Final = re.compile(r"\b(input|change|keyup)\b")
FROM: Final = re.compile(r"\bfrom:(#\S+)")


def mistakes(html: str) -> list[str]:
    """How it parses, nests, and names its parts."""
    document = turbohtml.parse(html)
    report = conformance.check_html(html)
    return [
        *(str(error) for error in document.errors),
        *(each.message for each in report.messages if each.severity == "error"),
        *(f"{each.tag} inside of what is pressed" for each in document.select(NESTED)),
        *torn(document, html),
        *strangers(document),
        *undone(document),
    ]


def torn(document: turbohtml.Document, html: str) -> Iterator[str]:
    """A paragraph ends where a block begins, and its own end makes another one."""
    if len(PARAGRAPH.findall(html)) != len(document.select("p")):
        yield "a block inside of a paragraph"


def strangers(document: turbohtml.Document) -> Iterator[str]:
    """Names that nothing on the page has."""
    known = {str(each.attrs["id"]) for each in document.select("[id]")}
    for name in NAMING:
        for element in document.select(f"[{name}]"):
            for word in str(element.attrs[name]).split():
                if word not in known:
                    yield f"{name}={word} on {element.tag}"


def undone(document: turbohtml.Document) -> Iterator[str]:
    """What asks while one fills it in, and stands in what its answer takes the place of: that
    would undo what was typed or ticked since it was asked for.
    """
    for element in document.select("[hx-trigger][hx-target^='#']"):
        trigger, target = str(element.attrs["hx-trigger"]), str(element.attrs["hx-target"])
        if not LIVE.search(trigger):
            continue
        elsewhere = FROM.search(trigger)
        for asking in document.select(elsewhere[1]) if elsewhere else [element]:
            if asking in document.select(f"{target}, {target} *"):
                yield f"{asking.tag} asks by {trigger} for {target}, in which it stands"
