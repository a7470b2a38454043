"""Bare counters: how questions go at first try, and how sure staff feel before and after a course."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add both tables. Neither has a person, a time, or a key that leads to one."""
    op.create_table(
        "item_count",
        sa.Column("edition_hash", sa.String(length=64), nullable=False),
        sa.Column("step_id", sa.String(length=100), nullable=False),
        sa.Column("first_tries", sa.Integer(), nullable=False),
        sa.Column("first_right", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("edition_hash", "step_id", name=op.f("pk_item_count")),
    )
    op.create_table(
        "confidence_count",
        sa.Column("course_id", sa.String(length=100), nullable=False),
        sa.Column("moment", sa.String(length=40), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", "moment", "step", name=op.f("pk_confidence_count")),
    )


def downgrade() -> None:
    """Take both away, and what they have counted."""
    op.drop_table("confidence_count")
    op.drop_table("item_count")
