"""What the page of a course's editions shows: each with its verdict and what it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from api.catalogue.comparing import Difference
from api.catalogue.schema import Course
from api.catalogue.service import PastEdition
from api.catalogue.telling import DIFFERENCES, fields_text
from api.catalogue.verdicts import Verdict
from api.clock import stockholm_day
from web.i18n import day_text
from web.i18n import gettext as _
from web.learning import addresses
from web.learning.wording import course_text
from web.parts import Link
from web.render import page_url

# As much of the hash as a certificate shows.
SHORT_HASH = 12


@dataclass(frozen=True)
class EditionView:
    """One edition."""

    short_hash: str
    published_on: date
    published_by: str
    current: bool
    verdict: str
    differences: tuple[Markup, ...]


@dataclass(frozen=True)
class EditionsView:
    """The whole page, the latest edition first."""

    title: str
    heading: Markup
    course: Link
    editions: tuple[EditionView, ...]


def editions_view(course: Course, history: Sequence[PastEdition]) -> EditionsView:
    """Every edition of a course."""
    latest, first = history[0], history[-1]
    return EditionsView(
        title=course.title,
        heading=course_text(course.title),
        course=Link(page_url(addresses.course_path(course.id)), course_text(course.title)),
        editions=tuple(
            _edition(each, current=each is latest, first=each is first) for each in history
        ),
    )


def _edition(edition: PastEdition, *, current: bool, first: bool) -> EditionView:
    return EditionView(
        short_hash=edition.content_hash[:SHORT_HASH],
        published_on=stockholm_day(edition.published_at),
        published_by=edition.published_by,
        current=current,
        verdict=_("Kursens första utgåva.") if first else _verdict(edition.verdict),
        differences=tuple(_difference(each) for each in edition.differences),
    )


def _verdict(verdict: Verdict | None) -> str:
    if verdict is None:
        return _("Ingen bedömning: utgåvan är äldre än bedömningarna.")
    if verdict.retake_from is None:
        return _("Rättad text. Den som var utbildad är det fortfarande.")
    return _("Kursen ska göras om: utbildning före %(day)s räknas inte.") % {
        "day": day_text(verdict.retake_from)
    }


def _difference(difference: Difference) -> Markup:
    """Say a difference; the course's own words in it are marked as Swedish."""
    return Markup(escape(_(DIFFERENCES[difference.what]))).format(  # noqa: S704 - escaped
        module=course_text(difference.module),
        step=course_text(difference.step),
        fields=fields_text(difference, _),
    )
