"""The paper as a picture: any paper of the bill, near and far, and on an office printer as a document of record."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from threading import Event
from time import thread_time
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QLineEdit

from shoppos.base.errors import Unavailable
from shoppos.printing import raster
from shoppos.printing.spooler import Spooler
from shoppos.reports.bill import load
from shoppos.shop.payments import Tender
from shoppos.ui.dialogs.office import OfficePrinting
from shoppos.ui.dialogs.paper import PaperDialog, of_bill
from tests.ui.pages import CTRL, Key, context, meanwhile, press, shown

if TYPE_CHECKING:
    from shoppos.shop import Shop


@pytest.fixture
def dialog(qtbot, shop: Shop) -> PaperDialog:
    shop.sales.sell(["1001", "2*1002"], [Tender("cash", 20_000)])
    made = PaperDialog(context(shop), of_bill(load(shop.db, "A1/2627/000001")), None, "80")
    shown(qtbot, made)
    qtbot.waitUntil(lambda: not made.image.drawn.isNull(), timeout=5000)
    return made


def colours(image: QImage) -> set[tuple[int, int, int]]:
    found = set()
    for y in range(0, image.height(), 3):
        for x in range(0, image.width(), 3):
            colour = image.pixelColor(x, y)
            found.add((colour.red(), colour.green(), colour.blue()))
    return found


def drawn(dialog: PaperDialog) -> QImage:
    return dialog.drawn


def test_a_roll_is_shown_in_the_dots_of_its_head(dialog: PaperDialog) -> None:
    assert drawn(dialog).width() == 640, "80 mm at 8 dots to the millimetre"
    assert colours(drawn(dialog)) == {(0, 0, 0), (255, 255, 255)}


def test_a_sheet_is_shown_in_colour(qtbot, dialog: PaperDialog) -> None:
    before = drawn(dialog).size()
    dialog.paper.setCurrentIndex(dialog.paper.findData("A4"))
    qtbot.waitUntil(lambda: drawn(dialog).size() != before, timeout=5000)
    assert drawn(dialog).width() == 1680
    assert (11, 110, 79) in colours(drawn(dialog)), "the shop's green"


def test_plus_and_minus_go_nearer_and_away_and_ctrl_0_fits(qtbot, dialog: PaperDialog) -> None:
    def width(wanted: int) -> None:
        qtbot.waitUntil(lambda: dialog.image.shown.width() == wanted, timeout=3000)

    width(640)
    press(Key.Key_Plus)
    width(960)
    press(Key.Key_Minus)
    press(Key.Key_Minus)
    width(480)
    assert dialog.state.text() == "75 %"
    press(Key.Key_0, CTRL)
    width(640)
    for _more in range(20):
        press(Key.Key_Plus)
    width(2560)


def test_dots_stay_black_or_white_when_they_grow(dialog: PaperDialog) -> None:
    press(Key.Key_Plus)
    press(Key.Key_Plus)
    seen = dialog.image.grab(QRect(0, 0, 1280, 600)).toImage()
    assert colours(seen) == {(0, 0, 0), (255, 255, 255)}


def test_a_sheet_at_four_times_its_dots_is_painted_at_once(qtbot, dialog: PaperDialog) -> None:
    dialog.paper.setCurrentIndex(dialog.paper.findData("A4"))
    qtbot.waitUntil(lambda: drawn(dialog).width() == 1680, timeout=5000)
    took = []
    for _more in range(12):
        began = thread_time()
        press(Key.Key_Plus)
        dialog.desk.viewport().repaint()
        took.append(thread_time() - began)
    assert dialog.image.shown.width() == 6720
    assert median(took) < 0.05


def test_everything_has_a_name(dialog: PaperDialog) -> None:
    for one in (*dialog.findChildren(QAbstractButton), *dialog.findChildren(QComboBox)):
        if one.isVisible():
            assert QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name).strip(), one


# -- on an office printer


def to_pdf(path: Path):
    """The system's dialog answered with "print to this file"."""

    def ask(printer: QPrinter, _parent: object) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return True

    return ask


def words_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def papers(shop: Shop) -> list[tuple[int, str]]:
    return [(row[0], row[1]) for row in shop.db.rows("SELECT copy_no, state FROM print_job ORDER BY id")]


def test_the_first_print_in_the_office_is_the_original_and_the_next_a_duplicate(
    qtbot, dialog: PaperDialog, shop: Shop, tmp_path: Path
) -> None:
    dialog.paper.setCurrentIndex(dialog.paper.findData("A4"))
    dialog.office.ask = to_pdf(tmp_path / "first.pdf")
    with qtbot.waitSignal(dialog.office.printed, timeout=10_000):
        press(Key.Key_P, CTRL)
    assert papers(shop) == [(0, "sent")]
    assert "A1/2627/000001" in words_of(tmp_path / "first.pdf")
    assert "DUPLICATE" not in words_of(tmp_path / "first.pdf")
    dialog.office.ask = to_pdf(tmp_path / "second.pdf")
    with qtbot.waitSignal(dialog.office.printed, timeout=10_000):
        press(Key.Key_P, CTRL)
    assert papers(shop) == [(0, "sent"), (1, "sent")]
    second, today = words_of(tmp_path / "second.pdf"), shop.db.clock.now()
    assert "DUPLICATE" in second
    assert f"Meena · {today.day} {today:%b} {today.year}" in second, "who asked for it, and when"
    assert "DUPLICATE" in dialog.state.text()


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("A5", (420, 595)), ("80", (595, 842))])
def test_the_sheet_is_as_large_as_it_is_and_a_roll_goes_on_a_sheet(
    qtbot, shop: Shop, tmp_path: Path, paper: str, size: tuple[int, int]
) -> None:
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    subject = of_bill(load(shop.db, "A1/2627/000001"))
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    office = OfficePrinting(context(shop), parent, to_pdf(tmp_path / "bill.pdf"))
    with qtbot.waitSignal(office.printed, timeout=10_000):
        office.begin(subject, paper)
    with pypdfium2.PdfDocument(tmp_path / "bill.pdf") as document:
        assert [round(side) for side in document[0].get_size()] == pytest.approx(size, abs=1)


