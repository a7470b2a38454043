"""The words of a report for what its frozen figures name by code."""

from api.organisation.models import UnitKind
from api.reports.headings import Heading
from api.texts import N_
from web.coverage import wording
from web.i18n import gettext as _

HEADINGS = {
    Heading.SUMMARY: N_("Sammanfattning"),
    Heading.GOALS: N_("Handlingsplanens mål"),
    Heading.COOPERATION: N_("Samverkan med andra aktörer"),
    Heading.CIVIL_SOCIETY: N_("Civilsamhället"),
    Heading.METHODS: N_("Metodutveckling och omvärldsanalys"),
    Heading.ORGANISATION: N_("Organisering av det förebyggande arbetet"),
    Heading.COMPETENCE: N_("Kompetensutveckling"),
    Heading.INDIVIDUALS: N_("Stöd till individer"),
    Heading.RELATIVES: N_("Stöd till anhöriga"),
    Heading.FOLLOW_UP: N_("Uppföljning"),
    Heading.DECISIONS: N_("Förslag till beslut"),
}
LEVELS = {
    "generell": N_("Generell: alla barn och unga"),
    "specifik": N_("Specifik: riskgrupper"),
    "individinriktad": N_("Individinriktad: en enskild person"),
}


def heading_text(heading: Heading) -> str:
    """Name a heading."""
    return _(HEADINGS[heading])


def kind_head(kind: UnitKind) -> str:
    """Name a kind of unit, at the head of a line or a column."""
    return wording.kind_text(kind).capitalize()


def level_and_whom(level: str) -> str:
    """Name a level of prevention, and whom it is for."""
    return _(LEVELS[level])
