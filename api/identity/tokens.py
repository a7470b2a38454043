"""Bearer tokens for the JSON API. The only file that imports python-jose, so its traps end here.

The library accepts a token without ``exp``, with a future ``iat``, with an unknown ``crit`` header,
and one of any algorithm when none is named. Hence the algorithm is pinned, the header must be
exactly ours, every claim is demanded, and time is checked here, against the clock handed in.
Browser sessions are no tokens but rows: those can be revoked.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jose import JWTError, jwk, jwt
from jose.backends.base import Key

from api.errors import NotSignedIn

ALGORITHM = "HS256"
HEADER = {"alg": ALGORITHM, "typ": "JWT"}
MIN_SECRET_BYTES = 32
MAX_TOKEN_LENGTH = 2_000
REQUIRED = ("aud", "exp", "iat", "iss", "jti", "sub")
# Time is ours to check: the library asks the machine's clock, and ``require_exp`` switches that on.
OPTIONS = {
    "verify_signature": True,
    "verify_aud": True,
    "verify_iss": True,
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
}


@dataclass(frozen=True)
class Tokens:
    """Issues and reads the installation's own tokens."""

    secret: str = field(repr=False)
    issuer: str
    audience: str

    def __post_init__(self) -> None:
        if len(self.secret.encode()) < MIN_SECRET_BYTES:
            message = f"the token secret needs at least {MIN_SECRET_BYTES} bytes"
            raise ValueError(message)
        if not self.issuer or not self.audience:
            # The library checks neither when it is empty.
            message = "tokens need an issuer and an audience"
            raise ValueError(message)

    def issue(self, person_id: int, *, now: datetime, hours: int) -> str:
        """Make a token for the person, valid from now for so many hours."""
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": str(person_id),
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(hours=hours)).timestamp()),
            "jti": secrets.token_hex(16),
        }
        return jwt.encode(claims, self._key(), algorithm=ALGORITHM)

    def read(self, token: str, *, now: datetime) -> int:
        """Name the person a token speaks for. Raises NotSignedIn when anything of it is wrong."""
        if len(token) > MAX_TOKEN_LENGTH:
            raise NotSignedIn("token_invalid")
        try:
            if jwt.get_unverified_header(token) != HEADER:
                raise NotSignedIn("token_invalid")
            claims = jwt.decode(
                token,
                self._key(),
                algorithms=[ALGORITHM],
                audience=self.audience,
                issuer=self.issuer,
                options=OPTIONS,
            )
        except JWTError as wrong:
            raise NotSignedIn("token_invalid") from wrong
        if claims.get("aud") != self.audience:  # the library is content with one among several
            raise NotSignedIn("token_invalid")
        return _person_of(claims, int(now.timestamp()))

    def _key(self) -> Key:
        # Built here, since the library reads a bare string as JSON first, and so as a set of keys.
        return jwk.construct(self.secret, ALGORITHM)


def _person_of(claims: dict[str, object], now: int) -> int:
    if any(not claims.get(name) for name in REQUIRED):
        raise NotSignedIn("token_invalid")
    issued, expires, subject = claims["iat"], claims["exp"], claims["sub"]
    if type(issued) is not int or type(expires) is not int or not issued <= now < expires:
        raise NotSignedIn("token_invalid")
    if not (isinstance(subject, str) and subject.isascii() and subject.isdigit()):
        raise NotSignedIn("token_invalid")
    return int(subject)
