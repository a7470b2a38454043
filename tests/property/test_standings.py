"""Standings say of every day what the contract's words say of it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings

from api.coverage import words
from api.coverage.counting import on_day
from api.coverage.standings import (
    COVERED,
    EXEMPT,
    KEY,
    LAPSED,
    LAPSES,
    WITHIN_TIME,
    Segment,
    segments,
)
from api.coverage.terrain import Terrain
from tests.property.municipality import Municipality, municipalities, telling_days


def segment_on(found: list[Segment], requirement: int, day: date) -> Segment | None:
    here = [
        segment
        for segment in found
        if segment.requirement_id == requirement
        and segment.first <= day.toordinal() <= segment.last
    ]
    assert len(here) <= 1
    return here[0] if here else None


@settings(max_examples=200, deadline=None)
@given(municipalities())
def test_standings_equal_the_words_on_every_day(town: Municipality) -> None:
    terrain, ground = Terrain(town.ground), town.ground
    days = telling_days(town)
    for person in town.persons:
        found = segments(terrain, person)
        for requirement in town.requirement_ids:
            for day in days:
                segment = segment_on(found, requirement, day)
                units = words.units_counted_in(ground, person, requirement, day)
                kept = {unit for unit in units if ground.kept_as(unit) == unit}
                assert (frozenset(segment.units) if segment else frozenset()) == kept
                if segment is None:
                    continue
                flags = segment.flags
                assert bool(flags & EXEMPT) == words.exempt(ground, person, requirement, day)
                if flags & EXEMPT:
                    assert flags == EXEMPT
                    continue
                covered = words.covered(ground, person, requirement, day)
                assert bool(flags & COVERED) == covered
                assert bool(flags & KEY) == bool(words.key_units(person, day))
                in_time = words.within_time(ground, person, requirement, day)
                assert bool(flags & WITHIN_TIME) == in_time


@settings(max_examples=100, deadline=None)
@given(municipalities())
def test_one_day_alone_is_that_day_of_all(town: Municipality) -> None:
    terrain = Terrain(town.ground)
    for person in town.persons:
        found = segments(terrain, person)
        for day in (each.toordinal() for each in telling_days(town)[::3]):
            # Whether somebody lapses on a day is told by the day before, which is not looked at.
            whole = [
                one._replace(first=day, last=day, flags=one.flags & ~LAPSES)
                for one in found
                if one.first <= day <= one.last
            ]
            alone = [
                one._replace(units=terrain.kept(one.units)) for one in on_day(terrain, person, day)
            ]
            assert sorted(alone) == whole


@settings(max_examples=100, deadline=None)
@given(municipalities())
def test_segments_are_maximal_and_in_order(town: Municipality) -> None:
    terrain = Terrain(town.ground)
    for person in town.persons:
        found = segments(terrain, person)
        assert found == sorted(found)
        for one, two in pairwise(found):
            if one.requirement_id == two.requirement_id:
                assert one.last < two.first
                alike = (one.flags, one.units) == (two.flags, two.units)
                assert not (alike and one.last + 1 == two.first)


@settings(max_examples=150)
@given(municipalities())
def test_flags_tell_who_has_lapsed_and_when(town: Municipality) -> None:
    """Day by day by the words: lapses when covered on the last required day, and now ended."""
    terrain, ground = Terrain(town.ground), town.ground
    for person in town.persons:
        found = segments(terrain, person)
        for requirement in town.requirement_ids:
            was_covered = False
            for day in telling_days(town):
                if not words.required(ground, person, requirement, day):
                    continue
                segment = segment_on(found, requirement, day)
                assert segment is not None
                lapsed = words.lapsed_for(ground, person, requirement, day)
                assert bool(segment.flags & LAPSED) == lapsed
                begins = segment.first == day.toordinal()
                assert bool(begins and segment.flags & LAPSES) == (was_covered and lapsed)
                was_covered = words.covered(ground, person, requirement, day)
