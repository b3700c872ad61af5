"""`task manifests`: what machines read to run Foyer, checked by the tools that know its rules.

No container engine and no cluster is asked. What the schemas do not see, which names lead where,
tests/ops/test_deployments_hang_together.py does.
"""

import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

ROOT: Final = Path(__file__).parents[1]
COMPOSE: Final = ("compose.yaml", "ops/compose.prod.yaml")
OVERLAYS: Final = ("dev", "prod")


def rendered(overlay: str) -> str:
    """All manifests of an overlay, as `kubectl apply -k` would send them."""
    command = [tool("kubectl"), "kustomize", str(ROOT / "ops/k8s/overlays" / overlay)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def tool(name: str) -> str:
    return str(Path(sysconfig.get_path("scripts")) / name)


def passes(title: str, *command: str) -> bool:
    argv = [tool(command[0]), *command[1:]]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    good = done.returncode == 0
    click.echo(f"{'ok    ' if good else 'FAILED'}  {title}")
    if not good:
        click.echo(done.stdout + done.stderr, err=True)
    return good


def checks(folder: Path) -> list[Sequence[str]]:
    """A title, and the command."""
    workflows = sorted(str(path) for path in (ROOT / ".github/workflows").glob("*.yml"))
    schema = ("check-jsonschema", "--builtin-schema")
    found: list[Sequence[str]] = [
        ("Dockerfile", "hadolint", "ops/docker/Dockerfile"),
        ("compose files", *schema, "vendor.compose-spec", *COMPOSE),
        ("workflows", *schema, "vendor.github-workflows", *workflows),
    ]
    for overlay in OVERLAYS:
        path = folder / f"{overlay}.yaml"
        path.write_text(rendered(overlay), "utf-8")
        found.append((f"Kubernetes, {overlay}", "kubernetes-validate", "--strict", str(path)))
    return found


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="foyer-manifests-") as folder:
        results = [passes(*each) for each in checks(Path(folder))]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
