"""Where the strokes and words of a chart stand, whatever its figures are."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.coverage.charts import chart
from web.coverage.drawing import NARROW, WIDE, Chart, Frame, Reading, Scenario, Story
from web.coverage.lettering import Box

FRAMES = (WIDE, NARROW)
TODAY = date(2026, 11, 22)
BACK = [date(2025, 11, 30) + timedelta(30 * month) for month in range(12)]
AHEAD = [date(2026, 11, 30) + timedelta(30 * month) for month in range(6)]
GAP_WORDS = ("visas inte", "ingen omfattas")
shares = st.one_of(st.none(), st.floats(0, 1), st.sampled_from([0.0, 0.5, 0.88, 1.0]))


def readings(days: list[date], found: list[float | None]) -> tuple[Reading, ...]:
    return tuple(
        Reading(day, share, "" if share is not None else GAP_WORDS[place % 2])
        for place, (day, share) in enumerate(zip(days, found, strict=True))
    )


def story(
    before: list[float | None],
    nobody: list[float | None],
    everybody: list[float | None],
    goal: float = 0.9,
) -> Story:
    history = readings([*BACK, TODAY], before)
    # Who is required is the same in both scenarios, and so is where they have no share.
    kept = [
        None if other is None else share or 0.0
        for share, other in zip(everybody, nobody, strict=True)
    ]
    return Story(
        history=history,
        scenarios=(
            Scenario(
                "everybody",
                (history[-1], *readings(AHEAD, kept)),
                ("100 % om alla", "förnyar i tid"),
            ),
            Scenario(
                "nobody", (history[-1], *readings(AHEAD, nobody)), ("60 % om ingen", "förnyar")
            ),
        ),
        goal=goal,
        goal_label="Mål 90 %",
        today_label="i dag",
        now_label="100 %",
        months=tuple((day, "nov") for day in [*BACK, *AHEAD][::-3]),
    )


@st.composite
def stories(draw: st.DrawFn) -> Story:
    def some(count: int) -> list[float | None]:
        return draw(st.lists(shares, min_size=count, max_size=count))

    return story(some(13), some(6), some(6), draw(st.integers(0, 100)) / 100)


def numbers(path: str) -> list[tuple[float, float]]:
    pairs = [pair.split() for pair in path.removeprefix("M").split("L")]
    return [(float(x), float(y)) for x, y in pairs]


def drawn(found: Chart) -> list[tuple[float, float]]:
    return [
        *(point for stroke in found.strokes for point in numbers(stroke.path)),
        *((mark.x, mark.y) for mark in found.marks),
    ]


def holds(outer: Box, x: float, y: float) -> bool:
    return outer.left - 0.1 <= x <= outer.right + 0.1 and outer.top - 0.1 <= y <= outer.bottom + 0.1


@pytest.mark.parametrize("frame", FRAMES, ids=["wide", "narrow"])
class TestWhateverTheFigures:
    @given(stories())
    def test_no_two_words_stand_on_each_other(self, frame: Frame, told: Story) -> None:
        found = chart(told, frame)
        for one, other in combinations(found.labels, 2):
            assert not one.box.overlaps(other.box), (one, other)

    @given(stories())
    def test_everything_is_inside(self, frame: Frame, told: Story) -> None:
        found = chart(told, frame)
        assert all(holds(frame.plot, x, y) for x, y in drawn(found))
        assert all(holds(frame.plot, gap.box.left, gap.box.top) for gap in found.gaps)
        assert all(holds(frame.plot, gap.box.right, gap.box.bottom) for gap in found.gaps)
        whole = Box(0, 0, frame.width, frame.height)
        for text in found.labels:
            assert holds(whole, text.box.left, text.box.top), text
            assert holds(whole, text.box.right, text.box.bottom), text

    @given(stories())
    def test_a_day_is_drawn_or_lies_in_a_gap(self, frame: Frame, told: Story) -> None:
        found = chart(told, frame)
        points = [x for x, _ in drawn(found)]
        first, last = told.days[0].on, told.days[-1].on
        plot = frame.plot
        for reading in told.days:
            x = plot.left + plot.width * (reading.on - first).days / (last - first).days
            in_gap = any(gap.box.left - 0.1 <= x <= gap.box.right + 0.1 for gap in found.gaps)
            is_drawn = any(abs(x - point) < 0.1 for point in points)
            assert (in_gap, is_drawn) == (reading.share is None, reading.share is not None)


@pytest.mark.parametrize("frame", FRAMES, ids=["wide", "narrow"])
class TestTheUsualOne:
    @pytest.fixture
    def found(self, frame: Frame) -> Chart:
        before: list[float | None] = [0.6 + 0.02 * month for month in range(13)]
        return chart(story(before, [0.8, 0.75, 0.7, 0.6, 0.6, 0.6], [0.84] * 6), frame)

    def test_history_and_two_scenarios_with_ends_of_their_own(self, found: Chart) -> None:
        assert [stroke.kind for stroke in found.strokes] == ["history", "everybody", "nobody"]
        assert [mark.kind for mark in found.marks] == ["everybody", "nobody", "now"]
        assert found.gaps == ()

    def test_the_scenarios_begin_where_history_ends(self, found: Chart) -> None:
        history, *scenarios = (numbers(stroke.path) for stroke in found.strokes)
        assert {line[0] for line in scenarios} == {history[-1]}

    def test_every_word_has_its_place(self, found: Chart) -> None:
        kinds = [text.kind for text in found.texts]
        assert kinds[:4] == ["goal", "everybody", "nobody", "today"]
        assert kinds[-1] == "now"
        assert kinds.count("axis") >= 4

    def test_the_axis_runs_from_nought_to_a_hundred(self, found: Chart, frame: Frame) -> None:
        assert [text.lines[0] for text in found.grid] == ["0", "25", "50", "75", "100\xa0%"]
        assert found.goal_y == pytest.approx(frame.plot.top + 0.1 * frame.plot.height)


@pytest.mark.parametrize("frame", FRAMES, ids=["wide", "narrow"])
class TestGaps:
    def test_days_withheld_are_a_gap_with_its_word(self, frame: Frame) -> None:
        before: list[float | None] = [0.5] * 4 + [None] + [0.5] * 8
        found = chart(story(before, [0.5] * 6, [0.5] * 6), frame)
        assert [gap.word for gap in found.gaps] == ["visas inte"]
        assert [stroke.kind for stroke in found.strokes][:2] == ["history", "history"]
        assert any(text.lines == ("visas inte",) for text in found.texts)

    def test_a_day_alone_is_a_dot(self, frame: Frame) -> None:
        before: list[float | None] = [None] * 5 + [0.5] + [None] * 6 + [0.5]
        found = chart(story(before, [0.5] * 6, [0.5] * 6), frame)
        assert [mark.kind for mark in found.marks].count("alone") == 2

    def test_nothing_known_is_a_chart_of_words(self, frame: Frame) -> None:
        found = chart(story([None] * 13, [None] * 6, [None] * 6), frame)
        assert (found.strokes, found.marks) == ((), ())
        assert found.gaps[0].box.left == frame.plot.left
        assert found.gaps[-1].box.right == frame.plot.right
