"""What the pages of the counters show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from api.catalogue.queries import EditionLine
from api.catalogue.schema import Course
from api.catalogue.service import PublishedCourse
from api.clock import stockholm_day
from api.learning.progress import Spot
from api.tallies.figures import SHOWN_FROM, ItemFigure, Mark, Spread
from api.tallies.models import Moment, Sureness
from web.i18n import day_text, number_text, percent_text
from web.i18n import gettext as _
from web.learning import addresses
from web.learning.wording import course_text, sureness_choices, sureness_text
from web.parts import Choice, FieldError, Link
from web.render import page_url

SHORT_HASH = 12
SURE = (Sureness.FAIRLY_WELL, Sureness.COMPLETELY)


@dataclass(frozen=True)
class AskedView:
    """The question before a course, or what is wrong with the answer after it."""

    course: Link
    title: str
    before: bool
    action: str
    choices: tuple[Choice, ...]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True)
class BarView:
    """A count with its share, and as a bar: ``count`` of ``total``."""

    count: int
    total: int
    number: str
    share: str


@dataclass(frozen=True)
class SurenessView:
    """How sure staff feel; a column without bars has too few answers."""

    course: Link
    title: str
    questions: str
    before: str
    after: str
    rows: tuple[tuple[str, BarView | None, BarView | None], ...]
    has_figures: bool
    smallest: int


@dataclass(frozen=True)
class QuestionView:
    """How one question goes; ``share`` empty until enough have met it."""

    title: Markup
    href: str
    module: Markup
    tries: str
    bar: BarView | None
    mark: str


@dataclass(frozen=True)
class QuestionsView:
    """The questions of one edition, and the other editions."""

    course: Link
    title: str
    sureness: str
    edition: str
    is_current: bool
    others: tuple[Link, ...]
    rows: tuple[QuestionView, ...]
    marked: int
    smallest: int


def asked_view(course: Course, *, before: bool, error: str = "") -> AskedView:
    """The question on a page of its own."""
    path = addresses.before_path if before else addresses.after_path
    return AskedView(
        course=_course_link(course),
        title=course.title,
        before=before,
        action=page_url(path(course.id)),
        choices=sureness_choices(),
        errors=(FieldError("sure-1", error),) if error else (),
    )


def sureness_view(course: Course, counted: Mapping[Moment, Spread]) -> SurenessView:
    """How sure staff feel before and after."""
    before, after = counted[Moment.BEFORE], counted[Moment.AFTER]
    return SurenessView(
        course=_course_link(course),
        title=course.title,
        questions=page_url(addresses.questions_path(course.id)),
        before=_sure_text(_("Före kursen"), before),
        after=_sure_text(_("Efter kursen"), after),
        rows=tuple(
            (sureness_text(sure), _bar_of(before, sure), _bar_of(after, sure)) for sure in Sureness
        ),
        has_figures=before.shown or after.shown,
        smallest=SHOWN_FROM,
    )


def questions_view(
    shown: PublishedCourse, editions: Sequence[EditionLine], figures: Mapping[str, ItemFigure]
) -> QuestionsView:
    """How the questions of an edition go."""
    course, current = shown.course, editions[0]
    is_current = shown.content_hash == current.content_hash
    rows = tuple(
        QuestionView(
            title=course_text(check.step.title),
            href=_step_url(course, check.module.id, check.step.id) if is_current else "",
            module=course_text(check.module.title),
            tries=number_text(figure.tries) if figure else "",
            bar=_bar(figure.right, figure.tries) if figure else None,
            mark=_mark_text(figure.mark) if figure else "",
        )
        for check in course.graded()
        for figure in [figures.get(check.step.id)]
    )
    return QuestionsView(
        course=_course_link(course),
        title=course.title,
        sureness=page_url(addresses.sureness_path(course.id)),
        edition=_edition_text(shown.content_hash, shown.published_at),
        is_current=is_current,
        others=tuple(
            _edition_link(line) for line in editions if line.content_hash != shown.content_hash
        ),
        rows=rows,
        marked=sum(bool(row.mark) for row in rows),
        smallest=SHOWN_FROM,
    )


def _sure_text(moment: str, spread: Spread) -> str:
    """The finding in a sentence."""
    if not spread.shown:
        return _("%(moment)s har färre än %(smallest)d svarat, så inget visas än.") % {
            "moment": moment,
            "smallest": SHOWN_FROM,
        }
    return _("%(moment)s säger %(sure)s av %(total)s att det stämmer ganska bra eller helt.") % {
        "moment": moment,
        "sure": number_text(spread.of(*SURE)),
        "total": number_text(spread.total),
    }


def _bar_of(spread: Spread, sure: Sureness) -> BarView | None:
    return _bar(spread.of(sure), spread.total) if spread.shown else None


def _bar(count: int, total: int) -> BarView:
    return BarView(count, total, number_text(count), percent_text(count / total))


def _mark_text(mark: Mark | None) -> str:
    if mark is None:
        return ""
    return {Mark.EASY: _("Nästan ingen missar"), Mark.HARD: _("Nästan ingen får rätt")}[mark]


def _edition_text(content_hash: str, published_at: datetime) -> str:
    return _("Utgåva %(hash)s, publicerad %(day)s") % {
        "hash": content_hash[:SHORT_HASH],
        "day": day_text(stockholm_day(published_at)),
    }


def _edition_link(line: EditionLine) -> Link:
    path = addresses.questions_path(line.course_id)
    text = _edition_text(line.content_hash, line.published_at)
    return Link(page_url(path, utgava=line.content_hash), text)


def _course_link(course: Course) -> Link:
    return Link(page_url(addresses.course_path(course.id)), course_text(course.title))


def _step_url(course: Course, module_id: str, step_id: str) -> str:
    return page_url(addresses.step_path(course.id, Spot(module_id, step_id)))
