"""What publishing would change, and whom it would touch, in lines for whoever decides."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from api.catalogue.service import Proposal
from api.catalogue.telling import difference_text
from api.catalogue.verdicts import Verdict
from api.publishing.service import Touched

SHORT_HASH = 12


def change_lines(proposal: Proposal) -> Iterator[str]:
    """Yield how a text differs from the one that it would replace."""
    before = proposal.latest.content_hash[:SHORT_HASH] if proposal.latest else ""
    yield f"{proposal.course.id}: ändrad sedan utgåvan {before}"
    yield from (f"  {difference_text(each)}" for each in proposal.differences)


def retake_lines(verdicts: Mapping[str, Verdict], touched: Sequence[Touched]) -> Iterator[str]:
    """Yield what the verdicts do to requirements and to people; nothing where they do nothing."""
    retakes = {key: verdict for key, verdict in verdicts.items() if verdict.retake_from}
    for course_id, verdict in retakes.items():
        yield f"{course_id} ska göras om från {verdict.retake_from}"
        own = [each for each in touched if each.retake.course_id == course_id]
        for each in own:
            yield from _requirement_lines(each)
        if not own:
            yield "  Inget krav ändras: inget som gäller då eller senare behöver skärpas."
    if retakes:
        yield f"Sammanlagt berörs {_people(_everybody(touched))}. Inget intyg ändras."
        yield (
            "Utbildning före dagen räknas inte, inte heller på den nya utgåvan. Den vars tid att "
            "bli klar redan har gått är försenad från första dagen."
        )


def _requirement_lines(touched: Touched) -> Iterator[str]:
    retake, loss = touched.retake, touched.loss
    yield (
        f"  Kravet {retake.code} ({retake.name}) räknar från {retake.first_day} bara utbildning "
        f"från och med {retake.since}."
    )
    yield (
        f"    Utan omtagning är {_people(loss.covered)} utbildade då, om ingen förnyar före dess. "
        f"Med den är {len(loss.lost)} av dem det inte."
    )
    if retake.also_accepts:
        others = ", ".join(retake.also_accepts)
        yield (
            f"    Kravet godtar också {others}. Dagen gäller hela kravet: "
            "tidigare utbildning i dem räknas inte heller."
        )


def _everybody(touched: Iterable[Touched]) -> int:
    """Count the persons, each once however many requirements touch them."""
    return len(frozenset().union(*(each.loss.lost for each in touched)))


def _people(count: int) -> str:
    return f"{count} person" if count == 1 else f"{count} personer"
