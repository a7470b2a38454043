"""An application with the demo municipality: one to read from, shared, and one to spoil, fresh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import POSTGRES
from tests.stage import Loaded, Stage, load_once, stage_on
from tests.web.small_town import open_town, town  # noqa: F401 - fixtures


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    if request.param == "postgresql" and not POSTGRES:
        pytest.skip("PostgreSQL: KOLLEN_TEST_POSTGRES is unset (make test starts one and sets it)")
    return load_once(shared_folder(tmp_path_factory), request.param, POSTGRES)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of the run have in common."""
    base = factory.getbasetemp()
    return (base.parent if base.name.startswith("popen-") else base) / "stage"


@pytest.fixture(scope="module")
def read_only(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Shared by a module's tests, which leave it as it is."""
    with loaded.copy(tmp_path_factory.mktemp("copy")) as url, stage_on(url) as stage:
        yield stage


@pytest.fixture
def stage(loaded: Loaded, tmp_path: Path) -> Iterator[Stage]:
    """A test's own, to write in."""
    with loaded.copy(tmp_path) as url, stage_on(url) as made:
        yield made
