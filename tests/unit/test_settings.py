"""Settings refuse what is unsafe, with a sentence."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from api.settings import DEMO_SECRET, Settings

GOOD = "kX3-a-long-and-quite-random-looking-key-0123456789"


def make(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


def test_without_a_secret_it_will_not_start() -> None:
    with pytest.raises(ValidationError, match="KOLLEN_SECRET_KEY is missing"):
        make()


@pytest.mark.parametrize("secret", ["short", "changeme", DEMO_SECRET])
def test_a_bad_secret_is_refused(secret: str) -> None:
    with pytest.raises(ValidationError, match="too weak"):
        make(secret_key=secret)


def test_another_database_is_refused() -> None:
    with pytest.raises(ValidationError, match="KOLLEN_DATABASE_URL must begin with sqlite:///"):
        make(secret_key=GOOD, database_url="mysql://localhost/kollen")


@pytest.mark.parametrize("yes", [True, "1", "true", "yes", "on", "T", "y"])
def test_demo_mode_brings_its_own_secret_and_contacts(yes: object) -> None:
    settings = make(demo=yes)
    assert settings.demo
    assert settings.secret_key == DEMO_SECRET
    assert settings.missing_contacts == ()


def test_a_fixed_day_is_for_demonstrations_only() -> None:
    with pytest.raises(ValidationError, match="KOLLEN_TODAY"):
        make(secret_key=GOOD, today=date(2026, 1, 1))
    assert make(demo=True, today=date(2026, 1, 1)).today == date(2026, 1, 1)


def test_mail_needs_a_sender() -> None:
    with pytest.raises(ValidationError, match="KOLLEN_SMTP_FROM is missing"):
        make(demo=True, smtp_host="mail.kommun.invalid")


def test_missing_contacts_are_named() -> None:
    assert "KOLLEN_SOCIALJOUR" in make(secret_key=GOOD).missing_contacts


@pytest.mark.parametrize(
    ("base_url", "secure"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://localhost:8000", False),
        ("https://kollen.example", True),
        ("http://kollen.example", True),
    ],
)
def test_cookies_are_secure_outside_loopback(base_url: str, secure: bool) -> None:
    assert make(secret_key=GOOD, base_url=base_url).secure_cookies is secure


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        make(secret_key=GOOD).goal = 50  # type: ignore[misc]


def test_a_secret_may_lie_in_a_file(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.settings import load_settings  # noqa: PLC0415

    path = tmp_path / "secret"
    path.write_text(GOOD + "\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KOLLEN_DEMO", raising=False)
    monkeypatch.delenv("KOLLEN_SECRET_KEY", raising=False)
    monkeypatch.setenv("KOLLEN_SECRET_KEY_FILE", str(path))
    assert load_settings().secret_key == GOOD
    monkeypatch.delenv("KOLLEN_SECRET_KEY", raising=False)


def test_a_command_that_signs_nothing_needs_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    from api.settings import load_settings  # noqa: PLC0415

    for name in ("KOLLEN_DEMO", "KOLLEN_SECRET_KEY", "KOLLEN_SECRET_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValidationError, match="KOLLEN_SECRET_KEY is missing"):
        load_settings()
    assert load_settings(signing=False).secret_key != load_settings(signing=False).secret_key


def test_a_command_refuses_a_weak_secret_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from api.settings import load_settings  # noqa: PLC0415

    monkeypatch.delenv("KOLLEN_DEMO", raising=False)
    monkeypatch.setenv("KOLLEN_SECRET_KEY", "short")
    with pytest.raises(ValidationError, match="too weak"):
        load_settings(signing=False)
