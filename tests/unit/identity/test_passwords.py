import pytest

from api.identity.passwords import CHEAP, PROPER, Passwords, fault_of, passwords_of
from api.settings import Settings

SENTENCE = "hästen äter gröt"


class TestVerify:
    def test_the_right_password_is_right(self) -> None:
        assert CHEAP.verify(SENTENCE, CHEAP.hash(SENTENCE)) == (True, None)

    def test_a_wrong_password_is_wrong(self) -> None:
        assert CHEAP.verify("något annat här", CHEAP.hash(SENTENCE)) == (False, None)

    def test_nobody_has_a_password_that_fits(self) -> None:
        assert CHEAP.verify(SENTENCE, None) == (False, None)
        assert CHEAP.verify("", "") == (False, None)

    def test_a_hash_of_another_cost_is_renewed(self) -> None:
        dearer = Passwords(memory_kib=16, time_cost=1)
        right, renewed = dearer.verify(SENTENCE, CHEAP.hash(SENTENCE))
        assert right
        assert renewed is not None
        assert dearer.verify(SENTENCE, renewed) == (True, None)

    def test_letters_made_of_two_signs_are_the_same_letters(self) -> None:
        assert CHEAP.verify("ha\u0308sten a\u0308ter gro\u0308t", CHEAP.hash(SENTENCE))[0]

    def test_it_is_argon2id_at_the_proper_cost(self) -> None:
        assert PROPER.hash(SENTENCE).startswith("$argon2id$v=19$m=47104,t=1,p=1$")


class TestFaultOf:
    @pytest.mark.parametrize("password", ["", "elva tecken", "a" * 11])
    def test_a_short_password_is_refused(self, password: str) -> None:
        assert fault_of(password, "A1001") == "password_too_short"

    def test_an_endless_password_is_refused(self) -> None:
        assert fault_of("a" * 1001, "A1001") == "password_too_long"

    @pytest.mark.parametrize("password", ["mitt-A1001-lösen", "a1001a1001a1001"])
    def test_the_employee_id_may_not_be_in_it(self, password: str) -> None:
        assert fault_of(password, " A1001 ") == "password_contains_id"

    def test_a_very_short_id_is_no_reason(self) -> None:
        assert fault_of("tolv tecken 7", "7") is None

    @pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "123456789012", SENTENCE])
    def test_there_are_no_rules_of_composition(self, password: str) -> None:
        assert fault_of(password, "A1001") is None


def test_only_tests_pay_the_least() -> None:
    secret = "x1" * 20
    assert passwords_of(Settings(test=True, secret_key=secret)) is CHEAP
    assert passwords_of(Settings(secret_key=secret)) is PROPER
