"""Pure: the whole demo municipality from a day, a seed and the courses there are."""

import random
from collections.abc import Iterator, Mapping

from api.demo import lives, places, requirements
from api.demo.cast import NEWCOMER, STAFF, VETERAN
from api.demo.days import Calendar
from api.demo.duties import duties
from api.demo.people import staff
from api.demo.plan import AttemptRow, Known, Municipality, TitleRow
from api.demo.practice import practice_days
from api.demo.recording import Recorder
from api.demo.requirements import FIRST_STEP
from api.demo.staffing import CATEGORY_OF
from api.imports.models import FileKind

ATTEMPTS_OF_OTHERS = 7
DAYS_BEFORE_BEGINNING = 5
DONE = {STAFF: 45, VETERAN: 70, NEWCOMER: 15}


def build(calendar: Calendar, seed: int, courses: Mapping[str, int | None]) -> Municipality:
    """Make everything up. ``courses``: those that can be taken here, and how many months they hold.

    Each part throws dice of its own, so that a change in one leaves the others as they were.
    """
    everybody = staff(calendar, seed)
    lives.add_moves(everybody, _dice(seed, "moves"))
    key_people = tuple(lives.key_people(everybody, _dice(seed, "key people")))
    recorder = Recorder(calendar, courses, _dice(seed, "records"))
    recorder.tell(duties(everybody, key_people, courses))
    return Municipality(
        units=tuple(places.units(calendar)),
        titles=tuple(_titles(calendar)),
        people=tuple(everybody.people[person] for person in sorted(everybody.people)),
        posts=tuple(lives.posts(everybody, _dice(seed, "posts"))),
        absences=tuple(lives.absences(everybody, _dice(seed, "absences"))),
        key_people=key_people,
        grants=tuple(lives.grants(everybody)),
        requirements=tuple(requirements.requirements(calendar)),
        exemptions=tuple(requirements.exemptions(everybody, _dice(seed, "exemptions"))),
        records=recorder.records(),
        attempts=tuple(_attempts(recorder, _dice(seed, "attempts"))),
        practice_days=tuple(practice_days(calendar)) if FIRST_STEP in courses else (),
    )


def _dice(seed: int, part: str) -> random.Random:
    return random.Random(f"{seed}:{part}")  # noqa: S311 - play, not secrets


def _titles(calendar: Calendar) -> Iterator[TitleRow]:
    known = Known(calendar.imported(calendar.start, FileKind.CATEGORIES))
    for title, category in CATEGORY_OF.items():
        yield TitleRow(title=title, category=category, known=known)


def _attempts(recorder: Recorder, dice: random.Random) -> Iterator[AttemptRow]:
    """Who is in the middle of the first course: some of the cast, and some who lack it."""
    if FIRST_STEP not in recorder.courses:
        return
    long_enough = recorder.calendar.ago(DAYS_BEFORE_BEGINNING)
    lacking = [
        duty
        for duty in recorder.missing
        if duty.course == FIRST_STEP and duty.first < long_enough and duty.person not in DONE
    ]
    others = dice.sample(lacking, min(ATTEMPTS_OF_OTHERS, len(lacking)))
    done = DONE | {duty.person: dice.randint(10, 90) for duty in others}
    for person, percent in sorted(done.items()):
        begun, saved = dice.randint(2, 4), 1
        yield AttemptRow(
            person=person,
            course=FIRST_STEP,
            started_at=recorder.calendar.by_hand(
                recorder.calendar.ago(begun), dice.randrange(240), person
            ).at,
            saved_at=recorder.calendar.by_hand(
                recorder.calendar.ago(saved), dice.randrange(240), person
            ).at,
            done=percent,
        )
