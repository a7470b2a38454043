"""The filters as the page /tackning shows them: what can be chosen, what is on, and what it means."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from api.coverage.narrowing import Group
from api.people.models import Employment
from web.coverage.filters import REQUIREMENT, Filters, employment_names, level_names
from web.coverage.reading import Found
from web.coverage.wording import name_choice
from web.i18n import gettext as _
from web.parts import Choice

DEEPER = "\N{EM SPACE}"


@dataclass(frozen=True)
class FilterOn:
    """A filter in force, and how it is taken off: where that leads, and its words."""

    name: str
    href: str
    text: str


@dataclass(frozen=True)
class FiltersOn:
    """The filters in force. ``meanings``: a sentence each."""

    on: tuple[FilterOn, ...]
    meanings: tuple[str, ...]
    clear_url: str


@dataclass(frozen=True)
class FiltersView:
    """What can be chosen, and what is."""

    units: tuple[Choice, ...]
    requirements: tuple[Choice, ...]
    requirement: str
    levels: tuple[Choice, ...]
    level: str
    employments: tuple[Choice, ...]
    employment: str
    key_people: bool
    counts_some: bool
    force: FiltersOn


def filters_view(found: Found) -> FiltersView:
    """Write the filters."""
    state, filters = found.state, found.state.filters
    requirements = _requirements(found)
    return FiltersView(
        units=tuple(_units(found)),
        requirements=(
            Choice("", _("Alla krav")),
            *(name_choice(code, name) for code, name in requirements.items()),
        ),
        requirement=filters.requirement,
        levels=_options(_("Alla nivåer"), level_names()),
        level=filters.level,
        employments=_options(_("Alla anställningar"), employment_names()),
        employment=filters.employment or "",
        key_people=filters.key_people,
        counts_some=filters.counts_some,
        force=filters_on(
            filters,
            found.rules.small_group,
            lambda others: state.filtered(others).url,
            requirement=requirements.get(filters.requirement, ""),
        ),
    )


def filters_on(
    filters: Filters,
    smallest: int,
    address: Callable[[Filters], str],
    *,
    requirement: str = "",
    about_people: bool = False,
) -> FiltersOn:
    """Write the filters in force; ``about_people``: only those by which some people are counted alone.

    ``address`` gives the page with other filters.
    """
    everything = Filters()
    if about_people:
        everything = Filters(filters.requirement, filters.level)
    left = {name for name, _value in everything.query}
    names = {name: text for name, text in _names(filters, requirement).items() if name not in left}
    return FiltersOn(
        on=tuple(
            FilterOn(
                text,
                address(filters.without(name)),
                _("visa alla krav") if name == REQUIREMENT else _("ta bort"),
            )
            for name, text in names.items()
        ),
        meanings=tuple(_meanings(filters, smallest, names)),
        clear_url=address(everything),
    )


def _requirements(found: Found) -> dict[str, str]:
    """Name the requirements one may choose; the one chosen is always among them."""
    chosen, known = found.state.filters.requirement, found.coverage.requirements
    names = {each.code: each.name for each in found.requirements}
    if chosen and chosen not in names:
        names[chosen] = next((each.name for each in known if each.code == chosen), chosen)
    return names


def _options(everything: str, names: dict[str, str]) -> tuple[Choice, ...]:
    return (Choice("", everything), *(Choice(code, name) for code, name in names.items()))


def _units(found: Found) -> Iterable[Choice]:
    """Give the units one may go to; the one shown is always among them."""
    here, choices = found.coverage.unit, found.overview.choices
    if all(choice.unit.id != here.id for choice in choices):
        yield name_choice(here.code, here.name)
    for choice in choices:
        yield name_choice(choice.unit.code, DEEPER * choice.depth + choice.unit.name)


def _names(filters: Filters, requirement: str) -> dict[str, str]:
    """Name the filters that are on, by their names in the address."""
    names = {
        REQUIREMENT: requirement or filters.requirement,
        "niva": level_names().get(filters.level, ""),
        "nyckel": _("Nyckelpersoner") if filters.key_people else "",
        "anstallning": employment_names().get(filters.employment or "", ""),
    }
    return {name: text for name, text in names.items() if text}


def whom(group: Group) -> str:
    """Name the only ones counted; empty where everybody is."""
    if not group.employment:
        return _("nyckelpersoner") if group.key_people else ""
    employed = employment_names()[group.employment].lower()
    if group.key_people:
        return _("nyckelpersoner som är %(employed)s") % {"employed": employed}
    return employed


def _meanings(filters: Filters, smallest: int, names: Mapping[str, str]) -> Iterable[str]:
    """Say what each of those named does."""
    if REQUIREMENT in names:
        yield _("Bara ett krav: hela sidan och filerna handlar om det.")
    if "niva" in names:
        yield _("Bara nivån %(level)s: krav som godtar minst en kurs på den preventionsnivån.") % {
            "level": names["niva"].lower()
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
