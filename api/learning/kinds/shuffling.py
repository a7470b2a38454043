"""Pure: an order of options that looks like chance and is the same for one attempt every time."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


def shuffled(things: Sequence[T], seed: str, name: Callable[[T], str]) -> tuple[T, ...]:
    """Return the things in the order that the seed gives them by their names."""
    return tuple(sorted(things, key=lambda each: sha256(f"{seed}/{name(each)}".encode()).digest()))


def disordered(things: Sequence[T], seed: str, name: Callable[[T], str]) -> tuple[T, ...]:
    """Return the things shuffled, but never in the order they came: that would be the answer."""
    found = shuffled(things, seed, name)
    return (*found[1:], found[0]) if found == tuple(things) else found
