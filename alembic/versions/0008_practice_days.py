"""Practice days: when and where a course is to be gone through together."""

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """A day belongs to a unit. Nobody is listed for it."""
    op.create_table(
        "practice_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", sa.String(length=5), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("planned_by", sa.String(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_practice_day_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_day")),
    )
    with op.batch_alter_table("practice_day") as practice_day:
        practice_day.create_index(op.f("ix_practice_day_unit_id"), ["unit_id"], unique=False)
        practice_day.create_index(op.f("ix_practice_day_day"), ["day"], unique=False)


def downgrade() -> None:
    """Take the days away, held, planned and cancelled."""
    op.drop_table("practice_day")
