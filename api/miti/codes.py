"""The behaviour codes of MITI 4.2.1 and what they have in common.

Source: Moyers, Manuel and Ernst, Motivational Interviewing Treatment Integrity Coding Manual 4.2.1.
"""

from typing import Literal, get_args

Code = Literal["GI", "Persuade", "PwP", "Q", "SR", "CR", "AF", "Seek", "Emphasize", "Confront"]
"""Giving information, persuade, persuade with permission, question, simple and complex reflection,
affirm, seeking collaboration, emphasizing autonomy, confront."""

Mark = Literal[Code, "none", "plikt"]
"""What an utterance in our exercises is marked with: a code, ``none`` for what the manual leaves
uncoded (greetings, structure, facilitative sounds), or ``plikt``, a duty that is not MI and right."""

CODES: tuple[Code, ...] = get_args(Code)

REFLECTIONS: frozenset[Mark] = frozenset({"SR", "CR"})
ADHERENT: frozenset[Mark] = frozenset({"AF", "Seek", "Emphasize"})
NON_ADHERENT: frozenset[Mark] = frozenset({"Persuade", "Confront"})
LISTENING = REFLECTIONS | ADHERENT
"""What carries an MI-consistent turn; a question or a fact may stand beside it."""

STATED: frozenset[Mark] = frozenset({"SR", "CR", "AF", "Emphasize"})
"""Codes of statements: asked in a rising tone, the same words are a question."""


def is_consistent(marks: frozenset[Mark]) -> bool:
    """Whether a turn listens or shares power, and neither argues nor confronts."""
    return bool(marks & LISTENING) and not marks & NON_ADHERENT
