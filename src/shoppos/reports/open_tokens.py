"""Small sales of past days for which no invoice was written, as nobody has closed those days (CGST s.31(3)(b))."""

from dataclasses import dataclass

from shoppos.base.file import Reader

TILLS = (
    "SELECT DISTINCT s.till, coalesce((SELECT max(d.business_date) FROM day_close d WHERE d.till = s.till), 0) "
    "FROM series s WHERE s.letter = 'T' ORDER BY s.till"
)
"""The tills that ever gave a token, and the day up to which each of them is closed: its tokens stand on invoices."""
OPEN = (
    "SELECT s.business_date, s.number FROM sale s INDEXED BY sale_day WHERE s.state = 'done' AND s.kind = 'TOKEN' "
    "AND s.till = ? AND s.business_date BETWEEN ? AND ? AND s.business_date < ? "
    "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) ORDER BY s.business_date, s.seq"
)
EVER = 99_999_999


@dataclass(frozen=True, slots=True)
class OpenTokens:
    """The tokens of one till's business day (yyyymmdd) that stand on no invoice yet: how many, the first and last."""

    till: str
    day: int
    bills: int
    first: str
    last: str


def open_tokens(db: Reader, since: int = 0, until: int = EVER) -> list[OpenTokens]:
    """Those of business days from `since` to `until` (yyyymmdd) that are over, the oldest first."""
    today = db.clock.business_day(db.clock.ms())
    found: dict[tuple[int, str], list[str]] = {}
    for till, closed in db.rows(TILLS):
        for day, number in db.rows(OPEN, (till, max(since, closed + 1), until, today)):
            found.setdefault((day, till), []).append(number)
    return [OpenTokens(till, day, len(many), many[0], many[-1]) for (day, till), many in sorted(found.items())]
