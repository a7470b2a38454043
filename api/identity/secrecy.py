"""Pure: random secrets for people and browsers, and the hashes under which they are kept."""

import hashlib
import re
import secrets

TOKEN_BYTES = 32
# Crockford's alphabet: no I, L, O or U, so a code can be read aloud and typed from paper.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_GROUPS, CODE_GROUP_LENGTH = 3, 4
_LOOKALIKES = str.maketrans("ILO", "110")
_SEPARATORS = re.compile(r"[\s\-\N{EN DASH}\N{HYPHEN}]+")


def new_token() -> str:
    """Make a session token: 256 random bits for the cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code() -> str:
    """Make a one-time code such as ``K7QF-92MD-XW3P``: 60 random bits."""
    groups = (
        "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_GROUP_LENGTH))
        for _ in range(CODE_GROUPS)
    )
    return "-".join(groups)


def plain_code(typed: str) -> str:
    """Read a code as it may be typed: any case, with or without dashes, O for 0, I or L for 1."""
    return _SEPARATORS.sub("", typed).upper().translate(_LOOKALIKES)


def sha256(text: str) -> str:
    """Hash a high-entropy secret, or a throttle key, for storing."""
    return hashlib.sha256(text.encode()).hexdigest()


def code_hash(person_id: int, code: str) -> str:
    """Hash a code with its owner, so that a stolen table cannot be searched all at once."""
    return sha256(f"{person_id}:{plain_code(code)}")
