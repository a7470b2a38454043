"""A verdict as it is written on the command line."""

from __future__ import annotations

from datetime import date

import pytest

from api.catalogue.verdicts import COSMETIC, read_verdict, retake


@pytest.mark.parametrize("verdict", [COSMETIC, retake(date(2027, 1, 1))])
def test_what_is_written_is_read_back(verdict: object) -> None:
    assert read_verdict(str(verdict)) == verdict


@pytest.mark.parametrize(
    "text", ["", "retake", "retake:", "retake:snart", "cosmetic:2027-01-01", "kosmetisk"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the one thing it raises
        read_verdict(text)
