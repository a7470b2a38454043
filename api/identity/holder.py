"""Who holds a certificate, proven without signing in, for somebody who has left and no longer can.

Like signing in it takes no actor and answers with an outcome instead of raising, so that a failure is
counted. It is counted under the code, which lies in others' hands; who has which employee id is never
looked up.
"""

from dataclasses import dataclass

from api.access.actor import Actor
from api.audit import service as audit
from api.clock import Clock
from api.db.session import WriteSession
from api.identity import queries, throttle
from api.identity.signing_in import TOO_MANY, Refused, Visit
from api.identity.throttle import Door
from api.people import service as people
from api.people.models import Person
from api.records import service as records
from api.records.codes import tidy


@dataclass(frozen=True)
class Holder:
    """Whose certificate it is, by the name they bear today."""

    name: str


def prove_holder(
    session: WriteSession, *, code: str, employee_id: str, visit: Visit, clock: Clock
) -> Holder | Refused:
    """Tell a certificate's holder from others by code and employee id together.

    A wrong id, an unknown code and the certificate of a protected person are refused in the same way.
    """
    now, asking = clock.now(), Actor.system("certificate")
    keys = throttle.keys_of(
        Door.CERTIFICATE, typed=tidy(code), person_id=None, address=visit.address
    )
    record = records.check(session, asking, code=code)
    if record is not None:
        queries.lock_person(session, record.person_id)
    if throttle.is_blocked(session, keys, now):
        return Refused(TOO_MANY)
    holder = people.person(session, asking, person_id=record.person_id) if record else None
    if holder is None or not _is_holder(holder, employee_id):
        throttle.note_failure(session, keys, now)
        return Refused("certificate_refused")
    throttle.note_success(session, keys, now)
    audit.note(session, asking, clock=clock, action="certificate.fetched", person_id=holder.id)
    return Holder(holder.name)


def _is_holder(person: Person, employee_id: str) -> bool:
    # An old paper and a number off a payslip must not yield a new name that is kept secret.
    return not person.protected and employee_id.strip().casefold() == person.employee_id.casefold()
