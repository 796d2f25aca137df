"""The drawer, the day that is closed, expenses, estimates, totals, and the reports that travel."""

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = (
    """CREATE TABLE books_check (
    id BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    agrees INTEGER NOT NULL,
    fault TEXT NOT NULL,
    heads TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT""",
    """CREATE TABLE delivery (
    report_id BLOB NOT NULL,
    place TEXT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    error TEXT NOT NULL,
    reference TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    done_at INTEGER,
    PRIMARY KEY (report_id, place),
    CHECK (state IN ('owed', 'sending', 'sent', 'opened', 'failed', 'cancelled'))
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX delivery_waits ON delivery (next_at) WHERE state IN ('owed', 'sending', 'opened')""",
    """CREATE TABLE item_total (
    month INTEGER NOT NULL,
    product_id BLOB NOT NULL,
    lines INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    sold INTEGER NOT NULL,
    paid INTEGER NOT NULL,
    costed INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    PRIMARY KEY (month, product_id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE method_total (
    day INTEGER NOT NULL,
    till TEXT NOT NULL,
    method TEXT NOT NULL,
    bills INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (day, till, method)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE owed_report (
    id BLOB NOT NULL,
    till TEXT NOT NULL,
    kind TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    number INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (kind IN ('day', 'week', 'month'))
) STRICT""",
    """CREATE UNIQUE INDEX owed_report_next ON owed_report (till, kind, sequence)""",
    """CREATE UNIQUE INDEX owed_report_of ON owed_report (till, kind, last)""",
    """CREATE TABLE report_file (
    report_id BLOB NOT NULL,
    format TEXT NOT NULL,
    content BLOB NOT NULL,
    hash TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (report_id, format)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE sale_total (
    day INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    till TEXT NOT NULL,
    employee_id BLOB NOT NULL,
    bills INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    shipping INTEGER NOT NULL,
    on_top INTEGER NOT NULL,
    taxable INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    cess INTEGER NOT NULL,
    round_off INTEGER NOT NULL,
    payable INTEGER NOT NULL,
    costed INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    voids INTEGER NOT NULL,
    cancelled INTEGER NOT NULL,
    notes INTEGER NOT NULL,
    noted INTEGER NOT NULL,
    off_taxable INTEGER NOT NULL,
    off_tax INTEGER NOT NULL,
    off_cess INTEGER NOT NULL,
    off_costed INTEGER NOT NULL,
    off_cost INTEGER NOT NULL,
    PRIMARY KEY (day, hour, till, employee_id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE tax_total (
    month INTEGER NOT NULL,
    registered INTEGER NOT NULL,
    place TEXT NOT NULL,
    inter_state INTEGER NOT NULL,
    treatment TEXT NOT NULL,
    rate INTEGER NOT NULL,
    cess_rate INTEGER NOT NULL,
    hsn TEXT NOT NULL,
    unit TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    taxable INTEGER NOT NULL,
    cgst INTEGER NOT NULL,
    sgst INTEGER NOT NULL,
    igst INTEGER NOT NULL,
    cess INTEGER NOT NULL,
    PRIMARY KEY (month, registered, place, inter_state, treatment, rate, cess_rate, hsn, unit)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE consolidated (
    id BLOB NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    till TEXT NOT NULL,
    seq INTEGER NOT NULL,
    business_date INTEGER NOT NULL,
    letterhead_id BLOB,
    place TEXT NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    bills INTEGER NOT NULL,
    taxable INTEGER NOT NULL,
    cgst INTEGER NOT NULL,
    sgst INTEGER NOT NULL,
    igst INTEGER NOT NULL,
    cess INTEGER NOT NULL,
    round_off INTEGER NOT NULL,
    payable INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    CHECK (bills > 0 AND payable = taxable + cgst + sgst + igst + cess + round_off),
    UNIQUE (number),
    FOREIGN KEY(letterhead_id) REFERENCES letterhead (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE UNIQUE INDEX consolidated_day ON consolidated (business_date, till)""",
    """CREATE TABLE day_close (
    till TEXT NOT NULL,
    number INTEGER NOT NULL,
    business_date INTEGER NOT NULL,
    figures TEXT NOT NULL,
    perpetual INTEGER NOT NULL,
    head TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (till, number),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) WITHOUT ROWID, STRICT""",
    """CREATE UNIQUE INDEX day_close_day ON day_close (till, business_date)""",
    """CREATE TABLE expense (
    id BLOB NOT NULL,
    till TEXT NOT NULL,
    business_date INTEGER NOT NULL,
    category TEXT NOT NULL,
    amount INTEGER NOT NULL,
    method TEXT NOT NULL,
    paid_to TEXT NOT NULL,
    reference TEXT NOT NULL,
    note TEXT NOT NULL,
    supplier_id BLOB,
    reverses_id BLOB,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    CHECK (amount <> 0),
    FOREIGN KEY(reverses_id) REFERENCES expense (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE UNIQUE INDEX expense_back ON expense (reverses_id) WHERE reverses_id IS NOT NULL""",
    """CREATE INDEX expense_day ON expense (business_date)""",
    """CREATE TABLE shift (
    id BLOB NOT NULL,
    till TEXT NOT NULL,
    business_date INTEGER NOT NULL,
    opening INTEGER NOT NULL,
    kept_before INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    CHECK (opening >= 0),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX shift_till ON shift (till, opened_at)""",
    """CREATE TABLE cash_movement (
    id BLOB NOT NULL,
    till TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL,
    reason TEXT NOT NULL,
    expense_id BLOB,
    supplier_doc BLOB,
    business_date INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    CHECK (kind IN ('in', 'out')),
    CHECK (amount > 0),
    FOREIGN KEY(expense_id) REFERENCES expense (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX cash_movement_day ON cash_movement (business_date, till)""",
    """CREATE TABLE shift_close (
    shift_id BLOB NOT NULL,
    business_date INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    pieces TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (shift_id),
    CHECK (counted >= 0),
    FOREIGN KEY(shift_id) REFERENCES shift (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE shift_count (
    id BLOB NOT NULL,
    shift_id BLOB NOT NULL,
    expected INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    CHECK (counted >= 0),
    FOREIGN KEY(shift_id) REFERENCES shift (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX shift_count_shift ON shift_count (shift_id)""",
    """CREATE TABLE estimate (
    id BLOB NOT NULL,
    number TEXT,
    till TEXT NOT NULL,
    state TEXT NOT NULL,
    sale_id BLOB NOT NULL,
    valid_until INTEGER NOT NULL,
    bill_id BLOB,
    order_id BLOB,
    note TEXT NOT NULL,
    reason TEXT NOT NULL,
    business_date INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    PRIMARY KEY (id),
    CHECK (state IN ('open', 'sold', 'given up')),
    CHECK (state <> 'sold' OR bill_id IS NOT NULL OR order_id IS NOT NULL),
    FOREIGN KEY(sale_id) REFERENCES sale (id),
    FOREIGN KEY(bill_id) REFERENCES sale (id),
    FOREIGN KEY(order_id) REFERENCES orders (id),
    FOREIGN KEY(employee_id) REFERENCES employee (id)
) STRICT""",
    """CREATE INDEX estimate_made ON estimate (made_at)""",
    """CREATE UNIQUE INDEX estimate_number ON estimate (number)""",
    """CREATE UNIQUE INDEX estimate_sale ON estimate (sale_id)""",
)

