"""A conversation drawn: every way runs downwards, nothing overlaps, and words say what shapes mean."""

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from api.catalogue.graph_drawing import draw
from api.catalogue.graph_layout import lay_out, layers_of
from api.catalogue.kinds.dialogue import Dialogue
from api.catalogue.loader import load_folder
from tests.unit.learning.conversations import dialogue

SVG = "{http://www.w3.org/2000/svg}"
SHIPPED = [
    draft.content
    for course in load_folder(Path(__file__).parents[3] / "courses").courses
    for draft in course.exercises
    if draft and isinstance(draft.content, Dialogue)
]


def test_a_node_lies_as_deep_as_the_longest_way_to_it() -> None:
    graph = {"a": ["b", "d"], "b": ["c"], "c": ["d"], "d": []}
    assert layers_of(graph, "a") == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_a_way_passes_every_layer_between() -> None:
    graph = {"a": ["b", "d"], "b": ["c"], "c": ["d"], "d": []}
    layout = lay_out(graph, "a", node_width=10, way_width=2)
    assert [layer for _, layer in layout.ways["a", "d"]] == [0, 1, 2, 3]
    (beside, _), (b, _) = layout.ways["a", "d"][1], layout.nodes["b"]
    assert abs(beside - b) >= 6


@pytest.mark.parametrize("spoken", SHIPPED, ids=lambda spoken: spoken.id)
def test_nothing_overlaps_in_what_is_shipped(spoken: Dialogue) -> None:
    layout = lay_out(spoken.graph, spoken.start, node_width=10, way_width=2)
    rows: dict[int, list[float]] = {}
    for x, layer in layout.nodes.values():
        rows.setdefault(layer, []).append(x)
    for row in rows.values():
        assert all(right - left >= 9.99 for left, right in pairwise(sorted(row)))
    for points in layout.ways.values():
        assert all(lower == upper + 1 for (_, upper), (_, lower) in pairwise(points))


def test_it_is_told_in_words_what_it_shows() -> None:
    svg = ET.fromstring(draw(dialogue()))
    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}title") == "Ett prov"
    assert "noder, varav" in (svg.findtext(f"{SVG}desc") or "")
    written = [text.text for text in svg.iter(f"{SVG}text")]
    assert {"START", "STOPP", "Vad vill du?", "SR", "Persuade", "plikt"} <= {*written}
    assert any((text or "").startswith("SLUT: ") for text in written)


def test_it_can_be_read_without_its_style() -> None:
    svg = ET.fromstring(draw(dialogue()))
    for shape in ("rect", "polygon", "path", "g", "text"):
        assert all(each.get("fill") or each.get("rx") for each in svg.iter(SVG + shape)), shape
