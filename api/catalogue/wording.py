"""Says in plain Swedish what pydantic found wrong with a field of a course file."""

import json
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

from api.catalogue.kinds.base import SLUG_PATTERN, Content, Path, Written

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_LIST = "ska vara en lista: en rad som börjar med ”- ” för varje värde."
_FIELDS = "ska bestå av egna fält: namn, kolon och värde."
_BOOLEAN = "ska vara true eller false, utan citattecken."
_NUMBER = "ska vara ett heltal som 15: utan citattecken, decimaler och inledande nolla."
_DAY = "ska vara ett datum som finns, skrivet ÅÅÅÅ-MM-DD utan citattecken."


def _text(value: object, _: Mapping[str, Any]) -> str:
    if isinstance(value, dict | tuple):
        return "ska vara en enda text, inte en lista eller egna fält."
    shown = json.dumps(value) if isinstance(value, bool) else str(value)
    return f'ska vara text. Sätt värdet inom citattecken: "{shown}".'


def _pattern(_: object, context: Mapping[str, Any]) -> str:
    if context["pattern"] == SLUG_PATTERN:
        return (
            "får bara ha små bokstäver a till z, siffror och bindestreck, som i ”drar-sig-undan”."
        )
    return "ska vara en hel adress som börjar med https:// eller http://, utan blanksteg."


def _short(_: object, context: Mapping[str, Any]) -> str:
    if context["min_length"] == 1:
        return "är en tom lista. Lägg till ett värde."
    return f"ska ha minst {context['min_length']} värden i sin lista."


def _literal(_: object, context: Mapping[str, Any]) -> str:
    return f"ska vara {context['expected'].replace(' or ', ' eller ').replace(chr(39), '')}."


_WORDS: dict[str, str | Callable[[object, Mapping[str, Any]], str]] = {
    "missing": "saknas. Lägg till det.",
    "string_type": _text,
    "string_too_short": "är tomt. Fyll i det.",
    "string_too_long": lambda _, context: f"får ha högst {context['max_length']} tecken.",
    "string_pattern_mismatch": _pattern,
    "bool_type": _BOOLEAN,
    "int_type": _NUMBER,
    "date_type": _DAY,
    "tuple_type": _LIST,
    "model_type": _FIELDS,
    "too_short": _short,
    "greater_than_equal": lambda _, context: f"ska vara minst {context['ge']}.",
    "less_than_equal": lambda _, context: f"ska vara högst {context['le']}.",
    "literal_error": _literal,
}


def is_echo(error: "ErrorDetails") -> bool:
    """Return whether an error only repeats another: pydantic counts broken items as missing."""
    given, context = error["input"], error.get("ctx", {})
    return (
        error["type"] == "too_short"
        and isinstance(given, tuple)
        and len(given) >= context["min_length"]
    )


def explain(error: "ErrorDetails", model: type[Written]) -> str:
    """Return what is wrong and how to mend it; `model` is what the whole file was read as."""
    path: Path = error["loc"]
    if path == (model.body_field,):
        return "Texten under den andra raden --- är tom. Skriv den."
    subject = f"Fältet {_name(path)}"
    if error["type"] == "extra_forbidden":
        return f"{subject} finns inte. {_suggestion(path, model)}"
    words = _WORDS.get(error["type"], error["msg"])
    said = words if isinstance(words, str) else words(error["input"], error.get("ctx", {}))
    return f"{subject} {said}"


def _name(path: Path) -> str:
    """Return a field's name and, inside a list, which item it belongs to."""
    name, *outer = reversed(path)
    if isinstance(name, int):
        return f"”{outer[0]}”, värde {name + 1},"
    place = "".join(
        f" (nummer {step + 1} i ”{path[depth - 1]}”)"
        for depth, step in enumerate(path)
        if isinstance(step, int)
    )
    return f"”{name}”{place}"


def _suggestion(path: Path, model: type[Written]) -> str:
    fields = _model_at(path[:-1], model).model_fields
    known = [name for name in fields if name != model.body_field]
    close = get_close_matches(str(path[-1]), known, n=1)
    if close:
        return f"Menade du ”{close[0]}”?"
    if " " in str(path[-1]):
        return "Hör orden till texten före kommat? Sätt hela den texten inom citattecken."
    return f"Ta bort det, eller använd något av: {', '.join(known)}."


def _model_at(path: Path, model: type[Content]) -> type[Content]:
    for step in path:
        if isinstance(step, str):
            annotation = model.model_fields[step].annotation
            model = next(kind for kind in get_args(annotation) if isinstance(kind, type))
    return model
