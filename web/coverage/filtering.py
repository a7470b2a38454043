"""The filters as the page /tackning shows them: what can be chosen, what is on, and what it means."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.people.models import Employment
from web.coverage.filters import Filters, employment_names, level_names
from web.coverage.reading import Found
from web.coverage.wording import name_choice
from web.i18n import gettext as _
from web.parts import Choice, Link

DEEPER = "\N{EM SPACE}"


@dataclass(frozen=True)
class FiltersView:
    """``on``: each filter in force, and the page without it. ``meanings``: a sentence each."""

    units: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    level: str
    employments: tuple[Choice, ...]
    employment: str
    key_people: bool
    counts_some: bool
    on: tuple[Link, ...]
    meanings: tuple[str, ...]
    clear_url: str


def filters_view(found: Found) -> FiltersView:
    """Write the filters."""
    state, filters = found.state, found.state.filters
    names = _names(filters)
    return FiltersView(
        units=tuple(_units(found)),
        levels=_options(_("Alla nivåer"), level_names()),
        level=filters.level,
        employments=_options(_("Alla anställningar"), employment_names()),
        employment=filters.employment or "",
        key_people=filters.key_people,
        counts_some=filters.counts_some,
        on=tuple(
            Link(state.filtered(filters.without(name)).url, text) for name, text in names.items()
        ),
        meanings=tuple(_meanings(found)),
        clear_url=state.filtered(Filters()).url,
    )


def _options(everything: str, names: dict[str, str]) -> tuple[Choice, ...]:
    return (Choice("", everything), *(Choice(code, name) for code, name in names.items()))


def _units(found: Found) -> Iterable[Choice]:
    """Give the units one may go to; the one shown is always among them."""
    here, choices = found.coverage.unit, found.overview.choices
    if all(choice.unit.id != here.id for choice in choices):
        yield name_choice(here.code, here.name)
    for choice in choices:
        yield name_choice(choice.unit.code, DEEPER * choice.depth + choice.unit.name)


def _names(filters: Filters) -> dict[str, str]:
    """Name the filters that are on, by their names in the address."""
    names = {
        "niva": level_names().get(filters.level, ""),
        "nyckel": _("Nyckelpersoner") if filters.key_people else "",
        "anstallning": employment_names().get(filters.employment or "", ""),
    }
    return {name: text for name, text in names.items() if text}


def whom(filters: Filters) -> str:
    """Name the only ones counted; empty where everybody is."""
    if not filters.employment:
        return _("nyckelpersoner") if filters.key_people else ""
    employed = employment_names()[filters.employment].lower()
    if filters.key_people:
        return _("nyckelpersoner som är %(employed)s") % {"employed": employed}
    return employed


def _meanings(found: Found) -> Iterable[str]:
    filters, smallest = found.state.filters, found.rules.small_group
    if filters.level:
        yield _("Bara nivån %(level)s: krav som godtar minst en kurs på den preventionsnivån.") % {
            "level": level_names()[filters.level].lower()
        }
    if filters.key_people:
        yield _("Bara nyckelpersoner: hur många av dem som omfattas som är utbildade.")
    if filters.employment:
        yield _employment_meaning(filters.employment)
        if smallest > 1:
            yield _(
                "Siffrorna visas bara om ingen grupp är mindre än %(smallest)d personer. Det gäller "
                "både dem som räknas och dem som inte gör det, i enheten, i enheterna bredvid och i "
                "alla enheter ovanför."
            ) % {"smallest": smallest}


def _employment_meaning(employment: Employment) -> str:
    return {
        Employment.PERMANENT: _(
            "Bara tillsvidareanställda: den räknas som omfattas genom en tjänst tills vidare."
        ),
        Employment.TEMPORARY: _(
            "Bara visstidsanställda: den räknas som omfattas genom en tjänst på viss tid."
        ),
        Employment.HOURLY: _(
            "Bara timavlönade: den räknas som omfattas genom en tjänst med timlön. Krav som inte "
            "nämner timavlönade gäller dem inte."
        ),
    }[employment]
