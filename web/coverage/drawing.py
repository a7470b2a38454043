"""Pure: what a chart tells, and what it is drawn of."""

from dataclasses import dataclass
from datetime import date

from web.coverage.lettering import Box, Text


@dataclass(frozen=True)
class Frame:
    """The size of a drawing and the margins of its plot. ``beside``: end labels right of the plot."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    text: float
    beside: bool

    @property
    def plot(self) -> Box:
        """The ground of the lines."""
        return Box(self.left, self.top, self.width - self.right, self.height - self.bottom)


WIDE = Frame(546, 320, left=54, right=132, top=26, bottom=34, text=15, beside=True)
NARROW = Frame(300, 320, left=52, right=12, top=52, bottom=34, text=15, beside=False)


@dataclass(frozen=True)
class Reading:
    """The share (of one) on a day; None: none to show, and ``word`` says why."""

    on: date
    share: float | None
    word: str = ""


@dataclass(frozen=True)
class Scenario:
    """A line from today on: its kind names stroke and mark, its label stands at its end."""

    kind: str
    readings: tuple[Reading, ...]
    label: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """What a chart tells. ``history`` ends today, ``scenarios`` begin there; days only rise."""

    history: tuple[Reading, ...]
    scenarios: tuple[Scenario, ...]
    goal: float
    goal_label: str
    today_label: str
    now_label: str
    months: tuple[tuple[date, str], ...]

    @property
    def today(self) -> date:
        """The day between what was and what may be."""
        return self.history[-1].on

    @property
    def days(self) -> tuple[Reading, ...]:
        """Every day of the chart once."""
        ahead = self.scenarios[0].readings if self.scenarios else ()
        return (*self.history, *(reading for reading in ahead if reading.on > self.today))


@dataclass(frozen=True)
class Stroke:
    """A line without a gap, as an SVG path."""

    kind: str
    path: str


@dataclass(frozen=True)
class Mark:
    """A shape on a line: today, the end of a scenario, or a day alone between gaps."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class Gap:
    """Days without a share."""

    box: Box
    word: str


@dataclass(frozen=True)
class Chart:
    """A whole drawing."""

    frame: Frame
    grid: tuple[Text, ...]
    goal_y: float
    today_x: float
    gaps: tuple[Gap, ...]
    strokes: tuple[Stroke, ...]
    marks: tuple[Mark, ...]
    texts: tuple[Text, ...]

    @property
    def labels(self) -> tuple[Text, ...]:
        """Every word of the drawing."""
        return (*self.grid, *self.texts)
