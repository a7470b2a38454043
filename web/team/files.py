"""The unit's list as a file: where it is had, and how long it is."""

from dataclasses import dataclass
from urllib.parse import quote

from api.coverage.figures import RequirementRef
from web.i18n import ngettext, number_text
from web.render import page_url
from web.team.reading import Team


@dataclass(frozen=True)
class FilesView:
    """The list as a file, and how many rows it has."""

    csv_url: str
    workbook_url: str
    rows: str


def files_view(team: Team, chosen: RequirementRef | None) -> FilesView:
    """Say how long the file is before anybody asks for it."""
    # Towards one requirement everybody has one row, those it does not ask as well.
    count = len(team.people) if chosen else sum(person.lines for person in team.people)
    rows = ngettext("%(count)s rad", "%(count)s rader", count) % {"count": number_text(count)}
    return FilesView(
        csv_url=_url(team, chosen, "csv"),
        workbook_url=_url(team, chosen, "xlsx"),
        rows=rows,
    )


def _url(team: Team, chosen: RequirementRef | None, ending: str) -> str:
    day = team.asked.day
    return page_url(
        f"/enhet/{quote(team.unit.code, safe='')}.{ending}",
        dag=day.isoformat() if day else None,
        krav=chosen.code if chosen else None,
    )
