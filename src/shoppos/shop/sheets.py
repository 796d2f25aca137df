"""The lists a shop brings along: CSV and Excel files, opened with care, every cell as plain text."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput, NotFound, Unavailable
from shoppos.base.i18n import _
from shoppos.base.saving import beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MAX_BYTES = 20 * 1024 * 1024
MAX_ENTRIES = 200
MAX_UNPACKED = 128 * 1024 * 1024  # 100,000 rows of a dozen columns are 54 MB of XML, of Vyapar's whole sheet twice that
MAX_RATIO = 100
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # what Excel itself holds in one cell
SLACK = 20  # titles and headings above the rows themselves
QUOTED = re.compile(r"^'+[=+\-@\t\r]")
FAR_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["'](?:([A-Z]{3}|[J-Z][A-Z])\d+|[A-Z]{1,2}(\d{6,}))["'][^>/]*>"""
)
REPEATED_ROW = re.compile(
    rb"""<table:table-row[^>]*?number-rows-repeated=["']\d{4,}["'][^>/]*>(.*?)</table:table-row>""", re.DOTALL
)
REPEATED_CELL = re.compile(rb"""<table:table-cell(?=[^>]*value-type)[^>]*number-columns-repeated=["']\d{4,}["']""")


@dataclass(frozen=True, slots=True)
class Raw:
    """One sheet of a file: its name ("" in a CSV) and its rows, each with its number as Excel counts them."""

    name: str
    rows: list[tuple[int, tuple[str, ...]]]


def read(path: Path) -> Iterator[Raw]:
    """The sheets of a file in their order; refused by name before anything is unpacked that could be a bomb.

    Raises NotFound, Unavailable (the disk does not give it) and InvalidInput (what it is, and what to do about it).
    """
    start = _first_bytes(path)
    if start.startswith(b"PK"):
        _guard_archive(path)
        yield from _workbook(path)
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        yield from _workbook(path)
    else:
        yield from _csv(path)


def unguarded(text: str) -> str:
    """The opposite of `guarded`, so that what was exported comes back as it was."""
    return text[1:] if QUOTED.match(text) else text


