"""A retake: from a day on a requirement counts only training from that day on.

What the requirement asked before the day stays as it was, and no record is touched.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from api.db.facts import Entry, Fact, add, retract
from api.db.session import WriteSession
from api.requirements.models import RequirementPeriod

_ONE_DAY = timedelta(days=1)


def sharpen(
    session: WriteSession, period: RequirementPeriod, since: date, entry: Entry
) -> RequirementPeriod | None:
    """Change a period that holds on the day or later; None if it is as strict already.

    One that has begun by then is ended the day before, and what follows comes from no file: so no
    file can end it by leaving it out. One yet to begin is corrected, and stays with its source.
    """
    if period.not_before is not None and period.not_before >= since:
        return None
    own = replace(entry, feed=period.feed)
    retract(session, entry, [period])
    if period.first_day >= since:
        after = _copy(period, not_before=since)
        add(session, own, [after])
        return after
    add(session, own, [_copy(period, last_day=since - _ONE_DAY)])
    after = _copy(period, first_day=since, not_before=since)
    add(session, entry, [after])
    return after


def _copy(period: RequirementPeriod, **changed: object) -> RequirementPeriod:
    """Give a fact that says the same, but for what is changed."""
    said: dict[str, Any] = period.model_dump(exclude=set(Fact.model_fields))
    return RequirementPeriod(**{**said, **changed})
