"""What a reader would stumble on: advice to the author, which keeps nothing back.

Each file knows one thing to look for; a new one is a file here and a name in a tuple below.
"""

from collections.abc import Iterator

from api.catalogue.drafts import Library
from api.catalogue.problems import Problem
from api.catalogue.warnings.conversations import of_conversation
from api.catalogue.warnings.law import of_law
from api.catalogue.warnings.options import of_options
from api.catalogue.warnings.positions import of_positions
from api.catalogue.warnings.reading import of_reading
from api.catalogue.warnings.wording import of_wording

_OF_FILE = (of_conversation, of_law, of_options, of_wording)


def find_warnings(library: Library) -> Iterator[Problem]:
    """Yield what could be better in what could be read, in no particular order."""
    for course in library.courses:
        yield from of_positions(course)
        yield from of_reading(course)
        for draft in course.files():
            for warn in _OF_FILE:
                yield from warn(draft)
