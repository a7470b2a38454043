"""The statements that write and read the derived tables: plain SQL, of our own names alone.

``{among}`` stands where a set of numbers is handed over, each database in its way.
"""

from api.coverage.ledger import COLUMNS
from api.coverage.words import Counts

DELETE_STANDINGS_SQLITE = """
DELETE FROM standing WHERE person_id = ? AND requirement_id = ? AND first_day = ?
"""
DELETE_STANDINGS = """
DELETE FROM standing
USING unnest(%s::int[], %s::int[], %s::date[]) AS gone (person, requirement, day)
WHERE person_id = person AND requirement_id = requirement AND first_day = day
"""
PUT = """
INSERT INTO standing (person_id, requirement_id, first_day, last_day, flags, units)
{rows}
ON CONFLICT (person_id, requirement_id, first_day) DO UPDATE SET
    last_day = excluded.last_day, flags = excluded.flags, units = excluded.units
"""
PUT_STANDINGS_SQLITE = PUT.format(rows="VALUES (?, ?, ?, ?, ?, ?)")
PUT_STANDINGS = PUT.format(
    rows="SELECT * FROM unnest("
    "%s::int[], %s::int[], %s::date[], %s::date[], %s::int[], %s::text[]) AS fresh"
)
KEY_COLUMNS = ("unit_id", "slot", "requirement_id")
LEDGER_COLUMNS = (*KEY_COLUMNS, *COLUMNS)
ADD_TO_LEDGER = f"""
INSERT INTO ledger_entry ({", ".join(LEDGER_COLUMNS)})
{{rows}}
ON CONFLICT (unit_id, slot, requirement_id) DO UPDATE SET
    {", ".join(f"{name} = ledger_entry.{name} + excluded.{name}" for name in COLUMNS)}
"""
ADD_TO_LEDGER_SQLITE = ADD_TO_LEDGER.format(
    rows=f"VALUES ({', '.join('?' for _ in LEDGER_COLUMNS)})"
)
ADD_TO_LEDGER_POSTGRES = ADD_TO_LEDGER.format(
    rows=f"SELECT * FROM unnest({', '.join('%s::int[]' for _ in LEDGER_COLUMNS)}) AS fresh"
    " ORDER BY 1, 2, 3"
)
BALANCES = f"""
SELECT unit_id, requirement_id, {", ".join(f"sum({name})" for name in Counts._fields)}
FROM ledger_entry WHERE unit_id {{among}} AND slot {{among}} GROUP BY unit_id, requirement_id
"""
SLOTS = f"""
SELECT unit_id, slot, {", ".join(COLUMNS)}
FROM ledger_entry WHERE unit_id {{among}} AND slot {{among}} AND requirement_id {{among}}
"""
ALL_ROWS = f"""
SELECT {", ".join(LEDGER_COLUMNS)}
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
