"""What must hold of every label that was set: nothing outside it, nothing over anything else."""

from itertools import combinations

from shoppos.printing.imposing import sheets, tenths
from shoppos.printing.marks import Bars, Frame, Ground, Modules, Stroke, Words, points
from shoppos.printing.raster import Dots

UP, DOWN, COMMA = 74, 22, 14
"""Percent of the type that its letters rise above the baseline and hang below it, and that a comma alone does."""

FLAT = frozenset("0123456789ABCDEFGHIKLMNOPRSTUVWXYZ₹,. /")


class Even:
    """A face whose letters are all equally wide, so that what is set in it is the same on every machine."""

    millimetre = 100
    dot = 12

    def __init__(self, paper, percent=100):
        self.paper, self.percent = paper, percent
        self.smallest_module = paper.qr_dots * self.dot

    def at(self, percent):
        return Even(self.paper, percent)

    def size(self, size):
        return points(self.paper, size) * self.percent * 254 // 720_000

    def width(self, text, size, *, bold):
        return len(text) * self.size(size) * (62 if bold else 56) // 100

    def line(self, size):
        return self.size(size) * 128 // 100

    def ascent(self, size):
        return self.size(size)


def face(paper, dots_per_mm=8):
    """The face of a print head."""
    return Dots(paper, smooth=False, dots_per_mm=dots_per_mm)


def box(mark, type_):
    """(left, top, right, bottom) of a mark."""
    match mark:
        case Words():
            own = type_.at(mark.percent)
            high = own.ascent(mark.size)
            wide = own.width(mark.text, mark.size, bold=mark.bold)
            down = COMMA if set(mark.text) <= FLAT else DOWN
            return mark.x, mark.y - high * UP // 100, mark.x + wide, mark.y + high * down // 100
        case Bars():
            return mark.x, mark.y, mark.x + len(mark.pattern) * mark.side, mark.y + mark.height
        case Modules():
            whole = len(mark.matrix) * mark.side
            return mark.x, mark.y, mark.x + whole, mark.y + whole
        case Stroke():
            return mark.x, mark.y, mark.x + mark.width, mark.y + max(2 * mark.weight, 1)
        case Ground() | Frame():
            return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height


def meet(one, other):
    """Whether two boxes have more than an edge in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def holds(outer, inner):
    """Whether one box lies inside another."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def checked(page, type_=None):
    """The sheets of a page of labels, after every rule was found kept."""
    paper = page.paper
    type_ = type_ or face(paper)
    set_ = sheets(page, type_)
    for sheet in set_:
        boxes = [(mark, box(mark, type_)) for mark in sheet.marks]
        if paper.grid is None:
            edge = tenths(paper.margin, type_)
            inside = (edge, edge, tenths(paper.width, type_) - edge, tenths(paper.height, type_) - edge)
            for mark, its in boxes:
                assert holds(inside, its), (mark, its, inside)
        around = [its for mark, its in boxes if isinstance(mark, Ground | Frame)]
        solid = [(mark, its) for mark, its in boxes if not isinstance(mark, Ground | Frame)]
        for (one, its), (other, theirs) in combinations(solid, 2):
            assert not meet(its, theirs), (one, other)
        for mark, its in solid:
            for frame in around:
                assert holds(frame, its) or not meet(frame, its), (mark, frame)
    return set_


def words(sheet):
    """The texts of a sheet, in the order in which they were set."""
    return [mark.text for mark in sheet.marks if isinstance(mark, Words)]


def type_sizes(sheet, type_):
    """How large each text of a sheet stands, in units of the face."""
    return {mark.text: type_.at(mark.percent).ascent(mark.size) for mark in sheet.marks if isinstance(mark, Words)}


def told(page):
    """The page as the lines of a golden file: what stands there, in which type, where in tenths of a millimetre."""
    type_ = Even(page.paper)
    lines = []
    for number, sheet in enumerate(checked(page, type_), 1):
        lines.append(f"-- {number}")
        for mark in sorted(sheet.marks, key=lambda mark: (mark.y, mark.x)):
            at = f"{mark.x // 10:>4} {mark.y // 10:>4}"
            match mark:
                case Words():
                    weight = "bold" if mark.bold else "text"
                    lines.append(f"{at} {mark.size.name.lower()} {mark.percent}% {weight} {mark.text}")
                case Bars():
                    lines.append(f"{at} bars {len(mark.pattern)} x {mark.side} x {mark.height // 10}")
                case Modules():
                    lines.append(f"{at} code {len(mark.matrix)} x {mark.side}")
                case Stroke():
                    lines.append(f"{at} rule {mark.width // 10}")
                case Frame() | Ground():
                    kind = "solid" if isinstance(mark, Ground) and mark.solid else "frame"
                    lines.append(f"{at} {kind} {mark.width // 10} x {mark.height // 10}")
    return "\n".join(lines) + "\n"
