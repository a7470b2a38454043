"""MITI's rules for coding a volley, one by one."""

import pytest

from api.miti.codes import Code, Mark, is_consistent
from api.miti.volleys import Utterance, breaches, settle, weigh, when_unsure


class TestWeigh:
    """Several codes fit one utterance."""

    @pytest.mark.parametrize(
        ("fitting", "stands"),
        [
            ({"PwP", "Persuade"}, {"PwP"}),
            ({"Confront", "Q"}, {"Confront"}),
            ({"AF", "CR"}, {"AF"}),
            ({"AF", "SR"}, {"AF"}),
            ({"SR", "CR"}, {"CR"}),
            ({"GI"}, {"GI"}),
            ({"Q", "Seek"}, {"Q", "Seek"}),
        ],
    )
    def test_one_suppresses_the_other(self, fitting: set[Code], stands: set[Code]) -> None:
        assert weigh(fitting) == stands


class TestWhenUnsure:
    @pytest.mark.parametrize(
        ("first", "second", "code"),
        [
            ("SR", "CR", "SR"),
            ("Persuade", "GI", "GI"),
            ("PwP", "GI", "GI"),
            ("Emphasize", "Seek", "Seek"),
            ("Confront", "CR", None),
            ("SR", "Confront", None),
        ],
    )
    def test_the_manual_names_what_to_take(
        self, first: Code, second: Code, code: Code | None
    ) -> None:
        assert when_unsure(first, second) == code
        assert when_unsure(second, first) == code

    def test_what_it_does_not_name_is_left_to_the_coder(self) -> None:
        with pytest.raises(KeyError):
            when_unsure("GI", "Q")


class TestSettle:
    def test_each_code_counts_once_and_complex_beats_simple(self) -> None:
        assert settle(["Q", "SR", "Q", "CR", "none"]) == ("Q", "CR")

    def test_a_simple_reflection_alone_stands(self) -> None:
        assert settle(["SR", "GI"]) == ("SR", "GI")


class TestBreaches:
    @pytest.mark.parametrize(
        ("volley", "rule"),
        [
            ([("Hur gick det?", "Q"), ("Och sen?", "Q")], "repeated"),
            ([("Du är trött.", "SR"), ("Det tar på dig.", "CR")], "two_reflections"),
            ([("Du är trött på att bli dömd?", "CR")], "asked"),
            ([("”Du är trött?”", "SR")], "asked"),
            ([("Får jag säga en sak?", "PwP"), ("Du borde sova.", "Persuade")], "permission"),
        ],
    )
    def test_it_names_the_rule(self, volley: list[tuple[str, Mark]], rule: str) -> None:
        assert [each.rule for each in breaches([Utterance(*said) for said in volley])] == [rule]

    def test_a_sound_volley_breaks_none(self) -> None:
        volley = [
            Utterance("Kul att du kom.", "none"),
            Utterance("Hej.", "none"),
            Utterance("Du har märkt att vi undrar.", "SR"),
            Utterance("Hur har det blivit för dig?", "Q"),
        ]
        assert not list(breaches(volley))


def test_a_turn_is_consistent_when_it_listens_and_does_not_argue() -> None:
    assert is_consistent(frozenset({"CR", "Q"}))
    assert not is_consistent(frozenset({"Q"}))
    assert not is_consistent(frozenset({"CR", "Persuade"}))
