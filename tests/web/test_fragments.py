"""What htmx gets of a page is the page's own words: one address, one template, whole or in part."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from httpx2 import Response

from tests.stage import VISITOR, Browser, Stage, parse

WEB = Path(__file__).parents[2] / "web"
QUESTION = "/kurser/forsta-steget/akut/noel-meddelandet"
TITLE = re.compile(r"\A\s*<title>.*?</title>\s*", re.DOTALL)
NAMED = re.compile(r'\bblock\s*=\s*"([a-z_]+)"')
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
WHOLE = {"HX-Request": "true", "HX-Request-Type": "full"}


@dataclass(frozen=True)
class Case:
    """An address whose answer comes whole or in part."""

    block: str
    role: str
    address: str
    form: dict[str, str] | None = field(default=None, hash=False)
    status: int = 200

    def __str__(self) -> str:
        return f"{self.block} for {self.role} at {self.address} {self.form or ''}"

    def ask(self, client: Browser, headers: dict[str, str]) -> Response:
        if self.form is None:
            return client.get(self.address, headers=headers)
        return client.post(self.address, data=self.form, headers=headers)


CASES = [
    Case("coverage_table", "cecilia", "/tackning"),
    Case("coverage_table", "cecilia", "/tackning?oppna=BUN&oppna=SN"),
    Case("coverage_table", "cecilia", "/tackning?enhet=BUN-F&dag=2025-12-31&krav=GRUND"),
    Case("coverage_table", "bo", "/tackning"),
    Case("coverage_table", "cecilia", "/en/tackning?oppna=BUN"),
    Case("development", "cecilia", "/tackning/utveckling?enhet=K&krav=GRUND"),
    Case("development", "bo", "/tackning/utveckling?enhet=BUN-101&krav=GRUND&dag=2025-12-31"),
    Case("development", "cecilia", "/en/tackning/utveckling?enhet=BUN&krav=MI"),
    Case("unit_people", "bo", "/enhet/BUN-101"),
    Case("unit_people", "bo", "/enhet/BUN-101?visa=alla&krav=GRUND"),
    Case("unit_people", "doris", "/enhet/BUN-F?dag=2026-08-15"),
    Case("unit_people", "skylla", "/enhet/BUN-101"),
    Case("unit_people", "bo", "/en/enhet/BUN-101"),
    Case("check", VISITOR, QUESTION),
    Case("check", VISITOR, QUESTION, {"answer": "a"}),
    Case("check", VISITOR, QUESTION, {"act": "answer"}, 422),
    Case("check", "anna", QUESTION, {"answer": "a", "kept": "1"}),
    Case("check", "anna", QUESTION, {"answer": "b", "kept": "1"}),
    Case("check", "anna", QUESTION, {"act": "answer", "kept": "1"}, 422),
    Case("check", "anna", f"/en{QUESTION}", {"answer": "a"}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_fragment_is_a_part_of_its_page(stage: Stage, case: Case) -> None:
    stage.begin_anew("anna")
    client = stage.client_as(case.role)
    page = case.ask(client, {})
    stage.begin_anew("anna")
    part = case.ask(client, PART)
    assert page.status_code == part.status_code == case.status
    assert page.text.lstrip().lower().startswith("<!doctype html>")
    found = TITLE.match(part.text)
    assert found, "htmx sets the title by the fragment's"
    assert found.group().strip() in page.text
    fragment = part.text[found.end() :].strip()
    assert fragment
    assert fragment in page.text
    assert f'id="{case.block.replace("_", "-")}"' in fragment


@pytest.mark.parametrize("case", CASES, ids=str)
def test_asked_for_whole_it_comes_whole(stage: Stage, case: Case) -> None:
    stage.begin_anew("anna")
    answer = case.ask(stage.client_as(case.role), WHOLE)
    assert answer.text.lstrip().lower().startswith("<!doctype html>")
    assert "HX-Request-Type" in answer.headers["vary"]


def test_every_block_that_a_route_gives_is_tried() -> None:
    named = {name for path in WEB.rglob("routes.py") for name in NAMED.findall(path.read_text())}
    assert len(named) >= 3
    assert {case.block for case in CASES} == named


@pytest.mark.parametrize(
    ("role", "address"),
    [("cecilia", "/tackning"), ("bo", "/enhet/BUN-101"), ("anna", QUESTION)],
)
def test_what_asks_for_a_part_names_its_place_in_the_page_and_works_without_htmx(
    read_only: Stage, role: str, address: str
) -> None:
    tree = parse(read_only.client_as(role).get(address).text)
    ids = {element.get("id") for element in tree.iter()}
    asking = [
        element
        for element in tree.iter()
        if element.get("hx-get") is not None or element.get("hx-post") is not None
    ]
    assert asking
    for element in asking:
        target = element.get("hx-target") or ""
        assert target == "this" or target.removeprefix("#") in ids
        plain = element.get("href") or element.get("action")
        assert plain == (element.get("hx-get") or element.get("hx-post"))


@pytest.mark.parametrize("address", ["/stod", "/mina-utbildningar", "/krav"])
def test_a_page_without_parts_always_comes_whole(read_only: Stage, address: str) -> None:
    answer = read_only.client_as("bo").get(address, headers=PART)
    assert answer.status_code == 200
    assert answer.text.lstrip().lower().startswith("<!doctype html>")
