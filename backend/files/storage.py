"""Where this instance keeps its objects, by its settings."""

from pathlib import Path

from obstore.store import S3Store

from backend.core.disk import LocalStorage
from backend.core.storage import RemoteStorage, Storage
from backend.settings import Settings


def storage_of(settings: Settings) -> Storage:
    if not settings.s3_bucket:
        return LocalStorage(
            Path(settings.files), secret=settings.secret_key, origin=settings.files_url or None
        )
    plain = settings.s3_endpoint.startswith("http://")
    store = S3Store(
        settings.s3_bucket,
        region=settings.s3_region,
        endpoint=settings.s3_endpoint or None,
        access_key_id=settings.s3_access_key or None,  # without keys: the machine's own role
        secret_access_key=settings.s3_secret_key or None,
        client_options={"allow_http": plain, "connect_timeout": "3s", "timeout": "30s"},
        retry_config={"max_retries": 2},
    )
    return RemoteStorage(store)
