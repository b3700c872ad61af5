from pathlib import Path

import pytest

from bff.settings import BadSettings, Settings

GOOD = {
    "REDIS_URL": "redis://localhost:6379/0",
    "CRM_BFF_KEY": "b" * 32,
    "CRM_SECRET_KEY": "s" * 32,
}


def test_the_defaults_are_those_of_production() -> None:
    settings = Settings.from_env(GOOD)

    assert settings.environment == "production"
    assert not settings.shows_gallery


def test_every_fault_is_told_at_once() -> None:
    env = {
        "CRM_BFF_KEY": "short",
        "CRM_ENVIRONMENT": "staging",
        "CRM_PUBLIC_URL": "http://crm.example",
    }

    with pytest.raises(BadSettings) as raised:
        Settings.from_env(env)

    told = str(raised.value)
    for name in (*env, "REDIS_URL", "CRM_SECRET_KEY"):
        assert name in told
    assert "short" not in told


def test_any_setting_may_stand_in_a_file(tmp_path: Path) -> None:
    key, gone = tmp_path / "key", str(tmp_path / "gone")
    key.write_text("f" * 32 + "\n")
    rest = {name: text for name, text in GOOD.items() if name != "CRM_SECRET_KEY"}

    settings = Settings.from_env(rest | {"CRM_SECRET_KEY_FILE": str(key)})
    with pytest.raises(BadSettings) as raised:
        Settings.from_env(GOOD | {"CRM_SECRET_KEY_FILE": str(key), "CRM_STORE_FILE": gone})

    assert settings.secret_key == "f" * 32
    assert "CRM_SECRET_KEY and CRM_SECRET_KEY_FILE are both set: keep one" in str(raised.value)
    assert f"CRM_STORE_FILE: {gone} cannot be read" in str(raised.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "localhost:8000"])
def test_plain_http_is_for_this_machine(host: str) -> None:
    settings = Settings.from_env(GOOD | {"CRM_PUBLIC_URL": f"http://{host}/"})

    assert settings.origin == f"http://{host}"
    assert not settings.is_secure


@pytest.mark.parametrize("host", ["crm.example", "10.0.0.1", "localhost.evil.example", "127.0.0.2"])
def test_plain_http_is_refused_elsewhere(host: str) -> None:
    with pytest.raises(BadSettings, match="CRM_PUBLIC_URL"):
        Settings.from_env(GOOD | {"CRM_PUBLIC_URL": f"http://{host}"})


def test_keys_stay_out_of_what_is_printed() -> None:
    assert "ssss" not in repr(Settings.from_env(GOOD))


def test_the_gallery_is_for_development_unless_asked_for() -> None:
    development = GOOD | {"CRM_ENVIRONMENT": "development"}

    assert Settings.from_env(development).shows_gallery
    assert not Settings.from_env(development | {"CRM_GALLERY": "off"}).shows_gallery
    assert Settings.from_env(GOOD | {"CRM_GALLERY": "on"}).shows_gallery
