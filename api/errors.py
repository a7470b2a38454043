"""The ways a request can go wrong in the domain, each with a stable code and no wording.

Wording lives in ``api.texts``, keyed by the code; the two faces (problem JSON and page) render it.
"""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass
class DomainError(Exception):
    """A refusal the caller can understand. Raised, so the transaction rolls back whole."""

    code: str
    values: dict[str, object] = field(default_factory=dict)
    status: ClassVar[int] = 500

    def __str__(self) -> str:
        return f"{self.code} {self.values}" if self.values else self.code


class NotSignedIn(DomainError):
    """Nobody is signed in, and the route needs somebody."""

    status = 401


class NotFound(DomainError):
    """There is no such thing, or it lies outside what the actor may know of."""

    status = 404


class Forbidden(DomainError):
    """The actor lacks the right altogether."""

    status = 403


class Conflict(DomainError):
    """What was asked for collides with what already stands."""

    status = 409


class RuleBroken(DomainError):
    """The request is understood, and a rule of the house says no."""

    status = 422
