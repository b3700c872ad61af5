"""`task bench:render`: our components beside the same on htpy's own tags, and beside Jinja2.

Each side runs in a process of its own and says its best time; all three write the same bytes. The
htpy side has htpy's elements under every component, and none of what is bound or kept between two
renderings: it is how one would write it at first.
"""

# ruff: noqa: PLC0415  # a side imports what it measures, after it has changed what that stands on
import functools
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, Final, Literal

import click

Side = Literal["ours", "htpy", "jinja2"]
SIDES: Final[tuple[Side, ...]] = ("ours", "htpy", "jinja2")
BUDGETS: Final = {"table": 1 / 3, "board": 1 / 5}  # of htpy's time
REPEAT: Final = 15
Render = Callable[[], str]


@click.command()
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1))
@click.option("--side", type=click.Choice(SIDES), hidden=True)
def main(rounds: int, side: Side | None) -> None:
    """Ends with 1 where a budget is not kept."""
    if side:
        click.echo(json.dumps(measured(side)))
        return
    best = of_rounds(rounds)
    click.echo(f"{'µs':>8}" + "".join(f"{side:>10}" for side in SIDES) + "    ours of htpy")
    kept = True
    for page, budget in BUDGETS.items():
        ours, htpy, jinja = (best[side][page] for side in SIDES)
        kept = kept and ours / htpy <= budget
        told = f"{ours / htpy:.2f} of at most {budget:.2f}"
        click.echo(f"{page:>8}{ours:>10,.0f}{htpy:>10,.0f}{jinja:>10,.0f}    {told}")
    sys.exit(0 if kept else 1)


def of_rounds(rounds: int) -> dict[Side, dict[str, float]]:
    """In turns, so that a bad moment of the machine meets every side."""
    best: dict[Side, dict[str, float]] = {}
    written: set[str] = set()
    for _ in range(rounds):
        for side in SIDES:
            command = [sys.executable, "-m", "ops.bench.render", "--side", side]
            told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            written.add(told.pop("bytes"))
            before = best.setdefault(side, told)
            best[side] = {page: min(before[page], told[page]) for page in told}
    if len(written) != 1:
        raise SystemExit("The sides do not write the same bytes.")
    return best


def measured(side: Side) -> dict[str, Any]:
    """The best time of each page in microseconds, and a digest of what was written."""
    if side == "htpy":
        use_htpys_own()
    pages = rendered_by_jinja() if side == "jinja2" else rendered_by_components()
    digest = hashlib.sha256("".join(render() for render in pages.values()).encode()).hexdigest()
    return {page: best_of(render) for page, render in pages.items()} | {"bytes": digest}


def best_of(render: Render) -> float:
    def once() -> float:
        start = perf_counter()
        render()
        return (perf_counter() - start) * 1e6

    return min(once() for _ in range(REPEAT))


def use_htpys_own() -> None:
    """Before any component is imported: they bind their tags when they are."""
    import htpy
    from markupsafe import Markup

    def nothing_kept(*_: Any, **__: Any) -> Callable[[Any], Any]:
        return lambda function: function

    functools.lru_cache = nothing_kept  # type: ignore[assignment]  # it keeps nothing, so it is less than a cache
    from ui_components import html, template

    def markup(node: htpy.Node) -> Markup:
        return Markup("".join(htpy.fragment[node].iter_chunks()))  # noqa: S704  # htpy escaped every part

    class Drawn:
        """In place of a template: drawn anew each time."""

        def __init__(self, draw: Callable[..., htpy.Node], *names: str) -> None:
            self._draw = draw
            self._names = names

        def fill(self, **values: str) -> Markup:
            return markup(self._draw(**values))

        def fill_in_order(self, values: Sequence[str]) -> Markup:
            return self.fill(**dict(zip(self._names, values, strict=True)))

    for name, tag in list(vars(html).items()):
        if isinstance(tag, html.Tag | html.Void):
            setattr(html, name, getattr(htpy, name))
    html.markup = markup
    template.Template = Drawn  # type: ignore[assignment, misc]  # it draws anew where a template fills


def rendered_by_components() -> dict[str, Render]:
    from ops.bench.rendered import board, table

    return {"table": lambda: str(table()), "board": lambda: str(board())}


def rendered_by_jinja() -> dict[str, Render]:
    from jinja2 import Environment

    from ops.bench.rendered import as_templates, cells, deals

    environment = Environment(autoescape=True)
    table, board = (environment.from_string(text) for text in as_templates())
    return {
        "table": lambda: table.render(rows=cells()),
        "board": lambda: board.render(lanes=deals()),
    }


if __name__ == "__main__":
    main()
