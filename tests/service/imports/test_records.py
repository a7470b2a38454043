"""Records: how long they hold, notes beside them, and what no file replaces."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

HEADER = "employee_id;course_id;completed_on;valid_until;source;note\n"
NOTES = (
    "SELECT n.text FROM record_note n JOIN training_record r ON r.id = n.record_id "
    "WHERE r.retracted_at IS NULL ORDER BY n.id"
)


@pytest.mark.parametrize(
    ("course", "completed", "until", "expected"),
    [
        ("forsta-steget", "2024-02-29", "", date(2026, 2, 28)),
        ("forsta-steget", "2025-03-12", "", date(2027, 3, 12)),
        ("forsta-steget", "2025-03-12", "aldrig", None),
        ("forsta-steget", "2025-03-12", "2025-03-12", date(2025, 3, 12)),
        ("alltid", "2025-03-12", "", None),
        ("kurs-a", "2025-03-12", "9999-12-31", None),
    ],
)
def test_how_long_a_record_holds(
    peopled: Any, course: str, completed: str, until: str, expected: date | None
) -> None:
    peopled.apply("records", f"{HEADER}101;{course};{completed};{until};extern;\n")
    ((_person, _course, _day, _end, valid_until, _source, _feed),) = peopled.facts("records")
    assert valid_until == expected


def test_needs_no_post_on_its_day(peopled: Any) -> None:
    peopled.apply("records", HEADER + "101;forsta-steget;2010-01-01;;extern;\n")
    assert len(peopled.facts("records")) == 1


def test_a_correction_counts_the_days_that_validity_gains_or_loses(peopled: Any) -> None:
    peopled.apply("records", HEADER + "101;kurs-a;2025-01-01;2026-11-11;extern;\n")
    plan = peopled.plan("records", HEADER + "101;kurs-a;2025-01-01;2026-11-01;import;\n")
    assert [line.past_days for line in plan.corrected] == [10]


def test_a_note_stands_beside_the_record(peopled: Any) -> None:
    content = HEADER + "101;kurs-a;2025-01-01;aldrig;extern;Heldag  i\tA\n"
    peopled.apply("records", content)
    assert peopled.scalars(NOTES) == ["Heldag i A"]
    assert peopled.plan("records", content).empty


def test_another_note_is_a_correction_and_an_empty_one_says_nothing(peopled: Any) -> None:
    peopled.apply("records", HEADER + "101;kurs-a;2025-01-01;aldrig;extern;Ett\n")
    assert peopled.plan("records", HEADER + "101;kurs-a;2025-01-01;aldrig;extern;\n").empty
    plan = peopled.plan("records", HEADER + "101;kurs-a;2025-01-01;aldrig;extern;Två\n")
    assert (len(plan.corrected), plan.past_days) == (1, 0)
    batch = peopled.apply("records", HEADER + "101;kurs-a;2025-01-01;aldrig;extern;Två\n")
    assert peopled.scalars(NOTES) == ["Två"]
    peopled.apply("records", HEADER + "101;kurs-a;2025-01-01;2027-01-01;extern;\n")
    assert peopled.scalars(NOTES) == ["Två"]
    assert peopled.batch(batch).corrected == 1


def test_undo_brings_the_note_back(peopled: Any) -> None:
    peopled.apply("records", HEADER + "101;kurs-a;2025-01-01;aldrig;extern;Ett\n")
    before = peopled.facts("records")
    peopled.undo(
        peopled.apply(
            "records", HEADER + "101;kurs-a;2025-01-01;;extern;Två\n".replace(";;", ";aldrig;")
        )
    )
    assert peopled.scalars(NOTES) == ["Ett"]
    assert peopled.facts("records") == before


def test_a_note_that_was_struck_out_stays_so(peopled: Any) -> None:
    content = HEADER + "101;kurs-a;2025-01-01;aldrig;extern;Ett\n"
    peopled.apply("records", content)
    peopled.write("UPDATE record_note SET text = '', struck_at = written_at, struck_by = 'x'")
    assert peopled.plan("records", content).empty
    longer = content.replace("aldrig", "2027-01-01")
    peopled.apply("records", longer)
    assert peopled.scalars(NOTES) == [""]
    assert peopled.plan("records", longer).empty


def test_a_course_taken_here_is_not_replaced(peopled: Any) -> None:
    content = HEADER + "101;forsta-steget;2025-01-01;;extern;\n"
    batch = peopled.apply("records", content)
    peopled.undo(batch)
    peopled.web_record("101", "forsta-steget", date(2025, 1, 1))
    plan = peopled.plan("records", content)
    assert (plan.empty, [each.code for each in plan.warnings]) == (True, ["record_own"])


def test_what_was_revoked_does_not_rise_again(peopled: Any) -> None:
    content = HEADER + "101;kurs-a;2025-01-01;aldrig;extern;\n"
    peopled.apply("records", content)
    peopled.write(
        "UPDATE training_record SET retracted_at = '2026-11-22 10:00:00+00:00', retracted_by = 'x'"
    )
    plan = peopled.plan("records", content)
    assert (plan.empty, [each.code for each in plan.warnings]) == (True, ["record_revoked"])
    assert len(peopled.plan("records", content.replace("aldrig", "2027-01-01")).added) == 1


def test_what_was_taken_back_is_not_revoked(peopled: Any) -> None:
    content = HEADER + "101;kurs-a;2025-01-01;aldrig;extern;\n"
    peopled.undo(peopled.apply("records", content))
    assert len(peopled.plan("records", content).added) == 1
