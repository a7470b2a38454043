"""What a follow-up report tells of a unit on a day, withheld for readers who may name nobody."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
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
from api.coverage.facts import Terms
from api.coverage.figures import Figures, RequirementRef
from api.coverage.following import Begun, Cells, FollowUp, KeyLine, Newcomers, Trend
from api.coverage.matrix import Place
from api.coverage.reaching import Question
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession, WriteSession
from api.records.validity import add_months

LAPSE_DAYS = 90
YEAR = 12
NOBODY_NAMED = Scope()


def follow_up(
    session: ReadSession, actor: Actor, *, unit_code: str, on: date, rules: CoverageRules
) -> FollowUp:
    """Answer all that a report asks of a unit and a day, as known now.

    Whoever asks, nothing is lifted from what is withheld: others will read it.
    """
    asked = Question(Permission.REPORT_READ, unit_code, on, rules.today)
    place, _ = reaching.place(session, actor, asked)
    in_force = [each for each in queries.terms(session) if each.on(on)]
    requirements = matrix.requirements_on(in_force, on, rules.goal)
    figures = _figures(session, place)
    hidden = matrix.withheld_cells(place.parents, figures, rules.small_group)
    return _Teller(session, place, requirements, figures, hidden, rules).tell(in_force)


def hold_still(session: WriteSession, actor: Actor) -> None:
    """Let nobody change what coverage is counted from until the commit: many readings, one state."""
    actor.require(Permission.REPORT_WRITE)
    storage.lock_structure(session, alone=True)


def _figures(session: ReadSession, place: Place) -> Figures:
    """The figures of every unit: what is withheld follows from all of them."""
    read = set(place.all_units) - {-leaf for leaf in place.leaves}
    slots = ledger.slots_on(place.on)
    return place.filled_in(matrix.figures_of(storage.balances(session, read, slots)))


class _Teller:
    """One report's questions, over the figures that they share."""

    def __init__(
        self,
        session: ReadSession,
        place: Place,
        requirements: tuple[RequirementRef, ...],
        figures: Figures,
        hidden: Cells,
        rules: CoverageRules,
    ) -> None:
        self.session, self.place, self.requirements = session, place, requirements
        self.figures, self.hidden, self.rules = figures, hidden, rules

    def tell(self, terms: Sequence[Terms]) -> FollowUp:
        place, cells = self.place, (self.requirements, self.figures, self.hidden)
        inner = place.opened([child.code for child in place.children])
        appointed, trained = self._key_people()
        until = place.on + timedelta(LAPSE_DAYS)
        return FollowUp(
            place=place,
            kind=place.tree.units[place.unit.id].kind,
            requirements=self._asked(),
            accepts={each.code: each.accepts for each in terms},
            tables=tuple(matrix.unit_coverage(each, *cells) for each in (place, *inner)),
            units=tuple(following.unit_states(place, *cells)),
            kinds=tuple(following.kind_goals(place, *cells)),
            trends=tuple(self._trends()),
            lapses=tuple(
                following.lapses(place, *cells, queries.lapsing(self.session, place.on, until))
            ),
            key_people=tuple(self._key_lines(appointed, trained)),
            gaps=tuple(following.gaps(place, self.figures, appointed)),
            newcomers=tuple(self._newcomers()),
            away=self._away(),
        )

    def _asked(self) -> tuple[RequirementRef, ...]:
        """The requirements that ask or spare somebody in the unit."""
        return tuple(
            each for each in self.requirements if (self.place.unit.id, each.id) in self.figures
        )

    def _key_people(self) -> tuple[following.Members, frozenset[int]]:
        place = self.place
        ground = queries.ground(self.session)
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

    def _key_lines(
        self, appointed: following.Members, trained: frozenset[int]
    ) -> Iterator[KeyLine]:
        return following.key_lines(self.place, appointed, trained, self.rules.small_group)

    def _away(self) -> int | None:
        groups = following.members(self.place, queries.away_on(self.session, self.place.on))
        here = groups.get(self.place.unit.id, frozenset())
        told = following.told_units(self.place, groups, self.rules.small_group)
        return None if here and self.place.unit.id not in told else len(here)

    def _trends(self) -> Iterator[Trend]:
        on, unit_id = self.place.on, self.place.unit.id
        days = [day for day in ledger.month_ends(add_months(on, -YEAR), on) if day < on] + [on]
        ground = queries.ground(self.session)
        units = {unit_id, *ground.periods_of, *(-unit for unit in ground.periods_of)}
        for each in self._asked():
            rows = storage.slots_of(self.session, units, trends.slots_for(days), each.id)
            slots = trends.by_unit(rows)
            hidden = trends.withheld_days(
                ground, slots, unit_id, days, NOBODY_NAMED, self.rules.small_group
            )
            points = (trends.point(slots, unit_id, day, hidden=day in hidden) for day in days)
            yield Trend(each.code, tuple(points))

    def _newcomers(self) -> Iterator[Newcomers]:
        on = self.place.on
        found: dict[int, list[tuple[Begun, Sequence[int]]]] = defaultdict(list)
        for row in queries.newly_required(self.session, add_months(on, -YEAR), on):
            units = tuple(map(int, row.units.split(",")))
            days = (row.covered - row.began).days if row.covered and row.covered <= on else None
            begun = Begun(row.person_id, days, row.has_time)
            found[row.requirement_id].append((begun, units))
        for each in self._asked():
            yield following.newcomers(
                self.place, each, found.get(each.id, ()), self.rules.small_group
            )
