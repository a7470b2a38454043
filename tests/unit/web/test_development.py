"""The sentence that is a chart's title says what the chart shows, and no more."""

from __future__ import annotations

from datetime import date

import pytest

from api.coverage.figures import Development, DevelopmentPoint, RequirementRef, UnitRef
from web.coverage.addresses import State
from web.coverage.development import bar_row, development_view, finding

TODAY, APRIL = date(2026, 11, 22), date(2027, 4, 30)
Now = tuple[int | None, int | None]


def told(now: Now, end: Now, kept: int | None = None) -> Development:
    """``now`` and ``end``: required and covered, None where they are withheld."""

    def point(day: date, figures: Now, renewed: int | None) -> DevelopmentPoint:
        required, covered = figures
        return DevelopmentPoint(day, required, covered, renewed, suppressed=required is None)

    return Development(
        unit=UnitRef(1, "u1", "Enhet 1"),
        requirement=RequirementRef(10, "r10", "Krav 10", 90),
        today=TODAY,
        points=(
            point(date(2026, 10, 31), now, None),
            point(TODAY, now, now[1]),
            point(APRIL, end, end[1] if kept is None else kept),
        ),
        months=(),
    )


@pytest.mark.parametrize(
    ("development", "sentence"),
    [
        (told((50, 44), (50, 30), 44), "Om ingen förnyar faller täckningen till 60\xa0% i april"),
        (told((50, 44), (48, 40)), "Täckningen faller till 83\xa0% i april, även om alla förnyar"),
        (told((50, 44), (40, 40)), "Täckningen blir 100\xa0% i april, även om ingen förnyar"),
        (
            told((50, 44), (50, 44)),
            "Täckningen står kvar på 88\xa0% i april, även om ingen förnyar",
        ),
        (
            told((1000, 889), (1000, 880), 889),
            "Täckningen står kvar på 88\xa0% i april, även om ingen förnyar",
        ),
        (told((None, None), (50, 44)), "Hela utvecklingen kan inte visas"),
        (told((50, 44), (None, None)), "Hela utvecklingen kan inte visas"),
        (told((0, 0), (50, 44)), "Ingen omfattas under hela tiden"),
        (told((50, 44), (0, 0)), "Ingen omfattas under hela tiden"),
    ],
)
def test_the_finding(development: Development, sentence: str) -> None:
    assert finding(development) == sentence


def test_labels_at_the_ends_say_which_scenario_they_are() -> None:
    page = development_view(told((50, 44), (50, 30), 44), State(unit="u1"))
    lines = {text.kind: text.lines for text in page.charts[0][1].texts}
    assert lines["everybody"] == ("88\xa0% om alla", "förnyar i tid")
    assert lines["nobody"] == ("60\xa0% om ingen", "förnyar")
    assert lines["goal"] == ("Mål 90\xa0%",)


def test_a_bar_is_as_long_as_its_part_of_the_longest() -> None:
    assert bar_row("", "", 19, 38).length == 50
    assert bar_row("", "", 0, 0).length == 0
    assert bar_row("", "", None, 38).withheld
