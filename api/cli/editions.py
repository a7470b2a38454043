"""``kollen courses publish`` and ``show``: texts are frozen, judged, and proved."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import typer
import yaml

from api.catalogue import check as course_check
from api.catalogue import service as catalogue
from api.catalogue.editions import TamperedEditionError, from_json
from api.catalogue.schema import Course
from api.catalogue.service import Frozen, Proposal
from api.catalogue.verdicts import COSMETIC, Judgement, Verdict, read_verdict
from api.cli.common import OPERATOR, REFUSED, ReportFormat, house, on_terminal, refusals, say_error
from api.errors import RuleBroken
from api.house import House
from api.publishing import service as publishing
from api.publishing.service import Published
from api.publishing.telling import SHORT_HASH, change_lines, retake_lines
from api.texts import error_text

HOW = "cosmetic | retake:YYYY-MM-DD"
QUESTION = "Bedömning av {course} (" + HOW + ")"


def publish(
    verdict: Annotated[
        list[str] | None,
        typer.Option(help=f"What a changed text means, COURSE={HOW}. Once for each course."),
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show, change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Confirm a retake.")] = False,
) -> None:
    """Freeze the courses as editions; a text that replaces another needs a verdict.

    cosmetic: whoever is trained stays trained. retake: from that day on, only training from that day
    on counts.
    """
    built = house()
    courses = _sound_courses(built)
    verdicts = _judged(_changed(built, courses), _given(verdict or ()))
    _rehearse(built, courses, verdicts)
    if preview:
        print("Inget har publicerats.")
        return
    if any(each.judgement is Judgement.RETAKE for each in verdicts.values()) and not yes:
        _confirm()
    with refusals(), built.database.writing() as session:
        done = publishing.publish(
            session, OPERATOR, courses=courses, verdicts=verdicts, clock=built.clock
        )
    _report(done, verdicts)


def publish_new(built: House) -> None:
    """Publish the courses that have no edition yet, and say which have changed.

    A changed text waits for somebody's verdict; that is nothing to hold up serving for.
    """
    checked = course_check.read_courses(built.settings.courses, built.clock.today())
    if course_check.has_errors(checked.problems):
        say_error("Kurserna har fel och publiceras inte. Kör kollen courses check.")
        return
    with refusals(), built.database.reading() as session:
        found = catalogue.proposals(session, OPERATOR, courses=checked.courses)
    if new := [each.course for each in found if each.latest is None]:
        with refusals(), built.database.writing() as session:
            publishing.publish(session, OPERATOR, courses=new, verdicts={}, clock=built.clock)
    for each in found:
        if each.changes_what_was_published:
            say_error(f"{each.course.id} är ändrad. Publicera med kollen courses publish.")


def show(
    content_hash: Annotated[
        str, typer.Argument(metavar="HASH", help="The hash, or its beginning.")
    ],
    form: Annotated[ReportFormat, typer.Option("--format")] = ReportFormat.TEXT,
) -> None:
    """Print the frozen text of an edition, proved against its hash.

    As json: exactly the bytes whose SHA-256 is the hash, so that sha256sum proves it too.
    """
    built = house()
    try:
        with refusals(), built.database.reading() as session:
            found = catalogue.frozen(session, OPERATOR, prefix=content_hash)
    except TamperedEditionError as tampered:
        say_error(f"Texten är inte den som publicerades: den stämmer inte med {tampered}.")
        raise typer.Exit(REFUSED) from tampered
    typer.echo(found.content.encode() if form is ReportFormat.JSON else _readable(found), nl=False)


def _sound_courses(built: House) -> tuple[Course, ...]:
    checked = course_check.read_courses(built.settings.courses, built.clock.today())
    if course_check.has_errors(checked.problems):
        _say_errors(str(problem) for problem in checked.problems)
        raise typer.Exit(REFUSED)
    return checked.courses


def _changed(built: House, courses: Sequence[Course]) -> list[Proposal]:
    with refusals(), built.database.reading() as session:
        found = catalogue.proposals(session, OPERATOR, courses=courses)
    return [each for each in found if each.changes_what_was_published]


def _given(options: Iterable[str]) -> dict[str, Verdict]:
    """Read ``COURSE=VERDICT``; what cannot be read is wrong usage."""
    found: dict[str, Verdict] = {}
    for option in options:
        course_id, _, text = option.partition("=")
        if course_id in found:
            message = f"{course_id}: two verdicts"
            raise typer.BadParameter(message)
        found[course_id] = _verdict(text)
    return found


def _verdict(text: str) -> Verdict:
    try:
        return read_verdict(text)
    except ValueError as unreadable:
        message = f"{text}: write {HOW}"
        raise typer.BadParameter(message) from unreadable


def _judged(changed: Sequence[Proposal], given: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """Show what has changed, and ask for the verdicts not given; refuse where nobody can be asked."""
    unjudged = [each for each in changed if each.course.id not in given]
    if unjudged and not on_terminal():
        for proposal in unjudged:
            _say_errors(change_lines(proposal))
        courses = ", ".join(each.course.id for each in unjudged)
        say_error(error_text(RuleBroken("verdict_missing", {"courses": courses})))
        say_error(f"Skriv --verdict KURS={COSMETIC} eller --verdict KURS=retake:ÅÅÅÅ-MM-DD.")
        raise typer.Exit(REFUSED)
    verdicts = dict(given)
    for proposal in changed:
        print(*change_lines(proposal), sep="\n")
        if proposal in unjudged:
            course_id = proposal.course.id
            question = QUESTION.format(course=course_id)
            verdicts[course_id] = typer.prompt(question, value_proc=_verdict)
    return verdicts


def _rehearse(built: House, courses: Sequence[Course], verdicts: Mapping[str, Verdict]) -> None:
    """Show what the verdicts would do. The session is closed without ``finish``: nothing stays."""
    with refusals(), built.database.open_writer() as session:
        touched = publishing.rehearse(
            session, OPERATOR, courses=courses, verdicts=verdicts, clock=built.clock
        )
    for line in retake_lines(verdicts, touched):
        print(line)


def _confirm() -> None:
    if not on_terminal():
        say_error("En omtagning bekräftas med --yes. Inget har publicerats.")
        raise typer.Exit(REFUSED)
    if not typer.confirm("Publicera?"):
        say_error("Inget har publicerats.")
        raise typer.Exit(REFUSED)


def _report(done: Published, verdicts: Mapping[str, Verdict]) -> None:
    for publication in done.publications:
        word = "published" if publication.new else "unchanged"
        if publication.superseded:
            word = "replaced by a later text; a new reviewed_on publishes it again"
        verdict = verdicts.get(publication.course_id)
        told = f"{word} ({verdict})" if verdict else word
        print(f"{publication.course_id} {publication.content_hash[:SHORT_HASH]} {told}")


def _readable(found: Frozen) -> str:
    """Write an edition to be read: who published it when, and its content as an author wrote it."""
    line, course = found.line, from_json(found.content)
    verdict = f" ({line.verdict})" if line.verdict else ""
    content = course.model_dump(mode="json", exclude_defaults=True)
    return (
        f"# {line.course_id} {line.content_hash}\n"
        f"# published {line.published_at.isoformat()} by {line.published_by}{verdict}\n"
        f"{yaml.dump(content, Dumper=_Prose, allow_unicode=True, sort_keys=False)}"
    )


class _Prose(yaml.SafeDumper):
    """Writes text of several lines as lines."""


_Prose.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)


def _say_errors(lines: Iterable[str]) -> None:
    for line in lines:
        say_error(line)
