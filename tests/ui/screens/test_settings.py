"""The settings' page: each change is saved, said, and taken back by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shoppos.base import i18n
from shoppos.ui.screens.settings import SettingsScreen
from tests.ui.pages import CTRL, SHIFT, Key, context, focus, meanwhile, press, shown, type_in, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.shop import Shop

SHOP, LOOK, COUNTER, PRINTER, WORDS, PEOPLE, SCALES, RETURNS, CREDIT = range(9)


@pytest.fixture
def screen(qtbot, shop: Shop) -> Iterator[SettingsScreen]:
    page = SettingsScreen(context(shop))
    shown(qtbot, page)
    page.refresh(page.watches)
    page.enter()
    until(lambda: page.all_made)
    yield page
    i18n.use("en")


def turn(screen: SettingsScreen, at: int):
    screen.subjects.setCurrentRow(at)
    return screen.page()


def pick(box, value: object) -> None:
    """Choose as a person does: the signal of a real choice is told."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_arrows_turn_the_pages_and_enter_goes_in(screen: SettingsScreen) -> None:
    press(Key.Key_Down)
    assert screen.page() is screen.made[LOOK]
    press(Key.Key_Up)
    press(Key.Key_Return)
    assert screen.page().isAncestorOf(focus())


@pytest.mark.parametrize(
    ("field", "value"), [("theme", "dark"), ("font_percent", 125), ("keymap", "vyapar"), ("language", "hi")]
)
def test_a_choice_is_saved_at_once_and_taken_back(
    screen: SettingsScreen, shop: Shop, field: str, value: object
) -> None:
    page = turn(screen, LOOK)
    box = getattr(page, field).editor
    before = box.currentData()
    pick(box, value)
    assert shop.settings.get(field, before) == value
    assert screen.saved.text().startswith("✓ Saved: ")
    press(Key.Key_Z, CTRL | SHIFT)
    assert shop.settings.get(field, before) == before
    assert box.currentData() == before
    assert not screen.back.isVisible()


def test_the_key_that_shows_all_keys_is_that_of_the_profile(screen: SettingsScreen) -> None:
    page = turn(screen, LOOK)
    assert page.all_keys.text() == "F12 shows all keys."
    pick(page.keymap.editor, "vyapar")
    assert page.all_keys.text() == "Ctrl+Y shows all keys."


def test_a_new_language_speaks_at_once_of_what_was_saved(screen: SettingsScreen) -> None:
    pick(turn(screen, LOOK).language.editor, "hi")
    i18n.use("hi")
    screen.retranslate()
    assert screen.saved.text() == i18n._("✓ Saved: {what}").format(what="भाषा")
    assert "Saved" not in screen.saved.text()


def test_rounding_sound_and_stock_warnings(screen: SettingsScreen, shop: Shop) -> None:
    page = turn(screen, COUNTER)
    page.round_off.click()
    assert shop.settings.get("round_to", 100) == 0
    page.sound.click()
    assert shop.settings.get("sound", True) is False
    pick(page.policy.editor, "quiet")
    assert shop.settings.get("stock_policy", "warn") == "quiet"
    for _change in range(3):
        screen.take_back()
    assert (shop.settings.get("round_to", 0), shop.settings.get("stock_policy", "")) == (100, "warn")


def test_the_shop_is_saved_by_ctrl_s_as_one_letterhead(screen: SettingsScreen, shop: Shop) -> None:
    page = turn(screen, SHOP)
    page.form.name.editor.setFocus()
    page.form.name.editor.selectAll()
    type_in("Sharma Stores")
    press(Key.Key_S, CTRL)
    assert shop.settings.profile().name == "Sharma Stores"
    assert shop.settings.profile().gstin == "27AAPFU0939F1ZV"
    assert shop.db.rows("SELECT count(*) FROM letterhead") == [(2,)]
    screen.take_back()
    assert shop.settings.profile().name == "Sharma Kirana"
    assert page.form.name.editor.text() == "Sharma Kirana"


def test_a_shop_that_would_not_be_valid_is_not_saved(screen: SettingsScreen, shop: Shop) -> None:
    page = turn(screen, SHOP)
    page.form.upi.editor.setText("nobody")
    page.save()
    assert page.form.upi.failed
    assert shop.settings.profile().upi == "sharmakirana@okhdfcbank"


def test_words_on_the_bill_are_saved_when_one_leaves_the_line(screen: SettingsScreen, shop: Shop) -> None:
    page = turn(screen, WORDS)
    page.footer.editor.setFocus()
    page.footer.editor.selectAll()
    type_in("Come again")
    press(Key.Key_Tab)
    assert shop.settings.profile().footer == "Come again"
    pick(page.language.editor, "hi")
    assert shop.settings.get("bill_language", "") == "hi"


