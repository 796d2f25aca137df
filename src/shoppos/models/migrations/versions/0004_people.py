"""People: credit notes, prices and offers for some, terms, points, consent, approvals; more kinds on a khata."""

from alembic import op

from shoppos.base.text import fold

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    """CREATE TABLE offer (
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    told TEXT NOT NULL,
    since INTEGER,
    until INTEGER,
    days TEXT NOT NULL,
    hours TEXT NOT NULL,
    active INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (active IN (0, 1))
) STRICT""",
    """CREATE TABLE price_list (
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (active IN (0, 1)),
    UNIQUE (name)
) STRICT""",
    """CREATE TABLE supplier (
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    gstin TEXT NOT NULL,
    state TEXT NOT NULL,
    address TEXT NOT NULL,
    note TEXT NOT NULL,
    lead_days INTEGER,
    active INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (active IN (0, 1)),
    UNIQUE (name)
) STRICT""",
    """CREATE TABLE approval (
    id BLOB NOT NULL,
    act TEXT NOT NULL,
    doc_id BLOB NOT NULL,
    asked_id BLOB NOT NULL,
    given_id BLOB NOT NULL,
    reason TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(asked_id) REFERENCES employee (id),
    FOREIGN KEY(given_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX approval_doc ON approval (doc_id)""",
    """CREATE TABLE employee_pin (
    employee_id BLOB NOT NULL,
    salt BLOB NOT NULL,
    hash BLOB NOT NULL,
    tries INTEGER NOT NULL,
    wait_until INTEGER NOT NULL,
    PRIMARY KEY (employee_id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE list_price (
    list_id BLOB NOT NULL,
    product_id BLOB NOT NULL,
    least INTEGER NOT NULL,
    price INTEGER NOT NULL,
    PRIMARY KEY (list_id, product_id, least),
    CHECK (price >= 0 AND least >= 0),
    FOREIGN KEY(list_id) REFERENCES price_list (id),
    FOREIGN KEY(product_id) REFERENCES product (id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX list_price_product ON list_price (product_id)""",
    """CREATE TABLE supplier_entry (
    id BLOB NOT NULL,
    supplier_id BLOB NOT NULL,
    doc_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL,
    method TEXT NOT NULL,
    reference TEXT NOT NULL,
    business_date INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    CHECK (kind IN ('opening', 'purchase', 'return', 'payment')),
    FOREIGN KEY(supplier_id) REFERENCES supplier (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE UNIQUE INDEX supplier_entry_doc ON supplier_entry (doc_id, kind)""",
    """CREATE INDEX supplier_entry_of ON supplier_entry (supplier_id)""",
    """CREATE TABLE consent (
    id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    channel TEXT NOT NULL,
    purpose TEXT NOT NULL,
    given INTEGER NOT NULL,
    how TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    CHECK (given IN (0, 1)),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX consent_customer ON consent (customer_id)""",
    """CREATE TABLE customer_address (
    customer_id BLOB NOT NULL,
    personal_id BLOB NOT NULL,
    label TEXT NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (customer_id, personal_id),
    CHECK (active IN (0, 1)),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(personal_id) REFERENCES personal (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE customer_terms (
    customer_id BLOB NOT NULL,
    credit_limit INTEGER,
    list_id BLOB,
    merged_into BLOB,
    birthday TEXT NOT NULL,
    likes TEXT NOT NULL,
    tags TEXT NOT NULL,
    PRIMARY KEY (customer_id),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX customer_terms_merged ON customer_terms (merged_into)""",
    """CREATE TABLE customer_word (
    word TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    PRIMARY KEY (word, customer_id),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX customer_word_customer ON customer_word (customer_id)""",
    """CREATE INDEX personal_ending ON personal (substr(phone, -4))""",
    """CREATE TABLE reminder (
    id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    amount INTEGER NOT NULL,
    channel TEXT NOT NULL,
    business_date INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX reminder_customer ON reminder (customer_id)""",
    """CREATE TABLE points_entry (
    id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    doc_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    points INTEGER NOT NULL,
    business_date INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    CHECK (kind IN ('earned', 'spent', 'clawed', 'void', 'gift', 'merged')),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX points_customer ON points_entry (customer_id)""",
    """CREATE UNIQUE INDEX points_doc ON points_entry (doc_id, kind)""",
    """CREATE TABLE credit_line (
    sale_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    of_line INTEGER,
    fate TEXT NOT NULL,
    PRIMARY KEY (sale_id, line),
    CHECK (fate IN ('restock', 'damage')),
    FOREIGN KEY(sale_id) REFERENCES sale (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE credit_note (
    sale_id BLOB NOT NULL,
    against_id BLOB,
    exchange_id BLOB,
    approved_id BLOB,
    reason TEXT NOT NULL,
    PRIMARY KEY (sale_id),
    FOREIGN KEY(sale_id) REFERENCES sale (id),
    FOREIGN KEY(against_id) REFERENCES sale (id),
    FOREIGN KEY(exchange_id) REFERENCES sale (id),
    FOREIGN KEY(approved_id) REFERENCES employee (id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX credit_note_against ON credit_note (against_id)""",
    """CREATE INDEX credit_note_exchange ON credit_note (exchange_id) WHERE exchange_id IS NOT NULL""",
    """CREATE TABLE line_offer (
    sale_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    offer_id BLOB NOT NULL,
    said TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (sale_id, line),
    FOREIGN KEY(sale_id) REFERENCES sale (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE khata_entry_wider (
    id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    doc_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL,
    method TEXT NOT NULL,
    reference TEXT NOT NULL,
    business_date INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    CHECK (kind IN ('opening', 'sale', 'void', 'payment', 'return', 'adjust')),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """INSERT INTO khata_entry_wider (
        id, customer_id, doc_id, kind, amount, method,
        reference, business_date, made_at, employee_id
    ) SELECT
        id, customer_id, doc_id, kind, amount, method,
        reference, business_date, made_at, employee_id
    FROM khata_entry""",
    """DROP TABLE khata_entry""",
    """ALTER TABLE khata_entry_wider RENAME TO khata_entry""",
    """CREATE INDEX khata_customer ON khata_entry (customer_id)""",
    """CREATE UNIQUE INDEX khata_doc ON khata_entry (doc_id, kind)""",
)


def upgrade() -> None:
    """Add the tables, and make the one wider whose kinds are more now; its rows stay as they are."""
    bind = op.get_bind()
    for statement in STATEMENTS:
        bind.exec_driver_sql(statement)
    names = bind.exec_driver_sql("SELECT c.id, p.name FROM customer c JOIN personal p ON p.id = c.personal_id").all()
    words = [(word, customer_id) for customer_id, name in names for word in set(fold(name).split())]
    if words:
        bind.exec_driver_sql("INSERT INTO customer_word (word, customer_id) VALUES (?, ?)", words)
