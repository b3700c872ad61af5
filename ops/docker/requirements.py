"""`task image:requirements`: what the image installs, each file of it known by its hash.

The first lines repeat what it was resolved from: a test compares them with pyproject.toml.
"""

import subprocess
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
FILE: Final = Path(__file__).with_name("requirements.txt")
EXPORT: Final = (
    *("uv", "export", "--quiet", "--no-default-groups", "--group", "image", "--all-extras"),
    *("--no-emit-project", "--no-header", "--no-annotate", "--format", "requirements.txt"),
)


def asked() -> list[str]:
    """What pyproject.toml asks for, and up to which date it is taken."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    until = project["tool"]["uv"]["exclude-newer"]
    extras = project["project"].get("optional-dependencies", {}).values()
    groups = (project["project"]["dependencies"], project["dependency-groups"]["image"], *extras)
    names = [name for group in groups for name in group]
    return [f"# until {until}", *(f"# asked: {name}" for name in names)]


def main() -> None:
    exported = subprocess.run(EXPORT, cwd=ROOT, check=True, capture_output=True, text=True)
    head = ["# Written by `task image:requirements`; what it was resolved from:", *asked()]
    FILE.write_text("\n".join(head) + "\n" + exported.stdout, "utf-8")


if __name__ == "__main__":
    main()
