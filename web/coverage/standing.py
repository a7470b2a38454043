"""How one person stands towards one requirement, in a word with its shape and a hint."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from api.coverage.figures import PersonStatus, RequirementStatus
from api.coverage.words import Status
from web.coverage.wording import named
from web.i18n import day_short, day_text, ngettext
from web.i18n import gettext as _

MUST_ACT = frozenset(
    {Status.EXPIRING, Status.LAPSED, Status.OVERDUE, Status.STARTED, Status.NOT_STARTED}
)


@dataclass(frozen=True)
class StandingView:
    """A status: the kind (shape and fill), its word, a hint, and what it is about."""

    requirement: Markup
    kind: str
    text: str
    hint: str


def must_act(told: RequirementStatus) -> bool:
    """Whether something is to be done, sooner or later."""
    return told.status in MUST_ACT


def date_to_act(told: RequirementStatus) -> date:
    """Give the day that the row is ordered by: when it went out, goes out, or is due."""
    by_record = told.status in {Status.LAPSED, Status.EXPIRING}
    return (told.valid_until if by_record else told.due) or date.max


def standing_view(told: RequirementStatus, on: date, *, is_today: bool) -> StandingView:
    """Write a status. Distances in days are told of today only; of other days, the date."""
    text, hint = _words(told, on, is_today=is_today)
    return StandingView(named(told.requirement_name), told.status.value, text, hint)


def status_words() -> Mapping[Status | None, str]:
    """Name each status, without its day."""
    return {
        Status.EXEMPT: _("Undantagen"),
        Status.VALID: _("Klar"),
        Status.EXPIRING: _("Går ut"),
        Status.LAPSED: _("Gick ut"),
        Status.OVERDUE: _("Försenad"),
        Status.STARTED: _("Ej påbörjad"),
        Status.NOT_STARTED: _("Ej påbörjad"),
        Status.NOT_REQUIRED: _("Omfattas inte"),
    }


def _words(told: RequirementStatus, on: date, *, is_today: bool) -> tuple[str, str]:
    if told.status is Status.EXEMPT:
        return _("Undantagen"), ""
    if told.status in {Status.LAPSED, Status.EXPIRING} and told.valid_until:
        return _words_of_end(told.status, told.valid_until, on, is_today=is_today)
    if told.status is Status.OVERDUE:
        return _("Försenad"), _("Skulle ha varit klar %(day)s") % {"day": day_text(told.due)}
    if told.status in {Status.NOT_STARTED, Status.STARTED}:
        return _("Ej påbörjad"), _("Klar senast %(day)s") % {"day": day_text(told.due)}
    if told.valid_until is None:
        return _("Klar"), _("Gäller tills vidare")
    return _("Klar"), _("Gäller till och med %(day)s") % {"day": day_text(told.valid_until)}


def _words_of_end(status: Status, until: date, on: date, *, is_today: bool) -> tuple[str, str]:
    day = {"day": _near(until, on)}
    if status is Status.LAPSED:
        return _("Gick ut %(day)s") % day, _days_ago((on - until).days) if is_today else ""
    return _("Går ut %(day)s") % day, _in_days((until - on).days) if is_today else ""


def _near(day: date, on: date) -> str:
    """A short date; with its year where another one could be meant."""
    return day_short(day) if day.year == on.year else day_text(day)


def _days_ago(days: int) -> str:
    return ngettext(
        "Gick ut för %(count)d dag sedan", "Gick ut för %(count)d dagar sedan", days
    ) % {"count": days}


def _in_days(days: int) -> str:
    if days == 0:
        return _("I dag är sista dagen")
    return ngettext("Om %(count)d dag", "Om %(count)d dagar", days) % {"count": days}


def not_asked(person: PersonStatus) -> StandingView:
    """Say why nothing is asked of a person."""
    if person.away:
        return StandingView(Markup(), "na", _("Borta på heltid"), "")
    return StandingView(Markup(), "na", _("Omfattas inte"), "")
