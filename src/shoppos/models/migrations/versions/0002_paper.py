"""Papers of every kind: what they are asked to say, what their bytes were made for, and which printers answer."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    "ALTER TABLE print_job ADD COLUMN told TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE print_job ADD COLUMN made_for TEXT",
    # the first version knew by the state alone what had gone out, and kept bytes that nobody needs any more
    "UPDATE print_job SET made_for = '' WHERE state IN ('sending', 'printed', 'sent', 'uncertain')",
    "UPDATE print_job SET content = NULL WHERE content IS NOT NULL",
    """CREATE TABLE print_bytes (
    job_id BLOB NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (job_id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE answering_printer (
    address TEXT NOT NULL,
    confirms INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (address),
    CHECK (confirms IN (0, 1))
) WITHOUT ROWID, STRICT""",
)


def upgrade() -> None:
    """Add what the papers of the first version lacked; those that are owed stay owed."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
