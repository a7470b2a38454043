"""The rules that no single field can hold: between files, between fields, and against today."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import PurePath

from api.catalogue.drafts import CourseDraft, Draft, Library, Numbered
from api.catalogue.kinds import Step
from api.catalogue.kinds.base import Content, Path, StepBase, Written
from api.catalogue.kinds.dialogue import Dialogue
from api.catalogue.kinds.practice import PracticeStep
from api.catalogue.kinds.transcript import Transcript
from api.catalogue.markdown import count_words, find_faults
from api.catalogue.problems import Problem
from api.catalogue.schema import CourseHead

MOST_WORDS = 120
"""How long a step may be: what fits a phone and one thought."""


# Addresses under a course that are pages of their own.
TAKEN_BY_PAGES = frozenset(
    {"efter", "fore", "fragor", "igen", "matt", "repetera", "tillsammans", "utgavor"}
)

# What may differ between a text and the same in other words.
_WORDS = frozenset(
    {"title", "owner", "purpose", "intro", "goals", "content_note", "body", "stem", "again"}
    | {"text", "feedback", "sources"}
)


def find_problems(library: Library, today: date) -> list[Problem]:
    """Return every breach of a rule in what could be read, in no particular order."""
    heads = (course.head for course in library.courses)
    problems = list(_repeated_ids(heads, "kursen"))
    exercises = (exercise for course in library.courses for exercise in course.exercises)
    problems.extend(_repeated_ids(exercises, "övningen"))
    for course in library.courses:
        problems.extend(_of_course(course))
        problems.extend(_of_exercises(course))
        for translation in course.translations.values():
            problems.extend(_of_translation(course, translation))
        for draft in course.files():
            problems.extend(_of_file(draft, today))
        for words in (course, *course.translations.values()):
            for step in words.steps():
                problems.extend(_too_long(step))
    return problems


def _of_course(course: CourseDraft) -> Iterator[Problem]:
    yield from _numbering(course.order)
    yield from _repeated_ids((module.head for module in course.modules), "modulen")
    yield from _repeated_ids(course.steps(), "steget")
    for module in course.modules:
        if module.head and module.head.content.id in TAKEN_BY_PAGES:
            text = "Modulen kan inte heta så: adressen används av en annan sida. Välj ett annat id."
            yield module.head.problem(("id",), text)
        yield from _numbering(module.order)
        if not module.order:
            yield Problem(
                module.file, 1, "error", "Modulen har inga steg. Lägg till en fil 01-namn.md."
            )
    built = course.build()
    if built and not built.graded():
        yield Problem(
            course.file,
            1,
            "error",
            "Kursen har ingen kunskapskontroll och kan inte bli klar. Lägg till ett steg med "
            "kind: question.",
        )


def _of_exercises(course: CourseDraft) -> Iterator[Problem]:
    known = {exercise.content.id for exercise in course.exercises if exercise}
    for draft in course.steps():
        if isinstance(draft.content, PracticeStep) and draft.content.exercise not in known:
            yield draft.problem(
                ("exercise",),
                f"Övningen ”{draft.content.exercise}” finns inte i kursens mapp samtal. "
                "Skriv id för en som finns.",
            )


def _of_translation(course: CourseDraft, translation: CourseDraft) -> Iterator[Problem]:
    """Hold the same text in other words to the ids, keys and order of the Swedish."""
    swedish = {_place(draft): draft.content for draft in course.swedish_files()}
    for draft in translation.files():
        original = swedish.get(_place(draft))
        if original is not None and _structure(draft.content) != _structure(original):
            yield draft.problem(
                (),
                "Bara orden får skilja sig från den svenska filen. Ge samma fält, id och "
                "rätta svar, i samma ordning.",
            )


def _place(draft: Draft[Written]) -> str:
    """Return the file's path without its language."""
    path = PurePath(draft.page.file)
    return path.with_name(f"{path.name.partition('.')[0]}.md").as_posix()


def _structure(content: object) -> object:
    """Return all of a file but its words."""
    if isinstance(content, Content):
        return {
            name: _structure(value) for name, value in dict(content).items() if name not in _WORDS
        }
    return [_structure(each) for each in content] if isinstance(content, tuple) else content


def _of_file(draft: Draft[Written], today: date) -> Iterator[Problem]:
    for flaw in draft.content.flaws():
        yield draft.problem(flaw.path, flaw.text)
    for path, reviewed_on in _review_days(draft.content):
        yield from _review(draft, path, reviewed_on, today)
    for name, text in _markdown(draft.content):
        for fault in find_faults(text):
            line = draft.page.text_line((name,), fault.line)
            yield Problem(draft.page.file, line, "error", fault.text)


def _numbering(order: Iterable[Numbered]) -> Iterator[Problem]:
    previous = Numbered(0, "", "")
    for entry in order:
        wanted = previous.number + 1
        if entry.number == previous.number:
            text = (
                f"Numret {entry.number:02} är redan taget av {previous.name}. "
                "Ge en av dem ett annat nummer."
            )
            yield Problem(entry.file, 1, "error", text)
        elif entry.number != wanted:
            text = f"Numret {wanted:02} saknas före {entry.name}. Numrera från 01 utan luckor."
            yield Problem(entry.file, 1, "error", text)
        previous = entry


def _repeated_ids(drafts: Iterable[Draft[Written] | None], what: str) -> Iterator[Problem]:
    first: dict[object, str] = {}
    for draft in drafts:
        if draft is None:
            continue
        own_id = dict(draft.content)["id"]
        if own_id in first:
            yield draft.problem(
                ("id",), f"Id ”{own_id}” används redan i {first[own_id]}. Ge {what} ett eget id."
            )
        first.setdefault(own_id, draft.page.file)


def _review_days(content: Written) -> Iterator[tuple[Path, date]]:
    if isinstance(content, CourseHead):
        yield ("reviewed_on",), content.reviewed_on
    if isinstance(content, CourseHead | StepBase | Dialogue | Transcript):
        for position, source in enumerate(content.sources):
            yield ("sources", position, "reviewed_on"), source.reviewed_on


def _review(draft: Draft[Written], path: Path, reviewed_on: date, today: date) -> Iterator[Problem]:
    if reviewed_on > today:
        # A warning: KOLLEN_TODAY and slow clocks move the day, and no text is worse for that.
        yield draft.problem(
            path,
            f"Granskningsdagen {reviewed_on} har inte varit än. Skriv dagen för granskningen.",
            "warning",
        )
    elif reviewed_on < _a_year_before(today):
        yield draft.problem(
            path,
            f"Senast granskad {reviewed_on}, för mer än ett år sedan. Granska igen och skriv "
            "dagens datum.",
            "warning",
        )


def _a_year_before(today: date) -> date:
    if (today.month, today.day) == (2, 29):
        today -= timedelta(days=1)
    return today.replace(year=today.year - 1)


def _markdown(content: Written) -> Iterator[tuple[str, str]]:
    for name, text in dict(content).items():
        if name in content.markdown_fields and isinstance(text, str):
            yield name, text


def _too_long(draft: Draft[Step]) -> Iterator[Problem]:
    for name, text in _markdown(draft.content):
        words = count_words(text)
        if words > MOST_WORDS:
            yield draft.problem(
                (name,),
                f"Texten har {words} ord. Korta den till högst {MOST_WORDS}, eller dela steget.",
            )
