"""Signing in and out: by password, by a one-time code, in the demonstration by one click."""

from typing import Annotated

from fastapi import Form, Request, Response
from pydantic import BaseModel, Field

from api.access.permissions import PUBLIC, Permission
from api.errors import NotFound
from api.house import House
from api.http.deps import ActorDep, ClockDep, HouseDep, Reader, VisitDep, Writer
from api.http.routing import GuardedRouter
from api.identity import demo, service, signing_in
from api.identity.passwords import MIN_LENGTH, passwords_of
from api.identity.signing_in import Refused, SignedIn
from web.i18n import gettext
from web.identity.addresses import local_path
from web.identity.views import missing, missing_for_code, refusal, role_cards
from web.parts import FieldError
from web.render import redirect, render

# Long enough for any sentence, and no more to hash than that.
LONGEST = 1_200
SIGNED_OUT_BY_CHOICE = "sjalv"

router = GuardedRouter()


class SignInForm(BaseModel):
    """What the sign-in page sends."""

    who: str = Field(default="", max_length=LONGEST)
    password: str = Field(default="", max_length=LONGEST, repr=False)
    vidare: str = Field(default="", max_length=LONGEST)


class CodeForm(SignInForm):
    """What the page for one-time codes sends."""

    code: str = Field(default="", max_length=LONGEST, repr=False)


class SlipForm(BaseModel):
    """What the page for slips sends: everybody without a password, or one person by id."""

    who: str = Field(default="", max_length=LONGEST)
    everybody: bool = False


@router.get("/logga-in", requires=PUBLIC)
def sign_in_page(
    request: Request,
    session: Reader,
    actor: ActorDep,
    house: HouseDep,
    vidare: str = "",
    utloggad: str = "",
) -> Response:
    """Show the form; in the demonstration, also whom one may be."""
    if actor.signed_in and not house.settings.demo:
        return redirect(local_path(vidare))
    form = SignInForm(vidare=local_path(vidare))
    return _sign_in_page(request, session, house, form, signed_out=utloggad)


@router.post("/logga-in", requires=PUBLIC)
def sign_in(
    request: Request,
    reader: Reader,
    writer: Writer,
    house: HouseDep,
    visit: VisitDep,
    form: Annotated[SignInForm, Form()],
) -> Response:
    """Sign in by employee id or e-mail, and password."""
    errors = missing(form.who, form.password)
    if errors:
        return _sign_in_page(request, reader, house, form, errors=errors)
    outcome: signing_in.Checked | SignedIn | Refused = signing_in.check_password(
        reader,
        identifier=form.who,
        password=form.password,
        visit=visit,
        passwords=passwords_of(house.settings),
        clock=house.clock,
    )
    if isinstance(outcome, signing_in.Checked):
        outcome = signing_in.sign_in(writer, checked=outcome, visit=visit, clock=house.clock)
    if isinstance(outcome, SignedIn):
        return _let_in(house, outcome, form.vidare)
    errors = (refusal(outcome.code),)
    return _sign_in_page(request, reader, house, form, errors=errors, status=outcome.status)


@router.post("/logga-in/demo", requires=PUBLIC)
def sign_in_demo(
    writer: Writer,
    house: HouseDep,
    visit: VisitDep,
    person: Annotated[int, Form()],
    vidare: Annotated[str, Form(max_length=LONGEST)] = "",
) -> Response:
    """Become one of the demonstration's people. Outside demo mode there is no such page."""
    outcome = signing_in.sign_in_demo(
        writer, person_id=person, visit=visit, settings=house.settings, clock=house.clock
    )
    return _let_in(house, outcome, vidare)


