"""Keep the English catalogue in step with the Swedish texts: ``translations.py [--check]``.

Without an argument: find every text marked in code and templates, add the new ones to
``web/translations/en`` (untranslated, to be filled in by hand) and drop those no longer said.
With ``--check``: change nothing, and name what is missing, untranslated, unused or at odds in its fields.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parent.parent
PO = ROOT / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "say": None, "ngettext": (1, 2)}
TEMPLATE_OPTIONS = {
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
    "trimmed": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
FIELDS = re.compile(r"%\(\w+\)[sd]|\{\w*[^}]*\}|%%")


def said() -> Catalog:
    """Every text marked for translation, without places, so that the file only changes with texts."""
    catalogue = Catalog(
        locale="en",
        project="Kompetenskollen",
        header_comment="# English texts of Kompetenskollen. Kept in step by make translations.",
        fuzzy=False,
    )
    for text in _messages():
        catalogue.add(text)
    return catalogue


def _messages() -> Iterator[str | tuple[str, ...]]:
    for folder in ("api", "web"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            with path.open("rb") as source:
                for _line, messages, _comments, _context in extract("python", source, KEYWORDS):
                    yield _wanted(messages)
    for path in sorted((ROOT / "web" / "templates").rglob("*.html")):
        with path.open("rb") as source:
            found = babel_extract(source, ("_", "gettext", "ngettext"), (), TEMPLATE_OPTIONS)
            for _line, _function, marked, _notes in found:
                yield _wanted(marked)


def _wanted(messages: object) -> str | tuple[str, ...]:
    if isinstance(messages, tuple | list):
        texts = tuple(text for text in messages if isinstance(text, str))[:2]
        return texts if len(texts) > 1 else texts[0]
    return str(messages)


def kept() -> Catalog:
    """The English catalogue as it lies on disk."""
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as source:
        return read_po(source, locale="en")


def faults() -> list[str]:
    """What is wrong with the catalogue, a line each."""
    wanted, have = said(), kept()
    found = [
        f"missing: {message.id!r}" for message in wanted if message.id and message.id not in have
    ]
    found += [
        f"unused: {message.id!r}" for message in have if message.id and message.id not in wanted
    ]
    return found + [line for message in have if message.id for line in _message_faults(message)]


def _message_faults(message: Message) -> Iterator[str]:
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if not texts or not all(texts) or message.fuzzy:
        yield f"untranslated: {message.id!r}"
        return
    fields = set(FIELDS.findall(sources[-1]))
    if fields != set(FIELDS.findall(texts[-1])):
        yield f"fields differ: {message.id!r} -> {message.string!r}"


def update() -> None:
    """Write the catalogue anew: texts in alphabetical order, translations kept."""
    have, fresh = kept(), said()
    for message in fresh:
        old = have.get(message.id) if message.id else None
        if old is not None and old.string:
            message.string = old.string
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as target:
        write_po(target, fresh, width=100, no_location=True, omit_header=False, sort_output=True)
    text = re.sub(
        r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator):.*\n',
        "",
        PO.read_text(),
        flags=re.MULTILINE,
    )
    PO.write_text(text)


def main(arguments: list[str]) -> int:
    """Update, or check."""
    if arguments == ["--check"]:
        found = faults()
        print("\n".join(found))
        return 1 if found else 0
    update()
    print(f"{sum(1 for line in faults() if line.startswith('untranslated'))} texts to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
