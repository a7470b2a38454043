"""Importing a file twice changes nothing, whatever it holds; taking it back restores what was."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from api.access.actor import Actor
from api.db.maintenance import empty_all_tables
from api.db.session import Database
from api.imports import queries, service
from api.imports.comparing import Terms, compare
from api.imports.incoming import Circumstances, FileIn
from api.imports.kinds import KINDS
from api.imports.models import FileKind
from api.imports.plan import Held, Row
from api.imports.wording import PROBLEMS, say
from tests.conftest import FakeClock

OPERATOR = Actor.system("test")
CIRCUMSTANCES = Circumstances(FakeClock())
START = date(2025, 1, 1)
UNITS = b"code;name;kind;parent_code\nK;K;kommun;\nA;A;enhet;K\nB;B;enhet;K\n"
PEOPLE = b"employee_id;name;unit_code;title\n101;A;A;Kock\n102;B;B;Chef\n"
HEADER = "employee_id;name;email;unit_code;title;category;employment;manager;start;end;protected"

names = st.text("abcåäöé ';,\"=-", min_size=1, max_size=8).filter(lambda text: text.strip(" '=-"))
days = st.integers(0, 900).map(lambda offset: START + timedelta(offset))
lengths = st.none() | st.integers(0, 400)


@st.composite
def posts(draw: st.DrawFn, employee_id: int) -> list[tuple[object, ...]]:
    """A person's posts, in titles that keep them apart."""
    name = " ".join(draw(names).split())
    protected = draw(st.sampled_from(["", "0", "1"]))
    found: list[tuple[object, ...]] = []
    for number in range(draw(st.integers(1, 3))):
        first, length = draw(days), draw(lengths)
        last = "" if length is None else first + timedelta(length)
        unit, manager = draw(st.sampled_from("AB")), draw(st.sampled_from(["", "0", "1"]))
        category = draw(st.sampled_from(["", "Chef", "Kök"]))
        row = (f"1{employee_id}", name, "", unit, f"Titel {number}", category, "", manager)
        found.append((*row, first, last, protected))
    return found


@st.composite
def people_files(draw: st.DrawFn) -> bytes:
    count = draw(st.integers(1, 5))
    rows = [row for number in range(count) for row in draw(posts(number))]
    delimiter = draw(st.sampled_from(";,\t"))
    quoted = [
        delimiter.join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows
    ]
    whole = "\n".join([HEADER.replace(";", delimiter), *quoted]) + "\n"
    return whole.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252"])))


def take(database: Database, kind: FileKind, content: bytes) -> int:
    with database.writing() as session:
        file = FileIn(kind, "f.csv", content, whole=False)
        batch = service.apply(session, OPERATOR, file=file, circumstances=CIRCUMSTANCES)
        assert batch.id is not None
        return batch.id


def facts(database: Database) -> list[Any]:
    with database.reading() as session:
        held = queries.held(session, KINDS[FileKind.PEOPLE], queries.ids(session))
    return sorted([fact[1:] for fact in held], key=str)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=people_files(), second=people_files())
def test_a_file_twice_changes_nothing_and_undone_restores(
    bare_database: Database, first: bytes, second: bytes
) -> None:
    empty_all_tables(bare_database.engine)
    take(bare_database, FileKind.UNITS, UNITS)
    take(bare_database, FileKind.PEOPLE, first)
    with bare_database.reading() as session:
        file = FileIn(FileKind.PEOPLE, "f.csv", first)
        plan = service.rehearse(session, OPERATOR, file=file, circumstances=CIRCUMSTANCES)
    assert plan.empty
    before = facts(bare_database)
    if fits(bare_database, second):
        take_and_undo(bare_database, second)
    else:
        with pytest.raises(service.ImportRefused):
            take(bare_database, FileKind.PEOPLE, second)
    assert facts(bare_database) == before


