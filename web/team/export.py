"""The people of a unit and how they stand as a file: a row a person and requirement."""

from collections.abc import Iterable
from datetime import datetime

from api.coverage.lines import HIDDEN, Line, lines
from api.coverage.service import People
from web.coverage.export import instant_text, sheet_name
from web.coverage.standing import status_words
from web.coverage.workbook import Contents
from web.i18n import gettext as _

NAME_ENDS = Line._fields.index("name") + 1
STATUS = Line._fields.index("status")


def heads() -> tuple[str, ...]:
    """Name the columns."""
    return (
        _("Anställningsnummer"),
        _("Namn"),
        _("Enhetskod"),
        _("Enhet"),
        _("Kravkod"),
        _("Krav"),
        _("Läge"),
        _("Genomförd"),
        _("Giltig till och med"),
        _("Klar senast"),
        _("Nyckelperson"),
        _("Borta på heltid"),
    )


def rows(people: People) -> Iterable[tuple[object, ...]]:
    """Write out everybody, read while it is asked for. Protected persons: that there is a row."""
    words = status_words()
    hidden = (None, _("Visas inte"), *HIDDEN[NAME_ENDS:-1])
    for line in lines(people):
        if line is HIDDEN:
            yield hidden
        else:
            yield (*line[:STATUS], words[line.status], *line[STATUS + 1 : -1])


def workbook(people: People, *, asked_at: datetime) -> Contents:
    """Give the same for a spreadsheet, with a sheet that says what it holds."""
    return Contents(
        name=sheet_name(people.unit),
        heads=heads(),
        rows=rows(people),
        notes_name=_("Så räknar vi"),
        notes=(
            (_("Enhet"), sheet_name(people.unit)),
            (_("Dag"), people.on),
            (_("Enligt det som var känt"), instant_text(asked_at)),
            *(("", text) for text in _notes()),
        ),
    )


def file_name(people: People, ending: str) -> str:
    """Name the file after unit and day."""
    return f"personer-{people.unit.code}-{people.on}.{ending}"


def _notes() -> Iterable[str]:
    yield _("En rad per person och krav. Den som inte omfattas av något krav har en rad utan krav.")
    yield _("Utbildningen gäller till och med den sista giltiga dagen.")
    yield _("Den som har skyddade uppgifter har en rad där det står Visas inte.")
    yield _("Filen innehåller personuppgifter. Ta bort den när du har använt den.")
    yield _("Hela beskrivningen finns på sidan Så räknar vi.")
