"""Pure: how passwords are judged and hashed. Length counts; there are no rules of composition."""

import secrets
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.settings import Settings

MIN_LENGTH = 12
MAX_LENGTH = 1_000
# An employee id shorter than this turns up in passwords by chance.
TELLING_ID_LENGTH = 3


@dataclass(frozen=True)
class Passwords:
    """Hashes and verifies with argon2id at a given cost."""

    memory_kib: int
    time_cost: int

    def hash(self, password: str) -> str:
        """Hash a password for keeping."""
        return self._hasher.hash(_canonical(password))

    def verify(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        """Say whether a password is right, with a new hash if the kept one is of an older cost.

        Without a kept hash it takes as long and says no: time must not tell who has an account.
        """
        right, renewed = self._hasher.verify_and_update(
            _canonical(password), stored or self._nobodys_hash
        )
        return (right, renewed) if stored else (False, None)

    @cached_property
    def _hasher(self) -> PasswordHash:
        hasher = Argon2Hasher(time_cost=self.time_cost, memory_cost=self.memory_kib, parallelism=1)
        return PasswordHash((hasher,))

    @cached_property
    def _nobodys_hash(self) -> str:
        return self._hasher.hash(secrets.token_hex())


# OWASP's first choice; measured at 30-60 ms. The tests' cost is the least argon2 takes.
PROPER = Passwords(memory_kib=47_104, time_cost=1)
CHEAP = Passwords(memory_kib=8, time_cost=1)


def passwords_of(settings: Settings) -> Passwords:
    """Choose the cost: the proper one, but in tests the least."""
    return CHEAP if settings.test else PROPER


def fault_of(password: str, employee_id: str) -> str | None:
    """Name what is wrong with a new password, or None when it will do."""
    if len(password) < MIN_LENGTH:
        return "password_too_short"
    if len(password) > MAX_LENGTH:
        return "password_too_long"
    known = employee_id.strip().casefold()
    if len(known) >= TELLING_ID_LENGTH and known in password.casefold():
        return "password_contains_id"
    return None


def _canonical(password: str) -> str:
    # Keyboards differ in whether å is one sign or two; the person must not be locked out by it.
    return unicodedata.normalize("NFC", password)
