"""What has been counted of the courses: a few questions stand out, and most feel surer afterwards."""

from collections.abc import Iterator

from sqlmodel import SQLModel

from api.db.session import WriteSession
from api.demo.editions import Editions, Published
from api.tallies.models import ConfidenceCount, ItemCount, Moment, Sureness

# Of so many who have met a question, so many per cent right at once, over and over.
MET, WHOLE = 240, 100
RIGHT_SHARES = (71, 64, 98, 55, 82, 27, 77, 90)
ANSWERS = {Moment.BEFORE: (31, 74, 88, 22), Moment.AFTER: (3, 19, 104, 71)}


def add_tallies(session: WriteSession, editions: Editions) -> None:
    """Count for each course as it is today."""
    for course_id in editions.months:
        current = editions.current(course_id)
        session.add_all([*_items(current), *_answers(current)])
    session.flush()


def _items(current: Published) -> Iterator[SQLModel]:
    for number, placed in enumerate(current.course.graded()):
        # The later in the course, the fewer have come so far.
        met = max(MET - 9 * number, WHOLE // 8)
        yield ItemCount(
            edition_hash=current.content_hash,
            step_id=placed.step.id,
            first_tries=met,
            first_right=met * RIGHT_SHARES[number % len(RIGHT_SHARES)] // WHOLE,
        )


def _answers(current: Published) -> Iterator[SQLModel]:
    for moment, counts in ANSWERS.items():
        for sure, count in zip(Sureness, counts, strict=True):
            yield ConfidenceCount(
                course_id=current.course.id, moment=moment, step=int(sure), count=count
            )
