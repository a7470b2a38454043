"""A course frozen as text: its canonical JSON, the hash of that, and the way back."""

import json
from hashlib import sha256

from api.catalogue.schema import Course


class TamperedEditionError(ValueError):
    """A stored edition is no longer the text that its hash names."""


def canonical_json(course: Course) -> str:
    """Return the one text that stands for this content: sorted keys, no defaults, no file paths.

    Leaving defaults out lets the schema grow an optional field without making a new edition of
    every course.
    """
    return json.dumps(
        course.model_dump(mode="json", exclude_defaults=True),
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )


def content_hash(course: Course) -> str:
    """Return the SHA-256 of the canonical JSON as hex: equal exactly when the content is."""
    return hash_of(canonical_json(course))


def hash_of(content: str) -> str:
    """Return the SHA-256 of stored canonical JSON as hex."""
    return sha256(content.encode()).hexdigest()


def from_json(content: str) -> Course:
    """Return the course that this canonical JSON stands for.

    Raises pydantic's ValidationError when it is not a course.
    """
    return Course.model_validate_json(content)


def open_edition(content: str, expected_hash: str) -> Course:
    """Return the course of a stored edition.

    Raises TamperedEditionError when a single byte differs from what was published.
    """
    if hash_of(content) != expected_hash:
        raise TamperedEditionError(expected_hash)
    return from_json(content)
