"""What a learner's post needs, whatever it is about."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from api.http.deps import ActorDep, ClockDep, Reader, Writer


@dataclass(frozen=True)
class Desk:
    """What leaving a step needs. A visitor's answer only reads: nothing of theirs is kept."""

    reader: Reader
    writer: Writer
    actor: ActorDep
    clock: ClockDep

    @property
    def known(self) -> bool:
        """Whether somebody is signed in, whose place and answers are kept."""
        return self.actor.person_id is not None


async def get_desk(reader: Reader, writer: Writer, actor: ActorDep, clock: ClockDep) -> Desk:
    """Put together what leaving a step needs."""
    return Desk(reader, writer, actor, clock)


DeskDep = Annotated[Desk, Depends(get_desk)]
