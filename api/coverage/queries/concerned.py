"""Finding the persons whom a change of the ground concerns. A few too many do no harm."""

from sqlalchemy import Select, select
from sqlmodel import col

from api.coverage.models import Standing
from api.coverage.queries.ground import terms, with_all_below
from api.db.facts import Touched, known
from api.db.session import ReadSession
from api.organisation.models import UnitPeriod
from api.people.models import KeyPersonAppointment, Post


def concerned(session: ReadSession, touched: Touched) -> set[int]:
    """Read the ids of those whose standings may change with units, requirements or titles."""
    found: set[int] = set()
    for statement in (
        *_by_units(session, touched.units),
        *_by_requirements(session, touched.requirements),
        *_by_titles(touched.titles),
    ):
        found.update(session.execute(statement).scalars())
    return found


def _by_units(session: ReadSession, unit_ids: set[int]) -> list[Select[int]]:
    """Select who has a post or an appointment under the units, or a post right above them.

    Directly under a unit is told apart from when some unit lies below it, or no longer when none does.
    """
    if not unit_ids:
        return []
    below = set(session.execute(with_all_below(unit_ids)).scalars())
    right_above = select(col(UnitPeriod.parent_id)).where(col(UnitPeriod.unit_id).in_(unit_ids))
    above = set(session.execute(right_above).scalars()) - {None}
    appointed = select(col(KeyPersonAppointment.person_id)).where(
        known(KeyPersonAppointment), col(KeyPersonAppointment.unit_id).in_(below)
    )
    return [_with_post_in(below | above), appointed]


def _by_requirements(session: ReadSession, requirement_ids: set[int]) -> list[Select[int]]:
    """Select whom the requirements can ask now, and whom they asked as last settled."""
    if not requirement_ids:
        return []
    tops = {each.unit_id for each in terms(session) if each.requirement_id in requirement_ids}
    below = set(session.execute(with_all_below(tops)).scalars())
    stood = select(col(Standing.person_id)).where(col(Standing.requirement_id).in_(requirement_ids))
    return [_with_post_in(below), stood.distinct()]


def _by_titles(titles: set[str]) -> list[Select[int]]:
    without_own = select(col(Post.person_id)).where(
        known(Post), col(Post.title_key).in_(titles), col(Post.category) == ""
    )
    return [without_own] if titles else []


def _with_post_in(unit_ids: set[int]) -> Select[int]:
    return select(col(Post.person_id)).where(known(Post), col(Post.unit_id).in_(unit_ids))
