"""Every table, imported in one place for Alembic and the tests."""

from sqlalchemy import Table
from sqlmodel import SQLModel

from api.audit import models as _audit
from api.catalogue import models as _catalogue
from api.coverage import models as _coverage
from api.db.facts import Fact
from api.identity import models as _identity
from api.imports import models as _imports
from api.learning import models as _learning
from api.organisation import models as _organisation
from api.outbox import models as _outbox
from api.people import models as _people
from api.practice import models as _practice
from api.records import models as _records
from api.refreshers import models as _refreshers
from api.reports import models as _reports
from api.reports.templates import models as _report_templates
from api.requirements import models as _requirements
from api.tallies import models as _tallies

ROOMS = (
    _audit,
    _catalogue,
    _coverage,
    _identity,
    _imports,
    _learning,
    _organisation,
    _outbox,
    _people,
    _practice,
    _records,
    _refreshers,
    _reports,
    _report_templates,
    _requirements,
    _tallies,
)
METADATA = SQLModel.metadata


def fact_tables() -> tuple[str, ...]:
    """The names of the tables whose rows are facts, guarded by triggers."""
    found = {str(table.name) for mapper in Fact.__subclasses__() for table in _tables_of(mapper)}
    return tuple(sorted(found))


def _tables_of(mapper: type[Fact]) -> list[Table]:
    deeper = [table for child in mapper.__subclasses__() for table in _tables_of(child)]
    own = getattr(mapper, "__table__", None)
    return ([own] if own is not None else []) + deeper
