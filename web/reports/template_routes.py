"""The nämnder's own Word templates: which there are, uploaded, fetched, taken away."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import File, Form, Request, Response, UploadFile

from api.access.actor import Actor
from api.access.permissions import Permission
from api.clock import Clock
from api.db.session import ReadSession
from api.errors import RuleBroken
from api.http.deps import ActorDep, ClockDep, Reader, RulesDep, Writer
from api.http.routing import GuardedRouter
from api.reports.templates import service as templates
from api.texts import error_text
from web.coverage.files import attachment
from web.i18n import gettext
from web.parts import FieldError
from web.render import redirect, render
from web.reports.template_views import templates_view

router = GuardedRouter()
CanWrite = Permission.REPORT_WRITE


@router.get("/rapporter/mallar", requires=CanWrite)
def template_list(request: Request, session: Reader, actor: ActorDep, clock: ClockDep) -> Response:
    """The Word templates, and a form to upload one."""
    return _templates(request, session, actor, clock)


@router.post("/rapporter/mallar", requires=CanWrite)
def upload(
    request: Request,
    session: Writer,
    actor: ActorDep,
    clock: ClockDep,
    unit: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Take a template in, in the place of the one the unit had."""
    if file is None or not file.filename:
        missing = FieldError("file", gettext("Välj en fil"))
        return _templates(request, session, actor, clock, unit=unit, errors=[missing])
    try:
        templates.upload(
            session,
            actor,
            unit_code=unit,
            name=file.filename,
            content=file.file.read(),
            clock=clock,
        )
    except RuleBroken as error:
        field = "unit" if error.code == "report_unit" else "file"
        refused = FieldError(field, error_text(error, gettext))
        return _templates(request, session, actor, clock, unit=unit, errors=[refused])
    return redirect("/rapporter/mallar", sparad=1)


@router.get("/rapporter/mallar/{template_id}.docx", requires=CanWrite)
def template_file(session: Reader, actor: ActorDep, rules: RulesDep, template_id: int) -> Response:
    """A template as it was uploaded."""
    found = templates.fetch(session, actor, template_id=template_id, today=rules.today)
    return attachment(found.content, f"{found.name.removesuffix('.docx')}.docx")


@router.post("/rapporter/mallar/{template_id}/ta-bort", requires=CanWrite)
def remove(session: Writer, actor: ActorDep, rules: RulesDep, template_id: int) -> Response:
    """Take a template away."""
    templates.remove(session, actor, template_id=template_id, today=rules.today)
    return redirect("/rapporter/mallar", borttagen=1)


def _templates(
    request: Request,
    session: ReadSession,
    actor: Actor,
    clock: Clock,
    *,
    unit: str = "",
    errors: Sequence[FieldError] = (),
) -> Response:
    today = clock.today()
    page = templates_view(
        templates.listed(session, actor, today=today),
        templates.choices(session, actor, today=today),
    )
    return render(
        request,
        "reports/templates.html",
        status=422 if errors else 200,
        has_error=bool(errors),
        errors=errors,
        page=page,
        unit=unit,
        saved=request.query_params.get("sparad") == "1",
        removed=request.query_params.get("borttagen") == "1",
    )
