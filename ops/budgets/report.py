"""The measurements as Markdown, for docs/budgets.md, and which of them are over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ops.budgets.board import Opened
from ops.budgets.lighthouse import CATEGORIES, ENOUGH, Device, Scores
from ops.budgets.wire import Visit

FIRST, REQUESTS, AGAIN = 100_000, 12, 15_000  # bytes, requests, bytes
AS_FAST: Final = 1.25  # of the board with few deals: what two runs of the same one differ by
TITLE: Final = "# What each page takes\n"
ABOUT: Final = f"""
Written by `task budgets`: demo data, `CRM_ENVIRONMENT=production`, Chromium over CDP; compressed
bytes, with headers. The budgets: a first visit takes at most {FIRST // 1000} KB in {REQUESTS}
requests, a repeated one {AGAIN // 1000} KB; Lighthouse says {ENOUGH} or more four times; a board of
many deals opens as fast as one of few. What is over stands in bold.

Lighthouse runs as it comes, from an empty cache: its phone is a simulated one, 150 ms away at
1.6 Mbit/s, with a processor four times slower than the machine that measures. It judges no page
that answers 404.
"""


@dataclass(frozen=True)
class Measured:
    first: Visit
    again: Visit
    scores: Mapping[Device, Scores]

    @property
    def is_kept(self) -> bool:
        fits = self.first.bytes <= FIRST and self.first.requests <= REQUESTS
        shines = all(score >= ENOUGH for each in self.scores.values() for score in each.values())
        return fits and self.again.bytes <= AGAIN and shines


def written(pages: Mapping[str, Measured], boards: Sequence[Opened], on: date) -> str:
    return "\n".join([TITLE, *by_page(pages), ABOUT, *by_board(boards), f"\nMeasured on {on}.\n"])


def by_page(pages: Mapping[str, Measured]) -> Iterable[str]:
    devices: tuple[Device, ...] = ("desktop", "mobile")
    yield "| page | first KB | requests | again KB | Lighthouse, desk | Lighthouse, phone |"
    yield "|---|--:|--:|--:|---|---|"
    for name, page in sorted(pages.items()):
        cells = [
            f"`{name}`",
            marked(f"{page.first.bytes / 1000:.1f}", page.first.bytes <= FIRST),
            marked(str(page.first.requests), page.first.requests <= REQUESTS),
            marked(f"{page.again.bytes / 1000:.1f}", page.again.bytes <= AGAIN),
            *(shown(page.scores.get(device)) for device in devices),
        ]
        yield f"| {' | '.join(cells)} |"
    yield f"\nLighthouse: {', '.join(CATEGORIES)}."


def by_board(boards: Sequence[Opened]) -> Iterable[str]:
    if not boards:
        return
    yield "| board of | answer ms | loaded ms |"
    yield "|--:|--:|--:|"
    for board in boards:
        loaded = marked(f"{board.loaded:.0f}", is_as_fast(board, boards[0]))
        yield f"| {board.deals:,} deals | {board.answer:.1f} | {loaded} |"


def is_as_fast(board: Opened, small: Opened) -> bool:
    return board.loaded <= small.loaded * AS_FAST


def shown(scores: Scores | None) -> str:
    if scores is None:
        return "not measured"
    return " · ".join(marked(str(scores[name]), scores[name] >= ENOUGH) for name in CATEGORIES)


def marked(text: str, is_kept: bool) -> str:
    return text if is_kept else f"**{text}**"
