"""The ledger tells who has lapsed, who has not started, and how many lapse; a mark for the ground.

Standings and ledger are derived: what they say is made anew by ``kollen migrate`` after this step.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None

FIGURES = ("lapsed", "not_started", "lapses")
FLAGS_BEFORE = 16


def upgrade() -> None:
    """Add the figures, empty, and no mark: who finds none rebuilds."""
    for name in FIGURES:
        # Not in batch: a copied table would lose WITHOUT ROWID.
        op.add_column(
            "ledger_entry", sa.Column(name, sa.Integer(), nullable=False, server_default="0")
        )
    op.create_table(
        "coverage_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shape", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_state")),
    )
    op.create_index(
        op.f("ix_standing_lapsed"),
        "standing",
        ["requirement_id", "last_day"],
        sqlite_where=sa.text("flags >= 16 AND last_day IS NOT NULL"),
        postgresql_where=sa.text("flags >= 16 AND last_day IS NOT NULL"),
    )


def downgrade() -> None:
    """Take the figures away; the flags of standings as they were."""
    op.drop_index(op.f("ix_standing_lapsed"), table_name="standing")
    op.execute(f"UPDATE standing SET flags = flags % {FLAGS_BEFORE}")
    op.drop_table("coverage_state")
    for name in reversed(FIGURES):
        op.drop_column("ledger_entry", name)
