"""The OpenAPI document is valid, and says what the API does."""

from urllib.parse import urlencode

import pytest
from litestar import Litestar
from openapi_spec_validator import OpenAPIV31SpecValidator

from backend.app import create_app
from backend.settings import Settings
from tests.backend.exports.steps import asked as asked_export
from tests.backend.files.steps import attached
from tests.backend.webhooks.steps import make_webhook
from tests.support.builders import make_client, make_deal, make_task
from tests.support.openapi import Document, document_of
from tests.support.people import PASSWORD, Json, SignedIn

# Without versions: nobody edits one, it is there or gone.
ARE_NO_RECORDS = {
    "forget_import_mapping",
    "give_up_dead_letter",
    "revoke_feed",
    "revoke_other_sessions",
    "revoke_session",
    "revoke_token",
}
PROBLEM = {"$ref": "#/components/schemas/Problem"}


@pytest.fixture(scope="module")
def document() -> Document:
    return document_of(
        create_app(
            Settings(
                database_url="postgresql://nowhere/crm",
                redis_url="redis://nowhere/0",
                secret_key="k" * 32,
                bff_key="b" * 32,
                files="nowhere",
            )
        )
    )


def test_it_is_valid(document: Document) -> None:
    OpenAPIV31SpecValidator(document.content).validate()

    assert document.content["openapi"].startswith("3.1")


def test_what_is_sent_is_strict(document: Document) -> None:
    bodies = {
        content["schema"]["$ref"].rpartition("/")[2]
        for operation in document.operations
        for kind, content in operation.spec.get("requestBody", {}).get("content", {}).items()
        if kind == "application/json"
    }

    assert {
        "NewClient",
        "EditClient",
        "NewDeal",
        "MoveDeal",
        "NewTask",
        "EditTask",
        "ReadAll",
        "EditSettings",
        "Login",
    } <= bodies
    lax = [
        name for name in bodies if document.schemas[name].get("additionalProperties") is not False
    ]
    assert lax == []


def test_every_refusal_is_a_problem(document: Document) -> None:
    for operation in document.operations:
        statuses = {int(status) for status in operation.spec["responses"]}
        refusals = {status for status in statuses if status >= 400}

        assert 400 in refusals, operation[:2]
        assert ({401, 429} <= refusals) or operation.is_public, operation[:2]
        for status in refusals:
            if (operation.path, status) == ("/readyz", 503):
                continue
            content = operation.spec["responses"][str(status)]["content"]
            assert content == {"application/problem+json": {"schema": PROBLEM}}, operation[:2]


def test_every_post_takes_an_idempotency_key(document: Document) -> None:
    posts = [o for o in document.operations if o.method == "post" and not o.is_public]

    assert len(posts) >= 7
    for operation in posts:
        assert operation.parameters["Idempotency-Key"]["in"] == "header", operation.path
        assert "422" in operation.spec["responses"]


def test_every_change_of_a_record_takes_an_if_match(document: Document) -> None:
    for operation in document.operations:
        if operation.spec["operationId"] in ARE_NO_RECORDS:
            continue
        if operation.method in {"patch", "delete"}:
            assert operation.parameters["If-Match"]["in"] == "header", operation.path
            assert "412" in operation.spec["responses"]


def test_operations_have_names_of_their_own(document: Document) -> None:
    names = [operation.spec["operationId"] for operation in document.operations]

    assert len(set(names)) == len(names)
    assert all(name.replace("_", "").isalpha() for name in names)


def test_lists_say_their_bounds(document: Document) -> None:
    for operation in document.operations:
        if "limit" in operation.parameters:
            limit = operation.parameters["limit"]["schema"]
            assert (limit["minimum"], limit["maximum"]) == (1, 200), operation.path
            assert limit["default"] in {20, 50}, operation.path


def test_no_answer_holds_a_password(document: Document) -> None:
    sent = {"Login", "NewUser", "ChangePassword", "ResetPassword"}

    assert [n for n, s in document.schemas.items() if "password" in str(s) and n not in sent] == []


