"""A small course of three modules, and a way to answer its questions."""

from datetime import date

from api.catalogue.schema import Choice, Course, Module, QuestionStep, Source, Step, TextStep

REVIEWED = date(2026, 11, 20)
LAW = Source(text="Socialtjänstlag (2025:400)", reviewed_on=REVIEWED, law=True)
GUIDE = Source(text="Metodstöd", url="https://example.invalid/stod", reviewed_on=REVIEWED)


def text(step_id: str) -> TextStep:
    return TextStep(
        kind="text", id=step_id, title=f"Läs {step_id}", body=f"Text i {step_id}.", sources=(LAW,)
    )


def single(step_id: str) -> QuestionStep:
    return QuestionStep(
        kind="question",
        id=step_id,
        title=f"Om {step_id}",
        mode="single",
        choices=(
            Choice(
                id="ratt", text="Prata med chefen", correct=True, feedback="Så delar ni ansvar."
            ),
            Choice(id="fel", text="Vänta", correct=False, feedback="Då bär du det ensam."),
        ),
        stem=f"En elev är tyst i {step_id}.\n\nVad gör du?",
        again=f"Samma sak igen i {step_id}. Vad gör du nu?",
        sources=(GUIDE,),
    )


def several(step_id: str) -> QuestionStep:
    return QuestionStep(
        kind="question",
        id=step_id,
        title=f"Flera om {step_id}",
        mode="several",
        choices=(
            Choice(id="sett", text="Det du sett", correct=True, feedback="Det är säkrast."),
            Choice(id="hort", text="Det du hört", correct=True, feedback="Med orden som de sades."),
            Choice(id="tror", text="Det du tror", correct=False, feedback="Det styr fel."),
        ),
        stem="Vad skriver du? Välj alla som passar.",
    )


def module(module_id: str, minutes: int, *steps: Step) -> Module:
    return Module(
        id=module_id,
        title=f"Modul {module_id}",
        minutes=minutes,
        goals=("Du vet ditt första steg.",),
        content_note="Modulen handlar om ett hot.",
        intro="En vanlig dag.",
        steps=steps,
    )


def course(*, is_open: bool = True, title: str = "Provkursen") -> Course:
    """Two checks, then two and a text, then one: five checks of nine steps."""
    return Course(
        id="provkurs",
        title=title,
        owner="TAFA",
        reviewed_on=REVIEWED,
        validity_months=12,
        levels=("generell",),
        open=is_open,
        purpose="Du ska veta ditt första steg.",
        sources=(LAW, GUIDE),
        modules=(
            module("ett", 4, text("ett-a"), single("ett-b"), single("ett-c"), text("ett-d")),
            module("tva", 3, single("tva-a"), several("tva-b"), text("tva-c")),
            module("tre", 2, text("tre-a"), single("tre-b")),
        ),
    )


RIGHT = {"ett-b": ["ratt"], "ett-c": ["ratt"], "tva-a": ["ratt"], "tva-b": ["sett", "hort"]} | {
    "tre-b": ["ratt"]
}
WRONG = {"ett-b": ["fel"], "ett-c": ["fel"], "tva-a": ["fel"], "tva-b": ["tror"], "tre-b": ["fel"]}
