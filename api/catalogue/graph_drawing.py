"""Pure: a practice conversation drawn as SVG, from the first line at the top down to its endings."""

from textwrap import wrap
from typing import NamedTuple
from xml.etree import ElementTree as ET

from api.catalogue.graph_layout import lay_out
from api.catalogue.kinds.dialogue import Dialogue, Node, Reply

WIDTH, HEIGHT, GAP = 264.0, 96.0, 28.0
WAY, DOWN, MARGIN = 26.0, 78.0, 36.0
LINE, INSET = 15.0, 14.0
LETTERS, MOST_LINES = 40, 3

_TURNS = {"stop": "STOPP", "duty": "PLIKT"}
_ENDINGS = {
    "step": "SLUT: ETT STEG",
    "respected_no": "SLUT: RESPEKTERAT NEJ",
    "stop": "SLUT: STOPP",
    "broken": "SLUT: KONTAKTEN BRÖTS",
    "open": "SLUT: FORTSÄTTER",
}
# Attributes alone are enough to read it by, on white; the style adds the dark and the tints.
_STYLE = """
text { font-family: "Source Sans 3", system-ui, sans-serif; }
svg { color: #14222b; } .paper { fill: #ffffff; } .node { fill: #f1f5f6; }
.duty { fill: #fff1cf; } .stop { fill: #ffe3dc; } .ending { fill: #e3f0f6; }
@media (prefers-color-scheme: dark) {
  svg { color: #edf3f5; } .paper { fill: #16222a; } .node { fill: #22323c; }
  .duty { fill: #402e0a; } .stop { fill: #4a1e14; } .ending { fill: #12384a; }
}
"""


class _Place(NamedTuple):
    """The middle of a node's upper edge."""

    x: float
    y: float


def draw(dialogue: Dialogue) -> str:
    """Return the conversation as SVG: each turn with the other's line, each reply with its codes."""
    labels = LINE * (1 + max(len(r.utterances) for n in dialogue.nodes for r in n.replies))
    row = HEIGHT + labels + DOWN
    layout = lay_out(dialogue.graph, dialogue.start, node_width=WIDTH + GAP, way_width=WAY)
    left = min(x for points in layout.ways.values() for x, _ in points) - WIDTH / 2 - MARGIN
    right = max(x for points in layout.ways.values() for x, _ in points) + WIDTH / 2 + MARGIN

    def place(point: tuple[float, int]) -> _Place:
        return _Place(point[0] - left, MARGIN + point[1] * row)

    places = {node: place(point) for node, point in layout.nodes.items()}
    depth = max(spot.y for spot in places.values()) + HEIGHT + MARGIN
    svg = _sheet(dialogue, right - left, depth)
    nodes = [node for node in dialogue.nodes if node.id in places]
    for node in nodes:
        ways = {
            reply.id: [place(p) for p in layout.ways[node.id, reply.goto][1:]]
            for reply in node.replies
        }
        _draw_replies(svg, node, places[node.id], ways)
    for node in nodes:
        _draw_node(svg, node, places[node.id], first=node.id == dialogue.start)
    return ET.tostring(svg, encoding="unicode") + "\n"


def _sheet(dialogue: Dialogue, width: float, height: float) -> ET.Element:
    size = {"width": f"{width:.0f}", "height": f"{height:.0f}"}
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width:.0f} {height:.0f}",
            **size,
            "role": "img",
            "aria-labelledby": "title desc",
            "lang": "sv",
        },
    )
    ET.SubElement(svg, "title", id="title").text = dialogue.title
    endings = sum(node.ending is not None for node in dialogue.nodes)
    ET.SubElement(svg, "desc", id="desc").text = (
        f"Samtalets vägar uppifrån och ner: {len(dialogue.nodes)} noder, varav {endings} slut. "
        "Under varje nod står svarens id och koder. Hel linje: svaret lyssnar, delar på makten "
        "eller är en plikt. Streckad linje: övriga svar. Åttkant är stopp, sexkant plikt, rund "
        "med dubbel kant slut."
    )
    ET.SubElement(svg, "style").text = _STYLE
    ET.SubElement(svg, "rect", {**size, "class": "paper", "fill": "#ffffff"})
    return svg


