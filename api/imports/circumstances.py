"""What an installation brings to every import, the same from the page and from the command line."""

from api.access.actor import Actor
from api.catalogue import service as catalogue
from api.clock import Clock
from api.db.session import ReadSession
from api.imports.incoming import Circumstances


def circumstances(
    session: ReadSession, actor: Actor, *, clock: Clock, allow_personnummer: bool
) -> Circumstances:
    """The clock, the rule about ids, and how long a record of each published course holds."""
    published = catalogue.published(session, actor)
    return Circumstances(
        clock=clock,
        courses={found.course.id: found.course.validity_months for found in published},
        allow_personnummer=allow_personnummer,
    )
