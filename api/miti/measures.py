"""The summary measures of MITI 4.2.1, for coded samples of real talk or a transcript to learn from.

Never for a conversation of authored replies: there they would measure the author.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from api.miti.codes import ADHERENT, CODES, NON_ADHERENT, Code, Mark


@dataclass(frozen=True)
class Thresholds:
    """What the manual's authors call fair and good: expert opinion, for 20-minute samples."""

    fair: Fraction
    good: Fraction


RELATIONAL = Thresholds(Fraction(7, 2), Fraction(4))
TECHNICAL = Thresholds(Fraction(3), Fraction(4))
PERCENT_COMPLEX = Thresholds(Fraction(2, 5), Fraction(1, 2))
REFLECTIONS_TO_QUESTIONS = Thresholds(Fraction(1), Fraction(2))


@dataclass(frozen=True)
class Tally:
    """How often each code was given."""

    counts: Mapping[Code, int]

    @property
    def reflections(self) -> int:
        """SR + CR."""
        return self.counts["SR"] + self.counts["CR"]

    @property
    def reflections_to_questions(self) -> Fraction | None:
        """R:Q = (SR + CR) / Q; None without a question."""
        return Fraction(self.reflections, self.counts["Q"]) if self.counts["Q"] else None

    @property
    def percent_complex(self) -> Fraction | None:
        """%CR = CR / (SR + CR), as a share of one; None without a reflection."""
        return Fraction(self.counts["CR"], self.reflections) if self.reflections else None

    @property
    def adherent(self) -> int:
        """Total MI-adherent (MIA) = Seek + AF + Emphasize."""
        return sum(self.counts[code] for code in CODES if code in ADHERENT)

    @property
    def non_adherent(self) -> int:
        """Total MI-non-adherent (MINA) = Confront + Persuade."""
        return sum(self.counts[code] for code in CODES if code in NON_ADHERENT)


def tally(marks: Iterable[Mark]) -> Tally:
    """Count the codes; what is uncoded and what is a duty are no codes."""
    given = list(marks)
    return Tally({code: given.count(code) for code in CODES})


@dataclass(frozen=True)
class Globals:
    """The four global ratings of 1 to 5, each of which starts at 3."""

    cultivating: int
    softening: int
    partnership: int
    empathy: int

    @property
    def technical(self) -> Fraction:
        """Mean of cultivating change talk and softening sustain talk."""
        return Fraction(self.cultivating + self.softening, 2)

    @property
    def relational(self) -> Fraction:
        """Mean of partnership and empathy."""
        return Fraction(self.partnership + self.empathy, 2)
