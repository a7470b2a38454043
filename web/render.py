"""Templates to answers: one environment, a page or one of its blocks."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue.markdown import render as render_markdown
from api.house import House
from web import i18n

ROOT = Path(__file__).parent
STATIC = ROOT / "static"
PARTIAL = "partial"


@dataclass(frozen=True)
class NavItem:
    """A link of the main menu."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class Viewer:
    """The signed-in reader, as the page's frame needs it."""

    name: str
    nav: tuple[NavItem, ...]


@dataclass(frozen=True)
class Contacts:
    """Whom to turn to, as the installation has set it; any may be empty."""

    socialjour: str
    local_route_url: str
    local_route_text: str
    tafa_phone: str
    tafa_email: str


@cache
def environment() -> Environment:
    """The one template environment. Undefined names fail at once; everything is escaped."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        undefined=StrictUndefined,
        cache_size=-1,  # All are kept: there are eighty, and each look would order them anew.
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # A page would ask the disk for each of its parts whether it has changed.
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True
    )
    env.policies["ext.i18n.trimmed"] = True
    env.filters.update(
        day=i18n.day_text,
        day_short=i18n.day_short,
        percent=i18n.percent_text,
        number=i18n.number_text,
        md=lambda text: Markup(render_markdown(text)),  # noqa: S704 - made safe by the catalogue
    )
    env.globals.update(page_url=page_url, static=static_url, course_language=i18n.course_language)
    return env


def page_url(path: str, **query: object) -> str:
    """The address of a page in the language of the request, with its query."""
    return page_address(path, tuple(query.items()))


def page_address(path: str, query: tuple[tuple[str, object], ...]) -> str:
    """As ``page_url``, for a query in which a name may stand several times."""
    return _address(f"{_prefix(path)}{path}", query)


@lru_cache(maxsize=10_000)
def _address(path: str, query: tuple[tuple[str, object], ...]) -> str:
    """Put an address together. A page has hundreds, and most are those of the page before."""
    given = [(name, value) for name, value in query if value not in (None, "")]
    return path + (f"?{urlencode(given)}" if given else "")


def way_back(path: str) -> str:
    """A path to come back to by way of signing in, which is only in Swedish and English.

    Easy Swedish therefore stands in the path itself; the other two are kept by the address.
    """
    return page_url(path) if i18n.language() == i18n.EASY else path


def _prefix(path: str) -> str:
    """What stands before an address for its language; only courses stand in easy Swedish."""
    if path.startswith(f"/{i18n.EASY}/"):
        return ""  # a way back that names its own language
    if i18n.language() == i18n.EASY:
        return f"/{i18n.EASY}" if path.startswith("/kurser/") else ""
    return f"/{i18n.ENGLISH}" if i18n.language() == i18n.ENGLISH else ""


@cache
def static_url(path: str) -> str:
    """The address of a static file, with a mark that changes when the file does."""
    content = (STATIC / path).read_bytes()
    return f"/static/{path}?v={hashlib.sha256(content).hexdigest()[:10]}"


def render(
    request: Request,
    template: str,
    *,
    block: str | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,  # noqa: ANN401 - a template's context is anything
) -> Response:
    """Render a page, or only ``block`` of it when htmx asks for a part of the page.

    The server decides which block a request gets; ``block`` is what it would be.
    """
    env = environment()
    found = env.get_template(template)
    values = {**frame(request), **context}
    if block and is_partial(request):
        # The title comes along: htmx sets it, so that "Fel:" goes away when the fault does.
        made = found.new_context(values)
        body = title_of(found, made) + "".join(found.blocks[block](made))
    else:
        body = found.render(values)
    return HTMLResponse(body, status, headers=dict(headers or {}))


def is_partial(request: Request) -> bool:
    """Whether htmx asks for a part of a page (version 4 says so in a header of its own)."""
    return request.headers.get("HX-Request-Type") == PARTIAL


def title_of(template: Template, context: Context) -> str:
    """The page's title element, for a fragment."""
    fault = f"{i18n.gettext('Fel:')} " if context.get("has_error") else ""
    title = "".join(template.blocks["title"](context)).strip()
    return f"<title>{fault}{title} – Kompetenskollen</title>\n"


def redirect(path: str, **query: object) -> Response:
    """After a POST: see the page (303), in the language of the request."""
    return RedirectResponse(page_url(path, **query), status_code=303)


def frame(request: Request) -> dict[str, Any]:
    """What every page's frame needs: the reader, the language, the municipality's contacts."""
    house = request.app.state.house
    assert isinstance(house, House)  # noqa: S101 - narrows Starlette's untyped state
    settings = house.settings
    preview = getattr(request.app.state, "preview", None)
    actor = getattr(request.state, "actor", None)
    return {
        "has_error": False,
        "locale": i18n.locale(),
        "other_locale_url": other_locale_url(request),
        "viewer": viewer(request, actor) if isinstance(actor, Actor) else None,
        "municipality": settings.municipality,
        "demo": settings.demo,
        "today": house.clock.today(),
        # Only the application that web.preview composes has one.
        "preview": preview.strip(request.scope["path"]) if preview else None,
        "contacts": Contacts(
            socialjour=settings.socialjour,
            local_route_url=settings.local_route_url,
            local_route_text=settings.local_route_text,
            tafa_phone=settings.tafa_phone,
            tafa_email=settings.tafa_email,
        ),
    }


def other_locale_url(request: Request) -> str:
    """The same page in the other language."""
    query = f"?{request.url.query}" if request.url.query else ""
    # A doubled slash in front would make the path another site's name.
    path = f"/{request.scope['path'].lstrip('/')}"
    return (
        f"{path}{query}" if i18n.locale() == i18n.ENGLISH else f"/en{path.rstrip('/') or ''}{query}"
    )


def viewer(request: Request, actor: Actor) -> Viewer | None:
    """The reader's name and menu, or None when nobody is signed in."""
    if actor.person_id is None:
        return None
    _ = i18n.gettext
    path = request.scope["path"]
    # Whoever sees coverage finds the organisation and the requirements from there.
    only_organises = actor.may(Permission.ORGANISATION_READ) and not actor.may(
        Permission.COVERAGE_READ
    )
    wanted = (
        (True, _("Mina utbildningar"), "/mina-utbildningar" if actor.roles else "/"),
        (True, _("Kurser"), "/kurser"),
        (actor.may(Permission.UNIT_READ), _("Min enhet"), "/enhet"),
        (actor.may(Permission.COVERAGE_READ), _("Läget i kommunen"), "/tackning"),
        (actor.may(Permission.KEY_PEOPLE_READ), _("Nyckelpersoner"), "/nyckelpersoner"),
        (actor.may(Permission.REPORT_READ), _("Rapporter"), "/rapporter"),
        (only_organises, _("Organisationen"), "/organisation"),
        (actor.may(Permission.RECORD_WRITE), _("Registrera"), "/registrera"),
        (actor.may(Permission.IMPORT_WRITE), _("Import"), "/import"),
    )
    nav = tuple(
        NavItem(label, page_url(href), current=_is_current(path, href))
        for shown, label, href in wanted
        if shown
    )
    return Viewer(name=actor.name, nav=nav)


# Pages without a place of their own in the menu, and where one comes from to them.
REACHED_FROM = {"/planering": "/tackning", "/krav": "/tackning", "/organisation": "/tackning"}


def _is_current(path: str, href: str) -> bool:
    first = "/" + path.split("/", 2)[1]
    return path == href if href == "/" else href in {first, REACHED_FROM.get(first)}
