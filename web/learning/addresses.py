"""The addresses of the courses' pages, in the language of the request."""

from api.learning.progress import Onward, Spot, Stop
from api.learning.service import Place
from api.publishing.telling import SHORT_HASH
from web.i18n import SWEDISH
from web.render import page_url, way_back

# Stand where a module's id would: no module may have these ids (catalogue.rules.TAKEN_BY_PAGES).
AGAIN, EDITIONS, REPEAT = "igen", "utgavor", "repetera"
BEFORE, AFTER = "fore", "efter"
SURENESS, QUESTIONS = "matt", "fragor"
TOGETHER, PRESENT = "tillsammans", "vilka"


def course_path(course_id: str) -> str:
    """A course, without language."""
    return f"/kurser/{course_id}"


def course_in(course_id: str, language: str) -> str:
    """A course's address in a language, whatever the request's is."""
    return course_path(course_id) if language == SWEDISH else f"/{language}{course_path(course_id)}"


def module_path(course_id: str, module_id: str) -> str:
    """A module's first page, without language."""
    return f"/kurser/{course_id}/{module_id}"


def step_path(course_id: str, spot: Spot) -> str:
    """A step, without language."""
    return f"/kurser/{course_id}/{spot.module_id}/{spot.step_id}"


def before_path(course_id: str) -> str:
    """The question that is put before a course, without language."""
    return f"/kurser/{course_id}/{BEFORE}"


def after_path(course_id: str) -> str:
    """Where the question that is put after a course is answered, without language."""
    return f"/kurser/{course_id}/{AFTER}"


def sureness_path(course_id: str) -> str:
    """How sure staff feel before and after a course, without language."""
    return f"/kurser/{course_id}/{SURENESS}"


def questions_path(course_id: str) -> str:
    """How a course's questions go, without language."""
    return f"/kurser/{course_id}/{QUESTIONS}"


def together_path(course_id: str, spot: Spot | None = None) -> str:
    """A course, or a step of it, on the wall of a staff meeting; without language."""
    step = f"/{spot.module_id}/{spot.step_id}" if spot else ""
    return f"/kurser/{course_id}/{TOGETHER}{step}"


def present_path(course_id: str) -> str:
    """Who was there when a course was gone through together, without language."""
    return f"/kurser/{course_id}/{TOGETHER}/{PRESENT}"


def again_path(course_id: str) -> str:
    """The page of the questions that come back, without language."""
    return f"/kurser/{course_id}/{AGAIN}"


def editions_url(course_id: str) -> str:
    """The page of a course's editions."""
    return page_url(f"/kurser/{course_id}/{EDITIONS}")


def repeat_path(course_id: str) -> str:
    """Where a repetition begins, and what was missed in it, without language."""
    return f"/kurser/{course_id}/{REPEAT}"


def onward_path(course_id: str, onward: Onward) -> str:
    """Where the way onward leads, without language."""
    if onward.spot is None:
        return course_path(course_id)
    if onward.stop is Stop.MODULE:
        return module_path(course_id, onward.spot.module_id)
    if onward.stop is Stop.AGAIN:
        return again_path(course_id)
    if onward.stop is Stop.MISSED:
        return repeat_path(course_id)
    return step_path(course_id, onward.spot)


def exercise_path(exercise_id: str) -> str:
    """A conversation to practise or a transcript to code, without language."""
    return f"/ova/{exercise_id}"


def fault_subject(*ids: str, edition_hash: str) -> str:
    """What a mail about a fault in a text is headed: which text, by its ids and edition, and no name."""
    text = " / ".join(ids)
    return f"{text} ({edition_hash[:SHORT_HASH]})" if edition_hash else text


def place_path(place: Place) -> str:
    """The saved place, without language: at the beginning of a module it is the module's first page."""
    course_id, progress = place.course.id, place.progress
    if progress is None:
        return course_path(course_id)
    spot = progress.spot
    module = place.course.module(spot.module_id)
    begins = module and progress.scope.covers(module) and module.steps[0].id == spot.step_id
    if begins and not progress.results:
        return module_path(course_id, spot.module_id)
    return step_path(course_id, spot)


def certificate_path(record_id: int | None) -> str:
    """The certificate of a record, without language."""
    return f"/intyg/{record_id}"


def sign_in_url(path: str) -> str:
    """Signing in, and back to a page."""
    return page_url("/logga-in", vidare=way_back(path))
