"""What the page of Word templates shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from api.clock import stockholm_day
from api.reports.templates.service import FOR_ALL, Choices, TemplateLine
from web.coverage.wording import name_choice, named
from web.i18n import gettext as _
from web.parts import Choice
from web.render import page_url


@dataclass(frozen=True)
class TemplateView:
    """A template in the list."""

    of: Markup | str
    name: str
    uploaded: date
    file_url: str
    remove_url: str


@dataclass(frozen=True)
class TemplatesView:
    """The page: what there is, and for whom one can be uploaded."""

    templates: tuple[TemplateView, ...]
    choices: tuple[Choice, ...]


def templates_view(lines: Sequence[TemplateLine], choices: Choices) -> TemplatesView:
    """Write the page."""
    for_all = (Choice(FOR_ALL, _("Alla rapporter")),) if choices.for_all else ()
    units = (name_choice(unit.code, unit.name) for unit in choices.units)
    return TemplatesView(tuple(map(_template, lines)), (*for_all, *units))


def _template(line: TemplateLine) -> TemplateView:
    path = f"/rapporter/mallar/{line.id}"
    return TemplateView(
        of=named(line.unit.name) if line.unit else _("Alla rapporter"),
        name=line.name,
        uploaded=stockholm_day(line.uploaded_at),
        file_url=page_url(f"{path}.docx"),
        remove_url=page_url(f"{path}/ta-bort"),
    )
