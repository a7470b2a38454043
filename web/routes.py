"""Every router of the HTML face, in the order their pages stand in the menu."""

from fastapi import APIRouter

from web.about.routes import router as about
from web.coverage.routes import router as coverage
from web.home.routes import router as home
from web.identity.routes import router as identity
from web.imports.routes import router as imports
from web.learning.exercise_routes import router as exercises
from web.learning.refreshing import router as refreshing
from web.learning.repeating import router as repeating
from web.learning.routes import router as learning
from web.practice.routes import router as practice
from web.records.checking import router as checking
from web.records.registering import router as registering
from web.records.routes import router as records
from web.reports.afterwards import router as afterwards
from web.reports.routes import router as reports
from web.reports.template_routes import router as report_templates
from web.tallies.routes import router as tallies
from web.team.routes import router as team
from web.together.routes import router as together

ROUTERS: tuple[APIRouter, ...] = (
    home,
    identity,
    repeating,  # before the modules: its pages stand where a module's id would
    # Before the courses: these words stand where a module's id would.
    tallies,
    together,
    learning,
    exercises,
    refreshing,
    records,
    checking,
    team,
    coverage,
    practice,
    report_templates,  # before the reports: their word stands where a report's number would
    afterwards,
    reports,
    registering,
    imports,
    about,
)