def test_print_to_file_in_the_systems_own_dialog_writes_a_file_named_after_the_bill(
    qtbot, dialog: PaperDialog, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    named = []

    def to_file(asked: QDialog) -> None:
        to = next(box for box in asked.findChildren(QComboBox) if box.findText("Print to File (PDF)") >= 0)
        to.setCurrentIndex(to.findText("Print to File (PDF)"))
        named.extend(one.text() for one in asked.findChildren(QLineEdit) if one.text().endswith(".pdf"))
        asked.accept()

    failures = meanwhile(to_file)
    with qtbot.waitSignal(dialog.office.printed, timeout=10_000):
        press(Key.Key_P, CTRL)
    assert failures == []
    assert [Path(name).name for name in named] == ["Bill A1-2627-000001.pdf"]
    assert "A1/2627/000001" in words_of(Path(named[0]))
    assert papers(shop) == [(0, "sent")]


def test_a_folder_chosen_for_a_file_gets_one_named_after_the_bill(
    qtbot, dialog: PaperDialog, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    def to_folder(asked: QDialog) -> None:
        next(one for one in asked.findChildren(QLineEdit) if one.text().endswith(".pdf")).setText(f"{tmp_path}/")
        asked.accept()

    failures = meanwhile(to_folder)
    with qtbot.waitSignal(dialog.office.printed, timeout=10_000):
        press(Key.Key_P, CTRL)
    assert failures == []
    assert "A1/2627/000001" in words_of(tmp_path / "Bill A1-2627-000001.pdf")


def test_the_window_goes_on_while_the_system_looks_for_printers(
    qtbot, dialog: PaperDialog, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, found, asked = Event(), Event(), []

    def slowly() -> list[str]:
        looking.set()
        found.wait(10)
        return []

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", slowly)
    dialog.office.ask = lambda _printer, _parent: bool(asked.append(1))
    for _impatient in range(2):
        press(Key.Key_P, CTRL)
    assert looking.wait(5)
    assert dialog.state.text() == "Looking for printers …"
    assert asked == []
    found.set()
    qtbot.waitUntil(lambda: asked == [1], timeout=5000)
    assert papers(shop) == [(0, "owed")]


def test_who_has_left_the_paper_is_not_asked_for_a_printer_any_more(qtbot, dialog: PaperDialog) -> None:
    asked = []
    dialog.office.ask = lambda _printer, _parent: bool(asked.append(1))
    press(Key.Key_P, CTRL)
    dialog.hide()
    qtbot.waitUntil(lambda: not dialog.office.job.running, timeout=5000)
    qtbot.wait(50)
    assert asked == []


def test_a_printer_that_fails_behind_the_last_sheet_leaves_the_paper_in_doubt(
    qtbot, dialog: PaperDialog, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinter, "printerState", lambda _self: QPrinter.PrinterState.Error)
    dialog.office.ask = to_pdf(tmp_path / "bill.pdf")
    press(Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: "Look whether this paper came out" in dialog.state.text(), timeout=5000)
    assert papers(shop) == [(0, "uncertain")]


def test_a_dialog_that_is_left_prints_and_counts_nothing(qtbot, dialog: PaperDialog, shop: Shop) -> None:
    asked = []
    dialog.office.ask = lambda _printer, _parent: bool(asked.append(1))
    press(Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: asked == [1], timeout=5000)
    assert not dialog.office.job.running
    assert papers(shop) == [(0, "owed")]


def test_a_printer_that_takes_nothing_is_told_and_the_original_is_still_to_come(
    qtbot, dialog: PaperDialog, shop: Shop, tmp_path: Path
) -> None:
    dialog.office.ask = to_pdf(tmp_path / "no such folder" / "bill.pdf")
    press(Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: "did not take it" in dialog.state.text(), timeout=5000)
    assert papers(shop) == [(0, "cancelled")]
    dialog.office.ask = to_pdf(tmp_path / "bill.pdf")
    with qtbot.waitSignal(dialog.office.printed, timeout=10_000):
        press(Key.Key_P, CTRL)
    assert papers(shop) == [(0, "sent")]


def test_a_paper_that_breaks_off_on_an_office_printer_is_doubted(
    qtbot, dialog: PaperDialog, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_what: object) -> None:
        raise Unavailable("The cable was pulled.")

    monkeypatch.setattr(raster, "paint", breaks)
    dialog.office.ask = to_pdf(tmp_path / "bill.pdf")
    press(Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: "cable" in dialog.state.text(), timeout=5000)
    assert Spooler(shop.db, shop.db.clock, lambda _news: None).recover() == 1
    assert papers(shop) == [(0, "uncertain")]
