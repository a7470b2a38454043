"""Pure: the persons that a people file makes, and what it says of those who are known already."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from api.imports.plan import PersonChange, Row
from api.imports.problems import Problem
from api.imports.reading import Table


class PersonHeld(NamedTuple):
    """A person as known now."""

    id: int
    name: str
    email: str
    protected: bool


class PersonWanted(NamedTuple):
    """A person as the file has them. None: the file does not say."""

    name: str
    email: str | None
    protected: bool | None
    row: int


@dataclass(frozen=True)
class Roll:
    """Everybody in the file, who of them is new, and what becomes other than it was."""

    wanted: Mapping[str, PersonWanted]
    new: frozenset[str]
    changes: tuple[PersonChange, ...]


def roll_of(rows: Iterable[Row], known: Mapping[str, PersonHeld]) -> Roll:
    """Gather the persons of the rows. Rows of one person agree, or ``disagreements`` says so."""
    wanted: dict[str, PersonWanted] = {}
    for row in rows:
        employee_id = str(row.group[0])
        if employee_id not in wanted:
            name, email, protected = row.beside
            wanted[employee_id] = PersonWanted(
                str(name),
                None if email is None else str(email),
                None if protected is None else bool(protected),
                row.number,
            )
    changes = (
        change
        for employee_id, person in wanted.items()
        if employee_id in known
        for change in _changes(employee_id, person, known[employee_id])
    )
    return Roll(wanted, frozenset(wanted.keys() - known.keys()), tuple(changes))


def _changes(employee_id: str, wanted: PersonWanted, held: PersonHeld) -> Iterator[PersonChange]:
    masked = held.protected or bool(wanted.protected)
    for column, before, after in (
        ("name", held.name, wanted.name),
        ("email", held.email, wanted.email),
        ("protected", held.protected, wanted.protected),
    ):
        if after is not None and after != before:
            yield PersonChange(employee_id, wanted.row, column, before, after, masked)


def disagreements(table: Table) -> Iterator[Problem]:
    """Find rows that say another name, address or protection of a person than an earlier row.

    It reads the cells themselves, so that a row with other faults is checked as well.
    """
    if "employee_id" not in table.header:
        return
    at = table.header.index("employee_id")
    for column, alike in (("name", _words), ("email", str.casefold), ("protected", _flag)):
        if column not in table.header:
            continue
        place = table.header.index(column)
        said: dict[str, tuple[str, int]] = {}
        for number, cells in table.lines:
            text = alike(cells[place])
            first, row = said.setdefault(cells[at], (text, number))
            if text != first and cells[at]:
                values = {"other_row": row}
                yield Problem(table.file, "person_disagrees", number, column, cells[place], values)


def _words(text: str) -> str:
    return " ".join(text.split())


def _flag(text: str) -> str:
    return text or "0"


def shared_addresses(file: str, roll: Roll, known: Mapping[str, PersonHeld]) -> Iterator[Problem]:
    """Find addresses that two persons would have: neither of them could sign in by it."""
    owners = {
        held.email.casefold(): employee_id
        for employee_id, held in known.items()
        if held.email and (employee_id not in roll.wanted or roll.wanted[employee_id].email is None)
    }
    for employee_id, person in roll.wanted.items():
        if not person.email:
            continue
        owner = owners.setdefault(person.email.casefold(), employee_id)
        if owner != employee_id:
            yield Problem(file, "email_shared", person.row, "email", person.email)
