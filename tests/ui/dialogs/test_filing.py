"""The dialog of returns: a month is looked through beside the window, and its files are written."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from shoppos.base import i18n
from shoppos.reports import periods
from shoppos.ui import style
from shoppos.ui.dialogs.filing import FilingDialog
from tests.reports.gst.books import Line, Writer
from tests.ui.pages import CTRL, Key, context, press, shown, wait

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop

RAVI = "27AABCU9603R1ZN"


@pytest.fixture
def last(shop: Shop) -> int:
    """The first day of the last month as yyyymmdd, in which a dealer bought and something has no HSN."""
    day = periods.before(periods.around(periods.today(shop.db.clock), "month")).span[0]
    writer = Writer(shop.db.path)
    writer.product = (b"x" * 16,)
    year = f"{day // 10000 % 100:02d}{(day // 10000 + 1) % 100:02d}"
    writer.bill(f"A1/{year}/000801", day, [Line(10_000, rate=1800)], gstin=RAVI)
    writer.bill(f"A1/{year}/000802", day, [Line(5_000, rate=500, hsn="")])
    return day


def at_rest(dialog: FilingDialog) -> None:
    for _again in range(400):
        wait(10)
        if not dialog.busy and dialog.save_button.isEnabled():
            return
    raise AssertionError("the work never ended")


@pytest.fixture
def dialog(qtbot, shop: Shop, last: int) -> FilingDialog:
    made = FilingDialog(context(shop), None)
    shown(qtbot, made)
    at_rest(made)
    return made


def test_the_last_month_is_looked_through_by_itself(dialog: FilingDialog, last: int) -> None:
    assert dialog.chosen.span[0] == last
    assert dialog.finding.text().endswith("but one thing would be refused.")
    how, number, wrong = dialog.model.rows[0]
    assert (how, wrong) == ("refused", "no HSN on Thing Thing.")
    assert dialog.wrong.text() == f"{number}: no HSN on Thing Thing."
    assert dialog.remedy.text() == "→ Give the item its HSN: the return takes it at once."


def test_another_month_is_looked_through_when_it_is_chosen(dialog: FilingDialog) -> None:
    press(Key.Key_Down)
    at_rest(dialog)
    assert dialog.table.isHidden() == (not dialog.model.rows)
    assert "one thing would be refused" not in dialog.finding.text() or dialog.model.rows


@pytest.mark.parametrize(("kind", "name"), [("json", "m.json"), ("gstr3b", "b.json"), ("xlsx", "m.xlsx")])
def test_a_return_is_saved_where_one_says(
    dialog: FilingDialog, tmp_path: Path, monkeypatch, kind: str, name: str
) -> None:
    target = tmp_path / name
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    dialog.what.setCurrentIndex(dialog.what.findData(kind))
    press(Key.Key_S, CTRL)
    at_rest(dialog)
    assert dialog.saved == [target]
    assert str(target) in dialog.told.text()
    if kind == "json":
        assert json.loads(target.read_text("utf-8"))["b2b"][0]["ctin"] == RAVI
    elif kind == "gstr3b":
        assert json.loads(target.read_text("utf-8"))["sup_details"]["osup_det"]["txval"] == 150.0
    else:
        assert target.read_bytes().startswith(b"PK")


def test_csv_goes_into_a_folder(dialog: FilingDialog, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(tmp_path / "month"))
    dialog.what.setCurrentIndex(dialog.what.findData("csv"))
    dialog.save()
    at_rest(dialog)
    assert len(list((tmp_path / "month").glob("*.csv"))) == 9
    assert dialog.told.text().startswith("Saved: 9 files in")


def test_the_accountant_s_file_is_the_whole_month(dialog: FilingDialog, tmp_path: Path) -> None:
    dialog.what.setCurrentIndex(dialog.what.findData("tally"))
    dialog.save_to(tmp_path / "m.xml")
    at_rest(dialog)
    told = ET.fromstring((tmp_path / "m.xml").read_text("utf-8"))
    assert len(list(told.iter("VOUCHER"))) == 2


def test_what_cannot_be_written_is_said_and_work_goes_on(dialog: FilingDialog, tmp_path: Path) -> None:
    dialog.save_to(tmp_path / "none" / "m.json")
    at_rest(dialog)
    assert "cannot be written" in dialog.told.text()
    assert dialog.saved == []
    dialog.save_to(tmp_path / "m.json")
    at_rest(dialog)
    assert dialog.saved


def test_stopped_it_writes_nothing(dialog: FilingDialog, tmp_path: Path) -> None:
    dialog.what.setCurrentIndex(dialog.what.findData("tally"))
    dialog.save_to(tmp_path / "m.xml")
    dialog.progress.stopped.emit()
    at_rest(dialog)
    assert (tmp_path / "m.xml").exists() == bool(dialog.saved)
    assert dialog.saved or dialog.told.text() == "Stopped: nothing was written."


def test_who_may_not_see_reports_sees_none_here(qtbot, shop: Shop, last: int) -> None:
    shop.staff.set_pin("Meena", "2468")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    made = FilingDialog(context(shop), None)
    shown(qtbot, made)
    at_rest(made)
    assert "Only a manager" in made.told.text()
    assert made.finding.text() == ""


def offered(dialog: FilingDialog) -> list[str]:
    return [str(dialog.what.itemData(at)) for at in range(dialog.what.count())]


def test_a_shop_under_the_levy_saves_cmp_08_of_a_quarter_and_no_gstr(qtbot, shop: Shop, tmp_path: Path) -> None:
    shop.settings.set_profile(scheme="composition")
    quarter = periods.before(periods.around(periods.today(shop.db.clock), "quarter"))
    writer = Writer(shop.db.path)
    writer.head = shop.settings.letterhead()[0]
    day, year = quarter.span[0], periods.around(quarter.first, "year").first.year % 100
    writer.bill(f"A1/{year:02d}{year + 1:02d}/000801", day, [Line(1_00_000)])
    made = FilingDialog(context(shop), None)
    shown(qtbot, made)
    at_rest(made)
    assert made.chosen == quarter
    assert offered(made) == ["cmp08", "tally"]
    assert "₹10.00 to pay until" in made.finding.text()
    made.save_to(tmp_path / "q.xlsx")
    at_rest(made)
    assert made.saved == [tmp_path / "q.xlsx"]
    with zipfile.ZipFile(tmp_path / "q.xlsx") as book:
        assert "CMP-08" in book.read("xl/sharedStrings.xml").decode()
    made.period.setCurrentIndex(0)
    at_rest(made)
    assert offered(made) == ["tally"]


def test_a_shop_that_left_the_levy_within_a_quarter_files_both(qtbot, shop: Shop) -> None:
    quarter = periods.before(periods.around(periods.today(shop.db.clock), "quarter"))
    writer, year = Writer(shop.db.path), periods.around(quarter.first, "year").first.year % 100
    for at, scheme in enumerate(("composition", "regular")):
        shop.settings.set_profile(scheme=scheme)
        writer.head = shop.settings.letterhead()[0]
        writer.bill(f"A1/{year:02d}{year + 1:02d}/00080{at}", quarter.span[at], [Line(1_000, rate=500 * at)])
    made = FilingDialog(context(shop), None)
    shown(qtbot, made)
    made.period.setCurrentIndex(made.period.findText("Quarter", Qt.MatchFlag.MatchStartsWith))
    at_rest(made)
    assert offered(made) == ["json", "xlsx", "csv", "gstr3b", "cmp08", "tally"]


def test_it_never_says_that_files_are_saved_by_the_key_that_led_here(qtbot, shop: Shop) -> None:
    made = FilingDialog(context(shop), None)
    shown(qtbot, made)
    at_rest(made)
    assert made.finding.text().endswith("nothing would be refused.")
    assert made.told.text() == ""


def test_to_save_while_something_is_read_is_refused_in_words(qtbot, shop: Shop) -> None:
    made = FilingDialog(context(shop), None)
    shown(qtbot, made)
    made.look()
    press(Key.Key_S, CTRL)
    assert made.told.text() == "Something is read or written still: save when it is done, or stop it."


class Small:
    """A screen as small as the smallest that is promised."""

    def availableSize(self) -> QSize:  # noqa: N802  (Qt calls it so)
        return QSize(1024, 600)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_it_fits_the_smallest_screen_at_the_largest_letters(
    qtbot, qapp, shop: Shop, last: int, monkeypatch, language: str
) -> None:
    style.load_fonts()
    style.apply(qapp, theme="light", percent=150)
    i18n.use(language)
    monkeypatch.setattr(QWidget, "screen", lambda _self: Small())
    try:
        made = FilingDialog(context(shop), None)
        qtbot.addWidget(made)
        made.show()
        at_rest(made)
        assert made.width() <= 1024
        assert made.height() <= 600
        for button in made.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width(), button.text()
                assert button.height() >= 44
    finally:
        i18n.use("en")
        style.apply(qapp, theme="light", percent=100)


def test_enter_on_a_line_leads_to_its_bill(dialog: FilingDialog) -> None:
    number = dialog.model.rows[0][1]
    dialog.table.setFocus()
    press(Key.Key_Return)
    assert (dialog.lead, dialog.isVisible()) == (number, False)
