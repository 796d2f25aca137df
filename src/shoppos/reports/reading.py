"""What a till took on one business day, for the X reading during the day and the Z slip at its end.

Every figure depends on what is booked on that day alone: a bill cancelled the day after counts on the day after, so
that a reading says the same whenever it is read.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from shoppos.base.clock import day_number, day_of
from shoppos.base.file import Reader, one_moment
from shoppos.reports import drawer, openings
from shoppos.reports.drawer import OF_TILL, Movement, Turn
from shoppos.reports.prepaid import CLAIMABLE
from shoppos.rules.documents import Kind
from shoppos.rules.letterhead import Letterhead
from shoppos.rules.methods import METHODS
from shoppos.rules.pricing import RateTotal


@dataclass(frozen=True, slots=True)
class MethodSum:
    """One way to pay, in paise: `taken` on `bills` that were not cancelled net of change, `khata` for old dues.

    `back` on cancelled bills, `refunded` by credit notes; `before` for orders before their bills, less what was
    given back of that, and `door` for what was to be paid at the door. What a bill says was paid before is none.
    """

    method: str
    bills: int
    taken: int
    back: int = 0
    khata: int = 0
    refunded: int = 0
    before: int = 0
    door: int = 0

    @property
    def kept(self) -> int:
        """What is left of it."""
        return self.sold + self.khata + self.before + self.door

    @property
    def sold(self) -> int:
        """What of the day's sales was paid by it."""
        return self.taken - self.back - self.refunded


@dataclass(frozen=True, slots=True)
class Reading:
    """One till's day in paise.

    `gross` is quantity times price before any discount, `tax_on_top` what prices before tax had to bear, `rounding`
    what is left to the sum of the bills; `by_rate` is net of cancelled bills and of credit
    notes (`notes` of them, `notes_amount` together). `chain_head` ends the till's journal. Without `z_number` it is an
    X reading.

    `opening` is what lay in the drawer when the day's first turn began, `counted` what its last one found; `turns` and
    `movements` are all of the day, and `outside` is the cash of the turns that no bill or movement of the day explains
    (what was moved before they began, or on days before). `openings` is how often the drawer was opened without a sale,
    by what for (`rules.drawer.KINDS`). `blind`: who reads it is to count first, and it is `hidden`.
    A Z also tells the one before it (`previous`, eight hex digits), all that the till ever sold net (`perpetual`), how
    many papers, messages and reports waited (`unsent`), on how many days before bills were made that nobody closed,
    and which invoice stands for the day's tokens.
    """

    till: str
    day: dt.date
    made_at: dt.datetime
    employee: str
    shop: str
    gstin: str
    first: str
    last: str
    bills: int
    gross: int
    discount: int
    shipping: int
    tax_on_top: int
    rounding: int
    payable: int
    cancelled: int
    cancelled_amount: int
    by_rate: tuple[RateTotal, ...]
    by_method: tuple[MethodSum, ...]
    claimed: int
    claimed_amount: int
    reprints: int
    chain_head: str
    opening: int | None = None
    counted: int | None = None
    z_number: int | None = None
    difference_reason: str = ""
    notes: int = 0
    notes_amount: int = 0
    first_note: str = ""
    last_note: str = ""
    turns: tuple[Turn, ...] = ()
    movements: tuple[Movement, ...] = ()
    outside: int = 0
    blind: bool = False
    tokens: int = 0
    first_token: str = ""
    last_token: str = ""
    consolidated: str = ""
    previous: str = ""
    perpetual: int | None = None
    unsent: tuple[int, int, int] = (0, 0, 0)
    unclosed: int = 0
    openings: tuple[tuple[str, int], ...] = ()

    @property
    def number(self) -> str:
        """What it is called: "A1/Z41", or by its moment "A1/X/20261123-140500"."""
        return (
            f"{self.till}/X/{self.made_at:%Y%m%d-%H%M%S}" if self.z_number is None else f"{self.till}/Z{self.z_number}"
        )

    @property
    def net(self) -> int:
        """What the bills of the day came to, less those cancelled and the credit notes."""
        return self.payable - self.cancelled_amount - self.notes_amount

    @property
    def credit(self) -> int:
        """What was sold to be paid later: khata and cash on delivery."""
        return sum(sum_.sold for sum_ in self.by_method if sum_.method in {"khata", "cod"})

    @property
    def khata_received(self) -> int:
        """What customers paid of older dues."""
        return sum(sum_.khata for sum_ in self.by_method)

    @property
    def paid_before(self) -> int:
        """What customers paid for orders before their bills, less what was given back of it."""
        return sum(sum_.before for sum_ in self.by_method)

    @property
    def at_door(self) -> int:
        """What came in of what was to be paid at the door."""
        return sum(sum_.door for sum_ in self.by_method)

    @property
    def cash_in(self) -> int:
        """What was put into the drawer for another reason than a sale."""
        return sum(one.amount for one in self.movements if one.kind == "in")

    @property
    def cash_out(self) -> int:
        """What was taken out of it for another reason than a sale."""
        return sum(one.amount for one in self.movements if one.kind == "out")

    @property
    def opened(self) -> int:
        """How often the drawer was opened without a sale."""
        return sum(count for _kind, count in self.openings)

    @property
    def expected(self) -> int:
        """The cash that must lie in the drawer now, or when it was counted last.

        Float and cash taken, less change and refunds; dues and orders in cash; what was put in less what was taken out.
        """
        kept = sum(sum_.kept for sum_ in self.by_method if sum_.method == "cash")
        return (self.opening or 0) + kept + self.cash_in - self.cash_out + self.outside

    @property
    def over(self) -> int | None:
        """What was counted above what was expected, below zero when it is short; None before anybody counted.

        Of several turns all together: each was counted for itself.
        """
        if len(self.turns) > 1:
            found = [one.over for one in self.turns if one.over is not None]
            return sum(found) if found else None
        return None if self.counted is None else self.counted - self.expected

    def hidden(self) -> "Reading":
        """The same for who is to count the drawer first: no cash, and no sum from which it could be reckoned."""
        return replace(
            self, blind=True, by_method=tuple(one for one in self.by_method if one.method != "cash"), by_rate=(),
            gross=0, discount=0, shipping=0, tax_on_top=0, rounding=0, payable=0, cancelled_amount=0, notes_amount=0,
            opening=None, counted=None, difference_reason="", turns=(), movements=(), outside=0,
        )  # fmt: skip


