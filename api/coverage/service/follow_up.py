"""What a follow-up report tells of a unit on a day, withheld for readers who may name nobody."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from api.access.actor import Actor
from api.access.permissions import Permission
from api.access.scope import Scope
from api.coverage import (
    following,
    ledger,
    matrix,
    queries,
    reaching,
    statuses,
    storage,
    trends,
    words,
)
from api.coverage.facts import Ground, Terms
from api.coverage.figures import Figures, RequirementRef
from api.coverage.following import (
    Begun,
    Cells,
    FollowUp,
    KeyLine,
    Lapses,
    Members,
    Newcomers,
    Trend,
)
from api.coverage.lie import Lie
from api.coverage.matrix import Place
from api.coverage.reaching import Question, Reach
from api.coverage.rules import CoverageRules
from api.coverage.trends import Course
from api.db.session import ReadSession
from api.records.validity import add_months

LAPSE_DAYS = 90
YEAR = 12


def follow_up(
    session: ReadSession, actor: Actor, *, unit_code: str, on: date, rules: CoverageRules
) -> FollowUp:
    """Answer all that a report asks of a unit and a day, as known now.

    Whoever asks, nothing is lifted from what is withheld: others will read it.
    """
    asked = Question(Permission.REPORT_READ, unit_code, on, rules.today)
    reach = reaching.reach(session, actor, asked)
    return _Teller(session, reach, reach.place(asked), rules).tell()


@dataclass(frozen=True)
class _Teller:
    """One report's questions of one unit and day."""

    session: ReadSession
    reach: Reach
    place: Place
    rules: CoverageRules

    @property
    def _ground(self) -> Ground:
        return self.reach.kept.ground(self.session)

    def tell(self) -> FollowUp:
        place = self.place
        terms = [each for each in self.reach.kept.terms(self.session) if each.on(place.on)]
        figures, hidden = self._cells(place)
        asked = self._asked(terms, figures)
        cells = (asked, figures, hidden)
        inner = place.opened([child.code for child in place.children])
        courses = [(each, self._course(each)) for each in asked]
        appointed, trained = self._key_people()
        return FollowUp(
            place=place,
            kind=place.tree.units[place.unit.id].kind,
            requirements=asked,
            accepts={each.code: each.accepts for each in terms},
            tables=tuple(matrix.unit_coverage(each, *cells) for each in (place, *inner)),
            units=tuple(following.unit_states(place, *cells)),
            kinds=tuple(following.kind_goals(place, *cells)),
            trends=tuple(self._trend(each, course) for each, course in courses),
            lapses=tuple(self._lapses(figures, hidden, courses)),
            key_people=tuple(self._key_lines(appointed, trained)),
            gaps=tuple(following.gaps(place, figures, appointed)),
            newcomers=tuple(self._newcomers(asked)),
            away=self._away(),
        )

    def _asked(self, terms: Sequence[Terms], figures: Figures) -> tuple[RequirementRef, ...]:
        """The requirements that ask or spare somebody in the unit, and so somewhere below it."""
        in_force = matrix.requirements_on(terms, self.place.on, self.rules.goal)
        unit_id = self.place.unit.id
        return tuple(
            each
            for each in in_force
            if (counts := figures.get((unit_id, each.id), matrix.NOBODY)).required + counts.exempt
        )

    def _cells(self, place: Place) -> tuple[Figures, Cells]:
        """The figures of the unit and all below it on the place's day, and what is withheld."""
        inside = place.subtree(place.unit.id)
        units = inside | {-unit for unit in inside} | place.telling_units
        slots = ledger.slots_on(place.on)
        figures = matrix.figures_of(storage.balances(self.session, self._ground, units, slots))
        return figures, matrix.withheld_cells(place.parent, figures, self.rules.small_group)

    def _course(self, requirement: RequirementRef) -> Course:
        """Read what the unit's figures of the year, and the lapses of its parts, add up from."""
        place, days = self.place, self._days()
        units = {unit.id for _, unit in following.parts(place)}
        for day in days:
            units |= trends.families_above(self._lie(day), place.unit.id)
        nobody_named = Scope(counts=frozenset({place.unit.id}))
        slots = trends.slots_for([*days, place.on + timedelta(LAPSE_DAYS)])
        rows = storage.slots_of(self.session, self._ground, units, slots, requirement.id)
        return Course(
            unit_id=place.unit.id,
            slots=trends.by_unit(rows),
            lie=self._lie,
            sight=lambda _: nobody_named,
            small_group=self.rules.small_group,
        )

    def _lie(self, day: date) -> Lie:
        return self.reach.kept.lie(self.session, day)

    def _days(self) -> list[date]:
        on = self.place.on
        ends = ledger.month_ends(add_months(on, -YEAR), on)
        return [*(day for day in ends if day < on), on]

    def _trend(self, requirement: RequirementRef, course: Course) -> Trend:
        return Trend(requirement.code, tuple(course.point(day) for day in self._days()))

    def _lapses(
        self, figures: Figures, hidden: Cells, courses: Sequence[tuple[RequirementRef, Course]]
    ) -> Iterator[Lapses]:
        """Count lapses, withheld where the cell is on the first day or the last."""
        on = self.place.on
        until = on + timedelta(LAPSE_DAYS)
        tree = self.reach.kept.tree(self.session, until)
        _, later = self._cells(replace(self.place, tree=tree, on=until))
        course_of = {requirement.id: course for requirement, course in courses}

        def count(unit_id: int, requirement: RequirementRef) -> int:
            return replace(course_of[requirement.id], unit_id=unit_id).lapses(on, until)

        asked = [requirement for requirement, _ in courses]
        return following.lapses(self.place, asked, figures, {*hidden, *later}, count)

    def _key_people(self) -> tuple[Members, frozenset[int]]:
        place, ground = self.place, self.reach.kept.ground(self.session)
        whom = queries.appointed_in(place.tree.units, place.on)
        persons = queries.person_facts(self.session, whom).values()
        homes = [
            (person.person_id, unit_id)
            for person in persons
            for unit_id in words.key_units(person, place.on)
        ]
        trained = frozenset(
            person.person_id for person in persons if statuses.trained(ground, person, place.on)
        )
        return following.members(place, homes), trained

    def _key_lines(self, appointed: Members, trained: frozenset[int]) -> Iterator[KeyLine]:
        return following.key_lines(self.place, appointed, trained, self.rules.small_group)

    def _away(self) -> int | None:
        groups = following.members(self.place, queries.away_on(self.session, self.place.on))
        here = groups.get(self.place.unit.id, frozenset())
        told = following.told_units(self.place, groups, self.rules.small_group)
        return None if here and self.place.unit.id not in told else len(here)

    def _newcomers(self, asked: Sequence[RequirementRef]) -> Iterator[Newcomers]:
        on = self.place.on
        found: dict[int, list[tuple[Begun, Sequence[int]]]] = defaultdict(list)
        for row in queries.newly_required(self.session, add_months(on, -YEAR), on):
            units = tuple(map(int, row.units.split(",")))
            days = (row.covered - row.began).days if row.covered and row.covered <= on else None
            begun = Begun(row.person_id, days, row.has_time)
            found[row.requirement_id].append((begun, units))
        for each in asked:
            yield following.newcomers(
                self.place, each, found.get(each.id, ()), self.rules.small_group
            )
