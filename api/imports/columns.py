"""Pure: what a column is, and the readers that turn its text into a value."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.imports.problems import Unreadable

Value = str | int | date | None
Reader = Callable[[str], Value]

# An empty start means "always so"; a day before this is a slip of the hand.
BEGINNING = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
# What many staff systems write for "until further notice".
ENDLESS = {"9999-12-31", "99991231"}
LONGEST_EMAIL = 254
NEVER_LAPSES = "aldrig"
_DAY = re.compile(r"(\d{4})(-?)(\d{2})\2(\d{2})", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_CODE = re.compile(r"[\w.+:@-]+")


class Names(StrEnum):
    """What a code in a cell names."""

    COURSE = "course"
    PERSON = "person"
    REQUIREMENT = "requirement"
    UNIT = "unit"


@dataclass(frozen=True)
class Column:
    """A column of a file, and the field of the fact that it fills (none: it stands beside it).

    ``names`` says what the code names; the file's own ``makes`` it, or it must be known already.
    ``key_field`` and ``key``: what the value is compared by, and where that is kept, when it is not
    the value itself (titles).
    """

    name: str
    read: Reader
    field: str = ""
    required: bool = False
    empty: Value = ""
    names: Names | None = None
    makes: bool = False
    key_field: str = ""
    key: Callable[[str], str] | None = None


def words(most: int) -> Reader:
    """Read free words: spaces and line breaks made one, at most so many characters."""

    def read(text: str) -> str:
        found = " ".join(text.split())
        if len(found) > most:
            raise Unreadable("too_long", most=most, found=len(found))
        return found

    return read


def code(most: int = 60) -> Reader:
    """Read a code or id: no spaces, nor signs that an address could not carry."""

    def read(text: str) -> str:
        if len(text) > most:
            raise Unreadable("too_long", most=most, found=len(text))
        if not _CODE.fullmatch(text):
            raise Unreadable("code_shape")
        return text

    return read


def day(text: str) -> date:
    """Read a day, YYYY-MM-DD or YYYYMMDD."""
    found = _DAY.fullmatch(text)
    try:
        read = date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        read = None
    if read is None:
        raise Unreadable("day_shape")
    if not BEGINNING <= read <= LAST_DAY:
        raise Unreadable("day_range", first=BEGINNING, last=LAST_DAY)
    return read


def end_day(text: str) -> date | None:
    """Read a last day; the far day of some staff systems is an open end."""
    return None if text in ENDLESS else day(text)


def valid_until(text: str) -> Value:
    """Read a last valid day, or ``aldrig``. Empty is another thing: by the course's validity."""
    return NEVER_LAPSES if text.casefold() == NEVER_LAPSES or text in ENDLESS else day(text)


def yes_no(text: str) -> bool:
    """Read 0 or 1."""
    if text not in {"0", "1"}:
        raise Unreadable("zero_one")
    return text == "1"


def number(least: int, most: int) -> Reader:
    """Read a whole number within bounds."""

    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not least <= int(text) <= most:
            raise Unreadable("number_range", least=least, most=most)
        return int(text)

    return read


def percent(text: str) -> Value:
    """Read a percentage, with or without its sign."""
    return number(1, 100)(text.removesuffix("%").rstrip())


def one_of(members: type[StrEnum], *left_out: StrEnum) -> Reader:
    """Read one word of an enumeration, except those that no file may say."""
    known = {member.value: member for member in members if member not in left_out}

    def read(text: str) -> StrEnum:
        member = known.get(text.casefold())
        if member is None:
            raise Unreadable("not_among", known=", ".join(known))
        return member

    return read


def several(read_one: Reader, most: int, *, alike: Callable[[str], str] = str.casefold) -> Reader:
    """Read a ``|`` list: each once, in order, so that equal lists are equal texts.

    ``alike`` gives what two values must share to be one: words do not heed capitals, codes do.
    """

    def read(text: str) -> str:
        found: dict[str, str] = {}
        for part in filter(None, map(str.strip, text.split("|"))):
            value = str(read_one(part))
            found.setdefault(alike(value), value)
        joined = "|".join(sorted(found.values()))
        if not joined:
            raise Unreadable("list_empty")
        if len(joined) > most:
            raise Unreadable("too_long", most=most, found=len(joined))
        return joined

    return read


def email(text: str) -> str:
    """Read an address: enough to catch a slip; only a letter sent proves more."""
    if len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text):
        raise Unreadable("email_shape")
    return text
