"""What the coding bench shows: the transcript to code, then the codes beside the key."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from api.catalogue.kinds.transcript import Answer, Transcript, Volley
from api.learning.coding import MARKS, SCORES, Comparison
from api.learning.exercises import Found
from api.learning.kinds.base import PLACED
from api.miti.measures import (
    PERCENT_COMPLEX,
    REFLECTIONS_TO_QUESTIONS,
    RELATIONAL,
    TECHNICAL,
    Globals,
    Tally,
    Thresholds,
)
from web.i18n import gettext as _
from web.i18n import number_text, percent_text
from web.learning import addresses
from web.learning.check_views import OptionView
from web.learning.miti_words import ANCHORS, GLOBALS, TALK, mark_text, reviewed_text
from web.learning.views import SourceView, sources_view
from web.learning.wording import course_text
from web.parts import FieldError, Link
from web.render import page_url


@dataclass(frozen=True)
class UtteranceView:
    """An utterance to code; once coded, beside the key."""

    id: str
    text: Markup
    chosen: str
    given: str
    key: str
    agrees: bool
    reason: Markup


@dataclass(frozen=True)
class VolleyView:
    """All that one says, and what the other answers."""

    speaker: Markup
    utterances: tuple[UtteranceView, ...]
    answer: Markup | None
    answerer: Markup | None
    talk: str


@dataclass(frozen=True)
class RatingView:
    """A global rating to give; once given, beside the coder's. ``options``: its scores."""

    id: str
    options: tuple[OptionView, ...]
    name: str
    anchors: str
    chosen: str
    key: str
    reason: Markup


@dataclass(frozen=True)
class MeasureView:
    """A summary measure of the own coding and of the key, its formula, and its thresholds."""

    name: str
    formula: str
    own: str
    key: str
    fair: str
    good: str


@dataclass(frozen=True)
class CodingView:
    """The coding bench."""

    title: str
    heading: Markup
    intro: str
    goal: Markup
    coder: Markup
    reviewed: str
    course: Link
    action: str
    volleys: tuple[VolleyView, ...]
    ratings: tuple[RatingView, ...]
    marks: tuple[OptionView, ...]
    compared: bool
    agreeing: int
    total: int
    measures: tuple[MeasureView, ...]
    error: FieldError | None
    certificate: str
    sources: tuple[SourceView, ...]
    fault_subject: str


def coding_view(
    found: Found,
    transcript: Transcript,
    *,
    given: Collection[str] = (),
    compared: Comparison | None = None,
    error: str = "",
    certificate: str = "",
) -> CodingView:
    """The bench: empty, with what was given when something is missing, or compared with the key."""
    chosen = dict(part.partition(PLACED)[::2] for part in given)
    return CodingView(
        title=transcript.title,
        heading=course_text(transcript.title),
        intro=transcript.intro,
        goal=course_text(transcript.goal),
        coder=course_text(transcript.coder),
        reviewed=reviewed_text(transcript),
        course=Link(
            page_url(addresses.course_path(found.course.id)), course_text(found.course.title)
        ),
        action=page_url(addresses.exercise_path(transcript.id)),
        volleys=tuple(_volley(volley, chosen) for volley in transcript.volleys),
        ratings=tuple(
            RatingView(
                id=rating.id,
                options=tuple(OptionView(score, Markup(score)) for score in SCORES),  # noqa: S704 - digits
                name=_(GLOBALS[rating.id]),
                anchors=_(ANCHORS[rating.id]),
                chosen=chosen.get(rating.id, ""),
                key=str(rating.score),
                reason=course_text(rating.reason),
            )
            for rating in transcript.globals
        ),
        marks=tuple(OptionView(mark, Markup(mark_text(mark))) for mark in MARKS),  # noqa: S704 - own
        compared=compared is not None,
        agreeing=compared.agreeing if compared else 0,
        total=len(transcript.utterances()),
        measures=_measures(compared) if compared else (),
        error=FieldError(_first_missing(transcript, chosen), error) if error else None,
        certificate=certificate,
        sources=sources_view(transcript.sources),
        fault_subject=addresses.fault_subject(
            found.course.id, transcript.id, edition_hash=found.edition_hash
        ),
    )


