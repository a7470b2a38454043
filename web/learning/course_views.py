"""What a course's own page shows."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from api.catalogue.schema import Course
from api.learning.progress import WHOLE, Progress, first_spot
from api.learning.repetition import size
from api.learning.service import Place
from api.records.models import TrainingRecord
from web.i18n import EASY, ENGLISH, SWEDISH, language, ngettext
from web.i18n import gettext as _
from web.learning import addresses
from web.learning.views import (
    SourceView,
    TaskView,
    module_task,
    place_text,
    record_status,
    repetition_text,
    sources_view,
)
from web.learning.wording import course_text
from web.parts import Link
from web.render import page_url


@dataclass(frozen=True)
class TextLink:
    """The same course in other words. ``lang``: the language of the words and of the label."""

    href: str
    label: str
    lang: str


@dataclass(frozen=True)
class CourseView:
    """A course's own page. ``state``: visitor, new, underway, returning, missed, done or again (renewal).

    ``repeats``: what is under way is a repetition. ``repeat``: where one begins, empty if none may.
    """

    title: str
    heading: Markup
    state: str
    minutes: int
    minutes_left: int
    onward: Link
    place: str
    returning: int
    record: Link | None
    valid_until: date | None
    may_repeat: bool
    repeats: bool
    repeat: str
    repetition: str
    questions: int
    modules: tuple[TaskView, ...]
    purpose: str
    owner: str
    reviewed_on: date
    validity: str
    sources: tuple[SourceView, ...]
    start: str
    together: str
    sign_in: str
    texts: tuple[TextLink, ...]
    exercises: tuple[Link, ...]


def course_view(
    place: Place,
    record: TrainingRecord | None,
    today: date,
    *,
    signed_in: bool,
    may_renew_by_repetition: bool = False,
) -> CourseView:
    """A course's own page."""
    course, progress = place.course, place.progress
    state = _course_state(place, record, today, signed_in=signed_in, counts=may_renew_by_repetition)
    path = addresses.course_path(course.id)
    return CourseView(
        title=course.title,
        heading=course_text(course.title),
        state=state,
        minutes=course.minutes,
        minutes_left=progress.minutes_left if progress else course.minutes,
        onward=_onward(course, progress, state),
        place=place_text(progress) if progress else "",
        returning=len(progress.returning) if progress else 0,
        record=_certificate(record),
        valid_until=record.valid_until if record else None,
        may_repeat=place.record is None,
        repeats=progress is not None and progress.scope != WHOLE,
        repeat=page_url(addresses.repeat_path(course.id)) if may_renew_by_repetition else "",
        repetition=repetition_text(size(course)),
        questions=size(course),
        modules=tuple(module_task(course, module, progress) for module in course.modules),
        purpose=course.purpose,
        owner=course.owner,
        reviewed_on=course.reviewed_on,
        validity=_validity(course.validity_months),
        sources=sources_view(course.sources),
        start=page_url(path),
        together=page_url(addresses.together_path(course.id)) if signed_in else "",
        sign_in=addresses.sign_in_url(path),
        texts=_texts(course),
        exercises=tuple(
            Link(page_url(addresses.exercise_path(each.id)), course_text(each.title))
            for each in course.exercises
        )
        if signed_in
        else (),
    )


def _course_state(
    place: Place, record: TrainingRecord | None, today: date, *, signed_in: bool, counts: bool
) -> str:
    if not signed_in:
        return "visitor"
    if place.progress is not None and place.progress.missed_modules:
        return "missed"
    if place.progress is not None:
        return "returning" if place.progress.returning else "underway"
    if record is None:
        return "new"
    if place.record is not None:
        return "done"
    # A record that no repetition can renew counts no more, however long it holds: a retake.
    holds = record_status(record, today).kind == "valid" and counts
    return "done" if holds else "again"


def _onward(course: Course, progress: Progress | None, state: str) -> Link:
    if state == "returning":
        return Link(page_url(addresses.again_path(course.id)), "")
    if state == "missed":
        return Link(page_url(addresses.repeat_path(course.id)), "")
    if progress is not None:
        return Link(page_url(addresses.step_path(course.id, progress.spot)), "")
    first = first_spot(course)
    return Link(page_url(addresses.module_path(course.id, first.module_id)), "")


def _texts(course: Course) -> tuple[TextLink, ...]:
    """The other words the course stands in; each label is in its own language."""
    labels = ((SWEDISH, "Vanlig svenska"), (EASY, "Lättläst svenska"), (ENGLISH, "English"))
    return tuple(
        TextLink(
            addresses.course_in(course.id, each),
            label,
            ENGLISH if each == ENGLISH else SWEDISH,
        )
        for each, label in labels
        if each != language() and (each == SWEDISH or course.speaks(each))
    )


def _certificate(record: TrainingRecord | None) -> Link | None:
    if record is None:
        return None
    return Link(page_url(addresses.certificate_path(record.id)), "")


def _validity(months: int | None) -> str:
    if months is None:
        return _("Intyget gäller tills vidare.")
    return ngettext(
        "Intyget gäller i %(count)d månad.", "Intyget gäller i %(count)d månader.", months
    ) % {"count": months}
