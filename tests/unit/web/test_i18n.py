"""Numbers as a language writes them."""

from __future__ import annotations

import pytest

from web.i18n import number_text, speaking


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [
        ("sv", 12_345, "12\N{NO-BREAK SPACE}345"),
        ("sv", -1_204, "\N{MINUS SIGN}1\N{NO-BREAK SPACE}204"),
        ("en", -1_204, "\N{MINUS SIGN}1,204"),
        ("en", 0, "0"),
    ],
)
def test_thousands_are_parted_and_minus_is_a_minus(language: str, number: int, text: str) -> None:
    with speaking(language):
        assert number_text(number) == text
