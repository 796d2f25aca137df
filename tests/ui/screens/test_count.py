"""The counting page: begun by Enter, counted by scans, and finished with a reason, all by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shoppos.shop.payments import Tender
from shoppos.ui.screens.count import CountScreen
from shoppos.ui.widgets.count_table import COUNTED, EXPECTED, NAME, shown
from tests.ui.pages import CTRL, Key, context, focus, press, type_in
from tests.ui.pages import shown as in_front

if TYPE_CHECKING:
    from shoppos.shop import Shop


@pytest.fixture
def screen(qtbot, shop: Shop) -> CountScreen:
    page = CountScreen(context(shop))
    in_front(qtbot, page)
    page.refresh(page.watches)
    page.enter()
    return page


def on_hand(shop: Shop, code: str) -> int | None:
    return shop.stock.on_hand(shop.catalogue.show(code).product_id)


def typed(*texts: str) -> None:
    for text in texts:
        type_in(text)
        press(Key.Key_Return)


def test_enter_begins_and_every_scan_is_written_at_once(screen: CountScreen, shop: Shop) -> None:
    assert screen.table.isVisible() is False
    press(Key.Key_Return)
    assert screen.heading.text() == "Today's count"
    assert screen.progress.text() == "0 of 5 counted"
    typed("8901030865275", "48*1001")
    assert screen.bar.text() == "Surf Excel 1 kg: 49 counted"
    assert screen.progress.text() == "1 of 5 counted"
    assert {line.code: line.counted for line in shop.counting.lines(screen.count.id)}["1001"] == 49_000
    assert focus() is screen.line


def test_the_page_is_blind_until_one_asks_for_the_differences(screen: CountScreen, shop: Shop) -> None:
    press(Key.Key_Return)
    typed("49*1001")
    line = screen.model.line(0)
    assert shown(line, COUNTED, open_book=False) == "49 pcs"
    assert screen.table.isColumnHidden(EXPECTED)
    press(Key.Key_F2)
    assert not screen.table.isColumnHidden(EXPECTED)
    assert [shown(one, NAME, open_book=True) for one in screen.model.lines] == ["Surf Excel 1 kg"]


def test_a_name_finds_its_item_and_a_star_sets_the_last_one(screen: CountScreen, shop: Shop) -> None:
    press(Key.Key_Return)
    typed("2*surf", "*7")
    assert screen.bar.text() == "Surf Excel 1 kg: 7 counted"
    press(Key.Key_Plus)
    assert screen.bar.text() == "Surf Excel 1 kg: 8 counted"
    press(Key.Key_Delete)
    assert screen.progress.text() == "0 of 5 counted"
    typed("nothing-like-it")
    assert screen.bar.kind == "error"
    assert screen.line.text() == "nothing-like-it"


def test_a_count_is_finished_with_a_reason_while_selling_went_on(screen: CountScreen, shop: Shop) -> None:
    said: list[str] = []
    screen.told.connect(lambda text, _kind: said.append(text))
    press(Key.Key_Return)
    typed("48*1001", "200*1002")
    shop.sales.sell(["3*1001"], [Tender("cash")])
    press(Key.Key_F9)
    assert screen.ask.question.text().startswith("1 items differ")
    press(Key.Key_Return)
    assert screen.ask.isVisible()
    assert "nobody said why" in screen.ask.wrong.text()
    typed("broken")
    assert on_hand(shop, "1001") == 45_000
    assert said == ["The count is finished: 2 counted, 1 differed, worth ₹0.00."]
    assert screen.count is None


def test_what_was_corrected_by_hand_too_is_asked_about(screen: CountScreen, shop: Shop, qtbot) -> None:
    press(Key.Key_Return)
    typed("48*1001")
    shop.stock.damage("1001", 2_000, "broken")
    for answer in (Key.Key_Escape, Key.Key_Return):
        press(Key.Key_F9)
        typed("broken")
        qtbot.waitUntil(lambda: "corrected by hand by -2" in screen.ask.question.text())
        press(answer)
        assert on_hand(shop, "1001") == (48_000 if answer == Key.Key_Escape else 46_000)
    assert screen.count is None


def test_a_reason_stands_with_its_item(screen: CountScreen, shop: Shop) -> None:
    press(Key.Key_Return)
    typed("48*1001")
    press(Key.Key_F2)
    press(Key.Key_F5)
    typed("stolen")
    assert screen.model.lines[0].reason == "stolen"


def test_the_sheet_is_printed_by_one_key(screen: CountScreen, shop: Shop) -> None:
    press(Key.Key_Return)
    press(Key.Key_P, CTRL)
    assert shop.db.rows("SELECT kind, doc_id, state FROM print_job") == [("count", screen.count.id, "owed")]


def test_one_shelf_is_counted_alone(screen: CountScreen, shop: Shop) -> None:
    shop.keepings.set(shop.catalogue.show("1002").product_id, shelf="A1")
    press(Key.Key_F3)
    assert "A1" in screen.ask.question.text()
    typed("A1")
    assert screen.heading.text() == "Shelf A1"
    assert [line.code for line in screen.model.lines] == ["1002"]


def test_escape_leaves_and_the_count_stays_open(screen: CountScreen, shop: Shop, qtbot) -> None:
    press(Key.Key_Return)
    with qtbot.waitSignal(screen.leave):
        press(Key.Key_Escape)
    assert len(shop.counting.open_counts()) == 1


def test_who_may_not_correct_asks_a_manager_in_the_page(screen: CountScreen, shop: Shop, qtbot) -> None:
    shop.settings.set("rights", {"adjust": "manager"})
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    press(Key.Key_Return)
    typed("48*1001")
    press(Key.Key_F9)
    typed("broken")
    qtbot.waitUntil(screen.ask.isVisible)
    assert "Not everybody may correct the stock" in screen.ask.question.text()
    typed("4711")
    assert on_hand(shop, "1001") == 48_000


def test_a_scan_elsewhere_on_the_page_is_counted(screen: CountScreen, shop: Shop) -> None:
    assert not screen.scanned("8901030865275")
    press(Key.Key_Return)
    assert screen.scanned("8901030865275")
    assert screen.progress.text() == "1 of 5 counted"


def test_an_unknown_word_is_never_counted_as_an_item_that_is_called_nearly_so(screen: CountScreen) -> None:
    press(Key.Key_Return)
    typed("3*barle")
    assert screen.bar.kind == "error"
    assert screen.bar.text() == "No item is called barle. Did you mean Parle-G 100 g?"
    assert screen.progress.text() == "0 of 5 counted"
