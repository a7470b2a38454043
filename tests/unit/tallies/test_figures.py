"""What may be shown of the counters, and which questions stand out."""

from __future__ import annotations

import pytest

from api.tallies.figures import SHOWN_FROM, Mark, Spread, item_figure
from api.tallies.models import Sureness


class TestItems:
    def test_nothing_is_shown_until_enough_have_met_the_question(self) -> None:
        assert item_figure(SHOWN_FROM - 1, 10) is None
        assert item_figure(SHOWN_FROM, 10) is not None

    @pytest.mark.parametrize(
        ("tries", "right", "mark"),
        [
            (100, 97, Mark.EASY),
            (100, 96, None),
            (100, 31, None),
            (100, 30, Mark.HARD),
            (20, 20, Mark.EASY),
            (20, 0, Mark.HARD),
            (33, 32, None),
            (34, 33, Mark.EASY),
        ],
    )
    def test_what_hardly_anybody_misses_or_manages_is_marked(
        self, tries: int, right: int, mark: Mark | None
    ) -> None:
        figure = item_figure(tries, right)
        assert figure is not None
        assert figure.mark is mark
        assert figure.share == right / tries


class TestSpread:
    def test_it_is_shown_from_so_many_answers_in_all(self) -> None:
        few = Spread({Sureness.A_LITTLE: 10, Sureness.COMPLETELY: SHOWN_FROM - 11})
        enough = Spread({Sureness.A_LITTLE: 10, Sureness.COMPLETELY: SHOWN_FROM - 10})
        assert (few.shown, enough.shown) == (False, True)
        assert enough.of(Sureness.COMPLETELY, Sureness.NOT_AT_ALL) == SHOWN_FROM - 10
