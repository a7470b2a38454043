"""Whoever puts every page, file, plan and report of a day together derives nothing withheld."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from api.coverage import service, words
from api.coverage.explaining import Explanation
from api.coverage.following import Completeness, FollowUp
from api.coverage.lapses import Month
from api.coverage.withholding import Node
from api.db import facts
from api.db.session import Database, ReadSession
from api.people.models import Post
from tests.property.municipality import Municipality, build
from tests.property.test_withholding import leaks
from tests.service.coverage.tellers import (
    Reader,
    Told,
    in_explanations,
    in_reports,
    in_tables,
)
from tests.service.coverage.test_small_groups import RULES, TAFA, TODAY, nodes_of
from tests.service.coverage.town import THEN, entry, post_row, store

SEEDS = range(8)
LATER = THEN + timedelta(days=30)
TOMORROW = TODAY + timedelta(1)  # The first of a month: the first day of a plan made today.


def municipality(seed: int) -> Municipality:
    dice = random.Random(seed)
    return build(dice, units=dice.randint(4, 8), persons=dice.randint(30, 80), requirements=2)


def reader(session: ReadSession, town: Municipality, on: date = TODAY) -> Reader:
    here = [unit for unit in town.unit_ids if words.unit_on(town.ground, unit, on)]
    return Reader(session, TAFA, RULES, tuple(f"u{unit}" for unit in here), on)


def in_force(town: Municipality, on: date) -> list[int]:
    return [each for each in town.requirement_ids if words.terms_on(town.ground, each, on)]


def withheld_by(told: Iterable[Told], nodes: Mapping[int, Node]) -> set[int]:
    """The cells nobody tells of. What is told is true, and nothing that is withheld follows from it."""
    shown = set()
    for one in told:
        node = nodes.get(one.unit_id, Node(0, 0, None))
        assert one.required in {None, node.required}
        assert one.exempt in {None, node.exempt}
        shown.add(one.unit_id)
    hidden = nodes.keys() - shown
    assert not leaks(nodes, hidden, RULES.small_group)
    return hidden


@pytest.mark.parametrize("seed", SEEDS)
def test_from_pages_explanations_and_reports(database: Database, seed: int) -> None:
    town = municipality(seed)
    store(database, town.ground, town.persons)
    with database.reading() as session:
        who = reader(session, town)
        pages, reports = list(who.pages()), list(who.reports())
        withheld_somewhere: set[int] = set()
        for requirement in in_force(town, TODAY):
            code = f"r{requirement}"
            behind = list(who.explanations(code))
            told = [
                *in_tables(pages, code),
                *in_explanations(behind, code),
                *in_reports(reports, code),
            ]
            hidden = withheld_by(told, nodes_of(town, requirement))
            nothing_stands_behind_the_withheld(behind, hidden)
            nothing_is_reported_of_the_withheld(reports, code, hidden)
            no_lapses_are_told_of_the_withheld(session, who, code, hidden)
            withheld_somewhere |= hidden
        assert withheld_somewhere
        none_is_said_complete(reports, withheld_somewhere)


def nothing_stands_behind_the_withheld(
    found: Iterable[Explanation], hidden: Collection[int]
) -> None:
    for one in found:
        if one.cell.unit_id in hidden:
            assert one.cell.suppressed
            assert not any((one.statuses, one.parts, one.merged, one.several))
        if one.merged:
            withheld_parts = [part for part in one.parts if part.suppressed]
            assert one.merged.parts == len(withheld_parts) > 1


def nothing_is_reported_of_the_withheld(
    reports: Iterable[FollowUp], code: str, hidden: Collection[int]
) -> None:
    for report in reports:
        here = report.place.unit.id
        of = {"whole": here, "direct": -here}
        below = {child.code: child.id for child in report.place.children}
        for line in report.lapses:
            unit_id = of.get(line.part) or below[line.unit_code]
            if line.requirement_code == code and unit_id in hidden:
                assert line.people is None
        for table in report.tables:
            lines = {line.requirement_code for line in table.several}
            lines |= {line.requirement_code for line in table.merged}
            assert code not in lines or table.unit.id not in hidden


def no_lapses_are_told_of_the_withheld(
    session: ReadSession, who: Reader, code: str, hidden: Collection[int]
) -> None:
    month = Month(TODAY, TODAY)
    for unit in who.codes:
        told = service.lapses(
            session, TAFA, unit_code=unit, requirement_code=code, month=month, rules=RULES
        )
        assert told.lapses is None or told.unit.id not in hidden
        assert not told.merged_parts or told.unit.id not in hidden
        for part in told.parts:
            assert part.lapses is None or part.unit.id not in hidden


def none_is_said_complete(reports: Iterable[FollowUp], withheld: Collection[int]) -> None:
    """That a unit is complete says of each of its cells that nobody is missing."""
    for report in reports:
        codes = {unit.code: unit.id for unit in report.place.tree.units.values()}
        for state in report.units:
            told = state.state is not Completeness.COMPLETE
            assert told or codes[state.code] not in withheld


@pytest.mark.parametrize("seed", SEEDS)
def test_from_pages_and_plans(database: Database, seed: int) -> None:
    town = municipality(seed)
    store(database, town.ground, town.persons)
    with database.reading() as session:
        who = reader(session, town, TOMORROW)
        pages = list(who.pages())
        for requirement in in_force(town, TOMORROW):
            code = f"r{requirement}"
            told = [*in_tables(pages, code), *who.plans(code)]
            withheld_by(told, nodes_of(town, requirement, TOMORROW))


@pytest.mark.parametrize("seed", SEEDS)
def test_from_pages_and_what_has_changed(database: Database, seed: int) -> None:
    before = municipality(seed)
    store(database, before.ground, before.persons)
    after = corrected(database, before, random.Random(seed))
    with database.reading() as session:
        now = reader(session, after)
        then = replace(now, known_at=THEN)
        pages, earlier = list(now.pages()), list(then.pages())
        for requirement in in_force(after, TODAY):
            code = f"r{requirement}"
            pairs = list(now.changes(code, THEN))
            was = [*in_tables(earlier, code), *(pair[0] for pair in pairs)]
            is_now = [*in_tables(pages, code), *(pair[1] for pair in pairs)]
            withheld_by(was, nodes_of(before, requirement))
            withheld_by(is_now, nodes_of(after, requirement))


def corrected(database: Database, town: Municipality, dice: random.Random) -> Municipality:
    """Some posts turn out to have been in other units all the time."""
    persons = list(town.persons)
    for place, person in enumerate(persons):
        if dice.random() < 0.3:
            posts = [replace(post, unit_id=dice.choice(town.unit_ids)) for post in person.posts]
            persons[place] = replace(person, posts=tuple(posts))
            with database.writing() as session:
                held = session.execute(select(Post).where(Post.person_id == person.person_id))
                facts.retract(session, entry(LATER), list(held.scalars()))
                rows = [post_row(person.person_id, post) for post in posts]
                facts.add(session, entry(LATER), rows)
    return replace(town, persons=tuple(persons))
