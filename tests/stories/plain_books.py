"""A shop's books kept by hand in plain dictionaries: what a story expects, by nothing that the shop computes itself."""

from collections import Counter
from dataclasses import dataclass, field

PIECE = 1000


@dataclass
class Line:
    """One line of a bill: thousandths sold and come back, what it cost in paise, and which batches it left by part."""

    code: str
    quantity: int
    net: int
    moved: dict[str, int]
    batches: list[tuple[str, str, int, int]] = field(default_factory=list)
    back: int = 0


@dataclass
class Paper:
    """One bill: its lines, how it was paid, and what of it was undone."""

    number: str
    lines: list[Line]
    ways: Counter
    who: str = ""
    earned: int = 0
    spent: int = 0
    refunded: int = 0
    clawed: int = 0
    points_back: int = 0
    paid_back: int = 0
    exchanged: bool = False
    void: bool = False

    @property
    def payable(self) -> int:
        """Paise."""
        return sum(line.net for line in self.lines)


class Books:
    """Everything is added up here: stock, batches, places, khata, points, dues to suppliers and takings by day."""

    def __init__(self, parts: dict[str, dict[str, int]], *, by_batch: str, per: int, worth: int) -> None:
        """`parts` says what one of each item moves; `by_batch` is kept by batch; points as the shop gives them."""
        self.parts, self.by_batch, self.per, self.worth = parts, by_batch, per, worth
        self.stock, self.godown = Counter(), Counter()
        self.batches: dict[str, list[int]] = {}
        self.khata, self.points, self.owed = Counter(), Counter(), Counter()
        self.takings: dict[int, Counter] = {}
        self.bills: list[Paper] = []
        self.card: dict[str, str] = {}

    # -- goods

    def one(self, who: str) -> str:
        """On whose card that person's dues stand."""
        return self.card.get(who, who)

    def order(self) -> list[str]:
        """Batches on hand, the nearest expiry first."""
        return sorted((code for code, (_day, left) in self.batches.items() if left > 0), key=self.batches.__getitem__)

    def good(self, day: int) -> int:
        """Thousandths in batches that are good on that day."""
        return sum(left for expiry, left in self.batches.values() if expiry >= day)

    def come(self, code: str, quantity: int, batch: str = "", expiry: int = 0) -> None:
        """Goods came in."""
        for part, each in self.parts[code].items():
            self.stock[part] += each * quantity
        if batch:
            self.batches.setdefault(batch, [expiry, 0])[1] += quantity

    def go(self, code: str, quantity: int) -> None:
        """Goods that nobody keeps by batch went out."""
        assert self.by_batch not in self.parts[code]
        self.come(code, -quantity)

    def line(self, code: str, quantity: int, net: int, day: int) -> Line:
        """A line is sold: its parts leave, batches by their expiry; what they do not hold is of no known batch."""
        moved = {part: each * quantity for part, each in self.parts[code].items()}
        made = Line(code, quantity, net, moved)
        self.come(code, -quantity)
        left = moved.get(self.by_batch, 0)
        for batch in self.order():
            take = min(left, self.batches[batch][1]) if self.batches[batch][0] >= day else 0
            if take:
                self.batches[batch][1] -= take
                made.batches.append((batch, self.by_batch, self.batches[batch][0], take))
                left -= take
        return made

    def found(self, code: str, counted: int) -> None:
        """A count: what is missing is missing of what has no batch, then of what expires first."""
        missing = self.stock[code] - counted
        self.stock[code] = counted
        if code == self.by_batch and missing > 0:
            loose = self.stock[code] + missing - sum(left for _day, left in self.batches.values())
            missing -= max(loose, 0)
            for batch in self.order():
                take = max(min(missing, self.batches[batch][1]), 0)
                self.batches[batch][1] -= take
                missing -= take

    # -- money

    def took(self, day: int, ways: dict[str, int], sign: int = 1) -> None:
        """Money of a day by the ways it came, or went."""
        purse = self.takings.setdefault(day, Counter())
        for way, paise in ways.items():
            purse[way] += sign * paise

    def bill(self, paper: Paper, day: int) -> None:
        """A bill is done."""
        self.bills.append(paper)
        assert sum(paper.ways.values()) == paper.payable
        self.took(day, paper.ways)
        if paper.who:
            who = self.one(paper.who)
            paper.spent = -(-paper.ways["points"] // self.worth)
            paper.earned = (paper.payable - paper.ways["points"]) // self.per
            self.khata[who] += paper.ways["khata"]
            self.points[who] += paper.earned - paper.spent

    def cancel(self, paper: Paper, day: int) -> None:
        """A bill is cancelled: all of it goes back."""
        paper.void = True
        self.took(day, paper.ways, -1)
        for line in paper.lines:
            self.come(line.code, line.quantity)
            for batch, _part, _expiry, quantity in line.batches:
                self.batches[batch][1] += quantity
        if paper.who:
            self.khata[self.one(paper.who)] -= paper.ways["khata"]
            self.points[self.one(paper.who)] += paper.spent - paper.earned

    def back(self, paper: Paper, gives: dict[int, tuple[int, bool]], ways: dict[str, int], day: int) -> int:
        """Goods come back: by place in the bill how many and whether damaged; gives their worth in paise."""
        worth = 0
        for at, (quantity, damaged) in gives.items():
            line = paper.lines[at]
            part = line.net * quantity // line.quantity
            assert part * line.quantity == line.net * quantity, "a story takes back what divides without rest"
            worth += part
            self._goods_back(line, quantity, damaged=damaged)
        paper.refunded += worth
        self.took(day, ways, -1)
        if paper.who:
            who = self.one(paper.who)
            self.khata[who] -= ways.get("khata", 0)
            clawed = min(paper.refunded, paper.payable) * paper.earned // paper.payable
            self.points[who] -= clawed - paper.clawed
            paper.clawed = clawed
            if ways.get("points"):
                paper.paid_back += ways["points"]
                again = paper.spent * paper.paid_back // paper.ways["points"]
                self.points[who] += again - paper.points_back
                paper.points_back = again
        return worth

    def _goods_back(self, line: Line, quantity: int, *, damaged: bool) -> None:
        """Back to the batches it left, the one that expires last first; what is damaged is thrown away at once."""
        line.back += quantity
        left = quantity * self.parts[line.code].get(self.by_batch, 0)
        for at, (batch, part, expiry, out) in sorted(enumerate(line.batches), key=lambda one: -one[1][2]):
            take = min(left, out)
            line.batches[at] = (batch, part, expiry, out - take)
            left -= take
            if not damaged:
                self.batches[batch][1] += take
        if not damaged:
            self.come(line.code, quantity)