def fits(database: Database, content: bytes) -> bool:
    """Whether a second file can be applied: its posts may overlap with those of the first."""
    with database.reading() as session:
        file = FileIn(FileKind.PEOPLE, "f.csv", content)
        plan = service.rehearse(session, OPERATOR, file=file, circumstances=CIRCUMSTANCES)
    assert {each.code for each in plan.problems} <= {"overlap_known"}
    return not plan.problems


def take_and_undo(database: Database, content: bytes) -> None:
    batch = take(database, FileKind.PEOPLE, content)
    with database.writing() as session:
        service.undo(session, OPERATOR, batch_id=batch, clock=CIRCUMSTANCES.clock)


starts = st.integers(0, 12).map(lambda month: date(2025 + month // 12, month % 12 + 1, 1))
chains = st.lists(
    st.tuples(starts, st.sampled_from("xyz")), min_size=1, max_size=4, unique_by=lambda one: one[0]
)


@given(held=chains, rows=chains, whole=st.booleans())
def test_a_chain_never_overlaps_and_settles_at_once(
    held: list[tuple[date, str]], rows: list[tuple[date, str]], *, whole: bool
) -> None:
    kind = KINDS[FileKind.UNITS]
    terms = Terms(kind, "f", "", whole, date(2025, 6, 15))
    wanted = [
        Row(n, ("U",), start, None, (name, "enhet", "K")) for n, (start, name) in enumerate(rows)
    ]
    already = compare(
        [Row(n, ("U",), start, None, (name, "enhet", "K")) for n, (start, name) in enumerate(held)],
        [],
        terms,
    )
    known = [Held(n, s.group, s.start, s.end, s.values) for n, s in enumerate(already.after)]
    found = compare(wanted, known, terms)
    assert found.problems == []
    spells = sorted(found.after, key=lambda spell: spell.start)
    for one, other in pairwise(spells):
        assert one.end is not None
        assert one.end < other.start
    again = compare(
        wanted, [Held(n, s.group, s.start, s.end, s.values) for n, s in enumerate(spells)], terms
    )
    assert again.steps == []


odd = st.sampled_from(
    [
        "",
        "K",
        "A",
        "101",
        "0101",
        "1",
        "0",
        "2026-01-01",
        "2025-13-01",
        "9999-12-31",
        "aldrig",
        "|",
        "kommun",
        "enhet",
        "extern",
        "hr",
        "uppgift",
        "extern",
        "a|b",
        "'=1",
        "x" * 300,
        "{row}",
        "ä",
    ]
)


@st.composite
def odd_files(draw: st.DrawFn) -> tuple[FileKind, bytes]:
    """Files of any kind with some of its columns, in any order, and anything in the cells."""
    kind = draw(st.sampled_from(list(KINDS.values())))
    columns = draw(st.permutations([column.name for column in kind.columns]))
    header = [*columns[draw(st.integers(0, 2)) :], *draw(st.lists(odd, max_size=1))]
    rows = draw(st.lists(st.lists(odd, min_size=len(header), max_size=len(header)), max_size=6))
    return kind.name, "\n".join(";".join(row) for row in [header, *rows]).encode()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(one=odd_files(), whole=st.booleans())
def test_whatever_a_file_holds_is_said_in_words(
    bare_database: Database, one: tuple[FileKind, bytes], *, whole: bool
) -> None:
    kind, content = one
    with bare_database.reading() as session:
        if not session.execute(text("SELECT count(*) FROM unit")).scalar_one():
            session.close()
            take(bare_database, FileKind.UNITS, UNITS)
            take(bare_database, FileKind.PEOPLE, PEOPLE)
        file = FileIn(kind, "f.csv", content, whole=whole, confirmed=True)
        plan = service.rehearse(session, OPERATOR, file=file, circumstances=CIRCUMSTANCES)
    for problem in (*plan.problems, *plan.warnings):
        assert problem.code in PROBLEMS
        assert say(problem).startswith("f.csv")
