"""Pure: key people of a unit and its children, how many are trained, and those who may be named."""

from collections.abc import Collection, Mapping

from api.coverage.facts import Named
from api.coverage.figures import (
    HIDDEN_KEY_PERSON,
    KeyPeople,
    KeyPeopleRow,
    KeyPersonRow,
    UnitRef,
)
from api.coverage.matrix import Place
from api.coverage.roster import Viewer, unit_refs


def key_people(
    viewer: Viewer,
    place: Place,
    names: Collection[Named],
    appointed: Mapping[int, frozenset[int]],
    trained: frozenset[int],
) -> KeyPeople:
    """Put the answer together.

    ``appointed``: the units each person is key person for on the day, who are not away.
    ``trained``: those of them who are covered for all that requires them, and something does.
    """
    own = UnitRef(-place.unit.id, place.unit.code, place.unit.name)
    rows = [_row(place, unit, appointed, trained) for unit in (place.unit, *place.children)]
    inside = place.subtree(place.unit.id)
    shown: list[KeyPersonRow] = []
    hidden = 0
    for who in names:
        units = inside & appointed.get(who.id, frozenset())
        if told := viewer.told(who, units):
            shown.append(_named(who, unit_refs(place, told), is_trained=who.id in trained))
        elif viewer.sees_a_row(units):
            hidden += 1
    return KeyPeople(
        unit=place.unit,
        on=place.on,
        rows=tuple(rows),
        direct=_row(place, own, appointed, trained),
        people=(*shown, *[HIDDEN_KEY_PERSON] * hidden),
    )


def _row(
    place: Place,
    unit: UnitRef,
    appointed: Mapping[int, frozenset[int]],
    trained: frozenset[int],
) -> KeyPeopleRow:
    inside = place.subtree(unit.id)
    here = {person_id for person_id, units in appointed.items() if not inside.isdisjoint(units)}
    return KeyPeopleRow(unit.id, unit.code, unit.name, len(here), len(here & trained))


def _named(who: Named, units: tuple[UnitRef, ...], *, is_trained: bool) -> KeyPersonRow:
    return KeyPersonRow(who.id, who.employee_id, who.name, units, is_trained)
