"""Every nginx that is here takes every file that is shipped for it."""

from pathlib import Path

import pytest

from bff.observe import ALWAYS, HSTS
from ops.nginx.certificate import make_certificate
from ops.nginx.site import STATUSES
from tests.front.house import on_ports
from tests.support.nginx import SHIPPED, Nginx, installed, version

COMMON = SHIPPED / "common"
RESOLVES = (1, 27, 3)  # `resolve` in an upstream
NAMES = {  # known to nobody here
    "server backend:8001": "server 127.0.0.1:8001",
    "server bff:8000": "server 127.0.0.1:8000",
    "pid /tmp/": "pid ",
}
CHANGES = {
    "machine.conf": on_ports(range(20_001, 20_009)).changes,
    "kubernetes.conf": NAMES,
    "container.conf": NAMES,
}


# A container has a current one: container.conf says so in its first lines.
TAKES = [
    (binary, config)
    for binary in installed()
    for config in CHANGES
    if config != "container.conf" or version(binary) >= RESOLVES
]


@pytest.mark.parametrize(("binary", "config"), TAKES, ids=str)
def test_nginx_takes_it(binary: Path, config: str, tmp_path: Path) -> None:
    make_certificate(tmp_path / "tls")
    nginx = Nginx(binary, tmp_path)
    nginx.lay(config, CHANGES[config])

    assert "[warn]" not in nginx.check()


def test_a_mistake_would_be_noticed(tmp_path: Path) -> None:
    make_certificate(tmp_path / "tls")
    nginx = Nginx(installed()[0], tmp_path)
    nginx.lay("kubernetes.conf", NAMES | {"listen 8081;": "listen 8081; proxy_pas x;"})

    with pytest.raises(AssertionError, match="proxy_pas"):
        nginx.check()


def test_nginx_says_of_security_what_the_web_front_says() -> None:
    headers = (COMMON / "headers.conf").read_text()

    for name, value in ALWAYS.items():
        if name != "Cache-Control":
            quoted = f'"{value}"' if " " in value else value
            assert f"add_header {name} {quoted} always;" in headers
    assert f'default "{HSTS["Strict-Transport-Security"]}";' in (COMMON / "http.conf").read_text()


def test_every_error_page_is_made() -> None:
    named = (COMMON / "server.conf").read_text().replace("$foyer_away", "503") + (
        COMMON / "server.conf"
    ).read_text().replace("$foyer_away", "504")

    for status in STATUSES:
        assert f"/-/errors/$foyer_language/{status}.html;" in named
