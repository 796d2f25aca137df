"""The settings by real keys: every choice is there, is found by a word in any language, is explained, and refuses."""

from __future__ import annotations

from statistics import median
from time import thread_time
from typing import TYPE_CHECKING

import pytest

from shoppos.base import i18n
from shoppos.rules import rights
from shoppos.rules.choices import CHOICES
from shoppos.ui.screens.settings import PAGES, SettingsScreen
from shoppos.ui.widgets.form import Field
from shoppos.ui.widgets.settings_bank import BankPage
from shoppos.ui.widgets.settings_credit import CreditPage
from shoppos.ui.widgets.settings_messages import MessagesPage
from shoppos.ui.widgets.settings_plain import DayPage, PlainPage, PromisesPage, RemindersPage, TaxPage
from shoppos.ui.widgets.settings_printers import PrinterPage
from shoppos.ui.widgets.settings_rights import RightsPage, acts
from shoppos.ui.widgets.settings_shop import BillTextPage, ShopPage
from shoppos.ui.widgets.settings_till import CounterPage, LookPage
from tests.ui.pages import CTRL, SHIFT, Key, context, focus, meanwhile, press, shown, type_in
from tests.ui.settings_hands import pick, turn, until, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.shop import Shop

BANK = {"holder": "Sharma Kirana", "account": "001234567890", "ifsc": "HDFC0001234", "bank": "HDFC Bank"}
ELSEWHERE = {
    "language", "theme", "font_percent", "keymap", "sound", "round_to", "stock_policy", "count_reminder",
    "credit_policy", "credit_limit", "bill_language",
}  # fmt: skip
"""Choices that have long had their field on the pages of the look, the counter, the khata and the bill's words."""


@pytest.fixture
def screen(qtbot, shop: Shop) -> Iterator[SettingsScreen]:
    page = SettingsScreen(context(shop))
    shown(qtbot, page)
    page.refresh(page.watches)
    page.enter()
    until(lambda: page.all_made)
    yield page
    i18n.use("en")


def find(screen: SettingsScreen, text: str) -> None:
    press(Key.Key_F, CTRL)
    assert focus() is screen.sought
    type_in(text)


def seen(screen: SettingsScreen) -> list[str]:
    every = (screen.subjects.item(at) for at in range(screen.subjects.count()))
    return [one.text() for one in every if not one.isHidden()]


def test_every_plain_choice_has_its_field_on_some_page(screen: SettingsScreen) -> None:
    plain = {key for page in screen.made.values() if isinstance(page, PlainPage) for key in page.KEYS}
    assert plain | ELSEWHERE == {one.key for one in CHOICES}
    for page in screen.made.values():
        if isinstance(page, PlainPage):
            assert all(field.note.text().endswith(".") for field in page.fields.values())


def test_choices_on_other_pages_are_explained_too(screen: SettingsScreen) -> None:
    pages = [
        page for page in screen.made.values() if isinstance(page, (LookPage, CounterPage, CreditPage, BillTextPage))
    ]
    fields = {field.name: field for page in pages for field in page.findChildren(Field)}
    for key in ELSEWHERE - {"round_to", "sound"}:  # boxes whose own text is the sentence
        assert fields[key].note.text().endswith("."), key


def test_each_page_has_a_name_of_its_own(screen: SettingsScreen) -> None:
    names = [page.title() for page in screen.made.values()]
    assert len(set(names)) == len(names)


# -- finding


@pytest.mark.parametrize(
    ("word", "kind", "field"),
    [
        ("ifsc", BankPage, "ifsc"), ("small sales", DayPage, "small_sales"), ("turnover", TaxPage, "gst_turnover"),
        ("blind", DayPage, "shift_blind"), ("estimate holds", PromisesPage, "estimate_days"),
        ("upi id", ShopPage, "upi"), ("cancel an order", RightsPage, "order.cancel"),
        ("shift_blind", DayPage, "shift_blind"),
    ],
)  # fmt: skip
def test_a_setting_is_found_by_a_word_and_enter_goes_there(screen: SettingsScreen, word, kind, field) -> None:
    find(screen, word)
    press(Key.Key_Return)
    assert type(screen.page()) is kind
    assert focus().objectName() == field