@router.post("/logga-ut", requires=PUBLIC)
def sign_out(writer: Writer, house: HouseDep, visit: VisitDep) -> Response:
    """Sign out. Whoever is signed out already is told the same."""
    signing_in.sign_out(writer, visit=visit, clock=house.clock)
    response = redirect("/logga-in", utloggad=SIGNED_OUT_BY_CHOICE)
    response.delete_cookie(
        house.session_cookie,
        path="/",
        secure=house.settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/logga-in/kod", requires=PUBLIC)
def code_page(request: Request, _actor: ActorDep, vidare: str = "") -> Response:
    """Show where to type a one-time code and choose a password."""
    return _code_page(request, CodeForm(vidare=local_path(vidare)))


@router.post("/logga-in/kod", requires=PUBLIC)
def redeem(
    request: Request,
    reader: Reader,
    writer: Writer,
    house: HouseDep,
    visit: VisitDep,
    form: Annotated[CodeForm, Form()],
) -> Response:
    """Set a password by a one-time code, and sign in."""
    errors = missing_for_code(form.who, form.code, form.password)
    if errors:
        return _code_page(request, form, errors=errors)
    outcome: signing_in.Prepared | SignedIn | Refused = signing_in.prepare_password(
        reader,
        employee_id=form.who,
        password=form.password,
        visit=visit,
        passwords=passwords_of(house.settings),
        clock=house.clock,
    )
    if isinstance(outcome, signing_in.Prepared):
        outcome = signing_in.redeem(
            writer, prepared=outcome, code=form.code, visit=visit, clock=house.clock
        )
    if isinstance(outcome, SignedIn):
        return _let_in(house, outcome, form.vidare)
    return _code_page(request, form, errors=(refusal(outcome.code),), status=outcome.status)


@router.get("/enhet/{code:path}/inloggningslappar", requires=Permission.INVITE_WRITE)
def slips_page(
    request: Request, session: Reader, actor: ActorDep, clock: ClockDep, code: str
) -> Response:
    """Explain the slips and say how many are needed. Names nobody."""
    need = service.slips_needed(session, actor, unit_code=code, clock=clock)
    return render(request, "identity/slips_needed.html", need=need, who="", errors=())


@router.post("/enhet/{code:path}/inloggningslappar", requires=Permission.INVITE_WRITE)
def make_slips(
    request: Request,
    session: Writer,
    actor: ActorDep,
    house: HouseDep,
    code: str,
    form: Annotated[SlipForm, Form()],
) -> Response:
    """Make the codes and show the slips, this once."""
    outcome = _sheet_or_fault(session, actor, house, code, form)
    if isinstance(outcome, FieldError):
        need = service.slips_needed(session, actor, unit_code=code, clock=house.clock)
        return render(
            request,
            "identity/slips_needed.html",
            status=422,
            has_error=True,
            need=need,
            who=form.who,
            errors=(outcome,),
        )
    address = house.settings.base_url.partition("://")[2].rstrip("/")
    return render(request, "identity/slips.html", sheet=outcome, address=f"{address}/logga-in/kod")


def _sheet_or_fault(
    session: Writer, actor: ActorDep, house: House, code: str, form: SlipForm
) -> service.SlipSheet | FieldError:
    _ = gettext
    if form.everybody:
        return service.slips(session, actor, unit_code=code, clock=house.clock)
    if not form.who.strip():
        return FieldError("who", _("Skriv medarbetarens anställningsnummer"))
    try:
        return service.slip(session, actor, unit_code=code, employee_id=form.who, clock=house.clock)
    except NotFound as wrong:
        if wrong.code != "person_unknown":
            raise
        return FieldError("who", _("Ingen som du ser i enheten har det anställningsnumret"))


def _sign_in_page(
    request: Request,
    session: Reader,
    house: House,
    form: SignInForm,
    *,
    errors: tuple[FieldError, ...] = (),
    status: int = 422,
    signed_out: str = "",
) -> Response:
    offered = demo.demo_people(session, settings=house.settings, clock=house.clock)
    return render(
        request,
        "identity/sign_in.html",
        status=status if errors else 200,
        has_error=bool(errors),
        errors=errors,
        who=form.who,
        vidare=local_path(form.vidare),
        cards=role_cards(offered),
        signed_out=signed_out,
        by_choice=signed_out == SIGNED_OUT_BY_CHOICE,
    )


def _code_page(
    request: Request,
    form: CodeForm,
    *,
    errors: tuple[FieldError, ...] = (),
    status: int = 422,
) -> Response:
    return render(
        request,
        "identity/code.html",
        status=status if errors else 200,
        has_error=bool(errors),
        errors=errors,
        who=form.who,
        code=form.code,
        vidare=local_path(form.vidare),
        min_length=MIN_LENGTH,
    )


def _let_in(house: House, outcome: SignedIn, vidare: str) -> Response:
    response = redirect(local_path(vidare))
    # Without max_age it ends with the browser, as it should on a shared machine; the row's own
    # twelve hours hold in any case.
    response.set_cookie(
        house.session_cookie,
        outcome.token,
        path="/",
        secure=house.settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return response
