"""The author's guide is true: what it tells an author to type is a sound course."""

import re
from datetime import date
from pathlib import Path

from api.catalogue.check import read_courses
from api.catalogue.kinds import EXERCISE_KINDS, STEP_KINDS

GUIDE = Path(__file__).parents[2] / "courses" / "README.md"
DAY = date(2026, 11, 27)
EXAMPLES = {
    str(re.search(r"^kind: (\w+)$", text, re.MULTILINE)[1]): text  # type: ignore[index]
    for text in re.findall(
        r"^```\n(---\nkind: .*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL
    )
}


def test_the_guide_shows_every_kind_of_file() -> None:
    # A transcript is too long to type; the guide points at the one that is shipped.
    assert {*EXAMPLES} == {"course", "module", *STEP_KINDS, *EXERCISE_KINDS} - {"transcript"}


def test_what_the_guide_shows_is_a_course_without_a_word_from_the_check(tmp_path: Path) -> None:
    module, exercises = tmp_path / "01-borja", tmp_path / "samtal"
    for folder in (module, exercises):
        folder.mkdir()
    (tmp_path / "course.md").write_text(EXAMPLES["course"])
    (module / "module.md").write_text(EXAMPLES["module"])
    (exercises / "robin.md").write_text(EXAMPLES["dialogue"])
    for number, kind in enumerate(STEP_KINDS, start=1):
        (module / f"{number:02}-{kind}.md").write_text(EXAMPLES[kind])
    checked = read_courses(tmp_path, DAY)
    told = [problem.text for problem in checked.problems]
    # A conversation of one turn cannot also be met by silence.
    assert [text[:30] for text in told] == ["Inget bra svar möts av tystnad"]
    assert [course.id for course in checked.courses] == ["min-kurs"]


def test_the_smallest_course_of_the_guide_is_sound(tmp_path: Path) -> None:
    module = tmp_path / "01-borja"
    module.mkdir()
    (tmp_path / "course.md").write_text(EXAMPLES["course"])
    (module / "module.md").write_text(EXAMPLES["module"])
    (module / "01-las.md").write_text(EXAMPLES["text"])
    (module / "02-fraga.md").write_text(EXAMPLES["question"])
    assert read_courses(tmp_path, DAY).problems == ()
