"""The page of papers: what waits and why, decided by keys on a real queue, with printers that fail as real ones do."""

from __future__ import annotations

import json
from statistics import median
from time import thread_time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView

from shoppos.base.ids import new_id
from shoppos.models.print_job import PrintJob
from shoppos.printing.spooler import PrinterState, Spooler
from shoppos.shop.payments import Tender
from shoppos.ui import style
from shoppos.ui.dialogs.paper import PaperDialog, of_listed
from shoppos.ui.screens.papers import PapersScreen
from shoppos.ui.widgets.paper_list import SECOND, STATE, PaperList, ago
from tests.ui.pages import ALT, CTRL, Key, context, focus, meanwhile, press, shown

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop

LATER = 4_000_000_000_000
"""Milliseconds in the year 2096: a next try that no test waits for."""


@pytest.fixture
def papers(shop: Shop, tmp_path: Path) -> Shop:
    """A shop with two receipt printers that are folders, and three bills whose papers wait."""
    for name in ("counter", "packing"):
        (tmp_path / name).mkdir()
    shop.settings.set("printers", [
        {"name": "Counter", "address": f"file:{tmp_path / 'counter'}", "form": "text", "paper": "80"},
        {"name": "Packing", "address": f"file:{tmp_path / 'packing'}", "form": "text", "paper": "58"},
        {"name": "Labels", "address": f"file:{tmp_path / 'labels'}", "form": "tspl", "paper": "50x25"},
    ])  # fmt: skip
    shop.customers.add("Anil Verma", "9876512345")
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    shop.sales.sell(["1003"], [Tender("cash", 6_200)], customer_phone="9876512345")
    shop.sales.sell(["1002"], [Tender("cash", 1_000)])
    return shop


def jobs(shop: Shop) -> list[bytes]:
    return [row[0] for row in shop.db.rows("SELECT id FROM print_job ORDER BY id")]


def states(shop: Shop) -> list[str]:
    return [row[0] for row in shop.db.rows("SELECT state FROM print_job ORDER BY id")]


def mark(shop: Shop, at: int, **changes: object) -> None:
    with shop.db.transaction("print.state") as tx:
        tx.change(PrintJob, {"id": jobs(shop)[at]}, changes, local=True)


@pytest.fixture
def screen(qtbot, papers: Shop) -> PapersScreen:
    """The page over a queue that nobody works through: what a key does is seen in the records."""
    told = context(papers)
    spooler = Spooler(papers.db, papers.db.clock, lambda _news: None)
    told.papers = lambda: spooler
    page = PapersScreen(told)
    shown(qtbot, page)
    page.heard = []
    page.told.connect(lambda sentence, kind: page.heard.append((sentence, kind)))
    page.refresh(page.watches)
    page.enter()
    return page


@pytest.fixture
def done(qtbot, screen: PapersScreen):
    """Press a key and wait until what it asked for is told."""

    def act(key: Key, modifier=None) -> str:
        with qtbot.waitSignal(screen.told, timeout=5000):
            press(key) if modifier is None else press(key, modifier)
        return screen.heard[-1][0]

    return act


def first_lines(screen: PapersScreen) -> list[str]:
    return [screen.model.index(row, 0).data() for row in range(screen.model.rowCount())]


def test_what_waits_stands_there_in_the_order_of_printing(screen: PapersScreen) -> None:
    assert first_lines(screen) == ["Bill A1/2627/000001", "Bill A1/2627/000002", "Bill A1/2627/000003"]
    assert screen.model.index(1, 0).data(SECOND) == "Original  ·  Anil Verma"
    assert screen.count.text() == "3 papers wait"
    assert screen.model.index(0, 2).data() == "Counter"
    assert "asked for by Meena" in screen.card.about.text()


def test_a_paper_whose_printer_is_gone_names_the_one_it_will_come_out_of(screen: PapersScreen, papers: Shop) -> None:
    mark(papers, 0, printer="Old till")
    mark(papers, 1, printer="Old till", state="uncertain")
    screen.refresh(screen.watches)
    assert screen.model.index(0, 2).data() == "Old till", "there it has to be looked for"
    assert screen.model.index(1, 2).data() == "Counter"
    screen.context.printer_states["Counter"] = PrinterState("Counter", ready=False, reason="It is out of paper.")
    assert screen.model.index(1, STATE).data(SECOND).startswith("Counter: It is out of paper.")


def test_a_paper_for_which_there_is_no_printer_says_so(screen: PapersScreen, papers: Shop) -> None:
    papers.settings.set("printers", [])
    screen.refresh(screen.watches)
    assert screen.model.index(1, 2).data() == "No printer"
    assert screen.model.index(1, STATE).data(SECOND) == "No printer is set up for this paper."


