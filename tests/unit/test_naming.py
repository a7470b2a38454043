from api.naming import sort_key, title_key


def test_swedish_letters_come_last() -> None:
    names = ["Örjan", "Ängla", "Åsa", "Zoë", "adam", "Bo"]
    assert sorted(names, key=sort_key) == ["adam", "Bo", "Zoë", "Åsa", "Ängla", "Örjan"]


def test_titles_are_compared_trimmed_and_folded() -> None:
    assert title_key(" LÄRARE ") == title_key("lärare")
