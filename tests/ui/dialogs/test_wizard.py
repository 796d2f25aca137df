"""The first run: four steps by keys alone, each may be skipped, and nothing typed is lost."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox

from shoppos.base import i18n
from shoppos.printing.devices.discover import Found
from shoppos.shop import Shop
from shoppos.ui import style
from shoppos.ui.dialogs.wizard import DONE, Wizard, is_due
from shoppos.ui.widgets.form import choose
from shoppos.ui.widgets.printer_form import PrinterForm
from tests.ui.pages import ALT, CTRL, Key, context, focus, press, shown, type_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Shop]:
    """A shop as the first start makes it: nobody has said anything yet."""
    made = Shop.create(tmp_path / "new", name="My shop", state="27", scheme="unregistered")
    yield made
    made.close()
    i18n.use("en")


@pytest.fixture
def wizard(qtbot, new: Shop) -> Wizard:
    return shown(qtbot, Wizard(context(new)))


def test_the_steps_are_due_only_in_a_shop_that_nobody_set_up(new: Shop, shop: Shop) -> None:
    assert is_due(new)
    assert not is_due(shop)
    new.settings.set(DONE, True)
    assert not is_due(new)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_each_way_to_pay_gst_can_be_read_whole(qtbot, qapp, new: Shop, language: str) -> None:
    style.load_fonts()
    style.apply(qapp, theme="light", percent=100)
    i18n.use(language)
    made = shown(qtbot, Wizard(context(new)))
    press(Key.Key_Return)
    box = made.step.form.scheme.editor
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    room = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    for at in range(box.count()):
        assert box.fontMetrics().horizontalAdvance(box.itemText(at)) <= room.width()


def test_a_shop_is_set_up_by_keys_alone(qtbot, wizard: Wizard, new: Shop, tmp_path: Path) -> None:
    press(Key.Key_Return)
    assert focus() is wizard.step.form.name.editor
    type_in("Sharma Kirana")
    press(Key.Key_Return)
    type_in("98765 43210")
    press(Key.Key_Return)
    type_in("12 MG Road, Pune")
    choose(wizard.step.form.scheme.editor, "regular")
    wizard.step.form.gstin.editor.setFocus()
    type_in("29AAPFU0939F1ZR")
    assert "Karnataka" in wizard.step.form.gstin.note.text()
    press(Key.Key_Return, CTRL)
    profile = new.settings.profile()
    assert (profile.name, profile.phone, profile.state) == ("Sharma Kirana", "9876543210", "29")
    press(Key.Key_Down)
    press(Key.Key_Down)
    press(Key.Key_Down)
    assert wizard.step.form.kind.editor.currentData() == "folder"
    wizard.step.form.address.editor.setText(str(tmp_path / "bills"))
    press(Key.Key_Return, CTRL)
    assert new.settings.get("printers", [])[0]["form"] == "pdf"
    assert (tmp_path / "bills").is_dir()
    press(Key.Key_2)
    qtbot.waitUntil(lambda: not wizard.isVisible(), timeout=10_000)
    assert wizard.result() == Wizard.DialogCode.Accepted
    assert new.catalogue.count() == 60
    assert new.settings.get(DONE, False)


def test_every_step_can_be_skipped(wizard: Wizard, new: Shop) -> None:
    for _step in range(3):
        press(Key.Key_Right, ALT)
    press(Key.Key_Return, CTRL)
    assert not wizard.isVisible()
    assert new.settings.profile().name == "My shop"
    assert not is_due(new)


def test_nothing_typed_vanishes_on_back_skip_and_esc(qtbot, wizard: Wizard, new: Shop) -> None:
    wizard.pass_by()
    wizard.step.form.name.editor.setText("Sharma Kirana")
    wizard.step.form.phone.editor.setText("12")
    wizard.go_back()
    wizard.pass_by()
    assert wizard.step.form.phone.editor.text() == "12"
    wizard.pass_by()
    wizard.step.form.restore({"kind": "network", "paper": "58", "address": "10.0.0.9", "drawer": True})
    press(Key.Key_Escape)
    assert not wizard.isVisible()
    assert is_due(new)
    again = shown(qtbot, Wizard(context(new)))
    again.pass_by()
    assert (again.step.form.name.editor.text(), again.step.form.phone.editor.text()) == ("Sharma Kirana", "12")
    again.pass_by()
    network = {"kind": "network", "paper": "58", "address": "10.0.0.9", "drawer": True}
    assert again.step.form.typed() == network


def test_the_language_changes_at_once_and_keeps_what_was_typed(wizard: Wizard, new: Shop) -> None:
    wizard.pass_by()
    wizard.step.form.name.editor.setText("शर्मा किराना")
    wizard.go_back()
    press(Key.Key_2)
    assert i18n.language() == "hi"
    assert new.settings.get("language", "en") == "hi"
    wizard.next()
    assert wizard.step.form.name.editor.text() == "शर्मा किराना"


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", "", "needs a name"),
        ("phone", "12", "mobile number"),
        ("pin_code", "01", "PIN"),
        ("upi", "nobody", "UPI id"),
        ("gstin", "29AAPFU0939F1ZX", "GSTIN"),
    ],
)
def test_a_mistake_keeps_the_step_and_is_said_under_its_field(
    wizard: Wizard, new: Shop, field: str, text: str, said: str
) -> None:
    wizard.pass_by()
    form = wizard.step.form
    choose(form.scheme.editor, "regular")
    form.gstin.editor.setText("29AAPFU0939F1ZR")
    getattr(form, field).editor.setText(text)
    press(Key.Key_Return, CTRL)
    assert wizard.at == 1
    assert said in getattr(form, field).note.text()
    assert focus() is getattr(form, field).editor
    assert new.settings.profile().name == "My shop"


def test_a_gstin_is_judged_while_it_is_typed(wizard: Wizard) -> None:
    wizard.pass_by()
    form = wizard.step.form
    choose(form.scheme.editor, "composition")
    form.gstin.editor.setText("29AAP")
    assert form.gstin.note.text() == "10 more letters and digits"
    form.gstin.editor.setText("29AAPFU0939F1ZX")
    assert "mistyped" in form.gstin.note.text()
    form.gstin.editor.setText("29AAPFU0939F1ZR")
    assert form.gstin.note.text() == "✓ Right. State: Karnataka"
    assert form.state.editor.currentData() == "29"


def test_the_test_print_says_what_became_of_it(qtbot, wizard: Wizard, tmp_path: Path) -> None:
    for _step in range(2):
        wizard.pass_by()
    form = wizard.step.form
    form.restore({"kind": "network", "paper": "80", "address": ""})
    form.test.click()
    assert "Where is the printer?" in form.address.note.text()
    form.restore({"kind": "folder", "paper": "A5", "address": str(tmp_path / "out")})
    form.test.click()
    qtbot.waitUntil(lambda: "Written to" in form.said.text(), timeout=10_000)
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".pdf"]
    form.restore({"kind": "network", "paper": "80", "address": "127.0.0.1:1"})
    form.test.click()
    qtbot.waitUntil(lambda: form.said.text().startswith("⚠"), timeout=15_000)


def test_a_printer_that_is_found_is_chosen_and_kept(wizard: Wizard, new: Shop) -> None:
    for _step in range(2):
        wizard.pass_by()
    step = wizard.step
    step.search._seen((Found("file:/dev/usb/lp0", "USB printer POS-80", "escpos"),))
    step.search.list.setFocus()
    press(Key.Key_Return)
    assert focus() is step.form.test
    assert (step.form.kind.editor.currentText(), step.form.address.editor.text()) == (
        "At this computer, by USB", "/dev/usb/lp0",
    )  # fmt: skip
    press(Key.Key_Return, CTRL)
    assert new.settings.get("printers", []) == [
        {"name": "Bills", "address": "file:/dev/usb/lp0", "form": "escpos", "paper": "80", "mode": "raster"}
    ]


def test_a_label_printer_that_is_found_is_one_still_after_esc(qtbot, wizard: Wizard, new: Shop) -> None:
    for _step in range(2):
        wizard.pass_by()
    wizard.step._take(Found("tcp://192.0.2.9:9100", "Network printer", "tspl"))
    press(Key.Key_Escape)
    again = shown(qtbot, Wizard(context(new)))
    for _step in range(2):
        again.pass_by()
    again.step.save()
    assert new.settings.get("printers", []) == [
        {"name": "Labels", "address": "tcp://192.0.2.9:9100", "form": "tspl", "paper": "4x6"}
    ]


def test_a_list_of_ones_own_is_asked_for_at_the_end(wizard: Wizard) -> None:
    for _step in range(3):
        wizard.pass_by()
    press(Key.Key_1)
    assert wizard.imports
    assert not wizard.isVisible()


def test_a_silent_printer_is_named_with_its_port(qtbot, new: Shop) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    form = PrinterForm(new)
    qtbot.addWidget(form)
    choose(form.kind.editor, "network")
    form.address.editor.setText(f"127.0.0.1:{port}")
    form.print_test()
    qtbot.waitUntil(lambda: form.said.text().startswith("⚠"), timeout=8000)
    assert f"127.0.0.1:{port}" in form.said.text()