def test_only_pages_that_fit_are_left_and_esc_brings_all_back(screen: SettingsScreen) -> None:
    find(screen, "ifsc")
    assert seen(screen) == ["Bank account on bills"]
    press(Key.Key_Down)
    assert focus() is screen.subjects
    press(Key.Key_Escape)
    assert len(seen(screen)) == len(screen.made)
    assert focus() is screen.subjects


def test_a_word_that_no_setting_has_is_said_to_be_none(screen: SettingsScreen) -> None:
    find(screen, "submarine")
    assert seen(screen) == []
    assert screen.none.text() == "No setting is called so."
    press(Key.Key_Return)
    assert focus() is screen.sought
    screen.sought.selectAll()
    press(Key.Key_Backspace)
    assert not screen.none.isVisible()


def test_the_other_language_s_word_finds_it_too(screen: SettingsScreen) -> None:
    find(screen, "भाषा")
    assert "Language and look" in seen(screen)
    screen.sought.clear()
    i18n.use("hi")
    screen.retranslate()
    find(screen, "sounds")
    until(lambda: screen.all_made)
    press(Key.Key_Return)
    assert "आवाज़" in focus().text()


def test_a_find_stays_when_the_screen_begins_to_speak_another_language(screen: SettingsScreen) -> None:
    find(screen, "ifsc")
    i18n.use("hi")
    screen.retranslate()
    until(lambda: screen.all_made)
    assert len(seen(screen)) == 1


# -- the day, taxes, promises, reminders


@pytest.mark.parametrize(
    ("kind", "key", "text", "kept"),
    [
        (DayPage, "day_start", "4", 4), (DayPage, "expense_categories", "Rent, Flowers", ["Rent", "Flowers"]),
        (TaxPage, "gst_turnover", "60000000", 60_000_000_00), (TaxPage, "eway_limit", "200000", 200_000_00),
        (PromisesPage, "estimate_days", "30", 30),
        (PromisesPage, "lead_days", "5", 5), (PromisesPage, "order_double_hours", "0", 0),
        (PromisesPage, "board_days", "3", 3), (PromisesPage, "web_every", "120", 120),
        (RemindersPage, "remind_after", "45", 45), (RemindersPage, "remind_again", "10", 10),
        (RemindersPage, "cover_days", "14", 14),
    ],
)  # fmt: skip
def test_a_line_is_kept_when_it_is_left_and_taken_back(screen, shop: Shop, kind, key, text, kept) -> None:
    page = turn(screen, kind)
    before = shop.settings.get(key, None)
    write(page.fields[key], text)
    press(Key.Key_Return)
    assert shop.settings.get(key, None) == kept
    assert screen.saved.text().startswith("✓ Saved: ")
    shown_now = page.fields[key].editor.text()
    screen.take_back()
    assert shop.settings.get(key, None) != kept
    assert before is None
    assert page.fields[key].editor.text() != shown_now


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        (DayPage, "small_sales", "consolidate"), (DayPage, "shift_blind", False),
        (RemindersPage, "report_language", "ta"),
    ],
)  # fmt: skip
def test_one_of_some_is_chosen_by_the_arrows(screen, shop: Shop, kind, key, value) -> None:
    page = turn(screen, kind)
    pick(page.fields[key].editor, value)
    assert shop.settings.get(key, None) == value
    press(Key.Key_Z, CTRL | SHIFT)
    assert shop.settings.get(key, None) != value


