"""The filters of /tackning: read out of the address, said in words, and what they leave of an answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from api.catalogue.schema import Level
from api.coverage import narrowing
from api.coverage.figures import UnitCoverage
from api.coverage.narrowing import Group
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
REQUIREMENT = "krav"


@dataclass(frozen=True)
class Filters:
    """What the figures are narrowed to; empty: to nothing."""

    requirement: str = ""
    level: str = ""
    key_people: bool = False
    employment: Employment | None = None

    def __bool__(self) -> bool:
        return bool(self.query)

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The filters that are on, as the address has them."""
        pairs = (
            (REQUIREMENT, self.requirement),
            ("niva", self.level),
            ("nyckel", ON if self.key_people else ""),
            ("anstallning", self.employment.value if self.employment else ""),
        )
        return tuple(pair for pair in pairs if pair[1])

    @property
    def group(self) -> Group:
        """The only people counted."""
        return Group(self.key_people, self.employment)

    @property
    def counts_some(self) -> bool:
        """Whether only some of the people are counted, and so not those other pages tell of."""
        return bool(self.group)

    @property
    def names(self) -> tuple[str, ...]:
        """The filters that are on, for the name of a file."""
        return tuple("nyckelpersoner" if name == "nyckel" else value for name, value in self.query)

    def without(self, name: str) -> "Filters":
        """The same filters but one, by its name in the address."""
        return read_filters(**{key: value for key, value in self.query if key != name})

    def narrow(self, told: UnitCoverage, levels: Mapping[str, Collection[str]]) -> UnitCoverage:
        """Leave what the filters let through; ``levels``: of each course. Employment is in ``told``."""
        if self.level:
            told = _of_level(told, LEVELS[self.level], levels)
        if self.requirement:
            told = narrowing.of_requirements(told, {self.requirement})
        return narrowing.of_key_people(told) if self.key_people else told


NONE = Filters()


def read_filters(
    krav: str = "", niva: str = "", nyckel: str = "", anstallning: str = ""
) -> Filters:
    """Read the filters out of an address. Raises RuleBroken("bad_filter")."""
    known = {"", *(form.value for form in Employment)}
    if niva not in {"", *LEVELS} or nyckel not in {"", "0", ON} or anstallning not in known:
        raise RuleBroken("bad_filter")
    employment = Employment(anstallning) if anstallning else None
    return Filters(krav.strip(), niva, nyckel == ON, employment)


def _of_level(
    told: UnitCoverage, level: Level, levels: Mapping[str, Collection[str]]
) -> UnitCoverage:
    """Leave the requirements that accept a course of the level."""
    return narrowing.of_requirements(
        told,
        {
            each.code
            for each in told.requirements
            if any(level in levels.get(course, ()) for course in each.accepts)
        },
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
