import re

import pytest

from api.identity.secrecy import code_hash, new_code, new_token, plain_code


def test_a_code_is_easy_to_read_and_type() -> None:
    for _ in range(50):
        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", new_code())


def test_no_two_secrets_are_alike() -> None:
    assert len({new_code() for _ in range(200)}) == 200
    assert len({new_token() for _ in range(200)}) == 200
    assert len(new_token()) >= 43


@pytest.mark.parametrize(
    "typed", ["K7QF-92MD-XW10", "k7qf92mdxw10", " K7QF 92MD XWIO ", "k7qf–92md–xwlo"]
)
def test_a_code_may_be_typed_in_many_ways(typed: str) -> None:
    assert plain_code(typed) == "K7QF92MDXW10"


def test_the_same_code_of_another_person_has_another_hash() -> None:
    assert code_hash(1, "K7QF-92MD-XW3P") != code_hash(2, "K7QF-92MD-XW3P")
    assert code_hash(1, "K7QF-92MD-XW3P") == code_hash(1, "k7qf92mdxw3p")
