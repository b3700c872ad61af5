"""The OpenAPI document and its pages, from our own files under a strict policy."""

import gzip
import hashlib
import re

import httpx
import pytest

from backend.schema_pages.fetch import packages, stored

PAGES = ["/schema", "/schema/", "/schema/swagger"]


@pytest.mark.parametrize("page", PAGES)
async def test_a_stranger_sees_the_page_under_a_policy_without_exceptions(
    anonymous: httpx.AsyncClient, page: str
) -> None:
    answer = await anonymous.get(page)

    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", answer.text)


async def test_every_page_has_a_nonce_of_its_own(anonymous: httpx.AsyncClient) -> None:
    nonces = set()

    for _ in range(3):
        answer = await anonymous.get("/schema/")
        (nonce,) = re.findall(r'csp-nonce" content="([\w-]{20,})"', answer.text)
        assert f"'nonce-{nonce}'" in answer.headers["content-security-policy"]
        nonces.add(nonce)

    assert len(nonces) == 3


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
async def test_what_a_page_loads_is_ours_and_never_changes(
    anonymous: httpx.AsyncClient, page: str, encoding: str
) -> None:
    html = (await anonymous.get(page)).text
    urls = re.findall(r'(?:src|rel="stylesheet" href)="([^"]+)"', html)

    answers = [await anonymous.get(u, headers={"Accept-Encoding": encoding}) for u in urls]

    assert urls
    for url, answer in zip(urls, answers, strict=True):
        assert re.fullmatch(r"/schema/files/[\w-]+\.[0-9a-f]{12}\.(js|css)", url)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers.get("content-encoding", "identity") == encoding
        assert answer.headers["content-type"].startswith("text/")
        assert answer.content[:1] not in {b"", b"\x1f"}  # nothing, or a gzip header


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fpages.py", "%2e%2e%2f%2e%2e%2fapp.py"])
async def test_no_other_file_is_given_out(anonymous: httpx.AsyncClient, name: str) -> None:
    answer = await anonymous.get(f"/schema/files/{name}")

    assert answer.status_code == 404


async def test_the_document_is_openapi_3_1_and_names_every_route_of_the_api(
    anonymous: httpx.AsyncClient,
) -> None:
    answer = await anonymous.get("/schema/openapi.json")

    document = answer.json()
    assert document["openapi"].startswith("3.1.")
    assert {"/api/v1/clients", "/api/v1/deals/board", "/healthz"} <= set(document["paths"])
    assert document["paths"]["/api/v1/clients"]["get"]["summary"] == "List clients"
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_what_is_not_ours_is_what_vendor_toml_describes() -> None:
    for package in packages():
        for path, expected in package["files"].items():
            content = stored(package, path).read_bytes()
            if stored(package, path).suffix == ".gz":
                content = gzip.decompress(content)
            assert hashlib.sha256(content).hexdigest() == expected, path
