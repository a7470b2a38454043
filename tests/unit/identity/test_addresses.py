import pytest

from web.identity.addresses import local_path


@pytest.mark.parametrize(
    "path", ["/", "/tackning?enhet=K&dag=2026-11-22", "/kurser/a/b/c", "/a%2F%2Fb", "/?q=//x"]
)
def test_our_own_pages_are_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "target",
    [
        "",
        "tackning",
        "https://ond.invalid",
        "//ond.invalid",
        "///ond.invalid",
        "/\\ond.invalid",
        "\\\\ond.invalid",
        "/\t/ond.invalid",
        "/\n/ond.invalid",
        " //ond.invalid",
        "/en//ond.invalid",
        "/en/\\ond.invalid",
        "javascript:alert(1)",
        "/ /x",
        "//[",
    ],
)
def test_nothing_leads_elsewhere(target: str) -> None:
    assert local_path(target) == "/"


@pytest.mark.parametrize("target", ["/logga-in", "/logga-in/kod?vidare=/x", "/logga-ut"])
def test_signing_in_never_leads_back_to_itself(target: str) -> None:
    assert local_path(target) == "/"


@pytest.mark.parametrize(
    ("target", "path"), [("/en", "/"), ("/en/", "/"), ("/en/tackning", "/tackning")]
)
def test_the_language_is_left_to_the_page(target: str, path: str) -> None:
    assert local_path(target) == path


def test_a_path_that_only_begins_like_english_is_kept() -> None:
    assert local_path("/enhet/FG") == "/enhet/FG"
