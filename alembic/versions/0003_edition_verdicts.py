"""What the publisher said of a changed text: cosmetic, or retake from a day."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make room for the verdict. Editions from before it was asked for have none."""
    with op.batch_alter_table("edition") as table:
        table.add_column(sa.Column("judgement", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("retake_from", sa.Date(), nullable=True))


def downgrade() -> None:
    """Forget the verdicts; the editions stay."""
    with op.batch_alter_table("edition") as table:
        table.drop_column("retake_from")
        table.drop_column("judgement")
