"""The image gets what it is made of, and nginx what it must let through."""

import re
from fnmatch import fnmatch

import msgspec

from backend.imports.parsing import MAX_BYTES
from backend.settings import Settings
from bff.app import MAX_BODY
from bff.imports.receiving import LARGEST
from ops.docker.requirements import FILE, asked
from ops.serving import PORTS
from tests.ops.deployments import ROOT, compose

DOCKERFILE = (ROOT / "ops/docker/Dockerfile").read_text()
LIMIT = re.compile(
    r"location [^{]*?(/files/|/imports/new/|/api/v1/imports)[^{]*{[^}]*?max_body_size (\d+)m"
)


def test_requirements_are_those_of_pyproject() -> None:
    """What they resolve to only a registry knows; what they were resolved from stands in them."""
    lines = FILE.read_text().splitlines()

    assert lines[1 : 1 + len(asked())] == asked()


def test_every_requirement_has_a_hash_and_no_address() -> None:
    text = FILE.read_text()
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if "==" in entry.partition(" ")[0]]

    assert len(entries) > 50
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?://|--index|--find-links|file:", text)


def test_what_is_copied_is_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    kept = {line[1:] for line in ignored if line.startswith("!")}

    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sources = {source for line in copied for source in line.split() if source != "."}

    for source in sources:
        assert (ROOT / source).exists(), source
        assert source.split("/")[0] in kept, source
        assert not any(fnmatch(source, each) for each in ignored if each[:1] not in {"!", "*"})


def test_nobody_sends_a_secret_along() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()

    assert "*" in ignored
    assert {"ops/secrets", "ops/tls"} <= set(ignored)
    assert {"/ops/secrets/", "/ops/tls/"} <= set((ROOT / ".gitignore").read_text().splitlines())


def test_ports_and_users_are_the_same_everywhere() -> None:
    exposed = re.findall(r"^EXPOSE (.+)$", DOCKERFILE, re.MULTILINE)
    users = re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE)
    services = compose("ops/compose.prod.yaml")["services"]

    assert sorted(map(int, exposed[-1].split())) == sorted(PORTS.values())
    assert users == [services["nginx"]["user"], services["backend"]["user"]]


def test_no_compiler_goes_along() -> None:
    last = DOCKERFILE.rpartition("FROM base AS foyer")[2]

    assert "build-essential" not in last
    assert "build-essential" not in DOCKERFILE.partition("FROM base AS wheels")[0]


def test_nginx_lets_through_what_the_programs_take() -> None:
    limits = dict(LIMIT.findall((ROOT / "ops/nginx/common/server.conf").read_text()))
    bytes_of = {path: int(megabytes) * 1024**2 for path, megabytes in limits.items()}
    of_a_file = next(f for f in msgspec.structs.fields(Settings) if f.name == "file_limit")

    assert bytes_of["/files/"] >= of_a_file.default * 1024**2 + MAX_BODY
    assert bytes_of["/imports/new/"] >= LARGEST
    assert bytes_of["/api/v1/imports"] >= MAX_BYTES