def test_what_needs_a_person_stands_first_with_its_question(screen: PapersScreen, papers: Shop) -> None:
    mark(papers, 2, state="uncertain", error="The printer stopped in the middle of it.", tries=1)
    screen.refresh(screen.watches)
    screen.enter()
    assert first_lines(screen)[0] == "Bill A1/2627/000003"
    assert screen.model.index(0, STATE).data() == "?  Is it on paper?"
    assert screen.card.name.text().startswith("Is it on paper?")
    assert screen.card.reason.text() == "The printer stopped in the middle of it."
    seen = [name for name, button in screen.card.buttons.items() if button.isVisible()]
    assert seen == ["there", "again", "cancel", "see"]


def test_yes_it_is_there(screen: PapersScreen, papers: Shop, done) -> None:
    mark(papers, 0, state="uncertain")
    screen.refresh(screen.watches)
    assert done(Key.Key_Y) == "Bill A1/2627/000001 is marked as printed."
    assert states(papers) == ["printed", "owed", "owed"]
    assert screen.chosen.number == "A1/2627/000002", "the next one takes its place"


def test_no_print_it_again(screen: PapersScreen, papers: Shop, done) -> None:
    mark(papers, 0, state="uncertain")
    screen.refresh(screen.watches)
    assert done(Key.Key_N) == "Bill A1/2627/000001 is printed again."
    assert states(papers) == ["owed", "owed", "owed"]


def test_enter_alone_never_sends_a_paper_in_doubt_again(screen: PapersScreen, papers: Shop, done) -> None:
    mark(papers, 0, state="uncertain")
    screen.refresh(screen.watches)
    assert "Y: it is there" in done(Key.Key_Return)
    assert states(papers)[0] == "uncertain"


def test_y_and_n_do_nothing_to_a_paper_that_is_not_in_doubt(screen: PapersScreen, papers: Shop) -> None:
    press(Key.Key_Y)
    press(Key.Key_N)
    assert screen.heard == []
    assert states(papers) == ["owed", "owed", "owed"]


def test_enter_does_not_wait_for_the_next_try(screen: PapersScreen, papers: Shop, done) -> None:
    mark(papers, 0, next_at=LATER, tries=3, error="The printer does not answer.")
    screen.refresh(screen.watches)
    assert screen.card.reason.text().startswith("The printer does not answer. The next try is at ")
    assert screen.card.about.text().endswith("3 tries")
    assert done(Key.Key_Return) == "Bill A1/2627/000001 is tried now."
    assert papers.db.row("SELECT next_at FROM print_job ORDER BY id")[0] == 0


def test_del_asks_nothing_and_ctrl_z_takes_it_back(screen: PapersScreen, papers: Shop, done) -> None:
    assert done(Key.Key_Delete) == "Bill A1/2627/000001 is cancelled. Ctrl+Z takes that back."
    assert states(papers)[0] == "cancelled"
    assert len(first_lines(screen)) == 2
    assert done(Key.Key_Z, CTRL) == "Bill A1/2627/000001 waits again."
    assert states(papers)[0] == "owed"
    press(Key.Key_Z, CTRL)
    assert len(screen.heard) == 2, "there is nothing more to take back"


def test_a_paper_in_doubt_is_in_doubt_again_when_its_cancelling_is_taken_back(screen, papers, done) -> None:
    mark(papers, 0, state="uncertain", made_for="escpos 80")
    screen.refresh(screen.watches)
    done(Key.Key_Delete)
    done(Key.Key_Z, CTRL)
    assert states(papers)[0] == "uncertain", "else it would be printed a second time by itself"


def test_m_moves_it_to_a_printer_that_can_print_it(screen: PapersScreen, papers: Shop, qtbot) -> None:
    def choose(dialog) -> None:
        offered = [dialog.list.item(row).text() for row in range(dialog.list.count())]
        assert offered == ["Packing  ·  58 mm roll"], "neither where it waits, nor a printer of labels"
        press(Key.Key_Return)

    failures = meanwhile(choose)
    with qtbot.waitSignal(screen.told, timeout=5000):
        press(Key.Key_M)
    assert failures == []
    assert screen.heard[-1] == ("Bill A1/2627/000001 goes to Packing.", "good")
    assert screen.model.index(0, 2).data() == "Packing"