# The totals of what was sold before: bills count 1, credit notes 0 and cancelled bills -1. Hours are India's.
DOCUMENT = """document AS (
    SELECT s.id, s.business_date AS day, (s.made_at + 19800000) / 3600000 % 24 AS hour, s.till, s.employee_id,
        iif(s.kind = 'CREDIT NOTE', 0, 1) AS count, iif(s.kind = 'CREDIT NOTE', -1, 1) AS sign
    FROM sale s WHERE s.state = 'done'
    UNION ALL
    SELECT s.id, v.business_date, (v.made_at + 19800000) / 3600000 % 24, s.till, v.employee_id, -1, -1
    FROM void v JOIN sale s ON s.id = v.sale_id
)"""
FILL = (
    f"""INSERT INTO sale_total WITH {DOCUMENT}, summed AS (
    SELECT d.*, count(*) AS lines, sum(l.gross) AS gross, sum(l.disc + l.bdisc) AS discount, sum(l.ship) AS shipping,
        sum(iif(l.inclusive, 0, l.cgst + l.sgst + l.igst + l.cess)) AS on_top,
        sum(iif(l.cost IS NULL, 0, l.taxable)) AS costed,
        sum(iif(l.cost IS NULL, 0, (2 * l.quantity * l.cost + 1000) / 2000)) AS cost
    FROM document d JOIN sale_line l ON l.sale_id = d.id GROUP BY d.id, d.count
)
SELECT d.day, d.hour, d.till, d.employee_id, sum(count = 1), sum(iif(count = 1, lines, 0)),
    sum(iif(count = 1, gross, 0)), sum(iif(count = 1, discount, 0)), sum(iif(count = 1, d.shipping, 0)),
    sum(iif(count = 1, on_top, 0)), sum(iif(count = 1, s.taxable, 0)),
    sum(iif(count = 1, s.cgst + s.sgst + s.igst, 0)), sum(iif(count = 1, s.cess, 0)),
    sum(iif(count = 1, s.round_off, 0)), sum(iif(count = 1, s.payable, 0)), sum(iif(count = 1, costed, 0)),
    sum(iif(count = 1, cost, 0)),
    sum(count = -1), sum(iif(count = -1, s.payable, 0)), sum(count = 0), sum(iif(count = 0, s.payable, 0)),
    sum(iif(count = 1, 0, s.taxable)), sum(iif(count = 1, 0, s.cgst + s.sgst + s.igst)),
    sum(iif(count = 1, 0, s.cess)), sum(iif(count = 1, 0, costed)), sum(iif(count = 1, 0, cost))
FROM summed d JOIN sale s ON s.id = d.id GROUP BY 1, 2, 3, 4""",
    f"""INSERT INTO method_total WITH {DOCUMENT}
SELECT day, till, method, sum(count = 1), sum(amount) FROM (
    SELECT d.day, d.till, p.method, d.count, sum(iif(d.count = -1, -p.amount, p.amount)) AS amount
    FROM document d JOIN payment p ON p.sale_id = d.id GROUP BY d.id, d.count, p.method
) GROUP BY 1, 2, 3""",
    f"""INSERT INTO item_total WITH {DOCUMENT}
SELECT d.day / 100, l.product_id, sum(d.count), sum(d.sign * l.quantity), sum(d.sign * l.gross),
    sum(d.sign * (l.disc + l.bdisc)), sum(d.sign * l.taxable),
    sum(d.sign * (l.taxable + l.cgst + l.sgst + l.igst + l.cess)), sum(iif(l.cost IS NULL, 0, d.sign * l.taxable)),
    sum(iif(l.cost IS NULL, 0, d.sign * ((2 * l.quantity * l.cost + 1000) / 2000)))
FROM document d JOIN sale_line l ON l.sale_id = d.id GROUP BY 1, 2""",
    f"""INSERT INTO tax_total WITH {DOCUMENT}
SELECT d.day / 100, s.gstin <> '', s.place, s.inter_state, l.treatment, l.rate, l.cess_rate, l.hsn, l.unit,
    sum(d.sign * l.quantity), sum(d.sign * l.taxable), sum(d.sign * l.cgst), sum(d.sign * l.sgst),
    sum(d.sign * l.igst), sum(d.sign * l.cess)
FROM document d JOIN sale s ON s.id = d.id JOIN sale_line l ON l.sale_id = d.id GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9""",
)

COLUMNS = (
    "ALTER TABLE void ADD COLUMN till TEXT",
    "ALTER TABLE khata_entry ADD COLUMN till TEXT",
)
"""Whose drawer it was: NULL is the bill's own till, and for dues what the journal's moments tell."""

INDEXES = (
    "CREATE INDEX stock_move_other ON stock_move (product_id, business_date) WHERE kind <> 'sale'",
    "CREATE INDEX khata_day ON khata_entry (business_date) WHERE kind <> 'sale'",
)
"""Of older tables what is no sale: the reorder list asks when things came, the day book what was paid that day."""


def upgrade() -> None:
    """Make the tables and their indexes, and add up what was sold before."""
    for statement in (*STATEMENTS, *FILL, *COLUMNS, *INDEXES):
        op.get_bind().exec_driver_sql(statement)
