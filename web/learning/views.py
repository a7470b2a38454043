"""What the pages about courses and modules show."""

from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from api.catalogue.schema import Course, Graded, Module, Source
from api.learning.progress import ModuleState, Progress, Spot, spot_of
from api.learning.service import CourseLine, Place
from api.records.models import TrainingRecord
from api.records.validity import EARLY_RENEWAL_DAYS
from web.i18n import day_short, day_text, ngettext
from web.i18n import gettext as _
from web.learning import addresses
from web.learning.wording import course_text
from web.parts import Link
from web.render import page_url


@dataclass(frozen=True)
class StatusView:
    """A status: the word's kind (shape and fill) and its text."""

    kind: str
    text: str


@dataclass(frozen=True)
class TaskView:
    """A row of a task list."""

    link: Link
    hints: tuple[str, ...]
    status: StatusView | None


@dataclass(frozen=True)
class SourceView:
    """A source with the day somebody last made sure of it."""

    text: Markup
    url: str
    reviewed: str
    law: bool


@dataclass(frozen=True)
class ModuleView:
    """A module's first page."""

    title: str
    course_title: str
    heading: Markup
    course: Link
    number: int
    total: int
    minutes: int
    steps: int
    intro: str
    goals: tuple[Markup, ...]
    content_note: Markup | None
    state: str
    onward: str


def sources_view(sources: tuple[Source, ...]) -> tuple[SourceView, ...]:
    """The sources of a course or a step."""
    return tuple(
        SourceView(course_text(s.text), s.url or "", day_text(s.reviewed_on), s.law)
        for s in sources
    )


def record_status(record: TrainingRecord, today: date) -> StatusView:
    """How a record stands today."""
    until = record.valid_until
    if until is None or until > today + timedelta(days=EARLY_RENEWAL_DAYS):
        return StatusView("valid", _("Klar"))
    if until < today:
        return StatusView("lapsed", _("Gick ut %(day)s") % {"day": day_short(until)})
    return StatusView("expiring", _("Går ut %(day)s") % {"day": day_short(until)})


def course_status(line: CourseLine, today: date) -> StatusView:
    """How the reader stands in a course: what holds stands before what is under way."""
    held = line.record and record_status(line.record, today)
    if held and held.kind == "valid":
        return held
    if line.progress is not None:
        return StatusView("started", _("Påbörjad"))
    return held or StatusView("not_started", _("Ej påbörjad"))


def minutes_text(minutes: int) -> str:
    """How long something takes."""
    return ngettext("Tar ungefär %(count)d minut.", "Tar ungefär %(count)d minuter.", minutes) % {
        "count": minutes
    }


def repetition_text(questions: int) -> str:
    """What a repetition is and how long it takes."""
    return ngettext(
        "Repetera: %(count)d fråga, ungefär %(count)d minut.",
        "Repetera: %(count)d frågor, ungefär %(count)d minuter.",
        questions,
    ) % {"count": questions}


def place_text(progress: Progress) -> str:
    """Where the saved place is, for a hint."""
    if progress.scope.drawn:
        return _("Du är på fråga %(number)d av %(total)d i repetitionen.") % {
            "number": [spot_of(check) for check in progress.checks].index(progress.spot) + 1,
            "total": len(progress.checks),
        }
    module = progress.course.module(progress.spot.module_id)
    assert module is not None  # noqa: S101 - the place lies in its edition
    number = next(i for i, s in enumerate(module.steps, 1) if s.id == progress.spot.step_id)
    return _("Du är på steg %(number)d av %(total)d i %(module)s.") % {
        "number": number,
        "total": len(module.steps),
        "module": module.title,
    }


def course_task(line: CourseLine, today: date, *, signed_in: bool) -> TaskView:
    """A course as a row of a list."""
    course = line.course
    hints = [minutes_text(course.minutes)]
    if line.progress is not None:
        hints.append(place_text(line.progress))
    if line.record is not None and line.record.valid_until is not None:
        until = day_text(line.record.valid_until)
        hints.append(_("Ditt intyg gäller till och med %(day)s.") % {"day": until})
    return TaskView(
        Link(page_url(addresses.course_path(course.id)), course_text(course.title)),
        tuple(hints),
        course_status(line, today) if signed_in else None,
    )


def module_view(place: Place, module: Module) -> ModuleView:
    """A module's first page: the way into it leads to what is not yet done."""
    course, progress = place.course, place.progress
    state = progress.state(module) if progress else ModuleState.NOT_STARTED
    step = module.steps[0]
    if progress and state is ModuleState.STARTED:
        step = next(s for s in module.steps if not progress.done(module, s))
    return ModuleView(
        title=module.title,
        course_title=course.title,
        heading=course_text(module.title),
        course=Link(page_url(addresses.course_path(course.id)), course_text(course.title)),
        number=course.modules.index(module) + 1,
        total=len(course.modules),
        minutes=module.minutes,
        steps=len(module.steps),
        intro=module.intro,
        goals=tuple(course_text(goal) for goal in module.goals),
        content_note=course_text(module.content_note) if module.content_note else None,
        state=state.value,
        onward=page_url(addresses.step_path(course.id, Spot(module.id, step.id))),
    )


def _module_status(state: ModuleState) -> StatusView:
    if state is ModuleState.DONE:
        return StatusView("valid", _("Klar"))
    if state is ModuleState.STARTED:
        return StatusView("started", _("Påbörjad"))
    return StatusView("not_started", _("Ej påbörjad"))


def module_task(course: Course, module: Module, progress: Progress | None) -> TaskView:
    """A module as a row of a list."""
    checks = sum(isinstance(step, Graded) for step in module.steps)
    counts = ngettext(
        "%(steps)d steg, varav %(count)d fråga.", "%(steps)d steg, varav %(count)d frågor.", checks
    ) % {"steps": len(module.steps), "count": checks}
    return TaskView(
        Link(page_url(addresses.module_path(course.id, module.id)), course_text(module.title)),
        (minutes_text(module.minutes), counts),
        _module_status(progress.state(module))
        if progress and progress.scope.covers(module)
        else None,
    )
