"""What /krav shows: each requirement in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.catalogue.schema import Course
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from api.people.models import Employment
from api.requirements import service as requirements
from api.requirements.service import Asked, Audience
from web.coverage.wording import named
from web.i18n import day_text, ngettext, percent_text
from web.i18n import gettext as _
from web.render import page_url


@dataclass(frozen=True)
class CourseView:
    """A course that a requirement accepts, and how long its certificate holds."""

    title: Markup
    href: str
    validity: str


@dataclass(frozen=True)
class RequirementView:
    """One requirement."""

    name: Markup
    audience: str | Markup
    courses: tuple[CourseView, ...]
    days: str
    earliest: str
    time: str
    goal: str


@dataclass(frozen=True)
class RequirementsView:
    """The whole page: what holds today, and what is to come."""

    in_force: tuple[RequirementView, ...]
    coming: tuple[RequirementView, ...]
    may_import: bool


def find(session: ReadSession, actor: Actor, *, rules: CoverageRules) -> RequirementsView:
    """Read the page."""
    asked = requirements.in_force_or_coming(session, actor, today=rules.today)
    courses = {each.course.id: each.course for each in catalogue.published(session, actor)}
    in_force = [each for each in asked if each.first_day <= rules.today]
    coming = [each for each in asked if each.first_day > rules.today]
    return RequirementsView(
        in_force=tuple(requirement_view(each, courses, rules) for each in in_force),
        coming=tuple(requirement_view(each, courses, rules) for each in coming),
        may_import=actor.may(Permission.IMPORT_WRITE),
    )


def requirement_view(
    asked: Asked, courses: Mapping[str, Course], rules: CoverageRules
) -> RequirementView:
    """Write a requirement in words."""
    goal = rules.goal if asked.goal is None else asked.goal
    return RequirementView(
        name=named(asked.name),
        audience=audience_text(asked.audience),
        courses=tuple(_course(course_id, courses) for course_id in asked.accepts),
        days=_days(asked.first_day, asked.last_day),
        earliest=day_text(asked.not_before) if asked.not_before else "",
        time=ngettext(
            "%(count)d dag från första dagen",
            "%(count)d dagar från första dagen",
            asked.days_to_complete,
        )
        % {"count": asked.days_to_complete},
        goal=percent_text(goal / 100),
    )


def _course(course_id: str, courses: Mapping[str, Course]) -> CourseView:
    """A course of ours, or one that is given elsewhere and has only its id here."""
    course = courses.get(course_id)
    if course is None:
        return CourseView(named(course_id), "", "")
    months = course.validity_months
    validity = _("gäller tills vidare")
    if months is not None:
        validity = ngettext("gäller i %(count)d månad", "gäller i %(count)d månader", months) % {
            "count": months
        }
    return CourseView(named(course.title), page_url(f"/kurser/{course.id}"), validity)


def audience_text(audience: Audience) -> Markup:
    """Say whom a requirement asks, in a sentence."""
    values = {
        "unit": named(audience.unit_name or _("en enhet som inte finns i dag")),
        "categories": named(listed(audience.categories)),
        "employments": listed([_employment(each) for each in audience.employments]),
    }
    return escape(_audience_pattern(audience)) % values


def _audience_pattern(audience: Audience) -> str:
    """Whole sentences, for word order is the language's own."""
    chosen = bool(audience.categories), bool(audience.employments)
    if audience.key_people_only:
        return {
            (False, False): _("Nyckelpersoner i %(unit)s, utom timavlönade."),
            (True, False): _(
                "Nyckelpersoner i %(unit)s med yrkesgrupp %(categories)s, utom timavlönade."
            ),
            (False, True): _("Nyckelpersoner i %(unit)s som är %(employments)s."),
            (True, True): _(
                "Nyckelpersoner i %(unit)s med yrkesgrupp %(categories)s som är %(employments)s."
            ),
        }[chosen]
    return {
        (False, False): _("Alla i %(unit)s, utom timavlönade."),
        (True, False): _("Alla i %(unit)s med yrkesgrupp %(categories)s, utom timavlönade."),
        (False, True): _("Alla i %(unit)s som är %(employments)s."),
        (True, True): _("Alla i %(unit)s med yrkesgrupp %(categories)s som är %(employments)s."),
    }[chosen]


def _employment(code: str) -> str:
    words = {
        Employment.PERMANENT: _("tillsvidareanställda"),
        Employment.TEMPORARY: _("visstidsanställda"),
        Employment.HOURLY: _("timavlönade"),
    }
    return words[Employment(code)]


def listed(words: Sequence[str]) -> str:
    """``a, b eller c``."""
    if len(words) <= 1:
        return "".join(words)
    return _("%(first)s eller %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _days(first: date, last: date | None) -> str:
    if last is None:
        return _("Från och med %(first)s") % {"first": day_text(first)}
    return _("%(first)s till och med %(last)s") % {
        "first": day_text(first),
        "last": day_text(last),
    }
