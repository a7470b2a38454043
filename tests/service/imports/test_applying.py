"""Correction, change, whole files and the brake; whole or nothing; the same file twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.db.facts import take_touched
from api.errors import Forbidden, NotSignedIn
from api.imports import service
from api.imports.plan import Difference

SAMPLES = Path(__file__).parents[3] / "docs" / "samples"
# The contract's own order.
ORDER = (
    "units",
    "categories",
    "people",
    "key-people",
    "roles",
    "requirements",
    "absences",
    "exemptions",
    "records",
)
PERSON = "employee_id;name;unit_code;title;category;start;end\n"
FACT_TABLES = (
    "unit_period", "title_category", "post", "key_person_appointment", "role_grant",
    "requirement_period", "absence", "exemption", "training_record",
)  # fmt: skip


class TestSamples:
    def test_all_are_taken_by_an_empty_installation_in_order(self, importer: Any) -> None:
        importer.courses = {}
        for kind in ORDER:
            content = (SAMPLES / f"{kind}.csv").read_bytes()
            assert importer.faults(kind, content) == set()
            importer.apply(kind, content)
            again = importer.plan(kind, content)
            assert (again.steps, again.person_changes) == ((), ())
        assert all(importer.rows(table) for table in FACT_TABLES)

    def test_there_is_one_of_each_kind(self) -> None:
        assert {path.stem for path in SAMPLES.glob("*.csv")} == set(ORDER)


class TestSameFileTwice:
    def test_changes_nothing(self, peopled: Any) -> None:
        before = [peopled.scalars(f"SELECT id FROM {table} ORDER BY id") for table in FACT_TABLES]
        from_conftest = {
            "units": peopled.facts("units"),
            "people": peopled.facts("people"),
        }
        content = PERSON + "101;Åsa Ek;A;Lärare;Pedagog;2024-01-01;\n"
        plan = peopled.plan("people", content)
        assert (plan.empty, plan.unchanged) == (True, 1)
        peopled.apply("people", content)
        after = [peopled.scalars(f"SELECT id FROM {table} ORDER BY id") for table in FACT_TABLES]
        assert after == before
        assert peopled.facts("units") == from_conftest["units"]
        assert peopled.facts("people") == from_conftest["people"]

    def test_however_days_and_lists_are_written(self, peopled: Any) -> None:
        content = (
            "unit_code;accepts;code;name;categories;start\n"
            "A;kurs-a|kurs-b|kurs-a;PED;Pedagoger;Pedagog|pedagog;20240101\n"
        )
        assert peopled.plan("requirements", content).empty

    def test_a_title_in_other_letters_is_the_same_post(self, peopled: Any) -> None:
        plan = peopled.plan("people", PERSON + "101;Åsa Ek;A;LÄRARE;Pedagog;2024-01-01;\n")
        assert [line.differences for line in plan.corrected] == [
            (Difference("title", "Lärare", "LÄRARE"),)
        ]
        assert plan.past_days == 0


class TestCorrection:
    def test_retracts_the_earlier_row_for_all_its_days(self, peopled: Any, clock: Any) -> None:
        before = clock.now()
        clock.instant = datetime(2026, 11, 22, 12, tzinfo=UTC)
        content = PERSON + "101;Åsa Ek;A;Lärare;Elevhälsa;2024-01-01;\n"
        (line,) = peopled.plan("people", content).corrected
        assert line.differences == (Difference("category", "Pedagog", "Elevhälsa"),)
        assert line.past_days == (date(2026, 11, 22) - date(2024, 1, 1)).days
        peopled.apply("people", content)
        assert ("101", "A", "lärare", date(2024, 1, 1), None) in peopled.days("people")
        assert len(peopled.days("people")) == 3
        assert before < clock.now()

    def test_past_days_are_counted_once_for_the_whole_file(self, peopled: Any) -> None:
        content = (
            "employee_id;name;unit_code;title;category;employment;manager;start;end\n"
            "101;Åsa Ek;A;Lärare;Pedagog;;0;2024-01-01;2026-11-11\n"
            "102;Örjan Alm;A;Kock;;visstid;0;2024-01-01;2026-11-01\n"
        )
        plan = peopled.plan("people", content)
        assert [line.past_days for line in plan.corrected] == [10, 20]
        assert plan.past_days == 20

    def test_of_a_name_alone_changes_no_coverage(self, peopled: Any) -> None:
        content = "code;name;kind;parent_code;start\nA;Annat namn;enhet;N;2020-01-01\n"
        plan = peopled.plan("units", content)
        assert (len(plan.corrected), plan.past_days) == (1, 0)


class TestChange:
    CONTENT = "code;name;kind;parent_code;start\nA;Skola A;enhet;K;2026-01-01\n"

    def test_ends_the_earlier_row_the_day_before(self, peopled: Any) -> None:
        (line,) = peopled.plan("units", self.CONTENT).changed
        assert line.last_day == date(2025, 12, 31)
        assert line.differences == (Difference("parent_code", "N", "K"),)
        batch = peopled.batch(peopled.apply("units", self.CONTENT))
        assert (batch.added, batch.changed, batch.corrected, batch.ended) == (0, 1, 0, 0)
        assert [unit for unit in peopled.days("units") if unit[0] == "A"] == [
            ("A", date(2020, 1, 1), date(2025, 12, 31)),
            ("A", date(2026, 1, 1), None),
        ]
        assert peopled.plan("units", self.CONTENT).empty

    def test_and_the_older_file_again_changes_nothing(self, peopled: Any) -> None:
        peopled.apply("units", self.CONTENT)
        older = "code;name;kind;parent_code;start\nA;Skola A;enhet;N;2020-01-01\n"
        assert peopled.plan("units", older).empty

    def test_both_rows_in_one_file(self, peopled: Any) -> None:
        content = self.CONTENT + "A;Skola A;enhet;N;2020-01-01\n"
        plan = peopled.plan("units", content)
        assert (len(plan.changed), plan.unchanged, plan.problems) == (1, 1, ())
        peopled.apply("units", content)
        assert peopled.plan("units", content).empty

    def test_of_a_requirement(self, peopled: Any) -> None:
        content = "code;name;accepts;unit_code;start\nGRUND;Grund;ny-kurs;K;2027-01-01\n"
        assert "course_elsewhere" in peopled.remarks("requirements", content)
        peopled.apply("requirements", content)
        assert [row for row in peopled.days("requirements") if row[0] == "GRUND"] == [
            ("GRUND", date(2024, 1, 1), date(2026, 12, 31)),
            ("GRUND", date(2027, 1, 1), None),
        ]

    def test_keeps_the_earlier_row_with_the_source_that_brought_it(self, peopled: Any) -> None:
        peopled.apply("units", self.CONTENT, feed="nytt system")
        assert [(row[1], row[-1]) for row in peopled.facts("units") if row[0] == "A"] == [
            (date(2020, 1, 1), ""),
            (date(2026, 1, 1), "nytt system"),
        ]


def staff(*numbers: int, start: str = "2024-01-01", unit: str = "A") -> str:
    return PERSON + "".join(f"5{n:03};Namn {n};{unit};Städare;;{start};\n" for n in numbers)


class TestWholeFile:
    @pytest.fixture
    def twenty(self, peopled: Any) -> Any:
        peopled.apply("people", staff(*range(20)), feed="personal")
        return peopled

    def test_missing_rows_end_nothing_unless_whole(self, twenty: Any) -> None:
        assert twenty.plan("people", staff(0), feed="personal").empty

    def test_rows_in_force_end_yesterday_and_rows_not_begun_are_retracted(
        self, twenty: Any
    ) -> None:
        twenty.apply("people", staff(40, start="2027-01-01"), feed="personal")
        content = staff(*range(19))
        plan = twenty.plan("people", content, feed="personal", whole=True)
        assert [(line.last_day, line.key[0]) for line in plan.ended] == [
            (date(2026, 11, 21), ("employee_id", "5019")),
            (None, ("employee_id", "5040")),
        ]
        batch = twenty.batch(twenty.apply("people", content, feed="personal", whole=True))
        assert (batch.ended, batch.added) == (2, 0)
        days = {row[0]: row[4] for row in twenty.days("people")}
        assert days["5019"] == date(2026, 11, 21)
        assert "5040" not in days
        assert days["101"] is None  # another source's
        assert twenty.plan("people", content, feed="personal", whole=True).empty

    def test_a_row_that_begins_today_is_retracted(self, twenty: Any) -> None:
        twenty.apply("people", staff(40, start="2026-11-22"), feed="personal")
        (line,) = twenty.plan("people", staff(*range(20)), feed="personal", whole=True).ended
        assert line.last_day is None

    def test_more_than_a_tenth_is_refused_unless_confirmed(self, twenty: Any) -> None:
        tenth, more = staff(*range(18)), staff(*range(17))
        assert twenty.faults("people", tenth, feed="personal", whole=True) == set()
        (problem,) = twenty.plan("people", more, feed="personal", whole=True).problems
        assert (problem.code, problem.values) == ("brake", {"ended": 3, "of": 20, "percent": 10})
        sure = twenty.plan("people", more, feed="personal", whole=True, confirmed=True)
        assert (sure.problems, len(sure.ended)) == ((), 3)

    def test_a_faulty_row_is_not_a_missing_one(self, twenty: Any) -> None:
        content = staff(*range(19)) + "5019;Namn 19;SAKNAS;Städare;;2024-01-01;\n"
        plan = twenty.plan("people", content, feed="personal", whole=True)
        assert ([each.code for each in plan.problems], plan.ended) == (["unknown_unit"], ())

    def test_protected_persons_are_not_named_among_the_ended(self, peopled: Any) -> None:
        plan = peopled.plan("people", staff(1), whole=True, confirmed=True)
        masked = [line for line in plan.ended if line.masked]
        assert [(line.key, line.differences) for line in masked] == [((), ())]
        assert len(plan.ended) == 3

    def test_an_earlier_period_is_not_missing(self, peopled: Any) -> None:
        content = (
            "code;name;kind;parent_code;start;end\n"
            "K;Kommunen;kommun;;2020-01-01;\nN;Nämnden;namnd;K;2020-01-01;\n"
            "A;Nya A;enhet;N;2027-01-01;\nB;Skola B;enhet;N;2020-01-01;2027-06-30\n"
            "X;Klubben;extern;;2020-01-01;\n"
        )
        peopled.apply("units", content, whole=True)
        assert ("A", date(2020, 1, 1), date(2026, 12, 31)) in peopled.days("units")
        assert peopled.plan("units", content, whole=True).empty

    def test_units_are_not_ended_under_their_people(self, peopled: Any) -> None:
        content = "code;name;kind;parent_code;start\nK;Kommunen;kommun;;2020-01-01\n"
        codes = {
            each.code
            for each in peopled.plan("units", content, whole=True, confirmed=True).problems
        }
        assert codes == {"leaves_posts", "leaves_posts_unnamed"}

    def test_titles_that_are_left_out_lose_their_category(self, peopled: Any) -> None:
        peopled.apply("categories", "title;category\nKock;Kök\nRektor;Chef\n")
        plan = peopled.plan("categories", "title;category\nKock;Kök\n", whole=True, confirmed=True)
        assert [line.key for line in plan.ended] == [(("title", "Rektor"),)]

    def test_never_for_records(self, peopled: Any) -> None:
        content = "employee_id;course_id;completed_on;source\n101;forsta-steget;2025-01-01;extern\n"
        (problem,) = peopled.plan("records", content, whole=True).problems
        assert problem.code == "records_never_whole"


class TestWholeOrNothing:
    def test_a_fault_in_the_last_row_leaves_no_row(self, peopled: Any) -> None:
        counts = [peopled.rows(table) for table in (*FACT_TABLES, "person", "import_batch")]
        content = staff(*range(50)) + "6000;Sist;SAKNAS;Städare;;2024-01-01;\n"
        with pytest.raises(service.ImportRefused) as refused:
            peopled.apply("people", content)
        assert [each.row for each in refused.value.problems] == [52]
        after = [peopled.rows(table) for table in (*FACT_TABLES, "person", "import_batch")]
        assert after == counts

    def test_rehearsing_writes_nothing(self, peopled: Any) -> None:
        counts = [peopled.rows(table) for table in (*FACT_TABLES, "person", "import_batch")]
        assert len(peopled.plan("people", staff(1, 2)).added) == 2
        after = [peopled.rows(table) for table in (*FACT_TABLES, "person", "import_batch")]
        assert after == counts

    def test_all_rows_share_one_instant_that_no_other_import_has(self, peopled: Any) -> None:
        first = peopled.batch(peopled.apply("people", staff(1, 2)))
        second = peopled.batch(peopled.apply("people", staff(3)))
        assert first.recorded_at < second.recorded_at
        with peopled.database.reading() as session:
            rows = session.execute(
                text("SELECT DISTINCT recorded_at FROM post WHERE batch_id = :id"),
                {"id": first.id},
            ).all()
        assert len(rows) == 1

    def test_what_it_concerns_is_to_be_settled_once(self, peopled: Any) -> None:
        content = PERSON + "101;Åsa Ek;A;Lärare;Annan;2024-01-01;\n900;Ny;A;Kock;;2024-01-01;\n"
        with peopled.database.open_writer() as session:
            service.apply(
                session,
                Actor.system("test"),
                file=peopled.file("people", content),
                circumstances=peopled.circumstances(),
            )
            found = take_touched(session)
        with peopled.database.reading() as session:
            (known,) = session.execute(
                text("SELECT id FROM person WHERE employee_id = '101'")
            ).scalars()
        assert known in found.persons
        assert len(found.persons) == 2


class TestPersons:
    def test_a_name_and_an_address_are_corrected_in_place(self, peopled: Any) -> None:
        content = (
            "employee_id;name;email;unit_code;title;category;start\n"
            "101;Åsa Öst;NY@example.invalid;A;Lärare;Pedagog;2024-01-01\n"
        )
        plan = peopled.plan("people", content)
        assert [(each.column, each.after) for each in plan.person_changes] == [
            ("name", "Åsa Öst"),
            ("email", "NY@example.invalid"),
        ]
        assert (plan.unchanged, plan.empty) == (1, False)
        peopled.apply("people", content)
        assert peopled.scalars("SELECT sort_key FROM person WHERE employee_id = '101'") == [
            "{asa {cst"
        ]
        assert peopled.scalars("SELECT email_key FROM person WHERE employee_id = '101'") == [
            "ny@example.invalid"
        ]
        assert peopled.plan("people", content).empty

    def test_what_a_file_does_not_say_stays(self, peopled: Any) -> None:
        peopled.apply("people", PERSON + "103;Renée Gran;B;Konsult;;2024-01-01;2025-01-01\n")
        with_empty = "employee_id;name;unit_code;title;start;end;protected\n"
        peopled.apply("people", with_empty + "103;Renée Gran;B;Vikarie;2024-01-01;2025-01-01;\n")
        assert peopled.scalars("SELECT protected FROM person WHERE employee_id = '103'") in (
            [True],
            [1],
        )

    def test_a_change_of_somebody_protected_shows_nothing(self, peopled: Any) -> None:
        content = PERSON + "103;Annat Namn;B;Rektor;;2024-01-01;2027-06-30\n"
        (change,) = peopled.plan("people", content).person_changes
        assert change.masked

    def test_an_address_of_two_persons_is_remarked_on(self, peopled: Any) -> None:
        content = (
            "employee_id;name;email;unit_code;title;category;start\n"
            "700;Ny;ASA@example.invalid;A;Lärare;x;2024-01-01\n"
        )
        assert "email_shared" in peopled.remarks("people", content)


class TestWithoutCategory:
    def test_are_counted_with_the_requirements_that_pass_over_them(self, peopled: Any) -> None:
        (remark,) = peopled.plan("people", staff(1, 2)).warnings
        assert (remark.code, remark.values) == (
            "without_category",
            {"persons": 4, "titles": 3, "requirements": 1},
        )

    def test_no_longer_when_the_titles_have_one(self, peopled: Any) -> None:
        content = "title;category\nKOCK ;Kök\nrektor;Chef\n"
        assert peopled.remarks("categories", content) == []
        peopled.apply("categories", content)
        assert peopled.remarks("people", PERSON + "101;Åsa Ek;A;Lärare;Pedagog;2024-01-01;\n") == []


class TestRights:
    CONTENT = staff(1)

    def actor(self, peopled: Any, role: Role, unit: str) -> Actor:
        (unit_id,) = peopled.scalars(f"SELECT id FROM unit WHERE code = '{unit}'")
        return Actor("person:1", 1, grants=(Grant(role, unit_id),))

    @pytest.mark.parametrize("role", [Role.HR, Role.ADMIN])
    def test_held_at_the_root(self, peopled: Any, role: Role) -> None:
        assert peopled.plan("people", self.CONTENT, self.actor(peopled, role, "K")).added

    def test_roles_by_an_administrator_only(self, peopled: Any) -> None:
        content = "employee_id;role;unit_code;start\n101;admin;K;2026-01-01\n"
        with pytest.raises(Forbidden, match="import_roles_by_admin"):
            peopled.plan("roles", content, self.actor(peopled, Role.HR, "K"))
        assert peopled.plan("roles", content, self.actor(peopled, Role.ADMIN, "K")).added

    @pytest.mark.parametrize(
        ("role", "unit"), [(Role.HR, "N"), (Role.COORDINATOR, "K"), (Role.DELEGATE, "A")]
    )
    def test_nowhere_else_and_no_other_role(self, peopled: Any, role: Role, unit: str) -> None:
        actor = self.actor(peopled, role, unit)
        with pytest.raises(Forbidden):
            peopled.plan("people", self.CONTENT, actor)
        with pytest.raises(Forbidden):
            peopled.apply("people", self.CONTENT, actor)

    def test_nobody_unknown(self, peopled: Any) -> None:
        with pytest.raises(NotSignedIn):
            peopled.plan("people", self.CONTENT, Actor.visitor())
