"""Pure: words of a drawing as boxes, and how they are kept off each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

# The widest that bold Source Sans 3 comes to on average over a few words, and its line, of its size.
LETTER, LINE = 0.58, 1.25
APART = 5.0


@dataclass(frozen=True)
class Box:
    """A rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From side to side."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        """Halfway from side to side."""
        return (self.left + self.right) / 2

    def overlaps(self, other: "Box") -> bool:
        """Whether the two have more than an edge in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def widened(self, by: float) -> "Box":
        """The box with more room on its sides."""
        return Box(self.left - by, self.top, self.right + by, self.bottom)


@dataclass(frozen=True)
class Text:
    """Lines of words from ``y`` down; ``anchor`` says which end of them stands at ``x``."""

    x: float
    y: float
    anchor: str
    lines: tuple[str, ...]
    kind: str
    size: float

    @property
    def width(self) -> float:
        """The room the longest line takes, rather too much than too little."""
        return max(map(len, self.lines)) * self.size * LETTER

    @property
    def height(self) -> float:
        """The room all lines take."""
        return len(self.lines) * self.size * LINE

    @cached_property
    def box(self) -> Box:
        """The room it takes."""
        back = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        left = self.x - self.width * back
        return Box(left, self.y, left + self.width, self.y + self.height)

    @property
    def baselines(self) -> tuple[tuple[float, str], ...]:
        """Each line with the height it is written at."""
        return tuple(
            (self.y + self.size * (0.98 + LINE * place), line)
            for place, line in enumerate(self.lines)
        )

    def within(self, left: float, right: float) -> "Text":
        """The same words, moved sideways as far as they must to stand between two sides."""
        box = self.box
        return replace(self, x=self.x + max(left - box.left, 0) - max(box.right - right, 0))


def spread(texts: Sequence[Text], wanted: Sequence[float], bottom: float) -> list[Text]:
    """Set texts, given from the top down, as near the heights wanted as they can be apart."""
    tops: list[float] = []
    floor = 0.0
    for text, top in zip(texts, wanted, strict=True):
        tops.append(max(top, floor))
        floor = tops[-1] + text.height + APART
    ceiling = bottom
    for place in reversed(range(len(texts))):
        tops[place] = min(tops[place], ceiling - texts[place].height)
        ceiling = tops[place] - APART
    return [replace(text, y=top) for text, top in zip(texts, tops, strict=True)]


def free_place(tries: Iterable[Text], taken: Sequence[Text], lines: Sequence[Box]) -> Text | None:
    """Give the first try that stands on no other text, and on no line if that can be had."""
    free = None
    for text in tries:
        if any(text.box.overlaps(other.box) for other in taken):
            continue
        if not any(text.box.overlaps(line) for line in lines):
            return text
        free = free or text
    return free
