"""Markdown becomes safe HTML with Swedish quotes and headings that fit below a title."""

import pytest

from api.catalogue.markdown import count_words, find_faults, render


class TestRender:
    """What readers get."""

    def test_a_text_becomes_paragraphs_and_lists(self) -> None:
        assert render("En **rad**.\n\n- ett\n- två\n") == (
            "<p>En <strong>rad</strong>.</p>\n<ul>\n<li>ett</li>\n<li>två</li>\n</ul>\n"
        )

    def test_straight_quotes_become_swedish(self) -> None:
        assert (
            render("Hon sa \"nej\" och 'kanske'.")
            == "<p>Hon sa ”nej” och \u2019kanske\u2019.</p>\n"
        )

    def test_letters_in_brackets_stay_letters(self) -> None:
        assert render("punkt (c)") == "<p>punkt (c)</p>\n"

    @pytest.mark.parametrize("source", ["# Rubrik", "## Rubrik", "###### Rubrik", "Rubrik\n==="])
    def test_the_highest_heading_is_never_an_h1(self, source: str) -> None:
        assert render(source) == "<h2>Rubrik</h2>\n"

    def test_lower_headings_keep_their_distance(self) -> None:
        assert render("# A\n\n## B") == "<h2>A</h2>\n<h3>B</h3>\n"

    def test_headings_can_begin_further_down(self) -> None:
        assert render("## A\n\n### B", top=5) == "<h5>A</h5>\n<h6>B</h6>\n"

    def test_headings_stop_at_the_sixth_level(self) -> None:
        assert render("# A\n\n### B", top=5) == "<h5>A</h5>\n<h6>B</h6>\n"

    def test_tables_carry_no_inline_style(self) -> None:
        html = render("|a|b|\n|-|-:|\n|1|2|")
        assert "<td>2</td>" in html
        assert "style" not in html

    @pytest.mark.parametrize(
        "source",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[a](javascript:alert(1))",
            "[a](data:text/html;base64,PHNjcmlwdD4=)",
            "<iframe src='https://a.se'></iframe>",
            "![a](https://a.se/a.png)",
        ],
    )
    def test_nothing_active_comes_through(self, source: str) -> None:
        html = render(source)
        assert "<script" not in html
        assert "<i" not in html
        assert "href" not in html

    @pytest.mark.parametrize("url", ["https://a.se", "mailto:a@b.se", "tel:112", "/stod"])
    def test_links_that_people_need_come_through(self, url: str) -> None:
        assert f'<a href="{url}" rel="noopener noreferrer">a</a>' in render(f"[a]({url})")


class TestCountWords:
    """Words as a reader sees them."""

    @pytest.mark.parametrize(
        ("source", "words"),
        [
            ("", 0),
            ("ett två\ntre", 3),
            ("ett \u2013 två …", 2),
            ("[ett två](https://en.lang/adress)", 2),
            ("**ett**, _två_", 2),
            ("# Ett\n\n- två\n- tre\n\n> fyra", 4),
            ("ring `114 14`", 3),
            ("```\nett två\n```", 2),
        ],
    )
    def test_only_what_is_read_counts(self, source: str, words: int) -> None:
        assert count_words(source) == words


class TestFindFaults:
    """What an author is told of."""

    @pytest.mark.parametrize(
        "source", ["a < b och b > c", "&lt;b&gt;", "`<b>`", "<https://a.se>", "    <b>"]
    )
    def test_what_is_not_html_is_let_be(self, source: str) -> None:
        assert find_faults(source) == []

    @pytest.mark.parametrize(
        ("source", "lines"),
        [
            ("<b>x</b>", [0]),
            ("ett\ntvå <b>x</b>\ntre <br>", [1, 2]),
            ("ett  \ntvå <b>", [1]),
            ("ett\n\n<div>\nx\n</div>", [2]),
            ("<a\nhref='b'>x</a> <i>", [0, 1]),
            ("- ett\n- <br>", [1]),
            ("<!-- kommentar -->", [0]),
            ("ett\n![a](b)", [1]),
        ],
    )
    def test_each_fault_knows_its_line(self, source: str, lines: list[int]) -> None:
        assert [fault.line for fault in find_faults(source)] == lines
