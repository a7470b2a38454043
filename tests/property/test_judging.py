"""The quick core that lists are made with says of everybody what the contract's words say of them."""

from __future__ import annotations

from hypothesis import given, settings

from api.coverage import statuses, words
from api.coverage.figures import RequirementRef, RequirementStatus
from api.coverage.judging import Judge
from api.coverage.terrain import Terrain
from api.coverage.words import Status
from tests.property.municipality import Municipality, municipalities, telling_days


def in_force(town: Municipality, day: object) -> list[RequirementRef]:
    return [
        RequirementRef(requirement, f"r{requirement}", f"Krav {requirement}", 90)
        for requirement in town.requirement_ids
        if words.terms_on(town.ground, requirement, day) is not None  # type: ignore[arg-type]
    ]


@settings(max_examples=150, deadline=None)
@given(municipalities())
def test_the_quick_statuses_equal_the_words_person_by_person(town: Municipality) -> None:
    ground, terrain = town.ground, Terrain(town.ground)
    for day in telling_days(town):
        asked = in_force(town, day)
        judge = Judge.of(terrain, day, asked, tells_all=True)
        for person in town.persons:
            told = judge.statuses(person)
            expected = []
            for requirement in asked:
                record = statuses.telling_record(ground, person, requirement.id, day)
                expected.append(
                    RequirementStatus(
                        requirement_code=requirement.code,
                        requirement_name=requirement.name,
                        status=statuses.status(ground, person, requirement.id, day),
                        completed_on=record.completed_on if record else None,
                        valid_until=record.valid_until if record else None,
                        due=words.due_date(ground, person, requirement.id, day),
                        source=record.source if record else None,
                        record_id=record.id if record else None,
                    )
                )
            assert list(told) == expected


@settings(max_examples=50, deadline=None)
@given(municipalities())
def test_what_asks_nothing_is_left_out_unless_it_is_asked_for(town: Municipality) -> None:
    terrain = Terrain(town.ground)
    for day in telling_days(town)[::5]:
        asked = in_force(town, day)
        whole = Judge.of(terrain, day, asked, tells_all=True)
        short = Judge.of(terrain, day, asked, tells_all=False)
        for person in town.persons:
            left = [
                each for each in whole.statuses(person) if each.status is not Status.NOT_REQUIRED
            ]
            assert list(short.statuses(person)) == left
