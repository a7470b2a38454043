"""Column types that behave alike on both databases."""

from enum import StrEnum

from sqlalchemy import Enum

# What an id's column holds on both databases. SQLite's driver fails on far larger numbers.
LARGEST_ID = 2**31 - 1


def text_enum(kind: type[StrEnum]) -> Enum:
    """A StrEnum stored as plain text: adding a member then needs no migration of a database type."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )
