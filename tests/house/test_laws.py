"""The laws of the code that no linter knows."""

import ast
import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

import api
from api import tables

ROOT = Path(__file__).parents[2]
# Signing in has no actor yet; settling and titles act for whoever wrote; the tree names nobody.
EXCUSED = {
    "api.identity.service": {
        "actor_of_session",
        "actor_of_person",
    },
    "api.organisation.service": {"tree"},
    "api.records.service": {"course_title"},
}


def services() -> list[str]:
    found = [module.name for module in pkgutil.walk_packages(api.__path__, "api.")]
    return [name for name in found if name.endswith(".service") or ".service." in name]


def public_functions(name: str) -> list[tuple[str, object]]:
    module = import_module(name)
    return [
        (label, function)
        for label, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == name and not label.startswith("_")
    ]


@pytest.mark.parametrize("name", services())
def test_public_service_functions_take_session_and_actor(name: str) -> None:
    for label, function in public_functions(name):
        if label in EXCUSED.get(name, set()):
            continue
        parameters = list(inspect.signature(function).parameters.values())  # type: ignore[arg-type]
        names = [parameter.name.lstrip("_") for parameter in parameters[:2]]
        assert names == ["session", "actor"], f"{name}.{label}"
        later = [each for each in parameters[2:] if each.name != "permission"]
        assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in later), label


def test_every_service_is_looked_at() -> None:
    assert len(services()) >= 8


@pytest.mark.parametrize("folder", ["api", "web"])
def test_nobody_commits_but_the_database(folder: str) -> None:
    allowed = {"api/db/session.py"}
    for path in (ROOT / folder).rglob("*.py"):
        place = str(path.relative_to(ROOT))
        if place not in allowed:
            assert ".commit()" not in path.read_text(), place


@pytest.mark.parametrize("folder", ["api", "web"])
def test_the_instant_of_a_fact_is_stamped(folder: str) -> None:
    """Else a report could be issued between the instant and the commit (``db.instants``)."""
    for path in (ROOT / folder).rglob("*.py"):
        assert not re.search(r"\bEntry\([^)]*\bnow\(", path.read_text()), path


def test_only_coverage_reads_foreign_tables() -> None:
    rooms = {module.__name__.split(".")[1] for module in tables.ROOMS}
    readers = [*(ROOT / "api").rglob("queries.py"), *(ROOT / "api").rglob("queries/*.py")]
    for path in readers:
        room = path.relative_to(ROOT / "api").parts[0]
        if room == "coverage":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".models"):
                foreign = (node.module or "").split(".")[1]
                assert foreign in {room, *OWN_NEIGHBOURS.get(room, set())}, f"{path}: {foreign}"
                assert foreign in rooms


# Identity's one query from cookie to roles joins the person and their manager posts (asserted cheap).
# Imports compares files with every fact there is.
OWN_NEIGHBOURS = {
    "identity": {"people", "organisation"},
    "imports": {
        "identity",
        "organisation",
        "people",
        "records",
        "requirements",
        "catalogue",
    },
}


def test_every_fact_table_is_guarded_by_the_migration() -> None:
    text = (ROOT / "alembic/versions/0002_guard_facts.py").read_text()
    for table in tables.fact_tables():
        assert f'"{table}"' in text, table
        for column in tables.METADATA.tables[table].columns.keys():  # noqa: SIM118 - not a dict
            kept = {"retracted_at", "retracted_by"}
            assert column in kept or f'"{column}"' in text, f"{table}.{column}"
    text = (ROOT / "alembic/versions/0011_guard_against_truncate.py").read_text()
    for table in tables.fact_tables():
        assert f'"{table}"' in text, table


def test_locks_name_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json"):
        text = (ROOT / name).read_text()
        addresses = re.findall(r"https?://\S+", text)
        funding = re.findall(r'"url": "(https?://\S+)"', text)
        assert len(addresses) == len(funding), name


def test_files_stay_short() -> None:
    for folder in ("api", "web"):
        for path in (ROOT / folder).rglob("*.py"):
            lines = len(path.read_text().splitlines())
            assert lines <= 300, f"{path.relative_to(ROOT)}: {lines} lines"


def test_every_error_code_has_a_sentence() -> None:
    from api.texts import ERRORS  # noqa: PLC0415

    kinds = {"NotFound", "Forbidden", "Conflict", "RuleBroken", "NotSignedIn"}
    raised: dict[str, str] = {}
    for folder in ("api", "web"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if name in kinds | {"ImportRefused"} and isinstance(first, ast.Constant):
                    raised[str(first.value)] = str(path.relative_to(ROOT))
    missing = {code: place for code, place in raised.items() if code not in ERRORS}
    assert not missing
    assert len(raised) > 20
