"""The pages: how many hellos each takes, its queries, and whether it stays the same at any size."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from bench import aims
from bench.cast import Cast, gather
from bench.client import HELLO, WITHIN, Ask, ask, on_the_wire, queries, timed
from bench.commits import Commits
from bench.datasets import DEMO_STAFF, Dataset
from bench.load import CONNECTIONS, requests_a_second
from bench.measuring import Measure, in_turns, median_ms, steady
from bench.report import Row
from bench.server import serving
from bench.weight import weigh

NAMES = {
    "/tackning": "Coverage of the municipality, /tackning",
    "board": "Coverage of a nämnd, /tackning?enhet=",
    "/enhet": "A unit of about 25 for its manager, /enhet",
    "/": "Start page of staff, /",
    "step": "Learner page, a question",
    "api": "JSON, /api/v1/coverage",
}
WEIGHED = ("/", "step", "/tackning", "/enhet")
WITHIN_NAME = "Hello within the walls (router, language, gzip, log)"
ANSWERS = {
    "answer-htmx": "Answer a question, with htmx",
    "answer-page": "Answer a question, whole page",
}
COMMIT = "commit"
WARM_UP = 4
Key = tuple[Dataset, str]


@dataclass(frozen=True)
class Served:
    """A data set with its server and the people who ask it."""

    dataset: Dataset
    port: int
    cast: Cast
    commits: Commits


def measure(datasets: Sequence[Dataset], folder: Path, rounds: int) -> list[Row]:
    """Serve all data sets at once, ask them in turns, and tell."""
    with ExitStack() as stack:
        served = []
        for dataset in datasets:
            cast = gather(dataset, folder)
            port = stack.enter_context(serving(dataset, folder))
            served.append(Served(dataset, port, cast, stack.enter_context(Commits(dataset))))
        _all_there(served)
        measures: dict[str, Measure] = {}
        for one in served:
            measures |= _measures(one, rounds)
        samples = in_turns(measures, rounds=rounds, warm_up=WARM_UP)
        rows = [row for one in served for row in _rows(one, samples)]
        rows += _flatness(served, samples)
        rows += [_load(one) for one in served if not one.dataset.demo]
        return rows + _weights(served)


def _all_there(served: Sequence[Served]) -> None:
    """A page that lacks what it is for would be quick, and worth nothing."""
    for one in served:
        for name, asked in one.cast.pages().items():
            plain = replace(asked, headers={**asked.headers, "Accept-Encoding": "identity"})
            if asked.says not in ask(one.port, plain).body:
                message = f"{name} at {one.dataset.staff} staff does not say {asked.says!r}"
                raise RuntimeError(message)


def _measures(one: Served, rounds: int) -> dict[str, Measure]:
    wanted = {HELLO: Ask(HELLO), WITHIN: Ask(WITHIN), **one.cast.pages()}
    found = {_key(one, name): timed(one.port, asked) for name, asked in wanted.items()}
    # An answer is given once by each: the second time there would be less to write.
    needed = rounds + WARM_UP + 1
    people = iter(one.cast.others)
    for name in ANSWERS:
        asks = one.cast.answers(list(islice(people, needed)), partial=name == "answer-htmx")
        found[_key(one, name)] = timed(one.port, partial(next, asks))
    found[_key(one, COMMIT)] = one.commits.bare
    return found


def _key(one: Served, name: str) -> str:
    return f"{one.dataset.store.name} {one.dataset.staff} {name}"


def _rows(one: Served, samples: Mapping[str, Sequence[float]]) -> Iterator[Row]:
    def row(name: str, label: str, aim: float | None = None, base: str = "hello") -> Row:
        taken = samples[_key(one, name)]
        against = [HELLO] if base == "hello" else [HELLO, COMMIT]
        return Row(
            name=label,
            value=median_ms(taken),
            database=one.dataset.store.name,
            staff=one.dataset.staff,
            base=base,
            base_value=hello if base == "hello" else 3 * hello + commit,
            aim=aim,
            samples=len(taken),
            steady=steady(taken, *(samples[_key(one, each)] for each in against)),
        )

    hello = median_ms(samples[_key(one, HELLO)])
    commit = median_ms(samples[_key(one, COMMIT)])
    yield row(WITHIN, WITHIN_NAME)
    for name, asked in one.cast.pages().items():
        yield row(name, NAMES[name], aims.PAGE.get(name))
        yield _queries(one, name, asked)
    for name, label in ANSWERS.items():
        yield row(name, label, aims.ANSWER, "3 hello + a commit")


def _queries(one: Served, name: str, asked: Ask) -> Row:
    return Row(
        name=f"{NAMES[name]}: queries",
        value=queries(one.port, asked),
        unit="",
        database=one.dataset.store.name,
        staff=one.dataset.staff,
        aim=aims.QUERIES.get(name),
    )


def _flatness(served: Sequence[Served], samples: Mapping[str, Sequence[float]]) -> list[Row]:
    """Pages at each size against the smallest on the same database.

    The aim is for the nämnd that has as many cells at any size; the municipality has more with more
    requirements.
    """
    synthetic = [one for one in served if not one.dataset.demo]
    found = []
    for one in synthetic:
        smallest = min(
            (each for each in synthetic if each.dataset.store is one.dataset.store),
            key=lambda each: each.dataset.staff,
        )
        if one is not smallest:
            found += [_flat(one, smallest, name, samples) for name in ("board", "/tackning", "api")]
    return found


def _flat(one: Served, smallest: Served, name: str, samples: Mapping[str, Sequence[float]]) -> Row:
    taken, base = samples[_key(one, name)], samples[_key(smallest, name)]
    return Row(
        name=f"{NAMES[name]}: flatness",
        value=median_ms(taken),
        database=one.dataset.store.name,
        staff=one.dataset.staff,
        base=f"at {smallest.dataset.staff} staff",
        base_value=median_ms(base),
        aim=aims.FLATNESS if name == "board" else None,
        samples=len(taken),
        steady=steady(taken, base),
    )


def _load(one: Served) -> Row:
    hello = requests_a_second(one.port, Ask(HELLO))
    return Row(
        name=f"{NAMES['/tackning']}: {CONNECTIONS} connections, one worker",
        value=requests_a_second(one.port, one.cast.pages()["/tackning"]),
        unit="requests/s",
        database=one.dataset.store.name,
        staff=one.dataset.staff,
        floor=aims.REQUESTS_A_SECOND,
        note=f"hello {hello:.0f}",
    )


def _weights(served: Sequence[Served]) -> list[Row]:
    """Of the demo municipality on one database: what a page weighs is the same on the other."""
    one = next((each for each in served if each.dataset.staff == DEMO_STAFF), served[0])
    pages = one.cast.pages()
    rows = []
    for name in WEIGHED:
        found = weigh(one.port, pages[name])
        label = f"First visit, {NAMES[name]}"
        note = f"raw {found.raw / 1000:.0f} kB, font {found.fonts / 1000:.0f} kB"
        rows += [
            Row(name=label, value=found.gzipped / 1000, unit="kB", aim=aims.KILOBYTES, note=note),
            Row(name=f"{label}: requests", value=found.requests, unit="", aim=aims.REQUESTS),
        ]
    return [*rows, _swap(one)]


def _swap(one: Served) -> Row:
    """What comes back when htmx posts an answer: the question explained, and nothing else."""
    (last,) = one.cast.answers(one.cast.others[-1:], partial=True)
    received = on_the_wire(one.port, last, gzip=True)
    return Row(
        name="An answer swapped in by htmx",
        value=len(received) / 1000,
        unit="kB",
        aim=aims.SWAP_KILOBYTES,
    )
