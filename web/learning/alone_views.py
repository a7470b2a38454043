"""What a step's page shows when its question stands alone: in a repetition, or as a refresher."""

from collections.abc import Collection
from dataclasses import replace

from api.learning.grading import Grade
from api.learning.progress import Onward, Progress, Stop, spot_of
from api.learning.service import Submitted
from api.refreshers.mails import refresher_path
from api.refreshers.service import Asked
from web.i18n import gettext as _
from web.learning import addresses
from web.learning.check_views import CheckView
from web.learning.reading import Reading
from web.learning.step_views import (
    Keeping,
    Role,
    StepItem,
    StepView,
    step_view,
)
from web.learning.wording import course_text
from web.parts import Link
from web.render import page_url

HOME = "/mina-utbildningar"


def in_repetition(view: StepView, found: Reading) -> StepView:
    """The page of a step as a question of the repetition under way, if it is one."""
    progress = found.progress
    if progress is None or found.placed.step.id not in progress.scope.drawn:
        return view
    here = [spot_of(check) for check in progress.checks].index(found.spot)
    return replace(
        view,
        role=Role.REPETITION,
        number=here + 1,
        total=len(progress.checks),
        back=Link(view.course.href, _("Tillbaka till kursen")),
        check=_led_through(view.check, found),
        steps=_questions(progress, here),
    )


def refresher_view(
    asked: Asked, *, grade: Grade | None = None, chosen: Collection[str] = (), error: str = ""
) -> StepView:
    """The page of a refresher: to answer, with an error, or answered."""
    found = Reading(asked.course, asked.check, None, signed_in=True, returned=False, record=None)
    done = Submitted(grade, asked.course, Onward(Stop.END)) if grade else None
    view = step_view(found, submitted=done, chosen=chosen, error=error)
    refresher = asked.refresher
    home = page_url(HOME)
    check = view.check
    if check and check.outcome:
        onward = Link(home, _("Till Mina utbildningar"))
        check = replace(check, outcome=replace(check.outcome, onward=onward))
    return replace(
        view,
        role=Role.REFRESHER,
        back=Link(home, _("Tillbaka till Mina utbildningar")),
        check=check,
        steps=(),
        keeping=Keeping.ONLY_ASKED,
        action=page_url(refresher_path(refresher.record_id, refresher.days)),
    )


def _led_through(check: CheckView | None, found: Reading) -> CheckView | None:
    """A miss does not come back in a repetition: it leads through its module."""
    if check is None or check.outcome is None:
        return check
    missed = check.outcome.comes_back
    module = course_text(found.placed.module.title) if missed else None
    outcome = replace(check.outcome, comes_back=False, leads_through=module, read_on="")
    return replace(check, outcome=outcome)


def _questions(progress: Progress, here: int) -> tuple[StepItem, ...]:
    items = []
    for position, check in enumerate(progress.checks):
        done = "done" if check.step.id in progress.results else ""
        path = addresses.step_path(progress.course.id, spot_of(check))
        state = "now" if position == here else done
        items.append(StepItem(course_text(check.step.title), page_url(path), state))
    return tuple(items)
