"""Pure: from coverage's answer and the published courses to the figures of a report."""

from collections.abc import Sequence

from api.catalogue.service import PublishedCourse
from api.coverage.figures import Cell, Merged, RequirementRef, Several, UnitCoverage
from api.coverage.following import BELOW, DIRECT, WHOLE, FollowUp
from api.coverage.words import Counts
from api.reports.figures import (
    Figures,
    FrozenCell,
    FrozenCourse,
    FrozenLine,
    FrozenPrevious,
    FrozenRequirement,
    FrozenTable,
    IssuedReport,
)

LEVELS = ("generell", "specifik", "individinriktad")


def figures(
    told: FollowUp,
    courses: Sequence[PublishedCourse],
    previous: IssuedReport | None,
    small_group: int,
) -> Figures:
    """Freeze what a report counts."""
    root = told.place.tree.root
    asked = {course for each in told.requirements for course in told.accepts[each.code]}
    return Figures(
        is_municipality=root is not None and root.id == told.place.unit.id,
        kind=told.kind,
        small_group=small_group,
        requirements=tuple(_requirement(told, each, courses) for each in told.requirements),
        tables=tuple(_table(each) for each in told.tables),
        units=told.units,
        kinds=told.kinds,
        trends=told.trends,
        lapses=told.lapses,
        key_people=told.key_people,
        gaps=told.gaps,
        newcomers=told.newcomers,
        away=told.away,
        courses=tuple(_course(each) for each in courses if each.course.id in asked),
        previous=_previous(previous) if previous else None,
    )


def _requirement(
    told: FollowUp, requirement: RequirementRef, courses: Sequence[PublishedCourse]
) -> FrozenRequirement:
    accepted = [each.course for each in courses if each.course.id in told.accepts[requirement.code]]
    levels = {level for course in accepted for level in course.levels}
    return FrozenRequirement(
        code=requirement.code,
        name=requirement.name,
        goal=requirement.goal,
        levels=tuple(level for level in LEVELS if level in levels),
    )


def _table(told: UnitCoverage) -> FrozenTable:
    rows = [
        *(_cell(cell, WHOLE if cell.unit_id == told.unit.id else BELOW) for cell in told.rows),
        *(_cell(cell, DIRECT) for cell in told.direct if told.children),
    ]
    return FrozenTable(
        unit_code=told.unit.code,
        unit_name=told.unit.name,
        cells=tuple(rows),
        several=tuple(_line(each) for each in told.several),
        merged=tuple(_line(each, each.parts) for each in told.merged),
    )


def _cell(cell: Cell, part: str) -> FrozenCell:
    return FrozenCell(
        unit_code=cell.unit_code,
        unit_name=cell.unit_name,
        part=part,
        requirement_code=cell.requirement_code,
        requirement_name=cell.requirement_name,
        required=cell.required,
        covered=cell.covered,
        exempt=cell.exempt,
        suppressed=cell.suppressed,
    )


def _line(line: Several | Merged, parts: int = 0) -> FrozenLine:
    counts: Counts = line.counts
    return FrozenLine(line.requirement_code, counts.required, counts.covered, counts.exempt, parts)


def _course(found: PublishedCourse) -> FrozenCourse:
    course = found.course
    return FrozenCourse(
        id=course.id,
        title=course.title,
        reviewed_on=course.reviewed_on,
        content_hash=found.content_hash,
        levels=tuple(level for level in LEVELS if level in course.levels),
    )


def _previous(report: IssuedReport) -> FrozenPrevious:
    totals = report.figures.tables[0].cells
    return FrozenPrevious(
        report_id=report.id,
        on=report.on,
        content_hash=report.hash,
        totals=tuple(cell for cell in totals if cell.part == WHOLE),
    )
