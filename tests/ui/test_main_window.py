"""The window: one counter, pages behind it, a scan heard on each, and what happens elsewhere seen at once."""

import threading
from itertools import count

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from shoppos.base import i18n
from shoppos.base.errors import NotFound
from shoppos.ui import keys, style
from shoppos.ui.context import Context
from shoppos.ui.dialogs.all_keys import AllKeys
from shoppos.ui.dialogs.notice import Notice
from shoppos.ui.main_window import EVERYWHERE, MainWindow, make_application
from shoppos.ui.pages import SCREENS
from tests.ui.window import CTRL, PARLE, SURF, in_front, keys_at, press, window_on

Key = Qt.Key

PATIENCE = 1000
"""How often it is looked for a dialog, some 10 ms apart, before a test gives up."""


@pytest.fixture
def window(shop, qtbot):
    made = window_on(shop, qtbot)
    yield made
    made.bridge.stop()
    made.close()
    i18n.use("en")
    style.apply(make_application(), theme="light", percent=100)


def answered(window, act):
    """Do `act` with the dialog that comes up next, as soon as the keyboard is in it, however long that takes."""
    failures = []
    tries = count(1)

    def look():
        dialog, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
        there = isinstance(dialog, QDialog) and dialog.isActiveWindow() and focus is not None
        if not (there and dialog.isAncestorOf(focus)) and next(tries) < PATIENCE:
            QTimer.singleShot(10, look)
            return
        try:
            assert there, "no dialog came to the front"
            act(dialog)
        except AssertionError as error:
            failures.append(str(error))
        finally:
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, look)
    return failures


def test_it_is_painted_before_the_shop_is_open_and_does_nothing_yet(qtbot):
    early = MainWindow(Context(keys.load("shoppos")))
    with qtbot.waitSignal(early.painted, timeout=2000):
        in_front(qtbot, early)
    early.do("catalogue")
    early.do("cash")
    assert early.pages.at_counter
    assert early.pages.count() == 1


def test_the_counter_comes_first_with_the_keyboard_in_its_line(window):
    assert window.pages.at_counter
    assert window.counter.line.hasFocus()
    assert "Sharma Kirana" in window.windowTitle()


@pytest.mark.parametrize("action", [action for action, _make in SCREENS])
def test_a_page_is_made_when_first_shown_and_esc_leads_back(window, action):
    made = window.pages.count()
    pressed = QKeySequence(window.context.keymap.shown(action))[0]
    key, held = pressed.key(), pressed.keyboardModifiers()
    press(window, key, held)
    assert window.pages.front.key == action
    assert window.pages.count() == made + 1
    assert window.pages.front.title() in window.windowTitle()
    press(window, Key.Key_Escape)
    assert window.pages.at_counter
    assert window.counter.line.hasFocus()
    press(window, key, held)
    press(window, key, held)
    assert window.pages.at_counter == (action not in {"order", "orders", "talk", "bank"})
    assert window.pages.count() == made + 1


def test_from_another_page_no_key_takes_money_unseen(window, shop):
    window.counter.scanned(SURF)
    press(window, Key.Key_1, CTRL)
    for key in (Key.Key_F9, Key.Key_F10, Key.Key_F11, Key.Key_F6):
        press(window, key)
    assert window.pages.front.key == "catalogue"
    assert shop.sales.last() is None
    assert shop.sales.held() == []


def test_f1_leads_to_the_counter_from_anywhere(window):
    press(window, Key.Key_3, CTRL)
    press(window, Key.Key_F1)
    assert window.pages.at_counter
    assert window.counter.line.hasFocus()


def test_a_scan_on_another_page_is_rung_up_and_seen(window, shop):
    press(window, Key.Key_3, CTRL)
    assert QApplication.focusWidget() is window.pages.front.subjects
    keys_at(5, SURF)
    assert window.pages.at_counter
    assert [line.code for line in shop.sales.on_screen().lines] == ["1001"]


def test_a_scan_into_a_search_that_asks_for_it_stays_there(window, shop):
    press(window, Key.Key_1, CTRL)
    keys_at(5, SURF, end=None)
    assert window.pages.front.search.text() == SURF
    assert shop.sales.on_screen().lines == ()


