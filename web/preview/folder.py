"""The folder under preview: read again when a file has been saved, published where nobody else looks."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock

from api.access.actor import Actor
from api.catalogue import service as catalogue
from api.catalogue.check import Checked, has_errors, read_courses
from api.catalogue.problems import Problem
from api.clock import SystemClock
from api.house import House, build_house
from api.settings import Settings
from api.tables import METADATA
from web.preview.views import CourseLines, course_lines, places

AUTHOR = Actor.system("preview")


@dataclass(frozen=True)
class Strip:
    """What stands above every page: where its text stands in the folder, and what is wrong there.

    ``stale``: an error keeps the files as they are now from being shown.
    """

    folder: str
    version: str
    place: str
    problems: tuple[Problem, ...]
    stale: bool


class Preview:
    """The folder as it was last read without errors, and the problems of what it holds now."""

    def __init__(self, folder: Path, settings: Settings, scratch: Path) -> None:
        """Preview this folder; the databases of its versions lie in ``scratch``."""
        self.folder, self._settings, self._scratch = folder, settings, scratch
        self._lock = Lock()
        self._house: House | None = None
        self.version = ""
        self.problems: tuple[Problem, ...] = ()
        self.courses: tuple[CourseLines, ...] = ()
        self._places: dict[str, str] = {}

    def look(self) -> House:
        """Return the house that holds the courses as they are, or as they last were sound."""
        with self._lock:
            version = self._fingerprint()
            if version != self.version or self._house is None:
                self._read(version)
            assert self._house is not None  # noqa: S101 - reading has built it
            return self._house

    def strip(self, path: str) -> Strip:
        """What stands above the page at this path, which is without language."""
        return Strip(
            folder=self.folder.as_posix(),
            version=self.version,
            place=self._places.get(path, ""),
            problems=self.problems,
            stale=has_errors(self.problems),
        )

    def _read(self, version: str) -> None:
        clock = SystemClock(self._settings.today)
        checked = read_courses(self.folder, clock.today())
        self.version, self.problems = version, checked.problems
        if self._house is not None and has_errors(checked.problems):
            return
        self._house = self._publish(checked, version)
        self.courses = tuple(
            course_lines(course, self.folder) for course in checked.library.courses if course.head
        )
        if has_errors(checked.problems):
            self.courses = ()
        self._places = {
            path: place for course in self.courses for path, place in places(course).items()
        }

    def _publish(self, checked: Checked, version: str) -> House:
        """Build a house of its own for this version: nothing that was edited away lives on."""
        url = f"sqlite:///{self._scratch}/{version}.db"
        house = build_house(self._settings.model_copy(update={"database_url": url}))
        METADATA.create_all(house.database.engine)
        with house.database.writing() as session:
            catalogue.publish(session, AUTHOR, courses=checked.courses, clock=house.clock)
        if self._house is not None:
            self._house.database.engine.dispose()
        return house

    def _fingerprint(self) -> str:
        """Tell apart what the folder holds: changed by every save, not by looking."""
        seen = sha256()
        for file in sorted(self.folder.rglob("*.md")):
            status = file.stat()
            seen.update(f"{file}\0{status.st_mtime_ns}\0{status.st_size}\0".encode())
        return seen.hexdigest()[:16]