def test_secrets_are_answered_where_they_are_made(document: Document) -> None:
    telling = [name for name, schema in document.schemas.items() if "'secret'" in str(schema)]

    assert sorted(telling) == ["MadeToken", "MadeWebhook"]


async def require_promised(
    document: Document, api: SignedIn, requests: list[tuple[str, str, Json | None]]
) -> None:
    """Each of the requests is answered as the document says."""
    for method, path, body in requests:
        answer = await api.request(method, path, json=body)

        operation = document.operation(method, path.partition("?")[0])
        assert operation is not None, path
        if answer.status_code == 204:
            assert "204" in operation.spec["responses"]
            continue
        schema = operation.schema_of(answer.status_code)
        assert document.misfits(answer.json(), schema) == [], (method, path)


async def test_answers_are_what_the_document_promises(api: SignedIn, backend_app: Litestar) -> None:
    document = document_of(backend_app)
    client = await make_client(api, email="a@example.com", external_id="1")
    deal = await make_deal(api, expected_close_date="2030-01-31")
    client_url, deal_url = f"/api/v1/clients/{client['id']}", f"/api/v1/deals/{deal['id']}"
    requests: list[tuple[str, str, Json | None]] = [
        ("POST", "/api/v1/auth/login", {"email": api.user["email"], "password": PASSWORD}),
        ("POST", "/api/v1/auth/login", {"email": "nobody@foyer.test", "password": PASSWORD}),
        ("POST", "/api/v1/auth/refresh", {"refresh_token": api.tokens["refresh_token"]}),
        ("GET", "/api/v1/me", None),
        ("PATCH", "/api/v1/me", {"locale": "ru"}),
        ("GET", "/api/v1/users", None),
        (
            "POST",
            "/api/v1/users",
            {"email": "n@foyer.test", "full_name": "N", "password": PASSWORD},
        ),
        ("GET", f"/api/v1/users/{api.user_id}", None),
        ("GET", "/api/v1/clients", None),
        ("POST", "/api/v1/clients", {"name": "Acme"}),
        ("POST", "/api/v1/clients", {"name": "", "colour": "red"}),
        ("POST", "/api/v1/clients", {"name": "Twin", "external_id": "1"}),
        ("PATCH", client_url, {"company": "Acme"}),
        ("GET", client_url, None),
        ("GET", "/api/v1/clients/0199f000-0000-7000-8000-000000000000", None),
        ("GET", "/api/v1/deals", None),
        ("GET", "/api/v1/deals/board", None),
        ("PATCH", deal_url, {"title": "Roof"}),
        ("POST", f"{deal_url}/move", {"status": "LOST", "lost_reason": "too dear"}),
        ("GET", deal_url, None),
        ("DELETE", deal_url, None),
        ("POST", f"{deal_url}/restore", None),
        ("POST", "/api/v1/deals/bulk", {"ids": [deal["id"]], "action": "delete", "atomic": False}),
        ("POST", "/api/v1/clients/bulk", {"ids": [deal["id"]], "action": "delete"}),
        ("POST", "/api/v1/tasks/bulk", {"ids": [deal["id"]], "action": "restore", "atomic": False}),
        ("GET", "/api/v1/search?q=acme", None),
        ("GET", "/api/v1/search", None),
        ("GET", "/api/v1/stats/overview", None),
        ("GET", "/api/v1/stats/overview?period=last_year", None),
        ("GET", "/api/v1/stats/pipeline", None),
        ("GET", "/api/v1/stats/forecast", None),
        ("GET", "/api/v1/stats/results", None),
        ("GET", "/api/v1/stats/comparison", None),
        ("GET", "/api/v1/stats/currencies", None),
        ("GET", "/api/v1/activity", None),
        ("GET", "/api/v1/imports", None),
        ("GET", "/healthz", None),
        ("GET", "/readyz", None),
    ]
    await require_promised(document, api, requests)


