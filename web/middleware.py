"""What every request passes: an id and a log line, a language, and the walls a browser understands."""

import re
import secrets
import time
from collections.abc import Mapping

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Forbidden
from web.i18n import EASY, ENGLISH, SWEDISH, speaking

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; manifest-src 'self'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
HSTS = "max-age=31536000; includeSubDomains"
# Codes and ids in addresses stay out of the log: what was asked of whom lies in the audit trail.
SECRET_PATHS = re.compile(r"^(/en)?/(kontroll|intyg)/[^/]+")
COVERAGE_PATHS = ("/tackning", "/api/v1/coverage")
log = structlog.get_logger("kollen.request")


class RequestLog:
    """Gives each request an id, answers with it, and logs one line when it is done."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and log it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        started = time.perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await self.app(scope, receive, send_with_id)
        finally:
            path = SECRET_PATHS.sub(r"\1/\2/…", scope["path"])
            elapsed = round((time.perf_counter() - started) * 1000, 1)
            if not path.startswith("/static/"):
                log.info(
                    "request",
                    method=scope["method"],
                    path=path,
                    status=status,
                    ms=elapsed,
                    **asked_by(scope),
                )
            structlog.contextvars.unbind_contextvars("request_id")


def asked_by(scope: Scope) -> dict[str, str]:
    """Who asked (a label, never a name), and of coverage also for which unit and day.

    Differences between days can tell of a single person, so what is fetched of coverage is logged.
    """
    actor = scope.get("state", {}).get("actor")
    told = {"actor": str(actor.label)} if actor is not None else {}
    # Everything can be asked for in English as well, the API too.
    if scope["path"].removeprefix("/en").startswith(COVERAGE_PATHS):
        told["query"] = scope.get("query_string", b"").decode("ascii", "replace")
    return told


class Walls:
    """Security headers on every answer, and no writing on behalf of another site.

    Unsafe methods must come from our own pages: ``Sec-Fetch-Site`` same-origin or none; without that
    header ``Origin`` must be our own host. Bearer tokens are not sent by browsers on their own, so
    programs without either header pass.
    """

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.headers = {
            **SECURITY_HEADERS,
            **({"Strict-Transport-Security": HSTS} if secure else {}),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard a request and dress its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/"):
                    headers["Cache-Control"] = "no-store"
                    headers.add_vary_header("HX-Request-Type")
            await send(message)

        # Raised by the fetch-metadata guard dependency, so that the error has the page's own face.
        scope.setdefault("state", {})["cross_site"] = is_cross_site(
            scope["method"], Headers(scope=scope)
        )
        await self.app(scope, receive, send_dressed)


def is_cross_site(method: str, headers: Headers) -> bool:
    """Whether a request that may write comes from somewhere else than our own pages."""
    if method in SAFE_METHODS:
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")


def refuse_cross_site(scope: Scope) -> None:
    """Raise Forbidden for a request that ``Walls`` found to come from another site."""
    if scope.get("state", {}).get("cross_site"):
        raise Forbidden("cross_site")


class BodyLimit:
    """Refuses a body that is too large, said or found, where the refusal can still get its face.

    Starlette's own limit answers outside every middleware, without walls and in plain English.
    """

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; whoever reads more of its body than is allowed is stopped."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        size = int(declared) if declared.isdecimal() else 0
        read = 0

        async def receive_limited() -> Message:
            nonlocal read
            if size > self.most:
                raise HTTPException(413)
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.most:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_limited, send)


class Head:
    """HEAD is GET without the body. FastAPI's routes know only GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, HEAD as GET, and keep the body of its answer back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_bare(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_bare)


def _language_of(path: str) -> str:
    if path == f"/{ENGLISH}" or path.startswith(f"/{ENGLISH}/"):
        return ENGLISH
    return EASY if path.startswith(f"/{EASY}/kurser/") else SWEDISH


class Language:
    """``/en/…`` is the same page in English: the prefix is taken off and the language spoken.

    ``/lattlast/kurser/…`` is the same course page in Swedish that is easy to read.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on in its language."""
        path = scope.get("path", "")
        language = _language_of(path)
        if language != SWEDISH:
            scope = {**scope, "path": path.removeprefix(f"/{language}") or "/"}
            scope.pop("raw_path", None)
        with speaking(language):
            await self.app(scope, receive, send)
