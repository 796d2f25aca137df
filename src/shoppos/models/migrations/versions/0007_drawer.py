"""The drawer that is opened without a sale, each time with what it was for; and what proves the words of a row."""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    """CREATE TABLE drawer_opening (
    id BLOB NOT NULL,
    till TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    movement_id BLOB,
    approved_id BLOB,
    business_date INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    commitment BLOB,
    salt BLOB,
    PRIMARY KEY (id),
    CHECK (kind IN ('reason', 'count', 'float', 'movement')),
    CHECK ((kind = 'movement') = (movement_id IS NOT NULL)),
    FOREIGN KEY(movement_id) REFERENCES cash_movement (id),
    FOREIGN KEY(approved_id) REFERENCES employee (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX drawer_opening_day ON drawer_opening (business_date, till)""",
)
SEALED = tuple(
    f"ALTER TABLE {table} ADD COLUMN {column} BLOB"
    for table in ("shift_close", "cash_movement", "expense", "estimate")
    for column in ("commitment", "salt")
)
"""What the journal tells of words that it does not tell; rows of before have none, and prove nothing."""


def upgrade() -> None:
    """Make the table and its index, and the columns of older tables."""
    for statement in (*STATEMENTS, *SEALED):
        op.get_bind().exec_driver_sql(statement)
