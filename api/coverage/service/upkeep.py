"""Proving, rebuilding and rehearsing: for the operator alone."""

from collections.abc import Sequence
from datetime import date

from api.access.actor import Actor
from api.coverage import rehearsing, settling, storage, verifying
from api.coverage.rehearsing import Draft, Loss
from api.coverage.rules import CoverageRules
from api.coverage.verifying import Difference
from api.db.session import Progress, ReadSession, WriteSession, quietly
from api.errors import Forbidden


def rehearse(session: WriteSession, actor: Actor, *, draft: Draft) -> list[Loss]:
    """Carry out a draft, tell who loses cover by it, and take it back. Only the operator may."""
    _operator_only(actor)
    return rehearsing.losses(session, draft)


def verify(
    session: ReadSession,
    actor: Actor,
    *,
    rules: CoverageRules,
    days: Sequence[date] | None = None,
    progress: Progress = quietly,
) -> list[Difference]:
    """Prove standings and ledger against the facts; what differs, at most a thousand things.

    Only the operator may. ``days``: those counted by the words; None samples them.
    """
    _operator_only(actor)
    return verifying.verify(session, today=rules.today, days=days, progress=progress)


def rebuild(session: WriteSession, actor: Actor, *, progress: Progress = quietly) -> None:
    """Throw standings and ledger away and derive them anew from the facts. Only the operator may."""
    _operator_only(actor)
    settling.rebuild(session, progress)


def renew(session: WriteSession, actor: Actor, *, progress: Progress = quietly) -> bool:
    """Rebuild if an earlier program made standings and ledger otherwise; tells whether it did."""
    _operator_only(actor)
    if storage.has_own_shape(session):
        return False
    settling.rebuild(session, progress)
    return True


def _operator_only(actor: Actor) -> None:
    if not actor.everything:
        raise Forbidden("forbidden")
