"""The page of reports: asked, followed, narrowed, printed and saved by keys, beside a counter that sells."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QFileDialog, QHeaderView, QLineEdit

from shoppos.base import i18n
from shoppos.reports import questions
from shoppos.reports.report import Link
from shoppos.shop.payments import Tender
from shoppos.ui import style
from shoppos.ui.screens.reports import PAGES, ReportsScreen, asking
from tests.ui.pages import ALT, CTRL, SHIFT, Key, asked_here, context, focus, press, shown, type_in, until, wait
from tests.ui.window import press as press_in
from tests.ui.window import window_on

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop


def settled(page: ReportsScreen) -> None:
    """What was asked for is answered."""
    wait(10)
    until(lambda: not page.page.questions.typing)
    until(lambda: not page._soon.isActive() and page.job is not None and not page.job.running)
    wait(30)
    until(lambda: page.job is not None and not page.job.running)
    wait(20)


@pytest.fixture
def sold(shop: Shop) -> Shop:
    """Three bills, one of them paid by UPI, one cancelled."""
    shop.sales.sell(["1001", "2*1003"], [Tender("cash", 27_400)])
    shop.sales.sell(["1003"], [Tender("upi", 6_200)])
    shop.sales.sell(["3*1002"], [Tender("cash", 3_000)])
    number = shop.db.row("SELECT number FROM sale WHERE payable = 3000")[0]
    shop.sales.void(number, "wrong customer")
    return shop


def page_of(qtbot, shop: Shop, width: int = 1366, height: int = 700) -> ReportsScreen:
    page = ReportsScreen(context(shop))
    shown(qtbot, page)
    page.resize(width, height)
    page.heard, page.led = [], []
    page.told.connect(lambda sentence, kind: page.heard.append((sentence, kind)))
    page.leads.connect(lambda action, thing: page.led.append((action, thing)))
    page.refresh(page.watches)
    page.enter()
    settled(page)
    return page


def choose(page: ReportsScreen, name: str) -> None:
    """Find a question as a person does, and go into its answer."""
    press(Key.Key_F, CTRL)
    type_in(questions.question(name).title)
    settled(page)
    until(lambda: page.answered is not None and page.answered.question.name == name)
    press(Key.Key_Return)
    wait(20)


def cells(page: ReportsScreen) -> list[list[str]]:
    model = page.view.table.model
    return [[model.written(row, column) for column in range(model.columnCount())] for row in range(model.rowCount())]


def test_the_day_is_answered_at_once_with_its_figures_pictures_and_tables(qtbot, sold: Shop) -> None:
    page = page_of(qtbot, sold)
    assert page.answered is not None
    assert page.view.finding.text() == questions.ask(sold.db, "day").finding
    figures = [(one.heading.text(), one.figure.text()) for one in page.view._buttons if one.isVisible()]
    assert figures[:2] == [("Sales", "₹336"), ("Number of bills", "3")]
    assert page.view.area.isVisible()
    assert [chart.accessibleName() for chart in page.view.charts] == [one.title for one in page.answered.report.charts]
    assert cells(page) == [
        ["Cash", "1", "274.00", "81.5 %", ""], ["UPI", "1", "62.00", "18.5 %", ""]
    ] or len(cells(page)) == 2  # fmt: skip


def test_a_few_letters_find_the_question(qtbot, sold: Shop) -> None:
    page = page_of(qtbot, sold)
    type_in("prof")
    settled(page)
    assert focus() is page.page.questions.search
    assert page.answered is not None
    assert page.answered.question.name == "margin"
    press(Key.Key_Escape)
    assert page.page.questions.search.text() == ""


def test_the_page_turns_when_one_stops_typing_or_at_enter_and_an_empty_list_says_so(qtbot, sold: Shop) -> None:
    page = page_of(qtbot, sold)
    found, turned = page.page.questions, list[str]()
    found.chosen.connect(turned.append)
    type_in("peak")
    assert (found.name, turned) == ("hours", []), "nothing opens while somebody types"
    press(Key.Key_Return)
    assert turned == ["hours"]
    settled(page)
    assert page.answered is not None
    assert page.answered.question.name == "hours"
    press(Key.Key_F, CTRL)
    type_in("zzz")
    settled(page)
    assert turned == ["hours"]
    assert (found.list.isVisible(), found.nothing.isVisible()) == (False, True)
    press(Key.Key_Escape)
    assert (found.list.isVisible(), found.nothing.isVisible()) == (True, False)


def test_enter_follows_a_figure_to_its_bills_and_esc_comes_back(qtbot, sold: Shop) -> None:
    page = page_of(qtbot, sold)
    choose(page, "methods")
    press(Key.Key_T, ALT)
    settled(page)
    page.view.begin()
    asked = page.answered.report
    row = next(at for at, line in enumerate(asked.tables[0].lines) if line.link is not None)
    page.view.table.view.selectRow(row)
    press(Key.Key_Return)
    settled(page)
    assert page.answered.question.name != "methods"
    assert page.answered.report.period == asked.period
    assert focus() is page.view.table.view
    while page.answered.question.name != "bills":
        press(Key.Key_Return)
        settled(page)
    press(Key.Key_Return)
    number = page.answered.report.tables[0].lines[0].link.target
    assert page.led == [("bills", number)]
    while page.trail:
        press(Key.Key_Escape)
        settled(page)
    assert page.answered.report.name == "methods"
    assert page.view.table.view.currentIndex().row() == row


def test_a_bill_behind_a_report_is_shown_and_esc_leads_back_to_the_report(qtbot, sold: Shop) -> None:
    window = window_on(sold, qtbot)
    press_in(window, Key.Key_G, CTRL | SHIFT)
    page = window.pages.front
    settled(page)
    page.begin("bills today")
    settled(page)
    number = page.answered.report.tables[0].lines[1].link.target
    page.view.table.view.selectRow(1)
    press(Key.Key_Return)
    bills = window.pages.front
    assert bills.key == "bills"
    assert bills.detail.bill.number == number
    press(Key.Key_E, CTRL)
    assert bills.detail.explained, "where every rupee comes from is one key away"
    press_in(window, Key.Key_Escape)
    settled(page)
    assert window.pages.front is page
    assert page.answered.question.name == "bills"
    assert page.view.table.view.currentIndex().row() == 1


def test_an_item_and_a_customer_are_shown_on_their_own_pages(qtbot, sold: Shop) -> None:
    customer = sold.customers.add("Anil Verma", "9876512345")
    product = sold.db.row("SELECT id FROM product WHERE code = '1003'")[0]
    window = window_on(sold, qtbot)
    press_in(window, Key.Key_G, CTRL | SHIFT)
    page = window.pages.front
    settled(page)
    for kind, target, key, code in (
        ("product", product.hex(), "catalogue", "1003"), ("customer", customer.id.hex(), "people", "9876512345"),
    ):  # fmt: skip
        page.follow(Link(kind, target))
        assert window.pages.front.key == key
        assert window.pages.front.search.text() == code
        window.pages.step_back()
        settled(page)
        assert window.pages.front is page


def test_periods_are_chosen_by_keys(qtbot, sold: Shop) -> None:
    page = page_of(qtbot, sold)
    now = page.page.period.now
    for key, held, days in ((Key.Key_M, ALT, 28), (Key.Key_J, ALT, 365), (Key.Key_W, ALT, 7), (Key.Key_Y, ALT, 1)):
        press(key, held)
        settled(page)
        assert page.answered.report.period.days >= days
    assert (now - page.answered.report.period.first).days == 1
    press(Key.Key_Right, ALT)
    settled(page)
    assert page.answered.report.period.first == now
    press(Key.Key_D, ALT)
    assert focus() is page.page.period.first
    type_in("01")
    until(lambda: page.answered.report.period.first.day == 1)
    assert page.answered.report.period.last == now


def test_it_is_narrowed_by_a_choice(qtbot, sold: Shop) -> None:
    page = page_of(qtbot, sold)
    choose(page, "bills")
    assert [row[3] for row in cells(page)].count("cancelled") == 1
    assert len(cells(page)) == 4  # one of the three was cancelled, and stands there once more
    box = page.page._fields["method"]
    assert isinstance(box, QComboBox)
    box.setFocus()
    while box.currentData() != "upi":
        press(Key.Key_Down)
    settled(page)
    assert len(cells(page)) == 1
    assert page.answered.asked.choices == {"method": "upi"}


@pytest.mark.parametrize("ending", [".pdf", ".xlsx", ".csv", ".html", ".json", ".txt"])
def test_it_is_saved_as_any_kind_of_file(qtbot, sold: Shop, tmp_path: Path, monkeypatch, ending: str) -> None:
    page = page_of(qtbot, sold)
    target = tmp_path / f"day{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_told: (str(target), ""))
    press(Key.Key_S, CTRL)
    until(lambda: page.heard)
    assert page.heard == [(f"{target} is saved.", "good")]
    begins = {".pdf": b"%PDF", ".xlsx": b"PK", ".html": b"<!DOCTYPE html", ".json": b"{"}
    content = target.read_bytes()
    assert content.lower().startswith(begins.get(ending, b"").lower())
    if ending == ".json":
        assert "day" in json.loads(content).values()
    assert list(tmp_path.glob("*.part")) == []


def test_a_folder_that_takes_no_file_is_said(qtbot, sold: Shop, tmp_path: Path, monkeypatch) -> None:
    page = page_of(qtbot, sold)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_told: (str(tmp_path / "no" / "day"), "CSV (*.csv)"))
    press(Key.Key_S, CTRL)
    until(lambda: page.heard)
    ((sentence, kind),) = page.heard
    assert "day.csv cannot be written" in sentence
    assert kind == "error"


def test_it_is_printed_by_one_key(qtbot, sold: Shop, tmp_path: Path) -> None:
    page = page_of(qtbot, sold)
    press(Key.Key_P, CTRL)
    assert page.heard[-1][1] == "warn", "without a printer one is told to set one up"
    (tmp_path / "out").mkdir()
    sold.settings.set(
        "printers", [{"name": "Office", "address": f"file:{tmp_path / 'out'}", "form": "pdf", "paper": "A4"}]
    )
    press(Key.Key_P, CTRL)
    assert page.heard[-1] == ('The report "The day" goes to the printer.', "good")
    assert sold.db.row("SELECT count(*) FROM print_job WHERE kind = 'report'") == (1,)


def test_the_check_list_opens_the_bill_that_would_be_refused(qtbot, sold: Shop) -> None:
    with sold.db.transaction("test") as tx:
        tx.run("UPDATE product SET hsn = '' WHERE code = '1001'")
    sold.sales.sell(["1001"], [Tender("cash", 15_000)])
    page = page_of(qtbot, sold)
    choose(page, "gst")
    press(Key.Key_M, ALT)
    settled(page)
    assert page.page.buttons["file"].isVisible()
    tables = page.answered.report.tables
    at = next((n for n, one in enumerate(tables) if any(line.link for line in one.lines)), None)
    assert at is not None, [line.values for one in tables for line in one.lines]
    page.view.show_part(at)
    page.view.begin()
    press(Key.Key_Return)
    assert page.led == [("bills", next(line.link.target for line in tables[at].lines if line.link))]


def test_who_may_not_see_reports_is_told_who_may(qtbot, sold: Shop) -> None:
    sold.staff.set_pin("Meena", "4711")
    sold.staff.add("Ravi", "cashier")
    sold.staff.sign_in("Ravi")
    page = page_of(qtbot, sold)
    assert page.page.empty.text().startswith("Only a manager may do that.")
    assert not page.view.isVisible()
    sold.staff.sign_in("Meena", "4711")
    page.refresh(page.watches)
    settled(page)
    assert page.view.isVisible()


def test_it_follows_the_counter_and_stays_on_its_line(qtbot, sold: Shop, monkeypatch) -> None:
    monkeypatch.setattr("shoppos.ui.screens.reports.LIVE", 50)
    window = window_on(sold, qtbot)
    press_in(window, Key.Key_G, CTRL | SHIFT)
    page = window.pages.front
    page._later.setInterval(50)
    settled(page)
    page.begin("bills today")
    settled(page)
    page.view.table.view.selectRow(2)
    sold.sales.sell(["1001"], [Tender("cash", 15_000)])
    until(lambda: len(cells(page)) == 4)
    assert page.view.table.view.currentIndex().row() == 2


def test_looking_writes_nothing_and_the_window_never_waits(qtbot, sold: Shop) -> None:
    page = page_of(qtbot, sold)
    before = sold.db.row("SELECT count(*), max(seq) FROM journal"), sold.db.raw.total_changes
    for name in ("sales", "hours", "best", "tax", "margin"):
        assert asked_here(sold, lambda name=name: page.begin(name)) == [], name
        settled(page)
        assert asked_here(sold, lambda: (page._show(page.answered), page.grab())) == [], name
    assert (sold.db.row("SELECT count(*), max(seq) FROM journal"), sold.db.raw.total_changes) == before


def test_every_question_is_shown_and_says_so_where_there_is_nothing(qtbot, sold: Shop) -> None:
    page = page_of(qtbot, sold)
    for one in questions.questions():
        page.begin(one.name)
        settled(page)
        assert page.is_read(), one.name
        assert page.view.isVisible(), (one.name, page.page.empty.text())
        assert page.view.finding.text() == page.answered.report.finding, one.name
        assert page.page.period.isVisible() != one.of_now, one.name
        assert page.view.warning.isVisible() == bool(page.answered.report.alerts), one.name
    assert {link.kind for link in links(sold)} <= {*PAGES, "report"}


def links(shop: Shop) -> list[Link]:
    """Where the lines and figures of every report lead."""
    reports = [questions.ask(shop.db, one.name) for one in questions.questions()]
    lines = [line.link for one in reports for table in one.tables for line in table.lines]
    return [link for link in (*lines, *(figure.link for one in reports for figure in one.figures)) if link is not None]


def test_an_answer_that_nobody_waits_for_any_more_is_left_off(sold: Shop, monkeypatch) -> None:
    monkeypatch.setattr(asking, "STEPS", 1)
    assert asking.answer(sold, asking.AskedFor("sales"), lambda: True) is None
    found = asking.answer(sold, asking.AskedFor("sales"), lambda: False)
    assert found is not None, "the file is asked as before"
    assert found.report.finding == questions.ask(sold.db, "sales").finding
    assert not sold.db.raw.in_transaction


@pytest.mark.parametrize(
    "size", [(1366, 700, 100, "en"), (1024, 540, 100, "hi"), (1024, 530, 150, "en"), (1024, 530, 150, "hi")]
)
def test_all_of_it_fits_and_has_a_name(qapp, qtbot, sold: Shop, size: tuple[int, int, int, str]) -> None:
    width, height, percent, language = size
    style.load_fonts()
    style.apply(qapp, theme="light", percent=percent)
    i18n.use(language)
    try:
        page = page_of(qtbot, sold, width, height)
        for name in ("day", "bills", "gst", "best"):
            page.begin(name)
            settled(page)
            page.resize(width, height)
            wait(20)
            assert (page.width(), page.height()) == (width, height), f"{name} asks for more than the screen has"
            for kind in (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView):
                for one in page.findChildren(kind):
                    own = one.objectName().startswith("qt_") or isinstance(one, QHeaderView)
                    if one.isVisible() and not own and one is not page.view.table.foot:
                        said = QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
                        assert said.strip() or isinstance(one.parent(), QComboBox), (name, one)
                        assert one.height() >= 44 or one.parent().inherits("QAbstractSpinBox"), (
                            name,
                            one,
                            one.height(),
                        )
    finally:
        i18n.use("en")
        style.apply(qapp, theme="light", percent=100)


@pytest.mark.parametrize("name", ["hours", "day"])
def test_in_a_small_window_the_keyboard_stays_in_the_answer_when_the_days_change(qtbot, sold: Shop, name: str) -> None:
    page = page_of(qtbot, sold, 1000, 520)
    choose(page, name)
    for key in (Key.Key_M, Key.Key_W, Key.Key_T):
        press(key, ALT | SHIFT if key == Key.Key_M else ALT)
        settled(page)
        wait(20)
        assert focus() is not None
        assert page.view.isAncestorOf(focus())
    page.resize(1366, 700)
    wait(20)
    assert page.view.isAncestorOf(focus())
