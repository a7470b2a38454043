"""python-jose accepts much that it should not; each trap has its test here."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.errors import NotSignedIn
from api.identity.tokens import Tokens

SECRET = "0123456789abcdef0123456789abcdef-long-enough"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOKENS = Tokens(secret=SECRET, issuer="https://kollen.invalid", audience="api")
HEADER = {"alg": "HS256", "typ": "JWT"}


def claims(**changes: Any) -> dict[str, Any]:
    now = int(NOW.timestamp())
    made = {
        "iss": TOKENS.issuer,
        "aud": TOKENS.audience,
        "sub": "7",
        "iat": now,
        "exp": now + 3600,
        "jti": "a1b2",
    }
    return {name: value for name, value in (made | changes).items() if value is not None}


def part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def forge(
    payload: dict[str, Any],
    *,
    header: dict[str, Any] | None = None,
    key: bytes = SECRET.encode(),
    digest: str = "sha256",
) -> str:
    """Sign by hand what no honest library would."""
    head = part(json.dumps(header or HEADER).encode())
    body = f"{head}.{part(json.dumps(payload).encode())}"
    return f"{body}.{part(hmac.new(key, body.encode(), getattr(hashlib, digest)).digest())}"


def refuse(token: str, *, now: datetime = NOW) -> None:
    with pytest.raises(NotSignedIn) as refused:
        TOKENS.read(token, now=now)
    assert refused.value.code == "token_invalid"


class TestIssue:
    def test_an_issued_token_names_its_person(self) -> None:
        assert TOKENS.read(TOKENS.issue(7, now=NOW, hours=1), now=NOW) == 7

    def test_our_own_forgery_with_the_right_key_is_read(self) -> None:
        assert TOKENS.read(forge(claims()), now=NOW) == 7

    def test_every_token_is_its_own(self) -> None:
        assert TOKENS.issue(7, now=NOW, hours=1) != TOKENS.issue(7, now=NOW, hours=1)

    def test_the_secret_is_not_printed(self) -> None:
        assert SECRET not in repr(TOKENS)

    @pytest.mark.parametrize("secret", ["", "short", "x" * 31])
    def test_a_weak_secret_is_refused(self, secret: str) -> None:
        with pytest.raises(ValueError, match="32 bytes"):
            Tokens(secret=secret, issuer="i", audience="a")

    @pytest.mark.parametrize(("issuer", "audience"), [("", "a"), ("i", "")])
    def test_an_issuer_and_an_audience_are_demanded(self, issuer: str, audience: str) -> None:
        with pytest.raises(ValueError, match="issuer"):
            Tokens(secret=SECRET, issuer=issuer, audience=audience)

    @pytest.mark.parametrize(
        "secret", ['{"keys": [{"kty": "oct", "k": "YQ"}], "padding": 1}', '"' + "x" * 40 + '"']
    )
    def test_a_secret_that_looks_like_json_is_still_only_a_secret(self, secret: str) -> None:
        tokens = Tokens(secret=secret, issuer="i", audience="a")
        assert tokens.read(tokens.issue(7, now=NOW, hours=1), now=NOW) == 7


class TestRead:
    def test_no_algorithm_is_refused(self) -> None:
        head = part(json.dumps({"alg": "none", "typ": "JWT"}).encode())
        body = f"{head}.{part(json.dumps(claims()).encode())}"
        for signature in ("", part(b"x")):
            refuse(f"{body}.{signature}")

    @pytest.mark.parametrize("algorithm", ["none", "None", "HS384", "HS512", "RS256", "ES256", ""])
    def test_another_algorithm_is_refused(self, algorithm: str) -> None:
        refuse(forge(claims(), header={"alg": algorithm, "typ": "JWT"}))

    def test_a_right_signature_of_another_length_is_refused(self) -> None:
        refuse(forge(claims(), header={"alg": "HS512", "typ": "JWT"}, digest="sha512"))

    @pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
    def test_a_public_key_is_no_secret(self, encoding: Encoding) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
        refuse(forge(claims(), key=key.public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)))

    @pytest.mark.parametrize("extra", [{"crit": ["x"], "x": 1}, {"kid": "1"}, {"jwk": {}}])
    def test_an_unknown_header_is_refused(self, extra: dict[str, Any]) -> None:
        refuse(forge(claims(), header=HEADER | extra))

    @pytest.mark.parametrize("name", ["iss", "aud", "exp", "iat", "jti", "sub"])
    def test_a_missing_claim_is_refused(self, name: str) -> None:
        refuse(forge(claims(**{name: None})))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"iss": "https://else.invalid"},
            {"aud": "pages"},
            {"aud": ["api", "pages"]},
            {"jti": ""},
            {"sub": "minus"},
            {"sub": "-1"},
            {"sub": "\u0667"},
            {"exp": "9999999999"},
            {"exp": True},
            {"exp": 9e9},
            {"iat": "0"},
        ],
    )
    def test_a_wrong_claim_is_refused(self, wrong: dict[str, Any]) -> None:
        refuse(forge(claims(**wrong)))

    def test_a_token_issued_in_the_future_is_refused(self) -> None:
        refuse(forge(claims(iat=int(NOW.timestamp()) + 1)))

    def test_it_lasts_to_its_hour_by_the_clock_handed_in(self) -> None:
        token = TOKENS.issue(7, now=NOW, hours=2)
        assert TOKENS.read(token, now=NOW + timedelta(hours=2, seconds=-1)) == 7
        refuse(token, now=NOW + timedelta(hours=2))

    def test_another_secret_is_refused(self) -> None:
        refuse(forge(claims(), key=b"y" * 40))

    def test_a_changed_payload_is_refused(self) -> None:
        head, _, signature = TOKENS.issue(7, now=NOW, hours=1).split(".")
        refuse(f"{head}.{part(json.dumps(claims(sub='1')).encode())}.{signature}")

    @pytest.mark.parametrize("token", ["", "x", "a.b", "a.b.c", "....", "å.ä.ö", "x" * 5000])
    def test_rubbish_is_refused(self, token: str) -> None:
        refuse(token)

    def test_a_payload_that_is_no_object_is_refused(self) -> None:
        body = f"{part(json.dumps(HEADER).encode())}.{part(b'[1]')}"
        signed = hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).digest()
        refuse(f"{body}.{part(signed)}")
