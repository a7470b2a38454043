"""Every text exists in English, and no English text is left over."""

from scripts.translations import faults, said


def test_every_text_is_translated_and_none_is_left_over() -> None:
    assert faults() == []


def test_the_extraction_sees_code_and_templates() -> None:
    texts = {message.id for message in said()}
    assert "Sidan finns inte." in texts
    assert "Hoppa till innehållet" in texts
    assert len(texts) > 100
