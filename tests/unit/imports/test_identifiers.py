"""Ids that must not come in."""

from __future__ import annotations

import pytest

from api.imports.identifiers import is_personnummer, twins


@pytest.mark.parametrize(
    "code",
    [
        "199001011234",
        "19900101-1234",
        "900101-1234",
        "9001011234",
        "191212+1212",
        "900161-1234",
        "200002291234",
        "000229-1234",
    ],
)
def test_shaped_like_a_personnummer(code: str) -> None:
    assert is_personnummer(code)


@pytest.mark.parametrize(
    "code",
    [
        "123",
        "900101",
        "9013011234",
        "9001321234",
        "199902291234",
        "A900101-1234",
        "900101_1234",
        "90010112345",
    ],
)
def test_not_shaped_like_one(code: str) -> None:
    assert not is_personnummer(code)


def test_twins_are_told_of_each_other() -> None:
    assert twins(["007", "7", "8", "08", "9", "70"]) == {
        "007": "7",
        "7": "007",
        "8": "08",
        "08": "8",
    }
