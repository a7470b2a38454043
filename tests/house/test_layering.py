"""The law of imports holds, and each contract is shown to break on a planted fault."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAULTS = {
    "the domain imports the pages": ("api/records/planted.py", "import web.render\n"),
    "a lower room imports a higher": ("api/people/planted.py", "import api.coverage.words\n"),
    "a room takes no place in the layers": ("api/attic/__init__.py", ""),
    "tables import their service": (
        "api/records/models.py",
        "from api.records import service as planted  # noqa: F401\n",
    ),
    "a domain room imports the web framework": ("api/records/planted.py", "import fastapi\n"),
    "a page touches a session row": (
        "web/records/views.py",
        "import api.identity.models  # noqa: F401\n",
    ),
    "rooms of the pages form a circle": ("web/i18n.py", "import web.records.routes\n"),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [str(command), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("api", "web"):
        shutil.copytree(
            ROOT / name,
            tmp_path / name,
            ignore=shutil.ignore_patterns("__pycache__", "static", "templates"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_law_of_imports_holds() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_breaks_the_law(fault: str, copy: Path) -> None:
    place, code = FAULTS[fault]
    path = copy / place
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + code)
    result = lint_imports(copy)
    assert result.returncode != 0, result.stdout
