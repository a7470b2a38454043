from api.identity.throttle import Door, Keys, keys_of


def keys(
    *,
    door: Door = Door.PASSWORD,
    typed: str = "A1001",
    person_id: int | None = None,
    address: str = "10.0.0.1",
) -> Keys:
    return keys_of(door, typed=typed, person_id=person_id, address=address)


def test_nothing_that_was_typed_is_kept() -> None:
    made = keys()
    assert "A1001" not in made.identifier
    assert "10.0.0.1" not in made.address
    assert len(made.identifier) == len(made.address) == 64


def test_a_known_person_is_one_whatever_was_typed() -> None:
    assert keys(typed="A1001", person_id=1) == keys(typed="a@kommun.invalid", person_id=1)
    assert keys(person_id=1).identifier != keys(person_id=2).identifier


def test_an_unknown_name_is_one_in_either_case() -> None:
    assert keys(typed="A1001") == keys(typed="a1001")


def test_codes_and_passwords_are_counted_apart() -> None:
    assert keys(door=Door.CODE).identifier != keys().identifier
    assert keys(door=Door.CODE).address == keys().address


def test_an_ipv6_network_is_one_address() -> None:
    first, second = keys(address="2001:db8::1"), keys(address="2001:db8::ffff:1")
    assert first.address == second.address != keys(address="2001:db8:0:1::1").address


def test_no_address_is_no_key() -> None:
    assert not keys(address="").address
    assert keys(address="testclient").address
