"""The preview's own pages: all that lies in the folder, and a conversation drawn or begun midway."""

from fastapi import Request
from starlette.responses import Response

from api.access.actor import Actor
from api.access.permissions import PUBLIC
from api.catalogue.graph_drawing import draw
from api.catalogue.kinds.dialogue import Dialogue
from api.db.session import ReadSession
from api.errors import NotFound
from api.http.deps import ActorDep, HouseDep, Reader
from api.http.routing import GuardedRouter
from api.learning import exercises
from api.learning.conversation import Conversation, way_to
from api.learning.exercises import Found
from api.learning.sealing import State
from web.learning.conversation_views import conversation_view
from web.preview.views import graph_path
from web.render import page_url, render

router = GuardedRouter()
NOTHING_TO_SHOW = 204


@router.get("/", requires=PUBLIC)
def show_folder(request: Request) -> Response:
    """Every course, step and conversation, and what the check says of them."""
    return render(request, "preview/folder.html", courses=request.app.state.preview.courses)


@router.get("/forhandsgranska", requires=PUBLIC)
def tell_of_change(request: Request, version: str) -> Response:
    """Asked every second by an open page: lets htmx load it anew when something was saved."""
    changed = request.app.state.preview.version != version
    return Response(
        status_code=NOTHING_TO_SHOW, headers={"HX-Refresh": "true"} if changed else None
    )


@router.get("/forhandsgranska/{exercise_id}", requires=PUBLIC)
def show_graph(request: Request, exercise_id: str, session: Reader, actor: ActorDep) -> Response:
    """A conversation's drawing."""
    _, dialogue = _dialogue(session, actor, exercise_id)
    return render(
        request,
        "preview/graph.html",
        title=dialogue.title,
        drawing=page_url(f"{graph_path(exercise_id)}/graf.svg"),
    )


@router.get("/forhandsgranska/{exercise_id}/graf.svg", requires=PUBLIC)
def send_graph(exercise_id: str, session: Reader, actor: ActorDep) -> Response:
    """The drawing itself."""
    _, dialogue = _dialogue(session, actor, exercise_id)
    return Response(draw(dialogue), media_type="image/svg+xml")


@router.get("/forhandsgranska/{exercise_id}/{node_id}", requires=PUBLIC)
def show_node(
    request: Request,
    exercise_id: str,
    node_id: str,
    session: Reader,
    actor: ActorDep,
    house: HouseDep,
) -> Response:
    """A conversation that has come to a node by a shortest way."""
    found, dialogue = _dialogue(session, actor, exercise_id)
    said = way_to(dialogue, node_id)
    if said is None:
        raise NotFound("exercise_unknown")
    view = conversation_view(
        found,
        Conversation(dialogue, said),
        state=house.seals.seal(State(found.edition_hash, exercise_id, said)),
        direct=True,
    )
    return render(request, "learning/conversation.html", view=view, has_error=False)


def _dialogue(session: ReadSession, actor: Actor, exercise_id: str) -> tuple[Found, Dialogue]:
    found = exercises.find(session, actor, exercise_id=exercise_id)
    if not isinstance(found.exercise, Dialogue):
        raise NotFound("exercise_unknown")
    return found, found.exercise
