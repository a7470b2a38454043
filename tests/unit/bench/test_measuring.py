from __future__ import annotations

import random

from bench.measuring import FEWEST, Measure, in_turns, median_ms, steady


def test_the_median_is_in_milliseconds_and_forgives_one_slow_sample() -> None:
    assert median_ms([0.002, 0.003, 9.0]) == 3
    assert median_ms([0.001, 0.002]) == 1.5


def test_every_measure_is_taken_once_a_round_and_warm_ups_are_left_out() -> None:
    taken: list[str] = []

    def measure(name: str, seconds: float) -> float:
        taken.append(name)
        return seconds

    samples = in_turns(
        {"one": lambda: measure("one", 0.001), "two": lambda: measure("two", 0.002)},
        rounds=10,
        warm_up=2,
    )
    assert samples == {"one": [0.001] * 10, "two": [0.002] * 10}
    assert len(taken) == 24
    assert all(set(taken[at : at + 2]) == {"one", "two"} for at in range(0, 24, 2))


def test_the_order_within_a_round_changes() -> None:
    taken: list[str] = []

    def measure(name: str) -> Measure:
        def once() -> float:
            taken.append(name)
            return 0.001

        return once

    in_turns(
        {name: measure(name) for name in "abcd"},
        rounds=20,
        dice=random.Random(3),
    )
    assert len({tuple(taken[at : at + 4]) for at in range(0, len(taken), 4)}) > 5


def test_what_is_slow_is_left_alone_once_a_few_samples_are_had() -> None:
    samples = in_turns({"slow": lambda: 7.0, "quick": lambda: 0.1}, rounds=60, budget=20)
    assert len(samples["slow"]) == FEWEST
    assert len(samples["quick"]) == 60


def test_samples_of_two_kinds_are_not_steady_and_one_that_is_far_off_does_no_harm() -> None:
    assert steady([0.4, 0.4, 0.5, 0.5, 0.6, 9.0])
    assert not steady([0.4] * 30, [0.4, 0.4, 0.4, 3.8, 3.8, 3.8])
    assert steady([0.4, 3.8])
