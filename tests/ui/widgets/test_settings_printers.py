"""The printers' page: by keys alone, each change saved and taken back, nothing typed lost, every answer in words."""

from __future__ import annotations

import time
from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QListWidget

from shoppos.base import i18n
from shoppos.printing.answering import Answering
from shoppos.printing.devices import discover
from shoppos.printing.devices.discover import Found
from shoppos.printing.head import Head
from shoppos.printing.news import PrinterState
from shoppos.printing.senders import Senders
from shoppos.ui import style
from shoppos.ui.screens.settings import SettingsScreen
from shoppos.ui.widgets import printer_trial
from shoppos.ui.widgets.form import Field
from shoppos.ui.widgets.paper_list import SECOND
from shoppos.ui.widgets.printer_details import SHOWN
from tests.printing.virtual import VirtualPrinter
from tests.ui.pages import ALT, CTRL, SHIFT, Key, context, focus, press, shown, type_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.shop import Shop
    from shoppos.ui.widgets.settings_printers import PrinterPage

PRINTERS = 3
COUNTER = {"name": "Counter", "address": "tcp://192.0.2.50:9100", "form": "escpos", "paper": "80", "mode": "raster"}
PACKING = {"name": "Packing", "address": "file:/dev/usb/lp7", "form": "tspl", "paper": "4x6"}


@pytest.fixture
def screen(qtbot, shop: Shop) -> Iterator[SettingsScreen]:
    page = SettingsScreen(context(shop))
    shown(qtbot, page)
    page.refresh(page.watches)
    page.subjects.setCurrentRow(PRINTERS)
    page.page().begin()
    yield page
    i18n.use("en")


@pytest.fixture
def page(screen: SettingsScreen) -> PrinterPage:
    return screen.page()


@pytest.fixture
def two(screen: SettingsScreen, shop: Shop, page: PrinterPage) -> PrinterPage:
    """Two printers, and where their papers go."""
    shop.settings.set("printers", [COUNTER, PACKING])
    shop.settings.set("routes", {"bill": "Counter", "label": "Packing"})
    screen.refresh(screen.watches)
    page.begin()
    return page


def kept(shop: Shop) -> list[dict]:
    return shop.settings.get("printers", [])


def rows(page: PrinterPage) -> list[str]:
    return [page.list.item(at).text() for at in range(page.list.count())]


def pick(box: QComboBox, value: object) -> None:
    """Choose as a person does: the signal of a real choice is told."""
    assert box.findData(value) >= 0
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


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


# -- mistakes


def test_two_printers_of_one_name_are_refused_under_the_name(two: PrinterPage, shop: Shop) -> None:
    two.add()
    two.form.name.editor.setText("counter")
    two.form.address.editor.setText("192.0.2.51")
    two.save()
    assert two.form.name.note.text() == "⚠ Another printer is called counter already. Choose another name."
    assert focus() is two.form.name.editor
    assert kept(shop) == [COUNTER, PACKING]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("network", ""), ("network", "192.0.2.1/x/y"), ("network", "192.0.2.1:port"), ("folder", "/proc/no/such")],
)
def test_an_address_that_does_not_do_is_said_under_it(page: PrinterPage, shop: Shop, kind, typed) -> None:
    page.add()
    pick(page.form.kind.editor, kind)
    page.form.address.editor.setText(typed)
    page.save()
    assert page.form.address.failed
    assert focus() is page.form.address.editor
    assert kept(shop) == []


def test_a_printer_without_a_name_gets_one_that_says_what_it_prints(two: PrinterPage, shop: Shop) -> None:
    for form, paper in (("escpos", "58"), ("tspl", "50x25"), ("zpl", "4x6")):
        two.add()
        pick(two.form.form.editor, form)
        pick(two.form.paper.editor, paper)
        two.form.address.editor.setText("192.0.2.60")
        two.save()
    assert [told["name"] for told in kept(shop)[2:]] == ["Bills", "Labels", "Labels 2"]


# -- what is there


