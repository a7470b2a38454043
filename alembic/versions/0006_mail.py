"""Refreshers by mail: who wants them so, and the mails to send."""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Nobody gets mail who has not asked for it. The text and the address are stored nowhere."""
    with op.batch_alter_table("refresher_choice") as choice:
        choice.add_column(
            sa.Column("by_mail", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("refresher_choice") as choice:
        choice.alter_column("by_mail", server_default=None)
    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outbox_mail_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_mail_key")),
    )
    with op.batch_alter_table("outbox_mail") as mail:
        mail.create_index(op.f("ix_outbox_mail_person_id"), ["person_id"], unique=False)
        mail.create_index(op.f("ix_outbox_mail_run_at"), ["run_at"], unique=False)


def downgrade() -> None:
    """Take the mails away, sent and unsent, and who wanted them."""
    op.drop_table("outbox_mail")
    with op.batch_alter_table("refresher_choice") as choice:
        choice.drop_column("by_mail")
