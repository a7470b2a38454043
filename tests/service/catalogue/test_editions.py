"""Publishing freezes what is new, and what was published can always be had."""

import pytest
from sqlalchemy import event, text

from api.access.actor import Actor
from api.catalogue import service
from api.catalogue.editions import TamperedEditionError, content_hash
from api.catalogue.schema import Course
from api.catalogue.service import Publication
from api.clock import Clock
from api.db.session import Database
from api.errors import Forbidden, NotFound, NotSignedIn
from tests.catalogue_samples import course

OPERATOR = Actor.system("publish courses")
LEARNER = Actor(label="person:1", person_id=1)
VISITOR = Actor.visitor()

OPEN = course(course_id="oppen")
CLOSED = course(course_id="stangd", is_open=False)


def _revised(old: Course, title: str = "Ny titel") -> Course:
    return old.model_copy(update={"title": title})


class Publish:
    """Publishes in a transaction of its own, as the command line does."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock

    def __call__(self, *courses: Course, actor: Actor = OPERATOR) -> list[Publication]:
        with self.database.writing() as session:
            return service.publish(session, actor, courses=courses, clock=self.clock)

    def current(self, course_id: str, actor: Actor = LEARNER) -> service.PublishedCourse:
        with self.database.reading() as session:
            return service.current(session, actor, course_id=course_id)

    def published(self, actor: Actor = LEARNER) -> list[service.PublishedCourse]:
        with self.database.reading() as session:
            return service.published(session, actor)

    def edition(self, content_hash: str, actor: Actor = LEARNER) -> service.PublishedCourse:
        with self.database.reading() as session:
            return service.edition(session, actor, content_hash=content_hash)


@pytest.fixture
def publish(bare_database: Database, clock: Clock) -> Publish:
    return Publish(bare_database, clock)


class TestPublish:
    """Freezing."""

    def test_a_course_is_published_once(self, publish: Publish) -> None:
        digest = content_hash(OPEN)
        assert publish(OPEN) == [Publication("oppen", digest, new=True, superseded=False)]
        assert publish(OPEN) == [Publication("oppen", digest, new=False, superseded=False)]

    def test_only_a_changed_course_is_published_anew(self, publish: Publish) -> None:
        publish(OPEN, CLOSED)
        done = publish(_revised(OPEN), CLOSED)
        assert [(one.course_id, one.new) for one in done] == [("oppen", True), ("stangd", False)]

    def test_a_text_that_was_replaced_stays_replaced(self, publish: Publish) -> None:
        publish(OPEN)
        publish(_revised(OPEN))
        digest = content_hash(OPEN)
        assert publish(OPEN) == [Publication("oppen", digest, new=False, superseded=True)]
        assert publish.current("oppen").course == _revised(OPEN)

    def test_a_course_that_is_not_given_stays_published(self, publish: Publish) -> None:
        publish(OPEN, CLOSED)
        publish(OPEN)
        assert publish.current("stangd").course == CLOSED

    def test_it_tells_when(self, publish: Publish) -> None:
        publish(OPEN)
        assert publish.current("oppen").published_at == publish.clock.now()

    def test_only_the_operator_may(self, publish: Publish) -> None:
        with pytest.raises(Forbidden):
            publish(OPEN, actor=LEARNER)


class TestCurrent:
    """The latest edition of a course."""

    def test_it_is_the_one_published_last(self, publish: Publish) -> None:
        publish(OPEN)
        publish(_revised(OPEN))
        found = publish.current("oppen")
        assert found.course == _revised(OPEN)
        assert found.content_hash == content_hash(_revised(OPEN))

    def test_an_unknown_course_is_not_found(self, publish: Publish) -> None:
        with pytest.raises(NotFound):
            publish.current("oppen")

    def test_a_visitor_reads_an_open_course(self, publish: Publish) -> None:
        publish(OPEN)
        assert publish.current("oppen", VISITOR).course == OPEN

    def test_a_visitor_must_sign_in_for_any_other(self, publish: Publish) -> None:
        publish(CLOSED)
        with pytest.raises(NotSignedIn):
            publish.current("stangd", VISITOR)


class TestPublished:
    """The list of courses."""

    def test_it_holds_the_latest_of_each_in_order(self, publish: Publish) -> None:
        publish(CLOSED, OPEN)
        publish(_revised(OPEN))
        assert [found.course for found in publish.published()] == [_revised(OPEN), CLOSED]

    def test_a_visitor_sees_the_open_ones(self, publish: Publish) -> None:
        publish(OPEN, CLOSED)
        assert [found.course.id for found in publish.published(VISITOR)] == ["oppen"]

    def test_it_is_one_query_once_the_texts_are_known(self, publish: Publish) -> None:
        publish(OPEN, CLOSED)
        publish.published()
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            asked.append(statement)

        engine = publish.database.engine
        event.listen(engine, "before_cursor_execute", note)
        publish.published()
        event.remove(engine, "before_cursor_execute", note)
        assert [line for line in asked if line.startswith("SELECT")] == asked[-1:]


class TestEdition:
    """Any edition by its hash."""

    def test_a_replaced_edition_can_still_be_had(self, publish: Publish) -> None:
        publish(OPEN)
        publish(_revised(OPEN))
        assert publish.edition(content_hash(OPEN)).course == OPEN

    def test_an_unknown_hash_is_not_found(self, publish: Publish) -> None:
        with pytest.raises(NotFound):
            publish.edition("0" * 64)

    def test_a_visitor_must_sign_in_unless_it_is_open(self, publish: Publish) -> None:
        publish(OPEN, CLOSED)
        assert publish.edition(content_hash(OPEN), VISITOR).course == OPEN
        with pytest.raises(NotSignedIn):
            publish.edition(content_hash(CLOSED), VISITOR)

    def test_a_text_changed_behind_our_back_is_not_shown(self, publish: Publish) -> None:
        fresh = course(course_id="forvanskad")
        publish(fresh)
        with publish.database.writing() as session:
            session.connection().execute(
                text("UPDATE edition SET content = replace(content, 'Syfte', 'Annat')")
            )
        with pytest.raises(TamperedEditionError):
            publish.current("forvanskad")
