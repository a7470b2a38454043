"""A router on which no route can be forgotten: every verb needs ``requires=``.

``assert_all_guarded`` walks the finished application and refuses to start it if a route lacks a
guard, or if a GET route can write.
"""

from collections.abc import Awaitable, Callable, Iterable
from functools import wraps
from inspect import Parameter, iscoroutinefunction, signature
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from api.access.permissions import PUBLIC, Permission, Public
from api.http.deps import ActorDep, Sessions, SessionsDep, write_session

Guard = Permission | Public
# Framework routes that are not ours; everything else must be guarded.
EXCUSED_NAMES = frozenset({"static", "openapi"})
MINIMUM_ROUTES = 20


def guard(requires: Guard) -> Callable[..., Awaitable[None]]:
    """The dependency that lets in only those who hold the permission (or everybody)."""

    async def check(actor: ActorDep) -> None:
        if isinstance(requires, Permission):
            actor.require(requires)

    check.requires = requires  # type: ignore[attr-defined]
    return check


def ending_sessions(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """A handler that ends the sessions of its request when it is done, in the thread it runs in."""

    @wraps(endpoint)
    def handle(*, sessions_of_request: Sessions, **given: Any) -> Any:  # noqa: ANN401 - the handler's own
        with sessions_of_request:
            return endpoint(**given)

    asked = signature(endpoint)
    sessions = Parameter("sessions_of_request", Parameter.KEYWORD_ONLY, annotation=SessionsDep)
    handle.__signature__ = asked.replace(  # type: ignore[attr-defined]
        parameters=[*asked.parameters.values(), sessions]
    )
    return handle


class GuardedRouter(APIRouter):
    """An APIRouter whose verbs demand ``requires=`` (a Permission, or PUBLIC written out)."""

    def add_api_route(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        requires: Guard | None = None,
        **kwargs: Any,  # noqa: ANN401 - FastAPI's own
    ) -> None:
        """Add a route with its guard. Raises TypeError when ``requires`` is missing, or for a coroutine.

        A handler asks the database, and must do it in a thread.
        """
        if iscoroutinefunction(endpoint):
            message = f"{path}: a handler is a plain function"
            raise TypeError(message)
        if requires is None:
            message = f"{path}: say who may enter, requires=Permission.X or requires=PUBLIC"
            raise TypeError(message)
        dependencies = [Depends(guard(requires)), *(kwargs.pop("dependencies", None) or [])]
        super().add_api_route(path, ending_sessions(endpoint), dependencies=dependencies, **kwargs)

    def _verb(self, method: str, path: str, requires: Guard, **kwargs: Any) -> Callable[..., Any]:  # noqa: ANN401
        def decorate(endpoint: Callable[..., Any]) -> Callable[..., Any]:
            self.add_api_route(path, endpoint, methods=[method], requires=requires, **kwargs)
            return endpoint

        return decorate

    def get(self, path: str, *, requires: Guard, **kwargs: Any) -> Callable[..., Any]:  # type: ignore[override]  # noqa: ANN401
        """GET: reads, never writes."""
        return self._verb("GET", path, requires, **kwargs)

    def post(self, path: str, *, requires: Guard, **kwargs: Any) -> Callable[..., Any]:  # type: ignore[override]  # noqa: ANN401
        """POST: the only verb that writes."""
        return self._verb("POST", path, requires, **kwargs)


def guarded_routes(app: FastAPI) -> list[tuple[str, str, Guard | None, Dependant | None]]:
    """Every route as (method, path, guard, dependencies); the guard is None where one is missing."""
    found: list[tuple[str, str, Guard | None, Dependant | None]] = []
    for context in iter_route_contexts(app.routes):
        name = getattr(context, "name", "") or ""
        if name in EXCUSED_NAMES:
            continue
        dependant = getattr(context, "dependant", None)
        route_guard = _guard_of(dependant) if dependant is not None else None
        methods: Iterable[str] = getattr(context, "methods", None) or {"?"}
        path = str(getattr(context, "path", "?"))
        found.extend((method, path, route_guard, dependant) for method in sorted(methods))
    return found


def assert_all_guarded(app: FastAPI) -> None:
    """Refuse to start an application with an unguarded route, or a GET route that can write."""
    routes = guarded_routes(app)
    if len(routes) < MINIMUM_ROUTES:
        message = f"only {len(routes)} routes found: the walk over the routes sees too little"
        raise RuntimeError(message)
    for method, path, route_guard, dependant in routes:
        if route_guard is None:
            message = f"{method} {path} has no guard"
            raise RuntimeError(message)
        if method in {"GET", "HEAD"} and dependant is not None and _can_write(dependant):
            message = f"{method} {path} holds a write session"
            raise RuntimeError(message)


def _guard_of(dependant: Dependant) -> Guard | None:
    for sub in dependant.dependencies:
        found = getattr(sub.call, "requires", None)
        if isinstance(found, Permission | Public):
            return found
    return None


def _can_write(dependant: Dependant) -> bool:
    return any(sub.call is write_session or _can_write(sub) for sub in dependant.dependencies)


__all__ = ["PUBLIC", "APIRoute", "GuardedRouter", "assert_all_guarded", "guarded_routes"]
