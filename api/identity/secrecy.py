"""Pure: random secrets for people and browsers, and the hashes under which they are kept."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A session token: 256 random bits for the cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def sha256(text: str) -> str:
    """The hash under which a high-entropy secret, or a throttle key, is stored."""
    return hashlib.sha256(text.encode()).hexdigest()
