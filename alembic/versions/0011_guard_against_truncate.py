"""Guard facts and issued reports against TRUNCATE too, which fires no trigger of rows (PostgreSQL)."""

from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | None = None
depends_on: str | None = None

FACTS = (
    "absence",
    "exemption",
    "key_person_appointment",
    "post",
    "requirement_period",
    "role_grant",
    "title_category",
    "training_record",
    "unit_period",
)
REPORTS = "follow_up_report"
MESSAGE = "an issued report is never changed or deleted"


def upgrade() -> None:
    """Facts are never emptied; reports are while all of them are drafts. SQLite has no TRUNCATE."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in FACTS:
        _guard(table, "refuse_fact_change")
    op.execute(
        "CREATE FUNCTION refuse_report_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF EXISTS (SELECT FROM {REPORTS} WHERE issued_at IS NOT NULL) "
        f"THEN RAISE EXCEPTION '{MESSAGE}'; END IF; RETURN NULL; END $$"
    )
    _guard(REPORTS, "refuse_report_truncate")


def downgrade() -> None:
    """Guard against changes of rows alone."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in (*FACTS, REPORTS):
        op.execute(f"DROP TRIGGER guard_{table}_truncate ON {table}")
    op.execute("DROP FUNCTION refuse_report_truncate()")


def _guard(table: str, function: str) -> None:
    op.execute(
        f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )
