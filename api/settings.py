"""Settings: read once from the environment (prefix ``KOLLEN_``), frozen, and refused when unsafe."""

import os
import secrets
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIN_SECRET_LENGTH = 32
KNOWN_BAD_SECRETS = frozenset({"changeme", "secret", "password"})
# What pydantic reads as true.
YES = frozenset({"1", "on", "t", "true", "y", "yes"})
DATABASES = ("sqlite:///", "postgresql+psycopg://")
DEMO_SECRET = "demo-only-secret-key-that-signs-nothing-of-worth"  # noqa: S105 - demo mode only
DEMO_CONTACTS = {
    "socialjour": "0000-12 34 00",
    "local_route_text": "Prata med din chef samma dag.",
    "local_route_url": "",
    "tafa_phone": "0000-12 34 56",
    "tafa_email": "tafa@exempelkommun.invalid",
}


def read_secret_files(prefix: str = "KOLLEN_") -> None:
    """Let ``KOLLEN_X_FILE`` name a file that holds ``KOLLEN_X`` (container and systemd secrets)."""
    for name in ("SECRET_KEY", "DATABASE_URL", "SMTP_PASSWORD"):
        path = os.environ.get(f"{prefix}{name}_FILE")
        if path and f"{prefix}{name}" not in os.environ:
            os.environ[f"{prefix}{name}"] = Path(path).read_text(encoding="utf-8").strip()


class MailSecurity(StrEnum):
    """How the line to the mail server is secured."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Settings(BaseSettings):
    """What an installation decides. One installation serves one municipality."""

    model_config = SettingsConfigDict(
        env_prefix="KOLLEN_", env_file=".env", extra="ignore", frozen=True
    )

    database_url: str = "sqlite:///var/kollen.db"
    secret_key: str = ""
    base_url: str = "http://127.0.0.1:8000"
    demo: bool = False
    test: bool = False
    today: date | None = None
    var: Path = Path("var")
    courses: Path = Path("courses")
    small_group: int = Field(default=5, ge=1)
    goal: int = Field(default=90, ge=1, le=100)
    allow_personnummer: bool = False
    municipality: str = ""
    socialjour: str = ""
    local_route_text: str = ""
    local_route_url: str = ""
    tafa_phone: str = ""
    tafa_email: str = ""
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: str = Field(default="", repr=False)
    smtp_from: str = ""
    smtp_tls: MailSecurity = MailSecurity.STARTTLS
    max_body_bytes: int = 20_000_000

    @model_validator(mode="before")
    @classmethod
    def fill_demo_values(cls, values: dict[str, object]) -> dict[str, object]:
        """Demo mode brings clearly fictional contacts and a secret of its own."""
        if str(values.get("demo", "")).lower() in YES:
            defaults = {
                **DEMO_CONTACTS,
                "secret_key": DEMO_SECRET,
                "municipality": "Exempelkommun",
            }
            for name, value in defaults.items():
                values[name] = values.get(name) or value
        return values

    @model_validator(mode="after")
    def refuse_unsafe(self) -> Self:
        """Stop the boot with a sentence rather than run with a hole."""
        if self.today is not None and not (self.demo or self.test):
            message = (
                "KOLLEN_TODAY is only for demonstrations and tests: set KOLLEN_DEMO=1 or unset it."
            )
            raise ValueError(message)
        if not self.database_url.startswith(DATABASES):
            message = f"KOLLEN_DATABASE_URL must begin with {' or '.join(DATABASES)}"
            raise ValueError(message)
        if self.smtp_host and not self.smtp_from:
            message = "KOLLEN_SMTP_FROM is missing: mail sent by KOLLEN_SMTP_HOST needs a sender."
            raise ValueError(message)
        if not self.demo:
            self._refuse_bad_secret()
        return self

    def _refuse_bad_secret(self) -> None:
        if not self.secret_key:
            message = (
                "KOLLEN_SECRET_KEY is missing. Make one with: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
            raise ValueError(message)
        if (
            len(self.secret_key) < MIN_SECRET_LENGTH
            or self.secret_key.lower() in KNOWN_BAD_SECRETS
            or self.secret_key == DEMO_SECRET
        ):
            message = (
                f"KOLLEN_SECRET_KEY is too weak: use at least {MIN_SECRET_LENGTH} random characters "
                "and never the demo key."
            )
            raise ValueError(message)

    @property
    def missing_contacts(self) -> tuple[str, ...]:
        """The local contacts that must be set before the service is ready for staff."""
        wanted = {
            "KOLLEN_SOCIALJOUR": self.socialjour,
            "KOLLEN_LOCAL_ROUTE_TEXT": self.local_route_text,
            "KOLLEN_TAFA_PHONE or KOLLEN_TAFA_EMAIL": self.tafa_phone or self.tafa_email,
        }
        return tuple(name for name, value in wanted.items() if not value)

    @property
    def secure_cookies(self) -> bool:
        """Cookies are Secure everywhere but over plain HTTP on loopback."""
        return not self.base_url.startswith(
            ("http://127.0.0.1", "http://localhost", "http://[::1]")
        )


class CommandSettings(Settings):
    """For commands that sign nothing: without a secret they make one up, and forget it."""

    secret_key: str = Field(default_factory=lambda: secrets.token_urlsafe(MIN_SECRET_LENGTH))


def load_settings(*, signing: bool = True) -> Settings:
    """Read the environment. Raises ``pydantic.ValidationError`` with the reason when unsafe.

    ``signing``: whether what is run signs anything (the server, tokens) and so needs the secret.
    """
    read_secret_files()
    return Settings() if signing else CommandSettings()