def write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Rows of text to a CSV that Excel opens rightly (UTF-8 with its mark), whole or not at all.

    Cells are the caller's to guard.
    """
    try:
        with beside(path) as fresh, fresh.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    except OSError as error:
        raise _no_write(path) from error


def write_xlsx(path: Path, name: str, rows: Iterable[Sequence[str | float]]) -> None:
    """Rows to an Excel sheet, whole or not at all: text stays text (no formula, no link), numbers are numbers."""
    from shoppos.reports.formats.xlsx import write_rows  # noqa: PLC0415  (only for an export)

    try:
        with beside(path) as fresh:
            write_rows(fresh, name, rows)
    except OSError as error:
        raise _no_write(path) from error


def _no_write(path: Path) -> Unavailable:
    return Unavailable(
        _("{file} could not be written.").format(file=path.name),
        _("Choose another folder, or close the file if it is open in Excel."),
    )


def _first_bytes(path: Path) -> bytes:
    """The file's first bytes, when it is there, is a file, and is neither empty nor too big."""
    name = path.name
    if not path.exists():
        raise NotFound(_("There is no file {file}.").format(file=path))
    if not path.is_file():
        raise InvalidInput(_("{file} is a folder.").format(file=name), _("Choose the Excel or CSV file itself."))
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise Unavailable(
            _("{file} could not be read.").format(file=name), _("Close it in other programs and try again.")
        ) from error
    if size == 0:
        raise InvalidInput(_("{file} is empty.").format(file=name), _("Choose the file that holds your items."))
    if size > MAX_BYTES:
        raise InvalidInput(
            _("{file} is {size} MB; at most {most} MB can be imported.").format(
                file=name, size=-(-size // 1024**2), most=MAX_BYTES // 1024**2
            ),
            _("Split it into several files."),
        )
    return start


# Excel and LibreOffice files ------------------------------------------------------------------------------------------


def _guard_archive(path: Path) -> None:
    """Refuses a ZIP that would unpack to far more than a list of items needs (ASVS 5.2.3), by its directory alone."""
    name = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _guard_sizes(path, entries)
            names = {entry.filename for entry in entries}
            if "xl/workbook.xml" in names:
                sheets = [entry for entry in entries if entry.filename.startswith("xl/") and ".xml" in entry.filename]
            elif "content.xml" in names:
                sheets = [entry for entry in entries if entry.filename == "content.xml"]
            else:
                raise InvalidInput(
                    _("{file} is an archive, not an Excel sheet.").format(file=name),
                    _("Unpack it, or save the list as .xlsx or .csv."),
                )
            for entry in entries:
                _guard_entry(path, archive, entry, far=entry in sheets)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise _damaged(name) from error
    except OSError as error:
        raise _damaged(name) from error


def _guard_sizes(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * path.stat().st_size:
        raise _bomb(path.name)


def _guard_entry(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, far: bool) -> None:
    """Unpacks one entry no further than it says it goes, and looks for cells so far out that memory would not hold."""
    if entry.flag_bits & 1:
        raise _locked(path.name)
    held = _unpacked(path, archive, entry)
    if len(held) > entry.file_size:
        raise _bomb(path.name)
    if not far:
        return
    for match in FAR_CELL.finditer(held):
        if match[1] or int(match[2]) > MAX_ROWS + SLACK:
            raise _too_long(path.name)
    rows = any(b"value-type" in match[1] for match in REPEATED_ROW.finditer(held))
    if rows or REPEATED_CELL.search(held):
        raise _too_long(path.name)


def _unpacked(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """An entry's bytes by its compressed stream, at most one more than its directory promises: the promise may lie."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return archive.read(entry)
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise _damaged(path.name)
    with path.open("rb") as file:
        file.seek(entry.header_offset)
        header = file.read(30)
        file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), io.SEEK_CUR)
        packed = file.read(entry.compress_size)
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.file_size + 1)


def _workbook(path: Path) -> Iterator[Raw]:
    """The visible sheets of an Excel or LibreOffice file, by calamine."""
    import python_calamine as calamine  # noqa: PLC0415  (only when somebody imports)

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        for about in book.sheets_metadata:
            if about.visible == calamine.SheetVisibleEnum.Visible and about.typ == calamine.SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(about.name)
                yield Raw(about.name, _capped(path, (tuple(map(_text, row)) for row in sheet.iter_rows())))
    except calamine.PasswordError as error:
        raise _locked(path.name) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(path.name) from error


def _text(cell: object) -> str:
    """A cell as one would type it: 8901030865275.0 is a barcode, 112.10000000000001 is 112.1."""
    if isinstance(cell, str):
        text = cell.strip()
        return unguarded(text) if text[:1] == "'" else text
    return _number(cell)


@lru_cache(16_384, typed=True)
def _number(cell: object) -> str:
    """A cell that is no text."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 2**53:
            return str(int(cell))
        return f"{cell:.12g}"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return str(cell)


# CSV ------------------------------------------------------------------------------------------------------------------


def _csv(path: Path) -> Iterator[Raw]:
    """A text file of any of the usual dialects."""
    text = _decoded(path)
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        yield Raw("", _capped(path, (tuple(map(_text, row)) for row in reader)))
    except csv.Error as error:
        raise InvalidInput(
            _("Row {row} of {file} cannot be read.").format(row=f"{reader.line_num:,}", file=path.name),
            _('A quotation mark (") is probably missing or too many. Open it in Excel and save it again.'),
        ) from error


def _decoded(path: Path) -> str:
    """The text of a file in UTF-8 (with or without a mark), UTF-16 (Excel's "Unicode text") or Windows' cp1252."""
    data = path.read_bytes()
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode("utf-16")
        else:
            _guard_text(path, data)
            text = _utf8_or_windows(data)
    except UnicodeError as error:
        raise _no_list(path.name) from error
    if not text.strip():
        raise InvalidInput(_("{file} is empty.").format(file=path.name), _("Choose the file that holds your items."))
    if re.match(r"\s*<(?:!doctype|html|table|\?xml)", text[:200], re.IGNORECASE):
        raise InvalidInput(
            _("{file} is a web page, although it may be called .xls.").format(file=path.name),
            _("Open it in Excel and save it as .xlsx."),
        )
    return text


def _utf8_or_windows(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _guard_text(path: Path, data: bytes) -> None:
    """Refuses pictures, programs, PDFs and the like: a list has no control bytes but tabs and line ends."""
    start = data[:65_536]
    odd = len(start.translate(None, bytes(set(range(256)) - (set(range(32)) - {9, 10, 12, 13}))))
    if b"\0" in data or odd * 100 > len(start) or start.startswith((b"%PDF", b"{\\rtf")):
        raise _no_list(path.name)


def _delimiter(text: str) -> str:
    """What stands between the cells: the sign of , ; tab | that the first lines have most of, outside quotes."""
    lines = re.sub(r'"[^"]*"', "", text[:20_000]).splitlines()[:10]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) > len("sep="):
        return lines[0][4]
    return max(",;\t|", key=lambda sign: sum(line.count(sign) for line in lines))


def _capped(path: Path, rows: Iterable[tuple[str, ...]]) -> list[tuple[int, tuple[str, ...]]]:
    """The rows that hold anything, with their numbers, refused beyond what an import may have."""
    held: list[tuple[int, tuple[str, ...]]] = []
    for number, row in enumerate(rows, 1):
        if len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]):
            raise _too_long(path.name)
        if any(row) and not (number == 1 and row[0].lower().startswith("sep=")):
            held.append((number, row[:MAX_COLUMNS]))
            if len(held) > MAX_ROWS + SLACK:
                raise _too_long(path.name)
    return held


# Refusals -------------------------------------------------------------------------------------------------------------


def _bomb(name: str) -> InvalidInput:
    return InvalidInput(
        _("{file} would unpack to far more than a list of items needs, so it was not opened.").format(file=name),
        _("Save only the sheet with the items as .csv and import that."),
    )


def _too_long(name: str) -> InvalidInput:
    return InvalidInput(
        _("{file} has more than 1,00,000 rows or 200 columns.").format(file=name),
        _("Split it, or delete stray cells far below and to the right of the list."),
    )


def _damaged(name: str) -> InvalidInput:
    return InvalidInput(
        _("{file} is damaged or is not an Excel sheet.").format(file=name),
        _("Open it in Excel and save it again as .xlsx or .csv."),
    )


def _locked(name: str) -> InvalidInput:
    return InvalidInput(
        _("{file} is locked with a password.").format(file=name), _("Remove the password in Excel and save it again.")
    )


def _no_list(name: str) -> InvalidInput:
    return InvalidInput(
        _("{file} is not a list that can be read.").format(file=name),
        _("Save your list as .xlsx or .csv and choose that."),
    )
