"""Many facts at once keep the law of single ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import text

from api.db.facts import Entry, add_many, retract_many, touched
from api.people.models import Absence

FIRST = Entry(datetime(2026, 1, 1, tzinfo=UTC), "a", feed="f")
LATER = Entry(datetime(2026, 2, 1, tzinfo=UTC), "b")
LATEST = Entry(datetime(2026, 3, 1, tzinfo=UTC), "c")


def test_added_and_retracted_once(peopled: Any) -> None:
    persons = peopled.scalars("SELECT id FROM person ORDER BY id")
    rows = [
        {"person_id": each, "first_day": date(2026, 1, 1), "last_day": None} for each in persons
    ]
    with peopled.database.writing() as session:
        add_many(session, FIRST, Absence, rows)
        assert touched(session).persons == set(persons)
        found = session.execute(text("SELECT id, person_id FROM absence ORDER BY id"))
        facts = [{"id": number, "person_id": person} for number, person in found]
        loaded = session.get(Absence, facts[0]["id"])
        retract_many(session, LATER, Absence, facts[:2])
        assert loaded is not None
        assert loaded.retracted_by == "b"  # what was loaded does not stay behind
        retract_many(session, LATEST, Absence, facts)
    by = peopled.scalars("SELECT retracted_by FROM absence ORDER BY id")
    assert by == ["b", "b", "c"]
    assert peopled.scalars("SELECT DISTINCT feed FROM absence") == ["f"]
