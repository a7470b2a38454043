"""``kollen``: the command line of those who run the service and write its courses.

Exit 0 done, 1 refused or found wrong (the reason on stderr), 2 wrong usage. It acts as the operator,
``system:cli``, and that is what the trail says.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import OperationalError, ProgrammingError

from api.catalogue import check as course_check
from api.cli import authors, editions
from api.cli.common import OPERATOR, REFUSED, ReportFormat, house, refusals, say_error
from api.cli.coverage import coverage_app
from api.cli.jobs import jobs_app
from api.cli.output import Progress, import_report
from api.coverage import service as coverage
from api.demo import service as demo
from api.errors import DomainError
from api.house import House
from api.identity import service as identity
from api.imports import service as imports
from api.imports.circumstances import circumstances
from api.imports.incoming import FileIn
from api.imports.models import FileKind
from api.imports.plan import Plan
from api.texts import error_text

ROOT = Path(__file__).parent.parent.parent

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__
)
demo_app = typer.Typer(no_args_is_help=True, help="The demo municipality.")
courses_app = typer.Typer(no_args_is_help=True, help="Course files.")
app.add_typer(demo_app, name="demo")
app.add_typer(courses_app, name="courses")
app.add_typer(coverage_app, name="coverage")
app.add_typer(jobs_app, name="jobs")
courses_app.command("graph")(authors.graph)
courses_app.command("preview")(authors.preview)


@app.command()
def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: Annotated[int, typer.Option(min=1)] = 1,
    *,
    prepare: Annotated[
        bool, typer.Option("--prepare", help="Migrate first; in demo mode fill an empty database.")
    ] = False,
) -> None:
    """Serve the pages and the API."""
    built = house(signing=True)
    if prepare:
        _migrate(built)
        if built.settings.demo:
            _fill(built)
    print(f"Kompetenskollen: http://{host}:{port}", flush=True)
    built.database.engine.dispose()
    uvicorn.run(
        "web.main:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        server_header=False,
        log_level="warning",
    )


@app.command()
def migrate() -> None:
    """Bring the database up to the code."""
    _migrate(house())


def _migrate(built: House) -> None:
    config = Config(str(ROOT / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "alembic"))
    config.attributes["url"] = built.settings.database_url
    command.upgrade(config, "head")
    with built.database.writing() as session:
        coverage.renew(session, OPERATOR, progress=Progress("personer"))


@demo_app.command("load")
def demo_load() -> None:
    """Load the demo municipality into an empty database."""
    built = house()
    if not _is_empty(built):
        say_error(error_text(DomainError("database_not_empty")))
        raise typer.Exit(REFUSED)
    _load_demo(built)


def _fill(built: House) -> None:
    """Load the demo into an empty database; to one that is in use, add the courses it lacks."""
    if _is_empty(built):
        _load_demo(built)
    else:
        editions.publish_new(built)


def _is_empty(built: House) -> bool:
    with built.database.reading() as session:
        return demo.is_empty(session, OPERATOR)


def _load_demo(built: House) -> None:
    if sys.stderr.isatty():
        say_error("Loading the demo municipality ...")
    with refusals(), built.database.writing() as session:
        demo.load(session, OPERATOR, clock=built.clock, courses_dir=built.settings.courses)
    with built.database.writing() as session:
        demo.report(session, OPERATOR, clock=built.clock, rules=built.coverage_rules)


@demo_app.command("clear")
def demo_clear() -> None:
    """Delete every row of every table. Only in demo mode."""
    built = house()
    if not built.settings.demo:
        say_error("Bara i demoläge: sätt KOLLEN_DEMO=1.")
        raise typer.Exit(REFUSED)
    demo.clear(built.database.engine)


@app.command("import")
def import_file(
    kind: FileKind,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    source: Annotated[str, typer.Option(help="Name of the system the file comes from.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show, change nothing.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Rows missing from the file end.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="End more than 10 % of the rows.")] = False,
    form: Annotated[ReportFormat, typer.Option("--format")] = ReportFormat.TEXT,
) -> None:
    """Import a file: whole, or not at all."""
    built = house()
    incoming = FileIn(
        kind=kind, name=file.name, content=file.read_bytes(), feed=source, whole=full, confirmed=yes
    )
    with refusals():
        plan = _import(built, incoming, apply=not dry_run)
    refused = bool(plan.problems)
    to_stderr = refused and form is ReportFormat.TEXT
    print(import_report(plan, form), end="", file=sys.stderr if to_stderr else sys.stdout)
    if refused:
        raise typer.Exit(REFUSED)


def _import(built: House, incoming: FileIn, *, apply: bool) -> Plan:
    """Look at a file, and apply it if that is asked for and nothing is wrong with it."""
    progress = Progress("rader")
    with built.database.reading() as session:
        terms = circumstances(
            session,
            OPERATOR,
            clock=built.clock,
            allow_personnummer=built.settings.allow_personnummer,
        )
        plan = imports.rehearse(
            session, OPERATOR, file=incoming, circumstances=terms, progress=progress
        )
    if apply and not plan.problems and not plan.empty:
        with built.database.writing(Progress("personer")) as session:
            imports.apply(session, OPERATOR, file=incoming, circumstances=terms, progress=progress)
    return plan


@app.command()
def invite(
    employee_id: Annotated[str, typer.Option("--as", help="Whom the code is for.")],
) -> None:
    """Print a one-time sign-in code, valid for 14 days."""
    built = house()
    with refusals(), built.database.writing() as session:
        code = identity.invite(session, OPERATOR, employee_id=employee_id, clock=built.clock)
    print(code)


@app.command()
def token(
    employee_id: Annotated[str, typer.Option("--as", help="Whose rights the token has.")],
    hours: Annotated[int, typer.Option(min=1, max=24 * 366)] = 8,
) -> None:
    """Print a bearer token for the JSON API, alone on the last line."""
    built = house(signing=True)
    with refusals(), built.database.writing() as session:
        bearer = identity.bearer_token(
            session,
            OPERATOR,
            employee_id=employee_id,
            hours=hours,
            tokens=built.tokens,
            clock=built.clock,
        )
    print(bearer)


@courses_app.command("check")
def courses_check(directory: Annotated[Path | None, typer.Argument()] = None) -> None:
    """Check course files: file, line, what is wrong and how to mend it."""
    built = house()
    folder = directory or built.settings.courses
    checked = course_check.read_courses(folder, built.clock.today())
    for problem in checked.problems:
        say_error(str(problem))
    if course_check.has_errors(checked.problems):
        raise typer.Exit(REFUSED)
    print(f"{len(checked.courses)} courses checked in {folder}")


courses_app.command("publish")(editions.publish)
courses_app.command("show")(editions.show)


def main() -> None:
    """Run the command line; a database that cannot be used is a sentence, not a traceback."""
    try:
        app(prog_name="kollen")
    except (OperationalError, ProgrammingError) as unusable:
        reason = str(unusable.orig).strip().splitlines()[0]
        say_error(
            f"Databasen kunde inte användas ({reason}). Är adressen rätt? Kör kollen migrate."
        )
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
