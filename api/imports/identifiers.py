"""Pure: whether a code in a cell names something known, and is safe to keep."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from api.imports.columns import Names
from api.imports.problems import Unreadable

_PERSONNUMMER = re.compile(r"(18|19|20)?(\d{2})(\d{2})(\d{2})[-+]?\d{4}", re.ASCII)
# A samordningsnummer adds 60 to the day.
_COORDINATION = 60
_UNKNOWN = {
    Names.COURSE: "unknown_course",
    Names.PERSON: "unknown_person",
    Names.REQUIREMENT: "unknown_requirement",
    Names.UNIT: "unknown_unit",
}
_ZEROS_MATTER = frozenset({Names.PERSON, Names.UNIT})


@dataclass(frozen=True)
class Known:
    """The codes that name something: in the database, and made by the file itself.

    ``hidden`` are ids that no message may give away.
    """

    codes: Mapping[Names, frozenset[str]]
    hidden: frozenset[str] = frozenset()
    allow_personnummer: bool = False
    bare: Mapping[Names, Mapping[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        bare = {
            names: {without_zeros(code): code for code in self.codes.get(names, ())}
            for names in _ZEROS_MATTER
        }
        object.__setattr__(self, "bare", bare)

    def check(self, names: Names, code: str, made: frozenset[str] | None) -> None:
        """Raise Unreadable unless the code may stand in a column that names such things.

        ``made`` are all the codes that the file makes, None if it makes none of this sort.
        """
        if names is Names.PERSON and not self.allow_personnummer and is_personnummer(code):
            raise Unreadable("personnummer")
        if code in self.codes.get(names, ()):
            return
        self._refuse_twin(names, code)
        if made is None or code not in made:
            raise Unreadable(_UNKNOWN[names])

    def _refuse_twin(self, names: Names, code: str) -> None:
        twin = self.bare.get(names, {}).get(without_zeros(code))
        if twin is not None:
            if twin in self.hidden:
                raise Unreadable("leading_zeros_hidden")
            raise Unreadable("leading_zeros", other=twin)


def without_zeros(code: str) -> str:
    """Return what is left of a code when a spreadsheet has taken it for a number."""
    return code.lstrip("0")


def twins(codes: Iterable[str]) -> dict[str, str]:
    """Return each code that differs from another only in leading zeros, with that other."""
    families: dict[str, list[str]] = {}
    for code in sorted(codes):
        families.setdefault(without_zeros(code), []).append(code)
    return {
        code: next(other for other in family if other != code)
        for family in families.values()
        if len(family) > 1
        for code in family
    }


def is_personnummer(code: str) -> bool:
    """Whether a code has the shape of a personnummer or samordningsnummer, with a day that can be."""
    found = _PERSONNUMMER.fullmatch(code)
    if found is None:
        return False
    century, year, month, day = found.groups()
    birth = int(day) - _COORDINATION if int(day) > _COORDINATION else int(day)
    # Without a century any will do; 2000 had the leap day that 1900 lacked.
    full_year = int(century or 20) * 100 + int(year)
    try:
        date(full_year, int(month), birth)
    except ValueError:
        return False
    return True
