"""A small sound course to build tests on."""

from datetime import date

from api.catalogue.schema import Choice, Course, Module, QuestionStep, Source, Step, TextStep

DAY = date(2026, 11, 20)


def text(step_id: str) -> TextStep:
    return TextStep(kind="text", id=step_id, title="Läs", body="Läs det här.")


def question(step_id: str) -> QuestionStep:
    return QuestionStep(
        kind="question",
        id=step_id,
        title="Svara",
        mode="single",
        choices=(
            Choice(id="a", text="Ja", correct=True, feedback="Det stämmer."),
            Choice(id="b", text="Nej", correct=False, feedback="Tänk om."),
        ),
        stem="Frågan?",
    )


def module(module_id: str, *steps: Step) -> Module:
    return Module(
        id=module_id, title="Modul", minutes=10, goals=("Du kan.",), intro="Början.", steps=steps
    )


def course(*modules: Module, course_id: str = "kurs", is_open: bool = True) -> Course:
    return Course(
        id=course_id,
        title="Kurs",
        owner="TAFA",
        reviewed_on=DAY,
        validity_months=24,
        levels=("generell",),
        open=is_open,
        purpose="Syfte.",
        sources=(Source(text="Källa", reviewed_on=DAY),),
        modules=modules or (module("ett", text("t1"), question("q1")),),
    )
