"""Brings standings and ledger up to the facts before a commit."""

from api.db.facts import Touched
from api.db.session import WriteSession


def settle(_session: WriteSession, _touched: Touched) -> None:
    """Nothing is derived yet: figures are counted from the facts."""
