"""Front matter means what it looks like, and every value knows its line."""

from datetime import date

import pytest

from api.catalogue.frontmatter import Page, read_page


def _page(fields: str, body: str = "") -> Page:
    reading = read_page("fil.md", f"---\n{fields}\n---\n{body}")
    assert reading.page is not None
    assert reading.problems == ()
    return reading.page


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("ja", "ja"),
        ("null", "null"),
        ("~", "~"),
        ("", ""),
        ("0", 0),
        ("12", 12),
        ("-3", -3),
        ("012", "012"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("1.5", "1.5"),
        ("12:30", "12:30"),
        ("2026-11-20", date(2026, 11, 20)),
        ("2026-02-30", "2026-02-30"),
        ("2026-1-5", "2026-1-5"),
        ('"12"', "12"),
        ("'true'", "true"),
        ("<<", "<<"),
        ("[a, 1]", ("a", 1)),
        ("{a: 1}", {"a": 1}),
        ("C#", "C#"),
    ],
)
def test_a_value_means_what_it_looks_like(written: str, meant: object) -> None:
    value = _page(f"x: {written}").fields["x"]
    assert value == meant
    assert type(value) is type(meant)


class TestLines:
    """Where things stand."""

    PAGE = _page(
        "a: 1\nb:\n  - c: 2\n    d: 3\n  - {c: 4}\ne: |\n  ett\n  två\nf: >\n  tre", "\n\ntext\n"
    ).filled("body")

    @pytest.mark.parametrize(
        ("path", "line"),
        [
            (("a",), 2),
            (("b",), 3),
            (("b", 0), 4),
            (("b", 0, "d"), 5),
            (("b", 1, "c"), 6),
            (("e",), 7),
            (("body",), 15),
        ],
    )
    def test_a_value_knows_its_line(self, path: tuple[str | int, ...], line: int) -> None:
        assert self.PAGE.line(path) == line

    def test_a_missing_value_is_missed_where_it_should_stand(self) -> None:
        assert self.PAGE.line(("b", 1, "d")) == 6
        assert self.PAGE.line(("z",)) == 1

    def test_a_line_inside_a_text_is_known_where_yaml_tells(self) -> None:
        assert self.PAGE.text_line(("e",), 1) == 9
        assert self.PAGE.text_line(("f",), 1) == 10
        assert self.PAGE.text_line(("body",), 2) == 17


class TestBody:
    """The text below."""

    def test_it_ends_where_its_last_words_end(self) -> None:
        assert _page("a: 1", "\n\nett\n\ntvå\n\n").body == "ett\n\ntvå"

    def test_it_may_hold_rules_of_its_own(self) -> None:
        assert _page("a: 1", "ett\n\n---\n\ntvå").body == "ett\n\n---\n\ntvå"

    def test_it_may_be_missing(self) -> None:
        page = _page("a: 1")
        assert (page.body, page.body_line) == ("", 3)
