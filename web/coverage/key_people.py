"""What /nyckelpersoner shows: per unit who is appointed, and how many are trained."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from api.access.actor import Actor
from api.access.permissions import Permission
from api.coverage import matrix
from api.coverage import service as coverage
from api.coverage.figures import KeyPeople, KeyPeopleRow, KeyPersonRow
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from api.organisation import service as organisation
from api.organisation.tree import Tree
from api.people import service as people
from web.coverage.wording import named
from web.i18n import gettext as _
from web.i18n import ngettext, number_text

# Where a key person appointed to the unit itself stands, among ids of the units below it.
THE_UNIT_ITSELF = 0


@dataclass(frozen=True)
class PersonView:
    """A key person, and for which units below the one of the list."""

    name: str
    units: str
    trained: bool


@dataclass(frozen=True)
class GroupView:
    """A unit and its key people. ``gap``: it has none."""

    label: str | Markup
    text: str
    people: tuple[PersonView, ...]
    gap: bool


@dataclass(frozen=True)
class KeyPeopleView:
    """The whole page. ``named``: how many are shown by name, for the log."""

    unit_id: int
    unit_code: str
    unit_name: Markup
    municipality: bool
    day: date
    appointed: str
    trained: str
    gaps: int
    groups: tuple[GroupView, ...]
    hidden: int
    named: int


def find(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    day: date | None,
    rules: CoverageRules,
) -> KeyPeopleView | None:
    """Read the page; None when there is no unit to begin with."""
    tree = organisation.tree(session, on=rules.today)
    if not unit_code:
        scope = people.scope_in(
            session, actor, Permission.KEY_PEOPLE_READ, tree=tree, on=rules.today
        )
        tops = matrix.tops(tree, scope)
        if not tops:
            return None
        unit_code = tops[0].code
    if day is not None:
        tree = organisation.tree(session, on=day)
    on = day or rules.today
    told = coverage.key_people(session, actor, unit_code=unit_code, on=on, rules=rules)
    return key_people_view(told, tree)


def key_people_view(told: KeyPeople, tree: Tree) -> KeyPeopleView:
    """Write the page."""
    total = told.rows[0]
    shown = [person for person in told.people if not person.hidden]
    groups = tuple(_groups(told, shown, tree))
    return KeyPeopleView(
        unit_id=told.unit.id,
        unit_code=told.unit.code,
        unit_name=named(told.unit.name),
        municipality=tree.root is not None and tree.root.id == told.unit.id,
        day=told.on,
        appointed=number_text(total.appointed),
        trained=number_text(total.trained),
        gaps=sum(group.gap for group in groups),
        # Stable: within the two kinds the order of the tree stands.
        groups=tuple(sorted(groups, key=lambda group: not group.gap)),
        hidden=len(told.people) - len(shown),
        named=len(shown),
    )


def _groups(told: KeyPeople, shown: Sequence[KeyPersonRow], tree: Tree) -> Iterable[GroupView]:
    parts = {row.unit_id: row for row in told.rows[1:]}
    homes: dict[int, list[KeyPersonRow]] = {}
    for person in shown:
        for home in sorted({_home(unit.id, parts, tree) for unit in person.units}):
            homes.setdefault(home, []).append(person)
    for unit_id, row in parts.items():
        yield _group(named(row.unit_name), row, homes.get(unit_id, []))
    if told.direct.appointed or not parts:
        label = named(told.unit.name)
        if parts:
            label = escape(_("Direkt för %(unit)s")) % {"unit": label}
        yield _group(label, told.direct, homes.get(THE_UNIT_ITSELF, []))


def _home(unit_id: int, parts: Iterable[int], tree: Tree) -> int:
    """Give the part that the unit is, or lies in."""
    above = {unit.id for unit in tree.ancestors(unit_id)} | {unit_id}
    return next((part for part in parts if part in above), THE_UNIT_ITSELF)


def _group(label: Markup, row: KeyPeopleRow, people: Sequence[KeyPersonRow]) -> GroupView:
    trained = ngettext(
        "%(trained)s av %(appointed)s utsedd är utbildad.",
        "%(trained)s av %(appointed)s utsedda är utbildade.",
        row.appointed,
    ) % {"trained": number_text(row.trained), "appointed": number_text(row.appointed)}
    return GroupView(
        label=label,
        text=trained if row.appointed else _("Ingen är utsedd."),
        people=tuple(
            PersonView(
                name=person.name or "",
                units=", ".join(unit.name for unit in person.units),
                trained=bool(person.trained),
            )
            for person in sorted(people, key=lambda person: bool(person.trained))
        ),
        gap=not row.appointed,
    )
