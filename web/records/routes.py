"""Certificates and their public check."""

from fastapi import Request, Response

from api.access.permissions import PUBLIC, Permission
from api.http.deps import ActorDep, ClockDep, HouseDep, Reader
from api.http.routing import GuardedRouter
from api.learning import service as learning
from api.people import service as people
from api.records import service as records
from api.refreshers import service as refreshers
from api.requirements import service as requirements
from web.records.views import certificate_view, check_view, record_views, role_views
from web.render import redirect, render

router = GuardedRouter()


@router.get("/intyg/{record_id}", requires=Permission.OWN_READ)
def certificate(
    request: Request, session: Reader, actor: ActorDep, house: HouseDep, record_id: int
) -> Response:
    """One's own certificate, on one A4."""
    record = records.certificate(session, actor, record_id=record_id)
    view = certificate_view(
        record,
        name=actor.name,
        title=records.course_title(session, record),
        base_url=house.settings.base_url,
    )
    return render(request, "records/certificate.html", certificate=view)


@router.get("/kontroll", requires=PUBLIC)
def ask_for_code(request: Request, _actor: ActorDep, kod: str = "") -> Response:
    """Type a code off a certificate."""
    if kod.strip():
        return redirect(f"/kontroll/{kod.strip()}")
    return render(request, "records/check.html", code="", result=None, asked=False)


@router.get("/kontroll/{code}", requires=PUBLIC)
def check(
    request: Request, session: Reader, actor: ActorDep, clock: ClockDep, code: str
) -> Response:
    """What a certificate's code stands for: course, edition, days, revoked or not. Nothing else."""
    record = records.check(session, actor, code=code)
    result = None
    if record is not None:
        title = records.course_title(session, record)
        result = check_view(record, title=title, today=clock.today())
    status = 200 if result else 404
    return render(
        request, "records/check.html", status=status, code=code, result=result, asked=True
    )


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
        refreshers=refreshers.chosen(session, actor),
    )
