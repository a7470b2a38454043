"""A composition root for one author: the learner's own pages over what lies in a folder right now.

It has nothing but the courses: a database of its own that holds no people and is thrown away, and no
pages of the service but those that show course text. ``web.main`` knows nothing of it, and it answers
to the names of this machine only, so that no other site can be pointed at it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Depends, FastAPI, Request
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.access.actor import Actor
from api.http.deps import current_actor
from api.settings import Settings
from web.about.routes import router as about
from web.learning.exercise_routes import router as exercises
from web.learning.routes import router as learning
from web.main import dress, same_site
from web.preview.folder import AUTHOR, Preview
from web.preview.routes import router as preview

HOSTS = ("127.0.0.1", "localhost")


def create_app(folder: Path, settings: Settings) -> FastAPI:
    """The preview of a course, or of a folder of courses."""
    scratch = TemporaryDirectory(prefix="kollen-preview-")
    # No installation's own database, cookies or demonstration: only its contacts are shown.
    settings = settings.model_copy(
        update={"demo": False, "base_url": "http://127.0.0.1", "courses": folder}
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with scratch:
            yield
            app.state.house.database.engine.dispose()

    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(same_site), Depends(look_again)],
    )
    app.state.preview = Preview(folder, settings, Path(scratch.name))
    app.state.house = app.state.preview.look()
    for router in (preview, learning, exercises, about):
        app.include_router(router)
    app.dependency_overrides[current_actor] = author
    dress(app, settings)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))
    return app


async def author() -> Actor:
    """Whoever sits at this machine may read every course; as nobody's person, nothing is kept."""
    return AUTHOR


def look_again(request: Request) -> None:
    """Before each answer: take in what has been saved since the last."""
    request.app.state.house = request.app.state.preview.look()
