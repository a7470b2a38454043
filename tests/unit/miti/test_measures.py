"""MITI's summary measures, on the worked example and at their edges."""

from fractions import Fraction
from pathlib import Path

from api.catalogue.kinds.transcript import Transcript
from api.catalogue.loader import load_folder
from api.miti.codes import CODES
from api.miti.measures import Globals, tally

COURSE = Path(__file__).parents[3] / "courses" / "mi-samtal"


def transcript() -> Transcript:
    course = load_folder(COURSE).courses[0]
    return next(
        draft.content
        for draft in course.exercises
        if draft and isinstance(draft.content, Transcript)
    )


def test_the_worked_example_gives_the_figures_of_its_sheet() -> None:
    found = tally(said.code for said in transcript().utterances())
    wanted = {"GI": 2, "Seek": 3, "SR": 1, "CR": 5, "Q": 3, "AF": 1, "Emphasize": 1, "PwP": 1}
    assert found.counts == {code: wanted.get(code, 0) for code in CODES}
    assert found.reflections_to_questions == 2
    assert found.percent_complex == Fraction(5, 6)
    assert (found.adherent, found.non_adherent) == (5, 0)


def test_there_is_no_ratio_without_a_question_nor_a_share_without_a_reflection() -> None:
    found = tally(["GI", "none", "plikt"])
    assert found.reflections_to_questions is None
    assert found.percent_complex is None


def test_globals_are_means_of_two() -> None:
    rated = Globals(cultivating=4, softening=3, partnership=5, empathy=4)
    assert rated.technical == Fraction(7, 2)
    assert rated.relational == Fraction(9, 2)