def test_m_takes_all_that_wait_there_along(screen: PapersScreen, papers: Shop, qtbot) -> None:
    mark(papers, 2, state="printed")
    screen.refresh(screen.watches)

    def choose(dialog) -> None:
        assert dialog.others.text() == "&Also the 1 other paper that waits there"
        press(Key.Key_A, ALT)
        qtbot.waitUntil(dialog.others.isChecked, timeout=1000)
        press(Key.Key_Return)

    failures = meanwhile(choose)
    press(Key.Key_M)
    assert failures == []
    qtbot.waitUntil(lambda: bool(screen.heard), timeout=5000)
    assert screen.heard[-1][0] == "2 papers go to Packing."
    printers = [row[0] for row in papers.db.rows("SELECT printer FROM print_job ORDER BY id")]
    assert printers == ["Packing", "Packing", ""], "what is out stays where it was"


def test_with_one_printer_there_is_nowhere_to_move_to(screen: PapersScreen, papers: Shop, done) -> None:
    papers.settings.set("printers", papers.settings.get("printers", [])[:1])
    assert "no other printer" in done(Key.Key_M)


def test_a_bill_is_not_offered_a_printer_of_label_sheets(screen: PapersScreen, papers: Shop, done) -> None:
    sheets = {"name": "Sheets", "address": "tcp://192.0.2.9:9100", "form": "pdf", "paper": "A4x24"}
    papers.settings.set("printers", [papers.settings.get("printers", [])[0], sheets])
    assert "no other printer" in done(Key.Key_M)


def test_with_ctrl_the_letters_work_in_every_layout(screen: PapersScreen, papers: Shop, done) -> None:
    papers.settings.set("printers", papers.settings.get("printers", [])[:1])
    press(Key.Key_M, CTRL)
    assert "no other printer" in screen.heard[-1][0]
    mark(papers, 0, state="uncertain")
    screen.refresh(screen.watches)
    assert "printed again" in done(Key.Key_N, CTRL)


def test_ctrl_t_shows_all_of_today_with_what_became_of_it(screen: PapersScreen, papers: Shop) -> None:
    mark(papers, 0, state="printed", tries=1)
    mark(papers, 1, state="cancelled")
    press(Key.Key_T, CTRL)
    assert first_lines(screen) == ["Bill A1/2627/000003", "Bill A1/2627/000002", "Bill A1/2627/000001"]
    said = [screen.model.index(row, STATE).data() for row in range(3)]
    assert said == ["…  Waits", "✕  Cancelled", "✓  Printed"]
    press(Key.Key_T, CTRL)
    assert first_lines(screen) == ["Bill A1/2627/000003"]


def test_yesterdays_papers_are_not_todays(screen: PapersScreen, papers: Shop) -> None:
    mark(papers, 0, state="printed", made_at=papers.db.clock.ms() - 2 * 86_400_000)
    press(Key.Key_T, CTRL)
    assert first_lines(screen) == ["Bill A1/2627/000003", "Bill A1/2627/000002"]


def test_when_nothing_waits_the_next_step_is_named(screen: PapersScreen, papers: Shop) -> None:
    for at in range(3):
        mark(papers, at, state="printed")
    screen.refresh(screen.watches)
    assert screen.empty.isVisible()
    assert "Ctrl+T" in screen.empty.text()
    assert not screen.card.isVisible()


def test_the_reason_is_what_the_printer_says_of_itself(screen: PapersScreen) -> None:
    screen.context.printer_states["Counter"] = PrinterState("Counter", False, "The paper is finished.", "")
    screen.refresh(screen.watches)
    assert screen.card.reason.text() == "Counter: The paper is finished. It prints by itself when that is mended."


def test_before_printing_is_ready_it_says_so_and_changes_nothing(screen: PapersScreen, papers: Shop) -> None:
    screen.context.papers = lambda: None
    press(Key.Key_Delete)
    assert screen.heard[-1][1] == "warn"
    assert states(papers)[0] == "owed"


def test_a_paper_that_has_moved_on_meanwhile_is_left_alone(screen: PapersScreen, papers: Shop, done) -> None:
    mark(papers, 0, state="printed")  # another program printed it after the list was made
    assert "moved on meanwhile" in done(Key.Key_Delete)
    assert states(papers)[0] == "printed"


def test_the_list_follows_a_printer_at_work(qtbot, screen: PapersScreen, papers: Shop, tmp_path: Path) -> None:
    from shoppos.ui.bridge import Bridge

    bridge = Bridge(papers.db)
    bridge.changed.connect(lambda tables: tables & screen.watches and screen.refresh(tables))
    spooler = Spooler(papers.db, papers.db.clock, lambda _news: None)
    spooler.start()
    try:
        qtbot.waitUntil(lambda: screen.model.rowCount() == 0, timeout=10_000)
    finally:
        spooler.stop()
        bridge.stop()
    assert len(list((tmp_path / "counter").iterdir())) == 3
    assert screen.empty.isVisible()


