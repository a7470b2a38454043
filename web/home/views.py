"""What the learner's own page shows: one next step, then requirements and certificates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from api.coverage.figures import OwnRequirement
from api.coverage.roster import counts_from
from api.coverage.words import Status
from api.learning.repetition import size
from api.learning.service import CourseLine
from api.records.models import TrainingRecord
from api.refreshers.mails import refresher_path
from api.refreshers.service import Asked
from web.coverage.wording import named
from web.i18n import day_short, day_text, ngettext
from web.i18n import gettext as _
from web.learning import addresses
from web.learning.views import (
    StatusView,
    TaskView,
    minutes_text,
    place_text,
    record_status,
    repetition_text,
)
from web.learning.wording import course_title
from web.parts import Link
from web.render import page_url

# What needs doing first: what has lapsed, what is late, what is under way, what is waiting.
URGENCY = (
    Status.LAPSED,
    Status.OVERDUE,
    Status.STARTED,
    Status.NOT_STARTED,
    Status.EXPIRING,
    Status.VALID,
    Status.EXEMPT,
    Status.NOT_REQUIRED,
)
MISSING = frozenset({Status.LAPSED, Status.OVERDUE, Status.STARTED, Status.NOT_STARTED})
COUNTED = MISSING | {Status.VALID, Status.EXPIRING}


@dataclass(frozen=True)
class NextView:
    """The one next step. ``posts``: the button begins a course, so it is a form's."""

    heading: Markup
    hints: tuple[str, ...]
    href: str
    button: str
    posts: bool


@dataclass(frozen=True)
class RenewalView:
    """The next time something is to be done, when nothing is to be done now."""

    day: date
    name: str


@dataclass(frozen=True)
class RefresherCard:
    """A question that waits, some time after a course."""

    course: Markup
    completed_on: date
    href: str


@dataclass(frozen=True)
class HomeView:
    """The learner's own page."""

    next_step: NextView | None
    renewal: RenewalView | None
    done: int
    total: int
    requirements: tuple[TaskView, ...]
    certificates: tuple[TaskView, ...]


def home_view(
    lines: Sequence[CourseLine],
    requirements: Sequence[OwnRequirement],
    certificates: Sequence[tuple[TrainingRecord, Markup]],
    today: date,
) -> HomeView:
    """Put the page together. ``certificates``: one's records, each with its course's title."""
    ordered = sorted(requirements, key=_urgency)
    by_course = {line.course.id: line for line in lines}
    counted = [found for found in ordered if found.status in COUNTED]
    return HomeView(
        next_step=_next_step(lines, ordered, by_course),
        renewal=_renewal(ordered),
        done=sum(found.status not in MISSING for found in counted),
        total=len(counted),
        requirements=tuple(_requirement_task(found, by_course) for found in ordered),
        certificates=tuple(_certificate_task(*found, today) for found in certificates),
    )


def refresher_card(asked: Asked) -> RefresherCard:
    """The way to a question that waits."""
    found = asked.refresher
    path = refresher_path(found.record_id, found.days)
    return RefresherCard(course_title(asked.course), found.completed_on, page_url(path))


def longest_by_course(records: Iterable[TrainingRecord]) -> list[TrainingRecord]:
    """The record that holds longest for each course, the first to run out first."""
    best: dict[str, TrainingRecord] = {}
    for record in records:
        other = best.get(record.course_id)
        if other is None or _end(record) > _end(other):
            best[record.course_id] = record
    return sorted(best.values(), key=lambda record: (_end(record), record.course_id))


def _end(record: TrainingRecord) -> date:
    return record.valid_until or date.max


def _urgency(found: OwnRequirement) -> tuple[int, date, str]:
    day = found.valid_until if found.status not in MISSING else found.due
    return URGENCY.index(found.status), day or date.max, found.requirement_code


def _next_step(
    lines: Sequence[CourseLine],
    ordered: Sequence[OwnRequirement],
    by_course: Mapping[str, CourseLine],
) -> NextView | None:
    """What is under way and asked for; then what is asked for; then anything else under way."""
    asked = [found for found in ordered if found.status in MISSING | {Status.EXPIRING}]
    wanted = [(found, _course_for(found, by_course)) for found in asked]
    for _found, line in wanted:
        if line is not None and line.progress is not None:
            return _continue(line)
    for found, line in wanted:
        if line is not None:
            return _begin(found, line, counts_from(ordered, line.course.id))
    underway = (line for line in lines if line.progress is not None)
    return next((_continue(line) for line in underway), None)