def test_a_printer_that_was_found_fills_the_form(page: PrinterPage, shop: Shop) -> None:
    page.add()
    page.search._heard((Found("tcp://192.0.2.77:9100", "Answers as a label printer", "tspl"),))
    assert page.search.said.text() == "1 printer answers in the network."
    page.search.list.setFocus()
    press(Key.Key_Return)
    assert focus() is page.form.name.editor
    press(Key.Key_S, CTRL)
    assert kept(shop) == [{"name": "Labels", "address": "tcp://192.0.2.77:9100", "form": "tspl", "paper": "4x6"}]


def test_the_network_is_searched_and_who_answers_is_listed(qtbot, page: PrinterPage, monkeypatch) -> None:
    with VirtualPrinter() as printer:
        here = partial(discover.scan, hosts=["127.0.0.1", "127.0.0.9"], port=printer.number)
        monkeypatch.setattr(discover, "scan", here)
        page.add()
        press(Key.Key_Space)
        qtbot.waitUntil(lambda: page.search.said.text() == "1 printer answers in the network.", timeout=10_000)
        assert page.search.list.item(0).data(SECOND) == printer.address
    assert not page.search.progress.isVisible()


def test_a_search_can_be_stopped_and_ends_when_one_leaves(qtbot, page: PrinterPage, monkeypatch) -> None:
    def endless(progress, stop):
        while not stop():
            progress(12, 254)
            time.sleep(0.01)
        return []

    monkeypatch.setattr(discover, "scan", endless)
    page.add()
    page.search.network.click()
    qtbot.waitUntil(page.search.progress.isVisible, timeout=5000)
    assert (page.search.progress.bar.value(), page.search.progress.bar.maximum()) == (12, 254)
    page.search.progress.stop.click()
    qtbot.waitUntil(lambda: not page.search.progress.isVisible(), timeout=5000)
    page.search.network.click()
    job = page.search.job
    page.step_back()
    assert job.wait(5)


def test_nothing_found_says_what_to_do(page: PrinterPage) -> None:
    page.add()
    page.search._heard(())
    assert "Is the printer switched on" in page.search.said.text()
    assert not page.search.list.isVisible()


# -- the settings of a head


def test_every_setting_of_a_head_can_be_chosen_and_says_why_one_would(page: PrinterPage) -> None:
    assert {name for _form, names in SHOWN for name in names} == {field.name for field in fields(Head)}
    for field in page.form.details.fields.values():
        said = field.editor.accessibleDescription()
        assert said.endswith("."), field.name
        assert len(said) > 20


@pytest.mark.parametrize(("form", "names"), [*SHOWN, ("pdf", ())])
def test_only_what_a_language_knows_is_shown(page: PrinterPage, form, names) -> None:
    page.add()
    pick(page.form.form.editor, form)
    page.form.drawer.setChecked(True)
    if form == "escpos":
        pick(page.form.details.fields["mode"].editor, "hybrid")
    page.form.questions._suit()
    page.form.details.unfold()
    seen = {name for name, field in page.form.details.fields.items() if field.isVisible()}
    assert seen == set(names)


def test_the_way_of_printing_is_suggested_by_the_speed_of_the_line(page: PrinterPage) -> None:
    page.add()
    mode = page.form.details.fields["mode"].editor
    assert mode.currentData() == "raster"
    pick(page.form.kind.editor, "serial")
    assert mode.currentData() == "hybrid"
    pick(mode, "text")
    pick(page.form.kind.editor, "network")
    assert mode.currentData() == "text", "what a person chose stays"


def test_a_setting_that_is_not_the_usual_one_is_kept_and_shown_again(two: PrinterPage, shop: Shop) -> None:
    two.change()
    details = two.form.details.fields
    pick(details["band"].editor, 64)
    pick(details["cut"].editor, "none")
    details["turned"].editor.click()
    two.save()
    assert kept(shop)[0] == COUNTER | {"band": 64, "cut": "none", "turned": True}
    two.change()
    assert details["band"].editor.currentData() == 64
    assert details["turned"].editor.isChecked()


