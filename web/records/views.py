"""What the certificate pages show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Role
from api.clock import stockholm_day
from api.db.session import ReadSession
from api.organisation import service as organisation
from api.records import service as records
from api.records.handled import HandledPerson, Note
from api.records.models import RecordSource, TrainingRecord
from api.records.stating import Stated
from api.texts import N_
from web.i18n import day_text, gettext
from web.parts import Choice
from web.records.filled_in import REPORTED

SHORT_HASH = 12
ROLES = {
    Role.ADMIN: N_("Administratör"),
    Role.COORDINATOR: N_("TAFA-samordnare"),
    Role.DELEGATE: N_("Ombud för chefen"),
    Role.HR: N_("HR"),
    Role.PROTECTION_HANDLER: N_("Handläggare av skyddade uppgifter"),
    Role.UNIT_MANAGER: N_("Chef"),
}

SOURCES = {
    RecordSource.WEB: N_("Kurs här i Kompetenskollen"),
    RecordSource.CLASSROOM: N_("I klassrum"),
    RecordSource.EXTERNAL: N_("Hos en extern utbildare"),
    RecordSource.IMPORTED: N_("Från ett annat system"),
}


@dataclass(frozen=True)
class Fact:
    """A line of a certificate; ``code`` is for copying sign by sign."""

    label: str
    value: str
    code: bool = False


@dataclass(frozen=True)
class CertificateView:
    """A certificate in words, for the page and the PDF: the only place that puts a name to it.

    It reads: ``heading certifies``; ``holder before title after``. ``certifies_own_words``: the course
    itself says what it certifies, in Swedish.
    """

    id: int
    heading: str
    certifies: str
    certifies_own_words: bool
    holder: str
    before: str
    title: str
    after: str
    facts: tuple[Fact, ...]
    revoked: str
    checking: str
    check_url: str
    meaning: str
    code: str
    completed_on: date


@dataclass(frozen=True)
class CheckView:
    """What anybody with the code may know."""

    title: str
    edition: str
    published_on: date | None
    completed_on: date
    valid_until: date | None
    revoked: bool
    valid_today: bool


@dataclass(frozen=True)
class RecordView:
    """A record in a list of one's own."""

    id: int
    title: str
    completed_on: date
    valid_until: date | None
    source: RecordSource
    notes: tuple[str, ...]


@dataclass(frozen=True)
class NoteView:
    """A note that can be struck out."""

    id: int
    text: str
    written_on: date


@dataclass(frozen=True)
class HandledView:
    """A record of somebody else, for whoever may revoke it."""

    id: int
    title: str
    completed_on: date
    valid_until: date | None
    source: str
    notes: tuple[NoteView, ...]


def certificate_view(
    record: TrainingRecord, course: Stated, *, holder: str, base_url: str
) -> CertificateView:
    """The certificate of a record, by the name its holder bears today."""
    _ = gettext
    before, after = _sentence(record, course)
    return CertificateView(
        id=_id(record),
        heading=_("Intyg om"),
        certifies=course.certifies or _("genomförd utbildning"),
        certifies_own_words=course.certifies is not None,
        holder=holder,
        before=before,
        title=course.title,
        after=after,
        facts=tuple(_facts(record, course)),
        revoked=_("Intyget är återkallat och gäller inte.") if record.retracted_at else "",
        checking=_("Den som läser intyget kan kontrollera det på"),
        check_url=f"{base_url.rstrip('/')}/kontroll/{record.check_code}",
        meaning=_("Intyget visar att kursen är genomförd. Det mäter inte hur någon arbetar."),
        code=record.check_code,
        completed_on=record.completed_on,
    )


def _sentence(record: TrainingRecord, course: Stated) -> tuple[str, str]:
    """What comes before and after the course's title. One that certifies less claims no checks."""
    _ = gettext
    if record.source is not RecordSource.WEB:
        return _("har gått utbildningen"), "."
    if course.certifies:
        return _("har gått kursen"), "."
    return _("har gått kursen"), " " + _("och klarat dess kunskapskontroller.")


def _facts(record: TrainingRecord, course: Stated) -> Iterator[Fact]:
    _ = gettext
    yield Fact(_("Genomförd"), day_text(record.completed_on))
    until = day_text(record.valid_until) if record.valid_until else _("utan slutdatum")
    yield Fact(_("Gäller till och med"), until)
    if record.edition_hash:
        yield Fact(_("Kursens utgåva"), short(record.edition_hash), code=True)
    if course.published_on:
        yield Fact(_("Utgåvan publicerad"), day_text(course.published_on))
    yield Fact(_("Kontrollkod"), record.check_code, code=True)


def check_view(record: TrainingRecord, course: Stated, *, today: date) -> CheckView:
    """The public answer about a record."""
    revoked = record.retracted_at is not None
    lapsed = record.valid_until is not None and record.valid_until < today
    return CheckView(
        title=course.title,
        edition=short(record.edition_hash),
        published_on=course.published_on,
        completed_on=record.completed_on,
        valid_until=record.valid_until,
        revoked=revoked,
        valid_today=not (revoked or lapsed),
    )


def record_views(
    session: ReadSession, found: list[TrainingRecord], notes: Mapping[int, tuple[Note, ...]]
) -> list[RecordView]:
    """Records for a list, with what is written beside them."""
    return [
        RecordView(
            id=_id(record),
            title=records.course_title(session, record),
            completed_on=record.completed_on,
            valid_until=record.valid_until,
            source=record.source,
            notes=tuple(note.text for note in notes.get(_id(record), ())),
        )
        for record in found
    ]


def handled_views(person: HandledPerson) -> list[HandledView]:
    """A person's records for whoever handles them."""
    return [
        HandledView(
            id=record.id,
            title=record.title,
            completed_on=record.completed_on,
            valid_until=record.valid_until,
            source=gettext(SOURCES[record.source]),
            notes=tuple(
                NoteView(note.id, note.text, stockholm_day(note.written_at))
                for note in record.notes
            ),
        )
        for record in person.records
    ]


def source_choices() -> list[Choice]:
    """Where training that is reported can have taken place."""
    return [Choice(each.value, gettext(SOURCES[each])) for each in REPORTED]


def role_views(session: ReadSession, actor: Actor, today: date) -> list[str]:
    """The reader's roles today, each with the unit it is held at."""
    units = organisation.tree(session, on=today).units
    return [
        gettext("%(role)s, %(unit)s")
        % {
            "role": gettext(ROLES[grant.role]),
            "unit": units[grant.unit_id].name if grant.unit_id in units else "–",
        }
        for grant in actor.grants
    ]


def short(edition_hash: str | None) -> str:
    """The beginning of an edition's hash: enough to tell editions apart by eye."""
    return edition_hash[:SHORT_HASH] if edition_hash else ""


def _id(record: TrainingRecord) -> int:
    assert record.id is not None  # noqa: S101 - a stored row has an id
    return record.id
