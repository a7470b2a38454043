"""Sessions and secrets are kept as hashes only. A role grant is a fact."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from api.access.permissions import Role
from api.db.facts import DatedFact
from api.db.types import text_enum


class RoleGrant(DatedFact, table=True):
    """Fact: the person held this role at this unit on these days. Managers come of posts."""

    __tablename__ = "role_grant"

    person_id: int = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=text_enum(Role))
    unit_id: int = Field(foreign_key="unit.id", index=True)


class Credential(SQLModel, table=True):
    """A person's password, as argon2id."""

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    password_hash: str
    set_at: datetime


class SignInCode(SQLModel, table=True):
    """A one-time code with which one sets a password. Kept as SHA-256."""

    __tablename__ = "sign_in_code"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    code_hash: str = Field(unique=True, max_length=64)
    made_at: datetime
    made_by: str
    expires_at: datetime
    used_at: datetime | None = None


class BrowserSession(SQLModel, table=True):
    """A signed-in browser. The cookie holds a random token, this row its SHA-256."""

    __tablename__ = "browser_session"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    started_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


class AttemptOutcome(StrEnum):
    """How a sign-in attempt ended."""

    FAILED = "failed"
    SUCCEEDED = "succeeded"


class SignInAttempt(SQLModel, table=True):
    """One attempt to sign in: for throttling, kept a day. The key is a hash of what was typed."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    key_hash: str = Field(max_length=64, index=True)
    at: datetime
    outcome: AttemptOutcome = Field(sa_type=text_enum(AttemptOutcome))
