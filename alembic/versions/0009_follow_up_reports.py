"""Follow-up reports: drafts, and issued ones that nobody changes or deletes, on either database."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None

TABLE = "follow_up_report"
MESSAGE = "an issued report is never changed or deleted"


def upgrade() -> None:
    """Add the table and its guard."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("diary_number", sa.String(length=60), nullable=False),
        sa.Column("texts", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by", sa.String(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_follow_up_report_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_report")),
    )
    with op.batch_alter_table(TABLE) as report:
        report.create_index(op.f("ix_follow_up_report_unit_id"), ["unit_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgres()


def downgrade() -> None:
    """Take the reports away, issued ones too, and their guard."""
    op.drop_table(TABLE)  # its triggers go with it
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_report_change()")


def _guard_sqlite() -> None:
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER guard_{TABLE}_{verb} BEFORE {verb.upper()} ON {TABLE} "
            "WHEN OLD.issued_at IS NOT NULL "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


def _guard_postgres() -> None:
    op.execute(
        "CREATE FUNCTION refuse_report_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
    )
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER guard_{TABLE}_{verb} BEFORE {verb.upper()} ON {TABLE} FOR EACH ROW "
            "WHEN (OLD.issued_at IS NOT NULL) EXECUTE FUNCTION refuse_report_change()"
        )
