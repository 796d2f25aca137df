"""Lists from outside: what is read, and what is refused by name before it can do harm."""

from __future__ import annotations

import struct
import time
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from shoppos.base.errors import InvalidInput, NotFound, ShopError
from shoppos.reports.cells import guarded
from shoppos.shop import sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WORKBOOK = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'


def xlsx(path: Path, rows: list[list[object]], sheet: str = "Items") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return path


def only(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    return next(iter(sheets.read(path))).rows


@pytest.mark.parametrize(
    "data",
    [
        b"Name,Price\nSalt,20\n",
        b"\xef\xbb\xbfName,Price\r\nSalt,20\r\n",
        b"Name;Price\nSalt;20\n",
        b"Name\tPrice\nSalt\t20\n",
        b"Name|Price\nSalt|20\n",
        b"sep=;\nName;Price\nSalt;20\n",
        "Name\tPrice\r\nSalt\t20\r\n".encode("utf-16"),
        b'"Name","Price"\n"Salt","20"',
        b"Name,Price\rSalt,20\r",
    ],
    ids=["comma", "utf-8 mark", "semicolon", "tab", "bar", "sep line", "utf-16", "quotes", "old Mac line ends"],
)
def test_a_csv_of_any_dialect_reads_the_same(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes(data)
    assert [row for _number, row in only(path)] == [("Name", "Price"), ("Salt", "20")]


def test_a_windows_file_keeps_its_letters(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes("Name,Price\nCrème 50 %,20\n".encode("cp1252"))
    assert only(path)[1] == (2, ("Crème 50 %", "20"))


def test_hindi_in_utf_8_stays_hindi(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes("नाम,दाम\nचीनी,45\n".encode())
    assert only(path)[1] == (2, ("चीनी", "45"))


def test_rows_keep_the_numbers_that_excel_shows(tmp_path: Path) -> None:
    csv = tmp_path / "items.csv"
    csv.write_bytes(b"Name,Price\n\n,\nSalt,20\n")
    assert [number for number, _row in only(csv)] == [1, 4]
    book = xlsx(tmp_path / "items.xlsx", [[], ["Name", "Price"], [], ["Salt", 20]])
    assert [number for number, _row in only(book)] == [2, 4]


def test_numbers_of_excel_come_as_one_would_type_them(tmp_path: Path) -> None:
    book = xlsx(tmp_path / "items.xlsx", [["a"] * 6, [8901030865275, 112.10000000000001, 0.18, True, " x ", 95.0]])
    assert only(book)[1][1] == ("8901030865275", "112.1", "0.18", "Yes", "x", "95")


@pytest.mark.parametrize("text", ["=1+1", "+9", "-x", "@home", "'=x", "''-y"])
def test_what_excel_would_calculate_is_quoted_and_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    path = tmp_path / "items.csv"
    sheets.write_csv(path, [["Name"], [guarded(text)]])
    assert path.read_text("utf-8-sig").splitlines()[1].startswith("'")
    assert only(path)[1][1] == (text,)


@pytest.mark.parametrize("text", ["O'Neil", "5-in-1", "a=b", "Salt"])
def test_a_harmless_text_gets_no_quote(text: str) -> None:
    assert guarded(text) == text
    assert sheets.unguarded(text) == text


def test_a_written_workbook_holds_text_never_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "items.xlsx"
    sheets.write_xlsx(path, "Items", [["Name", "Price"], [guarded('=HYPERLINK("http://x")'), 20.5]])
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert only(path)[1][1] == ('=HYPERLINK("http://x")', "20.5")


def broken_off() -> Iterator[list[str]]:
    """A list whose making ends in the middle."""
    yield ["Name"]
    raise OSError


@pytest.mark.parametrize("write", [sheets.write_csv, lambda path, rows: sheets.write_xlsx(path, "Items", rows)])
def test_what_breaks_off_leaves_the_list_that_was_there(tmp_path: Path, write: Callable[..., None]) -> None:
    path = tmp_path / "items"
    write(path, [["Salt"]])
    before = path.read_bytes()
    with pytest.raises(ShopError, match="could not be written"):
        write(path, broken_off())
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_that_takes_no_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ShopError, match="could not be written"):
        sheets.write_csv(tmp_path / "not there" / "items.csv", [["Name"]])


# Broken and hostile files ---------------------------------------------------------------------------------------------


def archive(path: Path, entries: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", kind) as file:
        for name, data in entries.items():
            file.writestr(name, data)


def sheet(cells: bytes) -> bytes:
    return b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"


def lying(path: Path) -> None:
    """A directory that promises 100 bytes where 30 MB come out."""
    archive(path, {"xl/workbook.xml": WORKBOOK, "xl/worksheets/sheet1.xml": bytes(30_000_000)})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.rindex(mark)
        data[at + offset : at + offset + 4] = struct.pack("<I", 100)
    path.write_bytes(data)


def locked(path: Path) -> None:
    archive(path, {"xl/workbook.xml": WORKBOOK})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def far(row: bytes) -> Callable[[Path], None]:
    return lambda path: archive(path, {"xl/workbook.xml": WORKBOOK, "xl/worksheets/sheet1.xml": sheet(row)})


def ods(content: bytes) -> Callable[[Path], None]:
    return lambda path: archive(path, {"mimetype": b"application/vnd.oasis", "content.xml": content})


def data(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


def cut(path: Path) -> None:
    xlsx(path, [["Name", "Price"], ["Salt", 20]])
    path.write_bytes(path.read_bytes()[:-400])


def bad_crc(path: Path) -> None:
    archive(path, {"xl/workbook.xml": WORKBOOK, "xl/worksheets/sheet1.xml": zlib.compress(b"x" * 5000)})
    content = bytearray(path.read_bytes())
    content[60:90] = b"\xff" * 30
    path.write_bytes(content)


BROKEN: tuple[tuple[str, Callable[[Path], object], str], ...] = (
    ("empty.csv", data(b""), "is empty"),
    ("blank.csv", data(b" \r\n \n"), "is empty"),
    ("mark-only.csv", data(b"\xef\xbb\xbf"), "is empty"),
    ("photo.csv", data(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40), "is not a list"),
    ("bill.csv", data(b"%PDF-1.7\n1 0 obj\n"), "is not a list"),
    ("letter.csv", data(b"{\\rtf1\\ansi Name}"), "is not a list"),
    ("nul.csv", data(b"Name,Price\nSalt\0,20\n"), "is not a list"),
    ("printer.csv", data(b"Name,Price\n" + b"\x1bp\x00\x19" * 9), "is not a list"),
    ("half.csv", data(b"\xff\xfeN\x00a"), "is not a list"),
    ("page.xls", data(b"<html><table><tr><td>Name</td></tr></table></html>"), "is a web page"),
    ("quote.csv", data(b'Name,Price\n"Salt,20\n' + b"Rice,50\n" * 9000), "cannot be read"),
    ("wide.csv", data(b"Name" + b",x" * 500 + b"\n"), "rows or 200 columns"),
    ("long.csv", data(b"Name\n" + b"x\n" * 100_100), "rows or 200 columns"),
    ("huge.csv", lambda path: path.write_bytes(b"x" * (20 * 1024**2 + 1)), "at most 20 MB"),
    ("bomb.xlsx", lambda path: archive(path, {"xl/workbook.xml": bytes(60_000_000)}), "would unpack"),
    ("ratio.xlsx", lambda path: archive(path, {"xl/workbook.xml": bytes(9_000_000)}), "would unpack"),
    ("many.xlsx", lambda path: archive(path, {f"xl/{n}.xml": b"" for n in range(300)}), "would unpack"),
    ("lying.xlsx", lying, "would unpack"),
    ("locked.xlsx", locked, "locked with a password"),
    ("photos.zip", lambda path: archive(path, {"a.jpg": b"x", "b.jpg": b"y"}), "is an archive"),
    ("book.xlsb", lambda path: archive(path, {"xl/workbook.bin": b"x"}), "is an archive"),
    ("far-row.xlsx", far(b'<row r="1048576"><c r="A1048576" t="n"><v>1</v></c></row>'), "rows or 200 columns"),
    ("far-column.xlsx", far(b"<row><x:c s='1' r='XFD1'><v>1</v></x:c></row>"), "rows or 200 columns"),
    (
        "repeated.ods",
        ods(b'<table:table-cell office:value-type="float" table:number-columns-repeated="16384"/>'),
        "rows or 200 columns",
    ),
    (
        "repeated-rows.ods",
        ods(
            b'<table:table-row table:number-rows-repeated="1048576">'
            b'<table:table-cell office:value-type="float"/></table:table-row>'
        ),
        "rows or 200 columns",
    ),
    ("cut.xlsx", cut, "is damaged"),
    ("crc.xlsx", bad_crc, "is damaged"),
    ("lzma.xlsx", lambda path: archive(path, {"xl/workbook.xml": WORKBOOK}, zipfile.ZIP_LZMA), "is damaged"),
    ("noise.xlsx", data(b"PK\x03\x04" + b"noise" * 50), "is damaged"),
    ("noise.xls", data(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"noise" * 200), "is damaged"),
    ("folder.csv", lambda path: path.mkdir(), "is a folder"),
)


@pytest.mark.parametrize(("name", "make", "sentence"), BROKEN, ids=[name for name, _make, _sentence in BROKEN])
def test_a_broken_file_is_refused_by_its_name(
    tmp_path: Path, name: str, make: Callable[[Path], object], sentence: str
) -> None:
    path = tmp_path / name
    make(path)
    with pytest.raises(InvalidInput) as refused:
        list(sheets.read(path))
    assert name in refused.value.message
    assert sentence in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize("name", ["bomb.xlsx", "ratio.xlsx", "many.xlsx", "lying.xlsx", "huge.csv", "far-row.xlsx"])
def test_a_bomb_is_refused_before_it_can_be_felt(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    next(make for known, make, _sentence in BROKEN if known == name)(path)
    started = time.perf_counter()
    with pytest.raises(InvalidInput):
        list(sheets.read(path))
    assert time.perf_counter() - started < 0.1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"gone\.csv"):
        list(sheets.read(tmp_path / "gone.csv"))


def test_cells_that_are_only_formatted_far_away_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "items.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Name", "Price"])
        page.write_blank(1_048_575, 0, None, book.add_format({"bold": True}))
    assert only(path) == [(1, ("Name", "Price"))]


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "items.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Items").write(0, 0, "Name")
        hidden = book.add_worksheet("Secret")
        hidden.write(0, 0, "x")
        hidden.hide()
    assert [raw.name for raw in sheets.read(path)] == ["Items"]
