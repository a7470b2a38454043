"""Freezing loses nothing, and no two different contents share a hash."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from api.catalogue.editions import canonical_json, content_hash, from_json
from api.catalogue.schema import Choice, Course, Module, QuestionStep, Source, TextStep

Path = tuple[str | int, ...]

slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip())
)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
sources = st.builds(
    Source,
    text=texts,
    url=st.none() | slugs.map(lambda slug: f"https://{slug}.se/"),
    reviewed_on=days,
    law=st.booleans(),
)
several_sources = st.lists(sources, max_size=2).map(tuple)
choices = st.builds(Choice, id=slugs, text=texts, correct=st.booleans(), feedback=texts)
text_steps = st.builds(
    TextStep,
    kind=st.just("text"),
    id=slugs,
    title=texts,
    body=texts,
    sources=several_sources,
)
question_steps = st.builds(
    QuestionStep,
    kind=st.just("question"),
    id=slugs,
    title=texts,
    mode=st.sampled_from(["single", "several"]),
    choices=st.lists(choices, min_size=2, max_size=4).map(tuple),
    stem=texts,
    again=st.none() | texts,
    sources=several_sources,
)
modules = st.builds(
    Module,
    id=slugs,
    title=texts,
    minutes=st.integers(1, 200),
    goals=st.lists(texts, min_size=1, max_size=3).map(tuple),
    content_note=st.none() | texts,
    intro=texts,
    steps=st.lists(text_steps | question_steps, max_size=4).map(tuple),
)
courses = st.builds(
    Course,
    id=slugs,
    title=texts,
    owner=texts,
    reviewed_on=days,
    validity_months=st.none() | st.integers(1, 100),
    levels=st.lists(
        st.sampled_from(["generell", "specifik", "individinriktad"]), min_size=1, max_size=3
    ).map(tuple),
    open=st.booleans(),
    purpose=texts,
    sources=st.lists(sources, min_size=1, max_size=3).map(tuple),
    modules=st.lists(modules, max_size=3).map(tuple),
)

OTHER = {
    "single": "several",
    "several": "single",
    "generell": "specifik",
    "specifik": "individinriktad",
    "individinriktad": "generell",
}


def _leaves(value: object, path: Path = ()) -> Iterator[Path]:
    """Yield the way to every single value that an author can change."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "kind":
                yield from _leaves(inner, (*path, name))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from _leaves(inner, (*path, position))
    else:
        yield path


def _other(name: str | int, value: object) -> object:
    """Return another value that the schema takes in the same place."""
    if value is None:
        return {"validity_months": 7, "url": "https://annan.se/"}.get(str(name), "Annat")
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if name == "reviewed_on":
        return (date.fromisoformat(str(value)) + timedelta(days=1)).isoformat()
    return OTHER.get(str(value), f"{value}x")


def _changed(course: Course, path: Path) -> Course:
    tree: Any = json.loads(course.model_dump_json())
    place = tree
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = _other(path[-1], place[path[-1]])
    return from_json(json.dumps(tree))


@given(courses)
def test_a_course_comes_back_as_it_was(course: Course) -> None:
    back = from_json(canonical_json(course))
    assert back == course
    assert content_hash(back) == content_hash(course)


@given(courses)
def test_the_order_of_keys_does_not_matter(course: Course) -> None:
    tree = json.loads(canonical_json(course))
    turned = json.dumps(dict(reversed(tree.items())), indent=2)
    assert content_hash(from_json(turned)) == content_hash(course)


@given(courses, st.data())
def test_any_changed_field_changes_the_hash(course: Course, data: st.DataObject) -> None:
    leaves = list(_leaves(json.loads(course.model_dump_json())))
    changed = _changed(course, data.draw(st.sampled_from(leaves)))
    assert changed != course
    assert content_hash(changed) != content_hash(course)


@given(courses, courses)
def test_the_hash_is_equal_exactly_when_the_content_is(one: Course, other: Course) -> None:
    assert (content_hash(one) == content_hash(other)) == (one == other)
