"""The month a page is about: read from its address."""

import re
from calendar import monthrange
from datetime import date

from api.coverage.lapses import Month
from api.errors import RuleBroken

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def read_month(text: str, today: date) -> Month:
    """Read a month: its days, of the present one those still to come. Raises RuleBroken("bad_month")."""
    found = MONTH.fullmatch(text.strip())
    if found is None or found[1] == "0000":
        raise RuleBroken("bad_month")
    year, month = int(found[1]), int(found[2])
    last = date(year, month, monthrange(year, month)[1])
    if last < today:
        raise RuleBroken("bad_month")
    return Month(max(last.replace(day=1), today), last)
