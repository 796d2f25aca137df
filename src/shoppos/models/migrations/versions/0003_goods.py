"""Goods: batches, packs, places, promises, counts and buying; more kinds of stock moves."""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    """CREATE TABLE picked (
    words TEXT NOT NULL,
    product_id BLOB NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (words, product_id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX picked_product ON picked (product_id)""",
    """CREATE TABLE asked (
    id BLOB NOT NULL,
    product_id BLOB,
    said TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    business_date INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX asked_product ON asked (product_id)""",
    """CREATE TABLE batch (
    id BLOB NOT NULL,
    product_id BLOB NOT NULL,
    code TEXT NOT NULL,
    expiry INTEGER,
    mrp INTEGER,
    cost INTEGER,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(product_id) REFERENCES product (id)
) STRICT""",
    """CREATE INDEX batch_expiry ON batch (expiry)""",
    """CREATE UNIQUE INDEX batch_of ON batch (product_id, code)""",
    """CREATE TABLE component (
    product_id BLOB NOT NULL,
    part_id BLOB NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (product_id, part_id),
    CHECK (quantity > 0 AND product_id <> part_id),
    FOREIGN KEY(product_id) REFERENCES product (id),
    FOREIGN KEY(part_id) REFERENCES product (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE keeping (
    product_id BLOB NOT NULL,
    family TEXT NOT NULL,
    variant TEXT NOT NULL,
    tracks TEXT NOT NULL,
    policy TEXT NOT NULL,
    shelf TEXT NOT NULL,
    supplier_id BLOB,
    lead_days INTEGER,
    most INTEGER,
    return_days INTEGER,
    note TEXT NOT NULL,
    PRIMARY KEY (product_id),
    CHECK (tracks IN ('', 'batch', 'serial')),
    CHECK (policy IN ('', 'allow', 'warn', 'manager')),
    FOREIGN KEY(product_id) REFERENCES product (id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX keeping_family ON keeping (family) WHERE family <> ''""",
    """CREATE INDEX keeping_supplier ON keeping (supplier_id) WHERE supplier_id IS NOT NULL""",
    """CREATE TABLE place_move (
    doc_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    place TEXT NOT NULL,
    product_id BLOB NOT NULL,
    quantity INTEGER NOT NULL,
    business_date INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (doc_id, line, place),
    CHECK (quantity <> 0),
    FOREIGN KEY(product_id) REFERENCES product (id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX place_move_product ON place_move (product_id, place)""",
    """CREATE TABLE purchase_order (
    id BLOB NOT NULL,
    number TEXT NOT NULL,
    supplier_id BLOB NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    business_date INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    CHECK (state IN ('draft', 'sent', 'part', 'received', 'cancelled')),
    UNIQUE (number),
    FOREIGN KEY(supplier_id) REFERENCES supplier (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX purchase_order_supplier ON purchase_order (supplier_id)""",
    """CREATE TABLE reservation (
    doc_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    product_id BLOB NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (doc_id, line),
    CHECK (quantity > 0),
    FOREIGN KEY(product_id) REFERENCES product (id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX reservation_product ON reservation (product_id)""",
    """CREATE TABLE serial_move (
    doc_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    kind TEXT NOT NULL,
    serial TEXT NOT NULL,
    product_id BLOB NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (doc_id, line, kind, serial),
    CHECK (quantity IN (-1, 1)),
    FOREIGN KEY(product_id) REFERENCES product (id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX serial_move_serial ON serial_move (serial)""",
    """CREATE TABLE stock_count (
    id BLOB NOT NULL,
    scope TEXT NOT NULL,
    "of" TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    finished_at INTEGER,
    PRIMARY KEY (id),
    CHECK (scope IN ('risk', 'category', 'shelf', 'all', 'items')),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX stock_count_open ON stock_count (finished_at) WHERE finished_at IS NULL""",
    """CREATE TABLE rate_by_price (
    product_id BLOB NOT NULL,
    most INTEGER NOT NULL,
    rate INTEGER NOT NULL,
    PRIMARY KEY (product_id),
    CHECK (most >= 0 AND rate BETWEEN 0 AND 10000),
    FOREIGN KEY(product_id) REFERENCES product (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE purchase_draft (
    till TEXT NOT NULL,
    told TEXT NOT NULL,
    PRIMARY KEY (till)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE batch_move (
    doc_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    kind TEXT NOT NULL,
    batch_id BLOB NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (doc_id, line, kind, batch_id),
    CHECK (quantity <> 0),
    FOREIGN KEY(batch_id) REFERENCES batch (id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX batch_move_batch ON batch_move (batch_id)""",
    """CREATE TABLE batch_stock (
    batch_id BLOB NOT NULL,
    on_hand INTEGER NOT NULL,
    PRIMARY KEY (batch_id),
    FOREIGN KEY(batch_id) REFERENCES batch (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE purchase (
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    supplier_id BLOB NOT NULL,
    order_id BLOB,
    against_id BLOB,
    bill_number TEXT NOT NULL,
    bill_date INTEGER,
    business_date INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    note TEXT NOT NULL,
    taxable INTEGER NOT NULL,
    cgst INTEGER NOT NULL,
    sgst INTEGER NOT NULL,
    igst INTEGER NOT NULL,
    cess INTEGER NOT NULL,
    round_off INTEGER NOT NULL,
    total INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (kind IN ('received', 'returned')),
    CHECK (total = taxable + cgst + sgst + igst + cess + round_off),
    UNIQUE (number),
    FOREIGN KEY(supplier_id) REFERENCES supplier (id),
    FOREIGN KEY(order_id) REFERENCES purchase_order (id),
    FOREIGN KEY(against_id) REFERENCES purchase (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX purchase_day ON purchase (business_date)""",
    """CREATE INDEX purchase_order_of ON purchase (order_id)""",
    """CREATE INDEX purchase_supplier ON purchase (supplier_id, bill_number)""",
    """CREATE TABLE purchase_order_line (
    order_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    product_id BLOB NOT NULL,
    quantity INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    PRIMARY KEY (order_id, line),
    CHECK (quantity > 0 AND cost >= 0),
    FOREIGN KEY(order_id) REFERENCES purchase_order (id),
    FOREIGN KEY(product_id) REFERENCES product (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE stock_count_line (
    count_id BLOB NOT NULL,
    product_id BLOB NOT NULL,
    first INTEGER,
    expected INTEGER,
    counted INTEGER,
    worth INTEGER NOT NULL,
    reason TEXT NOT NULL,
    counted_at INTEGER,
    scan BLOB,
    employee_id BLOB,
    PRIMARY KEY (count_id, product_id),
    FOREIGN KEY(count_id) REFERENCES stock_count (id),
    FOREIGN KEY(product_id) REFERENCES product (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX stock_count_line_product ON stock_count_line (product_id)""",
    """CREATE TABLE line_note (
    sale_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (sale_id, line),
    FOREIGN KEY(sale_id) REFERENCES sale (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE purchase_line (
    purchase_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    product_id BLOB NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    hsn TEXT NOT NULL,
    unit TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    free INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    rate INTEGER NOT NULL,
    taxable INTEGER NOT NULL,
    cgst INTEGER NOT NULL,
    sgst INTEGER NOT NULL,
    igst INTEGER NOT NULL,
    cess INTEGER NOT NULL,
    mrp INTEGER,
    price INTEGER,
    batch_id BLOB,
    PRIMARY KEY (purchase_id, line),
    CHECK (quantity > 0 AND free >= 0 AND cost >= 0),
    FOREIGN KEY(purchase_id) REFERENCES purchase (id),
    FOREIGN KEY(product_id) REFERENCES product (id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX purchase_line_product ON purchase_line (product_id)""",
    """CREATE TABLE stock_move_wider (
    doc_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    kind TEXT NOT NULL,
    product_id BLOB NOT NULL,
    quantity INTEGER NOT NULL,
    business_date INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (doc_id, line, kind, product_id),
    CHECK (kind IN ('sale', 'void', 'return', 'opening', 'adjust', 'count', 'purchase', 'sent_back', 'damage', 'used')),
    CHECK (quantity <> 0),
    FOREIGN KEY(product_id) REFERENCES product (id)
) WITHOUT ROWID, STRICT""",
    """INSERT INTO stock_move_wider (
        doc_id, line, kind, product_id, quantity, business_date,
        reason
    ) SELECT
        doc_id, line, kind, product_id, quantity, business_date,
        reason
    FROM stock_move""",
    """DROP TABLE stock_move""",
    """ALTER TABLE stock_move_wider RENAME TO stock_move""",
)


def upgrade() -> None:
    """Add the tables, and make the one wider whose kinds are more now; its rows stay as they are."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
