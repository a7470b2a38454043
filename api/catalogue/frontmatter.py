"""Reads one course file: strict front matter whose every value knows its line, and a body.

YAML 1.1 reads `no` as false, `012` as ten and the last of two equal keys as the only one. Here a
bare value is true/false, a decimal integer or an ISO date when it looks exactly like one, and
otherwise text; equal keys, tags and aliases are problems.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import yaml

from api.catalogue.kinds.base import Path
from api.catalogue.problems import Problem

_FENCE = "---"
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEXT_TAG, _LIST_TAG, _MAP_TAG = (f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map"))

_QUOTE_THE_SIGN = "Texten börjar med * eller &, som har egen mening: sätt den inom citattecken."
_UNREADABLE = "Raderna mellan --- går inte att läsa"
_SYNTAX_ADVICE = {
    "mapping values are not allowed": "Texten innehåller ett kolon: sätt den inom citattecken.",
    "alias": _QUOTE_THE_SIGN,
    "anchor": _QUOTE_THE_SIGN,
    "character '\\t'": "Byt tabbtecknet mot blanksteg.",
    "cannot start any token": "Texten börjar med ett specialtecken: sätt den inom citattecken.",
    "quoted scalar": "Ett citattecken saknas i slutet av texten.",
    "flow mapping": "Ett kommatecken, citattecken eller } saknas.",
    "flow sequence": "Ett kommatecken, citattecken eller ] saknas.",
    "could not find expected ':'": "Ett kolon saknas efter fältets namn.",
    "block collection": "Indraget stämmer inte: börja listans rader lika långt in.",
    "block mapping": "Indraget stämmer inte: börja fälten lika långt in.",
    "special characters": "Ta bort det osynliga tecknet.",
    "escape": "Skriv \\\\ i stället för \\ i text inom citattecken.",
}
_NEVER_CLOSED = ("quoted scalar", "flow mapping", "flow sequence")
_GENERAL_ADVICE = "Se över indrag, kolon och citattecken."


@dataclass(frozen=True)
class Page:
    """A course file taken apart: its fields, its body, and where each of them stands."""

    file: str
    fields: Mapping[str, object]
    body: str
    body_line: int
    lines: Mapping[Path, int]
    blocks: Mapping[Path, int]
    """For text written as a `|` block: the line on which the text itself begins."""

    def filled(self, body_field: str) -> "Page":
        """Return the page with its body as the field of this name."""
        here: Path = (body_field,)
        return replace(
            self,
            fields={**self.fields, body_field: self.body},
            lines={**self.lines, here: self.body_line},
            blocks={**self.blocks, here: self.body_line},
        )

    def line(self, path: Path) -> int:
        """Return the line of a value or, when it is missing, of what it is missing from."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def text_line(self, path: Path, down: int) -> int:
        """Return the line `down` lines into a text, where YAML lets that be known."""
        start = self.blocks.get(path)
        return self.line(path) if start is None else start + down


@dataclass(frozen=True)
class Reading:
    """What came of reading a file: `page` is None when nothing further can be said about it."""

    page: Page | None
    problems: tuple[Problem, ...] = ()


