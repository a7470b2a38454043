"""The statements that write and read the derived tables: plain SQL, of our own names alone.

``{among}`` stands where a set of numbers is handed over, each database in its way.
"""

from api.coverage.ledger import COLUMNS
from api.coverage.words import Counts

KEY = ("person_id", "requirement_id", "first_day")
STANDING = (*KEY, "last_day", "flags", "units")
LEDGER = ("unit_id", "slot", "requirement_id", *COLUMNS)
PUT_STANDINGS = f"""
INSERT INTO standing ({", ".join(STANDING)})
{{rows}}
ON CONFLICT (person_id, requirement_id, first_day) DO UPDATE SET
    last_day = excluded.last_day, flags = excluded.flags, units = excluded.units
"""
ADD_TO_LEDGER = f"""
INSERT INTO ledger_entry ({", ".join(LEDGER)})
{{rows}}
ON CONFLICT (unit_id, slot, requirement_id) DO UPDATE SET
    {", ".join(f"{name} = ledger_entry.{name} + excluded.{name}" for name in COLUMNS)}
"""
# SQLite: each row by itself.
DELETE_STANDING = """
DELETE FROM standing WHERE person_id = ? AND requirement_id = ? AND first_day = ?
"""
PUT_STANDING = PUT_STANDINGS.format(rows=f"VALUES ({', '.join('?' for _ in STANDING)})")
ADD_TO_ENTRY = ADD_TO_LEDGER.format(rows=f"VALUES ({', '.join('?' for _ in LEDGER)})")


def _given(*kinds: str) -> str:
    """Rows from arrays, one a column.

    Each array by a query of its own: how long it is the planner then cannot know, and it plans once for
    all of them.
    """
    return f"unnest({', '.join(f'(SELECT %s::{kind}[])' for kind in kinds)})"


_GONE = _given("int", "int", "date")
_FRESH = _given("int", "int", "date", "date", "int", "text")
_MORE = _given(*["int" for _ in LEDGER])
# PostgreSQL: all at once, as each statement is a journey; the rows of the ledger in their order.
WRITE = f"""
WITH deleted AS (
    DELETE FROM standing USING {_GONE} AS gone (person, requirement, day)
    WHERE person_id = person AND requirement_id = requirement AND first_day = day
), put AS ({PUT_STANDINGS.format(rows=f"SELECT * FROM {_FRESH} AS fresh")})
{ADD_TO_LEDGER.format(rows=f"SELECT * FROM {_MORE} AS more ORDER BY 1, 2, 3")}
"""
BALANCES = f"""
SELECT unit_id, requirement_id, {", ".join(f"sum({name})" for name in Counts._fields)}
FROM ledger_entry WHERE unit_id {{among}} AND slot {{among}} GROUP BY unit_id, requirement_id
"""
SLOTS = f"""
SELECT unit_id, slot, {", ".join(COLUMNS)}
FROM ledger_entry WHERE unit_id {{among}} AND slot {{among}} AND requirement_id {{among}}
"""
ALL_ROWS = f"""
SELECT {", ".join(LEDGER)}
FROM ledger_entry
WHERE NOT ({" AND ".join(f"{name} = 0" for name in COLUMNS)})
ORDER BY unit_id, slot, requirement_id
"""
LOCK_STRUCTURE = "SELECT pg_advisory_xact_lock(%s)"
# A row of the join, for which a person is locked, comes only once the ground's lock is held.
LOCK_PERSONS = """
WITH ground AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(%s))
SELECT pg_advisory_xact_lock(%s, id)
FROM ground, unnest(%s::int[]) WITH ORDINALITY AS locked (id, place)
"""
