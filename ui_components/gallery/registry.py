"""The examples of every component, found in one fixed package and nowhere else."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, product
from types import ModuleType
from typing import Any, Final, Literal, TypeAlias

from htpy import Node

from ui_components.document import Script
from ui_components.gallery import examples
from ui_components.gallery.knobs import Knob, Value, knobs, parse

Group: TypeAlias = Literal["Actions", "Forms", "Data", "Overlays", "Feedback", "Layout"]
GALLERY_PATH: Final = "/gallery/"
PLAYGROUND: Final = "playground"
MATRIX: Final = "matrix"
TRIAL: Final = "trial"
TREE: Final = "tree"
AXES: Final = 3
CELLS: Final = 120
LINE: Final = 80


def title_of(name: str) -> str:
    return name.replace("_", " ").capitalize()


def answer_url(name: str, slug: str, answer: str) -> str:
    return f"{GALLERY_PATH}{name}/{slug}/{answer}"


Answer: TypeAlias = Callable[[Mapping[str, str]], Node]


@dataclass(frozen=True, slots=True)
class Example:
    """``height`` in pixels is that of its frame on the component's page.

    ``answers`` play the server: what each is given is what the browser sent, as text.
    """

    slug: str
    title: str
    render: Callable[[], Node]
    height: int
    padded: bool
    scripts: tuple[Script, ...]
    answers: Mapping[str, Answer]

    @property
    def notes(self) -> str:
        return inspect.getdoc(self.render) or ""

    @property
    def source(self) -> str:
        lines = inspect.getsource(self.render).splitlines()
        start = next(number for number, line in enumerate(lines) if line.startswith("def "))
        return "\n".join(lines[start:])


def example(
    title: str,
    *,
    height: int = 110,
    padded: bool = True,
    scripts: tuple[Script, ...] = (),
    answers: Mapping[str, Answer] | None = None,
) -> Callable[[Callable[[], Node]], Example]:
    """Names a function without arguments that shows a component in one state.

    It reaches its own answers by GET under ``answer_url``.
    """

    def register(render: Callable[[], Node]) -> Example:
        slug = render.__name__.replace("_", "-")
        return Example(slug, title, render, height, padded, scripts, answers or {})

    return register


@dataclass(frozen=True, slots=True)
class Playground:
    """A component to try: ``given`` fills what has no knob or no default."""

    component: Callable[..., Any]
    children: Node = None
    given: Mapping[str, Any] = field(default_factory=dict[str, Any])
    height: int = 160

    def knobs(self) -> list[Knob]:
        return knobs(self.component)

    def arguments(self, query: Mapping[str, str]) -> dict[str, Value]:
        return parse(self.knobs(), query)

    def render(self, query: Mapping[str, str]) -> Node:
        built = self.component(**{**self.given, **self.arguments(query)})
        shown: Node = built if self.children is None else built[self.children]
        return shown

    def combinations(self) -> list[dict[str, str]]:
        """Every choice of every closed parameter with every other; the first of very many."""
        closed = [knob for knob in self.knobs() if knob.kind == "choice"][:AXES]
        choices = product(*(knob.choices for knob in closed))
        named = (dict(zip((knob.name for knob in closed), row, strict=True)) for row in choices)
        return list(islice(named, CELLS)) if closed else []

    def call(self, query: Mapping[str, str]) -> str:
        """What to write in Python for this."""
        arguments = {**self.given, **self.arguments(query)}
        written = [f"{name}={value!r}" for name, value in arguments.items()]
        children = "" if self.children is None else f"[{self.children!r}]"
        call = f"{self.component.__name__}({', '.join(written)}){children}"
        if len(call) <= LINE:
            return call
        lines = "".join(f"    {one},\n" for one in written)
        return f"{self.component.__name__}(\n{lines}){children}"


@dataclass(frozen=True, slots=True)
class Component:
    """A module of the library with its examples."""

    name: str
    group: Group
    doc: str
    examples: tuple[Example, ...]
    playground: Playground | None

    def example(self, slug: str) -> Example:
        for one in self.examples:
            if one.slug == slug:
                return one
        raise LookupError(f"{self.name} has no example {slug}")


@cache
def components() -> Mapping[str, Component]:
    """By name, in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(examples.__path__))
    return {name: _component(name) for name in names}


def component(name: str) -> Component:
    if name not in components():
        raise LookupError(f"no component {name}")
    return components()[name]


def _component(name: str) -> Component:
    shown = importlib.import_module(f"{examples.__name__}.{name}")
    documented = importlib.import_module(f"ui_components.{name}")
    playgrounds = _found(shown, Playground)
    return Component(
        name=name,
        group=shown.GROUP,
        doc=inspect.getdoc(documented) or "",
        examples=tuple(_found(shown, Example)),
        playground=playgrounds[0] if playgrounds else None,
    )


def _found(module: ModuleType, kind: type[Any]) -> list[Any]:
    return [value for value in vars(module).values() if isinstance(value, kind)]
