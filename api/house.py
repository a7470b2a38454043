"""What lasts as long as the program: settings, database, clock and token signer, built once."""

from dataclasses import dataclass

from api.clock import Clock, SystemClock
from api.coverage.rules import CoverageRules
from api.coverage.settling import settle
from api.db.engine import make_engine
from api.db.session import Database
from api.identity.tokens import Tokens
from api.learning.sealing import Seals
from api.settings import Settings

# Not the address: the same token holds behind every name the service is reached by.
API_ISSUER, API_AUDIENCE = "kompetenskollen", "kompetenskollen-api"


@dataclass(frozen=True)
class House:
    """What a composition root built; for requests it lies in ``app.state.house``."""

    settings: Settings
    database: Database
    clock: Clock
    tokens: Tokens
    seals: Seals

    @property
    def session_cookie(self) -> str:
        """The ``__Host-`` prefix binds the cookie to this host; browsers demand HTTPS for it."""
        return "__Host-kollen" if self.settings.secure_cookies else "kollen"

    @property
    def coverage_rules(self) -> CoverageRules:
        """The installation's rules for counting, today."""
        return CoverageRules(
            small_group=self.settings.small_group,
            goal=self.settings.goal,
            today=self.clock.today(),
        )


def build_house(settings: Settings, clock: Clock | None = None) -> House:
    """Build the house. Called by composition roots only: ``web.main``, ``web.preview``, ``api.cli``."""
    return House(
        settings=settings,
        database=Database(make_engine(settings.database_url), settle),
        clock=clock or SystemClock(settings.today),
        tokens=Tokens(secret=settings.secret_key, issuer=API_ISSUER, audience=API_AUDIENCE),
        seals=Seals(settings.secret_key),
    )
