"""Where data sets may lie: on a disk, as a commit to a file system in memory is durable in name only."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")
IN_MEMORY = frozenset({"tmpfs", "ramfs"})
OUTSIDE = Path("/var/tmp/kollen-bench")  # noqa: S108 - only where the project itself lies in memory


def file_system(path: Path, mounts: str) -> str:
    """Pure: the kind of file system that a path lies on, by what is mounted; empty if unknown."""
    found = (line.split()[1:3] for line in mounts.splitlines())
    over = [(len(at), kind) for at, kind in found if path.is_relative_to(at)]
    return max(over)[1] if over else ""


def kind_of(path: Path) -> str:
    """The kind of file system that a path lies on."""
    mounts = MOUNTS.read_text(encoding="utf-8") if MOUNTS.exists() else ""
    return file_system(path.resolve(), mounts)


def on_disk(wanted: Iterable[Path]) -> Path:
    """The first of the folders that lies on a disk, made if it is not there."""
    for path in wanted:
        path.mkdir(parents=True, exist_ok=True)
        if kind_of(path) not in IN_MEMORY:
            return path
    message = "Every folder lies in memory: durable commits cannot be measured here."
    raise RuntimeError(message)


def temporary() -> Path:
    """A folder for temporary files that lies on a disk."""
    return on_disk((Path(tempfile.gettempdir()), OUTSIDE.parent))
