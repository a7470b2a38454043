"""A report is drafted, issued, and from then on what it was, whatever becomes of the facts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.coverage.facts import Absence, Appointment, ExemptionFact, PersonFacts
from api.coverage.rules import CoverageRules
from api.db import facts
from api.db.maintenance import empty_all_tables
from api.db.session import Database
from api.errors import Conflict, Forbidden, NotFound, RuleBroken
from api.organisation.models import UnitKind, UnitPeriod
from api.records.models import TrainingRecord
from api.reports import service
from api.reports.figures import IssuedReport, TamperedReportError, opened
from api.reports.headings import Heading
from api.reports.models import FollowUpReport
from api.reports.service import Wish
from tests.conftest import FakeClock
from tests.service.coverage.test_cells import staff
from tests.service.coverage.town import entry, store
from tests.unit.coverage.builders import START, ground, person, post, record

DAY = date(2026, 11, 22)
RULES = CoverageRules(small_group=5, goal=90, today=DAY)
TAFA = Actor("person:99", person_id=99, grants=(Grant(Role.COORDINATOR, 1),))
OF_NAMND = Actor("person:98", person_id=98, grants=(Grant(Role.COORDINATOR, 2),))
MANAGER = Actor("person:97", person_id=97, grants=(Grant(Role.UNIT_MANAGER, 1),))
ADMIN = Actor("person:96", person_id=96, grants=(Grant(Role.ADMIN, 1),))
OPERATOR = Actor.system("test")
WISH = Wish(
    "u1", DAY, "SN 2026/17", {Heading.DECISIONS: "  Nämnden godkänner.\r\n\r\nNästa: maj. "}
)


def everybody() -> list[PersonFacts]:
    """Ten in unit 4 (under 2), two directly under 2, eight in 3, three of whom lapse in time."""
    soon = record(date(2026, 1, 10), DAY + timedelta(40))
    later = record(date(2026, 1, 10), DAY + timedelta(91))
    return [
        *staff(4, 10, 1, 6),
        *staff(2, 2, 11),
        *(person(post(3), person_id=13 + n, records=(soon,)) for n in range(3)),
        *(person(post(3), person_id=16 + n, records=(later,)) for n in range(5)),
    ]


@pytest.fixture
def town(database: Database) -> Database:
    build(database, everybody())
    return database


def build(database: Database, people: list[PersonFacts]) -> None:
    """The town, where 2 and 3 are nämnder."""
    store(database, ground(), people)
    with database.writing() as session:
        rows = session.execute(select(UnitPeriod).where(UnitPeriod.unit_id.in_((2, 3))))  # type: ignore[attr-defined]
        old = list(rows.scalars())
        facts.retract(session, entry(), old)
        facts.add(session, entry(), [renamed(row) for row in old])


def renamed(row: UnitPeriod) -> UnitPeriod:
    return UnitPeriod(  # type: ignore[call-arg]
        first_day=row.first_day,
        unit_id=row.unit_id,
        name=f"Nämnd {row.unit_id}",
        kind=UnitKind.NAMND,
        parent_id=row.parent_id,
    )


def create(database: Database, actor: Actor = TAFA, wish: Wish = WISH) -> int:
    with database.writing() as session:
        return service.create(session, actor, wish=wish, clock=FakeClock())


def issue(database: Database, report_id: int, actor: Actor = TAFA) -> IssuedReport:
    with database.writing() as session:
        return service.issue(session, actor, report_id=report_id, rules=RULES, clock=FakeClock())


def read(database: Database, report_id: int, actor: Actor = TAFA) -> IssuedReport:
    with database.reading() as session:
        return service.issued(session, actor, report_id=report_id, today=DAY)


def stored(database: Database, report_id: int) -> FollowUpReport:
    with database.reading() as session:
        found = session.get(FollowUpReport, report_id)
    assert found is not None
    return found


class TestDraft:
    def test_it_can_be_changed_previewed_and_thrown_away(self, town: Database) -> None:
        number = create(town)
        with town.writing() as session:
            other = replace(WISH, unit_code="u3", diary_number=" 5 ")
            service.change(session, TAFA, report_id=number, wish=other, clock=FakeClock())
        with town.reading() as session:
            draft = service.draft(session, TAFA, report_id=number, clock=FakeClock())
            seen = service.preview(session, TAFA, report_id=number, rules=RULES, clock=FakeClock())
        assert (draft.unit.code, draft.diary_number) == ("u3", "5")
        assert draft.texts == {Heading.DECISIONS: "Nämnden godkänner.\n\nNästa: maj."}
        assert (seen.unit_code, seen.hash) == ("u3", "")
        with town.writing() as session:
            service.discard(session, TAFA, report_id=number, clock=FakeClock())
        with pytest.raises(NotFound, match="report_not_found"):
            read(town, number)

    @pytest.mark.parametrize(
        ("wish", "code"),
        [
            (replace(WISH, unit_code="u4"), "report_unit"),
            (replace(WISH, unit_code="nowhere"), "report_unit"),
            (replace(WISH, on=DAY + timedelta(1)), "report_day_in_future"),
            (replace(WISH, diary_number="x" * 61), "report_diary_number_too_long"),
            (replace(WISH, texts={Heading.GOALS: "x" * 4001}), "report_text_too_long"),
        ],
    )
    def test_what_cannot_be_reported_is_refused(
        self, town: Database, wish: Wish, code: str
    ) -> None:
        with pytest.raises(RuleBroken, match=code):
            create(town, wish=wish)

    def test_it_is_not_read_as_a_report(self, town: Database) -> None:
        number = create(town)
        with pytest.raises(Conflict, match="report_draft"):
            read(town, number)


class TestScope:
    def test_only_who_follows_up_writes_and_reads_reports(self, town: Database) -> None:
        number = create(town)
        with pytest.raises(Forbidden):
            create(town, MANAGER)
        with pytest.raises(Forbidden), town.reading() as session:
            service.listed(session, MANAGER, today=DAY)
        with pytest.raises(Forbidden):
            read(town, number, MANAGER)

    def test_another_units_report_does_not_exist(self, town: Database) -> None:
        number = create(town)
        issue(town, number)
        with pytest.raises(NotFound):
            read(town, number, OF_NAMND)
        with pytest.raises(RuleBroken, match="report_unit"):
            create(town, OF_NAMND)
        own = create(town, OF_NAMND, replace(WISH, unit_code="u2"))
        with town.reading() as session:
            listed = service.listed(session, OF_NAMND, today=DAY)
            all_of_them = service.listed(session, TAFA, today=DAY)
            choices = service.choices(session, OF_NAMND, today=DAY)
        assert [line.id for line in listed] == [own]
        assert [line.id for line in all_of_them] == [own, number]
        assert [unit.code for unit in choices] == ["u2"]

    def test_a_number_beyond_the_column_is_none(self, town: Database) -> None:
        with pytest.raises(NotFound):
            read(town, 2**40)


class TestFreezing:
    def test_it_stays_byte_for_byte_whatever_becomes_of_the_facts(self, town: Database) -> None:
        number = create(town)
        report = issue(town, number)
        before = stored(town, number)
        with town.writing() as session:
            gone = session.execute(select(TrainingRecord)).scalars().all()
            facts.retract(session, entry(), gone)
            facts.retract(session, entry(), session.execute(select(UnitPeriod)).scalars().all()[1:])
        after = stored(town, number)
        assert (after.content, after.content_hash) == (before.content, before.content_hash)
        assert read(town, number) == report
        assert report.figures.cells[0].covered == 14

    def test_it_cannot_be_changed_issued_again_or_thrown_away(self, town: Database) -> None:
        number = create(town)
        issue(town, number)
        with pytest.raises(Conflict, match="report_issued"):
            issue(town, number)
        with pytest.raises(Conflict, match="report_issued"), town.writing() as session:
            service.change(session, TAFA, report_id=number, wish=WISH, clock=FakeClock())
        with pytest.raises(Conflict, match="report_issued"), town.writing() as session:
            service.discard(session, TAFA, report_id=number, clock=FakeClock())

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE follow_up_report SET diary_number = 'x'",
            "UPDATE follow_up_report SET issued_at = NULL",
            "DELETE FROM follow_up_report",
        ],
    )
    def test_the_database_refuses_it_too(self, town: Database, statement: str) -> None:
        issue(town, create(town))
        with pytest.raises(DBAPIError, match="never changed or deleted"), town.writing() as session:
            session.execute(text(statement))

    def test_one_byte_of_it_changed_is_found_out(self, town: Database) -> None:
        row = stored(town, _issued(town))
        assert row.content is not None
        assert row.content_hash is not None
        with pytest.raises(TamperedReportError):
            opened(1, row.content.replace("14", "15"), row.content_hash)

    def test_the_frozen_text_is_canonical_and_has_no_floats(self, town: Database) -> None:
        content = stored(town, _issued(town)).content or ""
        assert content.startswith('{"diary_number":"SN 2026/17","figures":{')
        told = json.loads(content, parse_float=pytest.fail, parse_constant=pytest.fail)
        again = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        assert again == content

    def test_whoever_makes_it_it_says_the_same(self, town: Database) -> None:
        made = [issue(town, create(town, actor), actor) for actor in (TAFA, ADMIN, OPERATOR)]
        told = [replace(report.figures, previous=None) for report in made]
        assert told[0] == told[1] == told[2]


def _issued(database: Database) -> int:
    number = create(database)
    issue(database, number)
    return number


def test_emptying_the_database_takes_issued_reports_too(town: Database) -> None:
    _issued(town)
    empty_all_tables(town.engine)
    with town.reading() as session:
        assert session.execute(select(FollowUpReport)).first() is None


class TestFigures:
    def test_parts_and_total_add_up_and_the_small_part_is_merged(self, town: Database) -> None:
        table = issue(town, create(town)).figures.tables
        assert [each.unit_code for each in table] == ["u1", "u2"]
        assert [
            (cell.unit_code, cell.part, cell.required, cell.covered, cell.suppressed)
            for cell in table[0].cells
        ] == [
            ("u1", "whole", 20, 14, False),
            ("u2", "below", 12, 6, False),
            ("u3", "below", 8, 8, False),
        ]
        # Two directly under u2 are too few, and unit 4 would give them away.
        assert [(cell.part, cell.suppressed) for cell in table[1].cells] == [
            ("whole", False),
            ("below", True),
            ("direct", True),
        ]
        assert [(line.required, line.parts) for line in table[1].merged] == [(12, 2)]

    def test_lapses_are_those_covered_whose_cover_ends_within_ninety_days(
        self, town: Database
    ) -> None:
        told = issue(town, create(town)).figures.lapses
        assert [(line.unit_code, line.part, line.people) for line in told] == [
            ("u1", "whole", 3),
            ("u2", "below", 0),
            ("u3", "below", 3),
        ]

    def test_a_renewal_in_hand_or_leaving_before_is_no_lapse(self, database: Database) -> None:
        ends = record(date(2026, 1, 10), DAY + timedelta(40))
        renewed = record(date(2026, 11, 1), date(2027, 11, 1))
        leaves = post(3, last_day=DAY + timedelta(39))
        build(
            database,
            [
                *staff(3, 6, 1, 6),
                person(post(3), person_id=7, records=(ends, renewed)),
                person(leaves, person_id=8, records=(ends,)),
            ],
        )
        assert issue(database, create(database)).figures.lapses[0].people == 0

    def test_units_are_complete_unfinished_or_untold(self, town: Database) -> None:
        told = issue(town, create(town)).figures
        assert [(unit.code, unit.state.value) for unit in told.units] == [
            ("u2", "unfinished"),
            ("u4", "untold"),
            ("u3", "complete"),
        ]
        assert [(goal.kind.value, goal.reached, goal.shown) for goal in told.kinds] == [
            ("namnd", 1, 2)
        ]

    def test_key_people_and_the_units_without(self, database: Database) -> None:
        appointed = (Appointment(first_day=START, unit_id=4),)
        keys = [
            person(post(4), person_id=100 + n, appointments=appointed, records=(record(START),))
            for n in range(5)
        ]
        build(database, [*everybody(), *keys])
        told = issue(database, create(database)).figures
        assert [
            (line.unit_code, line.part, line.appointed, line.trained) for line in told.key_people
        ] == [
            ("u1", "whole", 5, 5),
            ("u2", "below", 5, 5),
            ("u3", "below", 0, 0),
        ]
        assert [(gap.code, gap.below) for gap in told.gaps] == [("u3", 0)]

    def test_few_key_people_are_counted_but_not_their_training(self, database: Database) -> None:
        key = person(
            post(4), person_id=100, appointments=(Appointment(first_day=START, unit_id=4),)
        )
        build(database, [*everybody(), key])
        told = issue(database, create(database)).figures.key_people
        assert [(line.appointed, line.trained) for line in told] == [(1, None), (1, None), (0, 0)]

    def test_the_lag_of_the_newly_required(self, database: Database) -> None:
        def new(number: int, *days: int) -> PersonFacts:
            began = DAY - timedelta(80)
            done = tuple(record(began + timedelta(after)) for after in days)
            return person(post(3, first_day=began), person_id=number, records=done)

        people = [new(101, 10), new(102, 20), new(103, 30), new(104, 40), new(105, 50)]
        build(database, [*everybody(), *people, *(new(110 + n) for n in range(6))])
        told = issue(database, create(database)).figures.newcomers
        assert [(line.people, line.median_days, line.lacking, line.with_time) for line in told] == [
            (11, 30, 6, 6)
        ]

    def test_few_newly_required_are_not_told_of(self, database: Database) -> None:
        one = person(post(3, first_day=DAY - timedelta(5)), person_id=101)
        build(database, [*everybody(), one])
        told = issue(database, create(database)).figures.newcomers
        assert [(line.people, line.lacking) for line in told] == [(None, None)]

    def test_away_and_exempt_are_counts_under_the_rule(self, database: Database) -> None:
        away = [
            person(post(4), person_id=100 + n, absences=(Absence(first_day=START),))
            for n in range(5)
        ]
        spared = person(
            post(3),
            person_id=120,
            exemptions=(ExemptionFact(first_day=START, requirement_id=10),),
        )
        build(database, [*everybody(), *away, spared])
        told = issue(database, create(database)).figures
        assert told.away == 5
        assert {cell.exempt for cell in told.cells if cell.unit_code == "u3"} == {None}

    def test_the_trend_ends_on_the_day(self, town: Database) -> None:
        told = issue(town, create(town)).figures.trends
        assert [trend.requirement_code for trend in told] == ["r10"]
        days = [point.on for point in told[0].points]
        assert (len(days), days[-2], days[-1]) == (13, date(2026, 10, 31), DAY)
        assert (told[0].points[-1].required, told[0].points[-1].covered) == (20, 14)

    def test_the_last_report_on_the_unit_comes_along(self, town: Database) -> None:
        first = issue(town, create(town, wish=replace(WISH, on=date(2026, 6, 1))))
        issue(town, create(town, wish=replace(WISH, unit_code="u2")))
        second = issue(town, create(town))
        assert first.figures.previous is None
        previous = second.figures.previous
        assert previous is not None
        assert (previous.report_id, previous.on) == (first.id, date(2026, 6, 1))
        assert [(cell.required, cell.covered) for cell in previous.totals] == [(20, 14)]
