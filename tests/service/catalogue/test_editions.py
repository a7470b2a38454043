"""Publishing freezes what is new, and what was published can always be had."""

import pytest
from sqlalchemy import event, text

from api.access.actor import Actor
from api.catalogue import service
from api.catalogue.comparing import Difference, What
from api.catalogue.editions import TamperedEditionError, canonical_json, content_hash
from api.catalogue.schema import Course
from api.catalogue.service import Publication
from api.catalogue.verdicts import COSMETIC, Verdict, retake
from api.clock import Clock
from api.db.session import Database
from api.errors import Conflict, Forbidden, NotFound, NotSignedIn, RuleBroken
from tests.catalogue_samples import DAY, course

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

    def __call__(
        self, *courses: Course, actor: Actor = OPERATOR, **verdicts: Verdict
    ) -> list[Publication]:
        with self.database.writing() as session:
            return service.publish(
                session, actor, courses=courses, verdicts=verdicts, clock=self.clock
            )

    def current(self, course_id: str, actor: Actor = LEARNER) -> service.PublishedCourse:
        with self.database.reading() as session:
            return service.current(session, actor, course_id=course_id)

    def published(self, actor: Actor = LEARNER) -> list[service.PublishedCourse]:
        with self.database.reading() as session:
            return service.published(session, actor)

    def history(self, course_id: str, actor: Actor = OPERATOR) -> list[service.PastEdition]:
        with self.database.reading() as session:
            return service.history(session, actor, course_id=course_id)

    def frozen(self, prefix: str, actor: Actor = OPERATOR) -> service.Frozen:
        with self.database.reading() as session:
            return service.frozen(session, actor, prefix=prefix)

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
        done = publish(_revised(OPEN), CLOSED, oppen=COSMETIC)
        assert [(one.course_id, one.new) for one in done] == [("oppen", True), ("stangd", False)]

    def test_a_text_that_was_replaced_stays_replaced(self, publish: Publish) -> None:
        publish(OPEN)
        publish(_revised(OPEN), oppen=COSMETIC)
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


class TestVerdicts:
    """What replaces a text must be judged, and nothing else may be."""

    def test_a_changed_course_without_one_publishes_nothing_at_all(self, publish: Publish) -> None:
        publish(OPEN)
        with pytest.raises(RuleBroken, match="verdict_missing"):
            publish(_revised(OPEN), CLOSED)
        assert [found.course for found in publish.published()] == [OPEN]

    def test_a_new_course_needs_none_and_may_have_none(self, publish: Publish) -> None:
        with pytest.raises(RuleBroken, match="verdict_unneeded"):
            publish(OPEN, oppen=COSMETIC)
        assert publish(OPEN)[0].new

    def test_an_unchanged_or_unknown_course_may_have_none(self, publish: Publish) -> None:
        publish(OPEN)
        with pytest.raises(RuleBroken, match="verdict_unneeded"):
            publish(OPEN, oppen=COSMETIC)
        with pytest.raises(RuleBroken, match="verdict_unneeded"):
            publish(OPEN, okand=COSMETIC)

    def test_a_text_that_was_replaced_needs_none_to_stay_replaced(self, publish: Publish) -> None:
        publish(OPEN)
        publish(_revised(OPEN), oppen=COSMETIC)
        with pytest.raises(RuleBroken, match="verdict_unneeded"):
            publish(OPEN, oppen=COSMETIC)


class TestHistory:
    """Every edition of a course, as those who follow up see it."""

    def test_it_tells_verdict_who_and_when_the_latest_first(self, publish: Publish) -> None:
        publish(OPEN)
        publish(_revised(OPEN), oppen=COSMETIC)
        publish(_revised(OPEN, "Ännu nyare"), oppen=retake(DAY))
        found = publish.history("oppen")
        assert [each.verdict for each in found] == [retake(DAY), COSMETIC, None]
        assert {each.published_by for each in found} == {OPERATOR.label}
        assert {each.published_at for each in found} == {publish.clock.now()}
        assert found[-1].content_hash == content_hash(OPEN)

    def test_it_tells_what_each_changed(self, publish: Publish) -> None:
        publish(OPEN)
        publish(_revised(OPEN), oppen=COSMETIC)
        found = publish.history("oppen")
        assert [each.differences for each in found] == [
            (Difference(What.COURSE_CHANGED, fields=("title",)),),
            (),
        ]

    def test_an_unknown_course_is_not_found(self, publish: Publish) -> None:
        with pytest.raises(NotFound):
            publish.history("oppen")

    def test_learners_may_not_read_it(self, publish: Publish) -> None:
        publish(OPEN)
        with pytest.raises(Forbidden):
            publish.history("oppen", LEARNER)


class TestFrozen:
    """The text itself, to be proved."""

    def test_the_beginning_of_the_hash_is_enough(self, publish: Publish) -> None:
        digest = publish(OPEN)[0].content_hash
        found = publish.frozen(digest[:12].upper())
        assert found.content == canonical_json(OPEN)
        assert found.line.content_hash == digest

    def test_a_beginning_that_several_share_is_refused(self, publish: Publish) -> None:
        publish(OPEN, CLOSED)
        with pytest.raises(Conflict, match="edition_ambiguous"):
            publish.frozen("")

    @pytest.mark.parametrize("prefix", ["0" * 64, "%", "_"])
    def test_what_no_hash_begins_with_is_not_found(self, publish: Publish, prefix: str) -> None:
        publish(OPEN)
        with pytest.raises(NotFound):
            publish.frozen(prefix)

    def test_one_changed_byte_is_found_even_when_the_course_is_at_hand(
        self, publish: Publish
    ) -> None:
        digest = publish(OPEN)[0].content_hash
        publish.current("oppen")
        with publish.database.writing() as session:
            session.connection().execute(
                text("UPDATE edition SET content = replace(content, 'Syfte', 'syfte')")
            )
        with pytest.raises(TamperedEditionError):
            publish.frozen(digest)

    def test_only_the_operator_may(self, publish: Publish) -> None:
        with pytest.raises(Forbidden):
            publish.frozen("a", LEARNER)


class TestCurrent:
    """The latest edition of a course."""

    def test_it_is_the_one_published_last(self, publish: Publish) -> None:
        publish(OPEN)
        publish(_revised(OPEN), oppen=COSMETIC)
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
        publish(_revised(OPEN), oppen=COSMETIC)
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
        publish(_revised(OPEN), oppen=COSMETIC)
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