@pytest.mark.parametrize(
    ("kind", "key", "text", "said"),
    [
        (DayPage, "day_start", "13", "from 0 to 12"), (TaxPage, "gst_turnover", "much", "not an amount"),
        (PromisesPage, "web_every", "1", "from 5 to 3600"), (TaxPage, "eway_limit", "400", "50000.00 is the least"),
        (DayPage, "expense_categories", ",".join(f"Kind {n}" for n in range(61)), "too many"),
    ],
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused_under_its_field(screen, shop: Shop, kind, key, text, said) -> None:
    page = turn(screen, kind)
    write(page.fields[key], text)
    press(Key.Key_S, CTRL)
    assert said in page.fields[key].note.text()
    assert page.fields[key].editor.text() == text
    assert shop.settings.get(key, None) is None


def test_the_turnover_says_how_many_digits_an_hsn_has(screen) -> None:
    page = turn(screen, TaxPage)
    assert "4 digits" in page.follows.text()
    assert "Regular (with GST)" in page.scheme.text()
    write(page.fields["gst_turnover"], "50000001")
    press(Key.Key_S, CTRL)
    assert "6 digits" in page.follows.text()


# -- the bank account


def test_the_account_is_kept_in_its_one_spelling_and_stands_on_a_bill_that_is_due(screen, shop: Shop) -> None:
    page = turn(screen, BankPage)
    page.holder.editor.setFocus()
    for text in ("Sharma Kirana", "0012 3456-7890", "hdfc0001234", "HDFC Bank"):
        type_in(text)
        press(Key.Key_Return)
    assert shop.settings.get("bank_details", {}) == BANK
    assert page.ifsc.editor.text() == "HDFC0001234"
    screen.take_back()
    assert shop.settings.get("bank_details", {"x": 1}) == {}
    assert page.account.editor.text() == ""


@pytest.mark.parametrize(("field", "text"), [("ifsc", "HDFC1234"), ("account", "1234"), ("holder", "")])
def test_a_wrong_part_of_an_account_is_said_under_it(screen, shop: Shop, field, text) -> None:
    page = turn(screen, BankPage)
    for one in page.fields:
        write(one, {**BANK, field: text}[one.name])
    press(Key.Key_S, CTRL)
    assert getattr(page, field).failed
    assert focus() is getattr(page, field).editor
    assert shop.settings.get("bank_details", {}) == {}


def test_a_cashier_chooses_no_account_where_pins_guard_the_shop(screen, shop: Shop) -> None:
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    page = turn(screen, BankPage)
    for one in page.fields:
        write(one, BANK[one.name])
    told: list[str] = []
    screen.told.connect(lambda text, _tone: told.append(text))
    press(Key.Key_S, CTRL)
    assert "Only a manager" in told[0]
    assert shop.settings.get("bank_details", {}) == {}
    assert page.account.editor.text() == BANK["account"], "nothing typed is lost"


# -- the bill beside its words


def test_the_bill_is_drawn_anew_with_what_is_typed(screen) -> None:
    page = turn(screen, BillTextPage)
    until(lambda: not page.preview.image.pixmap().isNull())
    before = page.preview.image.pixmap().toImage()
    write(page.footer, "Closed on Mondays, see you on Tuesday")
    until(lambda: page.preview.image.pixmap().toImage() != before)


def test_the_account_is_seen_on_the_sheet_before_it_is_kept(screen, shop: Shop) -> None:
    page = turn(screen, BankPage)
    until(lambda: not page.preview.image.pixmap().isNull())
    before = page.preview.image.pixmap().toImage()
    for one in page.fields:
        write(one, BANK[one.name])
    until(lambda: page.preview.image.pixmap().toImage() != before)
    assert shop.settings.get("bank_details", {}) == {}


# -- rights and messages


def test_every_act_has_its_words_and_its_role(screen, shop: Shop) -> None:
    assert list(acts()) == list(rights.ACTS)
    page = turn(screen, RightsPage)
    pick(page.fields["order.cancel"].editor, "manager")
    assert shop.settings.get("rights", {}) == {"order.cancel": "manager"}
    assert "Cancel an order" in screen.saved.text()
    press(Key.Key_Z, CTRL | SHIFT)
    assert page.fields["order.cancel"].editor.currentData() == "cashier"


def test_only_the_owner_changes_rights_where_pins_guard_the_shop(screen, shop: Shop) -> None:
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    page = turn(screen, RightsPage)
    page.fields["void"].editor.setFocus()
    press(Key.Key_Up)
    assert shop.settings.get("rights", {}) == {}
    assert page.fields["void"].editor.currentData() == "cashier"


@pytest.mark.parametrize(("button", "dialog"), [("channels", "ChannelsDialog"), ("texts", "TemplatesDialog")])
def test_the_ways_and_the_texts_of_messages_are_opened_by_a_key(screen, button, dialog) -> None:
    page = turn(screen, MessagesPage)
    opened: list[str] = []
    getattr(page, button).setFocus()
    failures = meanwhile(lambda found: (opened.append(type(found).__name__), press(Key.Key_Escape)))
    press(Key.Key_Space)
    assert (opened, failures) == ([dialog], [])


def test_every_field_has_a_name_for_a_reader(screen) -> None:
    for page in screen.made.values():
        for field in page.findChildren(Field):
            assert field.editor.accessibleName()


# -- made one by one


def fresh(qtbot, shop: Shop) -> SettingsScreen:
    page = SettingsScreen(context(shop))
    shown(qtbot, page)
    page.enter()
    return page


def test_only_the_page_in_front_is_made_at_once_and_all_others_are_named(qtbot, shop: Shop) -> None:
    page = SettingsScreen(context(shop))
    qtbot.addWidget(page)
    assert list(page.made) == [0]
    assert len(seen(page)) == len(PAGES)
    assert [page.subjects.item(at).text() for at in range(len(PAGES))] == [kind.title() for kind in PAGES]
    page.subjects.setCurrentRow(PAGES.index(TaxPage))
    assert list(page.made) == [0, PAGES.index(TaxPage)]


def test_no_step_of_making_them_keeps_a_key_waiting(qtbot, shop: Shop) -> None:
    """Each page is made in a step of its own; of three times the shortest is the page's, what is more the machine's."""
    took = dict[int, float]()
    for _again in range(3):
        page = SettingsScreen(context(shop))
        page.page_at = timed(page.page_at, took)
        shown(qtbot, page)
        until(lambda made=page: made.all_made)
        page.hide()
    assert len(took) > len(PAGES) - 2
    assert median(took.values()) < 0.02, "seconds of the window's own thread"


def timed(make: Callable[[int], object], took: dict[int, float]) -> Callable[[int], object]:
    """The same, with the shortest time of the processor that each page took, in seconds."""

    def once(at: int) -> object:
        begun = thread_time()
        try:
            return make(at)
        finally:
            took[at] = min(thread_time() - begun, took.get(at, 9.0))

    return once


def test_a_word_typed_at_once_is_found_on_pages_that_were_not_made_yet_and_enter_waits_for_them(
    qtbot, shop: Shop
) -> None:
    page = fresh(qtbot, shop)
    press(Key.Key_F, CTRL)
    page.sought.setText("ifsc")
    assert BankPage not in {type(one) for one in page.made.values()}
    press(Key.Key_Return)
    until(lambda: page.all_made)
    assert seen(page) == ["Bank account on bills"]
    assert focus().objectName() == "ifsc"


def test_what_was_typed_stays_when_the_language_turns_on_a_page_that_is_made_later(screen, shop: Shop) -> None:
    page = turn(screen, PrinterPage)
    page.add()
    page.form.restore({**page.form.typed(), "name": "Kitchen"})
    page._touched()
    before = page.typed()
    assert before["drafts"]
    screen.subjects.setCurrentRow(0)
    for _twice in range(2):
        screen.retranslate()
        assert PAGES.index(PrinterPage) not in screen.made
    until(lambda: screen.all_made)
    again = screen.made[PAGES.index(PrinterPage)]
    assert again is not page
    assert again.typed() == before
