"""The demo municipality, as the tests of the pages have it."""

from tests.web.conftest import loaded, read_only, stage  # noqa: F401 - fixtures
