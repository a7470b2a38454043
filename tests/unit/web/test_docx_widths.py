"""Columns of a Word file's tables are as wide as their words."""

from __future__ import annotations

import pytest
from docx.shared import Cm, Length

from web.reports.document import Cell, Table
from web.reports.docx_tables import EDGES, LETTER, widths

ROOM = Cm(17)
HEAD = ("Del av", "Enhet", "Omfattas", "Utbildade", "Andel", "Undantagna")
ROW: tuple[Cell, ...] = ("Socialnämnden", "Arbetsmarknadsförvaltningen", 20, 15, "75 %", 0)


def letters(width: Length) -> int:
    return round(width / LETTER) - EDGES


@pytest.mark.parametrize("room", [Cm(17), Cm(15), Cm(24)])
def test_they_fill_the_room(room: Length) -> None:
    found = widths(Table("", HEAD, (ROW,)), room)
    assert sum(found) == pytest.approx(room, abs=len(HEAD))


def test_no_word_is_cut_where_there_is_room() -> None:
    found = widths(Table("", HEAD, (ROW,)), ROOM)
    longest = (13, 27, 8, 9, 5, 10)
    assert all(letters(width) >= most for width, most in zip(found, longest, strict=True))


def test_where_there_is_none_the_longest_word_alone_is_cut() -> None:
    found = widths(Table("", HEAD, (ROW,)), Cm(14))
    assert letters(found[1]) < 27
    assert all(letters(each) >= most for each, most in zip(found[2:], (8, 9, 5, 10), strict=True))


def test_names_come_before_figures() -> None:
    head = ("Krav", "Så många som behöver något mer")
    first, second = widths(Table("", head, (("Ett krav med ett långt namn", 5),)), Cm(10))
    assert first > second
