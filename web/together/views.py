"""What a course shows on a wall."""

from dataclasses import dataclass

from markupsafe import Markup

from api.catalogue.schema import Course, Placed, Step
from api.errors import NotFound
from api.learning.progress import Spot, spot_of
from web.i18n import gettext as _
from web.learning import addresses
from web.learning.wording import course_text
from web.parts import Link
from web.render import page_url
from web.together.presenting import Presented, present

ANSWER = "svar"


@dataclass(frozen=True)
class StartView:
    """How a course is gone through together. ``present``: where those who were there are ticked."""

    title: str
    course: Link
    minutes: int
    first: str
    modules: tuple[Link, ...]
    present: str


@dataclass(frozen=True)
class WallView:
    """A step on the wall. ``onward`` without address: there is nothing after it for this reader."""

    title: str
    course_title: str
    heading: Markup
    module: Markup
    number: int
    total: int
    content_note: Markup | None
    step: Presented
    explains: bool
    start: Link
    previous: Link | None
    onward: Link


def start_view(course: Course, *, may_record: bool) -> StartView:
    """The page before the first step."""
    modules = tuple(
        Link(_wall_url(course, Spot(module.id, module.steps[0].id)), course_text(module.title))
        for module in course.modules
    )
    return StartView(
        title=course.title,
        course=Link(page_url(addresses.course_path(course.id)), course_text(course.title)),
        minutes=course.minutes,
        first=modules[0].href,
        modules=modules,
        present=_present_url(course) if may_record else "",
    )


def wall_view(course: Course, spot: Spot, *, explains: bool, may_record: bool) -> WallView:
    """A step of the course, asked or explained. Raises NotFound if the course has no such step."""
    placed = course.find(spot.module_id, spot.step_id)
    if placed is None:
        raise NotFound("step_unknown")
    module, step = placed
    shown = present(step)
    explains = explains and bool(shown.explained)
    number = module.steps.index(step) + 1
    return WallView(
        title=step.title,
        course_title=course.title,
        heading=course_text(step.title),
        module=course_text(module.title),
        number=number,
        total=len(module.steps),
        content_note=_note(placed) if number == 1 else None,
        step=shown,
        explains=explains,
        start=Link(page_url(addresses.together_path(course.id)), _("Avsluta genomgången")),
        previous=_previous(course, placed, explains=explains),
        onward=_onward(course, placed, shown, explains=explains, may_record=may_record),
    )


def _note(placed: Placed[Step]) -> Markup | None:
    note = placed.module.content_note
    return course_text(note) if note else None


def _previous(course: Course, placed: Placed[Step], *, explains: bool) -> Link | None:
    """From the explanation back to the question, else to the step before."""
    if explains:
        return Link(_wall_url(course, spot_of(placed)), _("Tillbaka till frågan"))
    steps = course.steps()
    position = steps.index(placed)
    return (
        Link(_wall_url(course, spot_of(steps[position - 1])), _("Föregående")) if position else None
    )


def _onward(
    course: Course, placed: Placed[Step], shown: Presented, *, explains: bool, may_record: bool
) -> Link:
    """First the explanation, then the next step, and after the last one who was there."""
    spot = spot_of(placed)
    if shown.explained and not explains:
        return Link(_wall_url(course, spot, visa=ANSWER), _("Visa förklaringen"))
    following = course.next_step(spot.module_id, spot.step_id)
    if following is not None:
        return Link(_wall_url(course, spot_of(following)), _("Nästa"))
    if may_record:
        return Link(_present_url(course), _("Vilka var med?"))
    return Link("", _("Det var sista steget. Be er chef att anteckna vilka som var med."))


def _wall_url(course: Course, spot: Spot, **query: str) -> str:
    return page_url(addresses.together_path(course.id, spot), **query)


def _present_url(course: Course) -> str:
    return page_url(addresses.present_path(course.id))