def _draw_node(svg: ET.Element, node: Node, at: _Place, *, first: bool) -> None:
    kind = "ending" if node.ending else node.turn if node.turn != "ordinary" else "node"
    group = ET.SubElement(
        svg, "g", {"class": kind, "fill": "none", "stroke": "currentColor", "stroke-width": "1.5"}
    )
    _draw_shape(group, kind, at)
    word = _ENDINGS[node.ending.kind] if node.ending else _TURNS.get(node.turn, "")
    if first:
        word = f"START {word}".strip()
    said = node.ending.title if node.ending else node.text
    heads = [node.id, word] if word else [node.id]
    for number, line in enumerate((*heads, *_shortened(said))):
        _write(group, at.x, at.y + 21 + number * LINE, line, bold=number < len(heads))


def _draw_shape(group: ET.Element, kind: str, at: _Place) -> None:
    half, cut = WIDTH / 2, INSET
    if kind in {"stop", "duty"}:
        side = [(-half + cut, 0), (half - cut, 0)]
        right = [(half, cut), (half, HEIGHT - cut)] if kind == "stop" else [(half + 6, HEIGHT / 2)]
        corners = [*side, *right, *((x, HEIGHT) for x, _ in reversed(side))]
        corners += [(-x, y) for x, y in reversed(right)]
        points = " ".join(f"{at.x + x:.1f},{at.y + y:.1f}" for x, y in corners)
        ET.SubElement(group, "polygon", {"points": points, "fill": "inherit"})
        return
    for inset in (0.0, 4.0) if kind == "ending" else (0.0,):
        radius = HEIGHT / 2.6 if kind == "ending" else 8
        box = {
            "x": at.x - half + inset,
            "y": at.y + inset,
            "width": WIDTH - 2 * inset,
            "height": HEIGHT - 2 * inset,
            "rx": radius - inset,
        }
        ET.SubElement(group, "rect", {name: f"{value:.1f}" for name, value in box.items()})


def _draw_replies(svg: ET.Element, node: Node, at: _Place, ways: dict[str, list[_Place]]) -> None:
    """Draw a node's replies side by side beneath it, ordered by where they lead."""
    replies = sorted(node.replies, key=lambda reply: ways[reply.id][0].x)
    share = WIDTH / max(1, len(replies))
    for number, reply in enumerate(replies):
        port = _Place(at.x + share * (number - (len(replies) - 1) / 2), at.y + HEIGHT)
        below = _label(svg, reply, port)
        _draw_way(svg, below, ways[reply.id], right=reply.right)


def _label(svg: ET.Element, reply: Reply, port: _Place) -> _Place:
    """Write the reply's id and codes one below the other; return where its way begins."""
    y = port.y
    for text in (reply.id, *(said.code for said in reply.utterances)):
        y += LINE
        _write(svg, port.x, y, text, bold=text is reply.id)
    return _Place(port.x, y + 6)


def _draw_way(svg: ET.Element, start: _Place, points: list[_Place], *, right: bool) -> None:
    """Draw a way through what it passes, straight beside the rows and curved between them."""
    path = f"M{start.x:.1f},{start.y:.1f}"
    here = start
    for point in points:
        bend = (point.y - here.y) / 2
        path += (
            f" C{here.x:.1f},{here.y + bend:.1f} {point.x:.1f},{point.y - bend:.1f} "
            f"{point.x:.1f},{point.y:.1f}"
        )
        here = point
        if point is not points[-1]:
            here = _Place(point.x, point.y + HEIGHT)
            path += f" V{here.y:.1f}"
    look = {"d": path, "fill": "none", "stroke": "currentColor", "stroke-width": "1.2"}
    dashes = {} if right else {"stroke-dasharray": "5 4", "opacity": "0.7"}
    ET.SubElement(svg, "path", {**look, **dashes})


def _write(parent: ET.Element, x: float, y: float, text: str, *, bold: bool = False) -> None:
    look = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": "middle", "font-size": "12"}
    weight = {"font-weight": "700"} if bold else {}
    element = ET.SubElement(
        parent, "text", {**look, **weight, "fill": "currentColor", "stroke": "none"}
    )
    element.text = text


def _shortened(text: str) -> list[str]:
    return wrap(text, LETTERS, max_lines=MOST_LINES, placeholder=" …")
