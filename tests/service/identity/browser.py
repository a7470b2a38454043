"""A browser at the front door of a whole application, on the database a test has built."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import html5lib
from starlette.testclient import TestClient

from api.db.session import Database
from api.settings import Settings
from tests.conftest import FakeClock
from web.main import create_app

SECRET = "x1" * 20
CONTACTS: dict[str, Any] = {
    "municipality": "Exempelkommun",
    "socialjour": "0000-12 34 00",
    "local_route_text": "Prata med din chef samma dag.",
    "tafa_phone": "0000-12 34 56",
}


@contextmanager
def browser(database: Database, clock: FakeClock, **settings: Any) -> Iterator[TestClient]:
    chosen = {"test": True, "secret_key": SECRET, **CONTACTS, **settings}
    chosen["database_url"] = database.engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(**chosen), clock)
    client = TestClient(app, base_url=app.state.house.settings.base_url, follow_redirects=False)
    try:
        yield client
    finally:
        client.close()
        app.state.house.database.engine.dispose()


def page(text: str) -> str:
    """Parse as strictly as the standard does, and hand back the words with single spaces."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    for unseen in tree.findall(".//template"):
        unseen.clear()
    return " ".join(" ".join(tree.itertext()).split())
