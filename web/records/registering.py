"""Record training outside the courses here, revoke a record, strike what is written beside it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Request, Response

from api.access.actor import Actor
from api.access.permissions import Permission
from api.clock import Clock
from api.db.session import ReadSession
from api.errors import Conflict, NotFound, RuleBroken
from api.http.deps import ActorDep, ClockDep, LookLogDep, Reader, Writer
from api.http.routing import GuardedRouter
from api.people import service as people
from api.records import service as records
from api.records.courses import known_courses
from api.records.handled import HandledPerson
from api.texts import error_text
from web.coverage.wording import name_choice
from web.i18n import gettext
from web.parts import Choice, FieldError
from web.records.filled_in import TrainingForm, refusal
from web.records.views import HandledView, handled_views, source_choices
from web.render import redirect, render

router = GuardedRouter()
CanRegister = Permission.RECORD_WRITE
DONE = ("klar", "aterkallad", "struken")


@dataclass(frozen=True)
class Page:
    """A person, their records, and what the form lets choose from."""

    person: HandledPerson
    records: list[HandledView]
    courses: list[Choice]
    sources: list[Choice]


@router.get("/registrera", requires=CanRegister)
def choose(
    request: Request,
    session: Reader,
    actor: ActorDep,
    clock: ClockDep,
    looks: LookLogDep,
    person: str = "",
) -> Response:
    """Ask whose training it is; then that person's records and the form. A look is logged first."""
    wanted = person.replace("\x00", "").strip()
    if not wanted:
        return _ask(request)
    try:
        found = records.handled(session, actor, employee_id=wanted, clock=clock)
    except NotFound as unknown:
        errors = [FieldError("person", error_text(unknown, gettext))]
        return _ask(request, wanted, errors, status=unknown.status)
    with looks.house.database.writing() as log:
        records.looked(log, actor, person_id=found.id, clock=clock)
    page = _page(session, actor, clock, found)
    done = next((each for each in DONE if each in request.query_params), "")
    return render(
        request, "records/register.html", page=page, form=TrainingForm(), errors=[], done=done
    )


@router.post("/registrera", requires=CanRegister)
def register(
    request: Request,
    session: Writer,
    actor: ActorDep,
    clock: ClockDep,
    form: Annotated[TrainingForm, Form()],
) -> Response:
    """Record the training, or show what is wrong with what was filled in."""
    found = records.handled(session, actor, employee_id=form.whom, clock=clock)
    page = _page(session, actor, clock, found)
    errors = form.faults({course.id for course in page.courses})
    if not errors:
        try:
            training = form.training(session, actor)
            records.register(session, actor, training=training, clock=clock)
        except (RuleBroken, Conflict) as refused:
            # Refused before anything was written.
            errors = [refusal(refused)]
        else:
            return redirect("/registrera", person=found.employee_id, klar=1)
    records.looked(session, actor, person_id=found.id, clock=clock)
    return render(
        request,
        "records/register.html",
        status=422,
        has_error=True,
        page=page,
        form=form,
        errors=errors,
        done="",
    )


@router.post("/registrera/{record_id}/aterkalla", requires=CanRegister)
def revoke(session: Writer, actor: ActorDep, clock: ClockDep, record_id: int) -> Response:
    """Revoke a record for all its days."""
    record = records.revoke(session, actor, record_id=record_id, clock=clock)
    whose = people.person(session, actor, person_id=record.person_id)
    return redirect("/registrera", person=whose.employee_id, aterkallad=1)


@router.post("/registrera/anteckning/{note_id}/stryk", requires=CanRegister)
def strike(session: Writer, actor: ActorDep, clock: ClockDep, note_id: int) -> Response:
    """Strike a note out."""
    record = records.strike(session, actor, note_id=note_id, clock=clock)
    whose = people.person(session, actor, person_id=record.person_id)
    return redirect("/registrera", person=whose.employee_id, struken=1)


def _ask(
    request: Request, who: str = "", errors: list[FieldError] | None = None, status: int = 200
) -> Response:
    return render(
        request,
        "records/register_whom.html",
        status=status,
        has_error=bool(errors),
        who=who,
        errors=errors or [],
    )


def _page(session: ReadSession, actor: Actor, clock: Clock, found: HandledPerson) -> Page:
    known = known_courses(session, actor, today=clock.today())
    return Page(
        person=found,
        records=handled_views(found),
        courses=[name_choice(each.id, each.title) for each in known],
        sources=source_choices(),
    )
