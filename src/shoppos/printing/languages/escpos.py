"""ESC/POS: roll printers of Epson and all their copies, in letters, in dots, or in letters and dots."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.printing.head import LETTER, Head, fitted
from shoppos.printing.languages.dots import bands, defused
from shoppos.printing.languages.spelling import CODE_PAGES, codec, has, in_letters, spelled
from shoppos.printing.languages.text import Line, all_rows, cells, layout, rows_of
from shoppos.printing.page import (
    Align,
    Barcode,
    Beside,
    Either,
    Emblem,
    Framed,
    Qr,
    Ruler,
    Size,
    Table,
    Text,
    Together,
    pieces,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.printing.page import Page, Part
    from shoppos.printing.paper import Paper

__all__ = ["CODE_PAGES", "compose", "drawer_pulse"]

PLAIN = Head()

LEAST_BAND, LARGEST_BAND = 8, 1000
"""Rows of dots that one GS v 0 may carry here."""

AT_ONCE = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
"""DLE EOT, DLE ENQ and DLE DC4: an Epson obeys them wherever they stand, even inside a picture."""

START, FEED = b"\x1b@", b"\x1bd\x05"
CUTS = {"full": b"\x1dVA\x00", "partial": b"\x1dVB\x00"}
TALL = {Size.NORMAL: b"\x00", Size.LARGE: b"\x01", Size.HUGE: b"\x11"}
ALIGNS = {Align.LEFT: 0, Align.CENTER: 1, Align.RIGHT: 2}
DOTS_PER_MM = 8
NARROW = 400
"""Dots of a head that seldom has a knife: there the paper is fed to where it is torn, and then cut if it can be."""

AIR = 4
"""Blank rows between a drawn line and the letters below it, which have their air below themselves."""

DRAWN = Qr | Barcode | Framed | Ruler | Emblem
"""What is drawn unless the printer is to have letters alone."""

BACKWARDS = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def compose(page: Page, head: Head = PLAIN) -> bytes:
    """The page for a thermal roll; InvalidInput for other papers.

    In the mode "text" there are letters alone: signs that the code page lacks are spelled ("Rs.") or become "?", and a
    code is told by its text. In "hybrid" each line with such a sign is a picture of that line, as are codes and frames.
    In "raster" everything is one picture, as it is for a printer that prints upside down.
    """
    if not page.paper.is_roll:
        raise InvalidInput(
            _("A thermal printer takes 58 mm or 80 mm rolls, not {paper}.").format(paper=page.paper.name),
            _("Choose another paper, or print a PDF."),
            field="paper",
        )
    paper = fitted(page.paper, head)
    job = _Job(paper, head)
    if head.mode == "raster" or head.turned:
        job.draw(page)
    else:
        job.write(page)
    return bytes(job.out)


def drawer_pulse(head: Head = PLAIN) -> bytes:
    """The pulse that opens the cash drawer: a job of its own, never part of a bill that may be printed again."""
    return b"\x1bp" + (b"\x01" if head.drawer_pin == 5 else b"\x00") + b"22"  # noqa: PLR2004  (Epson counts pins)


def drawer_pulse_at_once(head: Head = PLAIN) -> bytes:
    """The pulse that a printer without paper obeys too, and that no printer keeps for later: DLE DC4, 200 ms.

    Source: Epson's ESC/POS reference, DLE DC4 (fn = 1).
    """
    return b"\x10\x14\x01" + (b"\x01" if head.drawer_pin == 5 else b"\x00") + b"\x02"  # noqa: PLR2004  (as above)


def ending(paper: Paper, head: Head = PLAIN) -> bytes:
    """What ends a job that broke off: zeros to the end of its picture (in letters they are nothing), feed and cut."""
    zeros = bytes(_band(head) * -(-max(fitted(paper, head).dots, 8) // 8))
    return zeros + START + FEED + CUTS.get(head.cut, b"") + START


def picture(rows: Sequence[bytes], head: Head = PLAIN) -> bytes:
    """Rows of dots as GS v 0 in bands as large as the head's memory."""
    said = bytearray()
    for band in bands(rows, _band(head)):
        wide = len(band[0])
        said += b"\x1dv0\x00" + wide.to_bytes(2, "little") + len(band).to_bytes(2, "little")
        said += defused(b"".join(band), wide, AT_ONCE)
    return bytes(said)


def _band(head: Head) -> int:
    """Rows of one picture command."""
    return min(max(head.band, LEAST_BAND), LARGEST_BAND)


