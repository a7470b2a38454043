"""Turns the rows of the plan into facts of the tables, given the ids their codes have got."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.db.facts import Fact
from api.demo.editions import Editions
from api.demo.plan import (
    AbsenceRow,
    ExemptionRow,
    GrantRow,
    KeyPersonRow,
    PostRow,
    RecordRow,
    RequirementRow,
    TitleRow,
    UnitRow,
)
from api.identity.models import RoleGrant
from api.naming import title_key
from api.organisation.models import UnitPeriod
from api.people.models import Absence, KeyPersonAppointment, Post, TitleCategory
from api.records.models import RecordSource, TrainingRecord
from api.requirements.models import Exemption, RequirementPeriod


@dataclass(frozen=True)
class Ids:
    """The ids that codes have got, and the editions people trained on."""

    units: Mapping[str, int]
    people: Mapping[str, int]
    requirements: Mapping[str, int]
    editions: Editions

    def unit_period(self, row: UnitRow) -> Fact:
        """A unit's period."""
        return UnitPeriod(  # type: ignore[call-arg]
            unit_id=self.units[row.code],
            name=row.name,
            kind=row.kind,
            parent_id=self.units[row.parent] if row.parent else None,
            first_day=row.first,
            last_day=row.last,
        )

    def title(self, row: TitleRow) -> Fact:
        """A title's category."""
        return TitleCategory(  # type: ignore[call-arg]
            title=row.title, title_key=title_key(row.title), category=row.category
        )

    def post(self, row: PostRow) -> Fact:
        """A post."""
        return Post(  # type: ignore[call-arg]
            person_id=self.people[row.person],
            unit_id=self.units[row.unit],
            title=row.title,
            title_key=title_key(row.title),
            category=row.category,
            employment=row.employment,
            manager=row.manager,
            first_day=row.first,
            last_day=row.last,
        )

    def absence(self, row: AbsenceRow) -> Fact:
        """An absence."""
        return Absence(  # type: ignore[call-arg]
            person_id=self.people[row.person], first_day=row.first, last_day=row.last
        )

    def appointment(self, row: KeyPersonRow) -> Fact:
        """A key person's appointment."""
        return KeyPersonAppointment(  # type: ignore[call-arg]
            person_id=self.people[row.person],
            unit_id=self.units[row.unit],
            first_day=row.first,
            last_day=row.last,
        )

    def grant(self, row: GrantRow) -> Fact:
        """A role held."""
        return RoleGrant(  # type: ignore[call-arg]
            person_id=self.people[row.person],
            role=row.role,
            unit_id=self.units[row.unit],
            first_day=row.first,
            last_day=row.last,
        )

    def requirement(self, row: RequirementRow) -> Fact:
        """A requirement's period."""
        return RequirementPeriod(  # type: ignore[call-arg]
            requirement_id=self.requirements[row.code],
            name=row.name,
            accepts="|".join(row.accepts),
            unit_id=self.units[row.unit],
            categories="|".join(row.categories),
            key_people_only=row.key_people_only,
            days_to_complete=row.days_to_complete,
            goal=row.goal,
            first_day=row.first,
            last_day=row.last,
        )

    def exemption(self, row: ExemptionRow) -> Fact:
        """An exemption."""
        return Exemption(  # type: ignore[call-arg]
            person_id=self.people[row.person],
            requirement_id=self.requirements[row.requirement],
            reason=row.reason,
            first_day=row.first,
            last_day=row.last,
        )

    def record(self, row: RecordRow) -> Fact:
        """A training record; one earned here names the edition of its day."""
        here = row.source is RecordSource.WEB
        return TrainingRecord(  # type: ignore[call-arg]
            person_id=self.people[row.person],
            course_id=row.course,
            completed_on=row.completed_on,
            valid_until=row.valid_until,
            source=row.source,
            edition_hash=self.editions.taken_on(row.course, row.completed_on) if here else None,
            check_code=row.check_code,
        )
