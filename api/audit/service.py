"""Write down a look at named data, in the same transaction as the look."""

from api.access.actor import Actor
from api.audit.models import AuditEntry
from api.clock import Clock
from api.db.session import WriteSession


def note(
    session: WriteSession,
    actor: Actor,
    *,
    clock: Clock,
    action: str,
    unit_id: int | None = None,
    person_id: int | None = None,
    people: int = 0,
) -> None:
    """Record that the actor saw or did something with the named data of ``people`` persons."""
    session.add(
        AuditEntry(
            at=clock.now(),
            actor=actor.label,
            action=action,
            unit_id=unit_id,
            person_id=person_id,
            people=people,
        )
    )
