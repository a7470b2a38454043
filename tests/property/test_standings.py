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
                assert (frozenset(segment.units) if segment else frozenset()) == units
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
            whole = [
                one._replace(first=day, last=day) for one in found if one.first <= day <= one.last
            ]
            assert sorted(on_day(terrain, person, day)) == whole


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
