"""Guard the facts: no UPDATE but to retract once, no DELETE, on either database."""

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None

FACTS = {
    "absence": ("person_id", "first_day", "last_day"),
    "exemption": ("person_id", "requirement_id", "reason", "first_day", "last_day"),
    "key_person_appointment": ("person_id", "unit_id", "first_day", "last_day"),
    "post": (
        "person_id",
        "unit_id",
        "title",
        "title_key",
        "category",
        "employment",
        "manager",
        "first_day",
        "last_day",
    ),
    "requirement_period": (
        "requirement_id",
        "name",
        "accepts",
        "unit_id",
        "categories",
        "employments",
        "key_people_only",
        "not_before",
        "days_to_complete",
        "goal",
        "first_day",
        "last_day",
    ),
    "role_grant": ("person_id", "role", "unit_id", "first_day", "last_day"),
    "title_category": ("title", "title_key", "category"),
    "training_record": (
        "person_id",
        "course_id",
        "completed_on",
        "valid_until",
        "source",
        "edition_hash",
        "check_code",
    ),
    "unit_period": ("unit_id", "name", "kind", "parent_id", "first_day", "last_day"),
}
KNOWN = ("id", "recorded_at", "recorded_by", "feed", "batch_id")
MESSAGE = "a fact is never changed or deleted, only retracted once"


def upgrade() -> None:
    """Put a guard on every fact table."""
    if op.get_bind().dialect.name == "sqlite":
        for table, columns in FACTS.items():
            _guard_sqlite(table, columns)
        return
    op.execute(
        "CREATE FUNCTION refuse_fact_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
    )
    for table, columns in FACTS.items():
        _guard_postgres(table, columns)


def downgrade() -> None:
    """Take the guards off again."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in FACTS:
        for verb in ("update", "delete"):
            on = "" if sqlite else f" ON {table}"
            op.execute(f"DROP TRIGGER guard_{table}_{verb}{on}")
    if not sqlite:
        op.execute("DROP FUNCTION refuse_fact_change()")


def _guard_sqlite(table: str, columns: tuple[str, ...]) -> None:
    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in (*KNOWN, *columns))
    op.execute(
        f"CREATE TRIGGER guard_{table}_update BEFORE UPDATE ON {table} "
        f"WHEN OLD.retracted_at IS NOT NULL OR NEW.retracted_at IS NULL OR {changed} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )
    op.execute(
        f"CREATE TRIGGER guard_{table}_delete BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def _guard_postgres(table: str, columns: tuple[str, ...]) -> None:
    changed = " OR ".join(
        f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in (*KNOWN, *columns)
    )
    op.execute(
        f"CREATE TRIGGER guard_{table}_update BEFORE UPDATE ON {table} FOR EACH ROW "
        f"WHEN (OLD.retracted_at IS NOT NULL OR NEW.retracted_at IS NULL OR {changed}) "
        "EXECUTE FUNCTION refuse_fact_change()"
    )
    op.execute(
        f"CREATE TRIGGER guard_{table}_delete BEFORE DELETE ON {table} FOR EACH ROW "
        "EXECUTE FUNCTION refuse_fact_change()"
    )
