"""Pure: how training was written down: done here, in a classroom, elsewhere; late, wrongly, in vain."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from api.demo.cast import CAST
from api.demo.days import HR, Calendar
from api.demo.duties import DAYS_LEFT, Endings
from api.demo.plan import Known, Moment, RecordRow
from api.demo.training import Duty, Outcome, completions, outcome
from api.imports.models import FileKind
from api.records.codes import ALPHABET, GROUP_LENGTH, GROUPS
from api.records.models import RecordSource
from api.records.validity import renewed_until, valid_until

ELSEWHERE = (RecordSource.CLASSROOM,) * 7 + (RecordSource.EXTERNAL,) * 2 + (RecordSource.IMPORTED,)
CLASSROOM_INSTEAD = 0.12
WRONG_BY_DAYS = 21
CORRECTED, REVOKED = 3, 2
MINUTES_OF_WORK = 500
NOTES = (
    "Intyg visat för chefen.",
    "Länsgemensam utbildningsdag.",
    "Intyg från tidigare arbetsgivare.",
)


@dataclass
class Recorder:
    """Writes down who completed what. ``courses`` are those taken here, with their months."""

    calendar: Calendar
    courses: Mapping[str, int | None]
    dice: random.Random
    rows: list[RecordRow] = field(default_factory=list)
    missing: list[Duty] = field(default_factory=list)

    def tell(self, duties: Iterable[Duty]) -> None:
        """Write down every duty's story."""
        endings = Endings()
        for duty in duties:
            told = endings.told(duty, self.calendar.today)
            ending = told or outcome(duty, self.dice)
            left = DAYS_LEFT.get((duty.person, duty.course))
            self._write(duty, completions(duty, ending, self.dice, left))
            lacking = ending in {Outcome.NEVER, Outcome.LAPSED}
            if lacking and duty.horizon == self.calendar.yesterday:
                self.missing.append(duty)
        self._correct()
        self._revoke()

    def records(self) -> tuple[RecordRow, ...]:
        """All records in the order they were recorded, each with its code."""
        ordered = sorted(
            self.rows,
            key=lambda row: (row.known.since.at, row.person, row.course, row.completed_on),
        )
        return tuple(replace(row, check_code=self._code()) for row in ordered)

    def _write(self, duty: Duty, days: Iterable[date]) -> None:
        ends: list[date | None] = []
        for day in days:
            source, until = self._taken(duty, day, ends)
            ends.append(until)
            self.rows.append(
                RecordRow(
                    person=duty.person,
                    course=duty.course,
                    completed_on=day,
                    valid_until=until,
                    source=source,
                    known=Known(self._heard(duty.person, day, source)),
                    note=self._note(source),
                )
            )

    def _taken(
        self, duty: Duty, day: date, ends: Iterable[date | None]
    ) -> tuple[RecordSource, date | None]:
        """Where the course was taken that day, and how long that holds."""
        plain = valid_until(day, duty.months)
        if duty.course not in self.courses:
            return self.dice.choice(ELSEWHERE), plain
        renewed = renewed_until(day, duty.months, ends)
        # A classroom gives nobody days back for coming early; those who did renewed here.
        fits = renewed == plain and duty.person not in CAST
        if fits and self.dice.random() < CLASSROOM_INSTEAD:
            return RecordSource.CLASSROOM, plain
        return RecordSource.WEB, renewed

    def _heard(self, person: str, day: date, source: RecordSource) -> Moment:
        """When a record was made: at once here, by the next list from a classroom, or by HR's hand."""
        minutes = self.dice.randrange(MINUTES_OF_WORK)
        if source is RecordSource.WEB:
            return self.calendar.by_hand(day, minutes, person)
        sent = day + timedelta(self.dice.randint(0, 15))
        if source is not RecordSource.EXTERNAL and sent <= self.calendar.import_days[-1]:
            return self.calendar.imported(sent, FileKind.RECORDS)
        shown = max(day, self.calendar.start) + timedelta(self.dice.randint(2, 40))
        return self.calendar.by_hand(min(shown, self.calendar.yesterday), minutes, HR)

    def _note(self, source: RecordSource) -> str:
        noted = source is RecordSource.EXTERNAL and self.dice.random() < 1 / 2
        return self.dice.choice(NOTES) if noted else ""

    def _correct(self) -> None:
        """A few lists bore the wrong day. It was put right the month after, for all days."""
        fit = [row for row in self.rows if self._correctable(row)]
        for row in self.dice.sample(fit, min(CORRECTED, len(fit))):
            wrong_day = row.completed_on + timedelta(WRONG_BY_DAYS)
            heard = self.calendar.imported(wrong_day, FileKind.RECORDS)
            mended = self.calendar.imported(heard.at.date() + timedelta(1), FileKind.RECORDS)
            assert row.valid_until is not None  # noqa: S101 - correctable
            self.rows.append(
                replace(
                    row,
                    completed_on=wrong_day,
                    valid_until=row.valid_until + timedelta(WRONG_BY_DAYS),
                    known=Known(heard, mended),
                )
            )
            self.rows[self.rows.index(row)] = replace(row, known=Known(mended))

    def _correctable(self, row: RecordRow) -> bool:
        latest = self.calendar.ago(75)
        return (
            row.source is RecordSource.CLASSROOM
            and row.valid_until is not None
            and row.valid_until > self.calendar.today
            and self.calendar.start < row.completed_on < latest
        )

    def _revoke(self) -> None:
        """A few were registered for the wrong person, and taken back for all days."""
        for duty in self._here_long()[:REVOKED]:
            day = self.calendar.ago(self.dice.randint(160, 220))
            made = self.calendar.by_hand(day + timedelta(20), self.dice.randrange(60), HR)
            taken_back = self.calendar.by_hand(day + timedelta(70), self.dice.randrange(60), HR)
            self.rows.append(
                RecordRow(
                    person=duty.person,
                    course=duty.course,
                    completed_on=day,
                    valid_until=valid_until(day, duty.months),
                    source=RecordSource.EXTERNAL,
                    known=Known(made, taken_back),
                )
            )

    def _here_long(self) -> list[Duty]:
        never = {(row.person, row.course) for row in self.rows}
        return [
            duty
            for duty in self.missing
            if (duty.person, duty.course) not in never
            and duty.person not in CAST
            and duty.first < self.calendar.ago(300)
        ]

    def _code(self) -> str:
        letters = "".join(self.dice.choice(ALPHABET) for _ in range(GROUPS * GROUP_LENGTH))
        return "-".join(
            letters[start : start + GROUP_LENGTH] for start in range(0, len(letters), GROUP_LENGTH)
        )
