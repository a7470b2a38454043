"""What follows from units and requirements alone, kept in memory for as long as they stay.

They change seldom and are read on every page. Each state of theirs has a mark of its own
(``CoverageState.ground``), made anew when settling finds one of them touched; so whoever reads the mark
first is never told of a ground that is no more. A writer between two settlements, and a database without
a mark, keep nothing.
"""

from bisect import bisect_right
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from api.coverage import queries
from api.coverage.facts import Ground, Terms
from api.coverage.lie import Lie, lie_on
from api.coverage.terrain import Terrain
from api.db.session import ReadSession, is_writer
from api.organisation import service as organisation
from api.organisation.tree import Tree

MOST_GROUNDS = 4  # States of the ground, the latest read; tests and a few databases share them.
MOST_DAYS = 64  # Days of which the tree is kept, the latest read.


@dataclass
class Kept:
    """One state of the ground: what has been read of it so far."""

    _trees: "OrderedDict[date, Tree]" = field(default_factory=OrderedDict)
    _terms: tuple[Terms, ...] | None = None
    _ground: Ground | None = None
    _terrain: Terrain | None = None
    _lies: dict[date, Lie] = field(default_factory=dict)

    def tree(self, session: ReadSession, on: date) -> Tree:
        """Give the tree of a day."""
        if (found := self._trees.get(on)) is None:
            found = self._trees[on] = organisation.tree(session, on=on)
            while len(self._trees) > MOST_DAYS:
                self._trees.popitem(last=False)
        return found

    def terms(self, session: ReadSession) -> tuple[Terms, ...]:
        """Give every period of every requirement."""
        if self._terms is None:
            self._terms = queries.terms(session)
        return self._terms

    def ground(self, session: ReadSession) -> Ground:
        """Give all that holds for everybody, titles' categories included."""
        if self._ground is None:
            self._ground = queries.ground(session)
        return self._ground

    def terrain(self, session: ReadSession) -> Terrain:
        """Give it made ready for many persons: what is worked out for one serves whoever asks next."""
        if self._terrain is None:
            self._terrain = Terrain(self.ground(session))
        return self._terrain

    def lie(self, session: ReadSession, on: date) -> Lie:
        """Give how units lay on a day: the same for all days between two changes."""
        ground = self.ground(session)
        turns = ground.ordered_turns
        place = bisect_right(turns, on)
        key = turns[place - 1] if place else date.min
        if (found := self._lies.get(key)) is None:
            found = self._lies[key] = lie_on(ground, on)
        return found


_grounds: "OrderedDict[str, Kept]" = OrderedDict()


def kept(session: ReadSession) -> Kept:
    """What is kept of the ground as it stands now (one query). A writer reads anew."""
    return Kept() if is_writer(session) else kept_by(queries.ground_mark(session))


def kept_by(mark: str | None) -> Kept:
    """As ``kept``, by the mark; for settling too: what the session has changed bears its own."""
    if mark is None:
        return Kept()
    found = _grounds.setdefault(mark, Kept())
    with suppress(KeyError):  # Another thread may just have let it go.
        _grounds.move_to_end(mark)
    while len(_grounds) > MOST_GROUNDS:
        _grounds.popitem(last=False)
    return found
