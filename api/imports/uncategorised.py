"""Pure: whom requirements by category pass over, because their titles belong to none."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from api.imports.problems import Problem


def remark(
    file: str,
    posts: Iterable[tuple[str, str, str]],
    categorised: AbstractSet[str],
    requirements: int,
) -> Problem | None:
    """Count the persons none of whose posts has a category, and their titles.

    ``posts`` are person, title and own category of the posts in force today; ``requirements`` the
    number of those in force that name categories.
    """
    titles: dict[str, set[str]] = {}
    reached: set[str] = set()
    for person, title, category in posts:
        if category or title in categorised:
            reached.add(person)
        else:
            titles.setdefault(person, set()).add(title)
    without = {person: names for person, names in titles.items() if person not in reached}
    if not without:
        return None
    values = {
        "persons": len(without),
        "titles": len(set().union(*without.values())),
        "requirements": requirements,
    }
    return Problem(file, "without_category" if requirements else "no_category", values=values)
