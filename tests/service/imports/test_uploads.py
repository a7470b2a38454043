"""Files that wait for a yes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.errors import Forbidden, NotFound
from api.imports import service
from api.imports.desk.uploads import Staged


@pytest.fixture
def actors(peopled: Any) -> list[Actor]:
    (root,) = peopled.scalars("SELECT id FROM unit WHERE code = 'K'")
    persons = peopled.scalars("SELECT id FROM person ORDER BY id")
    return [Actor(f"person:{each}", each, grants=(Grant(Role.HR, root),)) for each in persons]


def stage(peopled: Any, actor: Actor) -> str:
    with peopled.database.writing() as session:
        file = peopled.file("absences", "employee_id;start\n101;2026-01-01\n", feed="  a  b ")
        return service.stage(session, actor, file=file, clock=peopled.clock).token


def staged(peopled: Any, actor: Actor, token: str) -> Staged:
    with peopled.database.reading() as session:
        return service.staged(session, actor, token=token, clock=peopled.clock)


def test_a_file_comes_back_as_it_was_put(peopled: Any, actors: list[Actor]) -> None:
    found = staged(peopled, actors[0], stage(peopled, actors[0])).file
    assert (found.kind, found.name, found.feed) == ("absences", "absences.csv", "a b")
    assert found.content == b"employee_id;start\n101;2026-01-01\n"


def test_nobody_else_gets_it(peopled: Any, actors: list[Actor]) -> None:
    token = stage(peopled, actors[0])
    with pytest.raises(NotFound):
        staged(peopled, actors[1], token)
    with pytest.raises(Forbidden):
        staged(peopled, Actor.system("x"), token)


def test_it_is_gone_after_a_day(peopled: Any, actors: list[Actor]) -> None:
    token = stage(peopled, actors[0])
    peopled.clock.instant += timedelta(days=1, seconds=1)
    with pytest.raises(NotFound, match="upload_unknown"):
        staged(peopled, actors[0], token)
    stage(peopled, actors[1])
    assert peopled.rows("upload") == 1


def test_it_is_gone_when_discarded(peopled: Any, actors: list[Actor]) -> None:
    token = stage(peopled, actors[0])
    with peopled.database.writing() as session:
        service.discard(session, actors[0], token=token, clock=peopled.clock)
    assert peopled.rows("upload") == 0
