"""The composition root: builds settings, engine, clock and tokens, and puts the two faces together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
import structlog
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from api.clock import Clock
from api.db.engine import POOL_SIZE
from api.errors import DomainError, NotFound
from api.house import build_house
from api.http import errors as problems
from api.http import v1
from api.http.routing import assert_all_guarded
from api.settings import Settings, load_settings
from api.texts import error_text
from web import errors as pages
from web.faults import Faults, wants_json
from web.i18n import gettext
from web.logs import configure
from web.middleware import BodyLimit, Head, Language, RequestLog, Walls, refuse_cross_site
from web.render import STATIC
from web.routes import ROUTERS

# Sync handlers share the interpreter lock: more threads than this only make them wait for it
# (measured; DECISIONS 1).
HANDLER_THREADS = 4
STREAMS = POOL_SIZE // 2  # Files that leave at once, each holding a connection until its last byte.
log = structlog.get_logger("kollen.request")
MESSAGES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}

QUICKLY = (
    3  # A page of 50 kB packs in a fourth of the time of the usual packing, and is a tenth larger.
)


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> FastAPI:
    """The whole application. Raises at once if a route is unguarded or the settings are unsafe."""
    configure()
    settings = settings or load_settings()
    app = FastAPI(
        title="Kompetenskollen",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(same_site)],
    )
    app.state.house = build_house(settings, clock)
    app.state.streams = anyio.Semaphore(STREAMS)
    app.include_router(v1.router)
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
    dress(app, settings)
    app.add_middleware(RequestLog)
    assert_all_guarded(app)
    return app


def dress(app: FastAPI, settings: Settings) -> None:
    """Give an application its static files, the faces of its errors, its languages and its walls."""
    app.mount("/static", StaticFiles(directory=STATIC, check_dir=False), name="static")
    add_error_faces(app)
    app.add_middleware(Faults)
    app.add_middleware(BodyLimit, most=settings.max_body_bytes)
    app.add_middleware(Head)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=QUICKLY)
    app.add_middleware(Language)
    app.add_middleware(Walls, secure=settings.secure_cookies)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Set the number of handler threads, and let go of the database at the end."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = HANDLER_THREADS
    yield
    app.state.house.database.engine.dispose()


async def same_site(request: Request) -> None:
    """Refuse writes that another site asked for."""
    refuse_cross_site(request.scope)


def add_error_faces(app: FastAPI) -> None:
    """Give every error one of two faces: a problem document, or a page."""

    @app.exception_handler(DomainError)
    def refused(request: Request, error: DomainError) -> Response:
        if wants_json(request):
            return problems.domain_problem(error, gettext)
        return pages.error_page(request, error)

    @app.exception_handler(HTTPException)
    def framework_refused(request: Request, error: HTTPException) -> Response:
        code = MESSAGES.get(error.status_code, "not_found")
        text = error_text(DomainError(code), gettext)
        answer = (
            problems.problem(error.status_code, code, text)
            if wants_json(request)
            else pages.plain_page(request, error.status_code, text)
        )
        answer.headers.update(error.headers or {})  # Allow, with a 405
        return answer

    @app.exception_handler(RequestValidationError)
    def misread(request: Request, error: RequestValidationError) -> Response:
        if any(each["loc"][0] == "path" for each in error.errors()):
            # No number where one stands, no kind of file: there is nothing at such an address.
            return refused(request, NotFound("not_found"))
        if wants_json(request):
            return problems.validation_problem(error.errors(), gettext)
        return pages.plain_page(request, 422, gettext("Uppgifterna kunde inte läsas."))

    @app.exception_handler(DataError)
    def unstorable(request: Request, error: DataError) -> Response:
        # A NUL in a text, which PostgreSQL refuses even to look for: the asker's fault, not ours.
        log.warning("unstorable", error=type(error.orig).__name__)
        if request.method in {"GET", "HEAD"}:
            return refused(request, NotFound("not_found"))
        return misread(request, RequestValidationError([]))
