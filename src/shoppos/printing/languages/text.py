"""Plain text in columns: for a screen, a message or a golden file, and the ground on which ESC/POS stands."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from shoppos.printing.head import Head, fitted
from shoppos.printing.page import (
    NBSP,
    Align,
    Barcode,
    Beside,
    Break,
    Either,
    Emblem,
    Feed,
    Framed,
    Picture,
    Qr,
    Rule,
    Ruler,
    Size,
    Spring,
    Table,
    Text,
    Together,
    printable,
    printable_lines,
    share_out,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shoppos.printing.page import Page, Part


PLAIN = Head()


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; `text` of a centred or right line is not padded, the printer or `placed` does that."""

    text: str
    size: Size = Size.NORMAL
    bold: bool = False
    align: Align = Align.LEFT


def compose(page: Page, head: Head = PLAIN) -> bytes:
    """The page as UTF-8 text, every line ended by a newline and none longer than the paper's columns."""
    columns = fitted(page.paper, head).columns
    parts = (*page.parts, Rule(), Text(page.foot)) if page.foot else page.parts
    lines = [placed(line, columns) for part in parts for line in layout(part, columns)]
    return "".join(line + "\n" for line in lines).encode()


def layout(part: Part, columns: int, spell: Callable[[str], str] = str) -> list[Line]:
    """The lines of one part; `spell` rewrites texts for a printer that lacks a sign."""
    match part:
        case Text():
            said, size = spell(printable(part.text)), part.size
            if part.fit and cells(said) > columns // 2:
                size = min(size, Size.LARGE)
            wrapped = wrap(said, columns // 2 if size >= Size.HUGE else columns)
            return [Line(text, size, part.bold, part.align) for text in wrapped]
        case Table():
            return _table(part, columns, spell)
        case Qr() | Barcode():
            return [Line(text, align=part.align) for text in wrap(spell(printable(part.text)), columns)]
        case Together() | Ruler() | Either():
            ruler = _counted(columns) if isinstance(part, Ruler) and not part.height else []
            inside = part.choices[0] if isinstance(part, Either) else part.parts
            return [*ruler, *_each(inside, columns, spell)]
        case Framed():
            edge = Line("-" * columns)
            return [edge, *_each(part.parts, columns, spell), edge]
        case Beside():
            return _beside(part, columns, spell)
        case Rule() | Break():
            return [Line(("=" if isinstance(part, Break) or part.heavy else "-") * columns)]
        case Feed() | Spring() | Picture() | Emblem():
            return [Line("")] * (part.lines if isinstance(part, Feed) else 0)


def _counted(columns: int) -> list[Line]:
    """The ruler of a printer that writes in letters: it counts them."""
    tens = "".join(f"{at:>10}" for at in range(10, columns + 1, 10))
    ticks = "".join("|" if at % 10 == 0 else ":" if at % 5 == 0 else "." for at in range(1, columns))
    return [Line(tens), Line(f"{ticks}#")]


def _each(parts: Sequence[Part], columns: int, spell: Callable[[str], str]) -> list[Line]:
    return [line for part in parts for line in layout(part, columns, spell)]


def placed(line: Line, columns: int) -> str:
    """The text of a line with the blanks before it that its place asks for."""
    free = max(columns - cells(line.text), 0)
    before = {Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[line.align]
    return (" " * before + line.text).rstrip()


def cells(text: str) -> int:
    """How many columns of a fixed-width face `text` takes: marks and joiners none, wide signs two."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(sign: str) -> int:
    if sign <= "~":
        return 1
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def wrap(text: str, width: int) -> list[str]:
    """`text` broken at blanks, and inside a word only when the word alone is wider than `width`."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cells(joined) <= width:
            lines[-1] = joined
            continue
        pieces = _pieces(word, width)
        lines[len(lines) - (not lines[-1]) :] = pieces
    return [line.replace(NBSP, " ") for line in lines]


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    taken = 0
    for sign in word:
        wide = _cell(sign)
        if taken + wide > width and pieces[-1]:
            pieces.append("")
            taken = 0
        pieces[-1] += sign
        taken += wide
    return pieces


@dataclass(frozen=True, slots=True)
class Rows:
    """A table in letters: the lines of each of its rows, and its columns; no widths where none would do."""

    rows: list[list[Line]]
    gap: int
    widths: list[int] | None


def _table(table: Table, columns: int, spell: Callable[[str], str]) -> list[Line]:
    return [line for row in rows_of(table, columns, spell).rows for line in row]


def rows_of(table: Table, columns: int, spell: Callable[[str], str] = str) -> Rows:
    """The lines of each row of a table in the order of `all_rows`, the head's ended by a line across."""
    titled = tuple(replace(column, title=spell(column.title)) for column in table.columns)
    table = replace(table, columns=titled)
    grid = [[[spell(text) for text in printable_lines(cell)] for cell in row] for row in all_rows(table)]
    gap, widths = _widths(table, grid, columns)
    size = min(table.size, Size.LARGE)
    rows: list[list[Line]] = []
    for number, cells_ in enumerate(grid):
        is_head = table.head and number == 0
        bold = table.bold or is_head or (bool(table.total) and number == len(grid) - 1)
        if widths is not None:
            wrapped = [
                [w for text in cell for w in wrap(text, wide)] for cell, wide in zip(cells_, widths, strict=True)
            ]
            texts = _joined(wrapped, widths, [column.align for column in table.columns], gap)
        else:
            texts = [] if is_head else _labelled(table, cells_, columns)
        below = [Line("-" * columns)] if is_head and widths is not None else []
        rows.append([*(Line(text, size, bold) for text in texts), *below])
    return Rows(rows, gap, widths)


def all_rows(table: Table) -> list[tuple[str, ...]]:
    """The head if it is shown, the rows, and the total if there is one."""
    head = [tuple(column.title for column in table.columns)] if table.head else []
    return [*head, *table.rows, *([table.total] if table.total else [])]


def _widths(table: Table, grid: list[list[list[str]]], columns: int) -> tuple[int, list[int] | None]:
    """The blanks between columns and their widths: unbroken and apart if there is room, else as close as it takes."""
    shares = [column.share for column in table.columns]
    unbroken = [max(cells(text) for row in grid for text in row[at]) for at in range(len(shares))]
    close = columns - len(shares) + 1
    apart = share_out(close - len(shares) + 1, shares, unbroken)
    if apart:
        return 2, apart
    return 1, share_out(close, shares, unbroken) or share_out(close, shares, _least(table, grid, columns))


def _least(table: Table, grid: list[list[list[str]]], columns: int) -> list[int]:
    """The least width of each column: a figure is never broken, a name may be."""
    weight = sum(column.share for column in table.columns)
    least: list[int] = []
    for at, column in enumerate(table.columns):
        texts = [text for cells_ in grid for text in cells_[at]]
        longest = max(cells(word) for text in texts for word in text.split(" "))
        least.append(min(longest, columns * column.share // weight) if column.align is Align.LEFT else longest)
    return least


def _labelled(table: Table, cells_: list[list[str]], columns: int) -> list[str]:
    """A row whose figures do not fit side by side: each below the other with its title, so that no digit is lost."""
    lines: list[str] = []
    for column, cell in zip(table.columns, cells_, strict=True):
        for whole in filter(None, cell):
            free = columns - cells(column.title) - 1
            if column.align is not Align.LEFT and column.title and cells(whole) <= free:
                lines.append(f"{column.title} {placed(Line(whole, align=Align.RIGHT), free)}")
            else:
                lines += [placed(Line(text, align=column.align), columns) for text in wrap(whole, columns)]
    return lines


def _joined(stacks: Sequence[Sequence[str]], widths: Sequence[int], aligns: Sequence[Align], gap: int) -> list[str]:
    lines: list[str] = []
    for texts in zip_longest(*stacks, fillvalue=""):
        padded: list[str] = []
        for text, width, align in zip(texts, widths, aligns, strict=True):
            text_placed = placed(Line(text, align=align), width)
            padded.append(text_placed + " " * (width - cells(text_placed)))
        lines.append((" " * gap).join(padded).rstrip())
    return lines


def _beside(part: Beside, columns: int, spell: Callable[[str], str]) -> list[Line]:
    gap = 3
    said = [at for at, stack in enumerate(part.stacks) if not stack or not all(isinstance(x, Emblem) for x in stack)]
    saying = [part.stacks[at] for at in said]
    widths = share_out(columns - gap * (len(said) - 1), [part.shares[at] for at in said], [1] * len(said))
    if widths is None:
        return [line for stack in saying for line in _each(stack, columns, spell)]
    stacks = [
        [placed(line, width) for inner in stack for line in layout(inner, width, spell)]
        for stack, width in zip(saying, widths, strict=True)
    ]
    return [Line(text) for text in _joined(stacks, widths, [Align.LEFT] * len(stacks), gap)]
