"""Pure: samples taken in turns, and their medians.

The machine is seldom ours alone. So nothing is measured by itself: every round takes one sample of
everything, in a new order, and whatever slows one down slows the others too. What is compared is
medians of one run, never times of two.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from statistics import median as _median
from statistics import quantiles

Measure = Callable[[], float]
"""Does the thing once; returns the seconds that count."""

FEWEST = 5
STEADY = 2.0


def median_ms(seconds: Sequence[float]) -> float:
    """The median, in milliseconds."""
    return _median(seconds) * 1000


def steady(*samples: Sequence[float]) -> bool:
    """Whether the middle halves of all samples lie close: else their medians may flip by chance.

    On a busy machine a commit waits either for its disk or, ten times as long, for its turn.
    """
    return all(_spread(taken) <= STEADY for taken in samples if len(taken) >= FEWEST)


def _spread(taken: Sequence[float]) -> float:
    low, _, high = quantiles(taken, n=4, method="inclusive")
    return high / low if low else 1.0


def in_turns(
    measures: Mapping[str, Measure],
    *,
    rounds: int,
    warm_up: int = 3,
    budget: float = 20.0,
    dice: random.Random | None = None,
) -> dict[str, list[float]]:
    """Samples of each measure, taken in turns.

    A measure that has used up its budget of seconds is left alone once it has a few samples: what
    is that slow needs no more to be seen.
    """
    dice = dice or random.Random(1)
    samples: dict[str, list[float]] = {name: [] for name in measures}
    spent = dict.fromkeys(measures, 0.0)
    for turn in range(-warm_up, rounds):
        order = [name for name in measures if _wanted(samples[name], spent[name], budget)]
        dice.shuffle(order)
        for name in order:
            seconds = measures[name]()
            spent[name] += seconds
            # A warm-up that is dear counts, or the slowest would be the most often repeated.
            if turn >= 0 or spent[name] > budget / FEWEST:
                samples[name].append(seconds)
    return samples


def _wanted(taken: Sequence[float], spent: float, budget: float) -> bool:
    return len(taken) < FEWEST or spent < budget
