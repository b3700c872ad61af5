"""The OpenAPI document passes every rule of a strict linter, but for those that say why not."""

import json
from pathlib import Path

import pytest

from ops.errors import Refused
from ops.node import Packages
from tests.openapi.conftest import NODE

pytestmark = pytest.mark.slow


def test_it_has_no_faults(document: Path, packages: Packages) -> None:
    packages.run("redocly", "lint", "--config", NODE / "lint.yaml", document, cwd=document.parent)


def test_the_linter_sees_faults(document: Path, packages: Packages, tmp_path: Path) -> None:
    content = json.loads(document.read_text("utf-8"))
    content["components"]["schemas"]["NewClient"]["examples"] = [{"name": 7}]
    spoilt = tmp_path / "openapi.json"
    spoilt.write_text(json.dumps(content), "utf-8")

    with pytest.raises(Refused, match="no-invalid-schema-examples"):
        packages.run("redocly", "lint", "--config", NODE / "lint.yaml", spoilt, cwd=tmp_path)