def test_people_come_sign_in_and_go(screen: SettingsScreen, shop: Shop) -> None:
    page = turn(screen, PEOPLE)
    page.name.editor.setFocus()
    type_in("Ravi")
    press(Key.Key_Return)
    assert [person.name for person in shop.staff.list()] == ["Meena", "Ravi"]
    page.people.setCurrentRow(1)
    page.sign_in()
    assert shop.staff.current.name == "Ravi"
    page.people.setCurrentRow(0)
    page.leave()
    assert [person.name for person in shop.staff.list()] == ["Ravi"]
    screen.take_back()
    assert [person.name for person in shop.staff.list()] == ["Meena", "Ravi"]
    page.name.editor.setText("Ravi")
    page.save()
    assert len(shop.staff.list()) == 2


def test_a_pin_is_set_and_signs_in_with_the_rights_of_the_role(screen: SettingsScreen, shop: Shop) -> None:
    page = turn(screen, PEOPLE)
    page.people.setCurrentRow(0)
    page.pin.editor.setFocus()
    type_in("12")
    page.new_pin.click()
    assert "4 to 8 digits" in page.pin.note.text()
    page.pin.editor.setText("4711")
    page.new_pin.click()
    assert page.pin.editor.text() == ""
    assert page.pin.editor.echoMode() == page.pin.editor.EchoMode.Password
    assert "has a PIN" in page.people.item(0).text()
    shop.staff.sign_in("Meena")
    assert not shop.staff.may("return_late")
    page.pin.editor.setText("4711")
    page.here.click()
    assert shop.staff.may("return_late")
    page.new_pin.click()
    assert not shop.staff.has_pin(shop.staff.current.id)


def test_the_upi_id_is_changed_on_a_manager_s_yes_only(screen: SettingsScreen, shop: Shop) -> None:
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    page = turn(screen, SHOP)
    page.form.fill({"upi": "ravi@okicici"})
    failures = meanwhile(lambda _question: press(Key.Key_Escape))
    page.save()
    assert shop.settings.profile().upi == "sharmakirana@okhdfcbank"
    failures += meanwhile(lambda _question: (type_in("4711"), press(Key.Key_Return)))
    page.save()
    assert failures == []
    assert shop.settings.profile().upi == "ravi@okicici"
    failures = meanwhile(lambda _question: press(Key.Key_Escape))
    screen.take_back()
    assert failures == []
    assert shop.settings.profile().upi == "ravi@okicici", "the way back needs a yes too"


def test_who_has_a_pin_shows_it_and_changes_it_with_the_old_one(screen: SettingsScreen, shop: Shop) -> None:
    shop.staff.add("Ravi")
    shop.staff.set_pin("Ravi", "2222")
    shop.staff.set_pin("Meena", "4711")
    screen.refresh(screen.watches)
    page = turn(screen, PEOPLE)
    page.people.setCurrentRow(1)
    page.here.click()
    assert shop.staff.current.name == "Meena"
    assert "Type the PIN of Ravi" in page.pin.note.text()
    page.pin.editor.setText("2222")
    page.here.click()
    assert shop.staff.current.name == "Ravi"
    page.pin.editor.setText("3333")
    failures = meanwhile(lambda _question: press(Key.Key_Escape))
    page.new_pin.click()
    assert failures == []
    assert shop.staff.check_pin("Ravi", "2222")
    page.pin.editor.setText("3333")
    page.old.editor.setText("2222")
    page.new_pin.click()
    assert shop.staff.check_pin("Ravi", "3333")


def test_how_long_goods_come_back_is_chosen_in_words(screen: SettingsScreen, shop: Shop) -> None:
    page = turn(screen, RETURNS)
    assert page.days.editor.text() == "7"
    page.days.editor.setFocus()
    page.days.editor.selectAll()
    type_in("14")
    press(Key.Key_Tab)
    page.categories.editor.setFocus()
    type_in("Dairy 1, Inner wear never")
    press(Key.Key_Tab)
    pick(page.after.editor, False)
    pick(page.no_bill.editor, "refuse")
    pick(page.void.editor, "manager")
    assert shop.settings.get("returns", {}) == {
        "days": 14, "approve_after": False, "no_bill": "refuse", "categories": {"Dairy": 1, "Inner wear": -1},
    }  # fmt: skip
    assert shop.settings.get("rights", {}) == {"void": "manager"}
    page.look()
    assert page.categories.editor.text() == "Dairy 1, Inner wear never"
    page.categories.editor.setText("Dairy")
    page.save()
    assert "needs its days" in page.categories.note.text()
    page.categories.editor.setText("Dairy soon")
    page.save()
    assert "not a number of days" in page.categories.note.text()
    assert shop.settings.get("returns", {})["days"] == 14


