"""Statements of law that nobody can follow to where they come from."""

import re
from collections.abc import Iterator

from api.catalogue.drafts import Draft
from api.catalogue.kinds.base import Content, StepBase, Written
from api.catalogue.problems import Problem

# "förslagen" and "inslagen" are no laws; "sekretesslagen" is.
_LAW = re.compile(
    r"§|\b\d+ kap\.|\b(?:enligt|i) lag\b(?! med)|\b\w*(?:(?<!s)|(?<=ss))lagen\b|\w*brottsbalken\b",
    re.IGNORECASE,
)
_NO_LAW = re.compile(r"\b(?:under|an|bo|håll)lagen\b", re.IGNORECASE)
_STATUTE = re.compile(r"\(\d{4}:\d{1,4}\)")


def of_law(draft: Draft[Written]) -> Iterator[Problem]:
    """Yield steps that state law without a source, and sources of law not marked as such."""
    content = draft.content
    sources = dict(content).get("sources")
    for number, source in enumerate(sources if isinstance(sources, tuple) else ()):
        if _STATUTE.search(source.text) and not source.law:
            yield draft.problem(
                ("sources", number),
                "Källan är en lag. Skriv law: true, så att den visas med dagen då den granskades.",
                "warning",
            )
    if not isinstance(content, StepBase) or content.sources:
        return
    for text in _texts(content):
        if found := _LAW.search(_NO_LAW.sub("", text)):
            yield draft.problem(
                (),
                f"Steget nämner lag (”{found[0]}”) men har ingen källa. Lägg till sources med "
                "law: true och dagen för granskningen.",
                "warning",
            )
            return


def _texts(value: object) -> Iterator[str]:
    """Yield every text that a reader meets, however deep it lies."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Content):
        for each in dict(value).values():
            yield from _texts(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
