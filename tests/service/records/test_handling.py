"""Those who handle somebody's records see them with their notes, and can strike a note for good."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from api.audit.models import AuditEntry
from api.db.facts import Entry, add
from api.db.session import Database
from api.errors import Conflict, DomainError, Forbidden, NotFound
from api.records import service as records
from api.records.handled import HandledPerson, HandledRecord
from api.records.models import RecordNote, RecordSource, TrainingRecord
from tests.conftest import FakeClock
from tests.service.identity.town import Town, actor, build, employee_id


@pytest.fixture
def town(bare_database: Database, clock: FakeClock) -> Town:
    return build(bare_database, clock)


def train(
    database: Database, clock: FakeClock, town: Town, name: str, *notes: str
) -> tuple[int, list[int]]:
    """A record of the person's, with notes; the ids of both."""
    record = TrainingRecord(  # type: ignore[call-arg]
        person_id=town.people[name],
        course_id="kurs-a",
        completed_on=date(2026, 3, 1),
        source=RecordSource.CLASSROOM,
        check_code=f"kod-{name}",
    )
    with database.writing() as session:
        add(session, Entry(clock.now(), "system:test"), [record])
        session.flush()
        assert record.id is not None
        beside = [
            RecordNote(record_id=record.id, text=text, written_at=clock.now(), written_by="x")
            for text in notes
        ]
        session.add_all(beside)
        session.flush()
        return record.id, [each.id for each in beside if each.id is not None]


def handled(database: Database, clock: FakeClock, by: str, of: str) -> HandledPerson:
    who = actor(database, clock, by)
    with database.reading() as session:
        return records.handled(session, who, employee_id=employee_id(of), clock=clock)


def handled_record(database: Database, clock: FakeClock, by: str, record: int) -> HandledRecord:
    who = actor(database, clock, by)
    with database.reading() as session:
        return records.handled_record(session, who, record_id=record, clock=clock)


def strike(
    database: Database, clock: FakeClock, by: str, note: int, record: int | None = None
) -> None:
    who = actor(database, clock, by)
    with database.writing() as session:
        records.strike(session, who, note_id=note, record_id=record, clock=clock)


def stored(database: Database, note: int) -> RecordNote:
    with database.reading() as session:
        found = session.get(RecordNote, note)
        assert found is not None
        return found


class TestSeeing:
    def test_a_person_with_records_and_their_notes(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        record, notes = train(bare_database, clock, town, "anna", "Heldag", "Ledde gruppen")
        found = handled(bare_database, clock, "david", "anna")
        assert (found.name, found.employee_id, found.protected) == ("Anna", "E-ANNA", False)
        (seen,) = found.records
        assert (seen.id, seen.title, seen.revoked) == (record, "kurs-a", False)
        assert [(note.id, note.text) for note in seen.notes] == [
            (notes[0], "Heldag"),
            (notes[1], "Ledde gruppen"),
        ]

    def test_what_is_revoked_stands_no_more_but_can_be_asked_for(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        record, _ = train(bare_database, clock, town, "anna", "Heldag")
        with bare_database.writing() as session:
            hr = actor(bare_database, clock, "david")
            records.revoke(session, hr, record_id=record, clock=clock)
        assert handled(bare_database, clock, "david", "anna").records == ()
        found = handled_record(bare_database, clock, "david", record)
        assert (found.revoked, [note.text for note in found.notes]) == (True, ["Heldag"])

    @pytest.mark.parametrize(
        ("by", "of", "raised"),
        [
            ("david", "pia", NotFound),
            ("eva", "pia", NotFound),
            ("sixten", "anna", NotFound),
            ("bo", "anna", Forbidden),
            ("cecilia", "anna", Forbidden),
            ("olle", "anna", Forbidden),
            ("anna", "anna", Forbidden),
            ("pia", "pia", Forbidden),
        ],
    )
    def test_nobody_else_does(
        self,
        bare_database: Database,
        clock: FakeClock,
        town: Town,
        by: str,
        of: str,
        raised: type[DomainError],
    ) -> None:
        record, notes = train(bare_database, clock, town, of, "Heldag")
        with pytest.raises(raised):
            handled(bare_database, clock, by, of)
        with pytest.raises(raised):
            handled_record(bare_database, clock, by, record)
        with pytest.raises(raised):
            strike(bare_database, clock, by, notes[0])
        assert stored(bare_database, notes[0]).text == "Heldag"

    @pytest.mark.parametrize(
        ("by", "of"), [("david", "anna"), ("eva", "rut"), ("david", "rut"), ("sixten", "pia")]
    )
    def test_those_whose_matter_it_is(
        self, bare_database: Database, clock: FakeClock, town: Town, by: str, of: str
    ) -> None:
        train(bare_database, clock, town, of)
        assert len(handled(bare_database, clock, by, of).records) == 1

    def test_ones_own_notes(self, bare_database: Database, clock: FakeClock, town: Town) -> None:
        record, _ = train(bare_database, clock, town, "pia", "Heldag")
        train(bare_database, clock, town, "anna", "Någon annans")
        pia = actor(bare_database, clock, "pia")
        with bare_database.reading() as session:
            mine = records.my_notes(session, pia)
        assert {key: [note.text for note in notes] for key, notes in mine.items()} == {
            record: ["Heldag"]
        }


class TestStriking:
    def test_it_empties_the_text_and_is_written_down(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        record, notes = train(bare_database, clock, town, "anna", "Heldag", "Kvar")
        strike(bare_database, clock, "david", notes[0], record)
        note = stored(bare_database, notes[0])
        assert note.text == ""
        assert note.struck_at is not None
        assert note.struck_by == f"person:{town.people['david']}"
        (seen,) = handled(bare_database, clock, "david", "anna").records
        assert [each.text for each in seen.notes] == ["Kvar"]
        with bare_database.reading() as session:
            (entry,) = session.execute(select(AuditEntry)).scalars().all()
        assert (entry.action, entry.person_id) == ("note.struck", town.people["anna"])

    def test_a_second_time_is_refused(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        _, notes = train(bare_database, clock, town, "anna", "Heldag")
        strike(bare_database, clock, "david", notes[0])
        with pytest.raises(Conflict, match="note_struck"):
            strike(bare_database, clock, "eva", notes[0])

    def test_beside_another_record_it_is_not_found(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        _, notes = train(bare_database, clock, town, "anna", "Heldag")
        other, _ = train(bare_database, clock, town, "arvid")
        with pytest.raises(NotFound):
            strike(bare_database, clock, "david", notes[0], other)

    @pytest.mark.parametrize("number", [0, -1, 999_999, 10**30])
    def test_a_number_that_is_no_notes(
        self, bare_database: Database, clock: FakeClock, town: Town, number: int
    ) -> None:
        assert town.people
        with pytest.raises(NotFound, match="note_unknown"):
            strike(bare_database, clock, "david", number)

    def test_a_revoked_records_note_can_be_struck_too(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        record, notes = train(bare_database, clock, town, "anna", "Heldag")
        with bare_database.writing() as session:
            hr = actor(bare_database, clock, "david")
            records.revoke(session, hr, record_id=record, clock=clock)
        strike(bare_database, clock, "david", notes[0])
        assert stored(bare_database, notes[0]).text == ""
