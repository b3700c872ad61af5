"""`python -m ops.local.with_services COMMAND…`: runs it on servers of its own that then vanish."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ops.errors import Refused
from ops.local.services import embedded_services


def main() -> int:
    """The command finds the servers by DATABASE_URL and REDIS_URL; its exit code is ours."""
    with tempfile.TemporaryDirectory(prefix="foyer-") as folder:
        Path(folder).chmod(0o711)  # the servers' account must pass
        with embedded_services(Path(folder), durable=False) as services:
            urls = {"DATABASE_URL": services.database_url, "REDIS_URL": services.redis_url}
            return subprocess.call(sys.argv[1:], env=os.environ | urls)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refused as refused:
        sys.exit(str(refused))
