"""The examples of docs/api.md, run from top to bottom in one shell, print what they say."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.openapi.conftest import PEOPLE
from tests.support.people import PASSWORD

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs/api.md"
BLOCK = re.compile(r"```(sh|text)\n(.*?)```", re.DOTALL)


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine (2026-11-26)")
def test_they_print_what_they_say(api_url: str) -> None:
    blocks: list[tuple[str, str]] = BLOCK.findall(PAGE.read_text("utf-8"))
    script = "\n".join(text for kind, text in blocks if kind == "sh")
    printed = "".join(text for kind, text in blocks if kind == "text")
    who = {"API": api_url, "EMAIL": PEOPLE["USER"], "PASSWORD": PASSWORD}

    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env=os.environ | who,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

    assert "curl" in script
    assert (run.returncode, run.stdout) == (0, printed)
