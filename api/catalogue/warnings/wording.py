"""Wordings of questions and options that test the reading and not what is known."""

import re
from collections.abc import Iterator

from api.catalogue.drafts import Draft
from api.catalogue.kinds.base import GradedStep, Written
from api.catalogue.kinds.question import QuestionStep
from api.catalogue.problems import Problem

_ALL_OR_NONE = re.compile(
    r"\b(alla|allt|samtliga|inget|inga|ingen|all|none)( av| of| the| de| det){0,2}"
    r" (ovanstående|ovan|above)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(inte|aldrig|ej|undvik|undvika|undviker|not|never|avoid|\w+n[’']t)\b", re.IGNORECASE
)
# What somebody says in the case may well be negated; only our own asking must not.
_QUOTED = re.compile(r"[”\"“][^”\"“]*[”\"“]")
_SENTENCE = re.compile(r"[^.!?:\n]*[.!?:]")


def of_wording(draft: Draft[Written]) -> Iterator[Problem]:
    """Yield questions that ask for what is not so, and options that lean on the others."""
    content = draft.content
    if isinstance(content, GradedStep):
        yield from _negated(draft, "stem", content.stem)
        yield from _negated(draft, "again", content.again or "")
    if isinstance(content, QuestionStep):
        for number, choice in enumerate(content.choices):
            if found := _ALL_OR_NONE.search(choice.text):
                yield draft.problem(
                    ("choices", number, "text"),
                    f"Svaret ”{found[0]}” prövar om man läst alla svar, inte vad man kan. Skriv "
                    "ett eget svar, eller mode: several.",
                    "warning",
                )


def _negated(draft: Draft[Written], name: str, stem: str) -> Iterator[Problem]:
    asking = [said.strip() for said in _SENTENCE.findall(_QUOTED.sub("", stem)) if said[-1] == "?"]
    found = _NEGATION.search(asking[-1]) if asking else None
    if found:
        yield draft.problem(
            (name,),
            f"Frågan har ordet ”{found[0]}”, som är lätt att läsa förbi: ”{asking[-1]}” Fråga "
            "efter det som är rätt.",
            "warning",
        )
