"""What Lighthouse says of a page, at the desk and on a phone."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import msgspec

from ops.browser import chromium
from ops.node import Packages

NODE: Final = Path(__file__).parent / "node"
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
ENOUGH: Final = 95
FLAGS: Final = "--headless=new --no-sandbox --disable-gpu"
Device: TypeAlias = Literal["desktop", "mobile"]
Scores: TypeAlias = Mapping[str, int]


class Lighthouse:
    """``headers`` go with every request: who is signed in."""

    def __init__(self, folder: Path, headers: Mapping[str, str]) -> None:
        self._packages = Packages(NODE)
        self._chromium = chromium()
        self._folder = folder
        self._headers = folder / "headers.json"
        self._headers.write_bytes(msgspec.json.encode(headers))

    def scores(self, url: str, device: Device, tries: int) -> Scores:
        """The best of some ``tries``, each from an empty cache: whatever else the machine does can
        make a page slower, and never faster.
        """
        best: dict[str, int] = dict.fromkeys(CATEGORIES, 0)
        for _ in range(tries):
            found = self._run(url, device)
            best = {name: max(best[name], found[name]) for name in CATEGORIES}
            if min(best.values()) >= ENOUGH:
                break
        return best

    def _run(self, url: str, device: Device) -> dict[str, int]:
        written = self._folder / "report.json"
        self._packages.run(
            "lighthouse",
            url,
            *(["--preset=desktop"] if device == "desktop" else []),
            f"--only-categories={','.join(CATEGORIES)}",
            f"--extra-headers={self._headers}",
            f"--chrome-flags={FLAGS}",
            "--output=json",
            f"--output-path={written}",
            "--disable-full-page-screenshot",
            "--quiet",
            cwd=self._folder,
            given={"CHROME_PATH": self._chromium, "PATH": os.environ["PATH"]},
        )
        report: dict[str, Any] = msgspec.json.decode(written.read_bytes())
        return {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}