def test_space_shows_the_paper(screen: PapersScreen, qtbot) -> None:
    def look(dialog) -> None:
        assert "Bill A1/2627/000001" in dialog.windowTitle()
        assert dialog.paper.currentData() == "80"
        qtbot.waitUntil(lambda: not dialog.image.drawn.isNull(), timeout=5000)
        press(Key.Key_Escape)

    failures = meanwhile(look)
    press(Key.Key_Space)
    assert failures == []


def test_ctrl_r_owes_a_reading_of_the_till(screen: PapersScreen, papers: Shop, done) -> None:
    assert "this till has taken" in done(Key.Key_R, CTRL)
    screen.refresh(screen.watches)
    assert first_lines(screen)[-1] == "Reading of the till"
    assert screen.model.index(3, 0).data(SECOND) == "Original"


@pytest.mark.parametrize("kind", ["label", "slip", "shelf", "reading"])
def test_every_kind_of_paper_can_be_seen(qtbot, screen: PapersScreen, papers: Shop, kind: str) -> None:
    papers.customers.add("Sita", "9812345678", address="5 Fort Road, Pune", pin_code="411001")
    papers.sales.sell(["1001"], [Tender("cash", 15_000)], customer_phone="9812345678", with_address=True)
    number, product = "A1/2627/000004", papers.catalogue.find_code("1001").product_id
    owe = {
        "label": lambda: papers.papers.label(number), "slip": lambda: papers.papers.slip(number),
        "shelf": lambda: papers.papers.shelf([(product, 2)]), "reading": papers.papers.reading,
    }  # fmt: skip
    job = owe[kind]()
    screen.refresh(screen.watches)
    subject = of_listed(papers, screen.model.paper(screen.model.row_of(job)))
    dialog = PaperDialog(screen.context, subject, None)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: not dialog.image.drawn.isNull(), timeout=5000)


@pytest.fixture
def heap(papers: Shop) -> Shop:
    """Ten thousand papers that wait."""
    now, employee = papers.db.clock.ms(), papers.db.employee
    with papers.db.transaction("print.state") as tx:
        tx.insert(PrintJob, *(
            {"id": new_id(), "doc_id": new_id(), "kind": "shelf", "copy_no": 0, "printer": "", "state": "owed",
             "tries": 0, "next_at": 0, "error": "", "made_at": now, "employee_id": employee, "content": None,
             "told": json.dumps({})}
            for _n in range(10_000)
        ), local=True)  # fmt: skip
    return papers


def test_ten_thousand_papers_do_not_hold_up_the_window(heap: Shop) -> None:
    model, took = PaperList({}), []

    def timed(work, *arguments) -> None:
        began = thread_time()
        work(*arguments)
        took.append(thread_time() - began)

    timed(model.show, heap, "waiting")
    assert model.rowCount() == 200
    while model.canFetchMore(model.index(-1, -1)):
        timed(model.fetchMore, model.index(-1, -1))
    assert model.rowCount() == 10_003
    assert median(took) < 0.05, "seconds that a page of them takes on the window's thread"


def test_everything_has_a_name_for_a_reader_and_room_for_a_finger(qapp, screen: PapersScreen, papers: Shop) -> None:
    style.apply(qapp, theme="light")
    mark(papers, 0, state="uncertain")
    screen.refresh(screen.watches)
    for one in (*screen.findChildren(QAbstractButton), *screen.findChildren(QAbstractItemView)):
        if one.isVisible() and not isinstance(one, QHeaderView):
            named = QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
            assert named.strip(), one
    for button in screen.card.buttons.values():
        assert button.sizeHint().height() >= 44
    spoken = screen.model.index(0, STATE).data(0x0B)  # Qt.AccessibleTextRole
    assert spoken.startswith("?  Is it on paper?. ")


def test_esc_leaves_and_the_keyboard_begins_in_the_list(qtbot, screen: PapersScreen) -> None:
    assert focus() is screen.table
    with qtbot.waitSignal(screen.leave, timeout=1000):
        press(Key.Key_Escape)


def test_on_a_button_the_space_bar_presses_it(screen: PapersScreen, papers: Shop, done) -> None:
    screen.card.buttons["cancel"].setFocus()
    assert "is cancelled" in done(Key.Key_Space)
    assert states(papers)[0] == "cancelled"
    assert focus() is screen.table


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "just now"), (1, "1 minute ago"), (59, "59 minutes ago"), (60, "1 hour ago"), (3000, "2 days ago")],
)
def test_how_long_ago_is_said_in_words(minutes: int, said: str) -> None:
    assert ago(minutes) == said
