"""Pure: under which headings a report stands, and what may be written there."""

from collections.abc import Mapping
from enum import StrEnum

from api.errors import RuleBroken

LONGEST = 4000
LONGEST_DIARY_NUMBER = 60


class Heading(StrEnum):
    """A summary, the action plan's goals and areas in their order, and what is to be decided."""

    SUMMARY = "summary"
    GOALS = "goals"
    COOPERATION = "cooperation"
    CIVIL_SOCIETY = "civil_society"
    METHODS = "methods"
    ORGANISATION = "organisation"
    COMPETENCE = "competence"
    INDIVIDUALS = "individuals"
    RELATIVES = "relatives"
    FOLLOW_UP = "follow_up"
    DECISIONS = "decisions"


Texts = Mapping[Heading, str]


def written(texts: Mapping[Heading, str]) -> dict[Heading, str]:
    """Give the texts as they are kept: trimmed, line ends alike, none that is empty.

    Raises RuleBroken("report_text_too_long").
    """
    found = {heading: _tidy(texts.get(heading, "")) for heading in Heading}
    for heading, text in found.items():
        if len(text) > LONGEST:
            raise RuleBroken("report_text_too_long", {"most": LONGEST, "heading": heading})
    return {heading: text for heading, text in found.items() if text}


def _tidy(text: str) -> str:
    return "\n".join(text.replace("\x00", "").splitlines()).strip()
