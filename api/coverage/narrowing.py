"""Pure: figures narrowed to some requirements, or to some of the people they count."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from api.coverage import words
from api.coverage.facts import PersonFacts
from api.coverage.figures import Cell, UnitCoverage
from api.coverage.words import Counts
from api.people.models import Employment


@dataclass(frozen=True)
class Group:
    """Some of the people: key people alone, those with one form of employment, or both at once."""

    key_people: bool = False
    employment: Employment | None = None

    def __bool__(self) -> bool:
        return self.key_people or self.employment is not None

    def member(self, person: PersonFacts, on: date) -> PersonFacts | None:
        """Give the person with the posts alone by which they are of the group; None: by no post."""
        if self.key_people and not words.key_units(person, on):
            return None
        if self.employment is None:
            return person
        posts = tuple(post for post in person.posts if post.employment == self.employment.value)
        return replace(person, posts=posts) if posts else None


EVERYBODY = Group()


def of_requirements(told: UnitCoverage, codes: Collection[str]) -> UnitCoverage:
    """Leave these requirements alone."""
    return replace(
        told,
        requirements=tuple(each for each in told.requirements if each.code in codes),
        rows=tuple(cell for cell in told.rows if cell.requirement_code in codes),
        direct=tuple(cell for cell in told.direct if cell.requirement_code in codes),
        several=tuple(line for line in told.several if line.requirement_code in codes),
        merged=tuple(line for line in told.merged if line.requirement_code in codes),
    )


def of_key_people(told: UnitCoverage) -> UnitCoverage:
    """Let the figures be those of the key people; who of them has time left is not known.

    Where the key people are not told of, the cell is withheld.
    """
    untold = {
        cell.requirement_code
        for cell in (*told.rows, *told.direct)
        if cell.key_required is None and not cell.suppressed
    }
    return replace(
        told,
        rows=tuple(_key_cell(cell) for cell in told.rows if _has_key_people(cell)),
        direct=tuple(_key_cell(cell) for cell in told.direct if _has_key_people(cell)),
        several=tuple(
            replace(line, counts=_key_counts(line.counts))
            for line in told.several
            if line.counts.key_required and line.requirement_code not in untold
        ),
        merged=tuple(replace(line, counts=_key_counts(line.counts)) for line in told.merged),
    )


def _has_key_people(cell: Cell) -> bool:
    return cell.key_required is None or cell.key_required > 0


def _key_cell(cell: Cell) -> Cell:
    return replace(
        cell,
        required=cell.key_required,
        covered=cell.key_covered,
        within_time=None,
        exempt=None,
        lapsed=None,
        not_started=None,
        suppressed=cell.key_required is None,
    )


def _key_counts(counts: Counts) -> Counts:
    return Counts(
        required=counts.key_required,
        covered=counts.key_covered,
        key_required=counts.key_required,
        key_covered=counts.key_covered,
    )
