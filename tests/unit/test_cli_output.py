"""What the command line prints."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

from api.cli.output import (
    Progress,
    changes_json,
    changes_table,
    coverage_csv,
    coverage_json,
    coverage_table,
    import_report,
)
from api.coverage.changes import Change, Changes, Counted, Kind
from api.coverage.figures import Cell, RequirementRef, UnitCoverage, UnitRef
from api.imports.models import FileKind
from api.imports.plan import Plan
from api.imports.problems import Problem

DAY = date(2026, 11, 22)


def changes() -> Changes:
    change = Change(
        UnitRef(-1, "K", "Kommunen"),
        RequirementRef(1, "GRUND", "Grund", 90),
        before=Counted(9, 7, 0),
        after=Counted(8, 7, 1),
        kinds=(Kind.EXEMPTIONS, Kind.RECORDS_ADDED),
    )
    then = datetime(2026, 1, 2, 9, tzinfo=UTC)
    return Changes(UnitRef(1, "K", "Kommunen"), DAY, then, (change,))


class Terminal(StringIO):
    """Text that believes it is a terminal."""

    def isatty(self) -> bool:
        return True


def cell(unit: str = "K", name: str = "=Kommunen", **figures: object) -> Cell:
    given: dict[str, object] = {
        "required": 3,
        "covered": 2,
        "within_time": 1,
        "key_required": 1,
        "key_covered": 0,
        "exempt": 4,
        **figures,
    }
    return Cell(1, unit, name, "GRUND", "Grund", 90, **given)  # type: ignore[arg-type]


def withheld() -> Cell:
    nothing = dict.fromkeys(
        ("required", "covered", "within_time", "key_required", "key_covered", "exempt")
    )
    return cell("B", "Liten", **nothing, suppressed=True)


def coverage(*rows: Cell, known_at: datetime | None = None) -> UnitCoverage:
    return UnitCoverage(
        unit=UnitRef(1, "K", "Kommunen"),
        on=DAY,
        known_at=known_at,
        above=(),
        children=(),
        requirements=(RequirementRef(1, "GRUND", "Grund", 90),),
        rows=rows,
        direct=(),
        several=(),
        merged=(),
    )


class TestProgress:
    def test_a_pipe_hears_nothing(self) -> None:
        pipe = StringIO()
        Progress("rader", pipe)(5, 10)
        assert pipe.getvalue() == ""

    def test_a_terminal_sees_one_line_renewed(self) -> None:
        terminal = Terminal()
        progress = Progress("rader", terminal)
        progress(5, 10)
        progress(10, 10)
        assert terminal.getvalue() == "\r5 / 10 rader\r10 / 10 rader\n"

    def test_no_more_than_a_hundred_times(self) -> None:
        terminal = Terminal()
        progress = Progress("rader", terminal)
        for done in range(100_001):
            progress(done, 100_000)
        assert terminal.getvalue().count("\r") <= 102

    def test_nothing_to_do_is_not_shown(self) -> None:
        terminal = Terminal()
        Progress("rader", terminal)(0, 0)
        assert terminal.getvalue() == ""


class TestCoverage:
    def test_table(self) -> None:
        told = coverage_table(coverage(cell(), withheld()))
        assert told == (
            "K Kommunen, 2026-11-22\n"
            "unit  name       requirement  required   covered  share  in time  key  exempt\n"
            "K     =Kommunen  GRUND               3         2   66 %        1  0/1       4\n"
            "B     Liten      GRUND        withheld  withheld\n"
        )

    def test_table_says_as_known_when(self) -> None:
        told = coverage_table(coverage(cell(), known_at=datetime(2026, 1, 2, 9, tzinfo=UTC)))
        assert told.startswith("K Kommunen, 2026-11-22, known at 2026-01-02T09:00:00+00:00\n")

    def test_table_of_nobody(self) -> None:
        assert "Nobody is required here" in coverage_table(coverage())

    def test_nobody_required_has_a_dash(self) -> None:
        assert " – " in coverage_table(coverage(cell(required=0, covered=0)))

    def test_json_has_the_shape_of_the_api(self) -> None:
        text = coverage_json(coverage(cell(), withheld()))
        told = json.loads(text)
        assert text.endswith("}\n")
        assert list(told) == ["unit", "on", "rows"]
        assert told["rows"][0]["share"] == 2 / 3
        assert told["rows"][1]["suppressed"] is True
        assert told["rows"][1]["required"] is None

    def test_csv_defuses_formulas_and_keeps_shares_whole(self) -> None:
        text = coverage_csv(coverage(cell(), withheld()))
        first, second = csv.DictReader(StringIO(text, newline=""), delimiter=";")
        assert text.endswith("\r\n")
        assert (first["unit_name"], first["share"]) == ("'=Kommunen", str(2 / 3))
        assert (second["required"], second["suppressed"]) == ("", "1")


class TestChanges:
    def test_table_tells_only_what_differs_as_a_move(self) -> None:
        told = changes_table(changes())
        assert told == (
            "K Kommunen, 2026-11-22, now and as known at 2026-01-02T09:00:00+00:00\n"
            "unit  name                 requirement  required  covered  exempt  through\n"
            "K     Kommunen (directly)  GRUND          9 -> 8        7  0 -> 1"
            "  exemptions, records added\n"
        )

    def test_table_of_nothing(self) -> None:
        assert changes_table(replace(changes(), rows=())).endswith("\nNothing is other now.\n")

    def test_json_has_the_shape_of_the_api(self) -> None:
        (row,) = json.loads(changes_json(changes()))["rows"]
        assert (row["unit"], row["direct"]) == ("K", True)
        assert row["after"] == {"required": 8, "covered": 7, "exempt": 1}


class TestImportReport:
    PLAN = Plan(
        FileKind.UNITS,
        "units.csv",
        problems=(Problem("units.csv", "key_twice", 3, "code", "A", {"other_row": 2}),),
    )

    def test_text_names_file_row_column_and_value(self) -> None:
        told = import_report(self.PLAN, "text")
        assert 'units.csv, rad 3, kolumn code, värde "A": samma nyckel står redan på rad 2.' in told
        assert told.endswith("\n")

    def test_json_is_data(self) -> None:
        told = json.loads(import_report(self.PLAN, "json"))
        (problem,) = told["problems"]
        assert (problem["row"], problem["column"], problem["value"]) == (3, "code", "A")
        assert problem["code"] == "key_twice"
        for name in ("added", "corrected", "changed", "ended", "unchanged", "warnings"):
            assert name in told