def _first_missing(transcript: Transcript, chosen: dict[str, str]) -> str:
    """The control that the error leads to."""
    for said in transcript.utterances():
        if not chosen.get(said.id):
            return f"code-{said.id}"
    return next(
        (f"rating-{each.id}" for each in transcript.globals if not chosen.get(each.id)),
        f"code-{transcript.utterances()[0].id}",
    )


def _volley(volley: Volley, chosen: dict[str, str]) -> VolleyView:
    answer: Answer | None = volley.answer
    return VolleyView(
        speaker=course_text(volley.speaker),
        utterances=tuple(
            UtteranceView(
                id=said.id,
                text=course_text(said.text),
                chosen=chosen.get(said.id, ""),
                given=mark_text(chosen[said.id]) if chosen.get(said.id) in MARKS else "",
                key=mark_text(said.code),
                agrees=chosen.get(said.id) == said.code,
                reason=course_text(said.reason),
            )
            for said in volley.utterances
        ),
        answer=course_text(answer.text) if answer else None,
        answerer=course_text(answer.speaker) if answer else None,
        talk=_(TALK[answer.talk]) if answer else "",
    )


def _measures(found: Comparison) -> tuple[MeasureView, ...]:
    def of_codes(
        name: str,
        formula: str,
        value: Callable[[Tally], Fraction | None],
        limits: Thresholds,
        say: Callable[[Fraction | None], str],
    ) -> MeasureView:
        return MeasureView(
            name,
            formula,
            say(value(found.own)),
            say(value(found.key)),
            say(limits.fair),
            say(limits.good),
        )

    def of_globals(
        name: str, formula: str, value: Callable[[Globals], Fraction], limits: Thresholds
    ) -> MeasureView:
        own, key = _decimal(value(found.own_globals)), _decimal(value(found.key_globals))
        return MeasureView(name, formula, own, key, _decimal(limits.fair), _decimal(limits.good))

    def total(name: str, formula: str, own: int, key: int) -> MeasureView:
        return MeasureView(name, formula, str(own), str(key), _("saknas"), _("saknas"))

    return (
        of_codes(
            _("Reflektioner per fråga (R:Q)"),
            _("(enkla + komplexa) ÷ frågor"),
            lambda tally: tally.reflections_to_questions,
            REFLECTIONS_TO_QUESTIONS,
            _to_one,
        ),
        of_codes(
            _("Andel komplexa reflektioner (%CR)"),
            _("komplexa ÷ (enkla + komplexa)"),
            lambda tally: tally.percent_complex,
            PERCENT_COMPLEX,
            lambda share: percent_text(None if share is None else float(share)),
        ),
        total(
            _("MI-förenligt (MIA)"),
            _("söka samarbete + bekräfta + betona autonomi"),
            found.own.adherent,
            found.key.adherent,
        ),
        total(
            _("MI-oförenligt (MINA)"),
            _("övertala + konfrontera"),
            found.own.non_adherent,
            found.key.non_adherent,
        ),
        of_globals(
            _("Tekniskt betyg"),
            _("medel av främja förändringstal och dämpa bibehållandetal"),
            lambda ratings: ratings.technical,
            TECHNICAL,
        ),
        of_globals(
            _("Relationellt betyg"),
            _("medel av partnerskap och empati"),
            lambda ratings: ratings.relational,
            RELATIONAL,
        ),
    )


def _decimal(value: Fraction) -> str:
    text = f"{float(value):.1f}"
    return text if number_text(1000) == "1,000" else text.replace(".", ",")


def _to_one(ratio: Fraction | None) -> str:
    return "–" if ratio is None else f"{_decimal(ratio)}:1"
