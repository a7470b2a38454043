"""Brings standings and ledger up to the facts, before coverage is read and before each commit.

Per person: take from the ledger what their *stored* standings gave it, work out the new ones, add
what these give, store them. The ledger is written once, with the last standings, in the order of its keys.

Two writers never deadlock here (PostgreSQL), as everybody takes the locks in one order: the
structure's, the persons' by id, the ledger's rows by key. Whoever settles twice in a transaction
would ask for the first while holding the last, and so has the structure alone from the beginning.
"""

from collections.abc import Sequence
from uuid import uuid4

from api.coverage import queries, storage
from api.coverage.facts import PersonFacts
from api.coverage.kept import kept_by
from api.coverage.spool import Spool
from api.coverage.standings import Segment, segments
from api.coverage.storage import Held
from api.coverage.terrain import Terrain
from api.db.facts import Touched
from api.db.session import Progress, WriteSession, progress_of, quietly, settles_again

FEW = 200  # Up to so many persons are locked one by one.


def settle(session: WriteSession, touched: Touched) -> None:
    """Derive anew what the touched facts concern. Part of the caller's transaction."""
    changes_ground = bool(touched.units or touched.requirements or touched.titles)
    concerned = set(touched.persons)
    if changes_ground or len(concerned) > FEW or settles_again(session):
        storage.lock_structure(session)
    else:
        storage.lock_persons(session, sorted(concerned))
    if changes_ground:
        storage.mark_ground(session, uuid4().hex)
        concerned |= queries.concerned(session, touched)
    ids = sorted(concerned)
    settle_persons(session, ids, progress_of(session) if len(ids) > FEW else quietly)


def settle_persons(session: WriteSession, ids: Sequence[int], progress: Progress = quietly) -> None:
    """Derive the persons' standings anew, and what they change in the ledger."""
    spool = Spool()
    done = 0
    for batch in queries.in_batches(ids):
        gone, fresh = _changed_standings(session, batch)
        spool.change((one for _, one in gone), (one for _, one in fresh))
        done += len(batch)
        storage.write(session, gone, fresh, spool.rows() if done == len(ids) else ())
        progress(done, len(ids))


def _changed_standings(session: WriteSession, ids: Sequence[int]) -> tuple[list[Held], list[Held]]:
    """Tell which standings of the persons are no more, and which have come."""
    mark, persons = queries.stored(session, queries.these_at_least(ids))
    terrain = kept_by(mark).terrain(session)
    gone: list[Held] = []
    fresh: list[Held] = []
    for person_id in ids:
        person, stood = persons.get(person_id, (PersonFacts(person_id), []))
        lost, won = changed(stood, segments(terrain, person))
        gone += [(person_id, segment) for segment in lost]
        fresh += [(person_id, segment) for segment in won]
    return gone, fresh


def rebuild(session: WriteSession, progress: Progress = quietly) -> None:
    """Throw standings and ledger away and derive them all from the facts, in bounded memory."""
    storage.lock_structure(session)
    storage.empty(session)
    storage.mark_ground(session, uuid4().hex)
    storage.note_shape(session)
    terrain = Terrain(queries.ground(session))
    ids = queries.person_ids(session)
    spool = Spool()
    done = 0
    for batch in queries.in_batches(ids):
        found = queries.person_facts(session, queries.numbered(batch[0], batch[-1]))
        fresh: list[Held] = []
        for person in found.values():
            standing = segments(terrain, person)
            spool.change((), standing)
            fresh += [(person.person_id, segment) for segment in standing]
        storage.write(session, fresh=fresh)
        done += len(batch)
        progress(done, len(ids))
    storage.write(session, ledger=spool.rows())


def changed(old: Sequence[Segment], new: Sequence[Segment]) -> tuple[list[Segment], list[Segment]]:
    """Tell which segments are no more and which have come: the ones alike change nothing."""
    was, is_now = set(old), set(new)
    return [one for one in old if one not in is_now], [one for one in new if one not in was]
