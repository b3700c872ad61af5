"""A real S3 of the tests' own, which refuses what is not signed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import obstore
import pytest
from obstore.store import S3Store

from ops.local.ports import unused_port

BUCKET, OTHER = "foyer", "restored"
KEYS = {"s3_access_key": "test", "s3_secret_key": "test"}  # ministack's own
PATIENCE = 60.0


@pytest.fixture(scope="session")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, folder = unused_port(), tmp_path_factory.mktemp("s3")
    environment = os.environ | {
        "AUTH": "true",
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "SERVICES": "s3",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "S3_DATA_DIR": str(folder),
    }
    program = Path(sys.executable).with_name("ministack")
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([program], env=environment, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            for bucket in (BUCKET, OTHER):
                _make_bucket(url, bucket)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=30)


def _make_bucket(url: str, bucket: str) -> None:
    store = S3Store(
        bucket,
        endpoint=url,
        region="us-east-1",
        access_key_id=KEYS["s3_access_key"],
        secret_access_key=KEYS["s3_secret_key"],
        client_options={"allow_http": True},
    )
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            signed = obstore.sign(store, "PUT", "", timedelta(minutes=1))
            httpx.put(signed).raise_for_status()
            return
        except httpx.TransportError:
            assert time.monotonic() < deadline, "the S3 does not answer"
            time.sleep(0.05)
