"""The demo municipality and the small one, as the tests of the pages have them."""

from tests.web.conftest import loaded, read_only, stage  # noqa: F401 - fixtures
from tests.web.small_town import open_town, town  # noqa: F401 - fixtures
