"""Editions opened once and kept: parsing a course costs more than everything else a page does."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from api.catalogue.editions import open_edition
from api.catalogue.schema import Course

_CAPACITY = 64


class Shelf:
    """Courses by content hash. An edition never changes, so nothing kept here can be stale."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        """Keep at most `capacity` editions; the one longest unused makes room."""
        self._capacity = capacity
        self._courses: OrderedDict[str, Course] = OrderedDict()
        self._lock = Lock()

    def take(self, content_hash: str, read: Callable[[], str]) -> Course:
        """Return the course with this hash; `read` fetches its JSON when it is not kept.

        Raises TamperedEditionError when what was read is not what was published.
        """
        with self._lock:
            kept = self._courses.get(content_hash)
            if kept is not None:
                self._courses.move_to_end(content_hash)
                return kept
        # Read outside the lock: two threads may both do it, which is harmless and never blocks.
        course = open_edition(read(), content_hash)
        with self._lock:
            self._courses[content_hash] = course
            while len(self._courses) > self._capacity:
                self._courses.popitem(last=False)
        return course
