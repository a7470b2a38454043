"""An edition is fetched and opened once, then kept while it is in use."""

import pytest

from api.catalogue.editions import TamperedEditionError, canonical_json, content_hash
from api.catalogue.schema import Course
from api.catalogue.shelf import Shelf
from tests.catalogue_samples import course


class Archive:
    """Counts how often an edition is fetched."""

    def __init__(self, *courses: Course) -> None:
        self.fetched: list[str] = []
        self._contents = {content_hash(found): canonical_json(found) for found in courses}

    def take(self, shelf: Shelf, wanted: Course) -> Course:
        digest = content_hash(wanted)

        def read() -> str:
            self.fetched.append(wanted.id)
            return self._contents[digest]

        return shelf.take(digest, read)


A, B, C = (course(course_id=course_id) for course_id in "abc")


def test_a_course_is_fetched_once() -> None:
    shelf, archive = Shelf(), Archive(A)
    assert archive.take(shelf, A) == A
    assert archive.take(shelf, A) == A
    assert archive.fetched == ["a"]


def test_the_one_longest_unused_makes_room() -> None:
    shelf, archive = Shelf(capacity=2), Archive(A, B, C)
    for wanted in (A, B, A, C, A, B):
        archive.take(shelf, wanted)
    assert archive.fetched == ["a", "b", "c", "b"]


def test_what_is_not_what_was_published_is_not_kept() -> None:
    shelf = Shelf()
    for _ in range(2):
        with pytest.raises(TamperedEditionError):
            shelf.take(content_hash(A), lambda: canonical_json(B))
