"""Settings come from the environment, and every mistake is named at once."""

from pathlib import Path

import pytest

from backend.settings import BadSettings, Settings

GOOD = {
    "DATABASE_URL": "postgresql://crm@localhost/crm",
    "REDIS_URL": "redis://localhost:6379/0",
    "CRM_SECRET_KEY": "k" * 32,
    "CRM_BFF_KEY": "b" * 32,
    "CRM_FILES": "/var/lib/foyer/files",
}


def test_the_least_is_enough() -> None:
    settings = Settings.from_env(GOOD)

    assert (settings.environment, settings.visibility) == ("production", "team")
    assert (settings.default_currency, settings.rate_limit) == ("EUR", 1200)


def test_files_have_a_place_on_a_disk_or_in_a_bucket() -> None:
    nowhere = {name: text for name, text in GOOD.items() if name != "CRM_FILES"}

    with pytest.raises(BadSettings, match="CRM_FILES is not set"):
        Settings.from_env(nowhere)

    assert Settings.from_env(nowhere | {"CRM_S3_BUCKET": "foyer"}).s3_bucket == "foyer"


def test_any_setting_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("f" * 32 + "\n")
    rest = {name: text for name, text in GOOD.items() if name != "CRM_SECRET_KEY"}

    settings = Settings.from_env(rest | {"CRM_SECRET_KEY_FILE": str(tmp_path / "key")})

    assert settings.secret_key == "f" * 32


def test_a_file_that_is_not_there_and_a_setting_given_twice_are_told(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")

    with pytest.raises(BadSettings) as caught:
        Settings.from_env(GOOD | {"CRM_BFF_KEY_FILE": gone, "CRM_S3_REGION_FILE": gone})

    assert str(caught.value).splitlines() == [
        "CRM_BFF_KEY and CRM_BFF_KEY_FILE are both set: keep one",
        f"CRM_S3_REGION_FILE: {gone} cannot be read",
    ]


def test_names_everything_that_is_missing_or_wrong() -> None:
    environ = {"DATABASE_URL": "mysql://x", "CRM_SECRET_KEY": "short", "CRM_RATE_LIMIT": "many"}

    with pytest.raises(BadSettings) as caught:
        Settings.from_env(environ)

    lines = str(caught.value).splitlines()
    assert [line.split(":")[0].split(" ")[0] for line in lines] == [
        "DATABASE_URL",
        "REDIS_URL",
        "CRM_SECRET_KEY",
        "CRM_BFF_KEY",
        "CRM_RATE_LIMIT",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CRM_VISIBILITY", "everyone"),
        ("CRM_DEFAULT_CURRENCY", "euro"),
        ("CRM_RATE_LIMIT", "0"),
        ("CRM_PRIVATE_WEBHOOKS", "maybe"),
        ("CRM_ENVIRONMENT", "prod"),
        ("CRM_LOG_LEVEL", "LOUD"),
        ("CRM_FILES_URL", "files.example.com"),
        ("CRM_FILE_LIMIT", "0"),
        ("CRM_SECRET_KEY", "changeme" * 5),
        ("CRM_BFF_KEY", "my-secret-key-that-is-long-enough-really"),
    ],
)
def test_refuses_what_does_not_fit(name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name):
        Settings.from_env(GOOD | {name: value})


def test_a_mistake_does_not_tell_the_secret() -> None:
    with pytest.raises(BadSettings) as caught:
        Settings.from_env(GOOD | {"CRM_SECRET_KEY": "hunter2", "DATABASE_URL": "pg://u:hunter2@h"})

    assert "hunter2" not in str(caught.value)


def test_private_webhooks_are_asked_for() -> None:
    assert not Settings.from_env(GOOD).private_webhooks
    assert Settings.from_env(GOOD | {"CRM_PRIVATE_WEBHOOKS": "true"}).private_webhooks


def test_what_is_empty_is_not_set() -> None:
    assert Settings.from_env(GOOD | {"CRM_RATE_LIMIT": ""}).rate_limit == 1200


def test_no_secret_is_told_by_its_repr() -> None:
    told = repr(
        Settings.from_env(GOOD | {"DATABASE_URL": "postgresql://crm:hunter2@localhost/crm"})
    )

    assert not any(secret in told for secret in ("hunter2", "k" * 32, "b" * 32))


@pytest.mark.parametrize(
    "smtp",
    [
        "mail.example.com:587",
        "http://mail.example.com",
        "smtp://crm:hunter2@mail.example.com:x",
        "smtp://crm:hunter2@mail.example.com:99999",
        "smtp://crm:hunter2@mail.example.com?tls=no",
        "smtp://crm@mail.example.com",
        "smtp://crm:hunter2@",
    ],
)
def test_a_mail_server_that_is_none_is_refused_without_its_password(smtp: str) -> None:
    named = {"CRM_MAIL_FROM": "crm@example.com", "CRM_PUBLIC_URL": "https://crm.example.com"}

    with pytest.raises(BadSettings, match=r"^CRM_SMTP: ") as caught:
        Settings.from_env(GOOD | named | {"CRM_SMTP": smtp})

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("missing", ["CRM_MAIL_FROM", "CRM_PUBLIC_URL"])
def test_a_mail_server_needs_a_sender_and_a_place_for_links(missing: str) -> None:
    named = {"CRM_MAIL_FROM": "crm@example.com", "CRM_PUBLIC_URL": "https://crm.example.com"}
    given = GOOD | named | {"CRM_SMTP": "smtp://mail.example.com", missing: ""}

    with pytest.raises(BadSettings, match="needs CRM_MAIL_FROM and CRM_PUBLIC_URL"):
        Settings.from_env(given)


@pytest.mark.parametrize("sender", ["crm", "a@b, c@d", "x\n<a@b>", '"a" <a@b>', "a@b <c@d> e"])
def test_mails_are_from_one_address(sender: str) -> None:
    with pytest.raises(BadSettings, match=r"^CRM_MAIL_FROM: expected an address"):
        Settings.from_env(GOOD | {"CRM_MAIL_FROM": sender})
