"""What the certificate pages show."""

from collections.abc import Mapping
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
from api.texts import N_
from web.i18n import gettext
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
class CertificateView:
    """A certificate: the only page that puts a name to it."""

    id: int
    name: str
    title: str
    completed_on: date
    valid_until: date | None
    edition: str
    taken_here: bool
    code: str
    check_url: str
    revoked: bool


@dataclass(frozen=True)
class CheckView:
    """What anybody with the code may know."""

    title: str
    completed_on: date
    valid_until: date | None
    edition: str
    revoked_on: date | None
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
    record: TrainingRecord, *, name: str, title: str, base_url: str
) -> CertificateView:
    """The certificate of a record."""
    return CertificateView(
        id=_id(record),
        name=name,
        title=title,
        completed_on=record.completed_on,
        valid_until=record.valid_until,
        edition=short(record.edition_hash),
        taken_here=record.source is RecordSource.WEB,
        code=record.check_code,
        check_url=f"{base_url.rstrip('/')}/kontroll/{record.check_code}",
        revoked=record.retracted_at is not None,
    )


def check_view(record: TrainingRecord, *, title: str, today: date) -> CheckView:
    """The public answer about a record."""
    revoked_on = stockholm_day(record.retracted_at) if record.retracted_at else None
    lapsed = record.valid_until is not None and record.valid_until < today
    return CheckView(
        title=title,
        completed_on=record.completed_on,
        valid_until=record.valid_until,
        edition=short(record.edition_hash),
        revoked_on=revoked_on,
        valid_today=revoked_on is None and not lapsed,
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
