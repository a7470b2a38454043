"""``kollen courses graph`` and ``preview``: what an author looks at before publishing."""

from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from uvicorn.importer import import_from_string

from api.catalogue.drafts import Draft
from api.catalogue.graph_drawing import draw
from api.catalogue.kinds.dialogue import Dialogue
from api.catalogue.loader import load_folder
from api.cli.common import REFUSED, house, say_error

# Never another: what is not published is for the author's own eyes, and nobody signs in here.
LOOPBACK = "127.0.0.1"


def graph(
    dialogue: Annotated[str, typer.Argument(help="Id of the conversation, or its file.")],
    output: Annotated[Path | None, typer.Option(help="Write here; else to stdout.")] = None,
) -> None:
    """Draw a conversation as SVG."""
    found = _find(dialogue)
    if found is None:
        say_error(f"Samtalet ”{dialogue}” finns inte, eller har fel. Kör kollen courses check.")
        raise typer.Exit(REFUSED)
    flaws = [found.problem(flaw.path, flaw.text) for flaw in found.content.flaws()]
    if flaws:
        for problem in flaws:
            say_error(str(problem))
        raise typer.Exit(REFUSED)
    drawing = draw(found.content)
    if output is None:
        print(drawing, end="")
    else:
        output.write_text(drawing, encoding="utf-8")
        print(f"{found.content.id} drawn in {output}")


def _find(dialogue: str) -> Draft[Dialogue] | None:
    """Return the conversation with this id in the courses, or the one in this file."""
    file = Path(dialogue)
    # A file lies in its course's folder of conversations.
    folder = file.absolute().parent.parent if file.is_file() else house().settings.courses
    for course in load_folder(folder).courses:
        for draft in course.exercises:
            if draft is None or not isinstance(draft.content, Dialogue):
                continue
            if dialogue == draft.content.id or file.absolute() == Path(draft.page.file).absolute():
                return Draft(draft.page, draft.content)
    return None


def preview(
    directory: Annotated[Path | None, typer.Argument(help="A course, or a folder of them.")] = None,
    port: int = 8010,
) -> None:
    """Walk through courses as they lie in the folder, on this machine only; reloads on save."""
    settings = house().settings
    create_app = import_from_string("web.preview.main:create_app")
    app = create_app(directory or settings.courses, settings)
    print(f"Förhandsgranskning: http://{LOOPBACK}:{port}", flush=True)
    uvicorn.run(app, host=LOOPBACK, port=port, access_log=False, log_level="warning")
