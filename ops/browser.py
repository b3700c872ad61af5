"""A Chromium for the browser tests: found, or else got."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ops.errors import Refused

# Debian's shell draws no browser's windows around the page: a quarter of the processor time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Asked in a process of its own: Playwright's synchronous API refuses to run beside an event loop.
PLAYWRIGHT_PATH = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def chromium() -> str:
    """The path of one that runs; gets it first where there is none. Raises Refused if it cannot.

    CHROMIUM names one and then no other is taken. Of several test processes one downloads.
    """
    if named := os.environ.get("CHROMIUM"):
        if not _runs(named):
            raise Refused(f"CHROMIUM names {named}, which does not run.")
        return named
    with (Path(tempfile.gettempdir()) / f"foyer-chromium-{os.geteuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = _installed() or _downloaded() or _from_apt()
    if found is None:
        raise Refused("No Chromium: install one, or name it in CHROMIUM (or run -m 'not e2e').")
    return found


def _installed() -> str | None:
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in (*on_path, _playwrights_own()) if path and _runs(path)), None)


def _downloaded() -> str | None:
    print("No Chromium found; downloading Playwright's.", file=sys.stderr)
    _call(sys.executable, "-m", "playwright", "install", "chromium")
    own = _playwrights_own()
    return own if own and _runs(own) else None


def _from_apt() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Playwright's does not run here; installing Debian's.", file=sys.stderr)
    _call("apt-get", "update", "-q")
    for package in (SHELL, "chromium"):
        _call("apt-get", "install", "-qy", "--no-install-recommends", package)
        if found := _installed():
            return found
    return None


def _playwrights_own() -> str | None:
    return _call(sys.executable, "-c", PLAYWRIGHT_PATH).strip() or None


def _runs(path: str) -> bool:
    """A downloaded one is of no use where its system libraries are missing."""
    return bool(_call(path, "--version"))


def _call(*command: str) -> str:
    """What it printed; nothing where it failed."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""


if __name__ == "__main__":
    try:
        print(chromium())
    except Refused as refused:
        sys.exit(str(refused))