def test_a_figure_written_by_hand_is_shown_as_it_is(page: PrinterPage, screen, shop: Shop) -> None:
    shop.settings.set("printers", [COUNTER | {"band": 77, "dots": 504}])
    screen.refresh(screen.watches)
    page.change()
    assert page.form.details.fields["band"].editor.currentData() == 77
    page.save()
    assert kept(shop) == [COUNTER | {"band": 77, "dots": 504}]


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
    assert "shelf" in two.routes.fields
    assert two.routes.fields["shelf"].note.text().startswith("⚠")


# -- trying it out


def test_its_state_is_asked_and_said_in_words(qtbot, two: PrinterPage, shop: Shop, screen) -> None:
    with VirtualPrinter(paper_out=True) as printer:
        shop.settings.set("printers", [COUNTER | {"address": printer.address}])
        screen.refresh(screen.watches)
        two.overview.trial.check.click()
        qtbot.waitUntil(lambda: two.overview.trial.said.text() == "⚠ The printer is out of paper.", timeout=5000)
        assert rows(two) == ["Counter  ·  ⚠ The printer is out of paper."]
        printer.set(paper_out=False, near_end=True)
        two.overview.trial.check.click()
        qtbot.waitUntil(
            lambda: two.overview.trial.said.text() == "✓ Ready. The paper roll is nearly empty.", timeout=5000
        )
        printer.set(mute=True)
        two.overview.trial.check.click()
        qtbot.waitUntil(lambda: "says nothing of its paper" in two.overview.trial.said.text(), timeout=5000)


def test_the_test_slip_comes_out_of_the_printer_in_the_form_before_it_is_saved(qtbot, page, shop: Shop) -> None:
    with VirtualPrinter() as printer:
        page.add()
        page.form.address.editor.setText(printer.address)
        page.form.drawer.setChecked(True)
        page.form.questions._suit()
        page.form.test.click()
        qtbot.waitUntil(lambda: page.form.said.text().startswith("✓ Printed"), timeout=10_000)
        printer.settle()
        assert printer.printed.count(b"\x1dv0") > 3
        before = len(printer.printed)
        page.form.trial.drawer.click()
        qtbot.waitUntil(lambda: page.form.said.text() == "✓ Sent. Did the drawer open?", timeout=10_000)
        printer.settle()
        assert b"\x1bp\x00" in printer.printed[before:]
    assert kept(shop) == []


def test_a_printer_that_answered_is_remembered_until_another_one_stands_there(
    qtbot, two: PrinterPage, shop: Shop, screen
) -> None:
    with VirtualPrinter() as printer:
        shop.settings.set("printers", [COUNTER | {"address": printer.address}])
        screen.refresh(screen.watches)
        two.overview.trial.check.click()
        qtbot.waitUntil(lambda: two.overview.trial.said.text() == "✓ Ready.", timeout=5000)
    assert Answering(shop.db).knows(printer.address)
    two.change()
    pick(two.form.paper.editor, "58")
    two.save()
    assert Answering(shop.db).knows(printer.address)
    two.change()
    pick(two.form.form.editor, "zpl")
    two.save()
    assert not Answering(shop.db).knows(printer.address)


def test_a_printer_that_is_printing_is_not_disturbed(qtbot, page: PrinterPage, shop: Shop, monkeypatch) -> None:
    monkeypatch.setattr(printer_trial, "PATIENCE", 0.1)
    with VirtualPrinter() as printer, Senders(shop.db.path.parent).at(printer.address):
        page.add()
        page.form.address.editor.setText(printer.address)
        page.form.test.click()
        told = "⚠ A paper is being printed there just now. Try again when it is out."
        qtbot.waitUntil(lambda: page.form.said.text() == told, timeout=5000)
        assert printer.calls == 0


def test_a_test_for_a_printer_out_of_paper_is_not_sent_and_says_why(qtbot, page) -> None:
    with VirtualPrinter(paper_out=True) as printer:
        page.add()
        page.form.address.editor.setText(printer.address)
        page.form.test.click()
        qtbot.waitUntil(lambda: "out of paper" in page.form.said.text(), timeout=10_000)
        assert page.form.said.property("role") == "wrong"
        assert printer.printed == b""


