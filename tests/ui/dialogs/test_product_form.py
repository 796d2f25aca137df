"""An item's form: what does not do is said under its field, and nothing typed is lost by a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QDate

from shoppos.ui.dialogs.product_form import ProductDialog
from shoppos.ui.widgets.form import choose
from tests.ui.pages import CTRL, Key, focus, meanwhile, press, shown, type_in

if TYPE_CHECKING:
    from shoppos.shop import Shop


@pytest.fixture
def new(qtbot, shop: Shop) -> ProductDialog:
    return shown(qtbot, ProductDialog(shop, None))


def known(qtbot, shop: Shop, code: str) -> ProductDialog:
    return shown(qtbot, ProductDialog(shop, None, shop.catalogue.find_code(code).product_id))


def test_enter_goes_from_field_to_field_as_a_scanner_does(new: ProductDialog) -> None:
    type_in("8901234567894")
    press(Key.Key_Return)
    assert focus() is new.name.editor


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", "", "needs a name"),
        ("price", "", "needs a price"),
        ("price", "ninety", "not an amount"),
        ("mrp", "1,2", "not an amount"),
        ("hsn", "12", "4, 6 or 8 digits"),
        ("low", "few", "not a quantity"),
        ("cess_rate", "x", "not a percentage"),
        ("code", "", "needs a code"),
        ("code", "1001", "belongs to Surf Excel"),
    ],
)
def test_a_mistake_is_said_under_its_own_field(
    new: ProductDialog, shop: Shop, field: str, text: str, said: str
) -> None:
    values = {"code": "N1", "name": "Ghee", "price": "100"} | {field: text}
    for one in new.fields:
        if one.name in values:
            one.editor.setText(values[one.name])
    press(Key.Key_S, CTRL)
    wrong = [one for one in new.fields if one.failed]
    assert [one.name for one in wrong] == [field]
    assert said in wrong[0].note.text()
    assert focus() is wrong[0].editor
    assert new.isVisible()
    assert shop.catalogue.count() == 5


@pytest.mark.parametrize("yes", [False, True])
def test_a_price_above_the_mrp_is_saved_only_after_a_question(
    new: ProductDialog, shop: Shop, monkeypatch: pytest.MonkeyPatch, *, yes: bool
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("shoppos.ui.dialogs.ask.ask", lambda _parent, said, *_more, **_how: asked.append(said) or yes)
    for field, text in ((new.code, "N1"), (new.name, "Ghee"), (new.price, "120"), (new.mrp, "100")):
        field.editor.setText(text)
    new.save()
    assert [said.split(".00 is")[0] for said in asked] == ["The price ₹120"]
    assert (shop.catalogue.find_code("N1") is not None) is yes


def test_a_price_above_the_mrp_is_warned_of_and_may_stand(new: ProductDialog, shop: Shop) -> None:
    for field, text in ((new.code, "N1"), (new.name, "Ghee"), (new.price, "120"), (new.mrp, "100")):
        field.editor.setText(text)
    assert "Above the MRP" in new.price.note.text()
    assert not new.price.failed
    new.mrp.editor.setText("130")
    assert new.price.note.text() == ""
    new.save()
    assert shop.catalogue.show("N1").form.mrp == 13000


def test_what_is_earned_is_shown_while_one_types(new: ProductDialog) -> None:
    new.price.editor.setText("105")
    new.cost.editor.setText("80")
    assert new.earns.text() == "You earn ₹20.00 on each (20 %), if the purchase price is without GST."
    new.cost.editor.setText("101")
    assert "You lose ₹1.00" in new.earns.text()


def test_everything_written_down_is_kept(new: ProductDialog, shop: Shop) -> None:
    for field, text in (
        (new.code, "n9"), (new.name, "Toffee"), (new.local_name, "टॉफी"), (new.barcodes, "111; 222|333"),
        (new.aliases, "candy"), (new.price, "2"), (new.mrp, "2.50"), (new.cost, "1"), (new.hsn, "1704"),
        (new.cess, "1.5"), (new.stock, "100"), (new.low, "10"),
    ):  # fmt: skip
        field.editor.setText(text)
    new.category.editor.setCurrentText("Sweets")
    new.unit.editor.setCurrentText("nos")
    choose(new.rate, 1800)
    new.inclusive.setChecked(False)
    new.save()
    card = shop.catalogue.show("222")
    form = card.form
    assert (form.code, form.local_name, form.barcodes, form.aliases) == ("N9", "टॉफी", ("111", "222", "333"), "candy")
    assert (form.price, form.mrp, form.cost, form.hsn, form.rate, form.cess_rate) == (200, 250, 100, "1704", 1800, 150)
    assert (form.category, form.unit, form.inclusive, form.low, card.on_hand) == (
        "Sweets",
        "NOS",
        False,
        10_000,
        100_000,
    )


def test_a_new_rate_may_hold_from_a_later_day(qtbot, shop: Shop) -> None:
    dialog = known(qtbot, shop, "1002")
    assert not dialog.since_field.isVisible()
    choose(dialog.rate, 1800)
    assert dialog.since_field.isVisible()
    dialog.since.setDate(QDate(2099, 4, 1))
    dialog.price.editor.setText("9.50")
    dialog.save()
    card = shop.catalogue.show("1002")
    assert (card.form.rate, card.form.price) == (500, 950)
    assert [rate[:2] for rate in card.rates] == [(0, 500), (20990401, 1800)]


def test_stock_that_was_counted_is_moved_with_its_reason(qtbot, shop: Shop) -> None:
    dialog = known(qtbot, shop, "1001")
    assert dialog.stock.editor.text() == "50"
    dialog.stock.editor.setText("48")
    dialog.save()
    assert shop.catalogue.show("1001").on_hand == 48_000
    assert shop.db.rows("SELECT quantity, reason FROM stock_move WHERE kind = 'adjust'") == [(-2000, "Counted")]


def test_esc_throws_nothing_away_unasked(qtbot, shop: Shop) -> None:
    dialog = known(qtbot, shop, "1001")
    dialog.price.editor.setText("1")
    failures = meanwhile(lambda _question: press(Key.Key_Return))
    press(Key.Key_Escape)
    assert failures == []
    assert dialog.isVisible()
    failures = meanwhile(lambda question: question.yes.click())
    press(Key.Key_Escape)
    assert failures == []
    assert not dialog.isVisible()
    assert shop.catalogue.show("1001").form.price == 15000


def test_esc_leaves_at_once_when_nothing_was_typed(new: ProductDialog) -> None:
    press(Key.Key_Escape)
    assert not new.isVisible()


def test_an_item_is_sold_no_more_once_asked(qtbot, shop: Shop) -> None:
    dialog = known(qtbot, shop, "1002")
    failures = meanwhile(lambda _question: press(Key.Key_Return))
    dialog.retire()
    assert failures == []
    assert shop.catalogue.find_code("1002") is None


def test_save_and_next_asks_for_the_next(new: ProductDialog) -> None:
    for field, text in ((new.code, "N1"), (new.name, "Ghee"), (new.price, "100")):
        field.editor.setText(text)
    press(Key.Key_N, CTRL)
    assert new.again
    assert not new.isVisible()


def test_every_field_has_a_name_for_those_who_do_not_see_it(new: ProductDialog) -> None:
    assert [field.name for field in new.fields if not field.editor.accessibleName()] == []


@pytest.mark.parametrize(
    ("code", "doubtful"),
    [
        ("8901234567890", False), ("8901234567895", True), ("96385074", False), ("96385075", True),
        ("036000291453", True), ("036000291452", False), ("1234567", False), ("SURF-1", False),
    ],
)  # fmt: skip
def test_a_wrong_check_digit_is_doubted_but_can_be_saved(
    new: ProductDialog, shop: Shop, code: str, doubtful: bool
) -> None:
    new.code.editor.setText(code)
    assert ("check digit is wrong" in new.code.note.text()) is doubtful
    assert not new.code.failed
    new.name.editor.setText("Ghee")
    new.price.editor.setText("100")
    press(Key.Key_S, CTRL)
    assert shop.catalogue.find_code(code).name == "Ghee"


def test_each_of_the_other_barcodes_is_looked_at(new: ProductDialog) -> None:
    new.barcodes.editor.setText("8901234567890; 8901234567895")
    assert "check digit is wrong" in new.barcodes.note.text()
    new.barcodes.editor.setText("8901234567890")
    assert new.barcodes.note.text() == ""


def test_an_item_without_gst_says_that_a_rate_is_not_used(new: ProductDialog) -> None:
    assert new.treatment_field.note.text() == ""
    choose(new.treatment, "exempt")
    assert new.treatment_field.note.text() == "No GST is charged on it: a rate is not used."
    choose(new.treatment, "taxable")
    assert new.treatment_field.note.text() == ""