def test_a_scan_into_the_counter_s_own_line_is_rung_up_once(window, shop):
    window.counter.line.setFocus()
    keys_at(5, SURF)
    keys_at(5, PARLE)
    assert [line.quantity for line in shop.sales.on_screen().lines] == [1000, 1000]


def test_over_a_dialog_a_scan_beeps_and_sells_nothing(window, shop):
    failures = answered(window, lambda dialog: keys_at(5, SURF, widget=dialog.line))
    press(window, Key.Key_K, CTRL)
    assert failures == []
    assert window.heard == ["refused"]
    assert shop.sales.on_screen().lines == ()


def test_f12_lists_the_keys(window):
    shown = []
    failures = answered(window, lambda dialog: shown.append(type(dialog)))
    press(window, Key.Key_F12)
    assert failures == []
    assert shown == [AllKeys]


def test_the_palette_does_what_is_chosen(window):
    def choose(dialog):
        keys_at(120, "settings", widget=dialog.line)

    failures = answered(window, choose)
    press(window, Key.Key_K, CTRL)
    assert failures == []
    assert window.pages.front.key == "settings"


@pytest.mark.parametrize(
    ("typed", "page"),
    [("suppl", "buying"), ("purchase", "buying"), ("rec", "buying"), ("goods rec", "buying"), ("refund", "return"),
     ("stock t", "count"), ("udhaar", "people"), ("invoice", "bills"), ("inventory", "count"),
     ("product", "catalogue")],
)  # fmt: skip
def test_the_palette_knows_the_words_people_use(window, typed, page):
    found = []

    def look(dialog):
        dialog.line.setText(typed)
        found.extend(dialog.found())
        dialog.reject()

    failures = answered(window, look)
    press(window, Key.Key_K, CTRL)
    assert failures == []
    assert page in found


@pytest.mark.parametrize("profile", keys.PROFILES)
def test_buying_opens_by_its_key_and_from_the_palette_in_both_profiles(window, profile):
    window.context.keymap = keys.load(profile)
    window.shortcuts.remake(window.context.keymap)
    press(window, Key.Key_7, CTRL)
    assert window.pages.front.key == "buying"
    window.do("buying")
    assert window.pages.at_counter
    failures = answered(window, lambda dialog: keys_at(120, "suppl", widget=dialog.line))
    press(window, Key.Key_K, CTRL)
    assert failures == []
    assert window.pages.front.key == "buying"


@pytest.mark.parametrize("width", [1024, 1366])
def test_the_counter_hints_are_whole_and_the_most_needed_come_first(window, width):
    window.resize(width, 600)
    QApplication.processEvents()
    hints = window.counter.hints
    assert hints.isVisible()
    assert "F8 return" in hints.text()
    assert hints.fontMetrics().horizontalAdvance(hints.text()) <= hints.width()
    assert set(hints.text().split(hints.GAP)) <= set(hints.parts)


def test_the_menu_button_opens_the_palette_for_the_mouse(window, qtbot):
    def click(dialog):
        dialog.list.scrollToItem(dialog.list.item(dialog.found().index("catalogue"), 0))
        cell = dialog.list.visualItemRect(dialog.list.item(dialog.found().index("catalogue"), 0))
        qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())

    failures = answered(window, click)
    qtbot.mouseClick(window.menu, Qt.MouseButton.LeftButton)
    assert failures == []
    assert window.pages.front.key == "catalogue"
    assert min(window.menu.width(), window.menu.height()) >= 44
    assert window.menu.accessibleName()


def test_a_refusal_stands_in_the_bar_of_the_page_in_front(window):
    window.refuse(NotFound("No such thing.", "Look again."))
    assert window.counter.bar.text() == "No such thing. Look again."
    press(window, Key.Key_3, CTRL)
    window.refuse(NotFound("Nor here."))
    assert window.bar.isVisible()
    assert window.bar.text() == "Nor here."
    press(window, Key.Key_Escape)
    assert not window.bar.isVisible()


