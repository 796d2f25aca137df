"""The choices of a report: found by a word in any language, named by what holds, all in one row."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from shoppos.base import i18n
from shoppos.shop import Shop
from tests.ui.pages import CTRL, Key, press, type_in
from tests.ui.screens.test_reports import choose, page_of, settled


def test_two_choices_push_no_button_into_a_row_of_its_own(qtbot, shop: Shop) -> None:
    page = page_of(qtbot, shop, 1366, 700)
    choose(page, "best")
    settled(page)
    top = page.page.period, *page.page._fields.values(), page.page.buttons["print"], page.page.buttons["save"]
    assert len({widget.geometry().center().y() for widget in top}) == 1
    assert page.page.period.first.height() == page.page.period.names.height()


def test_an_english_word_finds_its_report_on_a_hindi_page(qtbot, shop: Shop) -> None:
    i18n.use("hi")
    try:
        page = page_of(qtbot, shop)
        page.retranslate()
        settled(page)
        press(Key.Key_F, CTRL)
        type_in("days closed")
        settled(page)
    finally:
        i18n.use("en")
    assert page.answered is not None
    assert page.answered.question.name == "z"


def test_a_ranking_names_by_what_it_goes_where_nothing_was_chosen(qtbot, shop: Shop) -> None:
    page = page_of(qtbot, shop)
    choose(page, "best")
    box = page.page._fields["by"]
    assert isinstance(box, QComboBox)
    assert [box.itemText(at) for at in range(box.count())] == ["Ranked by: Sales", "Quantity", "Profit"]
