"""`task scan`: asks for known holes in every package that the image installs.

pip-audit itself says "none found" of packages that it could not look up: here that is a failure.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from ops.docker.requirements import FILE

FEWEST = 60  # packages; fewer mean that the list was not read


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="foyer-scan-") as folder:
        told = Path(folder) / "audit.json"
        command = [
            *(sys.executable, "-m", "pip_audit", "--requirement", str(FILE), "--strict"),
            *("--disable-pip", "--format", "json", "--output", str(told)),
        ]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        found = json.loads(told.read_text()) if told.exists() else {"dependencies": []}
    asked = [each for each in found["dependencies"] if "skip_reason" not in each]
    for each in asked:
        for hole in each["vulns"]:
            mended = ", ".join(hole["fix_versions"]) or "no version yet"
            click.echo(f"{each['name']} {each['version']}: {hole['id']} (mended in {mended})")
    if len(asked) < FEWEST:
        sys.exit(f"Only {len(asked)} packages could be looked up:\n{done.stderr[-2000:]}")
    if any(each["vulns"] for each in asked):
        sys.exit(
            "Move the date in pyproject.toml (`task deps:move`), or say why it does not matter."
        )
    click.echo(f"No known holes in {len(asked)} packages.")


if __name__ == "__main__":
    main()
