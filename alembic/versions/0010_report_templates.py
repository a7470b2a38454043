"""The nämnders' own Word templates for their reports."""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None

TABLE = "report_template"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_report_template_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_template")),
    )
    with op.batch_alter_table(TABLE) as template:
        template.create_index(op.f("ix_report_template_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    """Take the templates away."""
    op.drop_table(TABLE)