def test_a_test_with_a_mistake_in_the_form_goes_to_the_mistake(page: PrinterPage) -> None:
    page.add()
    page.form.test.click()
    assert page.form.address.note.text() == "⚠ Where is the printer? For example: 192.168.1.50"
    assert page.form.job is None


@pytest.mark.parametrize(("form", "paper", "words"), [("zpl", "4x6", "label"), ("escpos", "80", "slip")])
def test_the_button_says_what_will_be_printed(page: PrinterPage, form, paper, words) -> None:
    page.add()
    pick(page.form.form.editor, form)
    pick(page.form.paper.editor, paper)
    assert page.form.test.text() == f"Print a test {words}"
    assert page.form.trial.drawer.isVisible() is False


# -- for every eye and hand


def visible(page: PrinterPage, *kinds):
    settle()
    return [one for kind in kinds for one in page.findChildren(kind) if one.isVisible()]


def settle() -> None:
    """Let a change of height go from the innermost widget to the outermost."""
    for _again in range(12):
        QApplication.processEvents()


@pytest.fixture(params=[(100, "en"), (150, "en"), (150, "hi")], ids=lambda size: "-".join(map(str, size)))
def sized(request, qtbot, qapp, shop: Shop) -> Iterator[SettingsScreen]:
    percent, language = request.param
    style.load_fonts()
    style.apply(qapp, theme="light", percent=percent)
    i18n.use(language)
    shop.settings.set("printers", [COUNTER | {"drawer": True}, PACKING])
    screen = SettingsScreen(context(shop))
    screen.setFixedSize(1024, 600)
    shown(qtbot, screen)
    screen.subjects.setCurrentRow(PRINTERS)
    yield screen
    i18n.use("en")
    style.apply(qapp, theme="light", percent=100)


def states_of(screen: SettingsScreen):
    page = screen.page()
    yield "list"
    page.change()
    page.form.details.unfold()
    yield "receipt printer"
    page.step_back()
    page.list.setCurrentRow(1)
    page.change()
    page.form.details.unfold()
    yield "label printer"
    page.step_back()
    page.add()
    page.search._heard((Found("tcp://192.0.2.77:9100", "Answers as a label printer", "tspl"),))
    yield "new"


def test_nothing_is_cut_off_too_small_or_nameless(sized: SettingsScreen) -> None:
    page = sized.page()
    for state in states_of(sized):
        area = sized.pages.currentWidget()
        settle()
        assert page.width() <= area.viewport().width(), f"{state}: one would have to scroll sideways"
        for button in visible(page, QAbstractButton):
            need = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
            assert need <= button.width(), f"{state}: {button.text()!r} needs {need}, has {button.width()}"
        for label in visible(page, QLabel):
            high = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert high <= label.height() + 1, f"{state}: {label.text()!r} needs {high}, has {label.height()}"
        for one in visible(page, QAbstractButton, QLineEdit, QComboBox):
            assert one.height() >= 44, f"{state}: {one.objectName()} is {one.height()} high"
        for one in visible(page, QAbstractButton, QLineEdit, QComboBox, QListWidget):
            name = QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
            assert name.strip(), f"{state}: {one}"
        chosen = [box for box in visible(page, QComboBox) if box.objectName() in {"kind", "paper", "mode"}]
        for box in chosen:
            need = box.fontMetrics().horizontalAdvance(box.currentText())
            assert need <= box.width() - 26, f"{state}: {box.currentText()!r} is cut off"


def test_tab_leads_through_the_form_and_never_traps(sized: SettingsScreen) -> None:
    page = sized.page()
    page.change()
    page.form.details.unfold()
    seen = []
    for _again in range(60):
        here = focus()
        if here in seen:
            break
        seen.append(here)
        press(Key.Key_Tab)
    asked = [*page.form.editors(), page.form.drawer, page.form.test, page.keep, page.form.details.fold]
    shown_fields = [page.form.details.fields[name] for name in page.form.details.shown()]
    for widget in (*asked, *(field.editor for field in shown_fields if isinstance(field, Field))):
        assert widget in seen, widget.objectName()
    assert [one for one in seen if one in page.form.editors()] == page.form.editors()
