from __future__ import annotations

from bench.weight import linked, styled

PAGE = """
<link rel="icon" href="/static/favicon.svg?v=1"><link rel="stylesheet" href="/static/app.css?v=1">
<link rel="canonical" href="/elsewhere"><script src="/static/app.js" defer></script>
<img src="data:image/png;base64,AAAA"><svg><use href="#mark"></use></svg><img src="/static/a.png">
<a href="/kurser">not fetched</a><script src="/static/app.js"></script>
"""


def test_a_page_makes_the_browser_fetch_each_part_once() -> None:
    parts = ["/static/favicon.svg?v=1", "/static/app.css?v=1", "/static/app.js", "/static/a.png"]
    assert linked(PAGE) == parts


def test_without_an_icon_the_browser_asks_for_the_usual_one() -> None:
    assert linked("<p>") == ["/favicon.ico"]


def test_a_style_sheet_names_fonts_pictures_and_other_style_sheets() -> None:
    css = """@import "base.css"; a { background: url(x.svg) } b { src: url('vendor/f.woff2') }
             c { mask: url(data:image/svg+xml;base64,AAAA) }"""
    found = ["/static/base.css", "/static/x.svg", "/static/vendor/f.woff2"]
    assert styled(css, "/static/app.css?v=1") == found