SOLD = (
    "FROM sale s INDEXED BY sale_day WHERE s.state = 'done' AND s.business_date = :day AND s.made_at <= :at "
    "AND s.till = :till AND s.kind <> 'CREDIT NOTE'"
)
NOTED = SOLD.replace("<>", "=")
VOIDED = (
    "FROM void v JOIN sale s ON s.id = v.sale_id WHERE v.business_date = :day AND v.made_at <= :at "
    "AND coalesce(v.till, s.till) = :till"
)
LINES = (
    "SELECT l.rate, l.cess_rate, sum(l.gross), sum(l.disc + l.bdisc), sum(l.ship), sum(l.taxable), sum(l.cgst), "
    "sum(l.sgst), sum(l.igst), sum(l.cess), "
    "sum(CASE l.inclusive WHEN 0 THEN l.cgst + l.sgst + l.igst + l.cess ELSE 0 END) "
    "FROM sale_line l WHERE l.sale_id IN (SELECT s.id {which}) GROUP BY l.rate, l.cess_rate"
)
PAYMENTS = (
    "SELECT p.method, count(DISTINCT CASE WHEN NOT EXISTS "
    "(SELECT 1 FROM void v WHERE v.sale_id = p.sale_id AND v.made_at <= :at) THEN p.sale_id END), "
    "sum(p.amount) FROM payment p "
    "WHERE p.sale_id IN (SELECT s.id {which}) GROUP BY p.method"
)
BILLED, TOKENS = (f"{SOLD} AND s.kind {sign} '{Kind.TOKEN}'" for sign in ("<>", "="))
ENDS = "SELECT s.number {which} ORDER BY length(s.number) {way}, s.number {way} LIMIT 1"
CLAIMED = (
    "SELECT count(DISTINCT p.sale_id), coalesce(sum(p.amount), 0) FROM payment p WHERE p.method = 'upi' "
    "AND p.sale_id IN (SELECT s.id {which}) AND NOT EXISTS "
    "(SELECT 1 FROM void v WHERE v.sale_id = p.sale_id AND v.made_at <= :at) "
    "AND NOT EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = p.sale_id AND u.line = p.line AND u.made_at <= :at)"
)
KHATA = (
    "SELECT method, -sum(amount) FROM khata_entry WHERE kind = 'payment' AND kind <> 'sale' "
    "AND method NOT IN ('advance', 'cod') AND business_date = :day AND made_at <= :at "
    f"AND {OF_TILL.format(of='khata_entry')} GROUP BY method"
)
OF_ORDERS = "WHERE x.business_date = :day AND x.made_at <= :at AND x.till = :till"
BEFORE = f"SELECT x.method, sum(x.amount) FROM advance x {OF_ORDERS} AND x.method <> 'khata' GROUP BY x.method"
"""What an order's money leaves on the khata never was in the drawer a second time, nor what its door left there."""
DOOR = f"SELECT x.method, sum(x.amount) FROM cod_receipt x {OF_ORDERS} AND x.method <> 'khata' GROUP BY x.method"
CLAIMED_BEFORE = (
    f"SELECT count(*), coalesce(sum(x.amount), 0) FROM advance x {OF_ORDERS} AND x.amount > 0 "
    f"AND {CLAIMABLE.replace('a.', 'x.')} "
    "AND NOT EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = x.id AND u.made_at <= :at) AND NOT EXISTS (SELECT 1 "
    "FROM advance b WHERE b.order_id = x.order_id AND b.amount < 0 AND b.made_at <= :at "
    "AND b.reference = lower(hex(x.id)))"
)
CLAIMED_AT_DOOR = (
    f"SELECT count(*), coalesce(sum(x.amount), 0) FROM cod_receipt x {OF_ORDERS} AND x.method = 'upi' "
    "AND x.amount > 0 AND NOT EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = x.id AND u.made_at <= :at) "
    "AND NOT EXISTS (SELECT 1 FROM cod_receipt b WHERE b.sale_id = x.sale_id AND b.amount < 0 "
    "AND b.made_at <= :at AND b.reference = lower(hex(x.id)))"
)
REPRINTS = (
    "SELECT count(*) FROM reprint r JOIN sale s ON s.id = r.doc_id WHERE s.till = :till "
    "AND r.made_at >= :start AND r.made_at < :end AND r.made_at <= :at"
)
HEAD = "SELECT hash FROM journal WHERE till = :till AND hlc >> 16 <= :at ORDER BY seq DESC LIMIT 1"


