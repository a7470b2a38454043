"""repetitions, and questions after a course."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the step."""
    with op.batch_alter_table("attempt") as attempt:
        attempt.add_column(sa.Column("variant", sa.Integer(), nullable=True))
        attempt.add_column(sa.Column("missed_modules", sa.String(length=4000), nullable=True))
    op.create_table(
        "refresher_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wanted_since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_refresher_choice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_refresher_choice")),
    )
    op.create_table(
        "refresher_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["refresher_choice.person_id"],
            name=op.f("fk_refresher_seen_person_id_refresher_choice"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["training_record.id"],
            name=op.f("fk_refresher_seen_record_id_training_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresher_seen")),
        sa.UniqueConstraint("record_id", "days", name=op.f("uq_refresher_seen_record_id_days")),
    )
    with op.batch_alter_table("refresher_seen") as seen:
        seen.create_index(op.f("ix_refresher_seen_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Undo the step. A repetition under way becomes the whole course."""
    op.drop_table("refresher_seen")
    op.drop_table("refresher_choice")
    with op.batch_alter_table("attempt") as attempt:
        attempt.drop_column("missed_modules")
        attempt.drop_column("variant")
