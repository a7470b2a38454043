"""Pure: the units of Exempelkommun, a municipality that does not exist, and how they came about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from api.demo.days import Calendar
from api.demo.plan import Known, UnitRow
from api.imports.models import FileKind
from api.organisation.models import UnitKind

ROOT = "K"


@dataclass(frozen=True)
class Place:
    """A unit as it is today. ``diligence`` is the share of its people who keep their training up."""

    code: str
    name: str
    kind: UnitKind
    parent: str | None
    diligence: float = 0.8


def _kommun() -> Iterator[Place]:
    yield Place(ROOT, "Exempelkommun", UnitKind.KOMMUN, None)
    yield Place("BUN", "Barn- och ungdomsnämnden", UnitKind.NAMND, ROOT)
    yield Place("KS", "Kommunstyrelsen", UnitKind.NAMND, ROOT)
    yield Place("KUN", "Kultur- och utvecklingsnämnden", UnitKind.NAMND, ROOT)
    yield Place("SN", "Socialnämnden", UnitKind.NAMND, ROOT)


def _children_and_youth() -> Iterator[Place]:
    yield Place("BUN-F", "Barn- och ungdomsförvaltningen", UnitKind.FORVALTNING, "BUN", 0.85)
    yield Place("BUN-G", "Grundskola och fritidshem", UnitKind.AVDELNING, "BUN-F", 0.9)
    yield Place("BUN-101", "Lärkdrillsskolan", UnitKind.ENHET, "BUN-G", 0.8)
    yield Place("BUN-102", "Stjärnfallsskolan", UnitKind.ENHET, "BUN-G", 0.88)
    yield Place("BUN-103", "Igelkottsskolan", UnitKind.ENHET, "BUN-G", 0.72)
    yield Place("BUN-104", "Vindrosskolan", UnitKind.ENHET, "BUN-G", 0.9)
    yield Place("BUN-201", "Tidvattengymnasiet", UnitKind.ENHET, "BUN-F", 0.84)
    yield Place("BUN-P", "Förskola", UnitKind.AVDELNING, "BUN-F", 0.9)
    yield Place("BUN-301", "Förskolan Stjärnkotten", UnitKind.ENHET, "BUN-P", 1.0)
    yield Place("BUN-302", "Förskolan Månmusen", UnitKind.ENHET, "BUN-P", 0.88)
    yield Place("BUN-303", "Förskolan Blåbärsnästet", UnitKind.ENHET, "BUN-P", 0.82)
    yield Place("BUN-401", "Elevhälsan Kompassen", UnitKind.ENHET, "BUN-F", 0.92)


def _social() -> Iterator[Place]:
    yield Place("SN-F", "Socialförvaltningen", UnitKind.FORVALTNING, "SN", 0.8)
    yield Place("SN-I", "Individ och familj", UnitKind.AVDELNING, "SN-F", 0.85)
    yield Place("SN-101", "Mottagningsgruppen Bryggan", UnitKind.ENHET, "SN-I", 0.85)
    yield Place("SN-102", "Barnteamet Linden", UnitKind.ENHET, "SN-I", 0.8)
    yield Place("SN-103", "Ungdomsteamet Vågen", UnitKind.ENHET, "SN-I", 0.8)
    yield Place("SN-106", "Vuxenteamet Hamnen", UnitKind.ENHET, "SN-I", 0.8)
    yield Place("SN-107", "Familjerådgivningen Lyktan", UnitKind.ENHET, "SN-I", 0.7)
    yield Place("SN-S", "Stöd och omsorg", UnitKind.AVDELNING, "SN-F", 0.8)
    yield Place("SN-201", "Boendestödet Solvinden", UnitKind.ENHET, "SN-S", 0.76)
    yield Place("SN-202", "Gruppbostaden Kastanjedungen", UnitKind.ENHET, "SN-S", 0.65)
    yield Place("SN-204", "Hemtjänsten Rönnbäret", UnitKind.ENHET, "SN-S", 0.66)
    yield Place(
        "VAF", "Vuxenutbildnings- och arbetsmarknadsförvaltningen", UnitKind.FORVALTNING, "SN", 0.7
    )
    yield Place("VAF-101", "Arbetscentrum Språnget", UnitKind.ENHET, "VAF", 0.75)
    yield Place("VAF-102", "Vuxenskolan Nya blad", UnitKind.ENHET, "VAF", 0.35)


def _culture() -> Iterator[Place]:
    yield Place("KUN-F", "Kultur- och utvecklingsförvaltningen", UnitKind.FORVALTNING, "KUN", 0.9)
    yield Place("KUN-U", "Ung fritid", UnitKind.AVDELNING, "KUN-F", 0.95)
    yield Place("KUN-101", "Fritidsgården Kometen", UnitKind.ENHET, "KUN-U", 0.92)
    yield Place("KUN-102", "Fritidsgården Flygödlan", UnitKind.ENHET, "KUN-U", 1.0)
    yield Place("KUN-103", "Fritidsgården Månhunden", UnitKind.ENHET, "KUN-U", 0.9)
    yield Place("KUN-104", "Fältgruppen Nattugglan", UnitKind.ENHET, "KUN-U", 0.8)
    yield Place("KUN-201", "Biblioteket Bokfloden", UnitKind.ENHET, "KUN-F", 0.9)
    yield Place("KUN-202", "Kulturskolan Trumpetblomman", UnitKind.ENHET, "KUN-F", 0.92)
    yield Place("KUN-203", "Simhallen Plasket", UnitKind.ENHET, "KUN-F", 0.85)


def _executive() -> Iterator[Place]:
    yield Place("KS-F", "Kommunledningsförvaltningen", UnitKind.FORVALTNING, "KS", 0.6)
    yield Place("KS-101", "HR-enheten", UnitKind.ENHET, "KS-F", 0.7)
    yield Place("KS-102", "Kontaktcenter", UnitKind.ENHET, "KS-F", 0.5)
    yield Place("KS-103", "Enheten för trygghet och säkerhet", UnitKind.ENHET, "KS-F", 0.8)


def _partners() -> Iterator[Place]:
    yield Place(CLUB, "FK Exempelstjärnan", UnitKind.EXTERN, None, 0.7)
    yield Place(CONGREGATIONS, "Samfundsföreningen Ljuslyktan", UnitKind.EXTERN, None)


CLUB, CONGREGATIONS = "EXT-FK", "EXT-SAM"
# Parents stand before their children, so that a reader can follow and a writer can point upwards.
PLACES: tuple[Place, ...] = (
    *_kommun(),
    *_children_and_youth(),
    *_social(),
    *_culture(),
    *_executive(),
    *_partners(),
)
PLACE_OF = {place.code: place for place in PLACES}

# The reorganisation: two youth teams became one, a förvaltning went to another nämnd under another
# name, and a third was renamed.
MERGED = {"SN-104": "Ungdomsteamet Älven", "SN-105": "Ungdomsteamet Ängen"}
MERGED_INTO = "SN-103"
BEFORE = {
    "VAF": ("Arbetsmarknadsförvaltningen", "KS"),
    "KUN-F": ("Kultur- och fritidsförvaltningen", "KUN"),
}
# A youth centre that opened while the system was in use.
OPENED, OPENED_DAYS_AGO = "KUN-102", 610


def first_day(code: str, calendar: Calendar) -> date:
    """The first day of a unit, or of the units it came of."""
    return calendar.ago(OPENED_DAYS_AGO) if code == OPENED else calendar.origin


def units(calendar: Calendar) -> list[UnitRow]:
    """Every unit's periods, as they came to be known."""
    found = [row for place in PLACES for row in _periods(place, calendar)]
    parent = PLACE_OF[MERGED_INTO].parent
    for code, name in MERGED.items():
        old = Place(code, name, UnitKind.ENHET, parent)
        found += _known(old, calendar.origin, _eve(calendar), calendar)
    return found


def _eve(calendar: Calendar) -> date:
    return calendar.reorganisation - timedelta(1)


def _periods(place: Place, calendar: Calendar) -> list[UnitRow]:
    if place.code == MERGED_INTO:
        return _known(place, calendar.reorganisation, None, calendar)
    if place.code not in BEFORE:
        return _known(place, first_day(place.code, calendar), None, calendar)
    name, parent = BEFORE[place.code]
    before = Place(place.code, name, place.kind, parent)
    return [
        *_known(before, calendar.origin, _eve(calendar), calendar),
        *_known(place, calendar.reorganisation, None, calendar),
    ]


def _known(place: Place, first: date, last: date | None, calendar: Calendar) -> list[UnitRow]:
    def make(end: date | None, known: Known) -> UnitRow:
        return UnitRow(
            first=first,
            last=end,
            known=known,
            code=place.code,
            name=place.name,
            kind=place.kind,
            parent=place.parent,
        )

    return calendar.learnt(first, last, FileKind.UNITS, make)