def read(db: Reader, till: str, day: dt.date | int, employee: str = "", *, at: int | None = None) -> Reading:
    """The X reading of a till for one business day (a date or yyyymmdd) as it stood at `at` milliseconds, or now.

    `employee` is the name of who asks.
    """
    with one_moment(db):
        number = day if isinstance(day, int) else day_number(day)
        moment = db.clock.ms() if at is None else at
        return with_drawer(db, day_sold(db, till, number, moment, moment, employee), moment)


def load_by_id(db: Reader, doc_id: bytes, told: Mapping[str, Any]) -> Reading:
    """The reading that a paper was owed of: `told` names its till, its day and its moment in milliseconds."""
    row = db.row(
        "SELECT e.name FROM print_job j JOIN employee e ON e.id = j.employee_id WHERE j.doc_id = ? LIMIT 1", (doc_id,)
    )
    found = read(db, str(told["till"]), int(told["day"]), row[0] if row else "", at=int(told["at"]))
    return found.hidden() if told.get("blind") else found


def with_drawer(db: Reader, reading: Reading, at: int = drawer.EVER) -> Reading:
    """A reading of bills, with what was moved in the drawer besides and whose turns it was, up to `at` milliseconds."""
    day = day_number(reading.day)
    turns = drawer.turns(db, reading.till, day, at=at)
    whole = replace(
        reading, turns=tuple(turns), movements=tuple(drawer.movements(db, reading.till, day, day, at=at)),
        opening=turns[0].opening if turns else None,
        counted=turns[-1].counted if turns else None,
        difference_reason="; ".join(one.reason for one in turns if one.reason),
        openings=openings.counts(db, reading.till, day, day, at=at),
    )  # fmt: skip
    return replace(whole, outside=turns[-1].expected - whole.expected) if turns else whole


