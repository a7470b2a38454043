"""The main pages, and whom they are for: looked at by the accessibility tests and the screenshots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page
from sqlmodel import col, select

from api.records.models import TrainingRecord
from tests.browser.serving import Served
from tests.stage import VISITOR

COURSE = "/kurser/forsta-steget"
QUESTION = f"{COURSE}/akut/noel-meddelandet"
TOGETHER = f"{COURSE}/tillsammans/akut/noel-meddelandet"
BROKEN_FILE = (
    "employee_id;name;unit_code;title;start\nD1001;Samira Lindfors;FINNS-INTE;Lärare;i går\n"
)
SOUND_FILE = "title;category\nProvledare;provgrupp\nProvvakt;provgrupp\n"


def _as_it_is(_page: Page) -> None:
    """The page as it comes."""


@dataclass(frozen=True)
class Shown:
    """A page: its name, who sees it, where, and what is done there first."""

    name: str
    role: str
    address: str
    act: Callable[[Page], None] = _as_it_is
    status: int = 200

    def __str__(self) -> str:
        return self.name


def answer(nth: int) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator("label.option").nth(nth).click()
        _send(page, "Svara", ".feedback h2")

    return act


def empty_answer(page: Page) -> None:
    _send(page, "Svara", ".error-summary")


def empty_sureness(page: Page) -> None:
    _send(page, "Svara och börja", ".error-summary")


def nobody_ticked(page: Page) -> None:
    _send(page, "Anteckna dem som var med", ".error-summary")


def empty_coding(page: Page) -> None:
    _send(page, "Jämför med nyckeln", ".error-summary")


def empty_practice_day(page: Page) -> None:
    _send(page, "Planera övningsdagen", ".error-summary")


def empty_sign_in(page: Page) -> None:
    page.get_by_role("main").get_by_role("button", name="Logga in", exact=True).click()
    page.locator(".error-summary").wait_for()


def _send(page: Page, button: str, until: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.locator(until).wait_for()


def choose_file(kind: str, text: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.get_by_label("Vad innehåller filen?").select_option(kind)
        file = FilePayload(name=f"{kind}.csv", mimeType="text/csv", buffer=text.encode())
        page.get_by_label("Fil", exact=True).set_input_files(file)
        page.get_by_role("button", name="Granska filen").click()
        page.wait_for_url("**/import/granska/**")

    return act


def show_answer(page: Page) -> None:
    page.get_by_text("Kopiera som svar").click()


def make_slips(page: Page) -> None:
    page.get_by_role("button", name="lapp").first.click()
    page.locator(".slip").first.wait_for()


def begin_report(page: Page) -> None:
    page.get_by_role("button", name="Förhandsgranska").click()
    page.locator(".report").wait_for()


def draft_report(page: Page) -> None:
    begin_report(page)
    page.get_by_role("link", name="Ändra utkastet").click()
    page.get_by_role("heading", name="Handlingsplanens rubriker").wait_for()


def no_template(page: Page) -> None:
    _send(page, "Spara mallen", ".error-summary")


def future_report(page: Page) -> None:
    page.get_by_label("Vilken dag gäller den?").fill("2030-01-01")
    _send(page, "Förhandsgranska", ".error-summary")


def wait_for_development(page: Page) -> None:
    page.locator("#development.development").wait_for()


def open_figures(page: Page) -> None:
    page.get_by_text("Visa siffrorna som tabell").click()


PAGES = (
    Shown("landing", VISITOR, "/"),
    Shown("sign-in", VISITOR, "/logga-in"),
    Shown("sign-in-error", VISITOR, "/logga-in", empty_sign_in, 422),
    Shown("code", VISITOR, "/logga-in/kod"),
    Shown("home", "anna", "/"),
    Shown("home-done", "bo", "/mina-utbildningar"),
    Shown("courses", "anna", "/kurser"),
    Shown("course", "anna", COURSE),
    Shown("module", "anna", f"{COURSE}/akut"),
    Shown("text", "anna", f"{COURSE}/akut/tre-vagar"),
    Shown("question", "anna", QUESTION),
    Shown("question-error", "anna", QUESTION, empty_answer),
    Shown("question-missed", "anna", QUESTION, answer(0)),
    Shown("question-right", "anna", QUESTION, answer(1)),
    Shown("before", "bo", f"{COURSE}/fore"),
    Shown("before-error", "bo", f"{COURSE}/fore", empty_sureness, 422),
    Shown("together", "bo", f"{COURSE}/tillsammans"),
    Shown("together-question", "bo", TOGETHER),
    Shown("together-explained", "bo", f"{TOGETHER}?visa=svar"),
    Shown("together-present", "bo", f"{COURSE}/tillsammans/vilka"),
    Shown("together-present-error", "bo", f"{COURSE}/tillsammans/vilka", nobody_ticked, 422),
    Shown("course-sureness", "cecilia", f"{COURSE}/matt"),
    Shown("course-questions", "cecilia", f"{COURSE}/fragor"),
    Shown("exercises", "anna", "/ova"),
    Shown("conversation", "anna", "/ova/robin"),
    Shown("coding", "anna", "/ova/koda-robin"),
    Shown("coding-error", "anna", "/ova/koda-robin", empty_coding, 422),
    Shown("easy-step", "anna", f"/lattlast{COURSE}/akut/tre-vagar"),
    Shown("english-step", "anna", f"/en{COURSE}/akut/noel-meddelandet"),
    Shown("certificate", "bo", "/intyg/<record>"),
    Shown("check", VISITOR, "/kontroll/<code>"),
    Shown("check-asked", VISITOR, "/kontroll"),
    Shown("my-data", "bo", "/mina-uppgifter"),
    Shown("units", "henrik", "/enhet"),
    Shown("unit", "bo", "/enhet/BUN-101"),
    Shown("unit-everybody", "bo", "/enhet/BUN-101?visa=alla"),
    Shown("unit-above", "doris", "/enhet/BUN-F"),
    Shown("unit-protected", "skylla", "/enhet/BUN-101"),
    Shown("slips-needed", "bo", "/enhet/BUN-101/inloggningslappar"),
    Shown("slips", "bo", "/enhet/BUN-101/inloggningslappar", make_slips),
    Shown("coverage", "cecilia", "/tackning", wait_for_development),
    Shown("coverage-open", "cecilia", "/tackning?oppna=BUN&oppna=BUN-F"),
    Shown("coverage-unit", "cecilia", "/tackning?enhet=BUN-F&dag=2025-12-31"),
    Shown("coverage-lowest", "cecilia", "/tackning?enhet=KUN-103"),
    Shown("coverage-filtered", "cecilia", "/tackning?nyckel=1&niva=generell&oppna=BUN"),
    Shown("coverage-employment", "cecilia", "/tackning?anstallning=tillsvidare"),
    Shown("coverage-one", "cecilia", "/tackning?krav=RISK&oppna=BUN"),
    Shown("coverage-filtered-away", "cecilia", "/tackning?anstallning=timavlonad&niva=generell"),
    Shown("development", "cecilia", "/tackning/utveckling?enhet=K&krav=GRUND", open_figures),
    Shown("development-small", "cecilia", "/tackning/utveckling?enhet=KUN-103&krav=GRUND"),
    Shown("lapses", "cecilia", "/tackning/gar-ut?enhet=K&krav=GRUND&manad=2027-03"),
    Shown("explanation", "cecilia", "/tackning/ruta?enhet=K&krav=GRUND"),
    Shown("explanation-withheld", "cecilia", "/tackning/ruta?enhet=KUN-103&krav=MI"),
    Shown("explanation-people", "bo", "/tackning/ruta?enhet=BUN-101&krav=GRUND"),
    Shown("explanation-key-people", "cecilia", "/tackning/ruta?enhet=K&krav=GRUND&nyckel=1"),
    Shown(
        "explanation-employment",
        "bo",
        "/tackning/ruta?enhet=BUN-101&krav=GRUND&anstallning=visstid",
    ),
    Shown("explanation-copied", "cecilia", "/tackning/ruta?enhet=BUN&krav=RISK", show_answer),
    Shown("plan", "cecilia", "/planering?enhet=BUN-G"),
    Shown("plan-own", "bo", "/planering"),
    Shown("practice-day", "bo", "/planering/ny?enhet=BUN-101&krav=GRUND&fore=2027-03-01"),
    Shown("practice-day-error", "bo", "/planering/ny?enhet=BUN-101", empty_practice_day, 422),
    Shown("english-plan", "cecilia", "/en/planering?enhet=BUN-F"),
    Shown("key-people", "cecilia", "/nyckelpersoner"),
    Shown("requirements", "cecilia", "/krav"),
    Shown("organisation", "cecilia", "/organisation"),
    Shown("editions", "cecilia", f"{COURSE}/utgavor"),
    Shown("reports", "cecilia", "/rapporter"),
    Shown("report", "cecilia", "/rapporter/1"),
    Shown("report-new", "cecilia", "/rapporter/ny"),
    Shown("report-new-error", "cecilia", "/rapporter/ny", future_report, 422),
    Shown("report-preview", "cecilia", "/rapporter/ny", begin_report),
    Shown("report-draft", "cecilia", "/rapporter/ny", draft_report),
    Shown("report-changes", "cecilia", "/rapporter/1/andringar"),
    Shown("report-templates", "cecilia", "/rapporter/mallar"),
    Shown("report-templates-error", "cecilia", "/rapporter/mallar", no_template, 422),
    Shown("english-report", "cecilia", "/en/rapporter/1"),
    Shown("import", "henrik", "/import"),
    Shown("import-errors", "henrik", "/import", choose_file("people", BROKEN_FILE)),
    Shown("import-review", "henrik", "/import", choose_file("categories", SOUND_FILE)),
    Shown("register", "henrik", "/registrera"),
    Shown("register-person", "henrik", "/registrera?person=D1009"),
    Shown("support", VISITOR, "/stod"),
    Shown("accessibility", VISITOR, "/om/tillganglighet"),
    Shown("privacy", VISITOR, "/om/personuppgifter"),
    Shown("counting", VISITOR, "/om/sa-raknar-vi"),
    Shown("not-found", "anna", "/finns-inte", status=404),
    Shown("forbidden", "anna", "/import", status=403),
    Shown("english-home", "anna", "/en"),
    Shown("english-coverage", "cecilia", "/en/tackning", wait_for_development),
    Shown("english-explanation", "cecilia", "/en/tackning/ruta?enhet=BUN&krav=RISK"),
)


def sign_in(served: Served, page: Page, role: str) -> None:
    """Give the window the session of the person of that name."""
    if role == VISITOR:
        return
    cookies = served.stage.client_as(role).cookies
    page.context.add_cookies(
        [{"name": name, "value": value, "url": served.url} for name, value in cookies.items()]
    )


def show(served: Served, page: Page, shown: Shown) -> None:
    """Open a page as the one it is for, and do what is to be done there first."""
    sign_in(served, page, shown.role)
    page.goto(filled(served, shown.address))
    shown.act(page)


def filled(served: Served, address: str) -> str:
    if "<" not in address:
        return address
    mine = select(TrainingRecord).where(
        TrainingRecord.person_id == served.stage.person_id("bo"),
        col(TrainingRecord.retracted_at).is_(None),
    )
    with served.stage.database.reading() as session:
        record = session.execute(mine.order_by(col(TrainingRecord.id).desc())).scalars().first()
    assert isinstance(record, TrainingRecord)
    return address.replace("<record>", str(record.id)).replace("<code>", record.check_code)
