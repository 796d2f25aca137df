"""The editor of texts: what a customer would read stands there while one types, an SMS with its length and its list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shoppos.rules.message_words import SMS, STEPS
from shoppos.ui.dialogs.message_templates import TemplatesDialog
from shoppos.ui.widgets.form import choose
from tests.shop.message_rows import customer, order, owe, told
from tests.ui.pages import CTRL, Key, context, press, shown

if TYPE_CHECKING:
    from shoppos.shop import Shop

REGISTERED = "Dear {#var#}, your order {#var#} is packed. Sharma Kirana"


@pytest.fixture
def dialog(qtbot, shop: Shop) -> TemplatesDialog:
    made = TemplatesDialog(context(shop), None)
    return shown(qtbot, made)


def turn(dialog: TemplatesDialog, step: str, channel: str = "", language: str = "en") -> None:
    dialog.steps.setCurrentRow(STEPS.index(step))
    choose(dialog.channel.editor, channel)
    choose(dialog.language.editor, language)


def test_each_step_is_shown_as_it_is_said_with_sample_values(dialog: TemplatesDialog) -> None:
    assert dialog.steps.count() == len(STEPS)
    turn(dialog, "packed")
    assert dialog.body.editor.toPlainText().startswith("Your order {number} is packed.")
    assert "Your order A1/2627/O00042 is packed." in dialog.preview.text()
    turn(dialog, "packed", language="hi")
    assert "A1/2627/O00042" in dialog.preview.text()
    assert "packed" not in dialog.preview.text()


def test_the_shops_own_words_are_kept_and_told(dialog: TemplatesDialog, shop: Shop) -> None:
    turn(dialog, "packed")
    dialog.body.editor.setPlainText("Come and get {number}, {name}!")
    assert "Come and get A1/2627/O00042, Asha!" in dialog.preview.text()
    press(Key.Key_Return, CTRL)
    assert dialog.steps.currentItem().text() == "Packed · own words"
    made = order(shop, customer(shop), "A1/2627/O00042")
    assert told(shop, owe(shop, "packed", made))[2] == "Come and get A1/2627/O00042, Asha Rao!"
    dialog.reset.click()
    assert dialog.steps.currentItem().text() == "Packed"
    assert dialog.body.editor.toPlainText().startswith("Your order")


def test_a_step_that_is_not_told_owes_nothing(dialog: TemplatesDialog, shop: Shop) -> None:
    turn(dialog, "packed")
    dialog.told.click()
    dialog.keep.click()
    assert dialog.steps.currentItem().text() == "Packed · not told"
    assert owe(shop, "packed", order(shop, customer(shop), "A1/2627/O00042")) is None


def test_a_blank_that_nobody_fills_is_said_and_not_kept(dialog: TemplatesDialog, shop: Shop) -> None:
    turn(dialog, "packed")
    dialog.body.editor.setPlainText("Hello {mother}")
    assert "{mother}" in dialog.wrong.text()
    dialog.keep.click()
    assert not any(one.own for one in shop.messages.texts.every())


def test_a_blank_is_put_in_where_one_types(dialog: TemplatesDialog) -> None:
    turn(dialog, "packed")
    dialog.body.editor.setPlainText("")
    dialog.blank.setCurrentIndex(1)
    dialog.blank.activated.emit(1)
    assert dialog.body.editor.toPlainText() == "{name}"
    assert dialog.blank.currentIndex() == 0


def test_an_sms_tells_its_parts_and_what_the_dlt_list_says(dialog: TemplatesDialog, shop: Shop) -> None:
    turn(dialog, "packed", SMS)
    assert dialog.registered.isVisible()
    dialog.body.editor.setPlainText("Dear {name}, your order {number} is packed. Sharma Kirana")
    assert "1 SMS" in dialog.about.text()
    assert "keeps no DLT list" in dialog.about.text()
    dialog.body.editor.setPlainText("प्रिय {name}, " + "क" * 70)
    assert "2 SMS. Its letters are wide" in dialog.about.text()
    shop.settings.set("dlt", {"entity": "110", "header": "SHARMA", "templates": {"77": REGISTERED}})
    dialog.body.editor.setPlainText("Dear {name}, your order {number} is ready. Sharma Kirana")
    assert "names none" in dialog.about.text()
    dialog.registered.editor.setText("77")
    dialog.registered.editor.textEdited.emit("77")
    assert "The registered text has" in dialog.about.text()
    dialog.keep.click()
    assert dialog.wrong.text()
    dialog.body.editor.setPlainText("Dear {name}, your order {number} is packed. Sharma Kirana")
    assert "It equals the text" in dialog.about.text()
    dialog.keep.click()
    (own,) = [one for one in shop.messages.texts.every() if one.own]
    assert (own.channel, own.registered) == (SMS, "77")
