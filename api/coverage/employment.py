"""Pure: coverage of those with one form of employment, and when it may be shown (Small groups).

Somebody counts in a unit by an employment when **some one post with that employment**, in the unit's
subtree, makes them required (or exempt). How they stand is told of the whole person. Whoever has posts
of two forms counts by both, as somebody with posts in two units counts in both.

A filtered figure says two things: how many it counts, and, beside the unfiltered one, how many it leaves
out. So the **groups** of a cell are, for each employment, those counted by it and those counted by others
alone. A cell is *sound* when it is shown unfiltered and each of its groups, of the required and of the
exempt, is empty or holds at least N. Then, for one day and requirement:

- a root is shown if it is sound;
- the parts of a unit (its children and the part directly under it: a *family*) are shown if the unit is
  and every part of the family is sound. **All of a family or nothing**: there is no line of those merged.

The same for all employments at once, so that the choice says nothing of any one of them, and whoever asks.

Why nothing follows. In a family that is shown all is known, and all of it is sound. In one that is not,
every part is unknown. Two parts with people in them can trade a person of one employment for one of
another in silence: the family's sums stand, and so does each part's sum over the employments. So no figure
there follows from exact sums but those that are the parent's own (a family with one part, or an employment
that is nobody's in the parent), and these are sound as the parent is. Below it hangs a
family of its own that is not shown either. Each root is a matter of its own, as no sum is shown over two.
``tests/property/test_employment.py`` tries it.

**Key people with an employment** are told of where moreover the key people of each cell, and the others,
would be sound each as if there were nobody else; families as above. For how many key people there are is
told of every cell that is shown unfiltered: where all in a unit are, and the unit above has none of one
employment, the unit has nobody of it, and its figures can be taken from the filtered one above.

How key people stand, by each status, is told of a cell only to who may name everybody in it. How many of
them there are is told of every cell that is shown, so a unit may be known to have no others, and how all in
it stand is how its key people stand. Taken from those of the unit above, large as they are, that leaves the
few of the unit beside it. There are no sizes here to hide behind.

Left open, as in ``withholding``: who counts twice. The size of those who count by two employments in one
cell may follow from what is shown, as that of those counted in several units is shown.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date

from api.coverage.counting import figures_of, on_day
from api.coverage.facts import PersonFacts
from api.coverage.figures import Figures
from api.coverage.ledger import VALUES
from api.coverage.matrix import minus
from api.coverage.terrain import Terrain
from api.coverage.words import Counts, placed

NOBODY = Counts()
Key = tuple[int, int]
"""Unit (``-id``: directly under it) and requirement."""
Tally = tuple[Figures, Mapping[str, Figures]]
"""The figures of some people: of them all, and of those who count by each employment."""


def count(
    terrain: Terrain, persons: Iterable[PersonFacts], on: date
) -> tuple[Figures, dict[str, Figures]]:
    """Count every unit and requirement on the day, each person once in each: all, and by employment."""
    day = on.toordinal()
    everybody: dict[Key, int] = defaultdict(int)
    by_employment: dict[str, dict[Key, int]] = defaultdict(lambda: defaultdict(int))
    for person in persons:
        for requirement_id, _, _, flags, units in on_day(terrain, person, day):
            _add(everybody, units, requirement_id, flags)
            for employment, some in _counted_in(terrain, person, requirement_id, on).items():
                _add(by_employment[employment], some, requirement_id, flags)
    return figures_of(everybody), {form: figures_of(sums) for form, sums in by_employment.items()}


def _add(sums: dict[Key, int], units: Iterable[int], requirement_id: int, flags: int) -> None:
    for unit_id in units:
        sums[unit_id, requirement_id] += VALUES[flags]


def _counted_in(
    terrain: Terrain, person: PersonFacts, requirement_id: int, on: date
) -> dict[str, set[int]]:
    """Find the units in which somebody whom the requirement asks counts, by the posts' employment."""
    day = on.toordinal()
    units: dict[str, set[int]] = {}
    for post in placed(person, on):
        for piece in terrain.asked(post).get(requirement_id, ()):
            if piece.holds(day):
                units.setdefault(post.employment, set()).update(piece.units)
    return units


def shown(
    parent: Callable[[int], int | None],
    everybody: Figures,
    by_employment: Mapping[str, Figures],
    withheld: Collection[Key],
    small_group: int,
) -> frozenset[Key]:
    """Find the cells whose filtered figures may be shown, of whole trees from their roots down.

    ``parent`` gives the unit that a unit or part is a part of. ``everybody``: the unfiltered figures, of
    which the cells ``withheld`` are not shown.
    """
    sound = {
        key
        for key, counts in everybody.items()
        if key not in withheld and _is_sound(key, counts, by_employment, small_group)
    }
    families: dict[tuple[int | None, int], list[Key]] = defaultdict(list)
    for unit_id, requirement_id in everybody:
        families[parent(unit_id), requirement_id].append((unit_id, requirement_id))
    roots = [key for (above, _), keys in families.items() if above is None for key in keys]
    found = [key for key in roots if key in sound]
    for key in found:
        family = families.get(key, [])
        if sound.issuperset(family):
            found.extend(family)
    return frozenset(found)


def _is_sound(
    key: Key, everybody: Counts, by_employment: Mapping[str, Figures], small_group: int
) -> bool:
    return not any(
        0 < group < small_group
        for figures in by_employment.values()
        for group in groups(everybody, figures.get(key, NOBODY))
    )


def shown_of_key_people(
    parent: Callable[[int], int | None],
    everybody: Tally,
    key_people: Tally,
    withheld: Collection[Key],
    small_group: int,
) -> frozenset[Key]:
    """Find the cells whose key people with an employment may be told of, of whole trees."""
    unsound = {
        key
        for some in (key_people, _less(everybody, key_people))
        for key, counts in some[0].items()
        if not _is_sound(key, counts, some[1], small_group)
    }
    return shown(parent, *everybody, unsound.union(withheld), small_group)


def _less(everybody: Tally, some: Tally) -> Tally:
    """The figures of the others."""
    return _left(everybody[0], some[0]), {
        form: _left(figures, some[1].get(form, {})) for form, figures in everybody[1].items()
    }


def _left(figures: Figures, others: Figures) -> Figures:
    return {key: minus(counts, others.get(key, NOBODY)) for key, counts in figures.items()}


def groups(everybody: Counts, counted: Counts) -> Iterator[int]:
    """Give the sizes of the groups that a filtered figure tells of: those counted, those left out."""
    yield counted.required
    yield counted.exempt
    yield everybody.required - counted.required
    yield everybody.exempt - counted.exempt
