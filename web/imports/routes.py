"""Choose a file, look at what it would do, confirm, and undo."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from fastapi import File, Form, Request, Response, UploadFile
from fastapi.responses import FileResponse

from api.access.actor import Actor
from api.access.permissions import Permission
from api.db.session import ReadSession
from api.house import House
from api.http.deps import ActorDep, ClockDep, HouseDep, Reader, Writer
from api.http.routing import GuardedRouter
from api.imports import service as imports
from api.imports.circumstances import circumstances
from api.imports.incoming import Circumstances, FileIn
from api.imports.models import FileKind
from api.imports.plan import Plan
from web.i18n import gettext
from web.imports.views import batch_view, choices, plan_view
from web.parts import FieldError
from web.render import redirect, render

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
router = GuardedRouter()
CanImport = Permission.IMPORT_WRITE
LATEST = 10


@router.get("/import", requires=CanImport)
def choose(request: Request, session: Reader, actor: ActorDep) -> Response:
    """The form, and the imports made so far."""
    return _chooser(request, session, actor)


@router.get("/import/exempel/{kind}.csv", requires=CanImport)
def sample(kind: FileKind, _actor: ActorDep) -> Response:
    """An example of a kind of file."""
    name = f"{kind.value}.csv"
    return FileResponse(SAMPLES / name, media_type="text/csv; charset=utf-8", filename=name)


@router.post("/import", requires=CanImport)
def upload(
    request: Request,
    session: Writer,
    actor: ActorDep,
    clock: ClockDep,
    kind: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
    source: Annotated[str, Form()] = "",
    full: Annotated[str, Form()] = "",
) -> Response:
    """Take a file in to be looked at. Nothing changes yet."""
    errors = _form_errors(kind, file)
    if errors or file is None:
        return _chooser(request, session, actor, kind=kind, source=source, errors=errors)
    incoming = FileIn(
        kind=FileKind(kind),
        name=file.filename or kind,
        content=file.file.read(),
        feed=source,
        whole=full == "1",
    )
    staged = imports.stage(session, actor, file=incoming, clock=clock)
    return redirect(f"/import/granska/{staged.token}")


@router.get("/import/granska/{token}", requires=CanImport)
def review(
    request: Request, session: Reader, actor: ActorDep, house: HouseDep, token: str
) -> Response:
    """What the file would do, and everything that is wrong with it."""
    staged = imports.staged(session, actor, token=token, clock=house.clock)
    plan = imports.rehearse(
        session, actor, file=staged.file, circumstances=_terms(session, actor, house)
    )
    return _review(request, token, plan)


@router.post("/import/granska/{token}", requires=CanImport)
def confirm(
    request: Request,
    session: Writer,
    actor: ActorDep,
    house: HouseDep,
    token: str,
    confirmed: Annotated[str, Form()] = "",
) -> Response:
    """Apply the file, whole; or show why it cannot be."""
    staged = imports.staged(session, actor, token=token, clock=house.clock)
    terms = _terms(session, actor, house)
    incoming = replace(staged.file, confirmed=confirmed == "1")
    try:
        batch = imports.apply(session, actor, file=incoming, circumstances=terms)
    except imports.ImportRefused:
        # Refused before anything was written; shown as the review shows it.
        plan = imports.rehearse(session, actor, file=incoming, circumstances=terms)
        return _review(request, token, plan, status=422)
    imports.discard(session, actor, token=token, clock=house.clock)
    return redirect("/import", klar=batch.id)


@router.post("/import/granska/{token}/avbryt", requires=CanImport)
def cancel(session: Writer, actor: ActorDep, clock: ClockDep, token: str) -> Response:
    """Forget the file."""
    imports.discard(session, actor, token=token, clock=clock)
    return redirect("/import")


@router.post("/import/{batch_id}/angra", requires=CanImport)
def undo(session: Writer, actor: ActorDep, clock: ClockDep, batch_id: int) -> Response:
    """Take an import back."""
    imports.undo(session, actor, batch_id=batch_id, clock=clock)
    return redirect("/import", angrad=batch_id)


def _terms(session: ReadSession, actor: Actor, house: House) -> Circumstances:
    return circumstances(
        session,
        actor,
        clock=house.clock,
        allow_personnummer=house.settings.allow_personnummer,
    )


def _review(request: Request, token: str, plan: Plan, *, status: int = 200) -> Response:
    return render(
        request,
        "imports/review.html",
        status=status,
        has_error=bool(plan.problems),
        token=token,
        plan=plan_view(plan),
    )


def _form_errors(kind: str, file: UploadFile | None) -> list[FieldError]:
    errors = []
    if kind not in set(FileKind):
        errors.append(FieldError("kind", gettext("Välj vad filen innehåller")))
    if file is None or not file.filename:
        errors.append(FieldError("file", gettext("Välj en fil")))
    return errors


def _chooser(
    request: Request,
    session: ReadSession,
    actor: Actor,
    *,
    kind: str = "",
    source: str = "",
    errors: list[FieldError] | None = None,
) -> Response:
    batches = [batch_view(batch) for batch in imports.batches(session, actor)]
    everything = request.query_params.get("visa") == "alla"
    done = request.query_params.get("klar", "")
    undone = request.query_params.get("angrad", "")
    return render(
        request,
        "imports/choose.html",
        status=422 if errors else 200,
        has_error=bool(errors),
        errors=errors or [],
        choices=choices(imports.kinds_for(session, actor)),
        kind=kind,
        source=source,
        batches=batches if everything else batches[:LATEST],
        more=0 if everything else max(0, len(batches) - LATEST),
        done=next((batch for batch in batches if str(batch.id) == done), None),
        undone=next((batch for batch in batches if str(batch.id) == undone), None),
    )
