"""What /tackning/ruta asks of the domain: one cell, its rule, its parts, and perhaps its people."""

from dataclasses import dataclass

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.coverage import service as coverage
from api.coverage.explaining import Explanation
from api.coverage.figures import PersonStatus
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from web.coverage.addresses import About, State
from web.coverage.explanation_views import ExplanationView, Found, explanation_view

# A list longer than this helps nobody; the parts have lists of their own.
MOST_PEOPLE = 300


@dataclass(frozen=True)
class Asked:
    """What the address asks. ``direct``: of those directly under the unit."""

    about: About
    direct: bool

    @property
    def state(self) -> State:
        """The unit, the day and the filters."""
        return self.about.state


def find(
    session: ReadSession, actor: Actor, *, asked: Asked, rules: CoverageRules
) -> ExplanationView:
    """Read the page. Raises NotFound for a unit out of reach or a requirement not in force."""
    told = coverage.explanation(
        session,
        actor,
        unit_code=asked.state.unit,
        requirement_code=asked.about.requirement,
        on=asked.state.day or rules.today,
        rules=rules,
        direct=asked.direct,
        group=asked.state.filters.group,
    )
    courses = {each.course.id: each.course for each in catalogue.published(session, actor)}
    may_name = actor.may(Permission.UNIT_READ) and told.is_named
    people = _people(session, actor, asked, told, rules) if may_name else None
    return explanation_view(Found(told, asked.state, courses, rules, people))


def _people(
    session: ReadSession, actor: Actor, asked: Asked, told: Explanation, rules: CoverageRules
) -> tuple[PersonStatus, ...] | None:
    """Read whom the cell counts; None where it is withheld, counts nobody, or too many to list."""
    if not 0 < (told.cell.required or 0) + (told.cell.exempt or 0) <= MOST_PEOPLE:
        return None
    listed = coverage.behind(
        session,
        actor,
        unit_code=asked.state.unit,
        requirement_code=asked.about.requirement,
        on=told.on,
        rules=rules,
        direct=asked.direct,
        group=told.group,
    )
    return tuple(listed)
