"""The filters of /tackning: read out of the address, said in words, and what they leave of an answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from api.catalogue.schema import Level
from api.coverage.figures import Cell, UnitCoverage
from api.coverage.words import Counts
from api.errors import RuleBroken
from api.people.models import Employment
from web.coverage.wording import level_text
from web.i18n import gettext as _

# As the address says them, and as the courses' files do.
LEVELS: Mapping[str, Level] = {
    "generell": "generell",
    "specifik": "specifik",
    "individ": "individinriktad",
}
ON = "1"


@dataclass(frozen=True)
class Filters:
    """What the figures are narrowed to; empty: to nothing."""

    level: str = ""
    key_people: bool = False
    employment: Employment | None = None

    def __bool__(self) -> bool:
        return bool(self.query)

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The filters that are on, as the address has them."""
        pairs = (
            ("niva", self.level),
            ("nyckel", ON if self.key_people else ""),
            ("anstallning", self.employment.value if self.employment else ""),
        )
        return tuple(pair for pair in pairs if pair[1])

    @property
    def counts_some(self) -> bool:
        """Whether only some of the people are counted, and so not those other pages tell of."""
        return self.key_people or self.employment is not None

    @property
    def names(self) -> tuple[str, ...]:
        """The filters that are on, for the name of a file."""
        return tuple("nyckelpersoner" if value == ON else value for _, value in self.query)

    def without(self, name: str) -> "Filters":
        """The same filters but one, by its name in the address."""
        return read_filters(**{key: value for key, value in self.query if key != name})

    def narrow(self, told: UnitCoverage, levels: Mapping[str, Collection[str]]) -> UnitCoverage:
        """Leave what the filters let through; ``levels``: of each course. Employment is in ``told``."""
        if self.level:
            told = _of_level(told, LEVELS[self.level], levels)
        return _of_key_people(told) if self.key_people else told


NONE = Filters()


def read_filters(niva: str = "", nyckel: str = "", anstallning: str = "") -> Filters:
    """Read the filters out of an address. Raises RuleBroken("bad_filter")."""
    known = {"", *(form.value for form in Employment)}
    if niva not in {"", *LEVELS} or nyckel not in {"", "0", ON} or anstallning not in known:
        raise RuleBroken("bad_filter")
    return Filters(niva, nyckel == ON, Employment(anstallning) if anstallning else None)


def _of_level(
    told: UnitCoverage, level: Level, levels: Mapping[str, Collection[str]]
) -> UnitCoverage:
    """Leave the requirements that accept a course of the level."""
    left = tuple(
        each
        for each in told.requirements
        if any(level in levels.get(course, ()) for course in each.accepts)
    )
    codes = {each.code for each in left}
    return replace(
        told,
        requirements=left,
        rows=tuple(cell for cell in told.rows if cell.requirement_code in codes),
        direct=tuple(cell for cell in told.direct if cell.requirement_code in codes),
        several=tuple(line for line in told.several if line.requirement_code in codes),
        merged=tuple(line for line in told.merged if line.requirement_code in codes),
    )


def _of_key_people(told: UnitCoverage) -> UnitCoverage:
    """Let the figures be those of the key people; who of them has time left is not known."""
    return replace(
        told,
        rows=tuple(_key_cell(cell) for cell in told.rows if _has_key_people(cell)),
        direct=tuple(_key_cell(cell) for cell in told.direct if _has_key_people(cell)),
        several=tuple(
            replace(line, counts=_key_counts(line.counts))
            for line in told.several
            if line.counts.key_required
        ),
        merged=tuple(replace(line, counts=_key_counts(line.counts)) for line in told.merged),
    )


def _has_key_people(cell: Cell) -> bool:
    return cell.suppressed or bool(cell.key_required)


def _key_cell(cell: Cell) -> Cell:
    return replace(
        cell,
        required=cell.key_required,
        covered=cell.key_covered,
        within_time=None,
        exempt=None,
        lapsed=None,
        not_started=None,
    )


def _key_counts(counts: Counts) -> Counts:
    return Counts(
        required=counts.key_required,
        covered=counts.key_covered,
        key_required=counts.key_required,
        key_covered=counts.key_covered,
    )


def level_names() -> dict[str, str]:
    """Name the levels of prevention, by their names in the address."""
    return {name: level_text(level) for name, level in LEVELS.items()}


def employment_names() -> dict[str, str]:
    """Name those with each form of employment."""
    return {
        Employment.PERMANENT.value: _("Tillsvidareanställda"),
        Employment.TEMPORARY.value: _("Visstidsanställda"),
        Employment.HOURLY.value: _("Timavlönade"),
    }
