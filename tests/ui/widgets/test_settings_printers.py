"""The printers' page: by keys alone, each change saved and taken back, and nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from shoppos.base import i18n
from shoppos.printing.news import PrinterState
from shoppos.ui.widgets.paper_list import SECOND
from tests.ui.pages import ALT, CTRL, SHIFT, Key, focus, press, type_in
from tests.ui.printer_hands import COUNTER, PACKING, kept, pick, rows
from tests.ui.window import press as window_press

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.ui.widgets.settings_printers import PrinterPage


# -- the list


def test_a_printer_is_added_by_keys_alone_and_taken_back_by_one(page: PrinterPage, shop: Shop) -> None:
    assert focus() is page.buttons["add"]
    press(Key.Key_Insert)
    page.form.name.editor.setFocus()
    type_in("Counter")
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    assert focus() is page.form.address.editor
    type_in("192.0.2.50")
    press(Key.Key_S, CTRL)
    assert kept(shop) == [COUNTER]
    assert focus() is page.list
    assert rows(page) == ["Counter  ·  not asked"]
    assert page.list.item(0).data(SECOND) == "192.0.2.50  ·  80 mm roll  ·  In the network (LAN or Wi-Fi)"
    press(Key.Key_Z, CTRL | SHIFT)
    assert kept(shop) == []
    assert not page.list.isVisible()


def test_enter_changes_the_printer_and_its_papers_follow_its_new_name(two: PrinterPage, screen, shop: Shop) -> None:
    press(Key.Key_Return)
    assert focus() is two.form.name.editor
    two.form.name.editor.selectAll()
    type_in("Till 1")
    press(Key.Key_S, CTRL)
    assert [told["name"] for told in kept(shop)] == ["Till 1", "Packing"]
    assert shop.settings.get("routes", {}) == {"bill": "Till 1", "label": "Packing"}
    assert screen.saved.text() == "✓ Saved: printer Till 1"
    screen.take_back()
    assert kept(shop) == [COUNTER, PACKING]
    assert shop.settings.get("routes", {}) == {"bill": "Counter", "label": "Packing"}


def test_del_removes_a_printer_and_one_key_brings_it_back_where_it_was(two: PrinterPage, shop: Shop) -> None:
    press(Key.Key_Delete)
    assert kept(shop) == [PACKING]
    assert shop.settings.get("routes", {}) == {"label": "Packing"}
    press(Key.Key_Z, CTRL | SHIFT)
    assert kept(shop) == [COUNTER, PACKING]
    assert shop.settings.get("routes", {}) == {"bill": "Counter", "label": "Packing"}


def test_a_printer_moves_up(two: PrinterPage, shop: Shop) -> None:
    press(Key.Key_Up, ALT)
    assert kept(shop) == [COUNTER, PACKING], "the first one is first"
    press(Key.Key_Down)
    press(Key.Key_Up, ALT)
    assert kept(shop) == [PACKING, COUNTER]
    assert two.list.currentRow() == 0
    press(Key.Key_Z, CTRL | SHIFT)
    assert kept(shop) == [COUNTER, PACKING]


def test_what_a_newer_program_wrote_into_a_printer_stays(page: PrinterPage, screen, shop: Shop) -> None:
    shop.settings.set("printers", [COUNTER | {"colour": "red"}])
    screen.refresh(screen.watches)
    page.change()
    pick(page.form.paper.editor, "58")
    page.save()
    assert kept(shop) == [COUNTER | {"paper": "58", "colour": "red"}]


def test_the_list_says_how_each_printer_is_while_it_is_looked_at(qtbot, two: PrinterPage) -> None:
    states = two.context.printer_states
    states["Counter"] = PrinterState("Counter", ready=False, reason="The printer is out of paper.")
    qtbot.waitUntil(lambda: rows(two)[0] == "Counter  ·  ⚠ The printer is out of paper.", timeout=3000)
    states["Counter"] = PrinterState("Counter", ready=True)
    qtbot.waitUntil(lambda: rows(two)[0] == "Counter  ·  ready", timeout=3000)
    assert rows(two)[1] == "Packing  ·  not asked"


def test_a_folder_is_called_one_whatever_language_its_papers_are_in(page: PrinterPage, screen, shop: Shop) -> None:
    shop.settings.set("printers", [{"name": "Kept", "address": "file:/home/shop/papers", "form": "escpos"}])
    screen.refresh(screen.watches)
    assert rows(page) == ["Kept  ·  a folder"]
    assert page.list.item(0).data(SECOND) == "/home/shop/papers  ·  Save each paper as a file in a folder"


# -- from the list of subjects


def test_ins_adds_a_printer_right_from_the_list_of_subjects(page: PrinterPage, screen) -> None:
    screen.subjects.setFocus()
    press(Key.Key_Insert)
    assert page.editor.isVisible()
    assert focus() is page.search.network


def test_the_first_tab_from_the_subjects_lands_where_it_is_seen(two: PrinterPage, screen) -> None:
    screen.subjects.setFocus()
    press(Key.Key_Tab)
    assert focus() is two.list
    screen.subjects.setFocus()
    press(Key.Key_Right)
    assert focus() is two.list


def test_keys_and_buttons_move_a_printer_down_and_up_again(two: PrinterPage, shop: Shop) -> None:
    assert not two.buttons["up"].isEnabled()
    press(Key.Key_Down, ALT)
    assert kept(shop) == [PACKING, COUNTER]
    assert two.list.currentRow() == 1
    assert not two.buttons["down"].isEnabled()
    press(Key.Key_Down, ALT)
    assert kept(shop) == [PACKING, COUNTER]
    press(Key.Key_Up, ALT)
    assert kept(shop) == [COUNTER, PACKING]
    two.buttons["down"].click()
    assert kept(shop) == [PACKING, COUNTER]
    assert focus() is two.list


def test_del_and_alt_down_on_a_choice_below_the_list_leave_the_printers_alone(two: PrinterPage, shop: Shop) -> None:
    two.routes.fields["bill"].editor.setFocus()
    press(Key.Key_Delete)
    assert kept(shop) == [COUNTER, PACKING]
    window_press(two.routes.fields["bill"].editor, Key.Key_Down, ALT)
    assert kept(shop) == [COUNTER, PACKING]
    assert two.routes.fields["bill"].editor.view().isVisible()
    two.routes.fields["bill"].editor.hidePopup()


def test_ctrl_s_closes_an_open_choice_and_saves(two: PrinterPage, shop: Shop) -> None:
    press(Key.Key_Return)
    pick(two.form.paper.editor, "58")
    box = two.form.paper.editor
    box.setFocus()
    box.showPopup()
    opened = box.view().window()
    assert QTest.qWaitForWindowExposed(opened)
    handle = opened.windowHandle()
    QTest.keyPress(handle, Key.Key_S, CTRL)
    assert not box.view().isVisible()
    assert kept(shop)[0]["paper"] == "58"


def test_asking_the_printers_is_switched_off_saved_and_taken_back(two: PrinterPage, screen, shop: Shop) -> None:
    assert two.watch.isChecked()
    two.watch.click()
    assert shop.settings.get("watch_printers", True) is False
    screen.take_back()
    assert shop.settings.get("watch_printers", True) is True
    assert two.watch.isChecked()


# -- nothing is lost


def test_esc_keeps_what_was_typed_and_says_so(two: PrinterPage, screen, shop: Shop) -> None:
    press(Key.Key_Return)
    two.form.address.editor.setFocus()
    two.form.address.editor.selectAll()
    type_in("192.0.2.5")
    pick(two.form.paper.editor, "58")
    press(Key.Key_Escape)
    assert screen.isVisible()
    assert kept(shop) == [COUNTER, PACKING]
    assert rows(two)[0] == "Counter  ·  not asked  ·  changes not saved yet"
    press(Key.Key_Return)
    assert (two.form.address.editor.text(), two.form.paper.editor.currentData()) == ("192.0.2.5", "58")
    press(Key.Key_S, CTRL)
    assert kept(shop)[0] == COUNTER | {"address": "tcp://192.0.2.5:9100", "paper": "58"}
    assert "not saved" not in rows(two)[0]


def test_a_new_printer_half_typed_survives_the_list_and_another_language(page: PrinterPage, screen) -> None:
    page.add()
    page.form.name.editor.setFocus()
    type_in("Nebenraum")
    page.step_back()
    assert rows(page) == ["New printer"]
    page.change()
    page.form.address.editor.setFocus()
    type_in("10.0.0")
    i18n.use("hi")
    screen.retranslate()
    again = screen.page()
    assert again is not page
    assert (again.form.name.editor.text(), again.form.address.editor.text()) == ("Nebenraum", "10.0.0")
    again.step_back()
    assert again.list.count() == 1
    again.remove()
    assert not again.list.isVisible()


def test_esc_in_the_list_leads_to_the_counter(qtbot, two: PrinterPage, screen) -> None:
    with qtbot.waitSignal(screen.leave, timeout=1000):
        press(Key.Key_Escape)


def test_another_kind_of_place_keeps_the_address_of_each(page: PrinterPage) -> None:
    page.add()
    page.form.address.editor.setText("192.0.2.50")
    pick(page.form.kind.editor, "folder")
    assert page.form.address.editor.text().endswith("ShopPOS bills")
    assert page.form.form.editor.currentData() == "pdf"
    pick(page.form.kind.editor, "network")
    assert page.form.address.editor.text() == "192.0.2.50"
    assert page.form.form.editor.currentData() == "escpos"


# -- where papers go


def test_a_kind_of_paper_is_sent_to_a_printer_and_taken_back(two: PrinterPage, screen, shop: Shop) -> None:
    field = two.routes.fields["slip"]
    assert field.note.text() == "Now: Counter"
    pick(field.editor, "Packing")
    assert shop.settings.get("routes", {})["slip"] == "Packing"
    assert field.note.text() == "⚠ Packing has no paper for these (Label 4 × 6 inches)."
    screen.take_back()
    assert "slip" not in shop.settings.get("routes", {})
    assert field.editor.currentText() == "The first that fits"


def test_where_no_printer_can_lay_a_paper_it_is_said(two: PrinterPage) -> None:
    assert two.routes.fields["bill"].note.text() == ""
    assert two.routes.fields["shelf"].note.text() == "No printer can print these yet."
    pick(two.routes.fields["shelf"].editor, "Counter")
    assert two.routes.fields["shelf"].note.text() == "⚠ Counter has no paper for these (80 mm roll)."
