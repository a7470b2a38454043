"""One's own certificates, and what is stored about oneself."""

from fastapi import Request, Response

from api.access.actor import Actor
from api.access.permissions import Permission
from api.db.session import ReadSession
from api.house import House
from api.http.deps import ActorDep, ClockDep, HouseDep, Reader
from api.http.routing import GuardedRouter
from api.learning import service as learning
from api.people import service as people
from api.records import service as records
from api.records.stating import stated
from api.refreshers import service as refreshers
from api.requirements import service as requirements
from web.records.pdf import pdf_response
from web.records.views import CertificateView, certificate_view, record_views, role_views
from web.render import render

router = GuardedRouter()


# Before the page, whose pattern would take the file's name for a number.
@router.get("/intyg/{record_id}.pdf", requires=Permission.OWN_READ)
def certificate_as_pdf(
    session: Reader, actor: ActorDep, house: HouseDep, record_id: int
) -> Response:
    """One's own certificate, as a file."""
    view = _certificate(session, actor, house, record_id)
    return pdf_response(view, municipality=house.settings.municipality)


@router.get("/intyg/{record_id}", requires=Permission.OWN_READ)
def certificate(
    request: Request, session: Reader, actor: ActorDep, house: HouseDep, record_id: int
) -> Response:
    """One's own certificate, on one A4."""
    view = _certificate(session, actor, house, record_id)
    return render(request, "records/certificate.html", certificate=view)


@router.get("/mina-uppgifter", requires=Permission.OWN_READ)
def my_data(request: Request, session: Reader, actor: ActorDep, clock: ClockDep) -> Response:
    """Everything that is stored about the reader."""
    return render(
        request,
        "records/my_data.html",
        person=people.myself(session, actor),
        posts=people.my_posts(session, actor, today=clock.today()),
        roles=role_views(session, actor, clock.today()),
        absences=people.my_absences(session, actor),
        appointments=people.my_appointments(session, actor, today=clock.today()),
        exemptions=requirements.my_exemptions(session, actor),
        records=record_views(
            session, records.mine(session, actor), records.my_notes(session, actor)
        ),
        attempts=sorted(learning.started_courses(session, actor)),
        refreshers=refreshers.choice(session, actor),
    )


def _certificate(
    session: ReadSession, actor: Actor, house: House, record_id: int
) -> CertificateView:
    record = records.certificate(session, actor, record_id=record_id)
    return certificate_view(
        record, stated(session, record), holder=actor.name, base_url=house.settings.base_url
    )
