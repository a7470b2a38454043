"""On English pages the municipality's own names are marked as Swedish, to be read out as such."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from sqlmodel import select

from api.db.facts import known
from api.organisation.models import UnitPeriod
from api.requirements.models import RequirementPeriod
from tests.stage import Stage, parse

# A title and a drawing hold no markup; an answer to copy is copied as it is.
PLAIN = {"title", "desc", "script", "style", "template", "text", "tspan", "copy-answer"}
PAGES = [
    ("cecilia", "/tackning"),
    ("cecilia", "/tackning?enhet=BUN&oppna=BUN-F"),
    ("cecilia", "/tackning/utveckling?enhet=K&krav=GRUND"),
    ("cecilia", "/tackning/gar-ut?enhet=K&krav=GRUND&manad=2026-12"),
    ("cecilia", "/nyckelpersoner"),
    ("cecilia", "/krav"),
    ("cecilia", "/organisation"),
    ("cecilia", "/planering"),
    ("cecilia", "/planering/ny?enhet=BUN"),
    ("cecilia", "/rapporter"),
    ("cecilia", "/rapporter/1"),
    ("cecilia", "/rapporter/1/andringar"),
    ("cecilia", "/rapporter/ny"),
    ("cecilia", "/rapporter/mallar"),
    ("bo", "/enhet"),
    ("bo", "/enhet/BUN-101"),
    ("bo", "/planering"),
    ("anna", "/"),
    ("anna", "/mina-uppgifter"),
    ("henrik", "/registrera"),
]


@pytest.mark.parametrize(("role", "address"), PAGES)
def test_names_are_marked_as_swedish(read_only: Stage, role: str, address: str) -> None:
    page = read_only.client_as(role).get(f"/en{address}", follow_redirects=True)
    assert page.status_code == 200
    names = names_in(read_only)
    bare = {name for text in english(parse(page.text)) for name in names if name in text}
    assert bare == set()


def names_in(stage: Stage) -> set[str]:
    with stage.database.reading() as session:
        return {
            name
            for table in (UnitPeriod, RequirementPeriod)
            for name in session.exec(select(table.name).where(known(table)))
        }


def english(element: Element, speaks: str = "en") -> Iterator[str]:
    """All texts that would be read out as English."""
    if element.tag in PLAIN:
        return
    speaks = element.get("lang", speaks)
    if speaks == "en" and element.text:
        yield element.text
    for child in element:
        yield from english(child, speaks)
        if speaks == "en" and child.tail:
            yield child.tail
