"""The made-up municipality keeps the rules its own files would be refused for breaking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from api.demo import cast, staffing
from api.demo.building import build
from api.demo.days import Calendar
from api.demo.plan import Known, Municipality, PostRow, Row, UnitRow
from api.identity.secrecy import sha256
from api.naming import title_key
from api.organisation.models import UnitKind
from api.people.models import Employment
from api.records.codes import tidy
from api.records.models import MAX_NOTE, RecordSource
from api.records.validity import renewed_until

TODAY = date(2026, 11, 22)
DAYS = (
    TODAY,
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 3, 2),
    date(2028, 2, 29),
    date(2031, 8, 31),
)
COURSES = {"forsta-steget": 12}
FOREVER = date.max
ONE_DAY = timedelta(1)


def made(day: date = TODAY, seed: int = 1) -> Municipality:
    return build(Calendar(day), seed, COURSES)


@pytest.fixture(scope="module", params=DAYS, ids=str)
def town(request: pytest.FixtureRequest) -> tuple[date, Municipality]:
    return request.param, made(request.param)


def facts(town: Municipality) -> list[Any]:
    tables = (
        town.units,
        town.titles,
        town.posts,
        town.absences,
        town.key_people,
        town.grants,
        town.requirements,
        town.exemptions,
        town.records,
    )
    return [row for table in tables for row in table]


def known_now(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if row.known.until is None]


def known_at(rows: Iterable[Any], instant: datetime) -> list[Any]:
    def holds(known: Known) -> bool:
        ended = known.until is not None and known.until.at <= instant
        return known.since.at <= instant and not ended

    return [row for row in rows if holds(row.known)]


def last_of(row: Row) -> date:
    return row.last or FOREVER


def in_force(rows: Iterable[PostRow], day: date) -> list[PostRow]:
    return [row for row in rows if row.first <= day <= last_of(row)]


def holds_all_days(inner: Row, outer: Iterable[Row]) -> bool:
    day = inner.first
    for row in sorted(outer, key=lambda each: each.first):
        if row.first > day:
            return False
        if last_of(row) >= last_of(inner):
            return True
        day = max(day, last_of(row) + ONE_DAY)
    return False


def assert_no_overlap(rows: Iterable[Row], key: Callable[[Any], Hashable]) -> None:
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    for same in groups.values():
        ordered = sorted(same, key=lambda row: row.first)
        for one, other in pairwise(ordered):
            assert last_of(one) < other.first, (one, other)


class TestRules:
    def test_days_lie_in_order(self, town: tuple[date, Municipality]) -> None:
        for row in facts(town[1]):
            if isinstance(row, Row):
                assert row.first <= last_of(row), row

    def test_rows_equal_in_key_do_not_overlap(self, town: tuple[date, Municipality]) -> None:
        everything = town[1]
        keys: list[tuple[Iterable[Row], Callable[[Any], Hashable]]] = [
            (everything.units, lambda row: row.code),
            (everything.posts, lambda row: (row.person, row.unit, title_key(row.title))),
            (everything.absences, lambda row: row.person),
            (everything.key_people, lambda row: (row.person, row.unit)),
            (everything.grants, lambda row: (row.person, row.role, row.unit)),
            (everything.requirements, lambda row: row.code),
            (everything.exemptions, lambda row: (row.person, row.requirement, row.reason)),
        ]
        for rows, key in keys:
            for instant in instants(everything):
                assert_no_overlap(known_at(rows, instant), key)

    def test_unit_lies_under_its_parent_on_all_days(self, town: tuple[date, Municipality]) -> None:
        for instant in instants(town[1]):
            units = periods(known_at(town[1].units, instant))
            for row in known_at(town[1].units, instant):
                assert row.parent is None or holds_all_days(row, units[row.parent]), row

    def test_post_has_its_unit_on_all_days(self, town: tuple[date, Municipality]) -> None:
        for instant in instants(town[1]):
            units = periods(known_at(town[1].units, instant))
            for row in known_at(town[1].posts, instant):
                assert holds_all_days(row, units[row.unit]), row

    def test_one_root_and_partners_apart(self, town: tuple[date, Municipality]) -> None:
        alone = {(row.kind, row.code) for row in town[1].units if row.parent is None}
        partners = {(UnitKind.EXTERN, "EXT-FK"), (UnitKind.EXTERN, "EXT-SAM")}
        assert alone == {(UnitKind.KOMMUN, "K")} | partners

    def test_rows_point_at_what_there_is(self, town: tuple[date, Municipality]) -> None:
        people = {row.employee_id for row in town[1].people}
        units = {row.code for row in town[1].units}
        assert len(people) == len(town[1].people)
        for row in facts(town[1]):
            assert getattr(row, "person", None) in people | {None}
            assert getattr(row, "unit", None) in units | {None}
            assert row.known.since.by in people

    def test_nothing_was_known_before_it_began_or_after_yesterday(
        self, town: tuple[date, Municipality]
    ) -> None:
        for row in facts(town[1]):
            assert Calendar(town[0]).start <= row.known.since.at.date() < town[0]
            if row.known.until is not None:
                assert row.known.since.at < row.known.until.at
                assert row.known.until.at.date() < town[0]

    def test_titles_have_one_category_each(self, town: tuple[date, Municipality]) -> None:
        keys = [title_key(row.title) for row in town[1].titles]
        assert len(keys) == len(set(keys))


class TestRecords:
    def test_none_is_completed_after_yesterday_or_known_before_it(
        self, town: tuple[date, Municipality]
    ) -> None:
        for row in town[1].records:
            assert row.completed_on < town[0]
            assert row.completed_on <= row.known.since.at.date(), row
            assert row.valid_until is None or row.completed_on <= row.valid_until

    def test_none_stands_twice(self, town: tuple[date, Municipality]) -> None:
        for instant in instants(town[1]):
            rows = known_at(town[1].records, instant)
            keys = [(row.person, row.course, row.completed_on) for row in rows]
            assert len(keys) == len(set(keys))

    def test_codes_are_single_and_well_formed(self, town: tuple[date, Municipality]) -> None:
        codes = [row.check_code for row in town[1].records]
        assert len(codes) == len(set(codes))
        assert all(tidy(code) == code for code in codes)

    def test_earned_here_they_run_by_the_rule_of_early_renewal(
        self, town: tuple[date, Municipality]
    ) -> None:
        earlier: dict[tuple[str, str], list[date | None]] = defaultdict(list)
        rows = [row for row in known_now(town[1].records) if row.course in COURSES]
        for row in sorted(rows, key=lambda each: each.completed_on):
            key = (row.person, row.course)
            if row.source is RecordSource.WEB:
                months = COURSES[row.course]
                assert row.valid_until == renewed_until(row.completed_on, months, earlier[key])
            earlier[key].append(row.valid_until)

    def test_all_sources_occur_and_notes_are_short(self) -> None:
        records = made().records
        assert {row.source for row in records} == set(RecordSource)
        assert all(len(row.note) <= MAX_NOTE for row in records)
        assert any(row.note for row in records)

    def test_some_were_corrected_and_some_revoked(self) -> None:
        taken_back = [row for row in made().records if row.known.until is not None]
        standing = {(row.person, row.course) for row in known_now(made().records)}
        corrected = [row for row in taken_back if (row.person, row.course) in standing]
        assert len(corrected) == 3
        assert len(taken_back) - len(corrected) == 2


class TestPeople:
    def test_six_hundred_are_at_work_today(self, town: tuple[date, Municipality]) -> None:
        here = {row.person for row in in_force(known_now(town[1].posts), town[0])}
        assert 590 <= len(here) <= 610

    def test_leavers_newcomers_and_hourly_staff_occur(self) -> None:
        posts = known_now(made().posts)
        here = {row.person for row in in_force(posts, TODAY)}
        assert len({row.person for row in posts} - here) > 150
        assert sum(row.first > TODAY - timedelta(30) for row in in_force(posts, TODAY)) >= 5
        kinds = {row.employment for row in in_force(posts, TODAY)}
        assert kinds == set(Employment)

    def test_some_hold_two_posts_under_different_boards(self) -> None:
        held: dict[str, set[str]] = defaultdict(set)
        for row in in_force(known_now(made().posts), TODAY):
            held[row.person].add(row.unit)
        several = [units for units in held.values() if len(units) > 1]
        assert len(several) >= 14
        assert any({unit.split("-")[0] for unit in units} == {"BUN", "SN"} for units in several)

    def test_addresses_lead_nowhere_and_some_have_none(self) -> None:
        addresses = [row.email for row in made().people if row.email]
        assert all(address.endswith("@exempelkommun.invalid") for address in addresses)
        assert len(addresses) == len(set(addresses))
        assert 40 < len(made().people) - len(addresses) < 150

    def test_names_are_all_different(self) -> None:
        names = [row.name for row in made().people]
        assert len(names) == len(set(names))

    def test_protected_people_are_a_few_and_at_work(self) -> None:
        protected = {row.employee_id for row in made().people if row.protected}
        here = {row.person for row in in_force(known_now(made().posts), TODAY)}
        assert protected == cast.PROTECTED
        assert protected <= here

    def test_titles_without_a_category_are_held_by_many(self) -> None:
        bare = [
            row
            for row in in_force(known_now(made().posts), TODAY)
            if row.title in staffing.UNCATEGORISED and not row.category
        ]
        assert len({row.person for row in bare}) > 30
        assert len({row.title for row in bare}) == len(staffing.UNCATEGORISED)


class TestCast:
    def test_everybody_sits_where_their_part_says(self, town: tuple[date, Municipality]) -> None:
        posts = in_force(known_now(town[1].posts), town[0])
        held = {(row.person, row.unit, row.title) for row in posts}
        for employee_id, part in cast.CAST.items():
            assert (employee_id, part.seat.unit, part.seat.title) in held

    def test_roles_are_held_today(self, town: tuple[date, Municipality]) -> None:
        today = [row for row in known_now(town[1].grants) if last_of(row) >= town[0]]
        assert {(row.person, row.role, row.unit) for row in today} == set(cast.GRANTS)

    def test_managers_are_missing_here_and_there(self) -> None:
        managed = {row.unit for row in in_force(known_now(made().posts), TODAY) if row.manager}
        staffed = set(staffing.STAFFING)
        assert {"BUN-303", "KUN-103", "KUN-104", "SN-107", "KS-102"} <= staffed - managed
        assert len(managed) > 25

    def test_newcomer_and_veteran_are_first_and_last_of_their_school(
        self, town: tuple[date, Municipality]
    ) -> None:
        here = [row for row in in_force(known_now(town[1].posts), town[0]) if row.unit == "BUN-101"]
        ordered = sorted(here, key=lambda row: row.first)
        assert (ordered[0].person, ordered[-1].person) == (cast.VETERAN, cast.NEWCOMER)

    def test_staff_and_newcomer_are_in_the_middle_of_a_course(self) -> None:
        under_way = {row.person for row in made().attempts}
        assert {cast.STAFF, cast.NEWCOMER, cast.VETERAN} < under_way


class TestTheSameAgain:
    def test_same_seed_and_day_make_the_same(self) -> None:
        assert digest(made()) == digest(made())

    @pytest.mark.parametrize("other", [(TODAY, 2), (TODAY + ONE_DAY, 1)])
    def test_another_seed_or_day_makes_another(self, other: tuple[date, int]) -> None:
        assert digest(made(*other)) != digest(made())

    def test_another_seed_keeps_the_rules(self) -> None:
        other = made(seed=7)
        units = periods(known_now(other.units))
        assert all(holds_all_days(row, units[row.unit]) for row in known_now(other.posts))


def digest(town: Municipality) -> str:
    return sha256(repr(town))


def periods(rows: Iterable[UnitRow]) -> dict[str, list[UnitRow]]:
    found: dict[str, list[UnitRow]] = defaultdict(list)
    for row in rows:
        found[row.code].append(row)
    return found


def instants(town: Municipality) -> list[datetime]:
    """The end of each night of imports: within a night, file after file comes in."""
    moments = {row.known.since.at for row in facts(town) if row.known.since.kind is not None}
    return sorted({at.replace(hour=6, minute=0) for at in moments})
