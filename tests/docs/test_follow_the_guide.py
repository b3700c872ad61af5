"""The guide's own code, in a folder of its own: it needs the library, not the repository."""

import os
import re
import subprocess
import sys
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "components.md"
BLOCK = re.compile(r"^```python\n# (?P<name>[\w.]+)\n(?P<code>.*?)^```", re.DOTALL | re.MULTILINE)


def test_its_code_runs_and_its_tests_pass(tmp_path: Path) -> None:
    text = GUIDE.read_text("utf-8")
    blocks = list(BLOCK.finditer(text))
    for block in blocks:
        (tmp_path / block["name"]).write_text(block["code"], "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:playwright"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        capture_output=True,
        text=True,
    )

    assert len(blocks) == text.count("```python")
    assert run.returncode == 0, run.stdout
    assert "4 passed" in run.stdout


def test_the_tokens_it_names_are_there() -> None:
    tokens = (GUIDE.parents[1] / "ui_components/theme/tokens.css").read_text("utf-8")

    assert all(f"{name}:" in tokens for name in ("--brand", "--radius"))