def test_the_khata_limit_and_the_points_are_chosen_by_keys(screen: SettingsScreen, shop: Shop) -> None:
    page = turn(screen, CREDIT)
    page.limit.editor.setFocus()
    type_in("5000")
    press(Key.Key_Tab)
    assert shop.settings.get("credit_limit", 0) == 5000_00
    pick(page.policy.editor, "block")
    assert shop.settings.get("credit_policy", "warn") == "block"
    assert not page.per.isVisible()
    page.active.setFocus()
    press(Key.Key_Space)
    assert shop.points.rule().active
    press(Key.Key_Tab)
    assert focus() is page.per.editor
    type_in("50")
    press(Key.Key_Tab)
    type_in("0.5")
    press(Key.Key_Tab)
    rule = shop.points.rule()
    assert (rule.per, rule.worth, rule.active) == (50_00, 50, True)
    assert page.told.text() == "A bill of ₹1,000 earns points that pay ₹10.00 of a later one."
    press(Key.Key_Z, CTRL | SHIFT)
    assert shop.points.rule().worth == 1_00
    assert page.worth.editor.text() == "1.00"


def test_amounts_that_would_give_money_away_are_refused_under_their_field(screen: SettingsScreen, shop: Shop) -> None:
    shop.points.set_rule(100_00, 1_00, active=True)
    page = turn(screen, CREDIT)
    page.look()
    page.worth.editor.setText("200")
    page.save()
    assert "worth more" in page.worth.note.text()
    page.worth.editor.setText("one")
    page.save()
    assert page.worth.failed
    page.limit.editor.setText("much")
    page.save()
    assert page.limit.failed
    assert shop.points.rule().worth == 1_00
    assert shop.settings.get("credit_limit", 0) == 0


def test_a_scale_label_is_read_as_the_counter_will(screen: SettingsScreen, shop: Shop) -> None:
    from shoppos.shop.catalogue import ProductForm

    shop.catalogue.add(ProductForm("00123", "Paneer", 40000, unit="KG"))
    page = turn(screen, SCALES)
    page.tester.editor.setFocus()
    type_in("2100123007509")
    assert "No pattern in use fits. It would fit: Odoo, weight" in page.tester.note.text()
    page.boxes[0][0].click()
    assert page.tester.note.text() == "✓ Item 00123 (Paneer), weight or count 0.75"
    assert shop.settings.get("scale_patterns", [])[0][1] == "21IIIIIWWWWWC"
    shop.sales.enter(shop.sales.on_screen().id, "2100123007509")
    assert shop.sales.on_screen().lines[0].quantity == 750


def test_a_pattern_of_ones_own_is_added_or_said_to_be_none(screen: SettingsScreen, shop: Shop) -> None:
    page = turn(screen, SCALES)
    page.own.editor.setText("hello")
    page.save()
    assert page.own.failed
    page.own.editor.setText("28IIIIIQQQQQC")
    page.save()
    assert shop.settings.get("scale_patterns", [])[0][1:] == ["28IIIIIQQQQQC", 3]
    assert page.boxes[-1][0].isChecked()
    page.boxes[-1][0].click()
    assert shop.settings.get("scale_patterns", [["x"]]) == []


def test_the_printer_is_saved_by_its_button(screen: SettingsScreen, shop: Shop, tmp_path) -> None:
    page = turn(screen, PRINTER)
    page.add()
    page.form.restore({"kind": "folder", "paper": "A4", "address": str(tmp_path / "bills")})
    page.keep.click()
    assert shop.settings.get("printers", [])[0]["paper"] == "A4"
    assert shop.settings.get("printers", [])[0]["address"] == f"file:{tmp_path / 'bills'}"
    assert (tmp_path / "bills").is_dir()
    screen.take_back()
    assert shop.settings.get("printers", [1]) == []


def test_esc_goes_back_to_the_counter(qtbot, screen: SettingsScreen) -> None:
    with qtbot.waitSignal(screen.leave, timeout=1000):
        press(Key.Key_Escape)


def test_a_reminder_to_count_is_saved_when_it_is_chosen(screen: SettingsScreen, shop: Shop) -> None:
    from shoppos.ui.widgets.settings_till import CounterPage

    page = next(one for one in screen.made.values() if isinstance(one, CounterPage))
    box = page.reminder.editor
    box.setCurrentIndex(box.findData("weekly"))
    box.activated.emit(box.currentIndex())
    assert "never counted" in shop.counting.due()