def _continue(line: CourseLine) -> NextView:
    progress = line.progress
    assert progress is not None  # noqa: S101 - asked for by both callers
    course = line.course
    path = addresses.step_path(course.id, progress.spot)
    hints = [place_text(progress), _minutes_left(progress.minutes_left)]
    if progress.missed_modules:
        path = addresses.repeat_path(course.id)
        hints = [_("Gå igenom det du missade i repetitionen.")]
    if progress.returning:
        count = len(progress.returning)
        path = addresses.again_path(course.id)
        hints = [ngettext("En fråga kommer tillbaka.", "%(count)d frågor kommer tillbaka.", count)]
        hints = [hints[0] % {"count": count}]
    heading = Markup(_("Fortsätt med %(course)s")) % {  # noqa: S704 - our own sentence
        "course": course_title(course)
    }
    return NextView(heading, tuple(hints), page_url(path), _("Fortsätt"), posts=False)


def _minutes_left(minutes: int) -> str:
    return ngettext("Ungefär %(count)d minut kvar.", "Ungefär %(count)d minuter kvar.", minutes) % {
        "count": minutes
    }


def _begin(found: OwnRequirement, line: CourseLine, counted: date | None) -> NextView:
    """Begin a course, or renew it: by repetition, unless training that old has ceased to count."""
    renews = found.status in {Status.LAPSED, Status.EXPIRING}
    record = line.record
    repeats = renews and record is not None and (not counted or record.completed_on >= counted)
    sentence = _("Förnya %(course)s") if renews else _("Börja med %(course)s")
    heading = Markup(sentence) % {  # noqa: S704 - our own sentence
        "course": course_title(line.course)
    }
    dates = _date_hints(found)
    if repeats:
        hints = (repetition_text(size(line.course)), *dates)
        href = page_url(addresses.repeat_path(line.course.id))
        return NextView(heading, hints, href, _("Starta repetitionen"), posts=True)
    hints = (minutes_text(line.course.minutes), *dates)
    href = page_url(addresses.course_path(line.course.id))
    return NextView(heading, hints, href, _("Starta"), posts=True)


def _renewal(ordered: Sequence[OwnRequirement]) -> RenewalView | None:
    ends = [
        RenewalView(found.valid_until, named(found.requirement_name))
        for found in ordered
        if found.valid_until is not None and found.status is Status.VALID
    ]
    return min(ends, key=lambda renewal: renewal.day, default=None)


def _course_for(found: OwnRequirement, by_course: Mapping[str, CourseLine]) -> CourseLine | None:
    """The course to take for a requirement: one begun before one that is not."""
    lines = [by_course[course] for course in sorted(found.accepts) if course in by_course]
    begun = [line for line in lines if line.progress is not None]
    return next(iter(begun or lines), None)


def _requirement_task(found: OwnRequirement, by_course: Mapping[str, CourseLine]) -> TaskView:
    line = _course_for(found, by_course)
    hints = [*_date_hints(found)]
    if line is not None and line.progress is not None:
        hints.insert(0, place_text(line.progress))
    elif line is None and found.status in MISSING:
        hints.append(_("Utbildningen tas inte här. Fråga din chef."))
    href = page_url(addresses.course_path(line.course.id)) if line else ""
    return TaskView(Link(href, named(found.requirement_name)), tuple(hints), _status(found))


def _date_hints(found: OwnRequirement) -> tuple[str, ...]:
    if found.status in {Status.OVERDUE, Status.STARTED, Status.NOT_STARTED} and found.due:
        return (_("Klar senast %(day)s.") % {"day": day_text(found.due)},)
    if found.status in {Status.VALID, Status.EXPIRING} and found.valid_until:
        return (_("Gäller till och med %(day)s.") % {"day": day_text(found.valid_until)},)
    if found.status is Status.LAPSED and found.valid_until:
        return (_("Gällde till och med %(day)s.") % {"day": day_text(found.valid_until)},)
    return ()


def _status(found: OwnRequirement) -> StatusView:
    until = day_short(found.valid_until)
    text = {
        Status.EXEMPT: _("Undantagen"),
        Status.VALID: _("Klar"),
        Status.EXPIRING: _("Går ut %(day)s") % {"day": until},
        Status.LAPSED: _("Gick ut %(day)s") % {"day": until},
        Status.OVERDUE: _("Skulle ha varit klar %(day)s") % {"day": day_short(found.due)},
        Status.STARTED: _("Påbörjad"),
        Status.NOT_STARTED: _("Ej påbörjad"),
        Status.NOT_REQUIRED: _("Ingår inte"),
    }[found.status]
    return StatusView(found.status.value, text)


def _certificate_task(record: TrainingRecord, title: Markup, today: date) -> TaskView:
    until = record.valid_until
    hint = (
        _("Gäller till och med %(day)s. Visa och skriv ut.") % {"day": day_text(until)}
        if until
        else _("Gäller tills vidare. Visa och skriv ut.")
    )
    href = page_url(addresses.certificate_path(record.id))
    return TaskView(Link(href, title), (hint,), record_status(record, today))
