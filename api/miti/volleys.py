"""How the utterances of one volley (all that is said before the other speaks) are coded.

Source: MITI 4.2.1, the sections on parsing, on each code, and on what to do when unsure.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from api.miti.codes import REFLECTIONS, STATED, Code, Mark

# Of codes that all fit one utterance, the first suppresses the second.
_PRECEDENCE: tuple[tuple[Code, Code], ...] = (
    ("PwP", "Persuade"),
    ("Confront", "Q"),
    ("AF", "SR"),
    ("AF", "CR"),
    ("CR", "SR"),
)

# Between two codes that a coder hesitates over, the manual names the one to take; None: neither.
_UNSURE: dict[frozenset[Code], Code | None] = {
    frozenset({"SR", "CR"}): "SR",
    frozenset({"GI", "Persuade"}): "GI",
    frozenset({"GI", "PwP"}): "GI",
    frozenset({"Seek", "Emphasize"}): "Seek",
    frozenset({"Confront", "SR"}): None,
    frozenset({"Confront", "CR"}): None,
}


class Utterance(NamedTuple):
    """One thought as it was said, and its mark."""

    text: str
    mark: Mark


class Breach(NamedTuple):
    """A rule that the marks of a volley break, and the utterance (the first is 0) where it shows."""

    position: int
    rule: str


def weigh(fitting: Collection[Code]) -> frozenset[Code]:
    """Return the codes that stand when all of these fit one utterance.

    Persuade with permission suppresses persuade, confront beats question, a specific affirmation
    beats a reflection, complex beats simple.
    """
    beaten = {lower for upper, lower in _PRECEDENCE if upper in fitting and lower in fitting}
    return frozenset(fitting) - beaten


def when_unsure(first: Code, second: Code) -> Code | None:
    """Return the code to give when hesitating between two, None to leave the utterance uncoded.

    What the manual does not name is left to the coder and raises KeyError.
    """
    return _UNSURE[frozenset({first, second})]


def settle(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return a volley's marks as they count: each code once, one reflection, complex over simple."""
    seen = list(dict.fromkeys(mark for mark in marks if mark != "none"))
    if set(seen) >= REFLECTIONS:
        seen.remove("SR")
    return tuple(seen)


def breaches(volley: Sequence[Utterance]) -> Iterator[Breach]:
    """Yield where a volley that somebody has written out breaks the rules for a coded one."""
    seen: set[Mark] = set()
    for position, (text, mark) in enumerate(volley):
        if mark not in {"none", "plikt"} and mark in seen:
            yield Breach(position, "repeated")
        elif mark in REFLECTIONS and seen & REFLECTIONS:
            yield Breach(position, "two_reflections")
        if mark in STATED and text.rstrip(' ”"').endswith("?"):
            yield Breach(position, "asked")
        if (mark == "Persuade" and "PwP" in seen) or (mark == "PwP" and "Persuade" in seen):
            yield Breach(position, "permission")
        seen.add(mark)
