"""Where the right answers stand, over a whole course."""

from collections import Counter
from collections.abc import Iterator

from api.catalogue.drafts import CourseDraft
from api.catalogue.kinds.question import QuestionStep
from api.catalogue.problems import Problem

FEWEST = 8
"""With fewer questions than this, chance alone puts many right answers in one place."""


def of_positions(course: CourseDraft) -> Iterator[Problem]:
    """Yield a warning when one place holds more than half of the right answers of a course."""
    places = [
        place
        for draft in course.steps()
        if isinstance(draft.content, QuestionStep)
        and draft.content.mode == "single"
        and not draft.content.shuffle
        for place, choice in enumerate(draft.content.choices, start=1)
        if choice.correct
    ]
    if len(places) < FEWEST:
        return
    place, count = Counter(places).most_common(1)[0]
    if count > len(places) / 2:
        yield Problem(
            course.file,
            1,
            "warning",
            f"Rätt svar står som nummer {place} i {count} av {len(places)} frågor med ett rätt "
            "svar. Flytta om, eller skriv shuffle: true.",
        )
