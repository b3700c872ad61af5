"""Where this instance keeps its objects, by its settings."""

from pathlib import Path
from typing import TYPE_CHECKING

from obstore.store import S3Store

from backend.core.disk import LocalStorage
from backend.core.storage import RemoteStorage, Storage
from backend.settings import Settings

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config  # types alone


def storage_of(settings: Settings) -> Storage:
    if settings.s3_bucket:
        return RemoteStorage(_bucket(settings))
    return LocalStorage(Path(settings.files), secret=settings.secret_key)


def _bucket(settings: Settings) -> S3Store:
    """Without keys the machine's own role signs."""
    config: S3Config = {"region": settings.s3_region}
    client: ClientConfig = {"connect_timeout": "3s", "timeout": "30s"}
    if settings.s3_endpoint:
        config["endpoint"] = settings.s3_endpoint
        client["allow_http"] = settings.s3_endpoint.startswith("http://")
    if settings.s3_access_key:
        config["access_key_id"] = settings.s3_access_key
        config["secret_access_key"] = settings.s3_secret_key
    return S3Store(
        settings.s3_bucket, config=config, client_options=client, retry_config={"max_retries": 2}
    )