class _Job:
    """One print job in the making: letters and dots one after the other, each with the settings it needs."""

    def __init__(self, paper: Paper, head: Head) -> None:
        """Begin a job for that paper as the head fills it."""
        self._paper, self._head = paper, head
        self._page = head.code_page
        self._letters_only = head.mode == "text"
        self._rows: list[bytes] = []
        self._set = (Align.LEFT, False, Size.NORMAL)
        self.out = bytearray(START)
        if self._page in CODE_PAGES:
            self.out += b"\x1c.\x1bt" + bytes([CODE_PAGES[self._page]])

    def draw(self, page: Page) -> None:
        """Every piece as one picture."""
        from shoppos.printing.raster import print_rows  # noqa: PLC0415  (brings QtGui along: letters do without it)

        for rows in print_rows(page, self._head):
            self._rows = [row.translate(BACKWARDS)[::-1] for row in reversed(rows)] if self._head.turned else rows
            self._end_piece()

    def write(self, page: Page) -> None:
        """Every piece in letters, with pictures where those do not do."""
        for piece in pieces(page.parts):
            for part in piece:
                self._part(part)
            self._end_piece()

    def _end_piece(self) -> None:
        self._flush()
        self._letters(Align.LEFT, Size.NORMAL, bold=False)
        knife = CUTS.get(self._head.cut, b"")
        self.out += b"" if knife and self._paper.dots > NARROW else FEED
        self.out += knife

    # -- parts

    def _part(self, part: Part) -> None:
        match part:
            case Together():
                for inner in part.parts:
                    self._part(inner)
            case Either():
                for inner in part.choices[0]:
                    self._part(inner)
            case _ if self._letters_only:
                self._lines(layout(part, self._paper.columns, self._in_letters))
            case Table():
                self._table(part)
            case Text():
                self._text(part)
            case _:
                lines = layout(part, self._paper.columns, self._spelled)
                if isinstance(part, DRAWN) or not self._sayable(lines) or _holds_drawn(part):
                    self._drawn(part)
                else:
                    self._lines(lines)

    def _text(self, text: Text) -> None:
        lines = layout(text, self._paper.columns, self._spelled)
        if self._sayable(lines):
            self._lines(lines)
            return
        from shoppos.printing.raster import block_rows, blocks_of  # noqa: PLC0415  (as in `draw`)

        most = self._paper.columns // (2 if text.size >= Size.HUGE else 1)
        for block, said in blocks_of(text, self._paper, self._head.dots_per_mm):
            words = self._spelled(said)
            if has(words, self._page) and cells(words) <= most:
                self._line(Line(words, text.size, text.bold, text.align))
            else:
                self._rows += block_rows(block, self._paper, self._head.dots_per_mm)

    def _table(self, table: Table) -> None:
        """Row by row: a drawn row keeps the columns of the written ones above and below it."""
        set_ = rows_of(table, self._paper.columns, self._spelled)
        if set_.widths is None and not self._sayable([line for row in set_.rows for line in row]):
            self._drawn(table)
            return
        for number, (texts, lines) in enumerate(zip(all_rows(table), set_.rows, strict=True)):
            if self._sayable(lines):
                self._lines(lines)
                continue
            is_head = table.head and number == 0
            is_total = bool(table.total) and number == len(set_.rows) - 1
            self._drawn(_one_row(table, texts, set_.widths or [], set_.gap, bold=is_head or is_total))
            if is_head:
                self._line(lines[-1])

    # -- letters

    def _in_letters(self, text: str) -> str:
        return in_letters(text, self._page)

    def _spelled(self, text: str) -> str:
        return spelled(text, self._page)

    def _sayable(self, lines: Sequence[Line]) -> bool:
        return all(has(line.text, self._page) for line in lines)

    def _lines(self, lines: Sequence[Line]) -> None:
        for line in lines:
            self._line(line)

    def _line(self, line: Line) -> None:
        self._rows += [bytes(len(self._rows[-1]))] * AIR if self._rows else []
        self._flush()
        self._letters(line.align, line.size, bold=line.bold)
        self.out += line.text.encode(codec(self._page), "replace") + b"\n"

    def _letters(self, align: Align, size: Size, *, bold: bool) -> None:
        """Say only what differs from the line before."""
        tall = min(max(size, Size.NORMAL), Size.HUGE)
        was_align, was_bold, was_tall = self._set
        if align is not was_align:
            self.out += b"\x1ba" + bytes([ALIGNS[align]])
        if bold is not was_bold:
            self.out += b"\x1bE" + bytes([bold])
        if tall is not was_tall:
            self.out += b"\x1d!" + TALL[tall]
        self._set = (align, bold, tall)

    # -- dots

    def _drawn(self, part: Part) -> None:
        from shoppos.printing.raster import strip_rows  # noqa: PLC0415  (as in `draw`)

        self._rows += strip_rows(part, self._paper, self._head.dots_per_mm)

    def _flush(self) -> None:
        """Send the rows that have gathered, in bands."""
        if not self._rows:
            return
        self._letters(Align.LEFT, Size.NORMAL, bold=False)
        self.out += picture(self._rows, self._head)
        self._rows = []


def _holds_drawn(part: Part) -> bool:
    """Whether there is a code or a frame in what stands side by side."""
    if isinstance(part, Beside):
        return any(_holds_drawn(inner) for stack in part.stacks for inner in stack)
    if isinstance(part, Together):
        return any(_holds_drawn(inner) for inner in part.parts)
    return isinstance(part, DRAWN)


def _one_row(table: Table, texts: tuple[str, ...], widths: list[int], gap: int, *, bold: bool) -> Table:
    """One row alone, each column ending where it ends in letters: shares are dots, and a picture has its own gap."""
    own = 2 * DOTS_PER_MM
    shares = [wide * LETTER + (gap * LETTER - own if at else 0) for at, wide in enumerate(widths)]
    columns = tuple(
        replace(column, title="", share=max(share, 1)) for column, share in zip(table.columns, shares, strict=True)
    )
    return replace(table, columns=columns, rows=(texts,), total=(), head=False, bold=table.bold or bold, grid=False)