def day_sold(db: Reader, till: str, number: int, until: int, made_at: int, employee: str = "") -> Reading:
    """What a till's bills of a business day (yyyymmdd) say, without its drawer, read at `made_at` milliseconds.

    Only what stood at `until` milliseconds counts; `drawer.EVER` takes all of the day, whatever its clock said.
    """
    at: dict[str, Any] = {"till": till, "day": number, "since": number, "at": until}
    sold, voided, noted = (_sums(db, which, at) for which in (SOLD, VOIDED, NOTED))
    groups = {
        key: _rate_total(key, sold.get(key), voided.get(key), noted.get(key))
        for key in sorted({*sold, *voided, *noted})
    }
    bills, payable = _one(db, f"SELECT count(*), coalesce(sum(s.payable), 0) {SOLD}", at)
    gone, gone_amount = _one(db, f"SELECT count(*), coalesce(sum(s.payable), 0) {VOIDED}", at)
    notes, notes_amount = _one(db, f"SELECT count(*), coalesce(sum(s.payable), 0) {NOTED}", at)
    gross, discount, shipping = (sum(row[place] for row in sold.values()) for place in (0, 1, 2))
    on_top = sum(row[8] for row in sold.values())
    unseen = [_one(db, sql, at) for sql in (CLAIMED.format(which=SOLD), CLAIMED_BEFORE, CLAIMED_AT_DOOR)]
    shop = _letterhead(db)
    day = day_of(at["day"])
    start, end = _span(db, day)
    head = db.row(HEAD, at)
    return Reading(
        till=at["till"],
        day=day,
        made_at=db.clock.at(made_at),
        employee=employee,
        shop=shop.name,
        gstin=shop.gstin,
        first=_end(db, BILLED, "ASC", at),
        last=_end(db, BILLED, "DESC", at),
        tokens=_one(db, f"SELECT count(*) {TOKENS}", at)[0],
        first_token=_end(db, TOKENS, "ASC", at),
        last_token=_end(db, TOKENS, "DESC", at),
        bills=bills,
        gross=gross,
        discount=discount,
        shipping=shipping,
        tax_on_top=on_top,
        rounding=payable - (gross - discount + shipping + on_top),
        payable=payable,
        cancelled=gone,
        cancelled_amount=gone_amount,
        by_rate=tuple(groups.values()),
        by_method=_methods(db, at),
        claimed=sum(one[0] for one in unseen),
        claimed_amount=sum(one[1] for one in unseen),
        reprints=_one(db, REPRINTS, {**at, "start": start, "end": end})[0],
        chain_head=head[0].hex()[:8].upper() if head else "",
        notes=notes,
        notes_amount=notes_amount,
        first_note=_end(db, NOTED, "ASC", at),
        last_note=_end(db, NOTED, "DESC", at),
    )


def _one(db: Reader, sql: str, values: dict[str, Any]) -> tuple[Any, ...]:
    return db.row(sql, values) or (0, 0)


def _sums(db: Reader, which: str, at: dict[str, Any]) -> dict[tuple[int, int], tuple[int, ...]]:
    """The sums of the lines of those sales, by rate and cess."""
    return {(row[0], row[1]): row[2:] for row in db.rows(LINES.format(which=which), at)}


def _rate_total(key: tuple[int, int], sold: tuple[int, ...] | None, *off: tuple[int, ...] | None) -> RateTotal:
    """The sums of one rate, less those of cancelled bills and credit notes."""
    plus, minus = sold or (0,) * 9, [one for one in off if one]
    taxable, cgst, sgst, igst, cess = (plus[place] - sum(one[place] for one in minus) for place in range(3, 8))
    return RateTotal(*key, taxable, cgst, sgst, igst, cess)


def _methods(db: Reader, at: dict[str, Any]) -> tuple[MethodSum, ...]:
    """Every way to pay that was used, in the order in which they are offered."""
    taken = {row[0]: row for row in db.rows(PAYMENTS.format(which=SOLD), at)}
    back = {row[0]: row[2] for row in db.rows(PAYMENTS.format(which=VOIDED), at)}
    refunded = {row[0]: -row[2] for row in db.rows(PAYMENTS.format(which=NOTED), at)}
    khata: dict[str, int] = dict(db.rows(KHATA, at))
    before: dict[str, int] = dict(db.rows(BEFORE, at))
    door: dict[str, int] = dict(db.rows(DOOR, at))
    used = {*taken, *back, *khata, *refunded, *before, *door}
    order = [*(method for method in METHODS if method in used), *sorted(used - set(METHODS))]
    sums: list[MethodSum] = []
    for key in order:
        _key, bills, amount = taken.get(key, (key, 0, 0))
        more = (found.get(key, 0) for found in (back, khata, refunded, before, door))
        sums.append(MethodSum(key, bills, amount, *more))
    return tuple(sums)


def _end(db: Reader, which: str, way: str, at: dict[str, Any]) -> str:
    row = db.row(ENDS.format(which=which, way=way), at)
    return row[0] if row else ""


def _letterhead(db: Reader) -> Letterhead:
    row = db.row("SELECT name, gstin FROM letterhead ORDER BY id DESC LIMIT 1")
    return Letterhead(name=row[0], gstin=row[1]) if row else Letterhead()


def _span(db: Reader, day: dt.date) -> tuple[int, int]:
    """The first millisecond of a business day, and the first of the next."""
    start = dt.time(hour=db.clock.day_start)
    first, after = (dt.datetime.combine(day + dt.timedelta(days=n), start, db.clock.zone) for n in (0, 1))
    return int(first.timestamp() * 1000), int(after.timestamp() * 1000)
