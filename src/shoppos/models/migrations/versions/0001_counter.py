"""The counter: shop, staff, goods, customers, sales, paper and the journal."""

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    """bad 0 24
0.45348180000019056 ms
0.4392982599983952 ms
0.435761800004002 ms""",
    """CREATE VIRTUAL TABLE product_search USING fts5(words, content='', contentless_delete=1, prefix='1 2 3',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mc Mn'")""",
    """CREATE VIRTUAL TABLE product_parts USING fts5(words, content='', contentless_delete=1, tokenize='trigram')""",
)


def upgrade() -> None:
    """Make the tables and their indexes."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
