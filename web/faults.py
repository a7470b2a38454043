"""What happens when we are at fault: logged with the request's id, shown without detail.

Starlette answers unhandled errors outside every middleware, without our headers and language; so they
are caught within.
"""

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import DomainError
from api.http import errors as problems
from api.texts import error_text
from web import errors as pages
from web.i18n import gettext

SERVER_ERROR = 500
log = structlog.get_logger("kollen.fault")


class Faults:
    """Turns an unhandled error into a 500 with a face."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; answer for what it raises, unless an answer is already on its way."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_noting(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except Exception:
            log.exception("unhandled")
            if started:
                raise
            response = await run_in_threadpool(fault_answer, Request(scope))
            await response(scope, receive, send)


def wants_json(request: Request) -> bool:
    """Whether the request came to the JSON face."""
    path: str = request.scope["path"]
    return path.startswith(("/api/", "/health", "/metrics"))


def fault_answer(request: Request) -> Response:
    """The 500, as a problem document or a page."""
    text = error_text(DomainError("internal"), gettext)
    if wants_json(request):
        return problems.problem(SERVER_ERROR, "internal", text)
    return pages.plain_page(request, SERVER_ERROR, text)