def read_page(file: str, text: str) -> Reading:
    """Take a file apart; `file` is what problems call it."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return _failed(file, 1, "Filen ska börja med en rad --- följd av fälten. Lägg till den.")
    end = next((i for i, line in enumerate(lines) if i and line.rstrip() == _FENCE), None)
    if end is None:
        return _failed(file, 1, "Raden --- som avslutar fälten saknas. Lägg till den.")
    source = "\n".join(lines[1:end])
    try:
        node = yaml.compose(source, Loader=_Loader)
    except yaml.YAMLError as error:
        return _failed(file, _error_line(error, source), f"{_UNREADABLE}. {_advice(error)}")
    if not isinstance(node, yaml.MappingNode):
        return _failed(file, 1, "Mellan raderna --- ska det stå fält: namn, kolon och värde.")
    values = _Values(file, source)
    fields = values.of_mapping(node, ())
    body_start = next((i for i in range(end + 1, len(lines)) if lines[i].strip()), end)
    body = "\n".join(lines[end + 1 :]).strip()
    page = Page(file, fields, body, body_start + 1, values.lines, values.blocks)
    return Reading(page, tuple(values.problems))


class _Loader(yaml.SafeLoader):
    """PyYAML's parser without its ideas about types, and without aliases."""

    # Nothing is resolved: any other tag than text was therefore written out by the author.
    yaml_implicit_resolvers = {}  # noqa: RUF012 - the name and shape are PyYAML's

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse `*` and `&` before a text: YAML would take the first word for a name."""
        event = self.peek_event()  # type: ignore[no-untyped-call] # gap in the stubs
        if getattr(event, "anchor", None) is not None:
            raise yaml.MarkedYAMLError(problem="found an anchor", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


class _Values:
    """Turns YAML nodes into values and remembers the line of each."""

    def __init__(self, file: str, source: str) -> None:
        self.file = file
        self.source = source.split("\n")
        self.lines: dict[Path, int] = {}
        self.blocks: dict[Path, int] = {}
        self.problems: list[Problem] = []

    def note(self, line: int, text: str) -> None:
        self.problems.append(Problem(self.file, line, "error", text))

    def of_mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = _line(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.note(line, "Ett fältnamn ska vara ett ord. Ta bort parentesen kring det.")
                continue
            key = str(key_node.value)
            here = (*path, key)
            if key in found:
                self.note(
                    line,
                    f"Fältet ”{key}” står redan på rad {self.lines[here]}. Ta bort ett av dem.",
                )
                continue
            self.lines[here] = line
            found[key] = self._of(value_node, here)
        return found

    def _of(self, node: yaml.Node, path: Path) -> object:
        if node.tag not in {_TEXT_TAG, _LIST_TAG, _MAP_TAG}:
            self.note(
                _line(node), "Värdet börjar med !, som har egen mening. Sätt det inom citattecken."
            )
        if isinstance(node, yaml.MappingNode):
            return self.of_mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return self._of_list(node, path)
        return self._of_scalar(node, path)

    def _of_scalar(self, node: yaml.Node, path: Path) -> object:
        style = node.style if isinstance(node, yaml.ScalarNode) else None
        if style == "|":
            self.blocks[path] = _line(node) + 1
        if style:
            return str(node.value)
        rest = self.source[node.end_mark.line][node.end_mark.column :]
        if node.value and rest.lstrip().startswith("#"):
            self.note(
                _line(node),
                f"”{rest.strip()}” läses inte: # inleder en kommentar. Sätt hela texten inom "
                "citattecken, eller flytta kommentaren till en egen rad.",
            )
        return _bare(str(node.value))

    def _of_list(self, node: yaml.SequenceNode, path: Path) -> tuple[object, ...]:
        for position, item in enumerate(node.value):
            self.lines[(*path, position)] = _line(item)
        return tuple(self._of(item, (*path, position)) for position, item in enumerate(node.value))


def _bare(text: str) -> object:
    """Return what a value without quotes means; a day that never was stays text."""
    if text in {"true", "false"}:
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _line(node: yaml.Node) -> int:
    # YAML counts from 0 and begins on the file's second line.
    return int(node.start_mark.line) + 2


def _error_line(error: yaml.YAMLError, source: str) -> int:
    """Return the line of the mistake, which for what is never closed is where it was opened."""
    if isinstance(error, yaml.MarkedYAMLError):
        opened = any(part in str(error.context) for part in _NEVER_CLOSED)
        mark = error.context_mark if opened else error.problem_mark
        return int(mark.line) + 2 if mark else 2
    # An unprintable character is met before there are any marks.
    return source[: getattr(error, "position", 0)].count("\n") + 2


def _advice(error: yaml.YAMLError) -> str:
    parts = (getattr(error, name, "") for name in ("problem", "context", "reason"))
    said = " ".join(str(part) for part in parts)
    return next((text for part, text in _SYNTAX_ADVICE.items() if part in said), _GENERAL_ADVICE)


def _failed(file: str, line: int, text: str) -> Reading:
    return Reading(None, (Problem(file, line, "error", text),))
