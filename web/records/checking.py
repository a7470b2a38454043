"""The public check of a certificate, and fetching one's own there when one cannot sign in."""

from typing import Annotated

from fastapi import Form, Request, Response
from pydantic import BaseModel, Field

from api.access.permissions import PUBLIC
from api.errors import DomainError
from api.http.deps import ActorDep, ClockDep, HouseDep, Reader, VisitDep
from api.http.routing import GuardedRouter
from api.identity.holder import prove_holder
from api.identity.signing_in import Refused
from api.records import service as records
from api.records.stating import stated
from api.texts import error_text
from web.i18n import gettext
from web.parts import FieldError
from web.records.pdf import pdf_response
from web.records.views import CheckView, certificate_view, check_view
from web.render import redirect, render

LONGEST = 100

router = GuardedRouter()


class FetchForm(BaseModel):
    """What somebody sends who has left and wants their certificate."""

    code: str = Field(default="", max_length=LONGEST)
    who: str = Field(default="", max_length=LONGEST)

    def faults(self) -> tuple[FieldError, ...]:
        """The fields that were left empty."""
        _ = gettext
        wanted = (
            (self.code, "code", _("Skriv intygets kontrollkod")),
            (self.who, "who", _("Skriv det anställningsnummer du hade")),
        )
        return tuple(FieldError(field, text) for value, field, text in wanted if not value.strip())


@router.get("/kontroll", requires=PUBLIC)
def ask_for_code(request: Request, _actor: ActorDep, kod: str = "") -> Response:
    """Type a code off a certificate."""
    if kod.strip():
        return redirect(f"/kontroll/{kod.strip()}")
    return _page(request)


@router.post("/kontroll", requires=PUBLIC)
def fetch(
    request: Request,
    session: Reader,
    actor: ActorDep,
    house: HouseDep,
    visit: VisitDep,
    form: Annotated[FetchForm, Form()],
) -> Response:
    """Hand somebody their certificate against its code and their employee id."""
    errors = form.faults()
    if errors:
        return _page(request, form=form, errors=errors, status=422)
    # A transaction of its own, over before the PDF is set: that takes longer than a lock should last.
    with house.database.writing() as writer:
        outcome = prove_holder(
            writer, code=form.code, employee_id=form.who, visit=visit, clock=house.clock
        )
    if isinstance(outcome, Refused):
        errors = (FieldError("code", error_text(DomainError(outcome.code), gettext)),)
        return _page(request, form=form, errors=errors, status=outcome.status)
    record = records.check(session, actor, code=form.code)
    assert record is not None  # noqa: S101 - proven, and no record is ever deleted
    view = certificate_view(
        record, stated(session, record), holder=outcome.name, base_url=house.settings.base_url
    )
    return pdf_response(view, municipality=house.settings.municipality)


@router.get("/kontroll/{code}", requires=PUBLIC)
def check(
    request: Request, session: Reader, actor: ActorDep, clock: ClockDep, code: str
) -> Response:
    """What a certificate's code stands for: course, edition, days, revoked or not. Nothing else."""
    form = FetchForm.model_construct(code=code)
    record = records.check(session, actor, code=code)
    if record is None:
        return _page(request, form=form, asked=True, status=404)
    result = check_view(record, stated(session, record), today=clock.today())
    return _page(request, form=form, result=result, asked=True)


def _page(
    request: Request,
    *,
    form: FetchForm | None = None,
    result: CheckView | None = None,
    asked: bool = False,
    errors: tuple[FieldError, ...] = (),
    status: int = 200,
) -> Response:
    return render(
        request,
        "records/check.html",
        status=status,
        has_error=bool(errors),
        form=form or FetchForm(),
        result=result,
        asked=asked,
        errors=errors,
    )
