"""How hard a text is to read, by LIX.

Source: Björnsson (1968), Läsbarhet. Words a sentence plus the percentage of words of more than six
letters: below 25 children's books, 30-40 fiction, 40-50 news, above 60 the language of authorities.
"""

import re
from collections.abc import Iterator

from api.catalogue.drafts import CourseDraft, Draft
from api.catalogue.kinds.base import Written
from api.catalogue.markdown import blocks
from api.catalogue.problems import Problem

MOST, MOST_EASY = 45, 35
"""The hardest a text may be, and one in Swedish that is easy to read."""

FEWEST_WORDS = 40
"""A shorter text says too little about itself: one long word moves the figure."""

_LONG = 6
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A full stop inside "6 kap. 10 §" or "t.ex. när" ends nothing.
_END = re.compile(r"[.!?:]+[”\"’)]*(?=\s+[”\"(–]*[A-ZÅÄÖ0-9]|\s*$)")
_ABBREVIATED = re.compile(r"\b(kap|st|nr|bl|fr|o|t|dvs|jfr|m)\.(?=\s)", re.IGNORECASE)


def of_reading(course: CourseDraft) -> Iterator[Problem]:
    """Yield the texts that are hard to read, in Swedish and in Swedish that is easy to read."""
    for draft in _in_swedish(course):
        yield from _too_hard(draft, MOST)
    easy = course.translations.get("lattlast")
    for draft in easy.files() if easy else ():
        yield from _too_hard(draft, MOST_EASY)


def lix(source: str) -> float:
    """Return the LIX of a Markdown text; what has no words is not hard."""
    words, sentences = 0, 0
    long_words = 0
    for block in blocks(source):
        found = _WORD.findall(block)
        words += len(found)
        long_words += sum(len(word) > _LONG for word in found)
        # Each point of a list is at least a sentence of its own.
        sentences += max(1, len(_END.findall(_ABBREVIATED.sub(r"\1", block)))) if found else 0
    return words / sentences + 100 * long_words / words if words else 0.0


def _in_swedish(course: CourseDraft) -> Iterator[Draft[Written]]:
    if course.head:
        yield course.head
    for module in course.modules:
        if module.head:
            yield module.head
    yield from course.steps()
    yield from (exercise for exercise in course.exercises if exercise)


def _too_hard(draft: Draft[Written], most: int) -> Iterator[Problem]:
    for name in draft.content.markdown_fields:
        text = dict(draft.content).get(name)
        if not isinstance(text, str) or len(_WORD.findall(text)) < FEWEST_WORDS:
            continue
        found = round(lix(text))
        if found > most:
            yield draft.problem(
                (name,),
                f"Texten är svår att läsa: LIX {found}, högst {most}. Dela långa meningar och byt "
                "långa ord.",
                "warning",
            )
