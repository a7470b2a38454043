"""People written out, a line a person and requirement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from api.coverage.figures import HIDDEN_PERSON, PersonStatus, RequirementStatus, UnitRef
from api.coverage.lines import HIDDEN, Line, lines
from api.coverage.words import Status

UNITS = (UnitRef(1, "A", "Skolan"), UnitRef(2, "B", "Fritids"))
TOLD = RequirementStatus(
    "GRUND", "Grund", Status.VALID, date(2026, 1, 2), date(2027, 1, 2), date(2026, 3, 1), None, 1
)
SOMEBODY = PersonStatus(1, "e1", "Kim", UNITS, (TOLD, replace(TOLD, requirement_code="B")))


def test_a_line_for_each_requirement() -> None:
    first, second = lines([SOMEBODY])
    assert first == Line(
        employee_id="e1",
        name="Kim",
        units="A|B",
        unit_names="Skolan|Fritids",
        requirement="GRUND",
        requirement_name="Grund",
        status=Status.VALID,
        completed_on=date(2026, 1, 2),
        valid_until=date(2027, 1, 2),
        due=date(2026, 3, 1),
        key_person=False,
        away=False,
    )
    assert second == first._replace(requirement="B")
    assert SOMEBODY.lines == 2


def test_a_line_for_whoever_is_asked_nothing() -> None:
    idle = replace(SOMEBODY, statuses=(), away=True)
    (line,) = lines([idle])
    assert (line.requirement, line.status, line.away) == (None, Status.NOT_REQUIRED, True)
    assert idle.lines == 1


def test_a_protected_person_is_a_line_without_anything() -> None:
    (line,) = lines([HIDDEN_PERSON])
    assert line is HIDDEN
    assert set(line[:-1]) == {None}
    assert HIDDEN_PERSON.lines == 1