def test_a_refusal_inside_a_dialog_is_said_over_it(window, qtbot):
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.open()
    window.refuse(NotFound("<b>No</b> such thing."))
    notice = next(child for child in dialog.findChildren(Notice))
    assert notice.isVisible()
    assert notice.words.text() == "<b>No</b> such thing."
    assert notice.words.textFormat() == Qt.TextFormat.PlainText
    notice.close()
    dialog.close()


def test_a_change_by_another_thread_reaches_the_page_in_front(window, shop, qtbot):
    from shoppos.shop.catalogue import ProductForm

    press(window, Key.Key_1, CTRL)
    rows = window.pages.front.table_model.rowCount()

    def work():
        shop.catalogue.add(ProductForm("9001", "Tata Salt", 2800))
        shop.db.release()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: window.pages.front.table_model.rowCount() == rows + 1, timeout=2000)


def test_language_colours_size_and_keys_follow_the_settings_at_once(window, shop, qtbot):
    for key, value in (("language", "hi"), ("theme", "dark"), ("font_percent", 125), ("keymap", "vyapar")):
        shop.settings.set(key, value)
    qtbot.waitUntil(lambda: window.look.keymap == "vyapar", timeout=2000)
    assert i18n.language() == "hi"
    assert style.colours() is style.DARK
    assert style.scaled(100) == 125
    window.counter.scanned(SURF)
    press(window, Key.Key_F4)
    assert shop.sales.on_screen().lines == ()


def test_the_customer_s_display_follows_the_counter(window):
    window.counter.scanned(SURF)
    press(window, Key.Key_4, CTRL)
    display = window.customers.display
    assert display.isVisible()
    assert display.total.text() == "₹150.00"
    assert not display.isActiveWindow()
    window.counter.scanned(PARLE)
    assert display.total.text() == "₹160.00"
    assert "Parle-G" in display.last.text()
    press(window, Key.Key_4, CTRL)
    assert not display.isVisible()


def test_the_sound_can_be_switched_off(window, shop):
    beeps = []
    window.sounds._beep = beeps.append
    window.sounds.play("scan")
    QApplication.processEvents()
    shop.settings.set("sound", False)
    window.sounds.play("scan")
    QApplication.processEvents()
    assert beeps == ["scan"]


def test_each_sound_has_a_pattern_of_its_own():
    from shoppos.ui.sounds import NOTES, PATTERNS

    assert len(set(PATTERNS.values())) == len(PATTERNS)
    assert set(NOTES) == set(PATTERNS)


def test_closing_leaves_the_sale_open_and_takes_the_display_along(window, shop, qtbot):
    window.counter.scanned(SURF)
    press(window, Key.Key_4, CTRL)
    with qtbot.waitSignal(window.closed, timeout=1000):
        window.close()
    assert not window.customers.display.isVisible()
    assert [line.code for line in shop.sales.on_screen().lines] == ["1001"]
    assert window.look.geometry


@pytest.mark.parametrize("percent", [90, 100, 150])
def test_the_window_fits_the_smallest_screen(window, shop, qtbot, percent):
    shop.settings.set("font_percent", percent)
    window.look_again()
    qtbot.wait(20)
    assert window.minimumSizeHint().width() <= 1024
    assert window.minimumSizeHint().height() <= 600


def test_keys_that_work_everywhere_are_not_the_counter_s():
    assert {action for action, _make in SCREENS} <= EVERYWHERE
    assert not EVERYWHERE & {"cash", "upi", "card", "split", "print", "undo", "remove", "hold"}


def test_every_label_of_the_window_shows_its_words_as_they_are(window):
    loose = [label.text() for label in window.findChildren(QLabel) if label.textFormat() != Qt.TextFormat.PlainText]
    assert loose == []


@pytest.mark.parametrize("page", ["counter", "papers", "settings", "bills", "catalogue"])
def test_every_page_fits_a_small_screen_below_a_title_bar(shop, qtbot, page):
    window = window_on(shop, qtbot)
    try:
        window.setMinimumSize(0, 0)
        window.resize(1024, 552)
        if page != "counter":
            window.do(page)
        for _again in range(5):
            QApplication.processEvents()
        assert window.height() == 552
    finally:
        window.bridge.stop()
        window.close()
