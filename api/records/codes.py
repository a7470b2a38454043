"""The code on a certificate, with which anybody it is shown to can check it."""

import secrets

# Without 0/O, 1/I/L and vowels: read aloud and typed off paper without mistakes or accidental words.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_LENGTH = 4, 4


def new_check_code() -> str:
    """A new random code, ``XXXX-XXXX-XXXX-XXXX`` (76 bits: it cannot be guessed)."""
    letters = [secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP_LENGTH)]
    return "-".join(
        "".join(letters[start : start + GROUP_LENGTH])
        for start in range(0, len(letters), GROUP_LENGTH)
    )


def tidy(code: str) -> str:
    """A code as somebody typed it, brought to the form it is stored in."""
    letters = "".join(sign for sign in code.upper() if sign.isalnum())
    return "-".join(
        letters[start : start + GROUP_LENGTH] for start in range(0, len(letters), GROUP_LENGTH)
    )
