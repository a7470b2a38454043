"""A follow-up report of the fictional municipality, as issued on its figures of half a year ago."""

from datetime import date, timedelta

from api.access.actor import Actor
from api.clock import Clock
from api.coverage.rules import CoverageRules
from api.db.session import WriteSession
from api.demo.places import ROOT
from api.reports import service as reports
from api.reports.headings import Heading
from api.reports.service import Wish

JULY = 7
TEXTS = {
    Heading.SUMMARY: "De flesta nya går kursen under sin första tid. Flera intyg går ut i höst.",
    Heading.COOPERATION: "Samverkan har skett i de strukturer som redan finns.",
    Heading.DECISIONS: "Nämnden lägger uppföljningen till handlingarna.",
}


def add_report(session: WriteSession, actor: Actor, clock: Clock, rules: CoverageRules) -> None:
    """Issue one report on the whole municipality, which must be settled."""
    wish = Wish(ROOT, _half_year_end(clock.today()), "SN 2026/0000", TEXTS)
    report_id = reports.create(session, actor, wish=wish, clock=clock)
    reports.issue(session, actor, report_id=report_id, rules=rules, clock=clock)


def _half_year_end(today: date) -> date:
    """Give the last day of June or December that has been."""
    begun = date(today.year, JULY if today.month >= JULY else 1, 1)
    return begun - timedelta(1)