async def test_answers_about_sessions_tokens_and_webhooks_are_too(
    api: SignedIn, backend_app: Litestar
) -> None:
    webhook_url = f"/api/v1/webhooks/{(await make_webhook(api))['id']}"
    requests: list[tuple[str, str, Json | None]] = [
        ("GET", "/api/v1/me/sessions", None),
        ("DELETE", "/api/v1/me/sessions", None),
        ("POST", "/api/v1/tokens", {"name": "Robot", "scopes": ["read"]}),
        ("GET", "/api/v1/tokens", None),
        ("POST", "/api/v1/auth/password-reset", {"email": "nobody@foyer.test"}),
        ("POST", "/api/v1/auth/password-reset/confirm", {"token": "x", "new_password": PASSWORD}),
        ("POST", "/api/v1/me/password", {"current_password": "x", "new_password": PASSWORD}),
        ("POST", "/api/v1/webhooks", {"url": "https://example.com/", "events": ["*"]}),
        ("GET", "/api/v1/webhooks", None),
        ("GET", webhook_url, None),
        ("PATCH", webhook_url, {"events": ["deal.*"]}),
        ("POST", f"{webhook_url}/rotate", None),
        ("POST", f"{webhook_url}/test", None),
        ("GET", f"{webhook_url}/deliveries", None),
        ("DELETE", webhook_url, None),
    ]
    await require_promised(document_of(backend_app), api, requests)


async def test_answers_about_tasks_are_too(api: SignedIn, backend_app: Litestar) -> None:
    deal = await make_deal(api)
    task = await make_task(api, deal_id=deal["id"], client_id=deal["client_id"])
    task_url = f"/api/v1/tasks/{task['id']}"
    requests: list[tuple[str, str, Json | None]] = [
        ("GET", "/api/v1/tasks", None),
        ("POST", "/api/v1/tasks", {"client_id": deal["client_id"], "title": "Call"}),
        ("PATCH", task_url, {"due_date": "2030-01-31", "remind_at": "2030-01-31T09:00:00Z"}),
        ("POST", f"{task_url}/complete", None),
        ("POST", f"{task_url}/reopen", None),
        ("GET", task_url, None),
        ("DELETE", task_url, None),
        ("POST", f"{task_url}/restore", None),
    ]
    await require_promised(document_of(backend_app), api, requests)


async def test_answers_about_files_and_exports_are_too(
    api: SignedIn, backend_app: Litestar
) -> None:
    of_client: Json = {"entity_type": "client", "entity_id": (await make_client(api))["id"]}
    file = await attached(api, api, await make_client(api))
    file_url = f"/api/v1/files/{file['id']}"
    export_url = f"/api/v1/exports/{(await asked_export(api, 'clients'))['id']}"
    requests: list[tuple[str, str, Json | None]] = [
        ("GET", "/api/v1/files?" + urlencode(of_client), None),
        ("POST", "/api/v1/files", of_client | {"file_name": "offer.pdf", "size": 1}),
        ("POST", "/api/v1/files", of_client | {"file_name": "offer.html", "size": 0}),
        ("POST", f"{file_url}/confirm", None),
        ("GET", file_url, None),
        ("GET", f"{file_url}/download", None),
        ("DELETE", file_url, None),
        ("GET", "/api/v1/exports", None),
        ("POST", "/api/v1/exports", {"entity": "deals", "filters": {"status": "WON"}}),
        ("POST", "/api/v1/exports", {"entity": "deals", "filters": {"colour": "red"}}),
        ("GET", export_url, None),
        ("GET", f"{export_url}/download", None),
    ]
    await require_promised(document_of(backend_app), api, requests)


def test_the_comparison_sees_what_was_not_promised(document: Document) -> None:
    money = {"$ref": "#/components/schemas/Money"}

    assert document.misfits({"currency": "EUR", "amount": "1.00"}, money) == []
    assert len(document.misfits({"currency": 7, "colour": "red"}, money)) == 3


async def test_it_is_served(api: SignedIn, backend_app: Litestar) -> None:
    answer = await api.get("/schema/openapi.json")

    assert answer.status_code == 200
    assert answer.json() == document_of(backend_app).content
