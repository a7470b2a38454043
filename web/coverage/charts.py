"""Pure: where each stroke and word of a chart of shares over time stands.

Knows no colour and no text of its own: the template draws, the style sheet colours, the view says.
Labels stand at the ends of their lines and never on each other; a day without a share is a gap.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from web.coverage.drawing import Chart, Frame, Gap, Mark, Reading, Story, Stroke
from web.coverage.lettering import Box, Text, free_place, spread

GRID = (0, 25, 50, 75, 100)
CLOSE, NEAR_MARK, OFF_GOAL = 6.0, 12.0, 3.0
SAMPLE = 6.0  # How densely a line is looked at when a label tries to keep off it.


Point = tuple[float, float]


def chart(story: Story, frame: Frame) -> Chart:
    """Lay a story out in a frame."""
    return _Layout(story, frame).chart()


@dataclass(frozen=True)
class _Layout:
    story: Story
    frame: Frame

    def chart(self) -> Chart:
        lines = [("history", self._runs(self.story.history))]
        lines += [(each.kind, self._runs(each.readings)) for each in self.story.scenarios]
        gaps = tuple(self._gaps())
        return Chart(
            frame=self.frame,
            grid=tuple(self._grid()),
            goal_y=self._y(self.story.goal),
            today_x=self._x(self.story.today),
            gaps=gaps,
            strokes=tuple(
                Stroke(kind, _path(run)) for kind, runs in lines for run in runs if len(run) > 1
            ),
            marks=tuple(self._marks(lines)),
            texts=tuple(self._texts(gaps, [run for _, runs in lines for run in runs])),
        )

    def _x(self, day: date) -> float:
        days, plot = self.story.days, self.frame.plot
        whole = max((days[-1].on - days[0].on).days, 1)
        return plot.left + (plot.right - plot.left) * (day - days[0].on).days / whole

    def _y(self, share: float) -> float:
        plot = self.frame.plot
        return plot.bottom - (plot.bottom - plot.top) * min(max(share, 0.0), 1.0)

    def _runs(self, readings: Iterable[Reading]) -> list[list[Point]]:
        """Cut a line where it has no share."""
        runs: list[list[Point]] = [[]]
        for reading in readings:
            if reading.share is not None:
                runs[-1].append((self._x(reading.on), self._y(reading.share)))
            elif runs[-1]:
                runs.append([])
        return [run for run in runs if run]

    def _grid(self) -> Iterable[Text]:
        for percent in GRID:
            words = f"{percent}\N{NO-BREAK SPACE}%" if percent == GRID[-1] else str(percent)
            y = self._y(percent / 100)
            x = self.frame.plot.left - 8
            yield Text(x, y - self.frame.text * 0.65, "end", (words,), "axis", self.frame.text)

    def _gaps(self) -> Iterable[Gap]:
        """Find each run of days without a share, from halfway before it to halfway after."""
        days, plot = self.story.days, self.frame.plot
        xs = [plot.left, *(self._x(each.on) for each in days), plot.right]
        start = None
        for place, (reading, following) in enumerate(zip(days, (*days[1:], None), strict=True)):
            if reading.share is not None:
                continue
            start = place if start is None else start
            if following and following.share is None and following.word == reading.word:
                continue
            left, right = (xs[start] + xs[start + 1]) / 2, (xs[place + 1] + xs[place + 2]) / 2
            yield Gap(Box(left, plot.top, right, plot.bottom), reading.word)
            start = None

    def _marks(self, lines: Sequence[tuple[str, list[list[Point]]]]) -> Iterable[Mark]:
        for kind, runs in lines:
            yield from (Mark("alone", *run[0]) for run in runs if len(run) == 1)
            if kind != "history" and runs and runs[-1][-1][0] > self._x(self.story.today):
                yield Mark(kind, *runs[-1][-1])
        if (share := self.story.history[-1].share) is not None:
            yield Mark("now", self._x(self.story.today), self._y(share))

    def _texts(self, gaps: Iterable[Gap], runs: list[list[Point]]) -> Iterable[Text]:
        taken = [self._goal_text(), *self._end_texts(), *self._ticks()]
        yield from taken
        for tries, lines in ((self._now_tries(), _sampled(runs)), *self._gap_tries(gaps)):
            if (found := free_place(tries, taken, lines)) is not None:
                taken.append(found)
                yield found

    def _goal_text(self) -> Text:
        y = self._y(self.story.goal) - self.frame.text * 1.4
        return Text(
            self.frame.plot.left + 4, y, "start", (self.story.goal_label,), "goal", self.frame.text
        )

    def _end_texts(self) -> list[Text]:
        """Label the scenarios where they end: one over the other, in the order of their ends."""
        ends = []
        for scenario in self.story.scenarios:
            runs = self._runs(scenario.readings)
            if runs and runs[-1][-1][0] > self._x(self.story.today):
                ends.append((runs[-1][-1], scenario))
        ends.sort(key=lambda end: end[0][1])
        x, anchor = self.frame.plot.right, "end"
        if self.frame.beside:
            x, anchor = x + NEAR_MARK + 2, "start"
        texts = [
            Text(x, 0, anchor, scenario.label, scenario.kind, self.frame.text)
            for _, scenario in ends
        ]
        wanted = [
            self._beside(text, point[1]) if self.frame.beside else self._off(text, point[1], place)
            for place, (text, (point, _)) in enumerate(zip(texts, ends, strict=True))
        ]
        return spread(texts, wanted, self.frame.plot.bottom)

    def _beside(self, text: Text, y: float) -> float:
        return y - text.height / 2

    def _off(self, text: Text, y: float, place: int) -> float:
        """Above its line; the lower one below it, if there is room. Never across the goal's line."""
        goal, below = self._y(self.story.goal), y + NEAR_MARK
        if place and below + text.height <= self.frame.plot.bottom:
            return goal + OFF_GOAL if below < goal < below + text.height else below
        above = y - NEAR_MARK - text.height
        return goal - OFF_GOAL - text.height if above < goal < y else above

    def _ticks(self) -> list[Text]:
        """Name today and the months under the axis, as many as have room."""
        y, size = self.frame.plot.bottom + 8, self.frame.text
        named = [(self.story.today, self.story.today_label), *reversed(self.story.months)]
        taken: list[Text] = []
        for day, words in named:
            kind = "axis" if taken else "today"
            text = Text(self._x(day), y, "middle", (words,), kind, size)
            text = text.within(self.frame.plot.left - 8, self.frame.width)
            if not any(text.box.widened(CLOSE).overlaps(other.box) for other in taken):
                taken.append(text)
        return taken

    def _now_tries(self) -> list[Text]:
        share = self.story.history[-1].share
        if share is None:
            return []
        x, y, size = self._x(self.story.today), self._y(share), self.frame.text
        words, low = (self.story.now_label,), self.frame.plot.bottom - size * 1.3
        near = [
            Text(x + across, min(max(y + down, 0), low), anchor, words, "now", size)
            for down in (8, -8 - size * 1.3)
            for across, anchor in ((-8, "end"), (8, "start"))
        ]
        return [*near, *self._scan(Text(x - 8, y, "end", words, "now", size))]

    def _gap_tries(self, gaps: Iterable[Gap]) -> list[tuple[list[Text], list[Box]]]:
        plot, size = self.frame.plot, self.frame.text
        middle = (plot.top + plot.bottom) / 2
        return [
            (self._scan(Text(gap.box.centre, middle, "middle", (gap.word,), "gap", size)), [])
            for gap in gaps
            if gap.word
        ]

    def _scan(self, text: Text) -> list[Text]:
        """Try every height of the plot, the nearest first."""
        plot = self.frame.plot
        heights = range(int(plot.top), int(plot.bottom - text.height), 6)
        return [
            replace(text, y=y).within(plot.left, plot.right)
            for y in sorted(heights, key=lambda y: abs(y - text.y))
        ]


def _path(run: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in run)


def _sampled(runs: Iterable[Sequence[Point]]) -> list[Box]:
    """Lay small boxes along the lines, for labels to keep off."""
    found = []
    for run in runs:
        for (x1, y1), (x2, y2) in pairwise(run):
            steps = max(int(max(abs(x2 - x1), abs(y2 - y1)) / SAMPLE), 1)
            for step in range(steps + 1):
                x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
                found.append(Box(x - 2, y - 2, x + 2, y + 2))
    return found
