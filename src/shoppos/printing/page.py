"""A page: what is to stand on the paper, before anybody knows which printer will draw it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput, Unavailable
from shoppos.base.i18n import _
from shoppos.base.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 1000
"""Characters of one text that may reach a paper; no honest field of a bill is longer."""

NBSP = "\u00a0"
"""A blank at which no line may break: `row` texts are glued with it, and it prints as a blank."""

QR_BORDER = 4
"""White modules around a QR code: the quiet zone of ISO/IEC 18004."""


class Size(IntEnum):
    """How large a text stands; thermal printers double the height, then the width too."""

    SMALL = 0
    NORMAL = 1
    LARGE = 2
    HUGE = 3


class Align(StrEnum):
    """Where a text stands between the edges."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Paper:
    """One width of paper: millimetres, columns of plain text, and dots of a print head (8 to the millimetre).

    `height` is 0 for a roll, which is as long as its text; `body` is the size of its type in tenths of a point,
    `qr_dots` the side of a QR module that phones read from it.
    """

    name: str
    width: int
    height: int
    margin: int
    columns: int
    dots: int
    body: int
    qr_dots: int

    @property
    def is_roll(self) -> bool:
        """True for a thermal roll, False for a cut sheet."""
        return self.height == 0


PAPERS = (
    Paper("58", 58, 0, 5, 32, 384, 80, 4),
    Paper("80", 80, 0, 4, 48, 576, 85, 5),
    Paper("A5", 148, 210, 9, 92, 1184, 72, 4),
    Paper("A4", 210, 297, 12, 116, 1680, 88, 4),
)


def paper_named(name: str) -> Paper:
    """The paper called `name` ("58", "80", "A4", "A5"; "80 mm" and "a4" too), else InvalidInput."""
    wanted = name.strip().upper().removesuffix("MM").strip()
    for paper in PAPERS:
        if paper.name == wanted:
            return paper
    known = ", ".join(paper.name for paper in PAPERS)
    raise InvalidInput(
        _('There is no paper "{name}".').format(name=clean(name, limit=20)),
        _("Choose one of {papers}.").format(papers=known),
        field="paper",
    )


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    text: str
    size: Size = Size.NORMAL
    bold: bool = False
    align: Align = Align.LEFT
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its head, its share of the width in any unit, and where its cells stand."""

    title: str
    share: int
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    r"""Rows under columns; with `head` the titles stand above, again on each sheet.

    Lines of a cell after its first (parted by "\n") are small print. `total` is a last row in bold. A table of one
    row and no head is how two texts stand on one line. `grid` draws hairlines on a sheet.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    head: bool = False
    bold: bool = False
    size: Size = Size.NORMAL
    grid: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""

    heavy: bool = False


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code, read back before it is drawn."""

    text: str
    align: Align = Align.CENTER


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Together:
    """Parts that no end of a sheet may part."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Stacks of parts side by side, each with its share of the width; `tint` puts a pale ground under a stack."""

    stacks: tuple[tuple[Part, ...], ...]
    shares: tuple[int, ...]
    tint: tuple[bool, ...] = ()


Part = Text | Table | Rule | Qr | Feed | Together | Beside


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one document: its parts from the top, and on sheets a line at the foot of each.

    `title` names the document to a PDF reader; `page_of` words the number of a sheet.
    """

    paper: Paper
    parts: tuple[Part, ...]
    title: str = ""
    foot: str = ""
    page_of: str = "{page} / {pages}"


def row(
    left: str, right: str, *, shares: tuple[int, int] = (3, 2), bold: bool = False, size: Size = Size.NORMAL
) -> Table:
    """Two texts on one line, the second at the right edge."""
    columns = (Column("", shares[0]), Column("", shares[1], Align.RIGHT))
    return Table(columns, ((left, right),), bold=bold, size=size)


def printable(text: str) -> str:
    """`text` without one character that could command a printer or turn the line around."""
    return (
        NBSP.join(clean(piece, limit=LONGEST) for piece in text.split(NBSP)) if NBSP in text else clean(text, LONGEST)
    )


def printable_lines(text: str) -> list[str]:
    r"""The lines of a cell, parted by "\n", each made printable."""
    return [printable(line) for line in text.split("\n")]


def share_out(total: int, shares: Sequence[int], least: Sequence[int]) -> list[int] | None:
    """Widths of columns that fill `total` by `shares`, none below its `least`; None when the least do not fit."""
    if sum(least) > total:
        return None
    widths = [0] * len(shares)
    free = set(range(len(shares)))
    left = total
    while free:
        weight = sum(shares[i] for i in free)
        tight = {i for i in free if left * shares[i] < least[i] * weight}
        if not tight:
            break
        for i in tight:
            widths[i] = least[i]
            left -= least[i]
        free -= tight
    rest = left
    weight = sum(shares[i] for i in free)
    for i in sorted(free):
        widths[i] = rest * shares[i] // weight if weight else 0
        rest -= widths[i]
        weight -= shares[i]
    return widths


def qr_matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code for `text`, True = black, error correction M, with its quiet zone."""
    import qrcode  # noqa: PLC0415  (brings Pillow along; only a page with a QR code pays for it)
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415  (as above)

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QR_BORDER)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in line) for line in code.get_matrix())


def drawn(matrix: Sequence[Sequence[bool]], scale: int) -> tuple[bytes, int]:
    """The QR code as grey pixels (0 = black) at `scale` pixels a module, and its side in pixels."""
    lines = [b"".join((b"\x00" if module else b"\xff") * scale for module in line) * scale for line in matrix]
    return b"".join(lines), len(matrix) * scale


def checked_qr(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code that was drawn, read back and found to say `text`; Unavailable if it does not."""
    import zxingcpp  # noqa: PLC0415  (a compiled library; only a page with a QR code pays for it)

    matrix = qr_matrix(text)
    pixels, side = drawn(matrix, scale=4)
    image = memoryview(pixels).cast("B", shape=[side, side])
    codes = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    if [code.text for code in codes] != [text]:
        raise Unavailable(
            _("The QR code could not be read back, so it is not shown."),
            _("Take the money in another way, or show the shop's own QR code."),
        )
    return matrix
